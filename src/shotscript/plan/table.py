"""Every segment there could be and what it costs, and from that the cheapest way to cover a row: exact, in integers.

Costs of segments and of the cuts between them add up, so the best way to pack the rest of a row depends only on where
the rest starts. The five things a packing costs, each before the next, are the digits of one whole number: adding and
comparing two packings is adding and comparing two integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from .strip import Row

Fits = Callable[[int, int], bool]
Paid = Callable[[int, int], Decimal | int]


class Cost(NamedTuple):
    """Shots nobody can make, money still to be paid, segments, exchanges torn apart, seconds thrown away."""

    left: int
    money: Decimal
    segments: int
    torn: int
    waste: Fraction

    def over(self, other: Cost) -> Cost:
        """What this costs more than another, part by part."""
        return Cost(self.left - other.left, self.money - other.money, self.segments - other.segments,
                    self.torn - other.torn, self.waste - other.waste)


class Stretch(NamedTuple):
    """Shots `first` to `last` of a row as one segment, or one shot that nobody can make."""

    first: int
    last: int
    made: bool


@dataclass(frozen=True)
class Table:
    """`options[first]` are the segments that may start there, shortest first: the last shot and the cost of each.

    `radix` is what one unit of each part of a cost weighs; `money` and `second` count a dollar and a second in units.
    """

    options: tuple[tuple[tuple[int, int], ...], ...]
    radix: tuple[int, int, int, int]
    money: int
    second: int

    @cached_property
    def rest(self) -> tuple[int, ...]:
        """The least cost of the shots from each one on."""
        return self._solved[0]

    @cached_property
    def before(self) -> tuple[int, ...]:
        """The least cost of the shots before each one."""
        best, (left, *_) = [0, *[-1] * len(self.options)], self.radix
        for first, options in enumerate(self.options):
            for last, cost in ((first, left), *options):
                total = best[first] + cost
                if best[last + 1] < 0 or total < best[last + 1]:
                    best[last + 1] = total
        return tuple(best)

    def best(self) -> Iterator[Stretch]:
        """The cheapest packing; of equal ones that whose earliest segments are longest."""
        at, (_, chosen) = 0, self._solved
        while at < len(chosen):
            last = chosen[at]
            yield Stretch(at, max(last, at), last >= at)
            at = max(last, at) + 1

    def together(self, at: int) -> int | None:
        """The least cost of a packing that does not cut before the shot `at`; None where there is none."""
        return min((
            self.before[first] + cost + self.rest[last + 1]
            for first in range(max(0, at - self._reach), at) for last, cost in self.options[first] if last >= at
        ), default=None)

    def cost(self, stretches: Iterable[Stretch]) -> int:
        """Of any packing whose segments are all in the table."""
        return sum(dict(self.options[s.first])[s.last] if s.made else self.radix[0] for s in stretches)

    def told(self, cost: int) -> Cost:
        parts = []
        for weight in self.radix:
            part, cost = divmod(cost, weight)
            parts.append(part)
        return Cost(parts[0], Decimal(parts[1]) / self.money, parts[2], parts[3], Fraction(cost, self.second))

    @cached_property
    def _reach(self) -> int:
        """How many shots further on the longest segment ends than it starts."""
        return max((last - first for first, options in enumerate(self.options) for last, _ in options[-1:]), default=0)

    @cached_property
    def _solved(self) -> tuple[tuple[int, ...], list[int]]:
        """The cost of the rest from each shot on, and the last shot of the segment to start there; -1: left out."""
        count = len(self.options)
        rest, chosen, left = [0] * (count + 1), [-1] * count, self.radix[0]
        for first in range(count - 1, -1, -1):
            best, back = -1, -1
            for last, cost in reversed(self.options[first]):
                total = cost + rest[last + 1]
                if best < 0 or total < best:
                    best, back = total, last
            if best < 0 or left + rest[first + 1] < best:
                best, back = left + rest[first + 1], -1
            rest[first], chosen[first] = best, back
        return tuple(rest), chosen


def table(row: Row, fits: Fits, paid: Paid) -> Table:
    """What each legal segment of a row costs. `fits` and `paid` are asked once for each, with inclusive indices."""
    legal = [[s for s in _legal(row, first) if fits(first, s[0])] for first in range(len(row.frames))]
    money = [[paid(first, last) for last, _ in found] for first, found in enumerate(legal)]
    scale, counted = _counted(money)
    most = [max((waste for found in legal for _, waste in found), default=0), 1, 1, max(counted.values(), default=0)]
    torn, segments, dollars, left = accumulate((len(legal) * each + 1 for each in most), int.__mul__)
    options = tuple(
        tuple((last, counted[price] * dollars + segments + row.frames[first].exchange * torn + waste)
              for (last, waste), price in zip(found, prices, strict=True))
        for first, (found, prices) in enumerate(zip(legal, money, strict=True))
    )
    return Table(options, (left, dollars, segments, torn), scale, row.rule.second)


def _legal(row: Row, first: int) -> Iterator[tuple[int, int]]:
    """The last shots of every segment that may start at `first`, each with the units it throws away."""
    frames, rule, wanted, least = row.frames, row.rule, row.wanted, row.limits.cuts_least
    length = floor = 0
    for last in range(first, min(first + row.limits.cuts, len(frames))):
        if last > first and frames[last].walled:
            return
        length += wanted[last]
        floor += rule.floor(wanted[last])
        total = rule.total(max(length, floor))
        if total is None:
            return
        if last - first + 1 >= least:
            yield last, total - length


def _counted(money: list[list[Decimal | int]]) -> tuple[int, dict[Decimal | int, int]]:
    """Every amount as a whole number of parts of a dollar, and how many parts that is."""
    amounts = set().union(*money)
    finest = min((int(Decimal(amount).as_tuple().exponent) for amount in amounts), default=0)
    scale = 10 ** max(0, -finest)
    counted = {amount: int(Decimal(amount) * scale) for amount in amounts}
    assert all(Decimal(n) == amount * scale >= 0 for amount, n in counted.items()), "money owed is never negative"
    return scale, counted
