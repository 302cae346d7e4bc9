"""How Kling's service is spoken to, as data: one call to ask, one to look, and what its answers mean.

New standard: success is `code` 0 and status `succeeded`. Of the refusals only rate, concurrency and the service's own
trouble pass by themselves; see README.md.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .body import Options
from .facts import BASE, KEY_VARIABLE, MODEL

_PASSING = (1302, 1303, 5000, 5001, 5002)
_TOKEN = (1003, 1004)
"""A token that is not yet, or no longer, good: a fresh one may do."""


def submit(request: Request, key: str) -> Call:
    """`key` is ours: a task can be looked up by it after a crash (`GET /tasks?external_task_ids=`)."""
    options = Options(external_task_id=key)
    return Call("POST", f"/omni-video/{MODEL}", {**request.body, "options": options.model_dump()})


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """The task's id, or why there is none. An answer without either is refused for good: someone must look."""
    if status >= 400 or answer.get("code", 0) != 0:
        return _refusal(status, answer)
    given = _task(answer).get("id")
    return given if isinstance(given, str) and given else Refused("the answer holds no task id")


def poll(id: str) -> Call:
    return Call("GET", f"/tasks?task_ids={quote(id, safe='')}")


def find(key: str) -> Call:
    return Call("GET", f"/tasks?external_task_ids={quote(key, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400 or answer.get("code", 0) != 0:
        return _refusal(status, answer)
    task = _task(answer)
    match task.get("status"):
        case "submitted" | "processing" as word:
            return Working(word)
        case "succeeded":
            return _ready(task)
        case "failed":
            return Refused(str(task.get("message") or "the task failed"))
        case word:
            return Refused(f"unknown task status {word!r}")


def _ready(task: dict[str, Any]) -> Ready | Refused:
    outputs = task.get("outputs") or []
    videos = (o for o in outputs if isinstance(o, dict) and o.get("type", "video") == "video")
    urls = tuple(o["url"] for o in videos if o.get("url"))
    return Ready(urls) if urls else Refused("the task succeeded without a video")


def _task(answer: dict[str, Any]) -> dict[str, Any]:
    """The task in an answer: `data` itself, the one entry of a list, or of its `tasks`."""
    data = answer.get("data")
    if isinstance(data, dict) and isinstance(data.get("tasks"), list):
        data = data["tasks"]
    if isinstance(data, list):
        data = data[0] if data else {}
    return data if isinstance(data, dict) else {}


def _refusal(status: int, answer: dict[str, Any]) -> Refused:
    code = answer.get("code")
    words = str(answer.get("message") or f"HTTP {status}")
    passing = code in (*_PASSING, *_TOKEN) or (code in (None, 0) and status in (500, 502, 503, 504))
    return Refused(f"{words} (code {code})" if code else words, final=not passing)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, find)
