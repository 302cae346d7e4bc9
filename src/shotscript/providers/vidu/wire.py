"""How Vidu is spoken to, as data: one of four calls to ask, one to look, and what its answers mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY
from .facts import BASE, KEY_VARIABLE


def submit(request: Request, key: str) -> Call:
    """`payload` comes back with every answer: our key travels in it, though no task can be looked up by it."""
    return Call("POST", _path(request.body), {**request.body, "payload": key})


def _path(body: dict[str, Any]) -> str:
    if "subjects" in body:
        return "/reference2video"
    return ("/text2video", "/img2video", "/start-end2video")[len(body.get("images", ()))]


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no task id"
    id = answer.get("task_id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400 or answer.get("code") or answer.get("err_code"):
        return _refused(status, answer, none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/tasks/{quote(id, safe='')}/creations")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400:
        return _refused(status, answer, "")
    match answer.get("state"):
        case "created" | "queueing" | "processing" as word:
            return Working(word)
        case "success" if answer.get("err_code"):
            return Refused(f"the task failed ({answer['err_code']})")
        case "success":
            return _ready(answer.get("creations"))
        case "failed":
            return Refused(f"the task failed ({answer.get('err_code') or 'no code'})")
        case word:
            return Refused(f"unknown task state {word!r}", unsure=True)


def _ready(creations: Any) -> Ready | Refused:
    made = [one for one in creations if isinstance(one, dict)] if isinstance(creations, list) else []
    urls = tuple(url for one in made if isinstance(url := one.get("url"), str) and url)
    return Ready(urls) if urls else Refused("the task succeeded without a video")


def _refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    words = answer.get("message") or answer.get("reason") or answer.get("code") or otherwise or f"HTTP {status}"
    return Refused(str(words), final=status not in (429, 500, 502, 503, 504))


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,), form="Token {key}"), submit, ticket, poll, progress, pace=5.0,
            delivery=DELIVERY)
