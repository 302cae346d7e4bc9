"""DashScope's answers, in the shapes it documents."""

from __future__ import annotations

import pytest

from shotscript.providers.contract import Need, Request
from shotscript.providers.service import Ready, Refused, Working
from shotscript.providers.wan.wire import WIRE, poll, progress, submit, ticket

BODY = {"model": "wan3.0-video", "input": {"prompt": "x"}, "parameters": {}}


def test_it_is_asked_for_in_the_background_and_our_key_is_not_sent():
    plain = submit(Request(provider="wan-3.0", model="", segment="", body=BODY), "our-key")
    assert plain.headers == (("X-DashScope-Async", "enable"),) and plain.body == BODY
    assert plain.path == "/api/v1/services/aigc/video-generation/video-synthesis" and "our-key" not in str(plain)
    held = (Need(role="image", name="1", key="a.png"),)
    filed = submit(Request(provider="wan-3.0", model="", segment="", body=BODY, needs=held), "our-key")
    assert ("X-DashScope-OssResourceResolve", "enable") in filed.headers
    assert WIRE.find is None and poll("a/b").path == "/api/v1/tasks/a%2Fb"


def test_tickets():
    asked = {"request_id": "r", "output": {"task_id": "0385dc79", "task_status": "PENDING"}}
    assert ticket(200, asked) == "0385dc79"
    assert ticket(200, {"output": {}}) == Refused("the answer holds no task id", unsure=True)
    assert ticket(400, {"code": "InvalidParameter", "message": "size", "output": {"task_id": "x"}}) == Refused(
        "size (InvalidParameter)")
    assert ticket(429, {"code": "Throttling.RateQuota", "message": "slow down"}) == Refused(
        "slow down (Throttling.RateQuota)", final=False)


@pytest.mark.parametrize(("status", "output", "means"), [
    (200, {"task_status": "PENDING"}, Working("PENDING")),
    (200, {"task_status": "RUNNING"}, Working("RUNNING")),
    (200, {"task_status": "SUCCEEDED", "video_url": "https://x/v.mp4"}, Ready(("https://x/v.mp4",))),
    (200, {"task_status": "SUCCEEDED"}, Refused("the task succeeded without a video")),
    (200, {"task_status": "FAILED", "code": "DataInspectionFailed", "message": "no"},
     Refused("no (DataInspectionFailed)")),
    (200, {"task_status": "FAILED", "code": "InternalError.Timeout", "message": "late"},
     Refused("late (InternalError.Timeout)", final=False)),
    (200, {"task_status": "CANCELED"}, Refused("the task was cancelled")),
    (200, {"task_status": "UNKNOWN"},
     Refused("the service does not know the task: its id lives for 24 hours", unsure=True)),
    (200, {"task_status": "SUSPENDED"}, Refused("unknown task status 'SUSPENDED'", unsure=True)),
    (200, {}, Refused("unknown task status None", unsure=True)),
    (503, {}, Refused("HTTP 503", final=False)),
])
def test_what_its_answers_mean(status, output, means):
    assert progress(status, {"request_id": "r", "output": output}) == means
