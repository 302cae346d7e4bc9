"""Kling 4 by way of the Comfy Router: asked and collected later, the answer in Kling's own words.

The router takes no id of ours to look a request up by, but a key: the same body under the same key is answered with the
request it made, for a day. A failure is COMPLETED too, with an `error_type`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Delivery, Media, Placed, Refused, Upload, Wire, Working
from . import wire as native
from .facts import ROUTER, ROUTER_VARIABLE, Model, inputs

_PATH = "/v2/models/kling/{model}/requests"
_PASSING = ("provider_timeout", "concurrency_limit_exceeded", "internal_error", "service_unavailable", "rate_limited",
            "queue_timeout", "queue_backlog_full", "deadline_exceeded")
_MODEL = "kling-4.0"
_LASTS = 3600.0
"""How long a file can be read at its address is not said; results can for 12 hours at least."""


KEPT = 24 * 3600.0
"""Seconds for which the router answers the same key with the same request."""


def submit(request: Request, key: str) -> Call:
    return Call("POST", _PATH.format(model=request.model), dict(request.body), headers=(("Idempotency-Key", key),))


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    given = answer.get("request_id")
    if status >= 400 or answer.get("error_type"):
        return _refusal(status, answer)
    return given if isinstance(given, str) and given else Refused("the answer holds no request id", unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"{_PATH.format(model=_MODEL)}/{quote(id, safe='')}/status")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the request stands; once it is done, the result is read at another address, in the model's own shape."""
    if status >= 400 or answer.get("error_type"):
        return _refusal(status, answer)
    if "data" in answer:
        return native.progress(status, answer)
    match answer.get("status"):
        case "IN_QUEUE" | "IN_PROGRESS" as word:
            return Working(word)
        case "COMPLETED":
            return _collected(answer)
        case word:
            return Refused(f"unknown request status {word!r}", unsure=True)


def _collected(answer: dict[str, Any]) -> Answer:
    id = answer.get("request_id")
    if not isinstance(id, str) or not id:
        return Refused("the request is done, and the answer does not say which it was", unsure=True)
    return Working("COMPLETED", Call("GET", f"{_PATH.format(model=_MODEL)}/{quote(id, safe='')}"))


def upload(media: Media) -> Call:
    """Comfy's own storage gives an address to send a file to, and the one it is read at."""
    return Call("POST", "/customers/storage", {"file_name": media.name, "content_type": media.mime})


def uploaded(number: int, status: int, answer: dict[str, Any], media: Media) -> Call | Placed | Refused:
    if status >= 400:
        return _refusal(status, answer)
    there, read = answer.get("upload_url"), answer.get("download_url")
    if not isinstance(there, str) or not isinstance(read, str) or not there or not read:
        return Refused("the answer does not say where to send the file")
    if number == 0:
        return Call("PUT", there, headers=(("Content-Type", media.mime),), file="raw")
    return Placed(read, _LASTS)


def _refusal(status: int, answer: dict[str, Any]) -> Refused:
    kind = answer.get("error_type")
    words = _words(answer.get("detail")) or str(answer.get("message") or f"HTTP {status}")
    passing = kind in _PASSING or (not kind and status in (429, 500, 502, 503, 504))
    return Refused(f"{words} ({kind})" if kind else words, final=not passing)


def _words(detail: Any) -> str:
    """A sentence, or what is wrong with each field."""
    if not isinstance(detail, list):
        return str(detail or "")
    faults = [one for one in detail if isinstance(one, dict)]
    return "; ".join(f"{_place(one.get('loc'))}{one.get('msg') or one.get('type') or 'wrong'}" for one in faults)


def _place(loc: Any) -> str:
    return f"{'.'.join(map(str, loc))}: " if isinstance(loc, list) and loc else ""


_AUTH = Auth(variables=(ROUTER_VARIABLE,), header="X-API-Key", form="{key}")


def wire(model: Model) -> Wire:
    """Pictures are sent ahead. An element cannot be made through the router."""
    sent: dict[str, Delivery] = {role: Upload(upload, uploaded, int(rule.megabytes * 1_000_000))
                                 for role, rule in inputs(model).items() if rule.megabytes}
    return Wire(ROUTER, _AUTH, submit, ticket, poll, progress, delivery=sent, keeps=KEPT)
