"""The legacy standard's service: one path a kind of video, success `succeed`, a JSON web token or a key.

A task is looked up on the path it was made on, so its handle is that path and its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Media, Refused, Wire, Working
from .answers import ready, refusal
from .delivery import delivery
from .facts import BASE, KEY_VARIABLE, PAIR_VARIABLES, Model

_KINDS = ("text2video", "image2video", "omni-video")


def submit(request: Request, key: str) -> Call:
    """`key` is ours: `GET path/key` finds the task as its own id does."""
    return Call("POST", f"/v1/videos/{path(request)}", {**request.body, "external_task_id": key})


def path(request: Request) -> str:
    text, image, omni = _KINDS
    return omni if request.model.endswith("-omni") else image if "image" in request.body else text


def handle(request: Request, id: str) -> str:
    return f"{path(request)}/{id}"


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    if status >= 400 or answer.get("code", 0) != 0:
        return refusal(status, answer)
    given = _task(answer).get("task_id")
    return given if isinstance(given, str) and given else Refused("the answer holds no task id", unsure=True)


def look(handle: str) -> Call:
    """By our key as by the service's id. A bare id is of text-to-video."""
    kind, _, id = handle.partition("/")
    if kind not in _KINDS:
        kind, id = _KINDS[0], handle
    return Call("GET", f"/v1/videos/{kind}/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    if status >= 400 or answer.get("code", 0) != 0:
        return replace(refusal(status, answer), unsure=status < 400)  # it tells of our looking, not of the task
    task = _task(answer)
    match task.get("task_status"):
        case "submitted" | "processing" as word:
            return Working(word)
        case "succeed":
            result = task.get("task_result")
            return ready((result if isinstance(result, dict) else {}).get("videos") or ())
        case "failed":
            return Refused(str(task.get("task_status_msg") or "the task failed"))
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def _task(answer: dict[str, Any]) -> dict[str, Any]:
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def laid(body: dict[str, Any], refs: Mapping[str, str], media: Mapping[str, Media]) -> dict[str, Any]:
    """With the needs in place: an element's id is a number in this standard."""
    placed = _put(body, refs)
    for entry in placed.get("element_list") or ():
        id = entry["element_id"]
        entry["element_id"] = int(id) if id.isdecimal() else id
    return placed


def _put(value: Any, refs: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(one, refs) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_put(one, refs) for one in value]
    return refs.get(value, value) if isinstance(value, str) else value


def wire(model: Model) -> Wire:
    """The service of one model."""
    auth = Auth("jwt", PAIR_VARIABLES, other=Auth(variables=(KEY_VARIABLE,)))
    return Wire(BASE, auth, submit, ticket, look, progress, look, handle=handle, delivery=delivery(model), laid=laid)
