"""What MiniMax's models can do and cost, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
BASE = "https://api.minimax.io"
KEY_VARIABLE = "MINIMAX_API_KEY"

HAILUO = Limits(cuts=1, durations=(Fraction(6), Fraction(10)), longest=Fraction(10), prompt=2000, continues=True)
HAILUO_SIZES = {"768P": 768, "1080P": 1080}
SHORT = 6
"""Seconds up to which 1080P is made."""
HAILUO_DOLLARS = {("768P", 6): Decimal("0.28"), ("768P", 10): Decimal("0.56"), ("1080P", 6): Decimal("0.49")}

H3_SIZES = {"768P": 768, "2K": 1440}
H3_ASPECTS = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
H3_DOLLARS = {"768P": Decimal("0.09"), "2K": Decimal("0.13")}
H3_VOICED = ("ar", "zh", "en", "fr", "de", "it", "ja", "ko", "pt", "ru", "es")
H3_PICTURES, H3_VOICES, FREE_PICTURES = 9, 3, 5
PICTURE_DOLLARS = Decimal("0.04")
"""For each picture beyond the free ones."""


@dataclass(frozen=True, slots=True)
class Hailuo:
    """`last` is whether a last frame is taken."""

    name: str
    title: str
    model: str
    last: bool


HAILUOS = (
    Hailuo("hailuo-2.3", "MiniMax Hailuo 2.3", "MiniMax-Hailuo-2.3", False),
    Hailuo("hailuo-02", "MiniMax Hailuo 02", "MiniMax-Hailuo-02", True),
)


@dataclass(frozen=True, slots=True)
class H3:
    """`references`: people bound to pictures and voices, which shuts out frames."""

    name: str
    title: str
    references: bool

    @property
    def limits(self) -> Limits:
        return Limits(cuts=6, shortest=Fraction(4), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1),
                      prompt=7000, references=H3_PICTURES if self.references else None, continues=not self.references,
                      across_scenes=True)


H3S = (H3("minimax-h3", "MiniMax H3", False), H3("minimax-h3-references", "MiniMax H3 with references", True))
