"""MiniMax's two services: Hailuo, which tells of trouble inside an HTTP 200 and gives a film by its file's id, and H3.

Sources: reference/providers/minimax.md §A, §B; the vendor's own client (MiniMax-AI/cli: `types/api.ts`,
`errors/api.ts`, `utils/media.ts`, `h3-video.md`, 2026).
"""

from __future__ import annotations

import base64
import binascii
import re
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "minimax-test-key"
_DATA = re.compile(r"data:(image/(?:jpeg|png|webp)|video/mp4|audio/(?:mp3|wav));base64,(.*)", re.S)
_HAILUOS = {"MiniMax-Hailuo-2.3": ("768P", "1080P"), "MiniMax-Hailuo-02": ("512P", "768P", "1080P")}
_MOST = {"image": 30 << 20, "video": 50 << 20, "audio": 15 << 20}
_BODY = 64 << 20
_ROLES = {"image_url": ("first_frame", "last_frame", "reference_image"), "video_url": ("reference_video",),
          "audio_url": ("reference_audio",)}
_MANY = {"first_frame": 1, "last_frame": 1, "reference_image": 9, "reference_video": 3, "reference_audio": 3}
_WORDS = {"waiting": "Queueing", "working": "Processing", "failed": "Fail", "moderated": "Fail"}
_OK = {"status_code": 0, "status_msg": "success"}


class MiniMax(Vendor):
    """What both have in common."""

    keys = MappingProxyType({"MINIMAX_API_KEY": KEY})
    asking = ""
    looking = ""

    def kind(self, asked: Asked) -> Kind:
        if asked.method == "POST" and asked.path == self.asking:
            return "submit"
        polled = asked.method == "GET" and re.fullmatch(self.looking, asked.path)
        return "poll" if polled else "other"

    def denied(self, asked: Asked) -> Reply | None:
        right = asked.headers.get("authorization") == f"Bearer {KEY}"
        return None if right else self.refused(401, 1004, "login fail: Please carry the API secret key")

    def refused(self, status: int, code: int, words: str) -> Reply:
        raise NotImplementedError

    def broken(self) -> Reply:
        return self.refused(500, 1000, "unknown error, 1000")


class Hailuo(MiniMax):
    asking = "/v1/video_generation"
    looking = r"/v1/(query/video_generation|files/retrieve)"

    def accept(self, service: Service, asked: Asked) -> Reply:
        if fault := _hailuo(asked.json):
            return self.refused(200, 2013, f"invalid params, {fault}")
        return Reply(200, {"task_id": service.add(asked).id, "base_resp": _OK})

    def look(self, service: Service, asked: Asked) -> Reply:
        if asked.path.endswith("/retrieve"):
            return self._file(service, asked.query.get("file_id", ""))
        job = service.job(asked.query.get("task_id", ""))
        if job is None:
            return self.refused(200, 2013, "invalid params, task_id not found")
        state = service.seen(job)
        word = _WORDS.get(state, "Success")
        told = {"task_id": job.id, "status": word, "file_id": _file(job) if state == "done" else "", "base_resp": _OK}
        if state == "moderated":
            told["base_resp"] = {"status_code": 1027, "status_msg": "output new_sensitive"}
        if state == "done with an error":
            told["base_resp"] = {"status_code": 1024, "status_msg": "internal error"}
        return Reply(200, told)

    def _file(self, service: Service, id: str) -> Reply:
        job = next((one for one in service.accepted if _file(one) == id), None)
        if job is None:
            return self.refused(200, 2013, "invalid params, file not found")
        told = {"file_id": int(id), "bytes": 1, "created_at": 1, "filename": "output.mp4",
                "purpose": "video_generation", "download_url": service.url(job)}
        return Reply(200, {"file": told, "base_resp": _OK})

    def busy(self, after: int | None) -> Reply:
        """Told inside an HTTP 200, where no header says when to come back."""
        return self.refused(200, 1002, "rate limit")

    def moderated(self) -> Reply:
        return self.refused(200, 1026, "input new_sensitive")

    def refused(self, status: int, code: int, words: str) -> Reply:
        return Reply(200 if code != 1000 else status, {"base_resp": {"status_code": code, "status_msg": words}})


class H3(MiniMax):
    asking = "/v2/video_generation"
    looking = r"/v2/query/video_generation/[^/]+"

    def accept(self, service: Service, asked: Asked) -> Reply:
        if len(asked.body) > _BODY:
            return self.refused(413, 2013, "request body is too large")
        if fault := _h3(asked.json):
            return self.refused(400, 2013, f"invalid params, {fault}")
        return Reply(200, {"task_id": service.add(asked).id})

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.rsplit("/", 1)[1])
        if job is None:
            return self.refused(404, 2013, "task not found")
        state = service.seen(job)
        word = {"waiting": "queued", "working": "running", "done": "succeeded", "done without a video": "succeeded"}
        told: dict[str, Any] = {"id": job.id, "model": "MiniMax-H3", "status": word.get(state, "failed"),
                                "created_at": 1, "updated_at": 2, "resolution": job.body["resolution"]}
        if state == "done":
            told |= {"content": {"url": service.url(job)}, "usage": {"total_seconds": 5, "output_seconds": 5}}
        if state == "done with an error":
            told |= {"status": "succeeded"}
        if state in ("failed", "moderated", "done with an error"):
            words = "output new_sensitive" if state == "moderated" else "internal error"
            told["error"] = {"code": "1027" if state == "moderated" else "1024", "message": words}
        return Reply(200, {"task": told})

    def busy(self, after: int | None) -> Reply:
        told = self.refused(429, 1002, "rate limit")
        return told if after is None else Reply(429, told.value, {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return self.refused(422, 1026, "input contains sensitive content (1026)")

    def refused(self, status: int, code: int, words: str) -> Reply:
        kind = {401: "authorized_error", 422: "unprocessable_entity_error", 429: "rate_limit_error"}.get(
            status, "bad_request_error" if status < 500 else "server_error")
        told = {"type": kind, "message": words, "http_code": str(status)}
        return Reply(status, {"type": "error", "error": told, "request_id": "r"})


def _file(job: Job) -> str:
    """A file's id is a long number, written as text."""
    return f"20525852630{job.id.rpartition('-')[2]}"


def _hailuo(body: Any) -> str:
    """What is wrong with a body, in words; nothing if it is right."""
    sizes = _HAILUOS.get(body.get("model"), ())
    first, last = body.get("first_frame_image"), body.get("last_frame_image")
    size, seconds = body.get("resolution", "768P"), body.get("duration", 6)
    if not sizes:
        return "model"
    if not isinstance(body.get("prompt", ""), str) or len(body.get("prompt", "")) > 2000:
        return "prompt is longer than 2000"
    if not body.get("prompt") and not first:
        return "prompt"
    if size not in sizes or seconds not in (6, 10) or (size == "1080P" and seconds != 6):
        return f"duration {seconds} does not support resolution {size}"
    if last and (body["model"] != "MiniMax-Hailuo-02" or not first):
        return "last_frame_image"
    return next((fault for one in (first, last) if one and (fault := _unread(one, "image", 20_000_000))), "")


def _h3(body: Any) -> str:
    content = body.get("content") or []
    texts = [one for one in content if one.get("type") == "text"]
    media = [one for one in content if one.get("type") != "text"]
    if body.get("model") not in ("MiniMax-H3", "MiniMax-H3-Max"):
        return "model"
    if len(texts) != 1 or not texts[0].get("text"):
        return "content must hold exactly one text"
    if body.get("resolution") not in ("768P", "2K") or body.get("duration") not in range(4, 16):
        return "resolution or duration"
    if body.get("ratio", "adaptive") not in ("adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"):
        return "ratio"
    if not media and body.get("ratio", "adaptive") == "adaptive":
        return "ratio must be explicit"
    return _cast([str(one.get("role")) for one in media]) or next((f for one in media if (f := _medium(one))), "")


def _cast(roles: list[str]) -> str:
    """What may stand beside what."""
    many = [role for role, most in _MANY.items() if roles.count(role) > most]
    frames = {"first_frame", "last_frame"} & set(roles)
    if many or len(roles) > 12:
        return f"too many {many}"
    if frames and any(role.startswith("reference") for role in roles):
        return "frames and references exclude each other"
    alone = "reference_audio" in roles and not {"reference_image", "reference_video"} & set(roles)
    return "reference_audio needs a picture or a video" if alone else ""


def _medium(one: dict[str, Any]) -> str:
    kind = str(one.get("type"))
    if one.get("role") not in _ROLES.get(kind, ()):
        return f"role {one.get('role')} of {kind}"
    sort = kind.removesuffix("_url")
    return _unread(str((one.get(kind) or {}).get("url")), sort, _MOST[sort])


def _unread(address: str, sort: str, most: int) -> str:
    """Why a file cannot be read at an address, or from it."""
    if address.startswith(("https://", "http://", "mm_file://")):
        return ""
    held = _DATA.fullmatch(address)
    if held is None or not held[1].startswith(sort):
        return f"{sort} url {address[:40]}"
    try:
        return f"{sort} is too large" if len(base64.b64decode(held[2], validate=True)) > most else ""
    except binascii.Error:
        return f"{sort} is no base64"


SERVES = {**dict.fromkeys(("hailuo-2.3", "hailuo-02"), Hailuo),
          **dict.fromkeys(("minimax-h3", "minimax-h3-references"), H3)}
