"""What fal carries, within which limits and for how much, as checked on 2026-11-20. Sources: README.md beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil

from ...plan.limits import Limits
from ...plan.timeline import Segment

CHECKED = date(2026, 11, 20)
BASE = "https://queue.fal.run"
KEY_VARIABLE = "FAL_KEY"

CARRIES = {
    "veo-3.1": "fal-ai/veo3.1",
    "veo-3.1-fast": "fal-ai/veo3.1/fast",
    "veo-3.1-lite": "fal-ai/veo3.1/lite",
    "veo-3.1-references": "fal-ai/veo3.1",
    "kling-3-legacy": "fal-ai/kling-video/v3",
    "kling-3-omni-legacy": "fal-ai/kling-video/o3",
    "kling-3-motion": "fal-ai/kling-video/v3",
    "kling-2.6-motion": "fal-ai/kling-video/v2.6",
    "hailuo-2.3": "fal-ai/minimax/hailuo-2.3",
    "hailuo-02": "fal-ai/minimax/hailuo-02",
    "vidu-q3-pro": "fal-ai/vidu/q3",
    "vidu-q3-turbo": "fal-ai/vidu/q3/turbo",
    "wan-2.6": "wan/v2.6",
    "wan-2.7": "fal-ai/wan/v2.7",
    "wan-2.7-references": "fal-ai/wan/v2.7",
    "wan-2.1-vace": "fal-ai/wan-vace-14b/depth",
    "wan-2.2-fun": "fal-ai/wan-22-vace-fun-a14b/depth",
    "ltx-2-depth": "fal-ai/ltx-2-19b/video-to-video",
}
LINES: Mapping[str, int] = dict.fromkeys(
    ("veo-3.1", "veo-3.1-fast", "veo-3.1-references", "kling-3-legacy", "kling-3-omni-legacy"), 1080)
"""Most lines of a picture, where the model itself makes more."""

VOICED = ("zh", "en")
"""What Kling 3.0 is said to speak there; all else is translated to English."""

FRAMES = (81, 241)
"""Fewest and most frames driven by depth, at sixteen a second."""
FPS = 16
_DRIVEN = ("wan-2.1-vace", "wan-2.2-fun")
_LTX = 481
"""Most frames of LTX-2."""

_BY_DEPTH = {"wan-2.1-vace": {720: Decimal("0.08"), 580: Decimal("0.06"), 480: Decimal("0.04")},
             "wan-2.2-fun": {720: Decimal("0.10"), 580: Decimal("0.075"), 480: Decimal("0.05")}}
"""US dollars a second of sixteen frames, by most lines."""
_MEGAPIXEL = Decimal("0.0018")
_LONG, _SHORT, _STEP = 1280, 720, 32


def limits(name: str, own: Limits) -> Limits:
    """A model's limits at fal: films driven by depth are longer, and none is shorter than five seconds."""
    if name in _DRIVEN:
        return own.model_copy(update={"shortest": Fraction(FRAMES[0], FPS), "frames_most": FRAMES[1]})
    return own.model_copy(update={"frames_most": _LTX}) if name == "ltx-2-depth" else own


def price(name: str, segment: Segment) -> Decimal | None:
    """US dollars of what runs on fal's own machines; None where another's price is passed on."""
    if name in _BY_DEPTH:
        form = segment.format
        lines = min(_SHORT, form.width, form.height)
        dearest = min((most for most in _BY_DEPTH[name] if lines <= most), default=_SHORT)
        return _BY_DEPTH[name][dearest] * ceil(segment.seconds)
    return _by_megapixel(segment) if name == "ltx-2-depth" else None


def _by_megapixel(segment: Segment) -> Decimal:
    """Megapixels of all frames, a begun one as a whole one."""
    form = segment.format
    long, short = max(form.width, form.height), min(form.width, form.height)
    scale = min(Fraction(1), Fraction(_LONG, long), Fraction(_SHORT, short))
    width, height = (max(1, round(side * scale / _STEP)) * _STEP for side in (form.width, form.height))
    pixels = Decimal(width * height * round(segment.seconds * 24))
    return _MEGAPIXEL * (pixels / 1_000_000).to_integral_value(rounding=ROUND_CEILING)
