"""Exact time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core import digest
from shotscript.core.timebase import clock, frames, plain, rate, seconds, timecode


@pytest.mark.parametrize("text, fps", [("24", 24), ("23.976", Fraction(24000, 1001)), ("29.97", Fraction(30000, 1001)),
                                       ("30000/1001", Fraction(30000, 1001)), ("12.5", Fraction(25, 2))])
def test_rate(text: str, fps: Fraction):
    assert rate(text) == fps


def test_a_rate_no_file_can_hold_becomes_the_nearest_that_one_can():
    assert rate("24000/1001") == Fraction(24000, 1001)
    assert rate("23.9761234567").denominator <= 1001
    assert rate("0.0000001") > 0


@pytest.mark.parametrize("text", ["0", "-24", "x", "24/0"])
def test_no_rate(text: str):
    with pytest.raises((ValueError, ZeroDivisionError)):
        rate(text)


@pytest.mark.parametrize("length, count", [(Fraction(1, 48), 1), (Fraction(1, 49), 0), (Fraction(3, 48), 2), (4, 96)])
def test_halves_round_up(length: Fraction, count: int):
    assert frames(Fraction(length), Fraction(24)) == count


@given(st.integers(0, 10**6), st.sampled_from(["24", "23.976", "25", "29.97", "60"]))
def test_frames_survive_the_way_through_seconds(count: int, fps: str):
    assert frames(seconds(count, rate(fps)), rate(fps)) == count


def test_timecode_counts_on_the_nominal_rate():
    assert timecode(0, Fraction(24)) == "00:00:00:00"
    assert timecode(24 * 3600 + 25, rate("23.976")) == "01:00:01:01"


def test_numbers_for_people():
    assert plain(Fraction(5, 2)) == "2.5" and plain(Fraction(-1, 3), 2) == "-0.33" and plain(Fraction(0)) == "0"
    assert plain(Fraction(-1, 10**6), 2) == "0"
    assert clock(Fraction(9, 2)) == "4.5 s" and clock(Fraction(62)) == "1:02"


def test_canonical_json_does_not_depend_on_order():
    assert digest.of({"a": 1, "b": Fraction(1, 3)}) == digest.of({"b": Fraction(1, 3), "a": 1})
    assert digest.canonical({"p": Decimal("0.10"), "t": "é"}) == '{"p":"0.10","t":"é"}'.encode()


def test_canonical_json_refuses_what_has_no_form():
    with pytest.raises(TypeError):
        digest.canonical({"a": {1, 2}})
    with pytest.raises(ValueError):
        digest.canonical({"a": float("nan")})
