"""A clip's pictures in the film's shape: size, turn, colours; which picture a frame shows, at any pair of rates."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imageio_ffmpeg import get_ffmpeg_exe

from shotscript.film import colour
from shotscript.film.clip import Clip
from shotscript.film.conform import Screen, Shape, placing, same
from shotscript.film.index import Index, index
from shotscript.film.strip import Strip

FILM = Shape(160, 90 // 2 * 2, Fraction(24))
RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60),
         Fraction(16), Fraction(12)]
RED, GREEN = (200, 40, 60), (60, 180, 90)


def facts(fps: Fraction, frames: int) -> Index:
    clip = Clip(Path("a.mp4"), 160, 90, fps, frames, frames / fps, "h264", "", "yuv420p", False, "", 1 / fps, ())
    return Index(clip, 0, np.arange(frames), np.arange(frames), (0,), (0,), b"", 0, False, True)


def uneven(seconds: list[Fraction]) -> Index:
    tick = Fraction(1, 90000)
    times = np.array([round(one / tick) for one in seconds], np.int64)
    rate = Fraction(len(seconds)) / seconds[-1]
    clip = Clip(Path("a.mp4"), 160, 90, rate, len(times), seconds[-1], "h264", "", "yuv420p", False, "", tick, ())
    return Index(clip, 0, times, np.arange(len(times)), (0,), (0,), b"", 0, False, False)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(RATES), st.sampled_from(RATES[:6]), st.fractions(0, 20, max_denominator=1000),
       st.integers(0, 20_000))
def test_a_frame_shows_the_nearest_picture_however_late(source: Fraction, fps: Fraction, at: Fraction, frame: int):
    strip = Strip(facts(source, 10**6), fps, at, 0, 30_000)
    shown = strip.number(frame)
    first, end = ((at + n / fps) * source + Fraction(1, 2) for n in (0, 30_000))
    due = at + frame / fps
    if int(first) < shown < int(end) - 1:
        assert abs(shown / source - due) <= Fraction(1, 2) / source
    else:
        assert abs(shown / source - due) <= 1 / source


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=3, max_size=30), st.fractions(0, 2, max_denominator=500))
def test_pictures_at_an_uneven_pace_are_found_by_their_times(gaps: list[int], at: Fraction):
    seconds = [Fraction(int(one), 100) for one in np.cumsum([0, *gaps])]
    source = uneven(seconds)
    shown = Strip(source, Fraction(24), at, 0, 1).number(0)
    if at < source.seconds:
        assert abs(seconds[shown] - at) == min(abs(one - at) for one in seconds)


def test_a_frame_never_shows_the_picture_of_another_shot():
    """A shot that begins at 5.025 s of a clip of 16 pictures a second: its last frames stop before the next shot."""
    strip = Strip(facts(Fraction(16), 400), Fraction(24), Fraction(5025, 1000), 0, 48)
    shown = [strip.number(frame) for frame in range(48)]
    assert shown[0] == 80 and shown[-1] == 111
    assert round((Fraction(5025, 1000) + 2) * 16) == 112


def flat(path: Path, colours: tuple, size: str, *flags: str, pixel: str = "yuv420p", convert: str = "bt709",
         full: str = "tv") -> Index:
    """A clip whose left half has one colour and its right half another, coded as told."""
    wide, high = map(int, size.split("x"))
    picture = np.zeros((high, wide, 3), np.uint8)
    picture[:, : wide // 2], picture[:, wide // 2 :] = colours
    subprocess.run(
        [get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", "24",
         "-i", "-", "-vf", f"scale=out_color_matrix={convert}:out_range={full}:flags=accurate_rnd+full_chroma_int",
         "-pix_fmt", pixel, "-c:v", "libx264", "-crf", "4", *flags, str(path)], input=picture.tobytes() * 5, check=True)
    return index(path)


CODED = {
    "709": ({}, ("-colorspace", "bt709")),
    "601, told": ({"convert": "bt601"}, ("-colorspace", "smpte170m")),
    "601, small and not told": ({"convert": "bt601"}, ()),
    "full range": ({"full": "pc", "pixel": "yuvj420p"}, ("-colorspace", "bt709", "-color_range", "pc")),
    "ten bits": ({"pixel": "yuv420p10le"}, ("-colorspace", "bt709")),
    "4:4:4": ({"pixel": "yuv444p"}, ("-colorspace", "bt709")),
    "2020": ({"convert": "bt2020"}, ("-colorspace", "bt2020nc")),
}


@pytest.mark.parametrize("name", CODED)
@pytest.mark.parametrize("size", ["160x90", "320x180"])
def test_colours_stay_what_they_were_whatever_the_coding(tmp_path: Path, name: str, size: str):
    how, flags = CODED[name]
    source = flat(tmp_path / "a.mp4", (RED, GREEN), size, *flags, **how)
    with Screen(source, FILM) as screen:
        picture = colour.rgb(screen.frame(2)).astype(int)
    assert np.abs(picture[20:70, 10:60].mean((0, 1)) - RED).max() <= 4
    assert np.abs(picture[20:70, 100:150].mean((0, 1)) - GREEN).max() <= 4


def test_only_what_is_like_the_film_is_the_same(tmp_path: Path):
    alike = flat(tmp_path / "a.mp4", (RED, GREEN), "160x90", "-colorspace", "bt709")
    assert same(alike, FILM) and not same(alike, Shape(320, 180, FILM.fps))
    for name in ("601, told", "601, small and not told", "full range", "ten bits", "4:4:4", "2020"):
        how, flags = CODED[name]
        assert not same(flat(tmp_path / "b.mp4", (RED, GREEN), "160x90", *flags, **how), FILM), name


def test_a_picture_nearly_of_the_films_shape_fills_it(tmp_path: Path):
    source = flat(tmp_path / "a.mp4", (RED, GREEN), "172x90", "-colorspace", "bt709")
    with Screen(source, FILM) as screen:
        picture = colour.rgb(screen.frame(0)).astype(int)
    assert (placing(source, FILM).width, placing(source, FILM).height) == (172, 90)
    assert np.abs(picture[:, :70].mean((0, 1)) - RED).max() <= 4 and picture[0].min() > 20


@pytest.mark.parametrize(("fit", "bars"), [("auto", True), ("pad", True), ("crop", False)])
def test_a_picture_of_another_shape_stands_between_bars_or_fills(tmp_path: Path, fit: str, bars: bool):
    source = flat(tmp_path / "a.mp4", (RED, GREEN), "90x90", "-colorspace", "bt709")
    shape = Shape(160, 90, FILM.fps, fit)
    with Screen(source, shape) as screen:
        planes = screen.frame(0)
    picture = colour.rgb(planes).astype(int)
    assert planes.shape == (135, 160)
    assert (picture[:, :34].max() <= 2 and picture[:, 127:].max() <= 2) == bars
    assert np.abs(picture[30:60, 50:75].mean((0, 1)) - RED).max() <= 4
    assert np.abs(picture[30:60, 85:110].mean((0, 1)) - GREEN).max() <= 4


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path):
    source = flat(tmp_path / "a.mp4", (RED, GREEN), "120x90", "-colorspace", "bt709", "-aspect", "16:9")
    assert source.clip.aspect == Fraction(4, 3) and not same(source, Shape(120, 90, FILM.fps))
    assert (placing(source, FILM).width, placing(source, FILM).height) == (160, 90)
