"""Kling's legacy standard: a path a kind of video, a token signed of a pair of keys, `succeed` for success.

Source: reference/providers/kling.md §1, §3, §4, §5 (vendor documentation as mirrored 2026-09-20).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from types import MappingProxyType
from typing import Any

from kling_library import Library, error, told
from kling_rules import wrong_legacy
from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

ACCESS, SECRET, KEY = "kling-access", "kling-secret-of-thirty-two-characters", "kling-test-key"
_AT = re.compile(r"/v1/videos/(text2video|image2video|omni-video)(?:/([^/]+))?")
_STATES = {"waiting": "submitted", "working": "processing", "done": "succeed", "done with an error": "failed",
           "done without a video": "succeed", "failed": "failed", "moderated": "failed"}


class KlingLegacy(Vendor):
    """An API key is taken as well as the pair."""

    keys = MappingProxyType({"KLING_ACCESS_KEY": ACCESS, "KLING_SECRET_KEY": SECRET})

    def __init__(self) -> None:
        self.library = Library()

    def kind(self, asked: Asked) -> Kind:
        """A task is looked up by our id on the very path it is by the service's."""
        at = _AT.fullmatch(asked.path)
        if at and asked.method == "POST" and at[2] is None:
            return "submit"
        if at and asked.method == "GET" and at[2]:
            return "poll"
        return "create" if asked.path.startswith("/v1/general/") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        shown = asked.headers.get("authorization", "")
        if not shown.startswith("Bearer "):
            return error(401, 1001, "Authorization is empty")
        if shown == f"Bearer {KEY}":
            return None
        return _token(shown.removeprefix("Bearer "))

    def accept(self, service: Service, asked: Asked) -> Reply:
        at = _AT.fullmatch(asked.path)
        assert at
        if fault := wrong_legacy(at[1], asked.json, self.library.knows):
            return error(400, 1201, fault)
        key = asked.json.get("external_task_id", "")
        if key and service.by_key(key):
            return error(400, 1201, "external_task_id is not unique")
        return told(_task(service.add(asked, key, str(789605946402811000 + len(service.accepted))), "submitted"))

    def look(self, service: Service, asked: Asked) -> Reply:
        at = _AT.fullmatch(asked.path)
        assert at
        job = service.job(at[2]) or service.by_key(at[2])
        if job is None or not job.path.endswith(at[1]):
            return error(404, 1203, "task not found")
        return told(self._state(service, job))

    def other(self, service: Service, asked: Asked) -> Reply:
        return self.library.answer(asked)

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"code": 1302, "message": "too many requests"}, headers)

    def moderated(self) -> Reply:
        return error(400, 1300, "the request was blocked by the platform's policy")

    def broken(self) -> Reply:
        return error(503, 5001, "server temporarily unavailable")

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state = service.seen(job)
        found = _task(job, _STATES[state])
        if state == "done":
            made = {"id": f"{job.id}-v", "url": service.url(job), "duration": "5.1"}
            found |= {"task_result": {"videos": [made]}, "final_unit_deduction": "4"}
        if state == "done without a video":
            found["task_result"] = {"videos": []}
        if found["task_status"] == "failed":
            found["task_status_msg"] = "content risk control" if state == "moderated" else "generation failed"
        return found


def _task(job: Job, status: str) -> dict[str, Any]:
    return {"task_id": job.id, "task_status": status, "task_info": {"external_task_id": job.key}, "created_at": 1,
            "updated_at": 2}


def _token(token: str) -> Reply | None:
    """HS256 of the secret key: `iss` the access key, good from `nbf` to `exp`, half an hour at most."""
    try:
        head, claims, signed = token.split(".")
        kind, told_ = json.loads(_bytes(head)), json.loads(_bytes(claims))
    except ValueError:
        return error(401, 1002, "Authorization is invalid")
    mac = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    now = time.time()
    if kind.get("alg") != "HS256" or not hmac.compare_digest(mac, _bytes(signed)) or told_.get("iss") != ACCESS:
        return error(401, 1002, "Authorization is invalid")
    if told_.get("nbf", now + 1) > now:
        return error(401, 1003, "Authorization is not yet valid")
    return None if now < told_.get("exp", 0) <= now + 1860 else error(401, 1004, "Authorization has expired")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


SERVES = {name: KlingLegacy for name in ("kling-3-legacy", "kling-3-omni-legacy")}
