"""The Videos API as OpenAI closed it, for services that copy it: JSON or a form in, the film from the service itself.

Source: reference/providers/sora.md §1 to §4 (openai 3.51.0, openai-openapi f85dbe2; sizes: the prompting guide).
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from PIL import Image, UnidentifiedImageError
from vendor import Job, Kind, Service, Vendor

KEY = "openai-test-key"
SECONDS = ("4", "8", "12")
SIZES = {"sora-2": ("720x1280", "1280x720"), "sora-2-pro": ("720x1280", "1280x720", "1024x1792", "1792x1024")}
_LONGEST = 20_971_520
_CODES = {"failed": ("video_generation_failed", "The video could not be generated."),
          "moderated": ("moderation_blocked", "The output was blocked by our moderation system."),
          "done with an error": ("internal_error", "The video was lost.")}


class Sora(Vendor):
    keys = MappingProxyType({"OPENAI_API_KEY": KEY})
    base = "/v1"

    def kind(self, asked: Asked) -> Kind:
        parts = asked.path.split("/")[2:]
        if parts == ["videos"] and asked.method == "POST":
            return "submit"
        return "poll" if asked.method == "GET" and parts[:1] == ["videos"] and len(parts) == 2 else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.headers.get("authorization") == f"Bearer {KEY}":
            return None
        return _error(401, "Incorrect API key provided", "invalid_api_key")

    def accept(self, service: Service, asked: Asked) -> Reply:
        body = _body(asked)
        if wrong := next(_wrong(service, body), ""):
            return _error(400, wrong, "invalid_value")
        job = service.add(asked, id=f"video_{len(service.accepted) + 1}")
        job.body = {"model": "sora-2", "seconds": "4", "size": "720x1280"} | body
        return Reply(200, _video(job, "queued", 0))

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.rpartition("/")[2])
        if job is None:
            return _error(404, "Video not found", None)
        return Reply(200, self._state(service, job), {"openai-poll-after-ms": "5"})

    def busy(self, after: int | None) -> Reply:
        reply = _error(429, "Rate limit reached", "rate_limit_exceeded")
        return Reply(429, reply.value, {} if after is None else {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return _error(400, "Your request was blocked by our moderation system.", "moderation_blocked")

    def broken(self) -> Reply:
        return _error(500, "The server had an error while processing your request", None)

    def other(self, service: Service, asked: Asked) -> Reply:
        match asked.method, asked.path.split("/")[2:]:
            case "GET", ["videos", id, "content"] if asked.query.get("variant", "video") == "video":
                return self._content(service, id)
            case "GET", ["videos"]:
                listed = [_video(job, "queued", 0) for job in reversed(service.accepted)]
                return Reply(200, {"object": "list", "data": listed, "has_more": False, "first_id": None,
                                   "last_id": None})
            case "POST", ["files"]:
                return self._kept(service, asked)
        return _error(404, f"Invalid URL ({asked.method} {asked.path})", None)

    def _content(self, service: Service, id: str) -> Reply:
        """The film, when it is there. What failed has none, whatever it said."""
        job = service.job(id)
        if job is None or job.looks <= self.looks or job.fault:
            return _error(404, "Video content is not available", None)
        return service.film(job)

    def _kept(self, service: Service, asked: Asked) -> Reply:
        form = asked.form
        if not form.get("purpose") or not form.get("file"):
            return _error(400, "purpose and file are required", "invalid_value")
        id = f"file-{len(service.uploads) + 1}"
        service.uploads[id] = form["file"]
        return Reply(200, {"id": id, "object": "file", "bytes": len(form["file"]), "created_at": 1, "filename": "f",
                           "purpose": form["purpose"].decode(), "status": "processed"})

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state = service.seen(job)
        if state in ("waiting", "working"):
            return _video(job, "queued" if state == "waiting" else "in_progress", 0 if state == "waiting" else 40)
        told = _video(job, "failed" if state in ("failed", "moderated") else "completed", 100)
        if state in _CODES:
            told["error"] = dict(zip(("code", "message"), _CODES[state], strict=True))
        return told | ({"id": ""} if state == "done without a video" else {"expires_at": 3})


def _body(asked: Asked) -> dict[str, Any]:
    """As JSON or as a form; a file of a form is a picture as it is."""
    if not asked.headers.get("content-type", "").startswith("multipart/"):
        return asked.json
    form: dict[str, Any] = dict(asked.form)
    texts = {name: value.decode() for name, value in form.items() if name != "input_reference"}
    nested = {name.removeprefix("input_reference[").rstrip("]"): value for name, value in texts.items() if "[" in name}
    whole = {name: value for name, value in texts.items() if "[" not in name}
    held = form.get("input_reference") or nested
    return whole | ({"input_reference": held} if held else {})


def _wrong(service: Service, body: dict[str, Any]) -> Iterator[str]:
    model, size = body.get("model", "sora-2"), body.get("size", "720x1280")
    if not isinstance(body.get("prompt"), str) or not 1 <= len(body["prompt"]) <= 32_000:
        yield "prompt: 1 to 32000 characters"
    if model not in SIZES or size not in SIZES[model]:
        yield f"{size} is not a size of {model}"
    if body.get("seconds", "4") not in SECONDS:
        yield "seconds: one of '4', '8', '12'"
    if "input_reference" in body:
        yield from _picture(service, body["input_reference"], size)


def _picture(service: Service, held: Any, size: str) -> Iterator[str]:
    """One picture, of the clip's own pixels."""
    data = held if isinstance(held, bytes) else _referred(service, held)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            found, kind = f"{picture.width}x{picture.height}", picture.format
    except UnidentifiedImageError:
        yield "input_reference: no picture, or not exactly one of file_id and image_url"
        return
    if kind not in ("PNG", "JPEG", "WEBP") or found != size:
        yield f"input_reference: must be a picture of {size}, is {kind} of {found}"


def _referred(service: Service, held: Any) -> bytes:
    if not isinstance(held, dict) or len(held) != 1:
        return b""
    address = str(held.get("image_url", ""))
    if not address.startswith("data:image/") or len(address) > _LONGEST:
        return service.uploads.get(held.get("file_id", ""), b"")
    try:
        return base64.b64decode(address.partition(";base64,")[2], validate=True)
    except binascii.Error:
        return b""


def _video(job: Job, status: str, done: int) -> dict[str, Any]:
    return {"id": job.id, "object": "video", "model": job.body["model"], "status": status, "progress": done,
            "created_at": 1, "completed_at": 2 if done == 100 else None, "expires_at": None, "error": None,
            "prompt": job.body["prompt"], "remixed_from_video_id": None, "seconds": job.body["seconds"],
            "size": job.body["size"]}


def _error(status: int, words: str, code: str | None) -> Reply:
    return Reply(status, {"error": {"message": words, "type": "invalid_request_error", "param": None, "code": code}})


SERVES = {"sora-2": Sora, "sora-2-pro": Sora}
