"""Wan 2.6 and 2.7 at fal: one flat body a way of asking, files by name instead of in a list."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.wrap import altered, gone, sent, voiceless

_SHAPES = ("16:9", "9:16", "1:1", "4:3", "3:4")
_FINE = 1_500_000
"""Pixels of a frame between the two sizes there are, whatever its shape."""
_FILES = {"first_frame": "image_url", "last_frame": "end_image_url", "driving_audio": "audio_url", "video": "video_url"}


def wrap_26(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    asked, told = draft.request.body["input"], draft.request.body["parameters"]
    body = _common(asked, told) | {"enable_prompt_expansion": told["prompt_extend"],
                                   "multi_shots": told["shot_type"] == "multi"}
    body |= {"audio_url": asked["audio_url"]} if "audio_url" in asked else {}
    if "img_url" in asked:
        size = {"resolution": told["resolution"].lower()}
        return sent(draft, f"{id}/image-to-video", {**body, **size, "image_url": asked["img_url"]})
    return sent(draft, f"{id}/text-to-video", {**body, **_size(told["size"])})


def wrap_27(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    asked, told = draft.request.body["input"], draft.request.body["parameters"]
    files = {_FILES[one["type"]]: one["url"] for one in asked.get("media", ())}
    body = {**_common(asked, told), **files, "resolution": told["resolution"].lower()}
    body |= {"aspect_ratio": told["ratio"]} if "ratio" in told else {}
    if "audio_setting" in told:
        edited = {name: value for name, value in body.items() if name != "negative_prompt"}
        draft = sent(draft, f"{id}/edit-video", {**edited, "audio_setting": told["audio_setting"]})
        return altered(draft, gone("never", "beside footage fal takes no exclusions"))
    way = "image-to-video" if files else "text-to-video"
    return sent(draft, f"{id}/{way}", {**body, "enable_prompt_expansion": told["prompt_extend"]})


def wrap_references(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """Pictures and clips in their own order each, as the prompt counts them; voices are not taken."""
    asked, told = draft.request.body["input"], draft.request.body["parameters"]
    body = {**_common(asked, told), "resolution": told["resolution"].lower(), "multi_shots": len(segment.cuts) > 1}
    body |= {"aspect_ratio": told["ratio"]} if "ratio" in told else {}
    for kind, name in (("reference_image", "reference_image_urls"), ("reference_video", "reference_video_urls")):
        files = [one["url"] for one in asked.get("media", ()) if one["type"] == kind]
        body |= {name: files} if files else {}
    draft = sent(draft, f"{id}/reference-to-video", body)
    return altered(draft, voiceless("fal binds no voices to pictures"))


def _common(asked: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    body = {"prompt": asked["prompt"], "duration": str(told["duration"])}
    body |= {"negative_prompt": asked["negative_prompt"]} if "negative_prompt" in asked else {}
    return body | ({"seed": told["seed"]} if "seed" in told else {})


def _size(pixels: str) -> dict[str, str]:
    """`1280*720` as a size and a shape."""
    width, height = map(int, pixels.split("*"))
    shape = min(_SHAPES, key=lambda one: abs(_ratio(one) - Fraction(width, height)))
    return {"resolution": "1080p" if width * height > _FINE else "720p", "aspect_ratio": shape}


def _ratio(shape: str) -> Fraction:
    width, height = map(int, shape.split(":"))
    return Fraction(width, height)
