"""BytePlus ModelArk's tasks: one path to ask, look, list and cancel; words for errors; the film's link for a day.

Source: reference/providers/seedance.md §1 to §5 (vendor documentation as mirrored, byteplus-python-sdk-v2 3.0.63).
"""

from __future__ import annotations

import base64
import re
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "ark-test-key"
_TASKS = "/api/v3/contents/generations/tasks"
_RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive")
_HD = ("480p", "720p", "1080p")
MODELS = {
    "dreamina-seedance-2-5-260628": (_HD, 30, (30, 10, 10)),
    "dreamina-seedance-2-0-260128": ((*_HD, "4k"), 15, (9, 3, 3)),
    "dreamina-seedance-2-0-fast-260128": (_HD[:2], 15, (9, 3, 3)),
    "dreamina-seedance-2-0-mini-260615": (_HD[:2], 15, (9, 3, 3)),
}
"""By model: resolutions, longest seconds, and most pictures, videos and recordings."""
_ROLES = {"image_url": ("first_frame", "last_frame", "reference_image"), "video_url": ("reference_video",),
          "audio_url": ("reference_audio",)}
_DATA = {"image_url": r"data:image/(jpeg|png|webp|bmp|tiff|gif);base64,", "audio_url": r"data:audio/(wav|mp3);base64,"}
_MOST = {"image_url": 30_000_000, "audio_url": 15_000_001}
_FIELDS = {"model", "content", "resolution", "ratio", "duration", "generate_audio", "watermark", "return_last_frame",
           "safety_identifier", "callback_url", "execution_expires_after", "priority", "output_format",
           "omni_reference_task_type", "tools"}
_STATES = {"waiting": "queued", "working": "running", "done": "succeeded", "done with an error": "succeeded",
           "done without a video": "succeeded", "failed": "failed", "moderated": "failed"}
_ERRORS = {"failed": ("InternalServiceError", "the service met an internal error"),
           "done with an error": ("OutputVideoSensitiveContentDetected", "the output video may be sensitive"),
           "moderated": ("InputImageSensitiveContentDetected.PrivacyInformation", "the input may show a real person")}


class Ark(Vendor):
    keys = MappingProxyType({"ARK_API_KEY": KEY})
    base = "/api/v3"

    def kind(self, asked: Asked) -> Kind:
        if asked.path == _TASKS:
            return "submit" if asked.method == "POST" else "other"
        return "poll" if asked.path.startswith(f"{_TASKS}/") and asked.method == "GET" else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "AuthenticationError", "the API key is missing or invalid", "Unauthorized")
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        body = {name: value for name, value in asked.json.items() if value is not None}
        if body.get("model") not in MODELS:
            return _error(404, "InvalidEndpoint.NotFound", "the model does not exist", "NotFound")
        if len(asked.body) > 64_000_000:
            return _error(400, "InvalidParameter", "the request body exceeds 64 MB")
        if fault := _wrong(body):
            return _error(400, *fault)
        return Reply(200, {"id": service.add(asked, id=f"cgt-2026-{len(service.accepted) + 1}").id})

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.removeprefix(f"{_TASKS}/"))
        if job is None:
            return _error(404, "ResourceNotFound", "the task does not exist", "NotFound")
        return Reply(200, self._state(service, job, service.seen(job)))

    def other(self, service: Service, asked: Asked) -> Reply:
        """The list, newest first; it holds no more than a page."""
        if asked.path == _TASKS and asked.method == "GET":
            size = int(asked.query.get("page_size", 10))
            jobs = [job for job in reversed(service.accepted)
                    if asked.query.get("filter.model", job.body["model"]) == job.body["model"]]
            items = [self._state(service, job, "waiting") for job in jobs[:size]]
            return Reply(200, {"total": len(jobs), "items": items})
        return _error(404, "ResourceNotFound", f"no such path: {asked.method} {asked.path}", "NotFound")

    def busy(self, after: int | None) -> Reply:
        told = {} if after is None else {"retry-after": str(after)}
        found = _error(429, "RateLimitExceeded.EndpointRPMExceeded", "too many requests", "TooManyRequests")
        return Reply(429, found.value, told)

    def moderated(self) -> Reply:
        return _error(400, "InputTextSensitiveContentDetected", "the input text may contain sensitive information")

    def broken(self) -> Reply:
        return _error(500, "InternalServiceError", "the service met an internal error", "InternalServerError")

    def _state(self, service: Service, job: Job, state: str) -> dict[str, Any]:
        body = job.body
        found: dict[str, Any] = {
            "id": job.id, "model": body["model"], "status": _STATES[state], "created_at": 1, "updated_at": 2,
            "service_tier": "default", "execution_expires_after": 172800}
        if "safety_identifier" in body:
            found["safety_identifier"] = body["safety_identifier"]
        if state in _ERRORS:
            code, words = _ERRORS[state]
            kept = {"content": {"video_url": service.url(job)}} if state == "done with an error" else {}
            return found | kept | {"error": {"code": code, "message": words}}
        if state == "done":
            return found | {
                "content": {"video_url": service.url(job)},
                "usage": {"completion_tokens": 108900, "total_tokens": 108900}, "seed": 11,
                "resolution": body.get("resolution", "720p"), "ratio": body.get("ratio", "16:9"),
                "duration": body.get("duration", 5), "framespersecond": 24}
        return found | ({"content": {}} if found["status"] == "succeeded" else {})


def _error(status: int, code: str, message: str, kind: str = "BadRequest") -> Reply:
    return Reply(status, {"error": {"code": code, "message": message, "param": "", "type": kind}})


def _wrong(body: dict[str, Any]) -> tuple[str, str] | None:
    """Code and words of what is wrong, None if nothing is."""
    sizes, longest, most = MODELS[body["model"]]
    listed = body.get("content")
    if not isinstance(listed, list) or not listed:
        return "MissingParameter", "content is required"
    rules = (
        *((f"the parameter `{name}` is not supported", True) for name in set(body) - _FIELDS),
        ("resolution", body.get("resolution", "720p") not in sizes),
        ("ratio", body.get("ratio", "adaptive") not in _RATIOS),
        ("duration", body.get("duration", 5) not in (-1, *range(4, longest + 1))),
        ("generate_audio", body.get("generate_audio", True) not in (True, False)),
        ("safety_identifier", len(body.get("safety_identifier", "")) > 64),
        *((words, True) for one in listed if (words := _item(one))), *_together(body, listed, most),
    )
    words = next((words for words, bad in rules if bad), "")
    if words:
        return "InvalidParameter", f"invalid parameter: {words}"
    framed = any(one.get("role") in ("first_frame", "last_frame") for one in listed)
    if framed and "2-5" in body["model"] and body.get("ratio", "adaptive") != "adaptive":
        return "InvalidParameter.TaskTypeConstraint", "ratio must be adaptive with a first frame"
    return None


def _item(one: dict[str, Any]) -> str:
    kind = one.get("type")
    if kind == "text":
        return "" if one.get("text") else "content.text"
    if kind not in _ROLES or one.get("role") not in _ROLES[kind]:
        return "content.role"
    url = (one.get(kind) or {}).get("url")
    if not isinstance(url, str) or not url:
        return f"content.{kind}.url"
    if re.match(r"https?://|asset://", url):
        return ""
    head = re.match(_DATA.get(kind, r"(?!)"), url)
    if head is None:
        return f"content.{kind}.url is neither an address nor an asset nor a data URI of a known format"
    try:
        size = len(base64.b64decode(url[head.end():], validate=True))
    except ValueError:
        return f"content.{kind}.url is no base64"
    return "" if 0 < size < _MOST[kind] else f"content.{kind}.url is too large"


def _together(body: dict[str, Any], listed: list[dict[str, Any]], most: tuple[int, int, int]) -> list[tuple[str, bool]]:
    """A first frame, a first and a last one, and references exclude one another."""
    roles = [one.get("role", "") for one in listed]
    frames, references = roles.count("first_frame"), [role for role in roles if role.startswith("reference_")]
    counts = [references.count(f"reference_{kind}") for kind in ("image", "video", "audio")]
    return [
        ("one text", sum(one.get("type") == "text" for one in listed) > 1),
        ("one first frame", frames > 1 or roles.count("last_frame") > 1),
        ("a last frame needs a first one", "last_frame" in roles and not frames),
        ("frames exclude references", bool(frames and references)),
        ("too many references", any(count > limit for count, limit in zip(counts, most, strict=True))),
        ("audio alone", "2-0" in body["model"] and counts[2] > 0 and not counts[0] and not counts[1]),
    ]


SERVES = {name: Ark for name in ("seedance-2.5", "seedance-2.0", "seedance-2.0-fast", "seedance-2.0-mini")}
