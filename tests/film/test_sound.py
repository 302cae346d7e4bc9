"""Sound: every sample where it belongs, nothing clipped, blocks that fit without a seam."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.errors import MediaError
from shotscript.film import sound


def steps(*values: float) -> sound.Samples:
    return np.array(values, np.float32)[:, None]


def whole(length: int, cues: list[sound.Cue], block: int, tones: tuple[sound.Tone, ...] = ()) -> sound.Pcm:
    return np.concatenate(list(sound.track(length, tones, cues, block)))


def test_a_voice_begins_at_its_sample():
    heard = whole(100, [sound.Cue(37, steps(0.25, -0.5))], 40)
    assert heard.shape == (100, 2)
    assert np.flatnonzero(heard[:, 0]).tolist() == [37, 38]
    assert heard[37:39].tolist() == [[8192, 8192], [-16384, -16384]]


def test_voices_add_and_what_lies_outside_is_not_heard():
    heard = whole(6, [sound.Cue(-1, steps(0.1, 0.2)), sound.Cue(0, steps(0.2)), sound.Cue(5, steps(0.1, 0.3))], 4)
    assert (heard[:, 0] / 32767).round(3).tolist() == [0.4, 0, 0, 0, 0, 0.1]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 2500)), max_size=5), st.integers(100, 4000))
def test_the_length_of_blocks_is_not_heard(voices: list[tuple[int, int]], block: int):
    cues = [sound.Cue(start, np.linspace(-0.4, 0.4, length, dtype=np.float32)[:, None])
            for start, length in sorted(voices)]
    tones = (sound.Tone(0, True), sound.Tone(1500, False))
    at_once, in_parts = whole(4000, cues, 4000, tones), whole(4000, cues, block, tones)
    assert np.abs(at_once.astype(int) - in_parts).max() <= 1


def test_voices_are_asked_for_only_when_their_time_comes():
    asked: list[int] = []

    def cues():
        for start in (0, 150, 350):
            asked.append(start)
            yield sound.Cue(start, steps(0.1))

    track = sound.track(400, (), cues(), 100)
    next(track)
    assert asked == [0, 150]


@given(st.lists(st.floats(-8, 8, width=32), min_size=1, max_size=20))
def test_loud_peaks_bend_and_quiet_ones_stay(values: list[float]):
    samples = steps(*values)
    limited = sound.limit(samples)
    assert np.abs(limited).max() <= 1
    quiet = np.abs(samples) <= 0.8
    assert np.array_equal(limited[quiet], samples[quiet])
    assert np.all(np.sign(limited) == np.sign(samples))


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
    heard = sound.read(tmp_path / "a.wav")
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


def test_other_sound_files_are_read_too(tmp_path: Path):
    with av.open(str(tmp_path / "a.flac"), "w") as container:
        stream = container.add_stream("flac", rate=44100, layout="stereo")
        tone = (np.sin(np.arange(44100) / 44100 * 2 * np.pi * 300) * 16000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None], format="s16", layout="stereo")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    heard = sound.read(tmp_path / "a.flac")
    assert heard.shape[1] == 2 and abs(len(heard) - sound.RATE) < 100
    assert np.argmax(np.abs(np.fft.rfft(heard[:, 1], sound.RATE))) == 300


@pytest.mark.parametrize("name", ["a.wav", "a.mp3"])
def test_what_is_no_sound_is_said(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"words, not sound")
    with pytest.raises(MediaError, match="cannot read"):
        sound.read(tmp_path / name)
    with pytest.raises(MediaError, match="No such file"):
        sound.read(tmp_path / "gone.wav")
