"""Where a clip jumps from one picture to another: its cuts, found from the pictures alone.

Between two frames there is a cut when every picture of the third of a second before is unlike every one of the third
after, and by far more so than neighbours are on either side. So nothing fires on a flash or somebody who crosses close
to the lens (the same picture is there again afterwards), nor on a pan, a whip or a crash zoom (neighbours before and
after are as unlike): the measure is the clip's own pace at that place.

Video models smear some cuts over a few frames, and changing a clip's rate mixes the two frames at a cut. Such a cut is
looked for across a gap, and stands only if the frames in the gap are mixtures of the pictures on its two sides, as
those of a whip pan are not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .glance import Glance, forms, mixture, palettes, unlike

UNLIKE = 0.25
"""How unlike the two sides of a cut are at least; see `glance.unlike`."""
ABRUPT = 1.8
"""How many times more unlike than neighbours on either side."""
SLIGHT, CALM = 0.07, 4.0
"""The same two for a cut between pictures much alike: less, but only where hardly anything moves."""
FORMED = 0.05
"""How unlike their forms are at least."""
MOVED = 0.02
"""How much of the picture must change to be seen."""
WINDOW = Fraction(1, 3)
"""Seconds looked at on each side; two cuts nearer than that are one."""
SMEAR = 2
"""Half of the frames across which a smeared cut is looked for; one of them is not mixed, or it is a dissolve."""
MIXED = 0.2
"""How much of a smeared frame may be no mixture of the two sides."""
_STILL = 0.05
"""Added to how unlike neighbours are, so that a frozen side does not make every change a jump."""
_CALM = 0.005
"""Likewise where hardly anything moves."""
_LAMP = 4.0
"""How many times more than their forms the colours of two pictures may differ."""
_LEVELS = 16
"""A change of brightness, in levels of 255, that is seen."""
_LEAST = 3
"""Frames there must be on each side."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A cut: `frame` is the first of the new picture. `strength` is how unlike the sides are, 0 to 1; `abrupt` how many
    times more so than neighbours; `smeared` over how many frames, 0 for a clean one."""

    frame: int
    strength: float
    abrupt: float
    smeared: int = 0


class Jumps:
    """Finds the cuts of a clip whose frames are added one by one; keeps no more than a second of them."""

    def __init__(self, fps: Fraction) -> None:
        self._reach = min(max(round(WINDOW * fps), 4), 24)
        self._seen: deque[Glance] = deque(maxlen=2 * (self._reach + SMEAR))
        self._count = 0
        self._found: list[Jump] = []

    def add(self, frame: Glance) -> None:
        self._seen.append(frame)
        self._count += 1
        middle = self._count - self._reach - SMEAR
        if middle > 0:
            self._look(middle)

    def found(self) -> tuple[Jump, ...]:
        """The cuts, in order, once every frame is added."""
        for middle in range(max(1, self._count - self._reach - SMEAR + 1), self._count):
            self._look(middle)
        return _apart(self._found, self._reach)

    def _look(self, middle: int) -> None:
        """Whether frame `middle` is the first of a new picture; the window around it is in `_seen`."""
        at = middle - (self._count - len(self._seen))
        for gap in range(SMEAR + 1):
            left, right = at - gap, at + gap
            if left < _LEAST or len(self._seen) - right < _LEAST:
                return
            last, first = self._seen[left - 1], self._seen[right]
            if unlike(last, first) < (UNLIKE if gap else SLIGHT) or _lamp(last, first):
                continue
            strength, pace = self._strength(left, right)
            plain = strength >= UNLIKE and strength >= ABRUPT * (pace + _STILL)
            calm = not gap and _calm(strength, pace) and _seen(last, first)
            if (plain or calm) and self._keep(middle, at, gap, strength, pace):
                return

    def _strength(self, left: int, right: int) -> tuple[float, float]:
        """How unlike the frames before `left` are to those from `right` on, and how unlike neighbours are there."""
        seen = list(self._seen)
        before, after = seen[max(0, left - self._reach) : left], seen[right : right + self._reach]
        apart = right - left + 1
        return min(unlike(a, b) for a in before for b in after), max(_pace(before, apart), _pace(after, apart))

    def _keep(self, middle: int, at: int, gap: int, strength: float, pace: float) -> bool:
        """Whether it stands: a clean cut does, a smeared one by what is in its gap."""
        abrupt = strength / (pace + _STILL)
        if not gap:
            self._found.append(Jump(middle, strength, abrupt))
            return True
        between = [self._seen[i] for i in range(at - gap, at + gap)]
        mixed = [mixture(one, self._seen[at - gap - 1], self._seen[at + gap]) for one in between]
        new = sum(share < 0.5 for share, _ in mixed)
        smeared = sum(0.1 < share < 0.9 for share, _ in mixed)
        stands = smeared < len(mixed) and all(left <= MIXED for _, left in mixed)
        if stands:
            self._found.append(Jump(middle - gap + new, strength, abrupt, smeared))
        return stands


def _calm(strength: float, pace: float) -> bool:
    """A cut between pictures much alike, as from one size to the next of the same person, where little moves."""
    return strength >= SLIGHT and strength >= CALM * (pace + _CALM)


def _seen(last: Glance, first: Glance) -> bool:
    """Whether so slight a change would be seen: the pictures of a coded night change a little with each keyframe."""
    moved = float(np.mean(np.abs(last.luma - first.luma) > _LEVELS))
    return forms(last, first) >= FORMED and moved >= MOVED


def _lamp(last: Glance, first: Glance) -> bool:
    """Whether only the light changes: far more of the colours than of the form."""
    return palettes(last, first) > _LAMP * forms(last, first)


def _pace(frames: Sequence[Glance], apart: int) -> float:
    """How unlike frames of one side are that are as far apart as the two sides."""
    return max((unlike(a, b) for a, b in zip(frames, frames[apart:], strict=False)), default=0.0)


def _apart(found: Sequence[Jump], reach: int) -> tuple[Jump, ...]:
    """The strongest of those that are nearer than a window; a clean one before a smeared one."""
    kept: list[Jump] = []
    for jump in sorted(found, key=lambda one: (one.smeared > 0, -one.strength * min(one.abrupt, 6), one.frame)):
        if all(abs(jump.frame - other.frame) > reach for other in kept):
            kept.append(jump)
    return tuple(sorted(kept, key=lambda one: one.frame))
