"""Replicate's predictions, as data: a file sent ahead, a ticket, a look, and what the answers mean.

A model that lives there alone and the gateway that carries other people's speak to the same service; only what they ask
for differs. A result must be fetched within the hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from .contract import Request
from .service import Answer, Auth, Call, Media, Placed, Ready, Refused, Upload, Wire, Working

BASE = "https://api.replicate.com"
KEY_VARIABLE = "REPLICATE_API_TOKEN"
MOST = 100_000_000
"""Bytes of a file sent ahead."""
_GAP = 0.1
"""600 predictions a minute."""
_HOUR = 3600.0


def wire(submit: Callable[[Request, str], Call], roles: Iterable[str] = ()) -> Wire:
    """The service, asked in one's own way; files of these roles are sent ahead. It takes no id of ours: a prediction
    whose answer is lost is parked."""
    return Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=10.0, gap=_GAP,
                delivery=dict.fromkeys(roles, Upload(upload, uploaded, MOST)))


def upload(media: Media) -> Call:
    """A form whose one part is the file."""
    return Call("POST", "/v1/files", file="content")


def uploaded(number: int, status: int, answer: dict[str, Any], media: Media) -> Placed | Refused:
    """A file is called by the address it is read at, until it expires there."""
    urls = answer.get("urls")
    url = urls.get("get") if isinstance(urls, dict) else None
    if status >= 400 or not isinstance(url, str) or not url:
        return _refused(status, answer, "the answer does not say where the file is")
    return Placed(url, _lasts(answer))


def _lasts(answer: dict[str, Any]) -> float:
    """The service says it with each file; where it does not, an hour, as for all else it keeps."""
    try:
        made, gone = (datetime.fromisoformat(str(answer.get(name))) for name in ("created_at", "expires_at"))
        return max(0.0, (gone - made).total_seconds())
    except (ValueError, TypeError):
        return _HOUR


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no prediction id"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400:
        return _refused(status, answer, none)
    return Refused(none, unsure=True)


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
            return Refused(f"unknown prediction status {word!r}", unsure=True)


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
