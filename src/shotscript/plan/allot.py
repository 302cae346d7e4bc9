"""Seconds asked of a provider for each shot of a segment: exact where it takes any length, else as near as it can.

A provider that only makes whole seconds, or listed lengths, gets the shortest total that still holds the whole
segment: the surplus is trimmed when the film is joined, never the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from .limits import Limits


def allot(wanted: Sequence[Fraction], limits: Limits) -> tuple[Fraction, ...] | None:
    """Seconds for each shot, or None where the provider cannot make them in one go.

    `wanted` are the exact seconds the film needs of each, handles included.
    """
    least = [_least(limits)] * len(wanted)
    total = _total(wanted, least, limits)
    if total is None:
        return None
    if limits.whole_seconds:
        return tuple(map(Fraction, whole(wanted, [ceil(x) for x in least], int(total))))
    given = [max(w, m) for w, m in zip(wanted, least, strict=True)]
    # What is too much goes after the last shot, where it can be trimmed without a seam.
    given[-1] += total - sum(given)
    return tuple(given)


def whole(wanted: Sequence[Fraction], least: Sequence[int], total: int) -> tuple[int, ...]:
    """Whole seconds that add up to `total`, none under its `least`, with the smallest sum of squared moves.

    The cost of each further second only grows, so handing the seconds out one by one to whoever gains most is exact.
    Of equals the earlier shot is given the second.
    """
    given = list(least)
    for _ in range(total - sum(given)):
        given[min(range(len(given)), key=lambda i: (_step(given[i], wanted[i]), i))] += 1
    return tuple(given)


def _step(have: int, want: Fraction) -> Fraction:
    """What one more second does to the squared move: (have + 1 - want)^2 - (have - want)^2."""
    return 2 * (have - want) + 1


def _least(limits: Limits) -> Fraction:
    if not limits.whole_seconds:
        return limits.shot_shortest
    return Fraction(max(1, ceil(limits.shot_shortest)))


def _total(wanted: Sequence[Fraction], least: Sequence[Fraction], limits: Limits) -> Fraction | None:
    """The shortest length the provider makes that holds all of it, or None."""
    floor_ = sum(least) if limits.whole_seconds else sum(max(w, m) for w, m in zip(wanted, least, strict=True))
    need = max(Fraction(sum(wanted)), Fraction(floor_), limits.shortest)
    if limits.whole_seconds:
        need = Fraction(ceil(need))
    if limits.durations:
        listed = [d for d in limits.durations if d >= need and (not limits.whole_seconds or d.denominator == 1)]
        if not listed:
            return None
        need = min(listed)
    return None if limits.longest is not None and need > limits.longest else need
