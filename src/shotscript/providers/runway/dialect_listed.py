"""The multi-shot recipe: three to five shots, each with its words and its seconds, in one clip with sound."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.delivery import aspect, heard, resolution
from ..phrase.manner import Manner
from ..phrase.tell import fitting, tell
from . import facts
from .manner import LISTED

_MODEL = "multi_shot_video"


def write(segment: Segment, context: Context) -> Draft:
    told = _of(segment)
    telling = tell(segment, context, told)
    body: dict[str, Any] = {
        "mode": "custom", "version": facts.RECIPE, "ratio": aspect(segment.format, told.aspects),
        "duration": int(segment.seconds), "audio": heard(segment),
        "shots": [{"prompt": str(words), "duration": int(cut.seconds)}
                  for words, cut in zip(telling.shots, segment.cuts, strict=True)],
    }
    first = telling.casting.given.get("first frame")
    return telling.draft(_MODEL, body | ({"firstFrame": {"uri": first.ref}} if first else {}))


def fits(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, _of(segment))


def price(segment: Segment) -> Decimal:
    """US dollars, by the second: an upper guess."""
    return facts.CREDITS["multi_shot"] * int(segment.seconds) * facts.CREDIT


def _of(segment: Segment) -> Manner:
    return LISTED[resolution(segment.format, facts.LINES)]
