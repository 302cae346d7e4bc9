"""What Luma's Ray models can do and cost, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
WORDS = 6000
FPS = Fraction(24)

RAY_3 = "luma-ray-3.2"
RAY_3_BASE, RAY_3_KEY = "https://agents.lumalabs.ai/v1", "LUMA_AGENTS_API_KEY"
RAY_3_LIMITS = Limits(cuts=1, durations=(Fraction(5), Fraction(10)), longest=Fraction(10), fps=FPS, prompt=WORDS,
                      continues=True)
RAY_3_ASPECTS = ("9:16", "3:4", "1:1", "4:3", "16:9", "21:9")
RAY_3_SIZES = {"540p": 540, "720p": 720, "1080p": 1080}
RAY_3_DOLLARS = {
    ("540p", 5): Decimal("0.15"), ("720p", 5): Decimal("0.30"), ("1080p", 5): Decimal("1.20"),
    ("540p", 10): Decimal("0.45"), ("720p", 10): Decimal("0.90"), ("1080p", 10): Decimal("3.60"),
}
LAST_FRAME = {5: 120, 10: 240}
"""The number of the last frame, on the grid the service counts guide frames by."""

UPLOAD = 5 * 2**30
"""Bytes of a file sent ahead."""

EDIT = "luma-ray-3.2-previz"
EDIT_LIMITS = Limits(cuts=1, longest=Fraction(18), fps=FPS, prompt=WORDS)
EDIT_DOLLARS = {"540p": Decimal("0.72"), "720p": Decimal("1.08"), "1080p": Decimal("2.16")}
"""For each begun five seconds."""

RAY_2 = "luma-ray-2"
RAY_2_BASE, RAY_2_KEY = "https://api.lumalabs.ai/dream-machine/v1", "LUMAAI_API_KEY"
RAY_2_LIMITS = Limits(cuts=1, durations=(Fraction(5), Fraction(9)), longest=Fraction(9), prompt=WORDS, continues=True)
RAY_2_ASPECTS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
RAY_2_SIZES = {"540p": 540, "720p": 720, "1080p": 1080, "4k": 2160}
RAY_2_DOLLARS = {"540p": Decimal("0.08"), "720p": Decimal("0.142"), "1080p": Decimal("0.32"),
                 "4k": Decimal("1.28")}
"""A second: one rate was found, taken for the smallest picture and raised by its pixels, which are what is counted."""
CONCEPTS = 4
