"""What Sora 2 could do and cost until it closed, as checked on 2026-11-20. Where each fact is from: README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
RETIRED = date(2026, 9, 24)
SUCCESSORS = ("kling-3-omni", "veo-3.1", "gemini-omni-1.1", "seedance-2.0")
BASE = "https://api.openai.com/v1"
KEY_VARIABLE = "OPENAI_API_KEY"
LIMITS = Limits(
    cuts=4, durations=(Fraction(4), Fraction(8), Fraction(12)), shortest=Fraction(4), longest=Fraction(12),
    shot_shortest=Fraction(8, 5), prompt=32_000, references=0, continues=True, across_scenes=True,
)
MEGABYTES = 15
"""Of a picture: in base64 it stays below the 20,971,520 characters of an address."""
FRAME = MEGABYTES * 1_000_000


@dataclass(frozen=True, eq=False)
class Size:
    """A clip's pixels by its shape, the name of its lines, and US dollars a second."""

    name: str
    lines: int
    shapes: Mapping[str, str]
    dollars: Decimal


@dataclass(frozen=True, eq=False)
class Model:
    """`sizes`: smallest first."""

    name: str
    title: str
    sizes: tuple[Size, ...]


_HD = {"16:9": "1280x720", "9:16": "720x1280"}
_FINE = {"7:4": "1792x1024", "4:7": "1024x1792"}
MODELS = (
    Model("sora-2", "Sora 2", (Size("720p", 720, _HD, Decimal("0.10")),)),
    Model("sora-2-pro", "Sora 2 Pro",
          (Size("720p", 720, _HD, Decimal("0.30")), Size("1024p", 1024, _FINE, Decimal("0.50")))),
)
