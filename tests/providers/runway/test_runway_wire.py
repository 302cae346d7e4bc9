"""How Runway is spoken to: paths, the header, every state its package has, and which failures may be asked again."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from runway_films import HANDED, NAMED, one

from shotscript.providers.runway.wire import WIRE, poll, progress, submit, ticket
from shotscript.providers.service import Ready, Refused, Working

VERSION = (("X-Runway-Version", "2024-11-06"),)
STILL = "[[frame first: media/still.png]]\n"
THREE = "!! A: WS, 3s\n\n!! B: WS, 3s\n\n!! C: WS, 3s\n"


@pytest.mark.parametrize(("name", "shots", "path"), [
    ("runway-gen-4.5", "!! A: WS, 4s\n", "/v1/text_to_video"),
    ("runway-gen-4.5", f"{STILL}!! A: WS, 4s\n", "/v1/image_to_video"),
    ("runway-gen-4-turbo", "!! A: WS, 4s\n", "/v1/image_to_video"),
    ("runway-aleph", f"{HANDED['runway-aleph']}!! A: WS, 4s\n", "/v1/video_to_video"),
    ("runway-aleph-previz", "!! A: WS, 4s\n", "/v1/video_to_video"),
    ("runway-act-two", f"{HANDED['runway-act-two']}!! A: CU on MAYA, 4s\n", "/v1/character_performance"),
    ("runway-multi-shot", THREE, "/v1/recipes/multi_shot_video"),
])
def test_where_each_is_asked(name, shots, path):
    request = one(name, shots).request
    call = submit(request, "ours")
    assert (call.method, call.path, call.body, call.headers) == ("POST", path, request.body, VERSION)
    assert NAMED[name].wire is WIRE


def test_a_task_is_looked_at_with_the_version_too():
    assert (poll("t/1").path, poll("t").headers, WIRE.base) == ("/v1/tasks/t%2F1", VERSION, "https://api.dev.runwayml.com")
    assert WIRE.auth.variables == ("RUNWAYML_API_SECRET",) and WIRE.find is None and WIRE.pace == 5


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"status": "PENDING", "estimatedCost": {"credits": 48}}, Working("pending")),
    (200, {"status": "THROTTLED"}, Working("throttled")),
    (200, {"status": "RUNNING", "progress": 0.425}, Working("running, 42%")),
    (200, {"status": "RUNNING", "progress": None}, Working("running")),
    (200, {"status": "SUCCEEDED", "output": ["https://x/v.mp4"], "cost": {"credits": 48}},
     Ready(("https://x/v.mp4",), Decimal("0.48"))),
    (200, {"status": "SUCCEEDED", "output": ["https://x/v.mp4"]}, Ready(("https://x/v.mp4",))),
    (200, {"status": "SUCCEEDED", "output": []}, Refused("the task succeeded without a video")),
    (200, {"status": "CANCELLED", "cost": {"credits": 0}}, Refused("the task was cancelled")),
    (200, {"status": "ASLEEP"}, Refused("unknown state 'ASLEEP'", unsure=True)),
    (429, {"error": "daily limit"}, Refused("daily limit", final=False)),
    (400, {"error": "bad ratio"}, Refused("bad ratio")),
    (404, {"error": "no such task"}, Refused("no such task")),
    *((status, {}, Refused(f"HTTP {status}", final=False)) for status in (502, 503, 504)),
])
def test_what_the_answers_mean(status, answer, means):
    assert progress(status, answer) == means


@pytest.mark.parametrize(("code", "final"), [
    ("SAFETY.INPUT.TEXT", True), ("SAFETY.OUTPUT.VIDEO", True), ("INTERNAL.BAD_OUTPUT.CODE01", False),
    ("INTERNAL.BAD_OUTPUT", False), ("INTERNAL.BAD_OUTPUTS", True), ("ASSET.INVALID", True), (None, True)])
def test_which_failures_may_be_asked_again(code, final):
    answer = progress(200, {"status": "FAILED", "failure": "no luck", "failureCode": code})
    assert answer == Refused(f"no luck ({code})" if code else "no luck", final=final)


def test_every_state_of_the_package_is_answered():
    task = pytest.importorskip("runwayml.types.task_retrieve_response", reason="runwayml is not installed")
    shapes = get_args(get_args(task.TaskRetrieveResponse)[0])
    states = {state for shape in shapes for state in get_args(shape.model_fields["status"].annotation)}
    assert states == {"PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"}
    for state in states:
        answer = progress(200, {"status": state, "output": ["https://x"], "failure": "f"})
        assert not (isinstance(answer, Refused) and "unknown" in answer.words)


def test_answers_of_the_packages_own_making():
    """The package writes them, we read them."""
    task = pytest.importorskip("runwayml.types.task_retrieve_response", reason="runwayml is not installed")
    made = task.Succeeded(id="t", createdAt="2026-11-20T00:00:00Z", status="SUCCEEDED", output=["https://x/v.mp4"],
                          cost={"credits": 12})
    assert progress(200, made.model_dump(by_alias=True, mode="json")) == Ready(("https://x/v.mp4",), Decimal("0.12"))
    failed = task.Failed(id="t", createdAt="2026-11-20T00:00:00Z", status="FAILED", failure="f", cost={"credits": 0},
                         failureCode="INTERNAL.BAD_OUTPUT.CODE01")
    assert progress(200, failed.model_dump(by_alias=True, mode="json")) == Refused(
        "f (INTERNAL.BAD_OUTPUT.CODE01)", final=False)


def test_a_ticket_is_an_id():
    assert ticket(200, {"id": "t", "estimatedCost": {"credits": 48}}) == "t"
    assert ticket(200, {}) == Refused("the answer holds no id", unsure=True)
    assert ticket(400, {"id": "t", "error": "bad"}) == Refused("bad")
