"""Exports of what really lies on the disk: a service's clip at its own rate, and finished footage of the project."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from shotscript.core.errors import MediaError
from shotscript.film.encode import encode
from shotscript.stitch.takes import Take
from shotscript.studio import compile
from shotscript.studio.exporting import export
from shotscript.studio.film import Film

SCRIPT = """/*@cast
MAYA: woman, 34
*/

INT. ROOM - DAY #1#

!! 1A: WS on MAYA, 2.3s

Maya waits.

!! 1B: CU on MAYA, 3s

She looks.

[[take: street.mp4 from 1s]]
!! 1C: WS on MAYA, 2s

She goes.
"""


def clip(path: Path, seconds: Fraction, fps: Fraction) -> Path:
    frames = -int(-seconds * fps // 1)
    encode(path, (np.full((96, 96), 90, np.uint8) for _ in range(frames)), 96, 64, fps)
    return path


@pytest.fixture
def film(tmp_path: Path) -> Film:
    (tmp_path / "shotscript.toml").write_text("")
    (tmp_path / "film.fountain").write_text(SCRIPT)
    clip(tmp_path / "street.mp4", Fraction(4), Fraction(25))
    return compile(tmp_path / "film.fountain", provider="kling-3-omni")


def takes(film: Film, folder: Path) -> tuple[Take, ...]:
    clips = [clip(folder / f"take {one.index}.mp4", one.seconds, Fraction(30)) for one in film.segments]
    return tuple(Take(one, made, 3, "kling-3-omni", "kling-v3", Decimal("1.10"))
                 for one, made in zip(film.segments, clips, strict=True))


def test_sources_are_told_at_their_own_rate_and_places_in_frames_of_the_film(film: Film, tmp_path: Path):
    made = takes(film, tmp_path)
    assert [cut.shot.label for take in made for cut in take.segment.cuts] == ["1A", "1B"]
    found = export(film, made, ["otio", "clips", "otio"], out=tmp_path / "out")
    assert [path.name for path in found.paths] == ["film.otio", "film.clips.csv"] and found.notes == ()
    (track,) = otio.adapters.read_from_file(str(found.paths[0])).video_tracks()
    first = made[0].segment.cuts[0].seconds
    clips = {one.name: one for one in track.find_clips()}
    starts = {name: one.source_range.start_time for name, one in clips.items()}
    assert (starts["1B"].value, starts["1B"].rate) == (float(first * 30), 30)
    assert (starts["1C"].value, starts["1C"].rate) == (25, 25)
    assert {name: round(one.source_range.duration.value) for name, one in clips.items()} == {
        "1A": 55, "1B": 72, "1C": 48}
    assert clips["1C"].metadata["shotscript"]["take"] == "footage" and "usd" not in clips["1C"].metadata["shotscript"]
    assert clips["1A"].metadata["shotscript"]["usd"] == "1.10"


def test_a_shot_without_pictures_is_left_out_and_said(film: Film, tmp_path: Path):
    (tmp_path / "street.mp4").unlink()
    found = export(film, takes(film, tmp_path), ["clips"], out=tmp_path)
    assert any("1C" in note for note in found.notes)
    assert len(found.paths[0].read_text().splitlines()) == 3


def test_a_clip_that_is_none_is_told_and_nothing_is_written(film: Film, tmp_path: Path):
    made = takes(film, tmp_path)
    made[0].clip.write_bytes(b"no film")
    with pytest.raises(MediaError):
        export(film, made, ["otio"], out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
