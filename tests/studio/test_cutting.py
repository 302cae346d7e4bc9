"""`cut`: there is always a film. Takes, previz in place of what nobody made, finished footage laid in as it is."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

import shotscript
from shotscript.core.errors import UsageError
from shotscript.film.encode import encode
from shotscript.film.probe import probe
from shotscript.stitch.takes import Take
from shotscript.studio.cutting import Cut, Manner, cut, sequence

FILM = """/*@format
picture: 256x144 24fps
provider: kling-3-omni
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, 3s

They wait.

[[take: shots/street.mov from 2s]]
!! 1B: WS, 2s

EXT. ROAD - DAY #2#

!! 2A: FS on MAYA, 50mm, 3s

She walks.
"""
GREY = {"1A": 60, "2A": 160}


def compiled(folder: Path, text: str = FILM) -> shotscript.Film:
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "film.fountain").write_text(text)
    return shotscript.compile(folder / "film.fountain")


def street(folder: Path) -> None:
    """Ten seconds of 4:3 footage at 25 frames a second, 10 bits, brighter with every second: 40, 60, 80..."""
    (folder / "shots").mkdir(exist_ok=True)
    raw = b"".join(np.full((96, 128), 40 + 20 * (i // 25), np.uint8).tobytes() + bytes([128]) * (96 * 64)
                   for i in range(250))
    subprocess.run(
        [get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "128x96",
         "-r", "25", "-i", "-", "-pix_fmt", "yuv422p10le", "-c:v", "prores_ks", "-colorspace", "bt709",
         str(folder / "shots" / "street.mov")], input=raw, check=True)


def takes(film: shotscript.Film, folder: Path, previz: tuple[str, ...] = ()) -> tuple[Take, ...]:
    """A grey of its own for each shot: in a service's clip for the seconds asked for, in ours for its frames."""
    made = []
    for segment in film.segments:
        ours = segment.cuts[0].shot.label in previz
        frames = []
        for one in segment.cuts:
            count = one.lead + one.frames + one.tail if ours else int(one.seconds * 24)
            frames += [np.full((216, 256), 128, np.uint8) for _ in range(count)]
            for plane in frames[-count:]:
                plane[:144] = GREY[one.shot.label]
        path = folder / f"{segment.name}.mp4"
        encode(path, frames, 256, 144, Fraction(24))
        made.append(Take(segment, path) if ours else Take(segment, path, 1, "kling-3-omni"))
    return tuple(made)


def brightness(made: Cut) -> list[tuple[int, int]]:
    """Of every frame: its middle and its left edge."""
    with av.open(str(made.path)) as container:
        planes = [np.asarray(frame.to_ndarray(format="yuv420p"))[:144] for frame in container.decode(video=0)]
    return [(round(float(p[60:80, 110:140].mean())), round(float(p[60:80, :8].mean()))) for p in planes]


def near(seen: int, wanted: int) -> bool:
    return abs(seen - wanted) <= 3


def test_takes_previz_and_footage_make_one_film(tmp_path: Path):
    street(tmp_path)
    film = compiled(tmp_path)
    made = cut(film, takes(film, tmp_path, previz=("2A",)), tmp_path / "out", manner=Manner(voices=False))
    assert made.path == tmp_path / "out" / "film.mp4" and made.frames == film.timeline.frames == 8 * 24
    seen = brightness(made)
    assert all(near(middle, 60) for middle, _ in seen[:72])
    assert [round((middle - 40) / 20) for middle, _ in seen[72:120]] == [2] * 24 + [3] * 24
    assert all(near(edge, 16) for _, edge in seen[72:120]), "4:3 footage stands between black bars"
    assert all(near(middle, 160) for middle, _ in seen[120:])
    assert made.previz == ("2A",) and made.copied + made.coded == made.frames and made.coded == made.fresh >= 48
    assert any("brought from 25 to 24" in note and "1B" in note for note in made.notes)
    assert any("black bars" in note and "1B" in note for note in made.notes)
    again = cut(film, takes(film, tmp_path, previz=("2A",)), tmp_path / "out", manner=Manner(voices=False))
    assert again.fresh == 0 and again.coded == made.coded


def test_a_shot_without_pictures_is_left_out_and_said(tmp_path: Path):
    film = compiled(tmp_path)
    made = cut(film, takes(film, tmp_path), tmp_path / "out", manner=Manner(voices=False))
    assert made.frames == 6 * 24 and "there are no pictures of 1B: left out of the film" in made.notes


def test_footage_reaches_into_its_dissolves(tmp_path: Path):
    street(tmp_path)
    text = FILM.replace("[[take:", "> DISSOLVE TO: [[over: 12f]]\n\n[[take:")
    film = compiled(tmp_path, text)
    edits, told = sequence(film, takes(film, tmp_path))
    shot = next(edit for edit in edits.edits if edit.label == "1B")
    assert told == () and edits.notes == ()
    assert (shot.at, shot.lead, shot.footage, shot.crossing) == (2, 6, True, 12)


def test_footage_that_begins_at_once_holds_its_first_frame(tmp_path: Path):
    street(tmp_path)
    text = FILM.replace("[[take:", "> DISSOLVE TO: [[over: 12f]]\n\n[[take:").replace(" from 2s", "")
    edits, _ = sequence(film := compiled(tmp_path, text), takes(film, tmp_path))
    assert edits.notes == ("shot 1B holds its first frame in the dissolve from 1A",)


@pytest.mark.parametrize(("codec", "name"), [("prores", "film.mov"), ("av1", "film.mp4")])
def test_other_codings(tmp_path: Path, codec: str, name: str):
    street(tmp_path)
    film = compiled(tmp_path)
    made = cut(film, takes(film, tmp_path), tmp_path / "out", manner=Manner(codec, voices=False))
    assert made.path.name == name and made.copied == 0
    assert probe(made.path).codec in ("prores", "libdav1d", "av1")
    assert [near(brightness(made)[i][0], wanted) for i, wanted in ((0, 60), (80, 80), (190, 160))] == [True] * 3


def test_nothing_at_all_is_a_wrong_call(tmp_path: Path):
    film = compiled(tmp_path)
    with pytest.raises(UsageError, match="nothing to cut"):
        sequence(film, ())
    with pytest.raises(UsageError, match="there is no codec divx"):
        Manner("divx")
