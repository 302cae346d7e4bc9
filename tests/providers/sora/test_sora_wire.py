"""What the Videos API answered, as its SDK's types have it: for services that copy it."""

from __future__ import annotations

import pytest
from sora_films import only

from shotscript.providers.service import Call, Ready, Refused, Working
from shotscript.providers.sora.wire import WIRE, progress, ticket

JOB = {"id": "video_68d", "object": "video", "model": "sora-2", "created_at": 1, "size": "1280x720", "seconds": "4",
       "progress": 0, "completed_at": None, "expires_at": None, "error": None, "remixed_from_video_id": None}


def test_it_is_asked_once_without_a_key_of_ours():
    request = only("sora-2", "INT. HALL - DAY\n\n!! 1A: WS, 4s\n").request
    assert WIRE.submit(request, "ours") == Call("POST", "/videos", request.body)
    assert WIRE.find is None and WIRE.poll("a/b") == Call("GET", "/videos/a%2Fb")
    assert (WIRE.auth.header, WIRE.auth.form, WIRE.auth.variables) == ("Authorization", "Bearer {key}",
                                                                       ("OPENAI_API_KEY",))


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {**JOB, "status": "queued"}, "video_68d"),
    (200, {}, Refused("the answer holds no video id", unsure=True)),
    (400, {"error": {"code": "moderation_blocked", "message": "not this", "type": "invalid_request_error"}},
     Refused("not this (moderation_blocked)")),
    (401, {"error": {"code": None, "message": "no key"}}, Refused("no key")),
    (404, {"error": {"code": "model_not_found", "message": "gone"}}, Refused("gone (model_not_found)")),
    (429, {"error": {"code": "rate_limit_exceeded", "message": "slow"}},
     Refused("slow (rate_limit_exceeded)", final=False)),
    (429, {"error": {"code": "insufficient_quota", "message": "pay"}}, Refused("pay (insufficient_quota)")),
    (500, {}, Refused("the answer holds no video id", final=False)),
])
def test_tickets(status, answer, means):
    assert ticket(status, answer) == means


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {**JOB, "status": "queued"}, Working("queued")),
    (200, {**JOB, "status": "in_progress", "progress": 40}, Working("in_progress, 40%")),
    (200, {**JOB, "status": "completed", "progress": 100}, Ready(("/videos/video_68d/content",))),
    (200, {"status": "completed"}, Refused("completed without a video")),
    (200, {**JOB, "status": "completed", "error": {"code": "internal", "message": "lost"}},
     Refused("lost (internal)")),
    (200, {**JOB, "status": "failed", "error": {"code": "moderation_blocked", "message": "not this"}},
     Refused("not this (moderation_blocked)")),
    (200, {**JOB, "status": "failed"}, Refused("the job failed")),
    (200, {**JOB, "status": "expired"}, Refused("unknown status 'expired'", unsure=True)),
    (404, {"error": {"message": "no such video"}}, Refused("no such video")),
    (502, {}, Refused("HTTP 502", final=False)),
])
def test_answers(status, answer, means):
    assert progress(status, answer) == means
