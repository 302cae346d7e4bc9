"""Veo on Vertex as data: a long-running prediction is asked for, and its operation looked at by a POST.

The base address names the project and its location, which stand in the environment beside the key.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from . import delivery
from .facts import LABEL, VEO_AT_ONCE, VEO_GAP, VERTEX, VERTEX_VARIABLES

_PASSING = (4, 8, 13, 14)
"""google.rpc: deadline, quota, the service's own trouble, unavailable."""


def submit(model: str, request: Request, key: str) -> Call:
    """Our key goes along as a label; no operation can be looked up by it."""
    return Call("POST", f"/{model}:predictLongRunning", {**request.body, "labels": {"shotscript": key[:LABEL].lower()}})


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no operation"
    name = answer.get("name")
    if isinstance(name, str) and name and status < 400:
        return name
    if status >= 400 or answer.get("error"):
        return refused(status, answer.get("error"), none)
    return Refused(none, unsure=True)


def poll(model: str, id: str) -> Call:
    return Call("POST", f"/{model}:fetchPredictOperation", {"operationName": id})


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the operation stands. One that is done without a video was filtered: that is a refusal, not a fault."""
    if status >= 400 or answer.get("error"):
        return refused(status, answer.get("error"), "the operation failed")
    match answer.get("done"):
        case True:
            response = answer.get("response")
            return _ready(response if isinstance(response, dict) else {})
        case False | None if isinstance(answer.get("name"), str):
            return Working("running")
        case word:
            return Refused(f"an operation without a name, done {word!r}", unsure=True)


def _ready(response: dict[str, Any]) -> Ready | Refused:
    videos = response.get("videos")
    made = [one for one in videos if isinstance(one, dict)] if isinstance(videos, list) else []
    urls = tuple(filter(None, map(_url, made)))
    if urls:
        return Ready(urls)
    reasons = response.get("raiMediaFilteredReasons")
    if isinstance(reasons, list) and reasons:
        return Refused(f"filtered: {'; '.join(map(str, reasons))}")
    if response.get("raiMediaFilteredCount"):
        return Refused("filtered, no reason given")
    return Refused("the operation is done without a video")


def _url(video: dict[str, Any]) -> str:
    """In a bucket, or the bytes themselves."""
    stored, inline = video.get("gcsUri"), video.get("bytesBase64Encoded")
    if isinstance(stored, str) and stored:
        return stored
    kind = video.get("mimeType")
    return data(kind, inline) if isinstance(inline, str) and inline else ""


def data(kind: Any, inline: str) -> str:
    """Bytes that came with the answer, as an address."""
    return f"data:{kind if isinstance(kind, str) and kind else 'video/mp4'};base64,{inline}"


def refused(status: int, error: Any, otherwise: str) -> Refused:
    """Why Google said no: a google.rpc status, its code a number or a word."""
    told = error if isinstance(error, dict) else {"message": error} if error else {}
    code = told.get("code")
    words = str(told.get("message") or (f"HTTP {status}" if status >= 400 else otherwise))
    final = status not in (429, 500, 502, 503, 504) and code not in _PASSING
    return Refused(f"{words} ({code})" if isinstance(code, int | str) and code else words, final=final)


def wire(model: str) -> Wire:
    """The service of one model."""
    return Wire(VERTEX, Auth("google", VERTEX_VARIABLES), partial(submit, model), ticket, partial(poll, model),
                progress, pace=15.0, delivery=delivery.VEO, laid=delivery.veo, at_once=VEO_AT_ONCE, gap=VEO_GAP)
