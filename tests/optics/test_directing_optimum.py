"""The solver against every sequence there is, priced anew from the table's bare numbers."""

from __future__ import annotations

import math
import os
import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from directed_scenes import scene, tables

from shotscript.optics.directing import STYLES, Style, style
from shotscript.optics.directing.solve import solve
from shotscript.optics.directing.table import HARD, Run, Table, price
from shotscript.optics.directing.terms import CUT, LEAKE, MOMENT, SHOT, TERMS

PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
SCENES = 2000 if PROOF else 200
WRITTEN = 5
"""Every so-manieth scene is a written one, staged; the others are numbers."""


def by_hand(table: Table, chosen: Style) -> float:
    """The least price of all sequences, by trying each: a take for the first moment, then at every moment on or cut."""
    n, count = table.size
    weight = chosen.weights.get

    def moment(k: int, c: int) -> float:
        price = 0.0 if table.allowed[c, k] else HARD
        return price + sum(weight(term, 0) * float(table.moment[term][c, k]) * float(table.seconds[k])
                           for term in table.moment)

    def length(seconds: float) -> float:
        if math.isinf(chosen.length):
            return 0.0
        off = (math.log(max(seconds, 0.05)) - math.log(chosen.length)) / chosen.spread
        return (weight("rhythm", 0) * max(seconds / chosen.length, 1) * off**2 / 2
                + max(0.0, seconds - chosen.longest) * 4 + (4 if seconds < 1 else 0))

    @cache
    def cut(k: int, a: int, b: int) -> float:
        hard = HARD if table.closed[k, a, b] else 0.0
        wishes = (weight(t, 0) * float(table.cut[t][a, b]) * float(table.at[t][k]) for t in table.cut)
        return hard + sum(wishes)

    def rest(k: int, c: int, since: int) -> float:
        """From moment k, whose take is c and has been held since a moment."""
        here = moment(k, c)
        done = length(sum(float(s) for s in table.seconds[since : k + 1]))
        if k + 1 == n:
            return here + done + (0.0 if table.exit[c] else HARD)
        ways = [] if table.must[k + 1] else [rest(k + 1, c, since)]
        if table.free[k + 1]:
            ways += [done + cut(k + 1, c, b) + rest(k + 1, b, k + 1) for b in range(count)]
        return here + min(ways)

    return min(weight("wide", 0) * float(table.wide[c]) + (0.0 if table.entry[c] else HARD) + rest(0, c, 0)
               for c in range(count))


def drawn(seed: int) -> Table:
    """A table of random numbers."""
    dice = np.random.default_rng(seed)
    n = int(dice.integers(1, 9))
    count = 2 if n > 6 else int(dice.integers(1, 5)) if n < 6 else 3
    must = dice.random(n) < 0.1
    closed = dice.random((n, count, count)) < 0.2
    closed |= np.eye(count, dtype=bool)
    return Table(
        dice.uniform(0.3, 7, n), (dice.random(n) < 0.8) | must, must, {t: dice.random((count, n)) for t in MOMENT},
        dice.random((count, n)) < 0.9, {t: dice.random((count, count)) for t in CUT},
        {t: dice.uniform(-1, 1, n) for t in CUT}, closed, dice.random(count), dice.random(count) < 0.8,
        dice.random(count) < 0.8)


def staged(seed: int) -> Table:
    """The table of a written scene of up to eight beats, with three of its takes."""
    found = (tables(scene(seed, most))[0][1] for most in range(8, 1, -1))
    table = next(one for one in found if one.size[0] <= 8)
    n, count = table.size
    dice = random.Random(seed)
    some = sorted(dice.sample(range(count), min(count, 2 if n > 6 else 3)))
    return replace(
        table, moment={t: a[some] for t, a in table.moment.items()}, allowed=table.allowed[some],
        cut={t: a[np.ix_(some, some)] for t, a in table.cut.items()}, closed=table.closed[:, some][:, :, some],
        wide=table.wide[some], entry=table.entry[some], exit=table.exit[some])


@pytest.mark.parametrize("part", range(4))
def test_no_sequence_is_cheaper(part: int):
    for seed in range(part, SCENES, 4):
        table = staged(seed) if seed % WRITTEN == 0 else drawn(seed)
        chosen = list(STYLES.values())[seed % 4] if seed % 3 else weighing(seed)
        runs, cost = solve(table, chosen)
        assert cost == pytest.approx(by_hand(table, chosen), rel=1e-9, abs=1e-6), seed
        assert cost == pytest.approx(sum(price(table, chosen, runs).values()), rel=1e-9, abs=1e-6), seed
        whole(runs, table)


def weighing(seed: int) -> Style:
    """A style of random weights, some below zero."""
    dice = random.Random(seed)
    return replace(style("classical"), weights={term: dice.uniform(-0.5, 2) for term in TERMS if dice.random() < 0.7},
                   length=dice.uniform(1, 9), longest=dice.uniform(5, 15))


def whole(runs: tuple[Run, ...], table: Table):
    """Every moment is shown once, and no cut stands where none may."""
    assert [run.first for run in runs] == [0, *(run.stop for run in runs[:-1])] and runs[-1].stop == table.size[0]
    cuts = {run.first for run in runs[1:]}
    assert all(table.free[k] for k in cuts) and cuts >= {k for k in range(1, table.size[0]) if table.must[k]}


def test_the_thirteen_idioms_are_terms():
    assert len(LEAKE) == 13 and set(LEAKE) <= {*MOMENT, *CUT, *SHOT} == set(TERMS)
