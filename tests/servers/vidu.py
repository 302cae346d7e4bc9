"""Vidu's service: four calls to ask by what they hold, one to look, and the word Token before the key.

Sources: reference/providers/vidu.md §1-§5 (vendor's pages, ComfyUI's types); pictures as `data:` in a body of 20 MB.
"""

from __future__ import annotations

import base64
import binascii
import re
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Kind, Service, Vendor

KEY = "vidu-test-key"
_BASE = "/ent/v2"
_ASKED = {"/text2video": (0, 0), "/img2video": (1, 1), "/start-end2video": (2, 2), "/reference2video": (0, 7)}
"""Calls, and fewest and most of `images`."""
_MODELS = {"viduq3-pro": ("/text2video", "/img2video", "/start-end2video"), "viduq3-turbo": tuple(_ASKED),
           "viduq3": ("/reference2video",), "viduq2": ("/text2video", "/reference2video")}
_DATA = re.compile(r"data:image/(?:png|jpeg|jpg|webp);base64,(.*)", re.S)
_STATES = {"waiting": "queueing", "working": "processing", "failed": "failed", "moderated": "failed"}
_PICTURES, _EACH, _BODY = 7, 3, 20_000_000


class Vidu(Vendor):
    keys = MappingProxyType({"VIDU_API_KEY": KEY})
    base = _BASE

    def kind(self, asked: Asked) -> Kind:
        path = asked.path.removeprefix(_BASE)
        if asked.method == "POST" and path in _ASKED and asked.path.startswith(_BASE):
            return "submit"
        polled = asked.method == "GET" and re.fullmatch(r"/tasks/[^/]+/creations", path)
        return "poll" if polled else "other"

    def denied(self, asked: Asked) -> Reply | None:
        right = asked.headers.get("authorization") == f"Token {KEY}"
        return None if right else _error(401, "Unauthorized", "token is invalid")

    def accept(self, service: Service, asked: Asked) -> Reply:
        body, path = asked.json, asked.path.removeprefix(_BASE)
        if len(asked.body) > _BODY:
            return _error(413, "RequestTooLarge", "the request body is larger than 20MB")
        if fault := _fault(body, path):
            return _error(400, "FieldInvalid", fault)
        job = service.add(asked, body.get("payload", ""))
        echoed = {name: value for name, value in body.items() if name not in ("images", "subjects")}
        return Reply(200, {"task_id": job.id, "state": "created", "credits": 30, "created_at": "2026-11-20T10:00:00Z",
                           **echoed})

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.split("/")[-2])
        if job is None:
            return _error(404, "TaskNotFound", "the task does not exist")
        state = service.seen(job)
        told: dict[str, Any] = {"id": job.id, "state": _STATES.get(state, "success"), "err_code": "", "credits": 30,
                                "payload": job.body.get("payload", ""), "creations": []}
        if state == "done":
            url = service.url(job)
            told["creations"] = [{"id": f"{job.id}-c", "url": url, "cover_url": f"{url}.jpg", "watermarked_url": url}]
        codes = {"failed": "InternalServerError", "moderated": "CreationPolicyViolation",
                 "done with an error": "InternalServerError"}
        return Reply(200, {**told, "err_code": codes.get(state, "")})

    def busy(self, after: int | None) -> Reply:
        told = _error(429, "QuotaExceeded", "too many running tasks")
        return told if after is None else Reply(429, told.value, {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return _error(400, "TaskPromptPolicyViolation", "the prompt violates the content policy")

    def broken(self) -> Reply:
        return _error(500, "InternalServerError", "internal error")


def _fault(body: dict[str, Any], path: str) -> str:
    """What is wrong with a body, in words; nothing if it is right."""
    if path not in _MODELS.get(str(body.get("model")), ()):
        return "model"
    if not isinstance(body.get("prompt"), str) or not 0 < len(body["prompt"]) <= 5000:
        return "prompt"
    shortest = 3 if path == "/reference2video" else 1
    if not isinstance(body.get("duration", 5), int) or not shortest <= body.get("duration", 5) <= 16:
        return "duration"
    if body.get("resolution", "720p") not in ("540p", "720p", "1080p"):
        return "resolution"
    if body.get("aspect_ratio", "16:9") not in ("16:9", "9:16", "1:1", "3:4", "4:3"):
        return "aspect_ratio"
    if not isinstance(body.get("audio", True), bool) or not 0 <= body.get("seed", 0) < 2**31:
        return "audio or seed"
    return "payload" if len(body.get("payload", "")) > 1_048_576 else _pictured(body, path)


def _pictured(body: dict[str, Any], path: str) -> str:
    images, subjects = body.get("images", []), body.get("subjects", [])
    fewest, most = _ASKED[path]
    if not fewest <= len(images) <= most or (subjects and path != "/reference2video"):
        return f"images of {path}"
    if path == "/reference2video" and not images and not subjects:
        return "images or subjects"
    for one in subjects:
        name, own = one.get("name"), one.get("images", [])
        if not name or not 1 <= len(own) <= _EACH or f"@{name}" not in body["prompt"]:
            return f"subject {name}"
        if str(one.get("voice_id", "")).startswith(("need:", "data:", "http")):
            return "voice_id"
    pictures = [*images, *(picture for one in subjects for picture in one["images"])]
    if len(pictures) > _PICTURES:
        return "too many images"
    return next((f"image {one[:30]}" for one in pictures if not _read(str(one))), "")


def _read(address: str) -> bool:
    """Whether a picture can be read, at an address or from it."""
    held = _DATA.fullmatch(address)
    if held is None:
        return address.startswith(("https://", "http://"))
    try:
        return bool(base64.b64decode(held[1], validate=True))
    except binascii.Error:
        return False


def _error(status: int, reason: str, message: str) -> Reply:
    return Reply(status, {"code": status, "reason": reason, "message": message, "metadata": {}})


SERVES = {name: Vidu for name in ("vidu-q3-pro", "vidu-q3-turbo", "vidu-q3-turbo-references")}
