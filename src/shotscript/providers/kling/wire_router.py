"""Kling 4 by way of the Comfy Router: asked and collected later, the answer in Kling's own words.

The router takes no id of ours in the body, so nothing is found again after a crash. A failure is COMPLETED too, with
an `error_type`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Refused, Wire, Working
from . import wire
from .facts import ROUTER, ROUTER_VARIABLE

_PATH = "/v2/models/kling/{model}/requests"
_PASSING = ("provider_timeout", "concurrency_limit_exceeded", "internal_error", "service_unavailable", "rate_limited",
            "queue_timeout", "queue_backlog_full", "deadline_exceeded")
_MODEL = "kling-4.0"


def submit(request: Request, key: str) -> Call:
    return Call("POST", _PATH.format(model=request.model), dict(request.body))


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    given = answer.get("request_id")
    if status >= 400 or answer.get("error_type"):
        return _refusal(status, answer)
    return given if isinstance(given, str) and given else Refused("the answer holds no request id")


def poll(id: str) -> Call:
    return Call("GET", f"{_PATH.format(model=_MODEL)}/{quote(id, safe='')}/status")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the request stands; once it is done, the result is read at another address, in the model's own shape."""
    if status >= 400 or answer.get("error_type"):
        return _refusal(status, answer)
    if "data" in answer:
        return wire.progress(status, answer)
    match answer.get("status"):
        case "IN_QUEUE" | "IN_PROGRESS" as word:
            return Working(word)
        case "COMPLETED":
            return _collected(answer)
        case word:
            return Refused(f"unknown request status {word!r}")


def _collected(answer: dict[str, Any]) -> Answer:
    id = answer.get("request_id")
    if not isinstance(id, str) or not id:
        return Refused("the request is done, and the answer does not say which it was")
    return Working("COMPLETED", Call("GET", f"{_PATH.format(model=_MODEL)}/{quote(id, safe='')}"))


def _refusal(status: int, answer: dict[str, Any]) -> Refused:
    kind = answer.get("error_type")
    words = str(answer.get("detail") or answer.get("message") or f"HTTP {status}")
    passing = kind in _PASSING or (not kind and status in (429, 500, 502, 503, 504))
    return Refused(f"{words} ({kind})" if kind else words, final=not passing)


_AUTH = Auth(variables=(ROUTER_VARIABLE,), header="X-API-Key", form="{key}")
WIRE = Wire(ROUTER, _AUTH, submit, ticket, poll, progress)
