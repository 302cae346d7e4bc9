"""A segment in Gemini Omni's body: pictures, then the words that name them by tag, and the shape of the clip."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Need
from ..phrase.delivery import aspect, resolution
from ..phrase.tell import Telling, fitting, tell
from .facts import ASPECTS, Model, mime
from .manner import manner


def write(model: Model, segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, manner(model))
    form = segment.format
    body: dict[str, Any] = {
        "model": model.id, "background": True, "store": True,
        "input": [*map(_image, telling.casting.needs), {"type": "text", "text": str(telling.words)}],
        "generation_config": {"video_config": {"task": _task(telling)}},
        "response_format": {
            "type": "video", "aspect_ratio": aspect(form, ASPECTS), "resolution": resolution(form, model.sizes),
            "duration": f"{int(segment.seconds)}s", "delivery": "uri",
        },
    }
    return telling.draft(model.id, body)


def fits(model: Model, segment: Segment, context: Context) -> bool:
    return fitting(segment, context, manner(model))


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars, by the second."""
    return model.dollars[resolution(segment.format, model.sizes)] * int(segment.seconds)


def _task(telling: Telling) -> str:
    if telling.casting.given:
        return "image_to_video"
    return "reference_to_video" if telling.casting.bound else "text_to_video"


def _image(need: Need) -> dict[str, str]:
    return {"type": "image", "uri": need.ref, "mime_type": mime(need.key)}
