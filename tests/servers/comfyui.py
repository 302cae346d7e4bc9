"""A ComfyUI server: graphs under ids of the client's own, a folder of inputs, jobs, and films read at `/view`.

Sources: reference/providers/comfyui.md §2 (ComfyUI's `server.py` and `execution.py`). Every route stands under `/api`
too. There are no keys; a graph that ran before is answered from memory and saves nothing; an id sent twice is queued
twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_STATES = {"waiting": "pending", "working": "in_progress", "failed": "failed", "moderated": "failed"}
_FILES = {"LoadImage": "image", "LoadVideo": "file"}


class ComfyUI(Vendor):
    def __init__(self) -> None:
        self._made: dict[str, Job] = {}
        self._run: set[str] = set()

    def kind(self, asked: Asked) -> Kind:
        path = _path(asked)
        if asked.method == "POST" and path == "/prompt":
            return "submit"
        if asked.method == "GET" and path.startswith(("/jobs/", "/history/")):
            return "poll"
        return "upload" if path == "/upload/image" else "file" if path == "/view" else "other"

    def denied(self, asked: Asked) -> Reply | None:
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        body = asked.json
        if not isinstance(body.get("prompt"), dict):
            return _refusal("no_prompt", "No prompt provided")
        id = body.get("prompt_id")
        if id is not None and not _UUID.fullmatch(str(id)):
            return _refusal("invalid_prompt_id", "prompt_id must be a UUID")
        faults = _checked(service, body["prompt"])
        if isinstance(faults, Reply):
            return faults
        if faults:
            return _refusal("prompt_outputs_failed_validation", "Prompt outputs failed validation", faults)
        own = str(id or f"{len(service.accepted):08x}-0000-4000-8000-000000000000")
        job = service.add(asked, key=own, id=own)
        told = json.dumps(body["prompt"], sort_keys=True)
        if told not in self._run:
            self._made[_named(job)] = job
        self._run.add(told)
        return Reply(200, {"prompt_id": job.id, "number": len(service.accepted), "node_errors": {}})

    def look(self, service: Service, asked: Asked) -> Reply:
        path = _path(asked)
        job = service.job(path.rsplit("/", 1)[1])
        if path.startswith("/history/"):
            return self._history(service, job)
        if job is None:
            return Reply(404, {"error": "Job not found"})
        state = service.seen(job)
        told: dict[str, Any] = {"id": job.id, "status": _STATES.get(state, "completed"), "priority": 0,
                                "create_time": 1, "outputs_count": 0, "workflow": {"prompt": job.body["prompt"]}}
        if state in ("failed", "moderated", "done with an error"):
            words = {"moderated": "the request was refused by the node's own service"}.get(state, "CUDA out of memory")
            told["execution_error"] = {"node_id": "13", "node_type": "KSampler", "exception_type": "RuntimeError",
                                       "exception_message": words}
        if state == "done":
            told |= {"outputs": self._outputs(job), "outputs_count": len(self._outputs(job))}
        return Reply(200, told)

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"error": {"type": "queue_full", "message": "The queue is full."}}, headers)

    def moderated(self) -> Reply:
        return _refusal("prompt_outputs_failed_validation", "Prompt outputs failed validation",
                        {"5": _told("CLIPTextEncode", "custom_validation_failed", "text is not allowed", "text")})

    def broken(self) -> Reply:
        return Reply(500, data=b"500 Internal Server Error\n\nServer got itself in trouble")

    def other(self, service: Service, asked: Asked) -> Reply:
        match asked.method, _path(asked):
            case "POST", "/upload/image":
                return _stored(service, asked)
            case "GET", "/view":
                return self._view(service, asked)
            case "GET", "/queue":
                return Reply(200, {"queue_running": [], "queue_pending": []})
        return Reply(404, data=b"404: Not Found")

    def _history(self, service: Service, job: Job | None) -> Reply:
        if job is None or service.seen(job) in ("waiting", "working"):
            return Reply(200, {})
        told = {"outputs": self._outputs(job), "prompt": [0, job.id, job.body["prompt"]],
                "status": {"status_str": "success", "completed": True, "messages": []}}
        return Reply(200, {job.id: told})

    def _outputs(self, job: Job) -> dict[str, Any]:
        """The files a job saved: none, if its graph had run before."""
        if self._made.get(_named(job)) is not job:
            return {}
        folder, _, name = _named(job).rpartition("/")
        (number,) = (number for number, node in job.body["prompt"].items() if node["class_type"] == "SaveVideo")
        return {number: {"images": [{"filename": name, "subfolder": folder, "type": "output"}], "animated": [True]}}

    def _view(self, service: Service, asked: Asked) -> Reply:
        name, folder = asked.query.get("filename", ""), asked.query.get("subfolder", "")
        if not name or name.startswith("/") or ".." in name:
            return Reply(400, data=b"")
        place = f"{folder}/{name}" if folder else name
        if asked.query.get("type", "output") == "input":
            return Reply(200, data=service.uploads[place]) if place in service.uploads else Reply(404, data=b"")
        job = self._made.get(place)
        return service.film(job) if job else Reply(404, data=b"")


def _path(asked: Asked) -> str:
    return asked.path.removeprefix("/api")


def _named(job: Job) -> str:
    """Where the film of a job is saved."""
    (prefix,) = (node["inputs"]["filename_prefix"] for node in job.body["prompt"].values()
                 if node["class_type"] == "SaveVideo")
    return f"{prefix}_00001_.mp4"


def _stored(service: Service, asked: Asked) -> Reply:
    """A file of a name that is taken gets another, unless it is the same file or may be written over."""
    name, form = asked.filenames.get("image", ""), asked.form
    folder = form.get("subfolder", b"").decode()
    if not name or ".." in f"{folder}/{name}":
        return Reply(400, data=b"")
    stem, _, ending = name.rpartition(".")
    place, number = f"{folder}/{name}".lstrip("/"), 1
    while service.uploads.get(place, form["image"]) != form["image"] and form.get("overwrite") not in (b"true", b"1"):
        name = f"{stem} ({number}).{ending}"
        place, number = f"{folder}/{name}".lstrip("/"), number + 1
    service.uploads[place] = form["image"]
    return Reply(200, {"name": name, "subfolder": folder, "type": form.get("type", b"input").decode()})


def _checked(service: Service, graph: dict[str, Any]) -> Reply | dict[str, Any]:
    """What is wrong with a graph: as a whole, or by node; {} if nothing."""
    for number, node in graph.items():
        if not isinstance(node, dict) or "class_type" not in node:
            return _refusal("missing_node_type", f"Node {number} has no class_type")
        if known() and node["class_type"] not in known():
            return _refusal("missing_node_type", f"Node '{node['class_type']}' not found.")
    if not any(node["class_type"].startswith("Save") for node in graph.values()):
        return _refusal("prompt_no_outputs", "Prompt has no outputs")
    return {number: fault for number, node in graph.items() for fault in _faults(service, graph, node)}


def _faults(service: Service, graph: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind, inputs = node["class_type"], node.get("inputs", {})
    for name, value in inputs.items():
        if isinstance(value, list) and (len(value) != 2 or value[0] not in graph or not isinstance(value[1], int)):
            yield _told(kind, "bad_linked_input", "Bad linked input", name)
    if kind in _FILES and inputs.get(_FILES[kind]) not in service.uploads:
        yield _told(kind, "custom_validation_failed", "Custom validation failed for node",
                    f"{_FILES[kind]} - Invalid file: {inputs.get(_FILES[kind])}")
    if kind == "SaveVideo":
        missing = [name for name in ("video", "filename_prefix", "format", "codec") if name not in inputs]
        if missing:
            yield _told(kind, "required_input_missing", "Required input is missing", missing[0])


def _told(kind: str, type: str, message: str, details: str) -> dict[str, Any]:
    error = {"type": type, "message": message, "details": details, "extra_info": {}}
    return {"errors": [error], "dependent_outputs": [], "class_type": kind}


def _refusal(type: str, message: str, nodes: dict[str, Any] | None = None) -> Reply:
    error = {"type": type, "message": message, "details": "", "extra_info": {}}
    return Reply(400, {"error": error, "node_errors": nodes or {}})


@cache
def known() -> frozenset[str]:
    """The nodes there are, by their pages; none where the pages are not installed."""
    found = find_spec("comfyui_embedded_docs")
    if found is None or not found.submodule_search_locations:
        return frozenset()
    return frozenset(page.name for page in (Path(found.submodule_search_locations[0]) / "docs").iterdir())


SERVES = {name: ComfyUI for name in ("wan-2.2-fun", "wan-2.1-vace", "ltx-2-depth", "wan-2.2-animate")}
