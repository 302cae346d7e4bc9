"""All the numbers of one stretch of a scene: what every take costs at every moment, and every cut between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

from ..space import Vector
from .terms import Style

HARD = 1e6
"""The price of what must not be: so high that no sum of wishes outweighs it, and finite, so that a scene in which
everything is forbidden still has a least bad picture."""
BRIEF, HASTE = 1.0, 4.0
"""Seconds a shot lasts at least (shorter ones are lengthened), and the price of one that does not."""
OVERDUE = 4.0
"""The price of each second beyond a style's longest."""


@dataclass(frozen=True)
class Table:
    """n moments, c takes.

    seconds (n,) · free, must (n,) bool: a cut may, or has to, stand before a moment
    moment  by term (c, n), penalties by the second · allowed (c, n) bool
    cut, at by term (c, c) from, to; times (n,) by where the cut stands
    closed  (n, c, c) bool: cuts that film grammar faults
    wide    (c,) penalty of a scene's first picture; nothing where the stretch opens none
    entry, exit (c,) bool: takes that follow the written shot before, or go before the one after
    """

    seconds: Vector
    free: Vector
    must: Vector
    moment: Mapping[str, Vector]
    allowed: Vector
    cut: Mapping[str, Vector]
    at: Mapping[str, Vector]
    closed: Vector
    wide: Vector
    entry: Vector
    exit: Vector
    clock: Vector = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clock", np.concatenate(([0.0], np.cumsum(self.seconds))))

    @property
    def size(self) -> tuple[int, int]:
        return len(self.seconds), len(self.wide)


@dataclass(frozen=True, slots=True)
class Run:
    """A take held for moments [first, stop)."""

    first: int
    stop: int
    take: int


def shown(table: Table, style: Style) -> Vector:
    """(c, n) what a take costs at a moment."""
    total = np.where(table.allowed, 0.0, HARD)
    for term, penalty in table.moment.items():
        if weight := style.weight(term):
            total = total + weight * penalty * table.seconds
    return total


def cutting(table: Table, style: Style, at: int) -> Vector:
    """(c, c) what the cuts before a moment cost."""
    total = np.where(table.closed[at], HARD, 0.0)
    for term, penalty in table.cut.items():
        if weight := style.weight(term):
            total = total + weight * table.at[term][at] * penalty
    return total


def lasting(seconds: Vector, style: Style) -> Vector:
    """What shots of these lengths cost."""
    if style.length == inf:
        return np.zeros_like(seconds)
    late = OVERDUE * np.maximum(seconds - style.longest, 0.0)
    off = np.log(np.maximum(seconds, 0.05) / style.length) / style.spread
    share = np.maximum(seconds / style.length, 1.0)
    return style.weight("rhythm") * share * off * off / 2 + late + np.where(seconds < BRIEF, HASTE, 0.0)


def opening(table: Table, style: Style) -> Vector:
    """(c,) what it costs to begin with a take."""
    return style.weight("wide") * table.wide + np.where(table.entry, 0.0, HARD)


def price(table: Table, style: Style, runs: tuple[Run, ...]) -> dict[str, float]:
    """What a sequence costs, by term; `grammar` is what must not be."""
    told = dict.fromkeys((*table.moment, *table.cut, "rhythm", "wide", "grammar"), 0.0)
    first, last = runs[0], runs[-1]
    told["wide"] = style.weight("wide") * float(table.wide[first.take])
    told["grammar"] = HARD * (int(not table.entry[first.take]) + int(not table.exit[last.take]))
    for i, run in enumerate(runs):
        own = slice(run.first, run.stop)
        told["rhythm"] += float(lasting(table.clock[run.stop] - table.clock[run.first], style))
        told["grammar"] += HARD * int(np.sum(table.allowed[run.take, own] == 0))
        for term, penalty in table.moment.items():
            told[term] += style.weight(term) * float((penalty[run.take, own] * table.seconds[own]).sum())
        if i:
            _add_cut(told, table, style, runs[i - 1].take, run)
    return told


def _add_cut(told: dict[str, float], table: Table, style: Style, before: int, run: Run) -> None:
    told["grammar"] += HARD * int(table.closed[run.first, before, run.take])
    for term, penalty in table.cut.items():
        told[term] += style.weight(term) * float(table.at[term][run.first] * penalty[before, run.take])
