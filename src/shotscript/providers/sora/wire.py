"""OpenAI's Videos API as data: for services that copy it, now that its own is closed.

It takes no id of ours and no key of idempotency, so a lost job stays lost: a list of all videos is all there is.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Inline, Ready, Refused, Wire, Working
from .facts import BASE, FRAME, KEY_VARIABLE


def submit(request: Request, key: str) -> Call:
    return Call("POST", "/videos", dict(request.body))


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no video id"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400 or answer.get("error"):
        return _refused(status, answer, none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/videos/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the job stands. An unknown status word is refused for good, never waited on for ever."""
    if status >= 400:
        return _refused(status, answer, "")
    match answer.get("status"):
        case "queued" | "in_progress" as word:
            done = answer.get("progress")
            return Working(f"{word}, {done}%" if isinstance(done, int) and done else word)
        case "completed" if answer.get("error"):
            return _refused(status, answer, "completed with an error")
        case "completed":
            return _ready(answer.get("id"))
        case "failed":
            return _refused(status, answer, "the job failed")
        case word:
            return Refused(f"unknown status {word!r}", unsure=True)


def _ready(id: Any) -> Ready | Refused:
    """The clip is fetched from the service itself, with its key."""
    if not isinstance(id, str) or not id:
        return Refused("completed without a video")
    return Ready((f"/videos/{quote(id, safe='')}/content",))


def _refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    error = answer.get("error")
    told = error if isinstance(error, dict) else {"message": error} if error else {}
    code = told.get("code")
    words = str(told.get("message") or code or otherwise or f"HTTP {status}")
    passing = status in (409, 429, 500, 502, 503, 504) and code != "insufficient_quota"
    return Refused(f"{words} ({code})" if isinstance(code, str) and code and code != words else words,
                   final=not passing)


WIRE = Wire(BASE, Auth(variables=(KEY_VARIABLE,)), submit, ticket, poll, progress, pace=10.0,
            delivery={"first frame": Inline(most=FRAME)})
