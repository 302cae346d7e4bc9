"""Hailuo, Vidu Q3 and Kling's Motion Control at fal: few fields under other names, the size sometimes in the path."""

from __future__ import annotations

from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.wrap import sent

_SIZES = {"720p": "standard", "768P": "standard", "1080p": "pro", "1080P": "pro"}
_TURBO = "/turbo"
_BRIEF = 6
"""Seconds of Hailuo at 1080P, which are not said."""


def wrap_hailuo(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    told = draft.request.body
    size = _SIZES[told["resolution"]]
    body: dict[str, Any] = {"prompt": told["prompt"], "prompt_optimizer": told["prompt_optimizer"]}
    body |= {"duration": str(told["duration"])} if size == "standard" else {}
    assert size == "standard" or told["duration"] == _BRIEF
    if "first_frame_image" not in told:
        return sent(draft, f"{id}/{size}/text-to-video", body)
    body |= {"image_url": told["first_frame_image"]}
    body |= {"end_image_url": told["last_frame_image"]} if "last_frame_image" in told else {}
    return sent(draft, f"{id}/{size}/image-to-video", body)


def wrap_vidu(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """`id` may end in `/turbo`, which stands after the way."""
    told, turbo = draft.request.body, _TURBO if id.endswith(_TURBO) else ""
    kept = ("prompt", "duration", "resolution", "audio", "seed", "aspect_ratio")
    body: dict[str, Any] = {name: told[name] for name in kept if name in told}
    images = told.get("images", ())
    body |= dict(zip(("image_url", "end_image_url"), images, strict=False))
    way = "image-to-video" if images else "text-to-video"
    return sent(draft, f"{id.removesuffix(_TURBO)}/{way}{turbo}", body)


def wrap_motion(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    contents, settings = draft.request.body["contents"], draft.request.body["settings"]
    files = {f"{one['type']}_url": one["url"] for one in contents if one["type"] != "prompt"}
    words = next((one["text"] for one in contents if one["type"] == "prompt"), "")
    body = {**({"prompt": words} if words else {}), **files, "character_orientation": settings["character_orientation"],
            "keep_original_sound": settings["audio"] == "original"}
    return sent(draft, f"{id}/{_SIZES[settings['resolution']]}/motion-control", body)
