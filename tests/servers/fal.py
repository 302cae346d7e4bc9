"""fal: a queue for every model, answers that say where to look next, and a storage at another address.

Sources: reference/providers/gateways.md §1; fal-client 1.0.3 (`client.py`); docs.fal.ai (`queue`, `request-errors`,
`fal-cdn`). Bodies are held against the types of fal's own client, where those can be read. A failure is COMPLETED.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator
from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

from shotscript.providers.fal.facts import CARRIES

KEY = "fal-id:fal-test-secret"
TYPES = Path(__file__).parents[1] / "providers" / "fal" / "fal_inputs.json"
_REQUEST = re.compile(r"/([^/]+/[^/]+)/requests/([^/]+)(/status|/cancel)?")
_MODEL = re.compile(r"/[a-z0-9-]+(/[a-z0-9.-]+)+")
_CDN = "https://v3.fal.media/files/"
_TOKEN = "fal-cdn-token"


class Fal(Vendor):
    keys = MappingProxyType({"FAL_KEY": KEY})
    also = MappingProxyType({"https://rest.fal.ai": ""})

    def __init__(self) -> None:
        self._ended: dict[str, str] = {}
        self._awaited: dict[str, tuple[str, str]] = {}

    def kind(self, asked: Asked) -> Kind:
        if asked.path.startswith(("/storage/", "/gcs/", "/upload/")):
            return "upload"
        if asked.method == "GET" and _REQUEST.fullmatch(asked.path):
            return "poll"
        return "submit" if asked.method == "POST" and _MODEL.fullmatch(asked.path) else "other"

    def denied(self, asked: Asked) -> Reply | None:
        shown = asked.headers.get("authorization")
        if asked.path.startswith("/gcs/"):  # signed as it is; fal's own kit shows the key there too
            return None
        if asked.path.startswith("/upload/"):
            return None if shown == f"Bearer {_TOKEN}" else _refusal(401, "invalid token")
        return None if shown == f"Key {KEY}" else _refusal(401, "Authentication is required to access this application")

    def accept(self, service: Service, asked: Asked) -> Reply:
        wrong = [one for one in _addresses(asked.json) if not _reached(service, one)]
        faults = [*_faults(asked.path.strip("/"), asked.json),
                  *({"loc": ["body"], "msg": f"failed to download {one[:40]}", "type": "file_download_error"}
                    for one in wrong)]
        if faults:
            return Reply(422, {"detail": faults})
        job = service.add(asked, id=f"0000-{len(service.accepted) + 1}")
        return Reply(200, {**self._where(service, job), "request_id": job.id, "status": "IN_QUEUE",
                           "queue_position": 0, "logs": None, "metrics": {}})

    def look(self, service: Service, asked: Asked) -> Reply:
        found = _REQUEST.fullmatch(asked.path)
        job = service.job(found[2]) if found else None
        if found is None or job is None or _owner(job) != found[1]:
            return _refusal(404, "Request not found")
        return self._status(service, job) if found[3] == "/status" else self._result(service, job)

    def busy(self, after: int | None) -> Reply:
        return Reply(429, {"detail": "Too many requests"}, {} if after is None else {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return Reply(422, {"detail": [_moderated("prompt")]})

    def broken(self) -> Reply:
        return Reply(500, {"detail": "Internal Server Error", "error_type": "internal_error"})

    def other(self, service: Service, asked: Asked) -> Reply:
        told = {"file_name", "content_type"} <= set(asked.json) if asked.body[:1] == b"{" else False
        match asked.method, asked.path:
            case "POST", "/storage/upload/initiate" if told:
                return self._initiated(service, asked)
            case "POST", "/storage/auth/token":
                return Reply(200, {"token": _TOKEN, "token_type": "Bearer", "expires_at": "2126-01-01T00:00:00+00:00",
                                   "base_url": f"{service.address}/upload", "base_upload_url": service.address})
            case "PUT", path if path in self._awaited:
                return self._put(service, asked)
            case "POST", "/upload/files/upload":
                address = f"{_CDN}panda/{len(service.uploads) + 1}.bin"
                service.uploads[address] = asked.body
                return Reply(200, {"access_url": address})
        return _refusal(404, "Not Found")

    def _initiated(self, service: Service, asked: Asked) -> Reply:
        number = len(self._awaited) + 1
        self._awaited[f"/gcs/{number}"] = f"{_CDN}lion/{number}_{asked.json['file_name']}", asked.json["content_type"]
        return Reply(200, {"upload_url": f"{service.address}/gcs/{number}?X-Goog-Signature=ab",
                           "file_url": self._awaited[f"/gcs/{number}"][0]})

    def _put(self, service: Service, asked: Asked) -> Reply:
        """A signed address: the kind of file is part of what was signed."""
        address, kind = self._awaited[asked.path]
        if asked.headers.get("content-type") != kind:
            return Reply(403, data=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        service.uploads[address] = asked.body
        return Reply(200, data=b"")

    def _status(self, service: Service, job: Job) -> Reply:
        state, where = service.seen(job), self._where(service, job)
        if state in ("waiting", "working"):
            told = {"queue_position": 0} if state == "waiting" else {"logs": []}
            return Reply(202, {**where, "status": "IN_QUEUE" if state == "waiting" else "IN_PROGRESS", **told})
        self._ended[job.id] = state
        wrong = {"failed": {"error": "Runner failed", "error_type": "runner_server_error"},
                 "done with an error": {"error": "the model raised an error"}}.get(state, {})
        return Reply(200, {**where, "status": "COMPLETED", "logs": [], "metrics": {"inference_time": 4.2}, **wrong})

    def _result(self, service: Service, job: Job) -> Reply:
        match self._ended.get(job.id):
            case None:
                return _refusal(400, "Request is still in progress")
            case "moderated":
                return Reply(422, {"detail": [_moderated("video")]})
            case "failed" | "done with an error":
                return Reply(500, {"detail": "Runner failed", "error_type": "runner_server_error"})
            case "done without a video":
                return Reply(200, {"video": None, "seed": 7})
        return Reply(200, {"video": {"url": service.url(job), "content_type": "video/mp4", "file_name": "output.mp4",
                                     "file_size": 1}, "seed": 7})

    def _where(self, service: Service, job: Job) -> dict[str, Any]:
        """Addresses hold the first two parts of the model's id alone."""
        at = f"{service.address}/{_owner(job)}/requests/{job.id}"
        return {"status_url": f"{at}/status", "response_url": at, "cancel_url": f"{at}/cancel"}


def _owner(job: Job) -> str:
    return "/".join(job.path.strip("/").split("/")[:2])


def _faults(model: str, body: Any) -> Iterator[dict[str, Any]]:
    """What the model's own types say against a body."""
    schema = _types().get(model)
    if schema is None and model not in CARRIES.values():
        yield {"loc": ["path"], "msg": f"Application {model} not found", "type": "not_found"}
    for fault in Draft202012Validator(schema or {}).iter_errors(body):
        yield {"loc": ["body", *fault.absolute_path], "msg": fault.message[:200], "type": "value_error"}


@cache
def _types() -> dict[str, Any]:
    return json.loads(TYPES.read_text(encoding="utf-8"))["inputs"]


def _addresses(value: Any, name: str = "") -> Iterator[str]:
    """Whatever stands where an address must."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _addresses(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _addresses(one, name)
    elif name.endswith(("_url", "_urls")):
        yield str(value)


def _reached(service: Service, address: str) -> bool:
    """What fal's own storage does not hold cannot be read from it; other addresses are public."""
    if address.startswith(_CDN):
        return address in service.uploads
    return address.startswith(("https://", "http://", "data:"))


def _moderated(where: str) -> dict[str, Any]:
    return {"loc": ["body", where], "msg": "The content could not be processed: it was flagged by a content checker.",
            "type": "content_policy_violation"}


def _refusal(status: int, detail: str) -> Reply:
    return Reply(status, {"detail": detail})


SERVES = {f"fal/{name}": Fal for name in CARRIES}
