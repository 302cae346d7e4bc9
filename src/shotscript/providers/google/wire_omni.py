"""Gemini's Interactions API as data: an interaction in the background is asked for, and looked at until it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from . import delivery
from .facts import GEMINI, GEMINI_VARIABLES, LABEL
from .wire_veo import data, refused


def submit(request: Request, key: str) -> Call:
    """Our key goes along as a label; no interaction can be looked up by it."""
    return Call("POST", "/interactions", {**request.body, "labels": {"shotscript": key[:LABEL].lower()}})


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no interaction"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 400:
        return id
    if status >= 400 or answer.get("error"):
        return refused(status, answer.get("error"), none)
    return Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/interactions/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the interaction stands. All words for an end but `completed` are ends without a clip."""
    if status >= 400 or answer.get("error"):
        return refused(status, answer.get("error"), "the interaction failed")
    match answer.get("status"):
        case "queued" | "in_progress" as word:
            return Working(word)
        case "completed":
            return _ready(answer)
        case str(word) if word in _ENDS:
            return Refused(f"the interaction {_ENDS[word]}")
        case word:
            return Refused(f"unknown status {word!r}", unsure=True)


_ENDS = {"failed": "failed", "cancelled": "was cancelled", "incomplete": "ended incomplete",
         "budget_exceeded": "went over its budget", "requires_action": "asks for an action, not only for a clip",
         "requires_continuation": "asks to be continued, which no clip is"}


def _ready(answer: dict[str, Any]) -> Ready | Refused:
    """Words alone, without a video, are a refusal."""
    content = list(_content(answer))
    if urls := tuple(filter(None, (_url(one) for one in content if one.get("type") == "video"))):
        return Ready(urls)
    words = [text for one in content if one.get("type") == "text" and isinstance(text := one.get("text"), str) and text]
    return Refused(f"completed without a video: {' '.join(words)}" if words else "completed without a video")


def _content(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    steps = answer.get("steps")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict) and step.get("type") == "model_output" and isinstance(step.get("content"), list):
            yield from (one for one in step["content"] if isinstance(one, dict))


def _url(video: dict[str, Any]) -> str:
    """One of the service's files, or another address; the bytes may have come with the answer."""
    uri, inline = video.get("uri"), video.get("data")
    if isinstance(uri, str) and uri:
        return _file(uri) or uri
    return data(video.get("mime_type"), inline) if isinstance(inline, str) and inline else ""


def _file(uri: str) -> str:
    """The path of a file of the service: it is fetched with the key, and whole only where `alt` says so."""
    name = _FILE.fullmatch(_path(uri))
    return f"/files/{name[1]}:download?alt=media" if name else ""


def _path(uri: str) -> str:
    try:
        return urlsplit(uri).path
    except ValueError:
        return ""


_FILE = re.compile(r"/v1(?:beta)?/files/([A-Za-z0-9_-]+)(?::download)?")


WIRE = Wire(GEMINI, Auth(variables=GEMINI_VARIABLES, header="x-goog-api-key", form="{key}"), submit, ticket, poll,
            progress, pace=10.0, delivery=delivery.OMNI, laid=delivery.omni)
