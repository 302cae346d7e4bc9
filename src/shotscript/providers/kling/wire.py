"""How Kling's service is spoken to, as data: one call to ask, one to look, and what its answers mean.

New standard: the model stands in the path, success is `code` 0 and status `succeeded`. Of the refusals only rate,
concurrency and the service's own trouble pass by themselves; see README.md.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .body import Options
from .facts import BASE, KEY_VARIABLE

_PASSING = (1302, 1303, 5000, 5001, 5002)
_TOKEN = (1003, 1004)
"""A token that is not yet, or no longer, good: a fresh one may do."""


def submit(model: str, request: Request, key: str) -> Call:
    """`key` is ours: a task can be looked up by it after a crash (`GET /tasks?external_task_ids=`)."""
    options = Options(external_task_id=key)
    return Call("POST", f"/{path(request.body, model)}/{model}", {**request.body, "options": options.model_dump()})


def path(body: dict[str, Any], model: str) -> str:
    """Which of a model's services a body is for, by what it holds."""
    if "prompt" in body:
        return "text-to-video"
    if body.get("settings", {}).get("character_orientation"):
        return "motion-control"
    return "omni-video" if model.endswith("-omni") else "image-to-video"


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """The task's id, or why there is none. An answer without either is refused for good: someone must look."""
    if status >= 400 or answer.get("code", 0) != 0:
        return refusal(status, answer)
    given = _task(answer).get("id")
    return given if isinstance(given, str) and given else Refused("the answer holds no task id")


def poll(id: str) -> Call:
    return Call("GET", f"/tasks?task_ids={quote(id, safe='')}")


def find(key: str) -> Call:
    return Call("GET", f"/tasks?external_task_ids={quote(key, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400 or answer.get("code", 0) != 0:
        return refusal(status, answer)
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
    return ready(o for o in outputs if isinstance(o, dict) and o.get("type", "video") == "video")


def ready(videos: Any) -> Ready | Refused:
    """The addresses of the videos a task made."""
    urls = tuple(video["url"] for video in videos if isinstance(video, dict) and video.get("url"))
    return Ready(urls) if urls else Refused("the task succeeded without a video")


def _task(answer: dict[str, Any]) -> dict[str, Any]:
    """The task in an answer: `data` itself, the one entry of a list, or of its `tasks`."""
    data = answer.get("data")
    if isinstance(data, dict) and isinstance(data.get("tasks"), list):
        data = data["tasks"]
    if isinstance(data, list):
        data = data[0] if data else {}
    return data if isinstance(data, dict) else {}


def refusal(status: int, answer: dict[str, Any]) -> Refused:
    """Why the service said no, and whether asking again may help. Both standards share the codes."""
    code = answer.get("code")
    words = str(answer.get("message") or f"HTTP {status}")
    passing = code in (*_PASSING, *_TOKEN) or (code in (None, 0) and status in (500, 502, 503, 504))
    return Refused(f"{words} (code {code})" if code else words, final=not passing)


def wire(model: str) -> Wire:
    """The service of one model."""
    return Wire(BASE, Auth(variables=(KEY_VARIABLE,)), partial(submit, model), ticket, poll, progress, find)
