"""Replicate's predictions: files sent ahead, a prediction asked for by its version, links that die within the hour.

Source: reference/providers/gateways.md §2 (replicate 1.0.7 and Replicate's pages, 2026-11-20). Whose model it is says
what may go in: `Predictions({version: inputs})`, a check a field.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

TOKEN = "r8_test-token"
Inputs = Mapping[str, Callable[[Any], str]]
"""By field: what is wrong with a value, nothing if nothing. A name that ends in `!` must be there."""
_STATES = {"waiting": "starting", "working": "processing", "done": "succeeded", "done with an error": "succeeded",
           "done without a video": "succeeded", "failed": "failed", "moderated": "failed"}
_ERRORS = {"failed": "CUDA out of memory", "moderated": "The input or output was flagged as sensitive (E005)",
           "done with an error": "the film could not be written"}
_MADE, _GONE = "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"


class Predictions(Vendor):
    keys = MappingProxyType({"REPLICATE_API_TOKEN": TOKEN})

    def __init__(self, versions: Mapping[str, Inputs]) -> None:
        self._versions = versions

    def kind(self, asked: Asked) -> Kind:
        if asked.path == "/v1/predictions":
            return "submit" if asked.method == "POST" else "other"
        if asked.path == "/v1/files":
            return "upload"
        return "poll" if asked.path.startswith("/v1/predictions/") and asked.method == "GET" else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        return problem(401, "Unauthenticated", "You did not pass a valid authentication token")

    def accept(self, service: Service, asked: Asked) -> Reply:
        body = asked.json
        inputs = self._versions.get(str(body.get("version", "")).rpartition(":")[2])
        if inputs is None:
            return problem(422, "Invalid version or not permitted", "The specified version does not exist")
        if faults := _faults(inputs, body.get("input") or {}, service):
            return problem(422, "Input validation failed", "\n".join(f"- input.{fault}" for fault in faults))
        job = service.add(asked, id=f"p{len(service.accepted) + 1:025}")
        return Reply(201, prediction(service, job, "starting"))

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.removeprefix("/v1/predictions/"))
        if job is None:
            return problem(404, "", "The requested resource could not be found.")
        state = service.seen(job)
        found = prediction(service, job, _STATES[state])
        if state in ("done", "done with an error"):
            found["output"] = service.url(job)
        if state in _ERRORS:
            found["error"] = _ERRORS[state]
        return Reply(200, found)

    def other(self, service: Service, asked: Asked) -> Reply:
        if asked.path == "/v1/files" and asked.method == "POST":
            return self._keep(service, asked)
        if asked.path.startswith("/v1/files/") and asked.method == "GET":
            id = asked.path.removeprefix("/v1/files/")
            return Reply(200, _file(service, id)) if id in service.uploads else problem(404, "", "not found")
        if asked.path == "/v1/predictions":
            listed = [prediction(service, job, "processing") for job in reversed(service.accepted)]
            return Reply(200, {"previous": None, "next": None, "results": listed})
        return problem(404, "", "The requested resource could not be found.")

    def busy(self, after: int | None) -> Reply:
        told = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"detail": f"Request was throttled. Expected available in {after or 1} second.",
                           "status": 429}, told)

    def moderated(self) -> Reply:
        return problem(422, "Input flagged", "The input was flagged as sensitive (E005)")

    def broken(self) -> Reply:
        return problem(500, "", "Internal server error")

    def _keep(self, service: Service, asked: Asked) -> Reply:
        if not asked.headers.get("content-type", "").startswith("multipart/form-data"):
            return problem(415, "", "a file is sent as multipart/form-data")
        content = asked.form.get("content")
        if content is None:
            return problem(400, "", "Missing content")
        if len(content) > 100_000_000:
            return problem(413, "", "a file takes 100 MB at most")
        id = f"f{len(service.uploads) + 1:025}"
        service.uploads[id] = content
        return Reply(201, _file(service, id))


def is_file(service: Service, value: Any) -> str:
    """A file by its address, one of ours only if it was sent; or as a small data URI."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://", "data:")):
        return "Does not match format 'uri'"
    own = f"{service.address}/v1/files/"
    if value.startswith(own) and value.removeprefix(own) not in service.uploads:
        return "the file does not exist"
    return "data URIs are for less than 1 MB" if value.startswith("data:") and len(value) > 1_400_000 else ""


def _faults(inputs: Inputs, given: dict[str, Any], service: Service) -> list[str]:
    known = {name.rstrip("!"): check for name, check in inputs.items()}
    missing = [f"{name[:-1]} is required" for name in inputs if name.endswith("!") and name[:-1] not in given]
    extra = [f"{name}: Additional property {name} is not allowed" for name in given if name not in known]
    wrong = [f"{name}: {words}" for name, value in given.items() if name in known
             and (words := is_file(service, value) if known[name] is FILE else known[name](value))]
    return missing + extra + wrong


def FILE(value: Any) -> str:
    """Stands for `is_file`, which needs to know the service."""
    return ""


def prediction(service: Service, job: Job, status: str) -> dict[str, Any]:
    at = f"{service.address}/v1/predictions/{job.id}"
    named = re.fullmatch(r"/v1/models/(.+)/predictions", job.path)
    return {"id": job.id, "model": named[1] if named else "zsxkib/mimic-motion",
            "version": job.body.get("version", "hidden"), "input": job.body["input"],
            "logs": "", "output": None, "data_removed": False, "error": None, "status": status, "metrics": {},
            "created_at": _MADE, "started_at": None, "completed_at": None,
            "urls": {"get": at, "cancel": f"{at}/cancel"}}


def _file(service: Service, id: str) -> dict[str, Any]:
    data = service.uploads[id]
    sums = {"sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data, usedforsecurity=False).hexdigest()}
    return {"id": id, "name": "file", "content_type": "application/octet-stream", "size": len(data),
            "etag": sums["md5"], "checksums": sums, "metadata": {}, "created_at": _MADE, "expires_at": _GONE,
            "urls": {"get": f"{service.address}/v1/files/{id}"}}


def problem(status: int, title: str, detail: str) -> Reply:
    return Reply(status, {**({"title": title} if title else {}), "detail": detail, "status": status})
