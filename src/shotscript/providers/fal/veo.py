"""Veo 3.1 at fal: a flat body, one path a way of asking."""

from __future__ import annotations

from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.wrap import altered, gone, sent


def wrap(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    (instance,), told = draft.request.body["instances"], draft.request.body["parameters"]
    body: dict[str, Any] = {
        "prompt": instance["prompt"], "aspect_ratio": told["aspectRatio"], "duration": f"{told['durationSeconds']}s",
        "resolution": told["resolution"], "generate_audio": told["generateAudio"], "auto_fix": False,
    }
    body |= {name: told[key] for name, key in (("negative_prompt", "negativePrompt"), ("seed", "seed")) if key in told}
    if "referenceImages" in instance:
        return _referring(draft, id, body, [one["image"] for one in instance["referenceImages"]])
    first, last = (_file(instance.get(name)) for name in ("image", "lastFrame"))
    if first and last:
        body |= {"first_frame_url": first, "last_frame_url": last}
        return sent(draft, f"{id}/first-last-frame-to-video", body)
    return sent(draft, f"{id}/image-to-video", {**body, "image_url": first}) if first else sent(draft, id, body)


def _referring(draft: Draft, id: str, body: dict[str, Any], images: list[dict[str, str]]) -> Draft:
    """With pictures of people and things neither exclusions nor a seed are taken."""
    kept = {name: value for name, value in body.items() if name not in ("negative_prompt", "seed")}
    draft = sent(draft, f"{id}/reference-to-video", {**kept, "image_urls": list(map(_file, images))})
    return altered(draft, gone("never", "with pictures of people fal takes no exclusions"),
                   gone("seed", "with pictures of people fal takes no seed"))


def _file(image: dict[str, str] | None) -> str:
    return image["bytesBase64Encoded"] if image else ""
