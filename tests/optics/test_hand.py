"""The hand that holds the camera: one shot's sway is its own, whatever the shot is called."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import radians

import numpy as np
import pytest
from frame_kit import move, moves, on, shot

from shotscript.core.world import TextWorld
from shotscript.lang.term import Size, Verb
from shotscript.optics.chain import schedule
from shotscript.optics.hand import held, sway
from shotscript.optics.view import State
from shotscript.studio import read

HEAD = "INT. ROOM - DAY\n\nMaya waits.\n\n[[block: MAYA stands at 0 0]]\n\n"


def camera(text: str, label: str) -> np.ndarray:
    return read("film.fountain", world=TextWorld({"film.fountain": HEAD + text})).stage.camera(label).cam_to_world


def test_a_name_moves_no_hand() -> None:
    one = "!! {}CU on MAYA, handheld, 2s\n\nMaya turns.\n"
    assert np.array_equal(camera(one.format("1B: "), "1B"), camera(one.format("9Z: "), "9Z"))


def test_two_shots_are_held_differently() -> None:
    two = "!! 1B: CU on MAYA, handheld, 2s\n\nMaya turns.\n\n!! 1C: CU on MAYA, handheld, 2s\n\nMAYA\nYes.\n"
    assert not np.array_equal(camera(two, "1B"), camera(two, "1C"))


def test_what_is_said_moves_no_hand() -> None:
    """Nor do other words in a description: variants differ in words, and keep the camera."""
    one = '!! 1B: CU on MAYA, handheld, "{}", 2s\n\nMaya {}.\n'
    assert np.array_equal(camera(one.format("dawn", "turns"), "1B"), camera(one.format("dusk", "looks"), "1B"))


# ------------------------------------------------------------------------------------------------ its motion, measured

RATE, LONG = 48, 240
"""Samples a second and seconds: enough to tell 0.02 Hz apart."""

BANDS = {Verb.HANDHELD: (0.25, 1.8, 0.008, radians(0.35)), Verb.GIMBAL: (0.1, 0.45, 0.012, radians(0.1))}
"""Hertz from and to; metres and radians it goes to."""


@pytest.mark.parametrize("verb", BANDS)
@pytest.mark.parametrize("shot", ["1A", "1B", "somebody's 9th"])
def test_a_hand_moves_in_its_band(verb: Verb, shot: str) -> None:
    """All but a thousandth of its power; nothing trembles, nothing drifts off."""
    low, high, metres, angle = BANDS[verb]
    times = np.arange(0, LONG, 1 / RATE)
    for axes, most in zip(sway(shot, verb, times), (metres, angle), strict=True):
        for axis in axes.T:
            power = np.abs(np.fft.rfft(axis * np.hanning(len(axis)))) ** 2
            pitch = np.fft.rfftfreq(len(axis), 1 / RATE)
            inside = (pitch >= low - 0.02) & (pitch <= high + 0.02)
            assert power[inside].sum() > 0.999 * power.sum()
            assert 0.15 * most < np.abs(axis).max() < 1.5 * most and abs(axis.mean()) < 0.05 * most


def test_a_gimbal_is_calmer_than_a_hand() -> None:
    """Its turns and its speed: less than half of a hand's, on every axis."""
    times = np.arange(0, 60, 1 / RATE)
    hand, gimbal = (sway("1A", verb, times) for verb in BANDS)
    assert (np.ptp(gimbal[1], axis=0) < 0.5 * np.ptp(hand[1], axis=0)).all()
    assert (np.abs(np.diff(gimbal[0], axis=0)).max(axis=0) < np.abs(np.diff(hand[0], axis=0)).max(axis=0)).all()


def test_a_sway_is_of_its_moment_and_not_of_its_frame() -> None:
    """Sampled on another grid it is the same motion: a provider's own frames see the same camera."""
    ours, theirs = (np.concatenate(sway("1A", Verb.HANDHELD, np.arange(0, 4, 1 / fps)), axis=1) for fps in (24, 48))
    assert np.array_equal(ours, theirs[::2])


@pytest.mark.parametrize("verb", BANDS)
def test_long_lenses_are_held_more_firmly(verb: Verb) -> None:
    """A hand is a hand up to 50 mm; from there the turns shrink with the root of the lens, so that the picture shakes
    more, but less than the lens is longer. The way it sways, in metres, is the same."""
    taken = shot(on(Size.MS, "MAYA"), moves(move(verb)))
    times = np.arange(96) / 24
    rest = State(np.zeros((96, 3)), *np.zeros((3, 96)), np.ones(96))
    parts = schedule(taken, Fraction(24))
    swayed = [held(taken, parts, replace(rest, focal=np.full(96, mm)), times, 4.0) for mm in (35.0, 50.0, 100.0, 200.0)]
    turns = [np.abs(state.yaw).max() for state in swayed]
    assert turns == pytest.approx([turns[0], turns[0], turns[0] / 2**0.5, turns[0] / 2])
    assert all(np.array_equal(state.position, swayed[0].position) for state in swayed)


def test_a_hand_goes_with_every_move() -> None:
    """The move underneath is the same to the bit: what is added is the hand and nothing else."""
    still, plain, both = (camera(f"!! 1B: MS on MAYA, front, 50mm{more}, 3s\n\nMaya turns.\n", "1B") for more in (
        ", static", ", dolly in 0.4m", ", dolly in 0.4m, handheld"))
    assert np.ptp(still, axis=0).max() == 0
    off = np.abs(both[:, :3, 3] - plain[:, :3, 3]).max()
    assert 0 < off < 1.5 * 0.008 * 3**0.5
