"""What MimicMotion can do and costs, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits
from ..contract import Input

NAME = "mimic-motion"
MODEL = "zsxkib/mimic-motion"
VERSION = "b3edd455f68ec4ccf045da8732be7db837cb8832d1a2459ef057ddcd3ff87dea"
CHECKED = date(2026, 11, 20)

FPS = 15
LINES = 576
"""Of the short side; the long one is 1024, upright or lying as the person's picture is."""
SIZE = (1024, 576)
STRIDE = 2
"""Every second frame of footage at thirty a second; of our own video, which has fifteen, every one."""
SEEDS = 2**31
LIMITS = Limits(cuts=1, shortest=Fraction(1), longest=Fraction(35), fps=Fraction(FPS), prompt=0, references=1)
DOLLARS = Decimal("0.05")
"""A second of what comes back: an estimate, for the service charges seconds of its own."""

_STILL = Input(("jpeg", "jpg", "png", "webp"), (0, 1))
_FOOTAGE = Input(("mp4", "mov"), (0, 1), seconds=(Fraction(1), Fraction(35)), rate=(Fraction(29), Fraction(31)))
INPUTS = {"image": _STILL, "performance": _FOOTAGE}
