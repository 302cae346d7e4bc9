"""Replicate's predictions, as data: a ticket, a look, and what the answers mean.

A model that lives there alone and the gateway that carries other people's speak to the same service; only what they ask
for differs. A result must be fetched within the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from .contract import Request
from .service import Answer, Auth, Call, Ready, Refused, Wire, Working

BASE = "https://api.replicate.com"
KEY_VARIABLE = "REPLICATE_API_TOKEN"


def wire(submit: Callable[[Request, str], Call]) -> Wire:
    """The service, asked in one's own way. It takes no id of ours: a prediction whose answer is lost is parked."""
    return Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=10.0)


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    id = answer.get("id")
    if status >= 400 or not isinstance(id, str) or not id:
        return _refused(status, answer, "the answer holds no prediction id")
    return id


def poll(id: str) -> Call:
    return Call("GET", f"/v1/predictions/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the prediction stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400:
        return _refused(status, answer, "")
    match answer.get("status"):
        case "starting" | "processing" as word:
            return Working(word)
        case "succeeded":
            return _ready(answer)
        case "failed":
            return Refused(str(answer.get("error") or "the prediction failed"))
        case "canceled" | "aborted" as word:
            return Refused(f"the prediction was {word}")
        case word:
            return Refused(f"unknown prediction status {word!r}")


def _ready(answer: dict[str, Any]) -> Ready | Refused:
    """Success beside an error is no success."""
    if answer.get("error"):
        return Refused(str(answer["error"]))
    output = answer.get("output")
    urls = [output] if isinstance(output, str) else output if isinstance(output, list) else []
    found = tuple(url for url in urls if isinstance(url, str) and url)
    return Ready(found) if found else Refused("the prediction succeeded without a video")


def _refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    words = next((str(told) for name in ("detail", "title", "error") if (told := answer.get(name))), otherwise)
    return Refused(words or f"HTTP {status}", final=status not in (429, 500, 502, 503, 504))
