"""How DashScope is spoken to, as data: one call to ask, one to look, and what its answers mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY
from .facts import BASE, KEY_VARIABLE

_ASK = "/api/v1/services/aigc/video-generation/video-synthesis"
_ASYNC = ("X-DashScope-Async", "enable")
_UPLOADS = ("X-DashScope-OssResourceResolve", "enable")
"""Said where files go with the request: they may lie in the service's own store (`oss://`)."""
_PASSING = ("Throttling", "InternalError", "ServiceUnavailable", "RequestTimeOut")


def submit(request: Request, key: str) -> Call:
    """The service takes no id of ours: what is asked and not answered cannot be looked up."""
    headers = (_ASYNC, _UPLOADS) if request.needs else (_ASYNC,)
    return Call("POST", _ASK, dict(request.body), headers)


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """The id lives for 24 hours, and so does the result's address."""
    none = "the answer holds no task id"
    id = _output(answer).get("task_id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400 or answer.get("code"):
        return _refused(status, answer, none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/api/v1/tasks/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400:
        return _refused(status, answer, "")
    output = _output(answer)
    match output.get("task_status"):
        case "PENDING" | "RUNNING" as word:
            return Working(word)
        case "SUCCEEDED":
            return _ready(output)
        case "FAILED":
            return _refused(200, output, "the task failed")
        case "CANCELED":
            return Refused("the task was cancelled")
        case "UNKNOWN":
            return Refused("the service does not know the task: its id lives for 24 hours", unsure=True)
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def _ready(output: dict[str, Any]) -> Ready | Refused:
    """Success beside a fault is no success."""
    if output.get("code"):
        return _refused(200, output, "the task failed")
    url = output.get("video_url")
    return Ready((url,)) if isinstance(url, str) and url else Refused("the task succeeded without a video")


def _output(answer: dict[str, Any]) -> dict[str, Any]:
    output = answer.get("output")
    return output if isinstance(output, dict) else {}


def _refused(status: int, told: dict[str, Any], otherwise: str) -> Refused:
    code, words = str(told.get("code") or ""), str(told.get("message") or otherwise or f"HTTP {status}")
    passing = code.startswith(_PASSING) or status in (429, 500, 502, 503, 504)
    return Refused(f"{words} ({code})" if code else words, final=not passing)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=15.0, delivery=DELIVERY,
            at_once=2, gap=0.5)
