"""How Runway's service is spoken to, as data. It takes no key of ours and lists no tasks: a lost one stays lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY, refused
from .facts import AT_ONCE, BASE, CREDIT, KEY_VARIABLE, VERSION

_PATHS = {"aleph2": "/v1/video_to_video", "act_two": "/v1/character_performance",
          "multi_shot_video": "/v1/recipes/multi_shot_video"}
_AGAIN = "INTERNAL.BAD_OUTPUT"
"""Failures after which the vendor says to ask again."""


def submit(request: Request, key: str) -> Call:
    own = "/v1/image_to_video" if "promptImage" in request.body else "/v1/text_to_video"
    return Call("POST", _PATHS.get(request.model, own), request.body, (VERSION,))


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no id"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 300:
        return id
    return refused(status, answer, none) if status >= 400 else Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/v1/tasks/{quote(id, safe='')}", headers=(VERSION,))


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown state is refused for good, never waited on for ever."""
    if status >= 400:
        return refused(status, answer, "")
    match answer.get("status"):
        case "PENDING" | "THROTTLED" as word:
            return Working(word.lower())
        case "RUNNING":
            return Working(_running(answer.get("progress")))
        case "SUCCEEDED" if not (answer.get("failure") or answer.get("failureCode")):
            return _ready(answer)
        case "SUCCEEDED" | "FAILED":
            return _failed(answer)
        case "CANCELLED":
            return Refused("the task was cancelled")
        case word:
            return Refused(f"unknown state {word!r}", unsure=True)


def _running(done: object) -> str:
    known = isinstance(done, int | float) and not isinstance(done, bool) and 0 <= done <= 1
    return f"running, {done:.0%}" if known else "running"


def _ready(answer: dict[str, Any]) -> Ready | Refused:
    output = answer.get("output")
    urls = tuple(url for url in output if isinstance(url, str) and url) if isinstance(output, list) else ()
    return Ready(urls, _cost(answer.get("cost"))) if urls else Refused("the task succeeded without a video")


def _cost(cost: object) -> Decimal | None:
    """US dollars of the credits charged, where they are told."""
    credits = cost.get("credits") if isinstance(cost, dict) else None
    told = isinstance(credits, int | float) and not isinstance(credits, bool) and 0 <= credits < float("inf")
    return Decimal(str(credits)) * CREDIT if told else None


def _failed(answer: dict[str, Any]) -> Refused:
    """Refusals for safety are final, so are codes we do not know; a bad output may come out well next time."""
    code = answer.get("failureCode")
    told = str(answer.get("failure") or "the task failed")
    again = isinstance(code, str) and (code == _AGAIN or code.startswith(f"{_AGAIN}."))
    return Refused(f"{told} ({code})" if code else told, final=not again)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=5.0, delivery=DELIVERY,
            at_once=AT_ONCE)
