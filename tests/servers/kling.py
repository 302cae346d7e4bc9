"""Kling's service: the new standard's paths, one query for all tasks, numbers for errors.

Source: reference/providers/kling.md §1, §2, §5 (vendor documentation as mirrored 2026-09-20).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "kling-test-key"
_ASKED = re.compile(r"/(text-to-video|image-to-video|omni-video|motion-control)/kling-[a-z0-9.-]+")
_STATES = {"waiting": "submitted", "working": "processing", "done": "succeeded", "done with an error": "failed",
           "done without a video": "succeeded", "failed": "failed", "moderated": "failed"}


class Kling(Vendor):
    keys = MappingProxyType({"KLING_API_KEY": KEY})

    def kind(self, asked: Asked) -> Kind:
        if asked.method == "POST" and _ASKED.fullmatch(asked.path):
            return "submit"
        if asked.path == "/tasks" and asked.method == "GET":
            return "find" if "external_task_ids" in asked.query else "poll"
        return "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, 1000, "authentication failed")
        if asked.path == "/tasks" and len(asked.query) != 1:
            return _error(400, 1201, "task_ids or external_task_ids, one of them")
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        key = asked.json.get("options", {}).get("external_task_id", "")
        if key and service.by_key(key):
            return _error(400, 1201, "external_task_id is not unique")
        return _told({**_task(service.add(asked, key), "submitted")})

    def look(self, service: Service, asked: Asked) -> Reply:
        ids, keys = asked.query.get("task_ids"), asked.query.get("external_task_ids")
        job = service.job(ids) if ids else service.by_key(keys or "")
        return _told([] if job is None else [self._state(service, job)])

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"code": 1303, "message": "parallel task over resource pack limit"}, headers)

    def moderated(self) -> Reply:
        return _error(400, 1301, "the request triggered the content safety policy")

    def broken(self) -> Reply:
        return _error(500, 5000, "internal server error")

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state = service.seen(job)
        told = _task(job, _STATES[state])
        if state == "done":
            told["outputs"] = [{"type": "video", "id": f"{job.id}-v", "url": service.url(job), "duration": "5.041"}]
        if told["status"] == "failed":
            told["message"] = "content risk control" if state == "moderated" else "generation failed"
        return told


def _task(job: Job, status: str) -> dict[str, Any]:
    return {"id": job.id, "status": status, "external_id": job.key, "create_time": 1, "update_time": 2}


def _told(data: Any) -> Reply:
    return Reply(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})


def _error(status: int, code: int, message: str) -> Reply:
    return Reply(status, {"code": code, "message": message, "request_id": "r"})


SERVES = {name: Kling for name in ("kling-3", "kling-3-omni")}
