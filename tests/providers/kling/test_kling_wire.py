"""What Kling's answers mean, by saved shapes of them: new standard, legacy, and by way of the Comfy Router."""

import pytest

from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.kling import wire_legacy, wire_router
from shotscript.providers.kling.wire import poll, progress, ticket
from shotscript.providers.service import Call, Ready, Refused, Working

TASK = {"id": "t1", "status": "submitted", "external_id": "k"}
MOVED = {"contents": [], "settings": {"character_orientation": "video"}}
REFUSALS = [
    (401, 1001, True), (401, 1003, False), (401, 1004, False), (429, 1100, True), (429, 1101, True), (429, 1102, True),
    (403, 1103, True), (400, 1201, True), (404, 1203, True), (400, 1300, True), (400, 1301, True), (429, 1302, False),
    (429, 1303, False), (429, 1304, True), (500, 5000, False), (503, 5001, False), (504, 5002, False),
]


def request(provider: str, model: str, body: dict) -> Request:
    return Request(provider=provider, model=model, segment="1A", body=body)


@pytest.mark.parametrize(("provider", "body", "path"), [
    ("kling-3-omni", {"contents": [], "settings": {}}, "/omni-video/kling-3.0-omni"),
    ("kling-3", {"prompt": "x", "settings": {}}, "/text-to-video/kling-3.0"),
    ("kling-3", {"contents": [], "settings": {}}, "/image-to-video/kling-3.0"),
    ("kling-3-turbo", {"prompt": "x", "settings": {}}, "/text-to-video/kling-3.0-turbo"),
    ("kling-2.6", {"contents": [], "settings": {}}, "/image-to-video/kling-2.6"),
    ("kling-3-motion", MOVED, "/motion-control/kling-3.0"),
    ("kling-2.6-motion", MOVED, "/motion-control/kling-2.6"),
])
def test_submit_carries_our_key_outside_the_hash(provider, body, path):
    wire, asked = named(provider).wire, request(provider, "", body)
    assert wire
    call = wire.submit(asked, "k")
    assert (call.method, call.path) == ("POST", path)
    assert call.body == {**body, "options": {"external_task_id": "k"}}
    assert wire.base == "https://api-singapore.klingai.com" and wire.auth.variables == ("KLING_API_KEY",)
    assert asked.key == asked.model_copy().key and "options" not in asked.body


def test_ticket():
    assert ticket(200, {"code": 0, "data": TASK}) == "t1"
    assert ticket(200, {"code": 0, "data": {}}) == Refused("the answer holds no task id", unsure=True)


def test_poll_quotes_the_id():
    assert poll("a/b c").path == "/tasks?task_ids=a%2Fb%20c"


@pytest.mark.parametrize(("data", "answer"), [
    (TASK, Working("submitted")),
    ({**TASK, "status": "processing"}, Working("processing")),
    ([{**TASK, "status": "processing"}], Working("processing")),
    ({**TASK, "status": "succeeded", "outputs": [{"type": "video", "url": "https://x/1.mp4", "duration": "5"}]},
     Ready(("https://x/1.mp4",))),
    ({**TASK, "status": "succeeded", "outputs": []}, Refused("the task succeeded without a video")),
    ({**TASK, "status": "failed", "message": "no faces"}, Refused("no faces")),
    ({**TASK, "status": "succeed"}, Refused("unknown task status 'succeed'", unsure=True)),
])
def test_progress(data, answer):
    assert progress(200, {"code": 0, "data": data}) == answer


@pytest.mark.parametrize(("status", "code", "final"), REFUSALS)
def test_refusals(status, code, final):
    answer = {"code": code, "message": "words", "data": {}}
    expected = Refused(f"words (code {code})", final)
    assert ticket(status, answer) == progress(status, answer) == expected
    assert wire_legacy.ticket(status, answer) == wire_legacy.progress(status, answer) == expected


def test_a_gateway_page_without_json():
    assert progress(502, {}) == Refused("HTTP 502", final=False)
    assert progress(418, {}) == Refused("HTTP 418", final=True)


# ------------------------------------------------------------------------------------------------------ legacy


@pytest.mark.parametrize(("provider", "model", "body", "kind"), [
    ("kling-3-legacy", "kling-v3", {"model_name": "kling-v3"}, "text2video"),
    ("kling-3-legacy", "kling-v3", {"model_name": "kling-v3", "image": "need:first frame/film"}, "image2video"),
    ("kling-3-omni-legacy", "kling-v3-omni", {"model_name": "kling-v3-omni"}, "omni-video"),
])
def test_a_legacy_task_is_looked_up_where_it_was_made(provider, model, body, kind):
    wire, asked = named(provider).wire, request(provider, model, body)
    assert wire and wire.handle and wire.find
    assert wire.submit(asked, "k") == Call("POST", f"/v1/videos/{kind}", {**body, "external_task_id": "k"})
    assert wire.poll(wire.handle(asked, "8/9")) == Call("GET", f"/v1/videos/{kind}/8%2F9")
    assert wire.find(wire.handle(asked, "k")) == Call("GET", f"/v1/videos/{kind}/k")
    assert (wire.auth.kind, len(wire.auth.variables)) == ("jwt", 2)
    assert wire.auth.other and wire.auth.other.variables == ("KLING_API_KEY",)


def legacy(status: str, **more: object) -> dict:
    return {"code": 0, "message": "SUCCEED", "data": {
        "task_id": "t1", "task_status": status, "task_info": {"external_task_id": "k"}, "created_at": 1, **more}}


@pytest.mark.parametrize(("answer", "expected"), [
    (legacy("submitted"), Working("submitted")),
    (legacy("processing"), Working("processing")),
    (legacy("succeed", task_result={"videos": [{"id": "v", "url": "https://x/1.mp4", "duration": "5"}]}),
     Ready(("https://x/1.mp4",))),
    (legacy("succeed", task_result={"videos": []}), Refused("the task succeeded without a video")),
    (legacy("succeed"), Refused("the task succeeded without a video")),
    (legacy("failed", task_status_msg="no faces"), Refused("no faces")),
    (legacy("failed"), Refused("the task failed")),
    (legacy("succeeded"), Refused("unknown task status 'succeeded'", unsure=True)),
    ({"code": 0, "data": []}, Refused("unknown task status None", unsure=True)),
])
def test_legacy_progress(answer, expected):
    assert wire_legacy.progress(200, answer) == expected


def test_a_legacy_ticket():
    assert wire_legacy.ticket(200, legacy("submitted")) == "t1"
    assert wire_legacy.ticket(200, {"code": 0, "data": {}}) == Refused("the answer holds no task id", unsure=True)


# ------------------------------------------------------------------------------------------------------ the router

AT = "/v2/models/kling/kling-4.0/requests"


def test_kling_4_goes_by_way_of_the_router():
    wire, body = named("kling-4").wire, {"contents": [], "settings": {}}
    assert wire and wire.find is None and wire.auth.header == "X-API-Key" and wire.auth.form == "{key}"
    once = (("Idempotency-Key", "k"),)
    assert wire.submit(request("kling-4", "kling-4.0", body), "k") == Call("POST", AT, body, once)
    assert wire.ticket(201, {"request_id": "r1"}) == "r1"
    assert wire.ticket(201, {}) == Refused("the answer holds no request id", unsure=True)
    assert wire.poll("r 1") == Call("GET", f"{AT}/r%201/status")


@pytest.mark.parametrize(("status", "answer", "expected"), [
    (200, {"status": "IN_QUEUE"}, Working("IN_QUEUE")),
    (200, {"status": "IN_PROGRESS"}, Working("IN_PROGRESS")),
    (200, {"status": "COMPLETED", "request_id": "r1"}, Working("COMPLETED", Call("GET", f"{AT}/r1"))),
    (200, {"status": "COMPLETED", "request_id": "r1", "error_type": "content_policy_violation", "detail": "no"},
     Refused("no (content_policy_violation)")),
    (200, {"status": "COMPLETED", "error_type": "provider_timeout"}, Refused("HTTP 200 (provider_timeout)", False)),
    (200, {"status": "COMPLETED"},
     Refused("the request is done, and the answer does not say which it was", unsure=True)),
    (200, {"status": "FAILED"}, Refused("unknown request status 'FAILED'", unsure=True)),
    (200, {}, Refused("unknown request status None", unsure=True)),
    (422, {"error_type": "invalid_input", "detail": "duration"}, Refused("duration (invalid_input)")),
    (403, {"error_type": "not_enabled", "message": "preview"}, Refused("preview (not_enabled)")),
    (503, {}, Refused("HTTP 503", final=False)),
    (200, {"code": 0, "data": {**TASK, "status": "succeeded", "outputs": [{"type": "video", "url": "https://x/4.mp4"}]}},
     Ready(("https://x/4.mp4",))),
    (200, {"code": 0, "data": {**TASK, "status": "failed", "message": "no"}}, Refused("no")),
])
def test_router_progress(status, answer, expected):
    assert wire_router.progress(status, answer) == expected
