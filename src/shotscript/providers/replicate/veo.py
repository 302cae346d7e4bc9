"""Veo 3.1 at Replicate: a flat input, pictures of people in wide clips alone."""

from __future__ import annotations

from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss
from ..phrase.wrap import altered, rough, sent

_WIDE = "16:9"


def wrap(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    (instance,), told = draft.request.body["instances"], draft.request.body["parameters"]
    asked: dict[str, Any] = {
        "prompt": instance["prompt"], "aspect_ratio": told["aspectRatio"], "duration": told["durationSeconds"],
        "resolution": told["resolution"], "generate_audio": told["generateAudio"],
    }
    asked |= {name: told[key] for name, key in (("negative_prompt", "negativePrompt"), ("seed", "seed")) if key in told}
    for name, key in (("image", "image"), ("last_frame", "lastFrame")):
        asked |= {name: instance[key]["bytesBase64Encoded"]} if key in instance else {}
    if "referenceImages" in instance:
        asked |= {"reference_images": [one["image"]["bytesBase64Encoded"] for one in instance["referenceImages"]]}
        if asked["aspect_ratio"] != _WIDE:
            asked["aspect_ratio"] = _WIDE
            draft = altered(draft, _widened)
    return sent(draft, id, {"input": asked})


def _widened(loss: Loss) -> Loss:
    return rough(loss, f"with pictures of people made as {_WIDE} and cropped") if loss.kind == "picture" else loss
