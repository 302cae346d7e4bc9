"""Measured cuts beside the planned ones: which is which, how many frames each is off, which are missing or too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..core.diagnostic import Diagnostic, Level
from ..core.timebase import plain
from .qc import Due, Seen, Tolerance


@dataclass(frozen=True, slots=True)
class Planned:
    """A cut between two shots of a clip. `seen` is when it comes, None where it does not.

    seamless   the picture goes on over it: the next part of a shot, or a shot that begins where this one ends
    """

    before: Due
    after: Due
    seen: Fraction | None
    seamless: bool

    @property
    def at(self) -> Fraction:
        return self.after.start

    def drift(self, fps: Fraction) -> Fraction:
        """Film frames it comes late; less than zero: early."""
        return Fraction(0) if self.seen is None else (self.seen - self.at) * fps


@dataclass(frozen=True, slots=True)
class Matched:
    """The planned cuts in order, and the moments of those that nobody planned."""

    planned: tuple[Planned, ...]
    extra: tuple[Fraction, ...]


def match(seen: Seen, reach: Fraction) -> Matched:
    """Planned and measured cuts, each taken once and in order, so that together they are least apart."""
    due = seen.due
    moments = [seen.measured.at(jump) for jump in seen.measured.jumps]
    pairs = dict(_paired([one.start for one in due[1:]], moments, reach))
    planned = tuple(
        Planned(a, b, moments[pairs[i]] if i in pairs else None, _seamless(a, b))
        for i, (a, b) in enumerate(pairwise(due))
    )
    taken = set(pairs.values())
    return Matched(planned, tuple(moment for i, moment in enumerate(moments) if i not in taken))


def findings(seen: Seen, tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC111 a planned cut is missing, QC112 it comes at another time, QC113 there is one too many."""
    matched = match(seen, tolerance.reach)
    length = seen.measured.seconds
    for one in matched.planned:
        if one.seen is not None and abs(one.drift(seen.fps)) > tolerance.drift:
            yield _late(seen, one)
        elif one.seen is None and not one.seamless and one.at < length:
            yield _missing(seen, one)
    for moment in matched.extra:
        yield from _extra(seen, moment)


def _missing(seen: Seen, one: Planned) -> Diagnostic:
    level = Level.INFO if seen.take.previz else Level.ERROR
    return seen.told(
        level, "QC111", one.after.cut,
        f"the cut from {one.before.label} to {one.after.label}, planned at {_s(one.at)}, is not there",
        "planned here", f"between {_s(one.before.start)} and {_s(one.after.end)} the picture goes on",
    )


def _late(seen: Seen, one: Planned) -> Diagnostic:
    assert one.seen is not None
    off = one.drift(seen.fps)
    frames = plain(abs(off), 1)
    word, whose = ("late", one.before.label) if off > 0 else ("early", one.after.label)
    where = "beginning" if off > 0 else "end"
    other = one.after.label if off > 0 else one.before.label
    return seen.told(
        Level.WARNING, "QC112", one.after.cut,
        f"the cut from {one.before.label} to {one.after.label} comes at {_s(one.seen)}, planned at {_s(one.at)}: "
        f"{frames} frame{'' if frames == '1' else 's'} {word}",
        "planned here", f"the {where} of {other} would show {whose}",
    )


def _extra(seen: Seen, moment: Fraction) -> Iterator[Diagnostic]:
    """Told only where the film shows it: what is thrown away may be cut as it likes. Where it goes black, and comes
    back, that is told."""
    inside = next((one for one in seen.due if one.start <= moment < one.used_end), None)
    edges = (edge for one in seen.measured.black for edge in (one.start, one.end))
    if inside and all(abs(moment - edge) > 2 / seen.fps for edge in edges):
        into = plain((moment - inside.own) * seen.fps, 0)
        yield seen.told(
            Level.WARNING, "QC113", inside.cut,
            f"there is a cut at {_s(moment)}, inside shot {inside.label}, which has none",
            f"at its frame {into}", "one shot was asked for there",
        )


def _seamless(before: Due, after: Due) -> bool:
    return before.label == after.label or after.cut.shot.as_of == before.label


def _paired(planned: Sequence[Fraction], moments: Sequence[Fraction], reach: Fraction) -> list[tuple[int, int]]:
    """The order-keeping pairing of least cost: how far pairs are apart, and `reach` for each that stays alone."""
    rows, columns = len(planned), len(moments)
    cost = [[(i + j) * reach for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            apart = abs(planned[i - 1] - moments[j - 1])
            joined = cost[i - 1][j - 1] + (apart if apart <= reach else 3 * reach)
            cost[i][j] = min(joined, cost[i - 1][j] + reach, cost[i][j - 1] + reach)
    return _traced(cost, reach)


def _traced(cost: Sequence[Sequence[Fraction]], reach: Fraction) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i, j = len(cost) - 1, len(cost[0]) - 1
    while i and j:
        if cost[i][j] == cost[i - 1][j] + reach:
            i -= 1
        elif cost[i][j] == cost[i][j - 1] + reach:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs


def _s(value: Fraction) -> str:
    return f"{plain(value, 2)} s"
