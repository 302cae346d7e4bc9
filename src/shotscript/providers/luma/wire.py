"""How Luma's two services are spoken to, as data: one call to ask, one to look, and what their answers mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY, refused
from .facts import RAY_2_BASE, RAY_2_KEY, RAY_3_BASE, RAY_3_KEY


def submit(request: Request, key: str) -> Call:
    """`user_id` is given back to nobody: no task can be looked up by our key."""
    return Call("POST", "/generations", {**request.body, "user_id": key})


def submit_2(request: Request, key: str) -> Call:
    """The older service takes nothing of ours; its list of recent jobs may show a lost one."""
    return Call("POST", "/generations/video", request.body)


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    none = "the answer holds no id"
    id = answer.get("id")
    if isinstance(id, str) and id and status < 300:
        return id
    return refused(status, answer, none) if status >= 400 else Refused(none, unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/generations/{quote(id, safe='')}")


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. An unknown state is refused for good, never waited on for ever."""
    if status >= 400:
        return refused(status, answer, "")
    match answer.get("state"):
        case "queued" | "processing" | "dreaming" as word:
            return Working(word)
        case "completed" if answer.get("failure_code") or answer.get("failure_reason"):
            return refused(200, answer, "completed with an error")
        case "completed":
            return _ready(answer)
        case "failed":
            return refused(200, answer, "the generation failed")
        case word:
            return Refused(f"unknown state {word!r}", unsure=True)


def _ready(answer: dict[str, Any]) -> Ready | Refused:
    """The newer service lists its output, the older one names its assets."""
    output, assets = answer.get("output"), answer.get("assets")
    listed = [one.get("url") for one in output if isinstance(one, dict) and one.get("type", "video") == "video"
              ] if isinstance(output, list) else []
    named = [assets.get("video")] if isinstance(assets, dict) else []
    urls = tuple(url for url in (*listed, *named) if isinstance(url, str) and url)
    return Ready(urls) if urls else Refused("the generation was completed without a video")


RAY_3_WIRE = Wire(RAY_3_BASE, Auth(variables=(RAY_3_KEY,)), submit, ticket, poll, progress, pace=3.0,
                  delivery=DELIVERY)
RAY_2_WIRE = Wire(RAY_2_BASE, Auth(variables=(RAY_2_KEY,)), submit_2, ticket, poll, progress, pace=3.0)
