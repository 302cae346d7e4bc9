"""Runway's service: tasks of its own models and of the multi-shot recipe, and files sent ahead by a form of storage.

Source: reference/providers/runway.md §1, §2, §4 to §6 (runwayml 5.24.0; docs.dev.runwayml.com as stored).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

KEY = "runway-test-key"
VERSION = "2024-11-06"
WORDED = ("1280:720", "720:1280")
FRAMED = (*WORDED, "1104:832", "960:960", "832:1104", "1584:672")
TARGETS = ("16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9")
LISTED = (*WORDED, "960:960", "1920:1080", "1080:1920", "1440:1440")
CREDITS = {"gen4.5": 12, "gen4_turbo": 5, "aleph2": 28, "act_two": 5, "multi_shot": 40}
_TASK = "/v1/tasks/"
_STATES = {1: "PENDING", 2: "THROTTLED", 3: "RUNNING"}
_SMALL, _LARGE, _IN_BODY = 512, 200_000_000, 5_000_000


class Runway(Vendor):
    keys = MappingProxyType({"RUNWAYML_API_SECRET": KEY})
    looks = 3

    def kind(self, asked: Asked) -> Kind:
        if asked.method == "POST" and asked.path in CHECKS:
            return "submit"
        if asked.method == "GET" and asked.path.startswith(_TASK):
            return "poll"
        return "upload" if asked.path == "/v1/uploads" else "other"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.path.startswith("/storage/"):
            return _storage(400, "InvalidArgument") if "authorization" in asked.headers else None
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "API key is not valid")
        if asked.headers.get("x-runway-version") != VERSION:
            return _error(400, "X-Runway-Version is missing or not supported")
        return None

    def accept(self, service: Service, asked: Asked) -> Reply:
        body = asked.json
        if wrong := next(CHECKS[asked.path](service, body), ""):
            return _error(400, f"Validation of body failed: {wrong}")
        job = service.add(asked)
        return Reply(200, {"id": job.id, "estimatedCost": {"credits": _credits(job)}})

    def look(self, service: Service, asked: Asked) -> Reply:
        job = service.job(asked.path.removeprefix(_TASK))
        return _error(404, "Task not found") if job is None else Reply(200, self._state(service, job))

    def busy(self, after: int | None) -> Reply:
        headers = {} if after is None else {"retry-after": str(after)}
        return Reply(429, {"error": "You have exceeded your daily task limit"}, headers)

    def moderated(self) -> Reply:
        return _error(400, "The prompt did not pass content moderation")

    def broken(self) -> Reply:
        return _error(502, "Bad gateway")

    def other(self, service: Service, asked: Asked) -> Reply:
        """A slot of storage, and storage itself."""
        if asked.path == "/v1/uploads" and asked.method == "POST":
            return self._slot(service, asked)
        if asked.path.startswith("/storage/") and asked.method == "POST":
            return self._stored(service, asked)
        return _error(404, f"no such path: {asked.method} {asked.path}")

    def _slot(self, service: Service, asked: Asked) -> Reply:
        name = asked.json.get("filename")
        if not isinstance(name, str) or "." not in name or asked.json.get("type") != "ephemeral":
            return _error(400, "Validation of body failed: filename with an extension, type: ephemeral")
        id = f"upload-{sum(one.path == asked.path for one in service.asked)}"
        return Reply(200, {"uploadUrl": f"{service.address}/storage/{id}", "runwayUri": f"runway://{id}",
                           "fields": _fields(id)})

    def _stored(self, service: Service, asked: Asked) -> Reply:
        id, form = asked.path.removeprefix("/storage/"), asked.form
        promised = {name: value.encode() for name, value in _fields(id).items()}
        if list(form)[-1:] != ["file"] or any(form.get(name) != value for name, value in promised.items()):
            return _storage(403, "AccessDenied")
        if not _SMALL <= len(form["file"]) <= _LARGE:
            return _storage(400, "EntityTooSmall" if len(form["file"]) < _SMALL else "EntityTooLarge")
        service.uploads[f"runway://{id}"] = form["file"]
        return Reply(204, data=b"")

    def _state(self, service: Service, job: Job) -> dict[str, Any]:
        state, credits = service.seen(job), _credits(job)
        told: dict[str, Any] = {"id": job.id, "createdAt": "2026-11-20T09:00:00.000Z"}
        if state in ("waiting", "working"):
            word = _STATES[job.looks]
            more = {"progress": 0.42} if word == "RUNNING" else {}
            return told | {"status": word, "estimatedCost": {"credits": credits}} | more
        return told | _ENDS[state] | {"cost": {"credits": credits}} | (
            {"output": [service.url(job)]} if state in ("done", "done with an error") else {})


_BAD = {"failure": "The output was not good enough.", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
_ENDS: dict[str, dict[str, Any]] = {
    "done": {"status": "SUCCEEDED"},
    "done with an error": {"status": "SUCCEEDED", "failure": "Something went wrong.", "failureCode": "INTERNAL"},
    "done without a video": {"status": "SUCCEEDED", "output": []},
    "failed": {"status": "FAILED", **_BAD},
    "moderated": {"status": "FAILED", "failure": "The output did not pass moderation.",
                  "failureCode": "SAFETY.OUTPUT.VIDEO"},
}


def _text(service: Service, body: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(body, "model", ("gen4.5",))
    yield from _taken(body, WORDED)
    yield from _words(body.get("promptText"), "promptText", 1000)


def _image(service: Service, body: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(body, "model", ("gen4.5", "gen4_turbo"))
    yield from _taken(body, FRAMED)
    if body.get("model") == "gen4.5" or "promptText" in body:
        yield from _words(body.get("promptText"), "promptText", 1000)
    images = body.get("promptImage")
    listed = [{"uri": images, "position": "first"}] if isinstance(images, str) else images
    if not isinstance(listed, list) or len(listed) != 1 or listed[0].get("position") != "first":
        yield "promptImage: one picture, the first"
        return
    yield from _uri(service, listed[0].get("uri"), "promptImage")


def _footage(service: Service, body: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(body, "model", ("aleph2",))
    yield from _uri(service, body.get("videoUri"), "videoUri")
    yield from _one_of({"targetAspectRatio": "16:9", **body}, "targetAspectRatio", TARGETS)
    yield from _words(body.get("promptText", "-"), "promptText", 1000)
    frames = body.get("keyframes", [])
    if not isinstance(frames, list) or len(frames) > 5:
        yield "keyframes: five at most"
        return
    for frame in frames:
        yield from _uri(service, frame.get("uri"), "keyframes")
        if ("at" in frame) == ("seconds" in frame) or not 0 <= frame.get("at", 0) <= 1:
            yield "keyframes: seconds, or at from 0 to 1"


def _performed(service: Service, body: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(body, "model", ("act_two",))
    yield from _one_of({"ratio": FRAMED[0], **body}, "ratio", FRAMED)
    for name, kinds in (("character", ("image", "video")), ("reference", ("video",))):
        held = body.get(name)
        if not isinstance(held, dict) or held.get("type") not in kinds:
            yield f"{name}: type {' or '.join(kinds)}"
            return
        yield from _uri(service, held.get("uri"), name)


def _recipe(service: Service, body: dict[str, Any]) -> Iterator[str]:
    yield from _one_of(body, "version", ("2026-06", "unsafe-latest"))
    yield from _one_of(body, "mode", ("custom",))
    yield from _one_of({"ratio": LISTED[0], **body}, "ratio", LISTED)
    yield from _one_of({"duration": 10, **body}, "duration", (5, 10, 15))
    shots = body.get("shots")
    if not isinstance(shots, list) or not 3 <= len(shots) <= 5:
        yield "shots: three to five"
        return
    for shot in shots:
        yield from _words(shot.get("prompt"), "shots", 512, 3)
    if sum(shot.get("duration", 0) for shot in shots) != body.get("duration", 10):
        yield "shots: durations do not add up"
    if "firstFrame" in body:
        yield from _uri(service, body["firstFrame"].get("uri"), "firstFrame")


CHECKS = {"/v1/text_to_video": _text, "/v1/image_to_video": _image, "/v1/video_to_video": _footage,
          "/v1/character_performance": _performed, "/v1/recipes/multi_shot_video": _recipe}
"""What is wrong with a body, by where it is sent."""


def _taken(body: dict[str, Any], ratios: tuple[str, ...]) -> Iterator[str]:
    yield from _one_of(body, "ratio", ratios)
    seconds, seed = body.get("duration"), body.get("seed", 0)
    if not isinstance(seconds, int) or not 2 <= seconds <= 10:
        yield "duration: 2 to 10"
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        yield "seed: 0 to 4294967295"


def _one_of(body: dict[str, Any], name: str, known: tuple[Any, ...]) -> Iterator[str]:
    if body.get(name) not in known:
        yield f"{name}: one of {', '.join(map(str, known))}"


def _words(words: Any, name: str, most: int, least: int = 1) -> Iterator[str]:
    if not isinstance(words, str) or not least <= len(words.encode("utf-16-le")) // 2 <= most:
        yield f"{name}: {least} to {most} UTF-16 units"


def _uri(service: Service, uri: Any, name: str) -> Iterator[str]:
    """An address, a file sent ahead, or a small one in the body."""
    if isinstance(uri, str) and uri.startswith("data:") and ";base64," in uri:
        if len(_bytes(uri)) > _IN_BODY or not _bytes(uri):
            yield f"{name}: no file, or one above 5 MB"
    elif not isinstance(uri, str) or not (uri.startswith("https://") or uri in service.uploads):
        yield f"{name}: no such file or address"


def _bytes(uri: str) -> bytes:
    try:
        return base64.b64decode(uri.partition(";base64,")[2], validate=True)
    except binascii.Error:
        return b""


def _credits(job: Job) -> int:
    rate = CREDITS[job.body.get("model", "multi_shot")]
    return int(rate * job.body.get("duration", 5))


def _fields(id: str) -> dict[str, str]:
    return {"key": f"ephemeral/{id}", "policy": "cG9saWN5", "x-amz-signature": f"signed-{id}"}


def _error(status: int, words: str) -> Reply:
    return Reply(status, {"error": words})


def _storage(status: int, code: str) -> Reply:
    return Reply(status, data=f"<Error><Code>{code}</Code></Error>".encode(), headers={"content-type": "text/xml"})


SERVES = dict.fromkeys(("runway-gen-4.5", "runway-gen-4-turbo", "runway-aleph", "runway-aleph-previz",
                        "runway-act-two", "runway-multi-shot"), Runway)
