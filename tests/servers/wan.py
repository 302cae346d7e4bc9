"""Alibaba's DashScope as Wan is asked for there: tasks in the background, three dialects of a body, a store for files.

Sources: reference/providers/wan.md §1, §2, §5 (vendor's documents and kits); "Upload local files to get temporary URLs"
(help.aliyun.com, model-studio/get-temporary-file-url, October 2026); OSS's form upload. A file is bound to the model it
was sent for; the store is another host and must not see the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "dashscope-test-key"
_ASK = "/services/aigc/video-generation/video-synthesis"
_STATES = {"waiting": "PENDING", "working": "RUNNING", "failed": "FAILED", "moderated": "FAILED"}
_FORM = ("OSSAccessKeyId", "Signature", "policy", "key", "x-oss-object-acl", "x-oss-forbid-overwrite",
         "success_action_status")
_SLIP = {"policy": "eyJleHBpcmF0aW9uIjoiIn0=", "signature": "c2lnbmVk", "oss_access_key_id": "LTAI-test",
         "x_oss_object_acl": "private", "x_oss_forbid_overwrite": "true", "expire_in_seconds": 300,
         "max_file_size_mb": 100, "capacity_limit_mb": 999_999_999}
_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4")


@dataclass(frozen=True)
class Model:
    """What one model takes. `media` are the kinds of its list; `needed` one of them."""

    seconds: tuple[int, int]
    prompt: int
    sizes: tuple[str, ...] = ("720P", "1080P")
    field: str = ""
    media: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


_FRAMES = ("first_frame", "last_frame", "driving_audio", "first_clip")
_ANY = ("first_frame", "last_frame", "reference_image", "reference_video", "reference_audio", "video", "file", "link")
MODELS = {
    "wan2.6-t2v": Model((2, 15), 1500), "wan2.6-i2v": Model((2, 15), 1500, field="img_url"),
    "wan2.6-r2v": Model((2, 10), 1500, field="reference_urls"),
    "wan2.7-t2v": Model((2, 15), 5000),
    "wan2.7-i2v": Model((2, 15), 5000, media=_FRAMES, needed=("first_frame", "first_clip")),
    "wan2.7-r2v": Model((2, 10), 5000, media=("reference_image", "reference_video"),
                        needed=("reference_image", "reference_video")),
    "wan2.7-videoedit": Model((2, 10), 5000, media=("video", "reference_image"), needed=("video",)),
    "wan3.0-video": Model((2, 30), 20_000, ("480P", "720P", "1080P"), media=_ANY),
}


class DashScope(Vendor):
    keys = MappingProxyType({"DASHSCOPE_API_KEY": KEY})

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def kind(self, asked: Asked) -> Kind:
        path = asked.path.removeprefix("/api/v1")
        if asked.method == "POST" and path == _ASK:
            return "submit"
        if asked.method == "GET" and re.fullmatch(r"/tasks/[^/]+", path):
            return "poll"
        return "upload" if path in ("/uploads", "/oss") else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.path == "/oss":
            return _store_error(400, "InvalidArgument") if "authorization" in asked.headers else None
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "InvalidApiKey", "Invalid API-key provided.")
        if self.kind(asked) == "submit" and asked.headers.get("x-dashscope-async") != "enable":
            return _error(403, "AccessDenied", "current user api does not support synchronous calls.")
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        if fault := self._fault(service, asked):
            return _error(400, "InvalidParameter", fault)
        job = service.add(asked)
        return _told({"task_id": job.id, "task_status": "PENDING"})

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.rsplit("/", 1)[1])
        if job is None:
            return _told({"task_id": asked.path.rsplit("/", 1)[1], "task_status": "UNKNOWN"})
        state = service.seen(job)
        told = {"task_id": job.id, "task_status": _STATES.get(state, "SUCCEEDED"),
                "submit_time": "2026-11-20 10:00:00.000"}
        if state == "failed":
            told |= {"code": "InternalError.Algo", "message": "The generation failed."}
        if state == "moderated":
            told |= {"code": "DataInspectionFailed", "message": "Output data may contain inappropriate content."}
        if state == "done with an error":
            told |= {"code": "InternalError.Upload", "message": "The result could not be kept."}
        return _told(told | (self._made(service, job) if state == "done" else {}), usage=state == "done")

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        value = _value("Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
        return Reply(429, value, headers)

    def moderated(self) -> Reply:
        return _error(400, "DataInspectionFailed", "Input data may contain inappropriate content.")

    def broken(self) -> Reply:
        return _error(500, "InternalError", "An internal error has occured, please try again later.")

    def other(self, service: Service, asked: Asked) -> Reply:
        if asked.path == "/oss" and asked.method == "POST":
            return self._stored(service, asked)
        if asked.path == "/api/v1/uploads" and asked.method == "GET":
            return self._slip(service, asked)
        return _error(404, "InvalidURL", "url error, please check url!")

    def _slip(self, service: Service, asked: Asked) -> Reply:
        model = asked.query.get("model", "")
        if asked.query.get("action") != "getPolicy" or model not in MODELS:
            return _error(400, "InvalidParameter", "action and model are required")
        folder = f"dashscope-instant/a1/2026-11-20/{len(self._folders) + 1}"
        self._folders[folder] = model
        return Reply(200, {"request_id": "r", "data": {**_SLIP, "upload_dir": folder,
                                                       "upload_host": f"{service.address}/oss"}})

    def _stored(self, service: Service, asked: Asked) -> Reply:
        form = asked.form
        told = {name: form[name].decode() for name in _FORM if name in form}
        folder = told.get("key", "").rpartition("/")[0]
        signed = told.get("policy") == _SLIP["policy"] and told.get("Signature") == _SLIP["signature"]
        if set(told) != set(_FORM) or list(form)[-1] != "file":
            return _store_error(400, "MalformedPOSTRequest")
        if not signed or folder not in self._folders or told["OSSAccessKeyId"] != _SLIP["oss_access_key_id"]:
            return _store_error(403, "AccessDenied")
        address = f"oss://{told['key']}"
        if address in service.uploads and told["x-oss-forbid-overwrite"] == "true":
            return _store_error(409, "FileAlreadyExists")
        service.uploads[address] = form["file"]
        return Reply(int(told["success_action_status"]), data=b"")

    def _made(self, service: Service, job: Job) -> dict[str, Any]:
        words = job.body["input"]["prompt"]
        return {"video_url": service.url(job), "orig_prompt": words, "end_time": "2026-11-20 10:02:00.000"}

    def _fault(self, service: Service, asked: Asked) -> str:
        """What is wrong with a body, in words; nothing if it is right."""
        body = asked.json if isinstance(asked.json, dict) else {}
        told, how, model = body.get("input"), body.get("parameters", {}), MODELS.get(str(body.get("model")))
        if model is None:
            return "Model not exist."
        if not isinstance(told, dict) or not isinstance(told.get("prompt"), str) or not told["prompt"]:
            return "prompt must be set"
        addresses = list(_addresses(told))
        wrong = [one for one in addresses if not self._reached(service, asked, one, body["model"])]
        if wrong:
            return f"url error, please check url! {wrong[0][:60]}"
        return _listed(told, model) or _asked(told, how, model)

    def _reached(self, service: Service, asked: Asked, address: str, model: str) -> bool:
        """Whether the service can get at a file: a public address, data in the body, or its own store's."""
        if not address.startswith("oss://"):
            return address.startswith(("https://", "http://", "data:"))
        resolved = asked.headers.get("x-dashscope-ossresourceresolve") == "enable"
        folder = address.removeprefix("oss://").rpartition("/")[0]
        return resolved and address in service.uploads and self._folders.get(folder) == model


def _addresses(told: dict[str, Any]) -> Iterator[str]:
    for name in ("img_url", "audio_url", "first_frame_url", "last_frame_url"):
        if name in told:
            yield str(told[name])
    yield from map(str, told.get("reference_urls") or ())
    for one in told.get("media") or ():
        yield str(one.get("url"))
        if "reference_voice" in one:
            yield str(one["reference_voice"])


def _listed(told: dict[str, Any], model: Model) -> str:
    kinds = [one.get("type") for one in told.get("media") or ()]
    if model.field and not told.get(model.field):
        return f"{model.field} must be set"
    if any(kind not in model.media for kind in kinds):
        return f"media type {kinds} is not supported"
    if model.needed and not set(kinds) & set(model.needed):
        return f"one of {model.needed} must be set"
    frames, others = {"first_frame", "last_frame"} & set(kinds), {k for k in kinds if str(k).startswith("reference")}
    return "first_frame and last_frame exclude reference media" if frames and others else ""


def _asked(told: dict[str, Any], how: dict[str, Any], model: Model) -> str:
    low, high = model.seconds
    if not isinstance(how.get("duration", low), int) or not low <= how.get("duration", low) <= high:
        return f"duration must be in [{low}, {high}]"
    if "size" in how and not re.fullmatch(r"\d{3,4}\*\d{3,4}", str(how["size"])):
        return "size must be width*height"
    if how.get("resolution", "720P") not in model.sizes:
        return f"resolution must be one of {model.sizes}"
    if how.get("ratio", "16:9") not in (*_RATIOS, "21:9", "adaptive"):
        return "ratio is not supported"
    if how.get("shot_type") == "multi" and not how.get("prompt_extend", True):
        return "shot_type multi needs prompt_extend"
    if not 0 <= how.get("seed", 0) < 2**31:
        return "seed must be in [0, 2147483647]"
    return "negative_prompt is too long" if len(told.get("negative_prompt", "")) > 500 else ""


def _told(output: dict[str, Any], usage: bool = False) -> Reply:
    counted = {"usage": {"duration": 5, "size": "1280*720", "video_count": 1}} if usage else {}
    return Reply(200, {"request_id": "r", "output": output, **counted})


def _value(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "request_id": "r"}


def _error(status: int, code: str, message: str) -> Reply:
    return Reply(status, _value(code, message))


def _store_error(status: int, code: str) -> Reply:
    words = f"<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>"
    return Reply(status, data=words.encode(), headers={"content-type": "application/xml"})


SERVES = {name: DashScope for name in ("wan-2.6", "wan-2.6-references", "wan-2.7", "wan-2.7-references", "wan-3.0")}
