"""How BytePlus is spoken to, as data: one call to ask, one to look, and what its answers mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY, laid
from .facts import AT_ONCE, BASE, GAP, KEY_VARIABLE, PATIENCE

_TASKS = "/contents/generations/tasks"
_PASSING = ("RateLimitExceeded", "ModelAccountRpmRateLimitExceeded", "ServerOverloaded", "QuotaExceeded",
            "InternalServiceError")


def submit(request: Request, key: str) -> Call:
    """The service takes no id of ours but an end user's tag, and looks nothing up by it: a lost task stays lost."""
    return Call("POST", _TASKS, {**request.body, "safety_identifier": key[:64]})


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no task id"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400 or answer.get("error"):
        return _refused(status, answer.get("error"), none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"{_TASKS}/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400:
        return _refused(status, answer.get("error"), "")
    match answer.get("status"):
        case "queued" | "running" as word:
            return Working(word)
        case "succeeded":
            return _refused(200, answer["error"], "") if answer.get("error") else _ready(answer.get("content"))
        case "failed":
            return _refused(200, answer.get("error"), "the task failed")
        case "cancelled" | "expired" as word:
            return Refused(f"the task is {word}")
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def _ready(content: Any) -> Ready | Refused:
    url = content.get("video_url") if isinstance(content, dict) else None
    return Ready((url,)) if isinstance(url, str) and url else Refused("the task succeeded without a video")


def _refused(status: int, error: Any, otherwise: str) -> Refused:
    told = error if isinstance(error, dict) else {}
    code, words = str(told.get("code") or ""), str(told.get("message") or otherwise or f"HTTP {status}")
    passing = code.startswith(_PASSING) or (not code and status in (429, 500, 502, 503, 504))
    retry = passing or code.startswith(("OutputVideoSensitive", "OutputAudioSensitive"))
    return Refused(f"{words} ({code})" if code else words, final=not retry)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=10.0, delivery=DELIVERY,
            laid=laid, at_once=AT_ONCE, gap=GAP, patience=PATIENCE)
