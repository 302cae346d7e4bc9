"""Replicate's official models, asked for by name: the predictions of `predictions`, inputs by the models' own schemas.

Source: reference/providers/gateways.md §2; the schemas that the models publish, beside their tests. (This file is not
called `replicate`, for so is Replicate's own client.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from loopback import Asked, Reply
from predictions import Predictions, is_file, prediction, problem
from vendor import Kind, Service

SCHEMAS = Path(__file__).parents[1] / "providers" / "replicate" / "replicate_inputs.json"
_MODEL = re.compile(r"/v1/models/([\w-]+/[\w.-]+)/predictions")
_FILES = ("start_image", "end_image", "image", "last_frame", "reference_images", "reference_video")


class Models(Predictions):
    def __init__(self) -> None:
        super().__init__({})

    def kind(self, asked: Asked) -> Kind:
        return "submit" if asked.method == "POST" and _MODEL.fullmatch(asked.path) else super().kind(asked)

    def accept(self, service: Service, asked: Asked) -> Reply:
        named = _MODEL.fullmatch(asked.path)
        if named is None:
            return super().accept(service, asked)
        if named[1] not in _schemas():
            return problem(404, "", "The requested resource could not be found.")
        if faults := list(_wrong(service, _schemas()[named[1]], asked.json.get("input"))):
            return problem(422, "Input validation failed", "\n".join(f"- {fault}" for fault in faults))
        job = service.add(asked, id=f"m{len(service.accepted) + 1:025}")
        return Reply(201, prediction(service, job, "starting"))


def _wrong(service: Service, schema: dict[str, Any], given: Any) -> Iterator[str]:
    for fault in Draft202012Validator(schema).iter_errors(given):
        yield f"input.{'.'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"
    held = given if isinstance(given, dict) else {}
    for name in _FILES:
        files = held.get(name, [])
        for one in files if isinstance(files, list) else [files]:
            if words := is_file(service, one):
                yield f"input.{name}: {words}"
    if "multi_prompt" in held and not _listed(held["multi_prompt"], held.get("duration")):
        yield "input.multi_prompt: must be a JSON array of shots whose durations sum to duration"


def _listed(text: Any, seconds: Any) -> bool:
    """Whether a list of shots, in a text, is as long as the film."""
    try:
        shots = json.loads(text)
        return len(shots) <= 6 and sum(int(shot["duration"]) for shot in shots) == seconds
    except (TypeError, ValueError, KeyError):
        return False


@cache
def _schemas() -> dict[str, Any]:
    return json.loads(SCHEMAS.read_text(encoding="utf-8"))["inputs"]


SERVES = {f"replicate/{name}": Models
          for name in ("kling-3-legacy", "kling-3-omni-legacy", "veo-3.1", "veo-3.1-references")}
