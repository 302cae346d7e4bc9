"""What Kling's answers mean, by saved shapes of them."""

import pytest

from shotscript.providers.contract import Request
from shotscript.providers.kling.wire import poll, progress, submit, ticket
from shotscript.providers.service import Ready, Refused, Working

REQUEST = Request(provider="kling-3-omni", model="kling-3.0-omni", segment="1A", body={"contents": [], "settings": {}})
TASK = {"id": "t1", "status": "submitted", "external_id": "k"}


def test_submit_carries_our_key_outside_the_hash():
    call = submit(REQUEST, "k")
    assert (call.method, call.path) == ("POST", "/omni-video/kling-3.0-omni")
    assert call.body == {"contents": [], "settings": {}, "options": {"external_task_id": "k"}}
    assert REQUEST.key == REQUEST.model_copy().key


def test_ticket():
    assert ticket(200, {"code": 0, "data": TASK}) == "t1"
    assert ticket(200, {"code": 0, "data": {}}) == Refused("the answer holds no task id")


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
    ({**TASK, "status": "succeed"}, Refused("unknown task status 'succeed'")),
])
def test_progress(data, answer):
    assert progress(200, {"code": 0, "data": data}) == answer


@pytest.mark.parametrize(("status", "code", "final"), [
    (401, 1001, True), (401, 1003, False), (401, 1004, False), (429, 1100, True), (429, 1101, True), (429, 1102, True),
    (403, 1103, True), (400, 1201, True), (404, 1203, True), (400, 1300, True), (400, 1301, True), (429, 1302, False),
    (429, 1303, False), (429, 1304, True), (500, 5000, False), (503, 5001, False), (504, 5002, False),
])
def test_refusals(status, code, final):
    answer = {"code": code, "message": "words", "data": {}}
    assert ticket(status, answer) == progress(status, answer) == Refused(f"words (code {code})", final)


def test_a_gateway_page_without_json():
    assert progress(502, {}) == Refused("HTTP 502", final=False)
    assert progress(418, {}) == Refused("HTTP 418", final=True)
