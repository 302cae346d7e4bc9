"""What a clip holds, measured: clips with known truths, and ffmpeg's own detectors as a second opinion."""

from __future__ import annotations

import re
import subprocess
import tracemalloc
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import moving
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from shotscript.core.errors import MediaError
from shotscript.film.glance import forms, glance
from shotscript.film.measure import Levels, measure, still
from shotscript.film.still import png
from shotscript.film.stretches import Stretch

FRAME = Fraction(1, 24)


def ffmpeg(*arguments: object) -> str:
    """Runs ffmpeg; what it says."""
    command = [get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stderr


def told(words: str, name: str) -> list[float]:
    return [float(value) for value in re.findall(rf"{name}\s*[:=]\s*([\d.]+)", words)]


def live(frames: int, set: int = 1) -> list[moving.Picture]:
    return list(moving.pictures(moving.Shown(set, frames, "pan")))


def close(found: tuple[Stretch, ...], starts: list[float], ends: list[float], within: float) -> None:
    assert [float(one.start) for one in found] == pytest.approx(starts, abs=within)
    assert [float(one.end) for one in found] == pytest.approx(ends, abs=within)


def test_black_is_found_where_ffmpeg_finds_it(tmp_path: Path):
    dark = [np.full((moving.HEIGHT, moving.WIDTH, 3), 6, np.uint8)] * 30
    clip = moving.write(tmp_path / "black.mp4", [*live(24), *dark, *live(40), *dark[:20]])
    words = ffmpeg("-i", clip.path, "-vf", "blackdetect=d=0.25:pic_th=0.98:pix_th=0.10", "-f", "null", "-")
    found = measure(clip.path).black
    close(found, told(words, "black_start"), told(words, "black_end"), 1.01 * float(FRAME))
    close(found, [1, 94 / 24], [54 / 24, 114 / 24], 1e-6)


def test_a_night_with_one_lamp_is_not_black(tmp_path: Path):
    night = np.full((moving.HEIGHT, moving.WIDTH, 3), 4, np.uint8)
    night[30:50, 70:90] = 200
    clip = moving.write(tmp_path / "night.mp4", [night] * 30)
    assert measure(clip.path).black == ()


def test_a_frozen_picture_is_found_where_ffmpeg_finds_it(tmp_path: Path):
    first, second = live(30), live(30, 2)
    clip = moving.write(tmp_path / "frozen.mp4", [*first, *[first[-1]] * 80, *second, *[second[-1]] * 10], crf=20)
    words = ffmpeg("-i", clip.path, "-vf", "freezedetect=n=-60dB:d=1", "-f", "null", "-")
    (found,) = measure(clip.path).frozen
    assert abs(found.start - 29 * FRAME) <= 3 * FRAME and abs(found.end - 110 * FRAME) <= 3 * FRAME
    theirs = list(zip(told(words, "freeze_start"), told(words, "freeze_end"), strict=True))
    assert theirs, "ffmpeg finds the pieces between keyframes, where nothing is coded anew"
    assert all(found.start - FRAME <= start and end <= found.end + FRAME for start, end in theirs)


def test_somebody_small_who_moves_keeps_a_picture_alive(tmp_path: Path):
    def frames() -> Iterator[moving.Picture]:
        for n in range(60):
            picture = np.full((moving.HEIGHT, moving.WIDTH, 3), 120, np.uint8)
            picture[40:52, 20 + n : 32 + n] = 20
            yield picture

    assert measure(moving.write(tmp_path / "small.mp4", frames()).path).frozen == ()


SOUND = ("sine=frequency=300:sample_rate=48000:duration=1[a];"
         "anullsrc=channel_layout=mono:sample_rate=48000,atrim=duration=1.5[b];"
         "sine=frequency=500:sample_rate=48000:duration=0.7,volume=0.5[c];"
         "anoisesrc=amplitude=0.0005:sample_rate=48000:duration=0.8[d];[a][b][c][d]concat=n=4:v=0:a=1[out]")


def test_silence_is_found_where_ffmpeg_finds_it(tmp_path: Path):
    path = tmp_path / "sound.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=160x90:rate=24:duration=4", "-filter_complex", SOUND, "-map", "0:v",
           "-map", "[out]", "-c:a", "aac", "-b:a", "128k", path)
    words = ffmpeg("-i", path, "-af", "silencedetect=n=-50dB:d=0.25", "-f", "null", "-")
    found = measure(path)
    assert found.clip.sound and len(found.silent) == 2
    close(found.silent, told(words, "silence_start"), told(words, "silence_end"), 0.04)
    close(found.silent, [1, 3.2], [2.5, 4], 0.06)
    (peak,) = told(ffmpeg("-i", path, "-af", "volumedetect", "-f", "null", "-").replace("-", ""), "max_volume")
    assert found.loudest == pytest.approx(-peak, abs=0.2)


def test_where_the_sound_ends_before_the_pictures_silence_follows(tmp_path: Path):
    path = tmp_path / "half.mov"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=160x90:rate=24:duration=3", "-f", "lavfi", "-i",
           "sine=frequency=300:duration=1", "-c:a", "pcm_s16le", path)
    assert measure(path).silent == (Stretch(Fraction(1), Fraction(3)),)


def test_a_clip_without_sound_is_not_called_silent(tmp_path: Path):
    found = measure(moving.write(tmp_path / "mute.mp4", live(24)).path)
    assert (found.clip.sound, found.silent, found.loudest) == (False, (), None)


FORMATS = {
    "8 bits": ["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "tv"],
    "10 bits": ["-pix_fmt", "yuv420p10le", "-colorspace", "bt709", "-color_range", "tv"],
    "full range": ["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "pc"],
    "601": ["-pix_fmt", "yuv420p", "-colorspace", "smpte170m", "-color_range", "tv"],
    "4:4:4": ["-pix_fmt", "yuv444p", "-colorspace", "bt709", "-color_range", "tv"],
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_colour_is_the_same_however_it_is_coded(tmp_path: Path, name: str):
    path, options = tmp_path / "colour.mp4", FORMATS[name]
    space = {"bt709": "bt709", "smpte170m": "smpte170m"}[options[3]]
    scale = f"scale=out_color_matrix={space}:out_range={options[5]},format={options[1]}"
    ffmpeg("-f", "lavfi", "-i", "color=c=0xC06020:size=160x90:rate=24:duration=0.5,format=rgb24", "-vf", scale,
           *options, "-crf", "4", path)
    found = measure(path)
    tone = found.tone(Fraction(0), found.seconds)
    assert tone is not None
    assert (tone.red, tone.green, tone.blue) == pytest.approx((0xC0, 0x60, 0x20), abs=4)


def test_lightness_is_that_of_the_standard(tmp_path: Path):
    """CIE: the grey of half the code values has L* 53.6, and greys have no hue."""
    grey = [np.full((moving.HEIGHT, moving.WIDTH, 3), 128, np.uint8)] * 12
    found = measure(moving.write(tmp_path / "grey.mp4", grey).path)
    tone = found.tone(Fraction(0), Fraction(1))
    assert tone is not None and tone.light == pytest.approx(53.6, abs=1)
    assert (tone.a, tone.b) == pytest.approx((0, 0), abs=0.7)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_clip_is_measured_upright(tmp_path: Path, turn: int):
    plain = moving.write(tmp_path / "plain.mp4", live(24))
    turned, upright = tmp_path / "turned.mp4", tmp_path / "upright.mp4"
    ffmpeg("-display_rotation", turn, "-i", plain.path, "-c", "copy", turned)
    ffmpeg("-i", turned, "-crf", "4", upright)
    found, right = measure(turned), measure(upright)
    assert (found.width, found.height) == (right.width, right.height)
    assert forms(found.first, right.first) < 0.05


RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60)]


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_length_and_cut_at_any_rate(tmp_path: Path, fps: Fraction):
    shots = [moving.Shown(3, 40), moving.Shown(4, 50)]
    found = measure(moving.clip(tmp_path / "rate.mp4", shots, fps).path)
    (cut,) = found.jumps
    assert (found.frames, found.clip.fps) == (90, fps)
    assert abs(found.seconds - 90 / fps) < Fraction(1, 5000)
    assert cut.frame == 40 and abs(found.at(cut) - 40 / fps) < Fraction(1, 5000)


def test_frames_of_unequal_length_are_timed_by_the_file(tmp_path: Path):
    steady = moving.clip(tmp_path / "steady.mp4", [moving.Shown(3, 48), moving.Shown(4, 48)])
    path = tmp_path / "thinned.mp4"
    ffmpeg("-i", steady.path, "-vf", "select='lt(n,48)*not(mod(n,2))+gte(n,48)'", "-fps_mode", "vfr", path)
    found = measure(path)
    assert found.frames == 72 and [float(found.at(one)) for one in found.jumps] == pytest.approx([2])


def test_what_is_no_clip_is_refused_in_words(tmp_path: Path):
    words, sound = tmp_path / "words.mp4", tmp_path / "sound.mp4"
    words.write_text("no clip")
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", sound)
    for path in (words, sound, tmp_path / "nothing.mp4"):
        with pytest.raises(MediaError, match="cannot read"):
            measure(path)


def test_a_clip_that_breaks_off_is_measured_as_far_as_it_goes(tmp_path: Path):
    whole, path = moving.write(tmp_path / "whole.mp4", live(96)), tmp_path / "part.ts"
    ffmpeg("-i", whole.path, "-movflags", "faststart", "-c", "copy", tmp_path / "fast.mp4")
    data = (tmp_path / "fast.mp4").read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    found = measure(path)
    assert 0 < found.frames < 96 and found.broken


def test_a_still_is_cut_to_the_clips_shape(tmp_path: Path):
    """A square picture whose middle is the clip's first frame, and whose top and bottom are something else."""
    clip = moving.write(tmp_path / "clip.mp4", live(12))
    square = np.zeros((moving.WIDTH, moving.WIDTH, 3), np.uint8)
    top = (moving.WIDTH - moving.HEIGHT) // 2
    square[top : top + moving.HEIGHT] = live(12)[0]
    png(tmp_path / "square.png", square)
    first = measure(clip.path).first
    assert forms(still(tmp_path / "square.png", Fraction(moving.WIDTH, moving.HEIGHT)), first) < 0.05
    assert forms(still(tmp_path / "square.png", Fraction(1)), first) > 0.3
    with pytest.raises(MediaError):
        still(tmp_path / "none.png", Fraction(1))


def test_memory_is_flat(tmp_path: Path):
    """Of a clip six times as long hardly more is held than of the short one: a few numbers a frame."""
    peaks = []
    for seconds in (5, 30):
        path = tmp_path / f"{seconds}.mp4"
        ffmpeg("-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=24:duration={seconds}", "-preset", "ultrafast", path)
        tracemalloc.start()
        measure(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 25 * 24 * 1000, peaks


def test_levels_can_be_moved(tmp_path: Path):
    grey = [np.full((moving.HEIGHT, moving.WIDTH, 3), 40, np.uint8)] * 24
    path = moving.write(tmp_path / "grey.mp4", grey).path
    assert measure(path).black == ()
    assert measure(path, Levels(black=0.2)).black == (Stretch(Fraction(0), Fraction(1)),)


def test_a_glance_tells_pictures_apart():
    one, other = (glance(np.asarray(moving.painted(n).resize((128, 72)))) for n in (1, 2))
    assert forms(one, one) == 0 and forms(one, other) > 0.5
