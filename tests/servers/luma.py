"""Luma's two services: the newer one with files sent ahead to storage, and the older Dream Machine.

Source: reference/providers/luma.md A and B (luma-agents 0.5.0, lumaai 1.21.0); that the older one takes pictures by
public address alone: docs.lumalabs.ai, video generation.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY, OLDER_KEY = "luma-agents-test-key", "lumaai-test-key"
SHAPES = ("9:16", "3:4", "1:1", "4:3", "16:9", "21:9")
SIZES = ("360p", "540p", "720p", "1080p")
LAST = {"5s": 120, "10s": 240}
STRENGTHS = tuple(f"{word}_{n}" for word in ("adhere", "flex", "reimagine") for n in (1, 2, 3))
_AT = "2026-11-20T09:00:00Z"
_LARGEST = 5 * 2**30


class Agents(Vendor):
    """The newer service. A file that storage has is looked over before it can be used."""

    keys = MappingProxyType({"LUMA_AGENTS_API_KEY": KEY})
    base = "/v1"

    def __init__(self) -> None:
        self._files: dict[str, dict[str, Any]] = {}

    def kind(self, asked: Asked) -> Kind:
        if asked.path == "/v1/generations" and asked.method == "POST":
            return "submit"
        if asked.path.startswith("/v1/generations/") and asked.method == "GET":
            return "poll"
        return "upload" if asked.path.startswith("/v1/files") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.path.startswith("/storage/"):
            return _storage(400, "InvalidArgument") if "authorization" in asked.headers else None
        return None if asked.headers.get("authorization") == f"Bearer {KEY}" else _told(401, "Invalid API key")

    def accept(self, service: Service, asked: Asked) -> Reply:
        if wrong := next(self._wrong(asked.json), ""):
            return _told(422, wrong, failure_code="invalid_request")
        return Reply(201, _generation(service.add(asked), "queued"))

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.rpartition("/")[2])
        return _told(404, "Generation not found") if job is None else Reply(200, _seen(service, job))

    def busy(self, after: int | None) -> Reply:
        headers = {"x-ratelimit-remaining": "0"} | ({} if after is None else {"retry-after": str(after)})
        return Reply(429, {"detail": "Too many requests", "failure_code": "rate_limited"}, headers)

    def moderated(self) -> Reply:
        return _told(400, "The request was flagged by moderation", failure_code="content_moderated")

    def broken(self) -> Reply:
        return _told(500, "Internal server error")

    def other(self, service: Service, asked: Asked) -> Reply:
        """The files of a namespace, and the storage behind them."""
        match asked.method, asked.path.split("/")[1:]:
            case "POST", ["v1", "files"]:
                return self._slot(service, asked)
            case "PUT", ["storage", id]:
                return self._stored(service, asked, id)
            case "POST", ["v1", "files", id, "complete"] if id in self._files:
                return self._complete(service, id)
            case "GET", ["v1", "files", id] if id in self._files:
                return self._file(id)
        return _told(404, f"Not found: {asked.method} {asked.path}")

    def _slot(self, service: Service, asked: Asked) -> Reply:
        mime, size = asked.json.get("mime_type"), asked.json.get("size_bytes")
        if not isinstance(mime, str) or "/" not in mime or not isinstance(size, int) or not 0 < size <= _LARGEST:
            return _told(422, "mime_type and size_bytes up to 5 GiB are required", failure_code="invalid_request")
        id = f"file-{len(self._files) + 1}"
        self._files[id] = file = {
            "id": id, "created_at": _AT, "mime_type": mime, "size_bytes": size, "state": "pending",
            "purpose": asked.json.get("purpose", "input"), "filename": asked.json.get("filename")}
        slot = {"url": f"{service.address}/storage/{id}?X-Amz-Signature=s", "method": "PUT", "expires_at": _AT,
                "headers": {"Content-Type": mime, "x-amz-meta-file": id}}
        return Reply(201, {"id": id, "state": "pending", "file": file, "upload": slot})

    def _stored(self, service: Service, asked: Asked, id: str) -> Reply:
        """As storage does it: what was signed must be said, and the bytes are as many as were promised."""
        file = self._files.get(id, {})
        signed = {"content-type": file.get("mime_type"), "x-amz-meta-file": id}
        if "X-Amz-Signature" not in asked.query or any(asked.headers.get(k) != v for k, v in signed.items()):
            return _storage(403, "SignatureDoesNotMatch")
        if len(asked.body) != file["size_bytes"]:
            return _storage(400, "IncompleteBody")
        service.uploads[id] = asked.body
        return Reply(200, data=b"", headers={"etag": '"e"'})

    def _complete(self, service: Service, id: str) -> Reply:
        if id not in service.uploads:
            return _told(409, "The bytes were not uploaded")
        return Reply(200, self._files[id] | {"state": "pending"})

    def _file(self, id: str) -> Reply:
        """Pending at the first look, ready from the second on."""
        file, state = dict(self._files[id]), self._files[id]["state"]
        self._files[id]["state"] = "ready"
        return Reply(200, file | {"state": state})

    def _wrong(self, body: dict[str, Any]) -> Iterator[str]:
        if not isinstance(body.get("prompt"), str) or not 1 <= len(body["prompt"]) <= 6000:
            yield "prompt: 1 to 6000 characters"
        if body.get("model") != "ray-3.2" or body.get("type") not in ("video", "video_edit"):
            yield "model ray-3.2 with type video or video_edit"
        video = body.get("video", {})
        if video.get("resolution", "720p") not in SIZES:
            yield "video.resolution"
        yield from (self._edited if body.get("type") == "video_edit" else self._taken)(body, video)

    def _taken(self, body: dict[str, Any], video: dict[str, Any]) -> Iterator[str]:
        if body.get("aspect_ratio", "16:9") not in SHAPES or video.get("duration", "5s") not in LAST:
            yield "aspect_ratio or video.duration"
            return
        if "edit" in video or "source" in body:
            yield "video.edit and source go with video_edit"
        frames, at = video.get("keyframes", []), video.get("keyframe_indexes", [])
        most = LAST[video.get("duration", "5s")]
        if len(frames) != len(at) or len(set(at)) != len(at) or any(not 0 <= n <= most for n in at) or len(at) > 64:
            yield "keyframes and keyframe_indexes: as many, each once, within the clip"
        for frame in frames:
            yield from self._reference(frame, "image/")

    def _edited(self, body: dict[str, Any], video: dict[str, Any]) -> Iterator[str]:
        edit = video.get("edit", {})
        if "duration" in video or "keyframes" in video or "aspect_ratio" in body:
            yield "an edit is as long and as wide as its source"
        if edit.get("strength", "flex_1") not in STRENGTHS:
            yield "video.edit.strength"
        yield from self._reference(body.get("source", {}), "video/")

    def _reference(self, held: dict[str, Any], kind: str) -> Iterator[str]:
        """One of four ways to name a file; one sent ahead must be ready, and of its kind."""
        ways = [name for name in ("url", "data", "generation_id", "file_id") if held.get(name)]
        if len(ways) != 1:
            yield "exactly one of url, data, generation_id, file_id"
        elif ways == ["file_id"]:
            file = self._files.get(held["file_id"], {})
            if file.get("state") != "ready" or not file["mime_type"].startswith(kind):
                yield f"file_id: no such {kind}* file in state ready"
        elif ways == ["data"] and not (str(held.get("media_type")).startswith(kind) and _is_base64(held["data"])):
            yield "data: base64, and its media_type"
        elif ways == ["url"] and not held["url"].startswith("https://"):
            yield "url: a public address"


class Dream(Vendor):
    """The older service: no uploads, pictures by public address, recent jobs in a list."""

    keys = MappingProxyType({"LUMAAI_API_KEY": OLDER_KEY})
    base = "/dream-machine/v1"

    def kind(self, asked: Asked) -> Kind:
        path = asked.path.removeprefix(self.base)
        if asked.method == "POST" and path in ("/generations", "/generations/video"):
            return "submit"
        return "poll" if asked.method == "GET" and path.startswith("/generations/") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        return None if asked.headers.get("authorization") == f"Bearer {OLDER_KEY}" else _told(403, "Not authenticated")

    def accept(self, service: Service, asked: Asked) -> Reply:
        if wrong := next(_older(asked.json), ""):
            return _told(400, wrong)
        return Reply(201, self._told(service.add(asked), "queued"))

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.rpartition("/")[2])
        return _told(404, "Generation not found") if job is None else Reply(200, self._state(service, job))

    def busy(self, after: int | None) -> Reply:
        return Reply(429, {"detail": "Too many requests"}, {} if after is None else {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return _told(400, "Prompt not allowed because advanced moderation failed")

    def broken(self) -> Reply:
        return _told(500, "Internal server error")

    def other(self, service: Service, asked: Asked) -> Reply:
        if asked.method == "GET" and asked.path == f"{self.base}/generations":
            listed = [self._told(job, "queued") for job in reversed(service.accepted)]
            return Reply(200, {"has_more": False, "count": len(listed), "limit": 100, "offset": 0,
                               "generations": listed[: int(asked.query.get("limit", 100))]})
        return _told(404, f"Not found: {asked.method} {asked.path}")

    def _told(self, job: Job, state: str) -> dict[str, Any]:
        return {"id": job.id, "generation_type": "video", "state": state, "failure_reason": None, "created_at": _AT,
                "assets": None, "model": job.body["model"], "request": job.body}

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state = service.seen(job)
        word = {"waiting": "queued", "working": "dreaming", "failed": "failed", "moderated": "failed"}
        told = self._told(job, word.get(state, "completed"))
        if state in ("done", "done with an error"):
            told["assets"] = {"video": service.url(job), "image": None}
        if state in _REASONS:
            told["failure_reason"] = _REASONS[state][0]
        return told


_REASONS = {"failed": ("The generation failed", "generation_failed"),
            "moderated": ("The output was flagged by moderation", "content_moderated"),
            "done with an error": ("The output was lost", "output_not_found")}


def _seen(service: Service, job: Job) -> dict[str, Any]:
    state = service.seen(job)
    word = {"waiting": "queued", "working": "processing", "failed": "failed", "moderated": "failed"}
    told = _generation(job, word.get(state, "completed"))
    if state in ("done", "done with an error"):
        told["output"] = [{"type": "video", "url": service.url(job)}]
    if state in _REASONS:
        told["failure_reason"], told["failure_code"] = _REASONS[state]
    return told


def _generation(job: Job, state: str) -> dict[str, Any]:
    return {"id": job.id, "created_at": _AT, "model": job.body["model"], "state": state, "type": job.body["type"],
            "failure_code": None, "failure_reason": None, "output": None}


def _older(body: dict[str, Any]) -> Iterator[str]:
    if body.get("model") not in ("ray-2", "ray-flash-2"):
        yield "Invalid model"
    if not isinstance(body.get("prompt"), str) or len(body["prompt"]) < 3:
        yield "Prompt is too short, minimum length is 3 characters"
    if body.get("aspect_ratio", "16:9") not in (*SHAPES, "9:21"):
        yield "Invalid aspect ratio"
    for name, frame in body.get("keyframes", {}).items():
        address = frame.get("url") if frame.get("type") == "image" else frame.get("id")
        if name not in ("frame0", "frame1") or not isinstance(address, str):
            yield "Invalid keyframes"
        elif frame["type"] == "image" and not address.startswith("https://"):
            yield "Invalid image URL: a public address is needed"


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except binascii.Error:
        return False


def _told(status: int, words: str, **more: str) -> Reply:
    return Reply(status, {"detail": words, **more})


def _storage(status: int, code: str) -> Reply:
    return Reply(status, data=f"<Error><Code>{code}</Code></Error>".encode(), headers={"content-type": "text/xml"})


SERVES = {"luma-ray-3.2": Agents, "luma-ray-3.2-previz": Agents, "luma-ray-2": Dream}
