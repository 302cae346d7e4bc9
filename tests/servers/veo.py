"""Veo on Vertex: a long-running prediction, looked at by a POST, whose answer holds the film's own bytes.

Source: reference/providers/veo.md A1 to A4 (google-genai 3.3.0; the Veo API's page); google.rpc for errors.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from loopback import Asked, Reply
from vendor import Job, Kind, Service, Vendor

TOKEN, PROJECT, LOCATION = "ya29.test-token", "test-project", "us-central1"
MODELS = {"veo-3.1-generate-001": ("720p", "1080p", "4k"), "veo-3.1-fast-generate-001": ("720p", "1080p", "4k"),
          "veo-3.1-lite-generate-001": ("720p", "1080p")}
SIGNS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff"}
_ASKED = re.compile(rf"/v1(?:beta1)?/(projects/{PROJECT}/locations/{LOCATION}/publishers/google/models/([\w.-]+))"
                    r":(predictLongRunning|fetchPredictOperation)")
_LARGEST = 20_000_000
_MIXED = "image, video and referenceImages exclude one another"


class Veo(Vendor):
    keys = MappingProxyType({"GOOGLE_ACCESS_TOKEN": TOKEN, "GOOGLE_CLOUD_PROJECT": PROJECT,
                             "GOOGLE_CLOUD_LOCATION": LOCATION})
    base = f"/v1/projects/{PROJECT}/locations/{LOCATION}/publishers/google/models"

    def kind(self, asked: Asked) -> Kind:
        found = _ASKED.fullmatch(asked.path)
        if not found or asked.method != "POST":
            return "other"
        return "submit" if found[3] == "predictLongRunning" else "poll"

    def denied(self, asked: Asked) -> Reply | None:
        if asked.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        return refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")

    def accept(self, service: Service, asked: Asked) -> Reply:
        where, model = _place(asked)
        if model not in MODELS:
            return refused(404, "NOT_FOUND", f"Publisher Model `{where}` was not found.")
        if wrong := next(_wrong(model, asked.json), ""):
            return refused(400, "INVALID_ARGUMENT", wrong)
        job = service.add(asked, id=f"{where}/operations/{len(service.accepted) + 1}")
        return Reply(200, {"name": job.id})

    def look(self, service: Service, asked: Asked) -> Reply:
        where, _ = _place(asked)
        name = str(asked.json.get("operationName", ""))
        job = service.job(name)
        if not name.startswith(f"{where}/operations/"):
            return refused(400, "INVALID_ARGUMENT", "The operation is of another model.")
        if job is None:
            return refused(404, "NOT_FOUND", "The operation was not found.")
        return self._state(service, job)

    def busy(self, after: int | None) -> Reply:
        reply = refused(429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests per minute.")
        return Reply(429, reply.value, {} if after is None else {"retry-after": str(after)})

    def moderated(self) -> Reply:
        return refused(400, "INVALID_ARGUMENT", "The prompt violates our usage guidelines. Support codes: 58061214")

    def broken(self) -> Reply:
        return refused(503, "UNAVAILABLE", "The service is currently unavailable.")

    def other(self, service: Service, asked: Asked) -> Reply:
        return refused(404, "NOT_FOUND", f"{asked.method} {asked.path} is not there.")

    def _state(self, service: Service, job: Job) -> Reply:
        state = service.seen(job)
        told: dict[str, Any] = {"name": job.id}
        if state in ("waiting", "working"):
            return Reply(200, told | ({} if state == "waiting" else {"done": False}))
        if state in ("failed", "done with an error"):
            error = {"code": 13, "message": "Video generation failed due to an internal server issue."}
            return Reply(200, told | {"done": True, "error": error})
        kind = {"@type": "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"}
        if state == "moderated":
            filtered = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["Violent. Support codes: 61493863"]}
            return Reply(200, told | {"done": True, "response": kind | filtered})
        if state == "done without a video":
            return Reply(200, told | {"done": True, "response": kind})
        return _given(service, job, told | {"done": True, "response": kind})


def _given(service: Service, job: Job, told: dict[str, Any]) -> Reply:
    """The film in the answer. What goes wrong with a film goes wrong with the answer; there is no link to die."""
    film = service.film(job)
    if film.status != 200:
        film = service.film(job)
    video = {"bytesBase64Encoded": base64.b64encode(film.bytes()).decode(), "mimeType": "video/mp4"}
    told["response"] |= {"videos": [video] * job.body["parameters"].get("sampleCount", 1)}
    return Reply(200, told, cut=film.cut)


def _place(asked: Asked) -> tuple[str, str]:
    found = _ASKED.fullmatch(asked.path)
    assert found
    return found[1], found[2]


def _wrong(model: str, body: dict[str, Any]) -> Iterator[str]:
    instances, parameters = body.get("instances"), body.get("parameters", {})
    if not isinstance(instances, list) or len(instances) != 1:
        yield "instances: exactly one"
        return
    (instance,) = instances
    if not isinstance(instance.get("prompt"), str) and "image" not in instance:
        yield "instances[0].prompt: a text"
    references = instance.get("referenceImages", [])
    if sum((name in instance) for name in ("image", "video", "referenceImages")) > 1:
        yield _MIXED
    if "lastFrame" in instance and "image" not in instance:
        yield "lastFrame needs image"
    yield from _asked_for(model, parameters, bool(references))
    if len(references) > 3 or any(one.get("referenceType", "").lower() != "asset" for one in references):
        yield "referenceImages: three assets at most"
    images = [instance[name] for name in ("image", "lastFrame") if name in instance]
    for held in (*images, *(one.get("image") for one in references)):
        yield from picture(held)


def _asked_for(model: str, parameters: dict[str, Any], referring: bool) -> Iterator[str]:
    known = {"sampleCount": range(1, 5), "durationSeconds": (8,) if referring else (4, 6, 8),
             "aspectRatio": ("16:9", "9:16"), "resolution": MODELS[model],
             "personGeneration": ("dont_allow", "allow_adult", "allow_all"), "generateAudio": (True, False),
             "seed": range(2**32)}
    for name, values in known.items():
        if name in parameters and parameters[name] not in values:
            yield f"{name}: {parameters[name]!r} is not supported"
    if not isinstance(parameters.get("negativePrompt", ""), str):
        yield "negativePrompt: a text"


def picture(held: Any) -> Iterator[str]:
    """Bytes of the type that is said, or a place in a bucket: one of the two."""
    told = held if isinstance(held, dict) else {}
    sign = SIGNS.get(told.get("mimeType", ""))
    if sign is None or ("bytesBase64Encoded" in told) == ("gcsUri" in told):
        yield "an image is bytesBase64Encoded or gcsUri, and mimeType image/jpeg or image/png"
    elif "gcsUri" in told and not str(told["gcsUri"]).startswith("gs://"):
        yield "gcsUri: gs://"
    elif "bytesBase64Encoded" in told:
        data = decoded(told["bytesBase64Encoded"])
        if not data.startswith(sign) or len(data) > _LARGEST:
            yield "bytesBase64Encoded: not an image of its mimeType, or above 20 MB"


def decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return b""


def refused(code: int, status: str, message: str) -> Reply:
    return Reply(code, {"error": {"code": code, "message": message, "status": status}})


SERVES = dict.fromkeys(("veo-3.1", "veo-3.1-references", "veo-3.1-fast", "veo-3.1-lite"), Veo)
