"""The Comfy Router with Kling 4 behind it: asked and collected later, one answer under one key, storage of its own.

Source: reference/providers/gateways.md §3, kling.md §7; comfy-sdk 0.5.0; Comfy's pages of the router (errors, headers,
kling-4-0), read 2026-11-20; `/customers/storage` as ComfyUI's own nodes use it.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import Any

from kling_rules import address, picture
from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "comfyui-test-key"
_AT = re.compile(r"/v2/models/kling/kling-4\.0/requests(?:/([A-Za-z0-9-]+)(/status|/cancel)?)?")
_FRAMES = ("first_frame", "middle_frame", "last_frame")
_TAKES = {"prompt": {"text"}, "element": {"element_id", "id"}, "voice": {"voice_id", "id"},
          **{kind: {"url", "id"} for kind in (*_FRAMES, "refer_image", "feature_video", "base_video")}}
_FAILED = {"failed": ("provider_error", "the provider reported a failure"),
           "moderated": ("content_policy_violation", "the provider refused the request")}


class Router(Vendor):
    keys = MappingProxyType({"COMFY_API_KEY": KEY})

    def __init__(self) -> None:
        self._under: dict[str, tuple[bytes, str]] = {}
        self._promised: dict[str, str] = {}

    def kind(self, asked: Asked) -> Kind:
        at = _AT.fullmatch(asked.path)
        if at and asked.method == "POST" and at[1] is None:
            return "submit"
        if at and asked.method == "GET" and at[1]:
            return "poll" if at[2] == "/status" else "other"
        return "upload" if asked.path.startswith(("/customers/storage", "/storage/")) else "other"

    def denied(self, asked: Asked) -> Reply | None:
        """Signed addresses of storage are shown no key, and take none."""
        if asked.path.startswith("/storage/"):
            return None
        shown = asked.headers.get("x-api-key") or asked.headers.get("authorization", "").removeprefix("Bearer ")
        return None if shown == KEY else _error(401, "unauthorized", "missing or invalid credentials")

    def accept(self, service: Service, asked: Asked) -> Reply:
        key = asked.headers.get("idempotency-key", "")
        if key in self._under:
            body, id = self._under[key]
            if body != asked.body:
                return _error(409, "invalid_input", "the key was used for a different request")
            return _ticket(service, id, {"idempotent-replayed": "true"})
        if faults := _wrong(asked.json):
            return Reply(422, {"detail": faults}, {"x-comfy-error-type": "invalid_input"})
        job = service.add(asked, key, f"req-{len(service.accepted) + 1}")
        if key:
            self._under[key] = asked.body, job.id
        return _ticket(service, job.id)

    def look(self, service: Service, asked: Asked) -> Reply:
        at = _AT.fullmatch(asked.path)
        job = service.job(at[1]) if at else None
        if job is None:
            return _error(404, "request_not_found", "no such request")
        return Reply(200, self._state(service, job))

    def other(self, service: Service, asked: Asked) -> Reply:
        at = _AT.fullmatch(asked.path)
        if at and at[1] and at[2] is None and (job := service.job(at[1])):
            return self._result(service, job)
        if asked.path == "/customers/storage" and asked.method == "POST":
            return self._promise(service, asked)
        if asked.path.startswith("/storage/"):
            return self._stored(service, asked)
        return _error(404, "model_not_found", f"no such path: {asked.method} {asked.path}")

    def busy(self, after: int | None) -> Reply:
        told = {} if after is None else {"retry-after": str(after)}
        return _error(429, "rate_limited", "the request allowance is exhausted", told)

    def moderated(self) -> Reply:
        return _error(400, "content_policy_violation", "the provider refused the request")

    def broken(self) -> Reply:
        return _error(503, "service_unavailable", "a service the router depends on is unavailable")

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        """There is no failed state: what failed is COMPLETED, with an error's type beside it."""
        state = service.seen(job)
        word = {"waiting": "IN_QUEUE", "working": "IN_PROGRESS"}.get(state, "COMPLETED")
        found: dict[str, Any] = {"request_id": job.id, "status": word}
        if word == "IN_QUEUE":
            found["queue_position"] = 0
        if state in _FAILED:
            found["error_type"], found["detail"] = _FAILED[state]
        return found

    def _result(self, service: Service, job: Job) -> Reply:
        """The model's own answer, unchanged."""
        if job.looks <= self.looks:
            return _error(409, "concurrency_limit_exceeded", "the request is still running", {"retry-after": "1"})
        if job.fault in _FAILED:
            kind, words = _FAILED[job.fault]
            return Reply(200, {"request_id": job.id, "status": "COMPLETED", "error_type": kind, "detail": words})
        task: dict[str, Any] = {"id": f"k-{job.id}", "status": "succeeded", "create_time": 1, "update_time": 2}
        if job.fault == "done with an error":
            task |= {"status": "failed", "message": "generation failed"}
        elif job.fault != "done without a video":
            task["outputs"] = [{"type": "video", "id": "v", "url": service.url(job), "duration": "5.0"}]
        return Reply(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": [task]})

    def _promise(self, service: Service, asked: Asked) -> Reply:
        if not asked.json.get("file_name"):
            return _error(400, "invalid_input", "file_name is required")
        name = str(len(self._promised) + 1)
        self._promised[name] = asked.json.get("content_type", "")
        put, get = (f"{service.address}/storage/{way}/{name}?signature=s" for way in ("put", "get"))
        return Reply(200, {"upload_url": put, "download_url": get})

    def _stored(self, service: Service, asked: Asked) -> Reply:
        """A signed address is for one type, and for whoever holds it: a key would make it invalid."""
        _, _, way, name = asked.path.split("/")
        signed = asked.query.get("signature") == "s" and name in self._promised
        if not signed or "x-api-key" in asked.headers or "authorization" in asked.headers:
            return Reply(403, data=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        if asked.method == "PUT" and way == "put":
            if asked.headers.get("content-type", "") != self._promised[name]:
                return Reply(403, data=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            service.uploads[name] = asked.body
            return Reply(200, data=b"")
        return Reply(200, data=service.uploads[name]) if name in service.uploads else Reply(404, data=b"")


def _ticket(service: Service, id: str, headers: dict[str, str] | None = None) -> Reply:
    at = f"{service.address}/v2/models/kling/kling-4.0/requests/{id}"
    told = {"request_id": id, "status": "IN_QUEUE", "status_url": f"{at}/status", "response_url": at,
            "cancel_url": f"{at}/cancel"}
    return Reply(201, told, headers or {})


def _wrong(body: dict[str, Any]) -> list[dict[str, Any]]:
    """What the model's schema does not take, a fault a field."""
    listed, settings = body.get("contents"), body.get("settings")
    if not isinstance(listed, list) or not listed:
        return [_fault("contents", "Field required", "missing")]
    if not isinstance(settings, dict):
        return [_fault("settings", "Field required", "missing")]
    faults = [_fault(f"contents.{number}", words, "value_error")
              for number, one in enumerate(listed) if (words := _item(one))]
    if settings.get("resolution") not in ("720p", "1080p"):
        faults.append(_fault("settings.resolution", "720p or 1080p", "enum"))
    if settings.get("duration") not in range(3, 31):
        faults.append(_fault("settings.duration", "3 to 30", "range"))
    refused = {"callback_url", "external_task_id"} & set(body.get("options") or {})
    return faults + [_fault(f"options.{name}", "not supported", "extra_forbidden") for name in sorted(refused)]


def _item(one: dict[str, Any]) -> str:
    kind = one.get("type")
    if kind not in _TAKES:
        return f"unknown type {kind!r}"
    if extra := set(one) - {"type", *_TAKES[kind]}:
        return f"unknown field {sorted(extra)[0]}"
    if kind == "prompt":
        return "" if 1 <= len(one.get("text") or "") <= 26_000 else "1 to 26000 characters"
    if kind in ("feature_video", "base_video"):
        return "" if address(one.get("url")) else "a video is given by its url"
    if "url" in _TAKES[kind]:
        return picture(one.get("url"), 30_000_000)
    return "" if all(isinstance(one.get(name), str) and one[name] for name in _TAKES[kind]) else "an id is missing"


def _fault(where: str, words: str, kind: str) -> dict[str, Any]:
    return {"loc": ["body", *where.split(".")], "msg": words, "type": kind}


def _error(status: int, kind: str, words: str, headers: dict[str, str] | None = None) -> Reply:
    value = {"error_type": kind, "detail": words}
    return Reply(status, headers={"x-comfy-error-type": kind, "content-type": "application/json", **(headers or {})},
                 data=json.dumps(value).encode())


SERVES = {"kling-4": Router}
