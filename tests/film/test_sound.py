"""Sound as numbers: rooms that go on without a seam, waves of every depth and rate, lengths fitted to the sample."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from shotscript.film import sound


def test_rooms_are_quiet_and_differ_from_open_air():
    indoors, outdoors = sound.room(True, 0, sound.RATE), sound.room(False, 0, sound.RATE)
    levels = [20 * np.log10(np.sqrt(np.mean(tone**2))) for tone in (indoors, outdoors)]
    assert -60 < levels[0] < -52 and -54 < levels[1] < -46
    above = [np.abs(np.fft.rfft(tone[:, 0]))[600:].sum() / np.abs(np.fft.rfft(tone[:, 0])).sum()
             for tone in (indoors, outdoors)]
    assert above[0] < 0.2 < above[1], "the open air is brighter"
    assert abs(np.corrcoef(indoors.T)[0, 1]) < 0.2, "left and right are not one loudspeaker"
    assert np.array_equal(sound.room(True, 500, 900), indoors[500:900])


def test_rooms_go_on_for_ever_without_a_click():
    seam = 20 * sound.RATE
    for interior in (True, False):
        tone = sound.room(interior, seam - sound.RATE, seam + sound.RATE)[:, 0]
        steps = np.abs(np.diff(tone))
        assert steps[sound.RATE - 3 : sound.RATE + 3].max() <= steps.max() < 0.01


@pytest.mark.parametrize("length", [0, 10, 5000, 20000])
def test_fitted_to_the_sample(length: int):
    fitted = sound.fit(np.full((10000, 1), 0.5, np.float32), length)
    assert fitted.shape == (length, 1)
    if length == 5000:
        assert fitted[-1] == 0 and fitted[0] == 0.5
    if length == 20000:
        assert fitted[9999] == 0.5 and not fitted[10000:].any()


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_wave_files_of_every_depth(tmp_path: Path, width: int, channels: int):
    wanted = np.sin(np.arange(4800) / 20)[:, None].repeat(channels, axis=1) * 0.5
    if width == 1:
        raw = np.rint(wanted * 127 + 128).astype(np.uint8).tobytes()
    else:
        numbers = np.rint(wanted * (2 ** (8 * width - 1) - 1)).astype("<i8")
        raw = b"".join(int(n).to_bytes(8, "little", signed=True)[:width] for n in numbers.reshape(-1))
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((channels, width, sound.RATE, 0, "NONE", ""))
        file.writeframes(raw)
    heard = sound.wav((tmp_path / "a.wav").read_bytes())
    assert heard.shape == (4800, channels) and heard.dtype == np.float32
    assert np.abs(heard - wanted).max() < (0.01 if width == 1 else 1e-4)


def test_other_rates_keep_pitch_and_length():
    data = io.BytesIO()
    tone = np.sin(np.arange(22050) / 22050 * 2 * np.pi * 440) * 0.5
    with wave.open(data, "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(np.rint(tone * 32767).astype("<i2").tobytes())
    heard = sound.wav(data.getvalue())
    assert abs(len(heard) - sound.RATE) < 100
    assert np.argmax(np.abs(np.fft.rfft(heard[:, 0], sound.RATE))) == 440
