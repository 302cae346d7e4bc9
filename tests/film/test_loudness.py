"""Loudness against the tables of EBU Tech 3341 and against ffmpeg's own meter; the limiter against its true peaks."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.errors import FileError
from shotscript.film.level import LOUDNESS, levelled
from shotscript.film.loudness import SILENT, Meter, gain, limited, loudness, true_peaks
from shotscript.film.sound import RATE, Samples, room

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def sine(pitch: float, level: float, seconds: float) -> Samples:
    """Both sides alike, `level` in dBFS of its peak."""
    wave = np.sin(2 * np.pi * pitch * np.arange(round(seconds * RATE)) / RATE) * 10 ** (level / 20)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def noise(level: float, seconds: float, seed: int = 1) -> Samples:
    made = np.random.default_rng(seed).normal(size=(round(seconds * RATE), 2)) * 10 ** (level / 20)
    return made.astype(np.float32)


def blocks(samples: Samples, length: int = RATE) -> Iterator[Samples]:
    return (samples[i : i + length] for i in range(0, len(samples), length))


def eased(samples: Samples) -> Samples:
    """Coming and going softly: a wave cut off rings in any true-peak meter, in each one differently."""
    number = np.arange(len(samples))
    return samples * np.clip(np.minimum(number, number[::-1]) / 2400, 0, 1).astype(np.float32)[:, None]


def oracle(samples: Samples) -> tuple[float, float]:
    """Integrated loudness and true peak in dB, as ffmpeg measures them."""
    show = "ebur128=metadata=1:peak=true,ametadata=print:file=-"
    done = subprocess.run(
        [FFMPEG, "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "-", "-af", show, "-f", "null", "-"],
        input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    said = [line.partition("=") for line in done.stdout.decode().splitlines() if "=" in line]
    last = {name: float(value) for name, _, value in said}
    peaks = [float(value) for name, _, value in said if "true_peaks_ch" in name]
    return last["lavfi.r128.I"], 20 * np.log10(max(peaks))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.floats(-1, 1, width=32)), max_size=40), st.floats(0.01, 1.5))
def test_no_peak_is_missed_where_it_is_not_looked_for(clicks: list[tuple[int, float]], above: float):
    heard = np.zeros((1000, 2), np.float32)
    for at, size in clicks:
        heard[at : at + 3, at % 2] += (size, -size, size / 2)
    everywhere, sought = true_peaks(heard), true_peaks(heard, above)
    passes = everywhere > above
    assert sought[passes] == pytest.approx(everywhere[passes]) and np.all(sought <= everywhere + 1e-9)


STEPS = {
    "case 1": ([(-23, 20)], -23),
    "case 2": ([(-33, 20)], -33),
    "case 3": ([(-36, 10), (-23, 60), (-36, 10)], -23),
    "case 4": ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
    "case 5": ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
}


@pytest.mark.parametrize("name", STEPS)
def test_ebu_tech_3341(name: str):
    steps, wanted = STEPS[name]
    assert loudness(sine(1000, level, seconds) for level, seconds in steps) == pytest.approx(wanted, abs=0.1)


SIGNALS = {
    "a low tone": sine(60, -10, 8),
    "a high tone": sine(9000, -14, 8),
    "noise": noise(-26, 8),
    "words with pauses": noise(-20, 12) * (np.arange(12 * RATE) % (3 * RATE) < RATE)[:, None] + noise(-66, 12, 2),
    "one side only": sine(3000, -14, 8) * np.array([1, 0], np.float32),
    "barely a second": noise(-30, 1.05),
    "louder than full scale": noise(-8, 8),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_as_ffmpeg_measures(name: str):
    heard = eased(SIGNALS[name].astype(np.float32))
    wanted, peak = oracle(heard)
    assert loudness(blocks(heard)) == pytest.approx(wanted, abs=0.05)
    assert 20 * np.log10(true_peaks(heard).max()) == pytest.approx(peak, abs=0.2)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 2 * RATE), min_size=1, max_size=12))
def test_the_length_of_blocks_changes_nothing(lengths: list[int]):
    heard, meter, at = noise(-20, 5), Meter(), 0
    for length in [*lengths, 5 * RATE]:
        meter.add(heard[at : at + length])
        at += length
    assert meter.loudness == pytest.approx(loudness([heard]), abs=1e-9)


def test_silence_and_what_is_too_short_has_no_loudness():
    assert loudness([np.zeros((RATE, 2), np.float32)]) == loudness([noise(-20, 0.3)]) == loudness([]) == SILENT


@pytest.mark.parametrize("name", SIGNALS)
def test_limited_peaks_are_below_the_ceiling_and_nothing_is_lost(name: str):
    heard = eased(SIGNALS[name].astype(np.float32))
    lowered = np.concatenate(list(limited(blocks(heard), gain(12), gain(-1))))
    assert lowered.shape == heard.shape
    assert oracle(lowered)[1] <= -1 + 0.05


def test_what_is_soft_is_left_alone_to_the_bit():
    heard = noise(-40, 3)
    assert np.array_equal(np.concatenate(list(limited(blocks(heard), 1.0, gain(-1)))), heard)


def test_only_what_surrounds_a_peak_is_lowered():
    heard = noise(-40, 2)
    heard[RATE : RATE + 3] = 2.0
    lowered = np.concatenate(list(limited(blocks(heard, 7001), 1.0, gain(-1))))
    changed = np.flatnonzero((lowered != heard).any(axis=1))
    assert RATE - RATE // 40 < changed.min() < RATE < changed.max() < RATE + RATE // 40
    factor = lowered[:, 0] / heard[:, 0]
    assert np.abs(np.diff(factor)).max() < 0.01, "it goes down and comes back without a step"


@settings(max_examples=15, deadline=None)
@given(st.integers(500, 3 * RATE))
def test_limiting_does_not_hear_blocks(length: int):
    heard = noise(-12, 2)
    whole, parts = (np.concatenate(list(limited(blocks(heard, n), 2.0, gain(-1)))) for n in (2 * RATE, length))
    assert np.abs(whole - parts).max() < 1e-6


@pytest.mark.parametrize("name", [name for name in SIGNALS if name != "barely a second"])
@pytest.mark.parametrize("target", [-23.0, LOUDNESS, -10.0])
def test_brought_to_its_loudness(tmp_path: Path, name: str, target: float):
    told: list[str] = []
    heard = eased(SIGNALS[name].astype(np.float32))
    made = np.concatenate(list(levelled(blocks(heard), target, tmp_path, told.append)))
    assert oracle(made)[0] == pytest.approx(target, abs=0.5) and not told
    assert list(tmp_path.iterdir()) == []


def test_a_crackling_film_is_as_loud_as_asked_though_its_peaks_are_cut(tmp_path: Path):
    heard = noise(-34, 12)
    heard[::4001] = 0.9
    made = np.concatenate(list(levelled(blocks(heard), LOUDNESS, tmp_path, lambda words: None)))
    level, peak = oracle(made)
    assert level == pytest.approx(LOUDNESS, abs=0.5)
    assert peak <= -0.9


def test_silence_stays_silence_and_a_whisper_is_not_made_a_roar(tmp_path: Path):
    told: list[str] = []
    silent = np.concatenate(list(levelled(blocks(np.zeros((RATE, 2), np.float32)), LOUDNESS, tmp_path, told.append)))
    assert not silent.any() and told == []
    soft = np.concatenate(list(levelled([room(True, 0, 5 * RATE)], LOUDNESS, tmp_path, told.append)))
    assert soft == pytest.approx(room(True, 0, 5 * RATE) * 10, abs=1e-6)
    assert [words.split(" (")[0] for words in told] == ["the film's sound is very soft"]


def test_without_a_target_it_is_as_loud_as_it_is(tmp_path: Path):
    heard = noise(-30, 2)
    assert np.array_equal(np.concatenate(list(levelled(blocks(heard), None, tmp_path / "gone", print))), heard)


def test_nowhere_to_keep_it_is_said(tmp_path: Path):
    with pytest.raises(FileError, match=r"cannot keep the film's sound in .*gone"):
        list(levelled([noise(-30, 1)], LOUDNESS, tmp_path / "gone", print))
