"""CU201: a cut on the same people that changes neither side nor lens enough, so that they jump. CU202: a cut straight
in or out that hardly changes the size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import acos, degrees

from ...core.diagnostic import Diagnostic, Level, warning
from .cut import Cut
from .numbers import Numbers
from .setup import Point, steps, unit

_ON_PURPOSE = 3
"""Jump cuts in a row that nobody makes by mistake."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a cut changes: degrees about the people, sizes, millimetres of full-frame lens."""

    turn: float
    steps: int
    lens: float


def jumps(cuts: Sequence[Cut], numbers: Numbers) -> Iterator[tuple[Diagnostic, Cut]]:
    """Of a run of jump cuts on purpose only the first is told, as something to know."""
    found = [(cut, _judged(cut, numbers)) for cut in cuts]
    for jumping, run in groupby(found, key=lambda pair: pair[1] is not None and pair[1].code == "CU201"):
        told = [(diagnostic, cut) for cut, diagnostic in run if diagnostic]
        if jumping and len(told) >= _ON_PURPOSE:
            told = [(replace(told[0][0], level=Level.INFO), told[0][1])]
        yield from told


def changed(cut: Cut) -> Change | None:
    """What a cut on the same people changes; None for all other cuts."""
    before, after = cut.before, cut.after
    if not cut.plain or before.aside or after.aside or before.over or after.over:
        return None
    if set(before.on) != set(after.on) or before.last.visible() != after.first.visible():
        return None
    sizes = before.size(before.last), after.size(after.first)
    there = [after.first.figures[name].eyes for name in after.on if name in after.first.figures]
    if sizes[0] is None or sizes[1] is None or not there:
        return None
    at = tuple(sum(eyes[k] for eyes in there) / len(there) for k in range(3))
    turn = _angle(_from(before.last.position, at), _from(after.first.position, at))
    return Change(turn, steps(sizes[0], sizes[1]), abs(before.last.focal - after.first.focal))


def _judged(cut: Cut, numbers: Numbers) -> Diagnostic | None:
    change = changed(cut)
    if change is None:
        return None
    before, after = cut.before, cut.after
    who = " and ".join(after.on)
    if change.steps <= 1 and change.turn < numbers.turn and change.lens < numbers.lens:
        return warning("CU201", f"the cut from {before.label} to {after.label} jumps: {who} again, {change.turn:.0f}"
                       f" degrees and {change.lens:.0f} mm apart, {_sizes(change.steps)}", after.span,
                       "hardly another picture",
                       f"move the camera {numbers.turn - change.turn:.0f} degrees further round, change the lens by"
                       f" {numbers.lens:g} mm or the size by two, or show something else between")
    if change.turn < numbers.axial and 0 < change.steps < numbers.steps:
        return warning("CU202", f"the cut from {before.label} to {after.label} goes straight along the lens by one size"
                       " only", after.span, "too small a step", "cut two sizes or more, or come from another side")
    return None


def _sizes(count: int) -> str:
    return "the same size" if count == 0 else "one size"


def _from(camera: Point, at: tuple[float, ...]) -> Point:
    return unit(camera[0] - at[0], camera[1] - at[1], camera[2] - at[2])


def _angle(one: Point, other: Point) -> float:
    return degrees(acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(one, other, strict=True))))))
