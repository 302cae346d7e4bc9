"""The cheapest sequence of takes, exactly: semi-Markov dynamic programming over moments, takes and lengths.

best[j][c], the cheapest way to show moments up to j with take c last, is the least over i of: the cheapest entry into
c before i, the moments i..j of c, and the length i..j. The entry is the least over all takes before, and is worked out
once for every i. Ties go to the longer shot, then to the take listed first, so the answer is one and the same always.
"""

from __future__ import annotations

from math import inf

import numpy as np

from ..space import Vector
from .table import HARD, Run, Table, cutting, lasting, opening, shown
from .terms import Style


def solve(table: Table, style: Style) -> tuple[tuple[Run, ...], float]:
    """The runs, in order, and what they cost."""
    n, count = table.size
    sums = np.concatenate((np.zeros((1, count)), np.cumsum(shown(table, style).T, axis=0)))
    lengths = _lengths(table, style)
    enter = np.full((n, count), inf)
    come = np.zeros((n, count), dtype=int)
    best, since = np.full((n + 1, count), inf), np.zeros((n + 1, count), dtype=int)
    takes = np.arange(count)
    enter[0] = opening(table, style)
    for j in range(1, n + 1):
        ways = enter[:j] + (sums[j] - sums[:j]) + lengths[:j, j][:, None]
        since[j] = np.argmin(ways, axis=0)
        best[j] = ways[since[j], takes]
        if j < n and table.free[j]:
            over = best[j][:, None] + cutting(table, style, j)
            come[j] = np.argmin(over, axis=0)
            enter[j] = over[come[j], takes]
    final = best[n] + np.where(table.exit, 0.0, HARD)
    last = int(np.argmin(final))
    return _traced(n, last, since, come), float(final[last])


def _lengths(table: Table, style: Style) -> Vector:
    """(n, n + 1) what it costs to last from one moment to another; infinite over a cut that has to be."""
    n, _ = table.size
    forced = np.concatenate(([0], np.cumsum(table.must)))
    start, stop = np.arange(n)[:, None], np.arange(n + 1)[None, :]
    whole = (stop > start) & (forced[stop] <= forced[np.minimum(start + 1, n)])
    seconds = np.where(whole, table.clock[None, :] - table.clock[:-1, None], 1.0)
    return np.where(whole, lasting(seconds, style), inf)


def _traced(n: int, take: int, since: Vector, come: Vector) -> tuple[Run, ...]:
    runs: list[Run] = []
    j = n
    while j:
        i = int(since[j][take])
        runs.append(Run(i, j, take))
        take, j = int(come[i][take]), i
    return tuple(reversed(runs))
