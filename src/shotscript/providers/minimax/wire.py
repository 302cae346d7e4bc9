"""How MiniMax's two services are spoken to, as data. The older one hands out a file's id first, then its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import H3, HAILUO, laid
from .facts import BASE, KEY_VARIABLE

_BUSY = (1002,)
_PASSING = (1000, 1001, *_BUSY, 1024)
"""What passes of a look. Of asking only the first does: after a timeout of theirs the task may be there nonetheless."""
_AUTH = Auth(variables=(KEY_VARIABLE,))


def submit_hailuo(request: Request, key: str) -> Call:
    """The service takes no id of ours: a lost task stays lost."""
    return Call("POST", "/v1/video_generation", request.body)


def submit_h3(request: Request, key: str) -> Call:
    return Call("POST", "/v2/video_generation", request.body)


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """The task's id. An HTTP 200 may carry a refusal in `base_resp`."""
    if trouble := _trouble(status, answer, _BUSY if status < 400 else _PASSING):
        return trouble
    id = answer.get("task_id")
    return id if isinstance(id, str) and id else Refused("the answer holds no task id", unsure=True)


def poll_hailuo(id: str) -> Call:
    return Call("GET", f"/v1/query/video_generation?task_id={quote(id, safe='')}")


def poll_h3(id: str) -> Call:
    return Call("GET", f"/v2/query/video_generation/{quote(id, safe='')}")


def progress_hailuo(status: int, answer: dict[str, Any]) -> Answer:
    """Where the task stands. Trouble of the moment comes as HTTP 200, too: then the task is looked at again."""
    if trouble := _trouble(status, answer):
        return _momentary(status, trouble, answer.get("status"))
    if isinstance(file := answer.get("file"), dict):
        return _link(file.get("download_url"))
    match answer.get("status"):
        case "Queueing" | "Preparing" | "Processing" as word:
            return Working(word)
        case "Success":
            return _file(answer.get("file_id"))
        case "Fail" | "Failed":
            return Refused("the task failed")
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def progress_h3(status: int, answer: dict[str, Any]) -> Answer:
    task = answer.get("task")
    task = task if isinstance(task, dict) else {}
    if trouble := _trouble(status, answer):
        return _momentary(status, trouble, task.get("status"))
    match task.get("status"):
        case "queued" | "running" as word:
            return Working(word)
        case "succeeded":
            content = task.get("content")
            return _link(content.get("url") if isinstance(content, dict) else None)
        case "failed" | "cancelled" | "expired" as word:
            error = task.get("error")
            words = error.get("message") if isinstance(error, dict) else None
            return Refused(str(words or f"the task is {word}"))
        case word:
            return Refused(f"unknown task status {word!r}", unsure=True)


def _momentary(status: int, trouble: Refused, word: Any) -> Answer:
    """Trouble of the look itself, where the answer says nothing of the task."""
    return Working(trouble.words) if status < 400 and not trouble.final and not word else trouble


def _file(id: Any) -> Answer:
    """A file's id is a long number, mostly written as text."""
    if isinstance(id, bool) or not isinstance(id, str | int) or not id:
        return Refused("the task succeeded without a video")
    return Working("the file is being fetched", Call("GET", f"/v1/files/retrieve?file_id={quote(str(id), safe='')}"))


def _link(url: Any) -> Ready | Refused:
    return Ready((url,)) if isinstance(url, str) and url else Refused("the task succeeded without a video")


def _trouble(status: int, answer: dict[str, Any], passing: tuple[int, ...] = _PASSING) -> Refused | None:
    told = answer.get("base_resp")
    told = told if isinstance(told, dict) else {}
    code = told.get("status_code", 0)
    if code != 0:
        return Refused(f"{told.get('status_msg') or 'refused'} (code {code})", final=code not in passing)
    if status < 400:
        return None
    error = answer.get("error")
    words = error.get("message") if isinstance(error, dict) else None
    return Refused(str(words or f"HTTP {status}"), final=status not in (429, 500, 502, 503, 504))


_GAP = 12.0
"""Five requests a minute."""
HAILUO_WIRE = Wire(BASE, _AUTH, submit_hailuo, ticket, poll_hailuo, progress_hailuo, pace=10.0, gap=_GAP,
                   delivery=HAILUO)
H3_WIRE = Wire(BASE, _AUTH, submit_h3, ticket, poll_h3, progress_h3, pace=10.0, gap=_GAP, delivery=H3, laid=laid)
