"""Captions inside a film, read back by ffmpeg and packet by packet; languages by their codes."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.film.encode import encode
from shotscript.film.index import index
from shotscript.film.join import Run, join
from shotscript.film.sound import RATE
from shotscript.film.subtitles import Line, Track, shown
from shotscript.film.tongues import three

FRAMES = 240
LINES = (Line(3, 10, "Hello"), Line(8, 30, "There\nñ 光"), Line(200, 240, "late"))


@pytest.fixture(scope="module", params=[Fraction(24), Fraction(24000, 1001), Fraction(30000, 1001)], ids=str)
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fraction]:
    fps, folder = request.param, tmp_path_factory.mktemp("film")
    clip = encode(folder / "a.mp4", (np.full((48, 64), n % 200, np.uint8) for n in range(FRAMES)), 64, 32, fps)
    silence = [np.zeros((RATE, 2), np.int16)] * 11
    tracks = (Track("en", LINES), Track("es-MX", (Line(0, 240, "Todo"),), "Español"), Track("xx", ()))
    join(folder / "film.mp4", [Run(index(clip.path), 0, FRAMES)], silence, captions=tracks)
    return folder / "film.mp4", fps


def packets(path: Path, number: int) -> list[tuple[Fraction, Fraction, str]]:
    with av.open(str(path)) as file:
        stream = file.streams.subtitles[number]
        read = [packet for packet in file.demux(stream) if packet.size]
        return [(packet.pts * stream.time_base, packet.duration * stream.time_base, bytes(packet)[2:].decode())
                for packet in read]


def test_every_line_stands_at_its_frames(film: tuple[Path, Fraction]):
    path, fps = film
    want = [(0, 3, ""), (3, 8, "Hello"), (8, 10, "Hello\nThere\nñ 光"), (10, 30, "There\nñ 光"), (30, 200, ""),
            (200, 240, "late")]
    assert packets(path, 0) == [(a / fps, (b - a) / fps, text) for a, b, text in want]
    assert packets(path, 1) == [(Fraction(0), FRAMES / fps, "Todo")]


def test_players_see_the_tracks_and_their_languages(film: tuple[Path, Fraction]):
    path, _ = film
    told = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)], capture_output=True,
                          text=True).stderr
    assert re.findall(r"\((\w+)\): Subtitle: mov_text", told) == ["eng", "spa", "und"]
    assert "Español" in told


def test_ffmpeg_reads_them_as_they_were_written(film: tuple[Path, Fraction]):
    path, fps = film
    text = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-map", "0:s:0", "-f",
                           "srt", "-"], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"-->.*\n(.+(?:\n.+)*)", text) == ["Hello", "Hello\nThere\nñ 光", "There\nñ 光", "late"]
    first = re.search(r"(\d\d):(\d\d):(\d\d),(\d{3}) -->", text)
    assert first and abs(int(first[4]) / 1000 - 3 / fps) <= 0.001


def test_pictures_and_sound_are_none_the_worse(film: tuple[Path, Fraction]):
    path, _ = film
    with av.open(str(path)) as file:
        assert [stream.type for stream in file.streams] == ["video", "audio", "subtitle", "subtitle", "subtitle"]
        assert sum(1 for _ in file.decode(video=0)) == FRAMES


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8)


@given(SPANS, st.integers(1, 70))
def test_a_track_has_no_gap_and_shows_what_is_said(spans: list[tuple[int, int]], frames: int):
    lines = [Line(start, start + length, str(i)) for i, (start, length) in enumerate(spans)]
    found = list(shown(lines, frames))
    assert found[0][0] == 0 and found[-1][1] == frames
    assert all(a[1] == b[0] for a, b in pairwise(found))
    for start, end, text in found:
        for frame in (start, end - 1):
            assert text.split("\n") == ([one.text for one in lines if one.start <= frame < one.end] or [""])


@pytest.mark.parametrize(("language", "code"), [
    ("en", "eng"), ("zh-TW", "zho"), ("pt_BR", "por"), ("de", "deu"), ("yue", "yue"), ("he", "heb"), ("", "und"),
    ("klingon", "und"), ("x1", "und"),
])
def test_codes_of_three_letters(language: str, code: str):
    assert three(language) == code
