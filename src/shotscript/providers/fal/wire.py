"""fal's queue as data: asked at the model's own path, looked at and fetched where the answers say.

A failure is COMPLETED too, with an `error`. The service takes no id of ours: a request whose answer is lost is parked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY, STORAGE
from .facts import BASE, KEY_VARIABLE

_ONCE = ("X-Fal-No-Retry", "1")
"""Whether to try again is for us to say."""
_PASSING = ("request_timeout", "startup_timeout", "internal_error", "runner_scheduling_failure",
            "runner_connection_timeout", "runner_disconnected", "runner_connection_refused", "runner_connection_error",
            "runner_incomplete_response", "runner_server_error")


_LOST = Refused("the request is done, and nothing says where", unsure=True)


def submit(request: Request, key: str) -> Call:
    return Call("POST", f"/{request.model}", dict(request.body), (_ONCE,))


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """Where the request is looked at: paths cannot be told from the model's, so the answer's own is kept."""
    none = "the answer does not say where the request is looked at"
    path = _path(answer.get("status_url"))
    if path and status < 400:
        return path
    if status >= 400 or answer.get("error") or answer.get("error_type"):
        return _refused(status, answer, none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/{'/'.join(map(_part, id.split('/')))}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the request stands; once it is done, the result is read at another address."""
    if status >= 400 or answer.get("error") or answer.get("error_type"):
        return _refused(status, answer, "the request failed")
    match answer.get("status"):
        case "IN_QUEUE" | "IN_PROGRESS" as word:
            return Working(word)
        case "COMPLETED":
            path = _path(answer.get("response_url"))
            return Working("COMPLETED", poll(path)) if path else _LOST
        case None:
            return _ready(answer)
        case word:
            return Refused(f"unknown request status {word!r}", unsure=True)


def _ready(answer: dict[str, Any]) -> Ready | Refused:
    video = answer.get("video")
    url = video.get("url") if isinstance(video, dict) else None
    return Ready((url,)) if isinstance(url, str) and url else Refused("the request is done without a video")


def _path(url: Any) -> str:
    """The path of an address of the service, whatever its host: our key goes to one host alone."""
    try:
        return urlsplit(url).path.strip("/") if isinstance(url, str) else ""
    except ValueError:
        return ""


def _part(name: str) -> str:
    """One part of a path. Dots alone would lead out of it."""
    return quote(name, safe="") if name.strip(".") else name.replace(".", "%2E")


def _refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    """A fault of the queue has a type; a fault of the model a list of what it does not like."""
    kind, told = answer.get("error_type"), answer.get("error") or answer.get("detail")
    listed = told if isinstance(told, list) else []
    found = [str(one["msg"]) for one in listed if isinstance(one, dict) and one.get("msg")]
    words = "; ".join(found) or (str(told) if told else f"HTTP {status}" if status >= 400 else otherwise)
    final = kind not in _PASSING if isinstance(kind, str) else status not in (429, 500, 502, 503, 504)
    return Refused(f"{words} ({kind})" if kind else words, final=final)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,), form="Key {key}"), submit, ticket, poll, progress, delivery=DELIVERY,
            also=(STORAGE,))
