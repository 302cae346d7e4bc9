"""Seconds asked of a provider, against an exhaustive search."""

import random
from fractions import Fraction
from itertools import product

import pytest
from brute import random_limits, total
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.plan.allot import allot, whole
from shotscript.plan.limits import Limits, measure

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


def test_frames_come_from_the_clips_own_grid():
    wan = Limits(fps=Fraction(16), frame_grid=(4, 1), frames_most=81)
    assert allot(seconds("5"), wan) == (Fraction(81, 16),)
    assert allot(seconds("5.0625"), wan) == (Fraction(81, 16),)
    assert allot(seconds("5.07"), wan) is None
    assert allot(seconds("0.01"), wan) == (Fraction(1, 16),)
    ltx = Limits(fps=Fraction(24), frame_grid=(8, 1), shortest=Fraction(1))
    assert sum(allot(seconds("2", "1"), ltx) or ()) == Fraction(73, 24)
    assert allot(seconds("2"), Limits(fps=Fraction(24000, 1001))) == (Fraction(48 * 1001, 24000),)


def test_listed_whole_and_grid_lengths_must_all_hold():
    both = Limits(fps=Fraction(16), frame_grid=(4, 1), whole_seconds=True)
    assert allot(seconds("2"), both) is None, "no whole second is 4n + 1 frames of 16"
    assert allot(seconds("2"), Limits(fps=Fraction(25), frame_grid=(4, 1), whole_seconds=True)) == (5,)
    assert allot(seconds("2"), Limits(durations=(Fraction(5, 2), Fraction(4)), whole_seconds=True)) == (4,)
    assert allot(seconds("2"), Limits(durations=(Fraction(3), Fraction(4)), fps=Fraction(30000, 1001))) == (3,)


def test_a_grid_without_a_rate_is_refused():
    with pytest.raises(ValueError, match="say `fps`"):
        Limits(frame_grid=(4, 1))
    with pytest.raises(ValueError, match="fewer than the least"):
        Limits(cuts=2, cuts_least=3)


@settings(max_examples=300, deadline=None)
@given(st.integers(), st.lists(st.integers(1, 200), min_size=1, max_size=6),
       st.sampled_from([Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001)]))
def test_the_total_is_the_shortest_the_provider_makes(seed, frames, fps):
    limits = random_limits(random.Random(seed))
    wanted = [Fraction(n) / fps for n in frames]
    given_ = allot(wanted, limits)
    assert (None if given_ is None else sum(given_)) == total(wanted, limits)
    if given_ and limits.whole_seconds:
        assert all(g.denominator == 1 and g >= max(1, limits.shot_shortest) for g in given_)
    elif given_:
        assert all(g >= max(w, limits.shot_shortest) for g, w in zip(given_, wanted, strict=True))
        assert list(given_[:-1]) == [max(w, limits.shot_shortest) for w in wanted[:-1]]


@pytest.mark.parametrize("text, unit, length", [
    ("aé𝄞", "characters", 3), ("aé𝄞", "utf-16", 4), ("aé𝄞", "bytes", 7), ("aé𝄞", "tokens", 7), ("ﷺ", "tokens", 33),
    ("\ud800", "bytes", 3), ("", "tokens", 0),
])
def test_texts_are_measured_in_the_providers_unit(text, unit, length):
    assert measure(text, unit) == length


@settings(max_examples=60, deadline=None)
@given(st.lists(tenths, min_size=1, max_size=4), st.integers(0, 4))
def test_whole_is_the_least_squared_move(wanted, surplus):
    least = [1] * len(wanted)
    total = max(len(wanted), int(sum(wanted))) + surplus
    given_ = whole([int(w * 10) for w in wanted], least, total, 10)
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
