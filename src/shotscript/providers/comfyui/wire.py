"""How a ComfyUI server is spoken to, as data: a graph is queued under an id of ours, and looked up by it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from ...core import digest
from ..contract import Request
from ..service import Answer, Auth, Call, Ready, Refused, Wire, Working
from .delivery import DELIVERY
from .facts import BASE

_FILMS = (".mp4", ".webm", ".mkv", ".mov")


def submit(request: Request, key: str) -> Call:
    """Our key names the files: a graph that has run before would else be answered from memory, and save none."""
    graph = {number: _saved(node, key) for number, node in request.body["prompt"].items()}
    return Call("POST", "/prompt", {"prompt": graph, "prompt_id": named(key), "client_id": "shotscript"})


def named(key: str) -> str:
    """The id of a job, which the server takes as a UUID in small letters alone: of digits that follow from our key."""
    told = digest.of(["comfyui", key])
    return f"{told[:8]}-{told[8:12]}-8{told[13:16]}-8{told[17:20]}-{told[20:32]}"


def _saved(node: dict[str, Any], key: str) -> dict[str, Any]:
    if node["class_type"] != "SaveVideo":
        return node
    return {**node, "inputs": {**node["inputs"], "filename_prefix": f"shotscript/{key}"}}


def ticket(status: int, answer: dict[str, Any]) -> str | Refused:
    """A graph may be queued although some of its outputs are refused: ours has one, and it must be made. A job that is
    looked up calls its id otherwise."""
    if status >= 400 or answer.get("node_errors"):
        return _refused(status, answer)
    id = answer.get("prompt_id") or answer.get("id")
    return id if isinstance(id, str) and id else Refused("the answer holds no prompt id", unsure=True)


def poll(id: str) -> Call:
    return Call("GET", f"/api/jobs/{quote(id, safe='')}")


def find(key: str) -> Call:
    return poll(named(key))


def progress(status: int, answer: dict[str, Any]) -> Answer:
    """Where the job stands. An unknown status word is refused for good, never waited on for ever."""
    if status == 404:
        return Refused("the server does not know the job: it was never queued, or the server was started anew")
    if status >= 400:
        return _refused(status, answer)
    match answer.get("status"):
        case "pending" | "in_progress" as word:
            return Working(word)
        case "completed" if answer.get("execution_error"):
            return Refused(_failure(answer["execution_error"]))
        case "completed":
            return _ready(answer.get("outputs"))
        case "failed":
            return Refused(_failure(answer.get("execution_error")))
        case "cancelled":
            return Refused("the job was cancelled")
        case word:
            return Refused(f"unknown job status {word!r}", unsure=True)


def _ready(outputs: Any) -> Ready | Refused:
    """Addresses of the saved videos, relative to the server's."""
    nodes = outputs.values() if isinstance(outputs, dict) else ()
    lists = [files for node in nodes if isinstance(node, dict) for files in node.values() if isinstance(files, list)]
    urls = tuple(_view(file) for files in lists for file in files if _is_film(file))
    return Ready(urls) if urls else Refused("the job was completed without a video")


def _is_film(file: Any) -> bool:
    name = file.get("filename") if isinstance(file, dict) else None
    return isinstance(name, str) and name.lower().endswith(_FILMS) and file.get("type") == "output"


def _view(file: dict[str, Any]) -> str:
    asked = {"filename": file["filename"], "subfolder": str(file.get("subfolder") or ""), "type": "output"}
    return f"/view?{urlencode(asked)}"


def _failure(error: Any) -> str:
    told = error if isinstance(error, dict) else {}
    node = f" ({told['node_type']})" if isinstance(told.get("node_type"), str) else ""
    return f"{told.get('exception_message') or 'the job failed'}{node}"


def _refused(status: int, answer: dict[str, Any]) -> Refused:
    """The server's words and those on each node: a weight file that is missing stands there."""
    error = answer.get("error")
    told = error if isinstance(error, dict) else {"message": error}
    nodes = answer.get("node_errors")
    found = [_node(node) for node in nodes.values()] if isinstance(nodes, dict) else []
    words = "; ".join(filter(None, (str(told.get("message") or f"HTTP {status}"), *found)))
    return Refused(words, final=status not in (429, 500, 502, 503, 504))


def _node(node: Any) -> str:
    if not isinstance(node, dict) or not isinstance(node.get("errors"), list):
        return ""
    errors = [f"{one.get('message')}: {one.get('details')}" for one in node["errors"] if isinstance(one, dict)]
    return f"{node.get('class_type')}: {', '.join(errors)}" if errors else ""


WIRE = Wire(BASE, Auth(kind="none"), submit, ticket, poll, progress, find, delivery=DELIVERY, at_once=1,
            patience=4 * 3600.0)
