"""How Kling's service is spoken to, as data: one call to ask, one to look, and what its answers mean.

New standard: the model stands in the path, success is `code` 0 and status `succeeded`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .answers import ready, refusal
from .body import Options
from .delivery import delivery
from .facts import BASE, KEY_VARIABLE, Model


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
    return given if isinstance(given, str) and given else Refused("the answer holds no task id", unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/tasks?task_ids={quote(id, safe='')}")


def find(key: str) -> Call:
    return Call("GET", f"/tasks?external_task_ids={quote(key, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400 or answer.get("code", 0) != 0:
        return replace(refusal(status, answer), unsure=status < 400)  # it tells of our looking, not of the task
    task = _task(answer)
    match task.get("status"):
        case "submitted" | "processing" as word:
            return Working(word)
        case "succeeded":
            return _ready(task)
        case "failed":
            return Refused(str(task.get("message") or "the task failed"))
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def _ready(task: dict[str, Any]) -> Ready | Refused:
    outputs = task.get("outputs")
    made = outputs if isinstance(outputs, list) else []
    return ready([one for one in made if isinstance(one, dict) and one.get("type", "video") == "video"])


def _task(answer: dict[str, Any]) -> dict[str, Any]:
    """The task in an answer: `data` itself, the one entry of a list, or of its `tasks`."""
    data = answer.get("data")
    if isinstance(data, dict) and isinstance(data.get("tasks"), list):
        data = data["tasks"]
    if isinstance(data, list):
        data = data[0] if data else {}
    return data if isinstance(data, dict) else {}


def wire(model: Model) -> Wire:
    """The service of one model."""
    return Wire(BASE, Auth(variables=(KEY_VARIABLE,)), partial(submit, model.id), ticket, poll, progress, find,
                delivery=delivery(model))
