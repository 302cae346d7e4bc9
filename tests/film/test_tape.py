"""The sound of files by sample number: every rate, layout and container, from anywhere, gaps and ends included."""

from __future__ import annotations

import subprocess
import wave
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shotscript.core.errors import MediaError
from shotscript.film.sound import RATE
from shotscript.film.tape import Tape, has_sound, played

CLICKS = {8000: (4000, 16100), 44100: (22050, 88300), 48000: (24000, 96109)}
"""Samples at which a file of a rate clicks; both lie on whole samples at 48 kHz, or next to one."""
FILES = {
    "plain.wav": (48000, []),
    "slow.wav": (8000, []),
    "deep.wav": (44100, ["-c:a", "pcm_s24le"]),
    "a.flac": (44100, []),
    "a.mp3": (44100, ["-b:a", "256k"]),
    "a.ogg": (48000, ["-c:a", "libvorbis", "-q:a", "8"]),
    "a.opus": (48000, ["-c:a", "libopus", "-b:a", "256k"]),
    "a.m4a": (44100, ["-c:a", "aac", "-b:a", "256k"]),
    "six.mka": (48000, ["-ac", "6", "-c:a", "flac"]),
    "clip.mp4": (44100, ["-c:a", "aac", "-b:a", "256k"]),
    "clip.webm": (48000, ["-c:v", "libvpx", "-c:a", "libopus", "-b:a", "256k"]),
    "clip.mov": (48000, ["-c:a", "pcm_s16le"]),
    "clip.ts": (48000, ["-c:a", "aac", "-b:a", "256k"]),
}


def ffmpeg(*words: object) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", *map(str, words)], check=True)


def write(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    """A wave file of samples (n, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setparams((samples.shape[1], 2, rate, 0, "NONE", ""))
        file.writeframes(np.rint(samples * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    for name, (rate, options) in FILES.items():
        made = np.zeros((rate * 3, 1))
        made[CLICKS[rate], :] = 0.8
        source = write(folder / f"{rate}.wav", made, rate)
        pictures = ["-f", "lavfi", "-i", "color=gray:s=64x64:r=24:d=3"] if name.startswith("clip") else []
        ffmpeg(*pictures, "-i", source, *options, folder / name)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_a_click_is_heard_at_its_sample(shelf: Path, name: str):
    rate, _ = FILES[name]
    with Tape(shelf / name) as tape:
        heard = np.concatenate([tape.read(at, 7001) for at in range(0, 140_020, 7001)])
    assert heard.shape == (140_020, 2)
    for click in CLICKS[rate]:
        due = Fraction(click * RATE, rate)
        near = np.abs(heard[round(due) - 2000 : round(due) + 2000, 0])
        # A transport stream tells its time in steps of half a sample.
        assert abs(int(near.argmax()) - 2000) <= (1 if name.endswith("ts") else 0), name
        assert 0.25 < near.max() < 0.95


@pytest.mark.parametrize("name", FILES)
def test_from_anywhere_it_is_the_same(shelf: Path, name: str):
    with Tape(shelf / name) as tape:
        whole = tape.read(-100, 150_100)[100:]
        assert not tape.read(-100, 100).any(), "nothing before the first picture"
        for first, count in ((90_000, 8000), (23_500, 1000), (23_000, 3), (120_000, 30_000), (0, 10)):
            assert np.array_equal(tape.read(first, count), whole[first : first + count])
    assert np.abs(np.concatenate(list(played(shelf / name)))[:140_000] - whole[:140_000]).max() == 0
    assert has_sound(shelf / name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-RATE, 45 * RATE), st.integers(0, 5000)), min_size=1, max_size=6))
def test_far_and_near_and_back(long: Path, wanted: list[tuple[int, int]]):
    """Each sample of the file is its own number, so a wrong place cannot pass for the right one."""
    with Tape(long) as tape:
        for first, count in wanted:
            number = np.arange(first, first + count)
            due = np.where((number >= 0) & (number < 40 * RATE - 240), number % 30_000, 0)
            heard = np.rint(tape.read(first, count)[:, 1].astype(float) * 32768)
            inside = (number < 40 * RATE - 240) | (number >= 40 * RATE)
            assert np.array_equal(heard[inside], due[inside])


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds with pictures, so that what lies far ahead is sought."""
    folder = tmp_path_factory.mktemp("long")
    number = (np.arange(40 * RATE) % 30_000).astype("<i2")
    with wave.open(str(folder / "a.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(number.tobytes())
    pictures = ["-f", "lavfi", "-i", "color=gray:s=64x64:r=24:d=40"]
    ffmpeg(*pictures, "-i", folder / "a.wav", "-c:a", "pcm_s16le", folder / "a.mov")
    return folder / "a.mov"


def test_a_coded_clip_sought_is_the_clip_played(tmp_path: Path):
    noise = np.random.default_rng(3).normal(size=(30 * RATE, 2)) * 0.1
    source = write(tmp_path / "a.wav", noise)
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=64x64:r=24:d=30", "-i", source, "-c:a", "aac", tmp_path / "a.mp4")
    with Tape(tmp_path / "a.mp4") as one, Tape(tmp_path / "a.mp4") as other:
        whole = np.concatenate([one.read(at, RATE) for at in range(0, 29 * RATE, RATE)])
        assert np.abs(other.read(25 * RATE + 17, 5000) - whole[25 * RATE + 17 :][:5000]).max() < 1e-4


def test_a_side_stays_its_side_and_the_middle_as_loud_as_it_is(tmp_path: Path):
    tone = np.sin(np.arange(RATE) / 20)[:, None] * 0.5
    left, alone = write(tmp_path / "l.wav", tone * [1, 0]), write(tmp_path / "m.wav", tone)
    with Tape(left) as tape:
        assert np.abs(tape.read(0, 40_000) - (tone * [1, 0])[:40_000]).max() < 1e-4
    with Tape(alone) as tape:
        assert np.abs(tape.read(0, 40_000) - tone[:40_000]).max() < 1e-4


def test_an_end_that_breaks_off_is_faded(tmp_path: Path):
    path = write(tmp_path / "a.wav", np.full((RATE, 1), 0.5))
    with Tape(path) as tape:
        heard = np.concatenate([tape.read(at, 100) for at in range(0, RATE + 300, 100)])[:, 0]
    assert heard[RATE - 241] == heard[0] > 0.49 and not heard[RATE:].any()
    assert np.abs(np.diff(heard[RATE - 300 :])).max() < 0.003


@pytest.mark.parametrize(("name", "rate"), [("a.wav", 44100), ("a.ogg", 48000), ("a.wav", 8000)])
def test_an_end_is_faded_evenly_whatever_pieces_it_comes_in(tmp_path: Path, name: str, rate: int):
    source = write(tmp_path / "source.wav", np.full((rate * 2 + 77, 1), 0.5), rate)
    if name != "a.wav":
        ffmpeg("-i", source, "-c:a", "libvorbis", "-q:a", "8", tmp_path / name)
    with Tape(tmp_path / name if name != "a.wav" else source) as tape:
        heard = tape.read(0, 3 * RATE)[:, 0]
        end = tape.end
    assert end is not None and not heard[end:].any()
    wanted = 0.5 * np.linspace(1, 0, 240)
    # The last half millisecond is where a resampler or a codec runs dry.
    assert np.abs(heard[end - 240 : end - 24] - wanted[: 240 - 24]).max() < 0.06


def test_a_gap_in_the_file_is_silence_and_what_follows_is_in_time(tmp_path: Path):
    with av.open(str(tmp_path / "a.mka"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for second, level in ((0, 9000), (1, 9000), (3, 12000)):
            block = np.full((1, RATE), level, np.int16)
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with Tape(tmp_path / "a.mka") as tape:
        heard = tape.read(0, 5 * RATE)[:, 0]
    edges = np.flatnonzero(np.abs(np.diff((heard != 0).astype(int)))).tolist()
    assert edges == pytest.approx([2 * RATE, 3 * RATE, 4 * RATE], abs=60)
    assert heard[RATE] == heard[2 * RATE - 300] and heard[3 * RATE + RATE // 2] > heard[RATE]
    assert np.abs(np.diff(heard[RATE : 3 * RATE - 100])).max() < 0.01, "the gap does not begin with a click"


def test_pictures_alone_and_silence_have_no_sound(tmp_path: Path):
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=64x64:r=24:d=1", tmp_path / "mute.mp4")
    silence = write(tmp_path / "silence.wav", np.zeros((RATE, 2)))
    assert not has_sound(tmp_path / "mute.mp4") and not has_sound(silence)
    with pytest.raises(MediaError, match="there is no sound in it"):
        Tape(tmp_path / "mute.mp4")
    assert not np.concatenate(list(played(silence))).any()


def test_what_cannot_be_read_is_said(tmp_path: Path):
    (tmp_path / "words.mp3").write_bytes(b"words, not sound")
    for path in (tmp_path / "words.mp3", tmp_path / "gone.wav"):
        with pytest.raises(MediaError, match="cannot read"):
            Tape(path)
        with pytest.raises(MediaError, match="cannot read"):
            has_sound(path)


def test_a_cover_is_no_picture_of_its_clock(tmp_path: Path):
    tone = write(tmp_path / "a.wav", np.eye(1, RATE * 2, RATE).T * 0.8)
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64:d=1:r=1", "-frames:v", 1, tmp_path / "c.png")
    ffmpeg("-i", tone, "-i", tmp_path / "c.png", "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v",
           "attached_pic", "-b:a", "256k", tmp_path / "a.mp3")
    with Tape(tmp_path / "a.mp3") as tape:
        assert abs(int(np.abs(tape.read(0, 2 * RATE)[:, 0]).argmax()) - RATE) <= 1
