"""What Vidu Q3 can do and costs, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...plan.limits import Limits

CHECKED = date(2026, 11, 20)
BASE = "https://api.vidu.com/ent/v2"
KEY_VARIABLE = "VIDU_API_KEY"
ASPECTS = ("16:9", "9:16", "1:1", "3:4", "4:3")
RESOLUTIONS = {"540p": 540, "720p": 720, "1080p": 1080}
MOST_PICTURES, EACH = 7, 3
"""Pictures of all subjects together, and of one."""
PAYLOAD = 1_048_576


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one model. `dollars` a second by resolution; `subjects` whether people are bound to pictures."""

    name: str
    title: str
    model: str
    shortest: int
    dollars: dict[str, Decimal]
    subjects: bool

    @property
    def limits(self) -> Limits:
        return Limits(
            cuts=3, shortest=Fraction(self.shortest), longest=Fraction(16), whole_seconds=True,
            shot_shortest=Fraction(1), prompt=2000, references=MOST_PICTURES if self.subjects else None,
            continues=not self.subjects, across_scenes=True,
        )


_PRO = {"540p": Decimal("0.07"), "720p": Decimal("0.15"), "1080p": Decimal("0.16")}
_TURBO = {"540p": Decimal("0.06"), "720p": Decimal("0.06"), "1080p": Decimal("0.08")}
MODELS = (
    Facts("vidu-q3-pro", "Vidu Q3 Pro", "viduq3-pro", 1, _PRO, False),
    Facts("vidu-q3-turbo", "Vidu Q3 Turbo", "viduq3-turbo", 1, _TURBO, False),
    Facts("vidu-q3-turbo-references", "Vidu Q3 Turbo with subjects", "viduq3-turbo", 3, _TURBO, True),
)
