"""A shot in Hailuo's body: one take of six or ten seconds, silent, its camera by bracket commands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.delivery import resolution
from ..phrase.manner import QUOTES, Manner, Mark
from ..phrase.tell import fitting, tell
from .camera import commanded
from .facts import HAILUO, HAILUO_DOLLARS, HAILUO_SIZES, SHORT, Hailuo

_BRACKETS = (Mark(r"\[", "［", "brackets would be a camera command, so they are written ［］"),
             Mark(r"\]", "］", "brackets would be a camera command, so they are written ［］"))


class Dialect:
    """One model's. `write`, `fits` and `price` are those of the contract."""

    def __init__(self, facts: Hailuo) -> None:
        self.facts = facts
        takes = {"first frame", "last frame"} if facts.last else {"first frame"}
        long = Manner(
            name=facts.name, package=__package__ or "", limits=HAILUO, marks=(*_BRACKETS, QUOTES), never="none",
            resolutions={"768P": 768}, takes=frozenset(takes), pair=True, camera=commanded, shot="hailuo_shot.jinja2",
            prompt="hailuo.jinja2",
        )
        self.manners = {False: long, True: replace(long, resolutions=HAILUO_SIZES)}

    def write(self, segment: Segment, context: Context) -> Draft:
        telling = tell(segment, context, self._manner(segment))
        body: dict[str, Any] = {
            "model": self.facts.model, "prompt": str(telling.words), "prompt_optimizer": False,
            "duration": int(segment.seconds), "resolution": self._size(segment),
        }
        for role, field in (("first frame", "first_frame_image"), ("last frame", "last_frame_image")):
            body |= {field: telling.casting.given[role].ref} if role in telling.casting.given else {}
        return telling.draft(self.facts.model, body)

    def fits(self, segment: Segment, context: Context) -> bool:
        return fitting(segment, context, self._manner(segment))

    def price(self, segment: Segment) -> Decimal:
        """US dollars, by the clip."""
        return HAILUO_DOLLARS[self._size(segment), int(segment.seconds)]

    def _manner(self, segment: Segment) -> Manner:
        """1080P is made for six seconds only."""
        return self.manners[segment.seconds <= SHORT]

    def _size(self, segment: Segment) -> str:
        return resolution(segment.format, self._manner(segment).resolutions)
