"""A cut in its segment, with all that its words may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...narrative.story import Scene, Shot
from ...plan.timeline import Cut, Segment
from ..claims import Claim
from ..contract import Context
from .bits import Bit, Rank, bit
from .casting import Casting
from .manner import Manner
from .names import spoken
from .picture import Say


@dataclass(frozen=True)
class View:
    """`at` counts the cuts of the segment from 0; `claims` are those its bits may answer, `opening` those of the
    scene's opening block that are told here."""

    segment: Segment
    context: Context
    casting: Casting
    manner: Manner
    at: int
    claims: tuple[Claim, ...]
    opening: tuple[Claim, ...] = ()

    @property
    def cut(self) -> Cut:
        return self.segment.cuts[self.at]

    @property
    def shot(self) -> Shot:
        return self.segment.cuts[self.at].shot

    @property
    def before(self) -> Shot | None:
        """The shot before it in the segment."""
        return self.segment.cuts[self.at - 1].shot if self.at else None

    @property
    def scene(self) -> Scene:
        return self.segment.cuts[self.at].scene

    @property
    def opens(self) -> bool:
        """Whether the segment is first in this scene here."""
        return not self.at or self.segment.cuts[self.at - 1].scene.index != self.scene.index

    @property
    def say(self) -> Say:
        return lambda name: spoken(name, self.scene, self.context.story, self.casting.call)

    @property
    def new(self) -> tuple[str, ...]:
        """Those this segment names here for the first time."""
        before = {name for names in self.casting.mentions[: self.at] for name in names}
        return tuple(name for name in self.casting.mentions[self.at] if name not in before)

    def of(self, *values: object) -> tuple[Claim, ...]:
        wanted = set(map(id, values))
        return tuple(claim for claim in self.claims if id(claim.value) in wanted)

    def kind(self, kind: str, value: object) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.kind == kind and claim.value is value)

    def bit(self, section: str, claims: tuple[Claim, ...] = (), rank: Rank = Rank.NEVER, **values: Any) -> Bit:
        return bit(self.manner, section, rank, claims, values)
