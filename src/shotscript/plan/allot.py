"""Seconds asked of a provider for each shot of a segment: exact where it takes any length, else as near as it can.

A provider that only makes whole seconds, listed lengths or certain numbers of frames gets the shortest total that
still holds the whole segment: the surplus is trimmed when the film is joined, never the other way round.

Lengths are counted in whole units so small that every length there is comes to a whole number of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from .limits import Limits


@dataclass(frozen=True, slots=True)
class Ruler:
    """A provider's lengths in units, `second` of which are a second.

    least      of one shot, `shortest` of a segment, `longest` likewise (None: no limit)
    whole      every shot lasts whole seconds
    step       lengths of a segment are first, first + step, first + 2 step...; 0: any length
    listed     the only lengths there are, in order; None: not listed
    """

    second: int
    least: int
    shortest: int
    longest: int | None
    whole: bool
    first: int
    step: int
    listed: tuple[int, ...] | None

    def total(self, need: int) -> int | None:
        """The shortest length the provider makes that holds `need`, or None. What holds less is never None."""
        need = max(need, self.shortest)
        if self.listed is not None:
            at = bisect_left(self.listed, need)
            return self.listed[at] if at < len(self.listed) else None
        if self.step:
            need = self.first + max(0, -((self.first - need) // self.step)) * self.step
        return None if self.longest is not None and need > self.longest else need

    def floor(self, wanted: int) -> int:
        """What one shot takes of a segment's length at least."""
        return self.least if self.whole else max(wanted, self.least)

    def need(self, wanted: Sequence[int]) -> int:
        return max(sum(wanted), sum(map(self.floor, wanted)))

    @property
    def most(self) -> int | None:
        """The longest segment there is, None without limit, 0 where there is none at all."""
        if self.listed is not None:
            return self.listed[-1] if self.listed else 0
        if self.longest is None or not self.step:
            return self.longest
        return 0 if self.longest < self.first else self.longest - (self.longest - self.first) % self.step

    def seconds(self, units: int) -> Fraction:
        return Fraction(units, self.second)


def ruler(limits: Limits, *denominators: int) -> Ruler:
    """The ruler for lengths that are whole multiples of one over each of the denominators of a second."""
    frame = 1 / limits.fps if limits.fps else Fraction(1)
    longest = _least_of(limits.longest, limits.frames_most and limits.frames_most * frame)
    facts = (frame, limits.shortest, limits.shot_shortest, longest or Fraction(0), *limits.durations)
    second = lcm(*denominators, *(fact.denominator for fact in facts))
    first, step = _progression(limits, second, int(frame * second))
    least = max(1, ceil(limits.shot_shortest)) if limits.whole_seconds else limits.shot_shortest
    bare = Ruler(second, int(least * second), int(limits.shortest * second),
                 None if longest is None else int(longest * second), limits.whole_seconds, first, max(step, 0), None)
    if step >= 0 and not limits.durations:
        return bare
    listed = sorted(int(d * second) for d in limits.durations) if step >= 0 else []
    return _listing(bare, tuple(length for length in listed if bare.total(length) == length))


def allot(wanted: Sequence[Fraction], limits: Limits) -> tuple[Fraction, ...] | None:
    """Seconds for each shot, or None where the provider cannot make them in one go.

    `wanted` are the exact seconds the film needs of each, handles included.
    """
    rule = ruler(limits, *(length.denominator for length in wanted))
    given = shares([int(length * rule.second) for length in wanted], rule)
    return None if given is None else tuple(map(rule.seconds, given))


def shares(wanted: Sequence[int], rule: Ruler) -> tuple[int, ...] | None:
    """`allot` in units."""
    total = rule.total(rule.need(wanted))
    if total is None:
        return None
    if rule.whole:
        counts = whole(wanted, [rule.least // rule.second] * len(wanted), total // rule.second, rule.second)
        return tuple(count * rule.second for count in counts)
    given = [rule.floor(length) for length in wanted]
    # What is too much goes after the last shot, where it can be trimmed without a seam.
    given[-1] += total - sum(given)
    return tuple(given)


def whole(wanted: Sequence[int], least: Sequence[int], total: int, second: int) -> tuple[int, ...]:
    """Whole seconds that add up to `total`, none under its `least`, with the smallest sum of squared moves.

    `wanted` is in units, `second` of them a second. The cost of each further second only grows, so handing the
    seconds out one by one to whoever gains most is exact. Of equals the earlier shot is given the second.
    """
    given = list(least)
    # One more second changes the squared move by 2 * (given - wanted) + 1: the least of given - wanted gains most.
    moved = [have * second - want for have, want in zip(given, wanted, strict=True)]
    for _ in range(total - sum(given)):
        most = moved.index(min(moved))
        given[most] += 1
        moved[most] += second
    return tuple(given)


def _least_of(*lengths: Fraction | int | None) -> Fraction | None:
    return min((Fraction(length) for length in lengths if length is not None), default=None)


def _progression(limits: Limits, second: int, frame: int) -> tuple[int, int]:
    """The first length and the step, in units: (0, 0) for any length, a step of -1 where there is no length at all.

    A clip's own rate binds by itself only where nothing else does: a listed length is taken as it is listed.
    """
    step, offset = limits.frame_grid or (0, 0)
    if not step:
        if limits.whole_seconds:
            return 0, second
        return 0, frame if limits.fps and not limits.durations else 0
    if not limits.whole_seconds:
        return offset * frame, step * frame
    both = lcm(second, step * frame)
    common = (length for length in range(offset * frame, offset * frame + both, step * frame) if length % second == 0)
    return next(((length, both) for length in common), (0, -1))


def _listing(bare: Ruler, listed: tuple[int, ...]) -> Ruler:
    return Ruler(bare.second, bare.least, bare.shortest, bare.longest, bare.whole, bare.first, bare.step, listed)
