"""Gemini's Interactions API as video is made by it: an interaction in the background, and files with their own bytes.

Source: reference/providers/veo.md B1 to B5 (google-genai 3.3.0, the Omni notebook); files: the package's own upload.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor
from veo import SIGNS, decoded, refused

KEY, HOST = "AIza-test-key", "https://generativelanguage.googleapis.com"
MODELS = ("gemini-omni-1.1-flash", "gemini-omni-1.2-flash")
TASKS = {"text_to_video": range(1), "image_to_video": range(1, 3), "reference_to_video": range(1, 15)}
SIZES = ("360p", "720p", "1080p", "4k")
_VERSION = re.compile(r"/(upload/)?v1(?:beta)?/(.*)")
_LARGEST = 100_000_000
_AT = "2026-11-20T09:00:00Z"


class Omni(Vendor):
    keys = MappingProxyType({"GEMINI_API_KEY": KEY})
    base = "/v1beta"

    def kind(self, asked: Asked) -> Kind:
        path = _path(asked)
        if path == "interactions" and asked.method == "POST":
            return "submit"
        return "poll" if asked.method == "GET" and path.startswith("interactions/") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if KEY in (asked.headers.get("x-goog-api-key"), asked.query.get("key")) or _path(asked).startswith("sent/"):
            return None
        return refused(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")

    def accept(self, service: Service, asked: Asked) -> Reply:
        if wrong := next(_wrong(service, asked), ""):
            return _error(400, "invalid_request", wrong)
        job = service.add(asked, id=f"v1_{len(service.accepted) + 1}")
        return Reply(200, _interaction(job, "in_progress"))

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(_path(asked).removeprefix("interactions/"))
        if job is None:
            return _error(400, "invalid_request", "Invalid interaction name")
        return self._state(service, job)

    def busy(self, after: int | None) -> Reply:
        reply = _error(429, "too_many_requests", "Resource has been exhausted.")
        return Reply(429, reply.value, {} if after is None else {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return _error(400, "blocked", "The input was blocked by our safety policy.")

    def broken(self) -> Reply:
        return _error(500, "internal", "An internal error has occurred.")

    def other(self, service: Service, asked: Asked) -> Reply:
        path = _path(asked)
        if path == "files" and asked.method == "POST":
            return self._begun(service, asked)
        if path.startswith("sent/") and asked.method == "POST":
            return self._sent(service, asked, path.removeprefix("sent/"))
        if path.startswith("files/") and asked.method == "GET":
            return self._file(service, asked, path.removeprefix("files/"))
        return refused(404, "NOT_FOUND", f"{asked.method} {asked.path} is not there.")

    def _begun(self, service: Service, asked: Asked) -> Reply:
        """The first half of a resumable upload: where the bytes go stands in a header."""
        told = asked.headers
        if (told.get("x-goog-upload-protocol"), told.get("x-goog-upload-command")) != ("resumable", "start"):
            return refused(400, "INVALID_ARGUMENT", "X-Goog-Upload-Protocol: resumable, X-Goog-Upload-Command: start")
        number = sum(_path(one) == "files" for one in service.asked)
        where = f"{service.address}/upload/v1beta/sent/{number}-{told['x-goog-upload-header-content-length']}"
        return Reply(200, {}, {"x-goog-upload-url": where, "x-goog-upload-status": "active"})

    def _sent(self, service: Service, asked: Asked, slot: str) -> Reply:
        number, _, size = slot.partition("-")
        if "finalize" not in asked.headers.get("x-goog-upload-command", "") or len(asked.body) != int(size):
            return refused(400, "INVALID_ARGUMENT", "upload, finalize, and as many bytes as were promised")
        service.uploads[f"files/sent{number}"] = asked.body
        return Reply(200, {"file": _told(f"sent{number}", len(asked.body))}, {"x-goog-upload-status": "final"})

    def _file(self, service: Service, asked: Asked, name: str) -> Reply:
        """What is known of a file; its bytes only by `:download`, and only where `alt` asks for them."""
        id = name.removesuffix(":download")
        job = service.job(id.replace("film", "v1_", 1))
        if f"files/{name}" in service.uploads:
            return Reply(200, _told(name, len(service.uploads[f"files/{name}"])))
        if job is None or job.looks <= self.looks or job.fault:
            return refused(403, "PERMISSION_DENIED", f"You do not have permission to access the File {name}.")
        if name.endswith(":download") and asked.query.get("alt") == "media":
            return service.film(job)
        return Reply(200, _told(id, 1))

    def _state(self, service: Service, job: Job) -> Reply:
        state = service.seen(job)
        if state in ("waiting", "working"):
            return Reply(200, _interaction(job, "queued" if state == "waiting" else "in_progress"))
        if state == "failed":
            return Reply(200, _interaction(job, "failed") | {"error": {"code": "internal", "message": "It failed."}})
        if state == "moderated":
            text = {"type": "text", "text": "I cannot make that video."}
            return Reply(200, _interaction(job, "completed", text))
        if state == "done without a video":
            return Reply(200, _interaction(job, "completed"))
        wrong = {"error": {"code": "internal", "message": "It was lost."}} if state == "done with an error" else {}
        return _given(service, job, wrong)


def _given(service: Service, job: Job, wrong: dict[str, Any]) -> Reply:
    """The film by its address, which always names the service's own host; or in the answer where that was asked for."""
    video: dict[str, Any] = {"type": "video", "mime_type": "video/mp4"}
    if job.body.get("response_format", {}).get("delivery") == "uri":
        video["uri"] = f"{HOST}/v1beta/files/{job.id.replace('v1_', 'film', 1)}"
        return Reply(200, _interaction(job, "completed", video) | wrong)
    film = service.film(job)
    video["data"] = base64.b64encode(film.bytes()).decode()
    return Reply(200, _interaction(job, "completed", video) | wrong, cut=film.cut)


def _wrong(service: Service, asked: Asked) -> Iterator[str]:
    body = asked.json
    asking, shape = body.get("input"), body.get("response_format", {})
    if body.get("model") not in MODELS:
        yield f"model {body.get('model')!r} is not found"
    if not body.get("background") or body.get("store") is False:
        yield "an interaction in the background is stored, and this one is neither"
    if len(asked.body) > _LARGEST:
        yield "the request is above 100 MB"
    parts = list(_parts(asking))
    if not any(one.get("type") == "text" and one.get("text") for one in parts):
        yield "input: a text, or parts with a text among them"
        return
    images = [one for one in parts if one.get("type") == "image"]
    task = body.get("generation_config", {}).get("video_config", {}).get("task")
    if task is not None and len(images) not in TASKS.get(task, ()):
        yield f"{len(images)} images do not go with the task {task!r}"
    for image in images:
        yield from _picture(service, image)
    yield from _shaped(shape)


def _parts(asking: Any) -> Iterator[dict[str, Any]]:
    """An input is a text, a list of parts, or of what a user said, each with parts of its own."""
    if isinstance(asking, str):
        yield {"type": "text", "text": asking}
    for one in asking if isinstance(asking, list) else ():
        yield from _parts(one["content"]) if one.get("type") == "user_input" else (one,)


def _shaped(shape: dict[str, Any]) -> Iterator[str]:
    seconds = re.fullmatch(r"(\d+)s", shape["duration"]) if isinstance(shape.get("duration"), str) else None
    if "duration" in shape and (not seconds or not 3 <= int(seconds[1]) <= 10):
        yield "response_format.duration: seconds with their unit, 3s to 10s"
    for name, known in {"type": ("video",), "aspect_ratio": ("16:9", "9:16"), "resolution": SIZES,
                        "delivery": ("inline", "uri")}.items():
        if name in shape and shape[name] not in known:
            yield f"response_format.{name}: {shape[name]!r} is not supported"


def _picture(service: Service, image: dict[str, Any]) -> Iterator[str]:
    sign = SIGNS.get(image.get("mime_type", ""))
    if sign is None or ("data" in image) == ("uri" in image):
        yield "an image is data or uri, and mime_type"
    elif "data" in image and not decoded(image["data"]).startswith(sign):
        yield "data: not an image of its mime_type"
    elif "uri" in image and not _reached(service, str(image["uri"])):
        yield f"uri: {image['uri']} cannot be reached"


def _reached(service: Service, uri: str) -> bool:
    _, ours, name = uri.rpartition("/files/")
    return f"files/{name}" in service.uploads if ours else uri.startswith(("https://", "gs://"))


def _interaction(job: Job, status: str, *content: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": job.id, "object": "interaction", "model": job.body["model"], "status": status,
                            "role": "model", "created": _AT, "updated": _AT}
    if status == "completed":
        told["steps"] = [{"type": "thought", "signature": "c2ln"}, {"type": "model_output", "content": list(content)}]
    return told


def _told(name: str, size: int) -> dict[str, Any]:
    return {"name": f"files/{name}", "uri": f"{HOST}/v1beta/files/{name}", "mimeType": "image/png",
            "sizeBytes": str(size), "state": "ACTIVE", "createTime": _AT, "expirationTime": "2026-11-22T09:00:00Z"}


def _path(asked: Asked) -> str:
    found = _VERSION.fullmatch(asked.path)
    return found[2] if found else asked.path


def _error(status: int, code: str, message: str) -> Reply:
    """The front speaks in numbers (`veo.refused`), the interactions in words."""
    return Reply(status, {"error": {"code": code, "message": message}})


SERVES = {"gemini-omni-1.1": Omni, "gemini-omni-1.2": Omni}
