"""The mixing desk: every region at its samples, whatever the blocks; fades, beds, what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.errors import MediaError
from shotscript.film.loudness import gain
from shotscript.film.mix import DUCK, Region, Room, ducking, joined, mix
from shotscript.film.sound import RATE, Samples, room


@dataclass
class Scale:
    """A source whose every sample is its own number times `step`, on both sides; it counts how it is used."""

    step: float = 1.0
    asked: list[tuple[int, int]] = field(default_factory=list)
    closed: int = 0

    def __enter__(self) -> Scale:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed += 1

    def read(self, first: int, count: int) -> Samples:
        self.asked.append((first, first + count))
        return np.repeat(np.arange(first, first + count)[:, None] * self.step, 2, axis=1).astype(np.float32)


class Steady(Scale):
    def read(self, first: int, count: int) -> Samples:
        return np.ones((count, 2), np.float32)


def whole(length: int, *regions: Region, block: int = 400, speech: tuple[tuple[int, int], ...] = ()) -> Samples:
    return np.concatenate(list(mix(length, regions, speech, pytest.fail, block)))


REGIONS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 700), st.integers(0, 5000)), max_size=6)


@settings(deadline=None)
@given(REGIONS, st.integers(1, 1100), st.integers(50, 1300))
def test_every_sample_is_the_sum_of_what_lies_there(laid: list[tuple[int, int, int]], length: int, block: int):
    regions = [Region(start, start + size, partial(Scale, 2.0**-12), first) for start, size, first in laid]
    heard = whole(length, *regions, block=block)
    number = np.arange(length)
    due = sum(((number >= start) & (number < start + size)) * (first + number - start) * 2.0**-12
              for start, size, first in laid)
    assert heard.shape == (length, 2)
    assert np.abs(heard[:, 0] - due).max(initial=0) < 1e-5


def test_sources_are_opened_late_asked_in_order_and_closed():
    early, late = Scale(), Scale()
    opened: list[str] = []

    def source(name: str, one: Scale) -> Scale:
        opened.append(name)
        return one

    regions = [Region(900, 1100, partial(source, "late", late)), Region(50, 450, partial(source, "early", early), 7)]
    track = mix(1200, regions, (), pytest.fail, 400)
    next(track)
    assert opened == ["early"] and early.asked == [(7, 357)] and not early.closed
    next(track)
    assert early.asked[1:] == [(357, 407)] and early.closed == 1 and opened == ["early"]
    next(track)
    assert late.closed == 1 and next(track, None) is None


def test_a_film_left_in_the_middle_closes_its_sources():
    one = Scale()
    track = mix(1200, [Region(0, 1000, lambda: one)], (), pytest.fail, 100)
    next(track)
    track.close()
    assert one.closed == 1


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(100, 5000))
def test_a_crossing_keeps_its_power(length: int, block: int):
    one, other = (Region(0, 5000, Steady, fade_out=length), Region(5000 - length, 9000, Steady, fade_in=length))
    falls, rises = whole(9000, one, block=block)[:, 0], whole(9000, other, block=block)[:, 0]
    assert np.abs(falls**2 + rises**2 - 1).max() < 1e-5
    assert falls[:-1] == pytest.approx(np.maximum.accumulate(falls[:-1][::-1])[::-1])


def test_levels_multiply():
    assert np.all(whole(100, Region(0, 100, Steady, level=0.25)) == 0.25)


def test_a_bed_goes_down_before_speech_and_comes_up_after_it():
    speech = ((3 * RATE, 5 * RATE),)
    heard = whole(8 * RATE, Region(0, 8 * RATE, Steady, bed=True), block=7001, speech=speech)[:, 0]
    low = np.float32(gain(DUCK))
    assert heard[3 * RATE : 5 * RATE] == pytest.approx(low)
    assert np.all(heard[: 3 * RATE - RATE // 4] == 1) and np.all(heard[5 * RATE + RATE // 2 :] == 1)
    assert np.abs(np.diff(20 * np.log10(heard))).max() < 0.002, "it glides"
    assert np.all(whole(8 * RATE, Region(0, 8 * RATE, Steady), speech=speech) == 1), "only beds are lowered"


def test_a_short_pause_does_not_let_the_bed_up():
    assert joined([(0, RATE), (2 * RATE, 3 * RATE), (6 * RATE, 7 * RATE)]) == ((0, 3 * RATE), (6 * RATE, 7 * RATE))
    assert joined([(0, 9 * RATE), (RATE, 2 * RATE)]) == ((0, 9 * RATE),)
    assert joined([]) == () and np.all(ducking((), 0, 10) == 1)


class Broken(Steady):
    def read(self, first: int, count: int) -> Samples:
        if first + count > 500:
            raise MediaError("cannot read rain.wav: it breaks off")
        return super().read(first, count)


def test_what_cannot_be_read_is_said_once_and_the_film_goes_on():
    def gone() -> Scale:
        raise MediaError("cannot read gone.wav: No such file or directory")

    told: list[str] = []
    regions = [Region(0, 1000, Broken), Region(0, 1000, gone), Region(0, 1000, partial(Steady))]
    heard = np.concatenate(list(mix(1000, regions, (), told.append, 250)))[:, 0]
    assert heard.tolist() == [2.0] * 500 + [1.0] * 500
    assert told == ["cannot read gone.wav: No such file or directory: it is not heard",
                    "cannot read rain.wav: it breaks off: it is not heard from there on"]


def test_room_tone_knows_its_place():
    heard = whole(3000, Region(100, 2100, partial(Room, False), 100), block=900)
    assert np.array_equal(heard[100:2100], room(False, 100, 2100)) and not heard[:100].any()
