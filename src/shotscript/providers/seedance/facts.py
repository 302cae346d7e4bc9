"""What the Seedance 2 models can do and cost, as checked on 2026-11-20. Where each fact is from: README.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
BASE = "https://ark.ap-southeast.bytepluses.com/api/v3"
KEY_VARIABLE = "ARK_API_KEY"
AT_ONCE = 3
GAP = 0.34
"""What a person's account may: three tasks at work, 180 requests a minute. A company's may more."""
PATIENCE = 172_800.0
"""A task that is not done after 48 hours expires."""
ASPECTS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
FPS = Fraction(24)
PIXELS = {"480p": 864 * 496, "720p": 1280 * 720, "1080p": 1920 * 1080, "4k": 3840 * 2160}
"""Of a 16:9 frame; the other shapes are about as large."""
_LINES = {"480p": 480, "720p": 720, "1080p": 1080, "4k": 2160}
_SPOKEN = ("zh", "en", "ja", "id", "es", "pt")


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one model. `tokens` are US dollars a million, by resolution: without and with a video going in.

    ranges    whether whole-second ranges in the prompt are honoured
    images    most pictures; `sounds` most recordings
    """

    name: str
    title: str
    model: str
    limits: Limits
    sizes: tuple[str, ...]
    tokens: dict[str, tuple[Decimal, Decimal]]
    voiced: tuple[str, ...]
    ranges: bool
    images: int
    sounds: int

    @property
    def resolutions(self) -> dict[str, int]:
        return {size: _LINES[size] for size in self.sizes}


def _limits(cuts: int, longest: int, images: int) -> Limits:
    return Limits(cuts=cuts, shortest=Fraction(4), longest=Fraction(longest), whole_seconds=True,
                  shot_shortest=Fraction(1), prompt=5000, references=images, continues=True, across_scenes=True)


def _two(name: str, title: str, model: str, tokens: dict[str, tuple[Decimal, Decimal]]) -> Facts:
    return Facts(name, title, model, _limits(4, 15, 9), tuple(tokens), tokens, _SPOKEN, False, 9, 3)


MODELS = (
    Facts("seedance-2.5", "Seedance 2.5", "dreamina-seedance-2-5-260628", _limits(6, 30, 30), ("480p", "720p", "1080p"),
          {"480p": (Decimal("10.70"), Decimal("10.70")), "720p": (Decimal("10.70"), Decimal("10.70")),
           "1080p": (Decimal("11.70"), Decimal("11.70"))},
          (*_SPOKEN, "ms", "th", "ar", "vi", "ko"), True, 30, 10),
    _two("seedance-2.0", "Seedance 2.0", "dreamina-seedance-2-0-260128",
         {"480p": (Decimal("7.00"), Decimal("4.30")), "720p": (Decimal("7.00"), Decimal("4.30")),
          "1080p": (Decimal("7.70"), Decimal("4.70")), "4k": (Decimal("4.00"), Decimal("2.40"))}),
    _two("seedance-2.0-fast", "Seedance 2.0 Fast", "dreamina-seedance-2-0-fast-260128",
         {"480p": (Decimal("5.60"), Decimal("3.30")), "720p": (Decimal("5.60"), Decimal("3.30"))}),
    _two("seedance-2.0-mini", "Seedance 2.0 Mini", "dreamina-seedance-2-0-mini-260615",
         {"480p": (Decimal("3.50"), Decimal("2.10")), "720p": (Decimal("3.50"), Decimal("2.10"))}),
)
