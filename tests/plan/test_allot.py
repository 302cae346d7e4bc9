"""Seconds asked of a provider, against an exhaustive search."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.plan.allot import allot, whole
from shotscript.plan.limits import Limits

KLING = Limits(shortest=Fraction(3), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1))
tenths = st.integers(1, 60).map(lambda n: Fraction(n, 10))


def seconds(*texts: str) -> list[Fraction]:
    return [Fraction(t) for t in texts]


def test_any_length_is_exact():
    assert allot(seconds("2.375", "0.5"), Limits()) == (Fraction("2.375"), Fraction("0.5"))


def test_padding_to_the_shortest_goes_after_the_last_shot():
    assert allot(seconds("1.5", "0.5"), Limits(shortest=Fraction(4))) == (Fraction("1.5"), Fraction("2.5"))


def test_listed_lengths_take_the_next_longer_one():
    limits = Limits(durations=(Fraction(5), Fraction(10)))
    assert sum(allot(seconds("3", "2.5"), limits) or ()) == 10
    assert allot(seconds("6", "5"), limits) is None


def test_whole_seconds_round_the_total_up_and_each_shot_as_little_as_can_be():
    assert allot(seconds("2.5", "2.5", "2.5"), KLING) == (3, 3, 2)
    assert allot(seconds("3.5", "2.25", "0.25"), KLING) == (3, 2, 1)
    assert allot(seconds("0.5"), KLING) == (3,)


def test_too_long_or_too_many_for_the_longest():
    assert allot(seconds("15.1"), KLING) is None
    assert allot(seconds("9", "6"), KLING) == (9, 6)
    assert allot([Fraction(1, 10)] * 16, KLING) is None


def test_a_second_and_a_fraction_at_a_broken_rate():
    assert allot([Fraction(24 * 1001, 24000)] * 3, KLING) == (2, 1, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(tenths, min_size=1, max_size=4), st.integers(0, 4))
def test_whole_is_the_least_squared_move(wanted, surplus):
    least = [1] * len(wanted)
    total = max(len(wanted), int(sum(wanted))) + surplus
    given_ = whole(wanted, least, total)
    ways = (w for w in product(range(1, total + 1), repeat=len(wanted)) if sum(w) == total)

    def moved(way) -> Fraction:
        return sum(((k - w) ** 2 for k, w in zip(way, wanted, strict=True)), Fraction(0))

    assert sum(given_) == total and min(given_) >= 1
    assert moved(given_) == min(map(moved, ways))


@settings(max_examples=80, deadline=None)
@given(st.lists(tenths, min_size=1, max_size=6))
def test_kling_lengths_always_hold(wanted):
    given_ = allot(wanted, KLING)
    if given_ is None:
        assert sum(wanted) > 15 or len(wanted) > 15
        return
    total = sum(given_)
    assert all(g.denominator == 1 and g >= 1 for g in given_)
    assert 3 <= total <= 15 and total >= sum(wanted) and total - sum(wanted) < max(1, 3, len(wanted))
