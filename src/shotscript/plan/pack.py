"""The film cut into segments, at the least cost there is: an exact optimum by dynamic programming.

The planner knows limits and two questions, never a provider's name: does this stretch fit, and what is still to be
paid for it. Costs of segments and of the cuts between them add up, so the best way to pack the rest of a run depends
only on where the rest starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from ..core.diagnostic import Diagnostic, Problems, error, info
from ..core.timebase import plain
from ..narrative.story import Story
from .limits import Limits
from .strip import Frame, segment_of, strip, window
from .timeline import Cut, Segment, Timeline

Fits = Callable[[int, int], bool]
Paid = Callable[[int, int], Decimal | int]
Cost = tuple[int, Decimal, int, int, Fraction]
"""Shots nobody can make, money still to be paid, segments, exchanges torn apart, seconds thrown away."""

_FREE: Cost = (0, Decimal(0), 0, 0, Fraction(0))


def pack(
    story: Story, timeline: Timeline, limits: Limits, fits: Fits, paid: Paid
) -> tuple[tuple[Segment, ...], Problems]:
    """Segments in story order, and what is wrong or differs. `fits` and `paid` take inclusive shot indices.

    In order: as few shots left out as can be, then money, segments, exchanges torn, seconds thrown away. Of equal
    ways, the one whose earliest segments are longest.
    """
    row = strip(story, timeline, limits)
    segments: list[Segment] = []
    problems: list[Diagnostic] = []
    for first, last, made in _best(row, limits, timeline.fps, fits, paid):
        segment = segment_of(row[first : last + 1], story, limits, len(segments)) if made else None
        if segment is None:
            problems.append(_left_out(row[first], limits, timeline.fps))
        else:
            segments.append(segment)
            problems += _moved(segment)
    return tuple(segments), tuple(problems)


def segment(
    story: Story, timeline: Timeline, limits: Limits, first: int, last: int, index: int = 0
) -> Segment | None:
    """The shots `first` to `last` (inclusive, counted over the film) as one segment; None where limits forbid it."""
    assert 0 <= first <= last < len(timeline.slots), (first, last)
    return segment_of(strip(story, timeline, limits, first, last), story, limits, index)


def _best(
    row: tuple[Frame, ...], limits: Limits, fps: Fraction, fits: Fits, paid: Paid
) -> Iterator[tuple[int, int, bool]]:
    """Stretches (first, last, whether it can be made) that cover the row at the least cost."""
    n = len(row)
    rest: list[Cost] = [_FREE] * (n + 1)
    chosen: list[tuple[int, bool]] = [(0, False)] * n
    for first in range(n - 1, -1, -1):
        options = [_alone(first)] + [
            (_cost(row, first, last, waste, paid), last, True)
            for last, waste in _legal(row, first, limits, fps) if fits(first, last)
        ]
        totals = [(_sum(cost, rest[last + 1]), -last, not made) for cost, last, made in options]
        rest[first], back, failed = min(totals)
        chosen[first] = (-back, not failed)
    at = 0
    while at < n:
        last, made = chosen[at]
        yield at, last, made
        at = last + 1


def _alone(first: int) -> tuple[Cost, int, bool]:
    """Leaving one shot out, where nothing else is possible."""
    return (1, Decimal(0), 0, 0, Fraction(0)), first, False


def _legal(row: tuple[Frame, ...], first: int, limits: Limits, fps: Fraction) -> Iterator[tuple[int, Fraction]]:
    """The last shots of every segment that may start at `first`, each with the seconds it throws away."""
    for last in range(first, min(first + limits.cuts, len(row))):
        if last > first and row[last].walled:
            return
        stretch = row[first : last + 1]
        seconds = window(stretch, limits, fps)
        if seconds is not None:
            yield last, sum(seconds, Fraction(0)) - sum((f.seconds(fps) for f in stretch), Fraction(0))


def _cost(row: tuple[Frame, ...], first: int, last: int, waste: Fraction, paid: Paid) -> Cost:
    return 0, Decimal(paid(first, last)), 1, int(row[first].exchange), waste


def _sum(a: Cost, b: Cost) -> Cost:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]


def _left_out(frame: Frame, limits: Limits, fps: Fraction) -> Diagnostic:
    shot, seconds = frame.shot, frame.seconds(fps)
    most = limits.longest if not limits.durations else max(limits.durations)
    if most is not None and seconds > most:
        return error("BK952", f"shot {shot.label} lasts {plain(seconds)} s, the provider takes {plain(most)} s at most",
                     shot.span, "too long for one request", "make it shorter or cut it in two")
    return error("BK953", f"shot {shot.label} does not fit one request even on its own", shot.span,
                 "what must be said to the letter is too long", "cut it in two, or shorten its lines")


def _moved(segment: Segment) -> list[Diagnostic]:
    """Where the provider's lengths are not the film's own, each cut that moves."""
    return [said for cut in segment.cuts if (said := _difference(cut, segment)) is not None]


def _difference(cut: Cut, segment: Segment) -> Diagnostic | None:
    wanted = Fraction(cut.lead + cut.frames + cut.tail) / segment.format.fps
    if cut.seconds == wanted:
        return None
    more = cut.seconds > wanted
    what = "trimmed when the film is joined" if more else "made up from the segment's surplus or a held frame"
    return info("BK954", f"shot {cut.shot.label} needs {plain(wanted)} s and is asked for as {plain(cut.seconds)} s; "
                f"the difference is {what}", cut.shot.span, f"{'+' if more else ''}{plain(cut.seconds - wanted)} s")
