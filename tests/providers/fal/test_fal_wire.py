"""What fal's queue answers mean, by saved shapes of them."""

from __future__ import annotations

import pytest

from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.fal.wire import WIRE, poll, progress, ticket
from shotscript.providers.service import Call, Ready, Refused, Working

AT = "fal-ai/kling-video/requests/764cabcf"
"""Two parts of the model's id alone: not what was asked at."""
QUEUED = {
    "request_id": "764cabcf", "status_url": f"https://queue.fal.run/{AT}/status",
    "response_url": f"https://queue.fal.run/{AT}", "cancel_url": f"https://queue.fal.run/{AT}/cancel",
    "status": "IN_QUEUE", "queue_position": 3,
}
DONE = {"video": {"content_type": "video/mp4", "file_name": "o.mp4", "url": "https://v3.fal.media/o.mp4"}, "seed": 7}


def test_a_request_goes_to_the_models_path_once():
    asked = Request(provider="fal/kling-3-legacy", model="fal-ai/kling-video/v3/pro/text-to-video", segment="1A",
                    body={"prompt": "x"})
    call = WIRE.submit(asked, "ours")
    assert call == Call("POST", "/fal-ai/kling-video/v3/pro/text-to-video", {"prompt": "x"}, (("X-Fal-No-Retry", "1"),))
    assert (WIRE.base, WIRE.auth.form, WIRE.auth.variables) == ("https://queue.fal.run", "Key {key}", ("FAL_KEY",))
    assert WIRE.find is None and all(named(name).wire is WIRE for name in ("fal/veo-3.1", "fal/ltx-2-depth"))


def test_the_answers_own_addresses_are_used():
    id = ticket(200, QUEUED)
    assert id == f"{AT}/status" and poll(id) == Call("GET", f"/{AT}/status")
    assert progress(200, {**QUEUED, "status": "COMPLETED"}) == Working("COMPLETED", Call("GET", f"/{AT}"))


def test_our_key_goes_to_one_host_alone():
    assert ticket(200, {"status_url": "https://elsewhere.example/a/b/status"}) == "a/b/status"
    assert poll("../../x").path == "/%2E%2E/%2E%2E/x" and poll("a b?c").path == "/a%20b%3Fc"


@pytest.mark.parametrize(("status", "answer", "meant"), [
    (202, QUEUED, Working("IN_QUEUE")),
    (202, {"status": "IN_PROGRESS", "logs": None}, Working("IN_PROGRESS")),
    (200, DONE, Ready(("https://v3.fal.media/o.mp4",))),
    (200, {"status": "COMPLETED", "error": "no faces", "response_url": f"https://queue.fal.run/{AT}"},
     Refused("no faces")),
    (200, {"status": "COMPLETED", "error": "gone", "error_type": "runner_disconnected"},
     Refused("gone (runner_disconnected)", final=False)),
    (200, {"status": "COMPLETED"}, Refused("the request is done, and nothing says where", unsure=True)),
    (200, {"status": "FAILED"}, Refused("unknown request status 'FAILED'", unsure=True)),
    (200, {"video": {}}, Refused("the request is done without a video")),
    (422, {"detail": [{"loc": ["body", "prompt"], "msg": "too long", "type": "value_error"}]}, Refused("too long")),
    (504, {"detail": "Request timed out", "error_type": "request_timeout"},
     Refused("Request timed out (request_timeout)", final=False)),
    (499, {"detail": "cancelled", "error_type": "client_cancelled"}, Refused("cancelled (client_cancelled)")),
    (400, {"detail": "bad header", "error_type": "bad_request"}, Refused("bad header (bad_request)")),
    (429, {}, Refused("HTTP 429", final=False)), (503, {}, Refused("HTTP 503", final=False)),
    (401, {"detail": "no key"}, Refused("no key")),
])
def test_what_an_answer_means(status, answer, meant):
    assert progress(status, answer) == meant


@pytest.mark.parametrize(("status", "answer", "meant"), [
    (200, {}, Refused("the answer does not say where the request is looked at", unsure=True)),
    (200, {"status_url": "http://[broken"},
     Refused("the answer does not say where the request is looked at", unsure=True)),
    (422, {"detail": [{"msg": "no prompt"}, {"msg": "no image"}]}, Refused("no prompt; no image")),
    (500, {"detail": "oops"}, Refused("oops", final=False)),
])
def test_no_ticket(status, answer, meant):
    assert ticket(status, answer) == meant


@pytest.mark.parametrize("kind", [
    "request_timeout", "startup_timeout", "runner_scheduling_failure", "runner_connection_timeout",
    "runner_disconnected", "runner_connection_refused", "runner_connection_error", "runner_incomplete_response",
    "runner_server_error", "internal_error"])
def test_faults_of_the_queue_pass(kind):
    answer = {"status": "COMPLETED", "error": "x", "error_type": kind}
    assert progress(200, answer) == Refused(f"x ({kind})", final=False)
