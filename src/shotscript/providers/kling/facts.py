"""What Kling 3.0 Omni can do and costs, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

NAME = "kling-3-omni"
MODEL = "kling-3.0-omni"
CHECKED = date(2026, 11, 20)
BASE = "https://api-singapore.klingai.com"
KEY_VARIABLE = "KLING_API_KEY"

LIMITS = Limits(
    cuts=6,
    shortest=Fraction(3),
    longest=Fraction(15),
    whole_seconds=True,
    shot_shortest=Fraction(1),
    shot_words=512,
    prompt=3072,
    references=7,
    across_scenes=True,
)
PROMPT_ADVISED = 2500
ELEMENT_IMAGES = (2, 4)
"""Fewest and most pictures of one element: the front and one to three more."""

ASPECTS = ("16:9", "9:16", "1:1")
RESOLUTIONS = {"720p": 720, "1080p": 1080, "4k": 2160}
"""Lines of each."""
FPS = Fraction(24)
VOICED = ("zh", "en", "ja", "ko", "es")
"""Languages the model is documented to speak."""

DOLLARS = {
    ("720p", "off"): Decimal("0.084"), ("720p", "native"): Decimal("0.112"),
    ("1080p", "off"): Decimal("0.112"), ("1080p", "native"): Decimal("0.14"),
    ("4k", "off"): Decimal("0.42"), ("4k", "native"): Decimal("0.42"),
}
"""US dollars a second, by resolution and sound, without video input."""
