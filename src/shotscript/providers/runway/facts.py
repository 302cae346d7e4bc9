"""What Runway's own models can do and cost, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
BASE = "https://api.dev.runwayml.com"
KEY_VARIABLE = "RUNWAYML_API_SECRET"
VERSION = ("X-Runway-Version", "2024-11-06")
CREDIT = Decimal("0.01")
"""US dollars."""
SEEDS = 2**32
"""Seeds are whole numbers from 0 to one less."""

GEN_45, GEN_4_TURBO = "runway-gen-4.5", "runway-gen-4-turbo"
ALEPH, ALEPH_PREVIZ, ACT_TWO, MULTI_SHOT = (
    "runway-aleph", "runway-aleph-previz", "runway-act-two", "runway-multi-shot")

WORDS = 1000
"""UTF-16 units of a prompt; of one shot of the recipe `SHOT_WORDS`."""
SHOT_WORDS = 512

TAKE = Limits(cuts=1, shortest=Fraction(2), longest=Fraction(10), whole_seconds=True, prompt=WORDS,
              prompt_unit="utf-16", continues=True)
FOOTAGE = Limits(cuts=1, shortest=Fraction(2), longest=Fraction(30), prompt=WORDS, prompt_unit="utf-16")
PERFORMED = Limits(cuts=1, shortest=Fraction(3), longest=Fraction(30), references=1)
LISTED = Limits(
    cuts=5, cuts_least=3, durations=(Fraction(5), Fraction(10), Fraction(15)), longest=Fraction(15),
    whole_seconds=True, shot_shortest=Fraction(1), shot_words=SHOT_WORDS, prompt_unit="utf-16", continues=True,
    across_scenes=True,
)

WORDED = ("1280:720", "720:1280")
FRAMED = (*WORDED, "1104:832", "960:960", "832:1104", "1584:672")
"""Pictures by their pixels: from words alone, and from a first frame or a performance."""
TARGETS = ("16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9")
"""Shapes that footage is brought to."""
TIERS = {"720p": ("1280:720", "720:1280", "960:960"), "1080p": ("1920:1080", "1080:1920", "1440:1440")}
"""Pictures of the recipe, by its two sizes."""
LINES = {"720p": 720, "1080p": 1080}

PREVIZ_FPS = Fraction(24)
"""Of our own footage; the service takes thirty at most."""

CREDITS = {"gen4.5": 12, "gen4_turbo": 5, "aleph2": 28, "act_two": 5, "multi_shot": 40}
"""A second. No price of the recipe was found: the dearest of the service's models that sound."""
ALEPH_LEAST = 56
"""Credits of the cheapest clip."""
RECIPE = "2026-06"
"""The recipe's version."""

UPLOAD, DAY = 200_000_000, 86_400.0
"""Bytes of a file sent ahead, and the seconds it is kept."""
AT_ONCE = 2
"""Jobs worked on at a time for those who begin; more are taken in and wait."""
