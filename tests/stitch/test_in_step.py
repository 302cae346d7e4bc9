"""Ten minutes on: sound and picture of the film on disk, as ffmpeg decodes it, are still within one frame."""

from __future__ import annotations

import os
import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from heard import RATE, film, loudness, tone, write

from shotscript.stitch.assemble import assemble
from shotscript.stitch.sequence import Edit, Sequence
from shotscript.stitch.soundtrack import Heard
from shotscript.stitch.takes import Take

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SHOTS, FRAMES, EVERY = 40, 375, 24
"""Shots of 375 frames; in their clips a flash and a beep every 24 frames."""
RATES = (Fraction(24000, 1001), *((Fraction(25),) if os.environ.get("SHOTSCRIPT_PROOF") else ()))


def ffmpeg(*words: object) -> bytes:
    return subprocess.run([FFMPEG, "-y", "-v", "error", *map(str, words)], check=True, capture_output=True).stdout


def beeping(folder: Path, fps: Fraction, rate: int) -> Path:
    """A clip of eighteen seconds at `fps`: every 24th frame is white, and at its very start a beep of 20 ms begins.
    Its sound has another rate than the film's, and one channel."""
    seconds = 18
    heard = tone(200, seconds, 0.01)
    for number in range(0, round(seconds * fps), EVERY):
        at = round(number / fps * RATE)
        heard[at : at + RATE // 50] += tone(3000, 0.02, 0.5)[: len(heard) - at]
    source = write(folder / "beeps.wav", heard)
    flash = f"color=black:s=160x88:r={fps}:d={seconds},geq=lum='255*not(mod(N,{EVERY}))':cb=128:cr=128"
    tags = [word for name in ("colorspace", "color_primaries", "color_trc") for word in (f"-{name}", "bt709")]
    ffmpeg("-f", "lavfi", "-i", flash, "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-g", 1, "-pix_fmt",
           "yuv420p", "-color_range", "tv", *tags, "-ar", rate, "-ac", 1, "-c:a", "aac", folder / "beeps.mp4")
    return folder / "beeps.mp4"


def edits(folder: Path, fps: Fraction, clip: Path) -> tuple[Sequence, list[int]]:
    """The film's edits, each from another place of the clip, and the frames of the film that flash."""
    take = Take(film("INT. A - DAY\n\n!! 1A: WS, 2s\n").segments[0], clip, number=1, provider="them")
    begins = [i * 7 % 48 for i in range(SHOTS)]
    cut = tuple(Edit("1A", 0, clip, i * FRAMES, FRAMES, begin / fps, take=take) for i, begin in enumerate(begins))
    # One label for all: what is said in a shot is not what is tested here.
    whole = tuple(Edit(e.label, e.scene, e.path, e.start, e.frames, e.at, offset=e.start, take=take) for e in cut)
    flashes = [i * FRAMES + n for i, begin in enumerate(begins) for n in range(FRAMES) if (begin + n) % EVERY == 0]
    return Sequence(fps, whole), flashes


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_after_ten_minutes_a_beep_is_heard_with_its_flash(tmp_path: Path, fps: Fraction):
    clip = beeping(tmp_path, fps, 44100)
    cut, flashes = edits(tmp_path, fps, clip)
    story = film("INT. A - DAY\n\n!! 1A: WS, 2s\n").story
    out = tmp_path / "film.mp4"
    reel = assemble(cut, story, out, voices=False, heard=Heard())
    assert reel.notes == ()
    seen = np.frombuffer(ffmpeg("-i", out, "-vf", "scale=1:1", "-f", "rawvideo", "-pix_fmt", "gray", "-"), np.uint8)
    assert len(seen) == SHOTS * FRAMES >= 600 * fps
    assert np.flatnonzero(seen > 128).tolist() == flashes
    heard = np.frombuffer(ffmpeg("-i", out, "-ac", 2, "-ar", RATE, "-f", "f32le", "-"), np.float32).reshape(-1, 2)
    assert abs(len(heard) / RATE - len(seen) / fps) < 1 / fps
    late = [_onset(heard[:, 0], round(frame / fps * RATE)) for frame in flashes if frame + EVERY < len(seen)]
    assert len(late) > 500 and max(map(abs, late)) < RATE / fps / 8, "an eighth of a frame, the last as the first"
    assert loudness(heard) == pytest.approx(-16, abs=0.5)


def _onset(heard: np.ndarray, due: int) -> int:
    """Samples from where a beep is due to where it is first heard, looked for within half a frame."""
    start = max(due - RATE // 50, 0)
    near = np.abs(heard[start : due + RATE // 50])
    return int(np.flatnonzero(near > 0.3 * near.max())[0]) + start - due
