"""Kling's service: the new standard's paths, one query for all tasks, numbers for errors, elements made on request.

Source: reference/providers/kling.md §1, §2, §4, §5 (vendor documentation as mirrored 2026-09-20). What a body may hold
is in `kling_rules`.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from kling_library import Library, error, told
from kling_rules import SETTINGS, wrong
from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "kling-test-key"
_ASKED = re.compile(r"/(text-to-video|image-to-video|omni-video|motion-control)/kling-[a-z0-9.-]+")
_STATES = {"waiting": "submitted", "working": "processing", "done": "succeeded", "done with an error": "failed",
           "done without a video": "succeeded", "failed": "failed", "moderated": "failed"}
_SAID = {"moderated": "Failure to pass the risk control system", "failed": "generation failed",
         "done with an error": "service busy, please try again later"}


class Kling(Vendor):
    keys = MappingProxyType({"KLING_API_KEY": KEY})

    def __init__(self) -> None:
        self.library = Library()

    def kind(self, asked: Asked) -> Kind:
        if asked.method == "POST" and _ASKED.fullmatch(asked.path):
            return "submit"
        if asked.path == "/tasks" and asked.method == "GET":
            return "find" if "external_task_ids" in asked.query else "poll"
        return "create" if asked.path.startswith("/v1/general/") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        shown = asked.headers.get("authorization", "")
        if shown != f"Bearer {KEY}":
            code, words = (1002, "invalid") if shown else (1001, "empty")
            return error(401, code, f"Authorization is {words}")
        if asked.method == "POST" and not asked.headers.get("content-type", "").startswith("application/json"):
            return error(400, 1200, "Content-Type: application/json")
        if asked.path == "/tasks" and len(asked.query) != 1:
            return error(400, 1201, "task_ids or external_task_ids, one of them")
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        path, body = asked.path.lstrip("/"), asked.json
        if path not in SETTINGS:
            return error(404, 1203, "the model does not exist")
        if fault := wrong(path, body, self.library.knows):
            return error(400, 1201, fault)
        key = (body.get("options") or {}).get("external_task_id", "")
        if key and service.by_key(key):
            return error(400, 1201, "external_task_id is not unique")
        return told(_task(service.add(asked, key, str(893605946402811000 + len(service.accepted))), "submitted"))

    def look(self, service: Service, asked: Asked) -> Reply:
        ids, keys = asked.query.get("task_ids"), asked.query.get("external_task_ids")
        job = service.job(ids) if ids else service.by_key(keys or "")
        return told([] if job is None else [self._state(service, job)])

    def other(self, service: Service, asked: Asked) -> Reply:
        return self.library.answer(asked)

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"code": 1303, "message": "parallel task over resource pack limit"}, headers)

    def moderated(self) -> Reply:
        return error(400, 1301, "the request triggered the content safety policy")

    def broken(self) -> Reply:
        return error(500, 5000, "internal server error")

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state = service.seen(job)
        found = _task(job, _STATES[state])
        if state == "done":
            found["outputs"] = [{"type": "video", "id": f"{job.id}-v", "url": service.url(job), "duration": "5.041"}]
            found["billing"] = [{"charge_type": "unit", "package_type": "video", "amount": "4"}]
        return found | ({"message": _SAID[state]} if found["status"] == "failed" else {})


def _task(job: Job, status: str) -> dict[str, Any]:
    return {"id": job.id, "status": status, "external_id": job.key, "create_time": 1, "update_time": 2}


SERVES = {name: Kling for name in (
    "kling-3", "kling-3-omni", "kling-3-turbo", "kling-2.6", "kling-3-motion", "kling-2.6-motion")}
