"""`shotscript export` and `shotscript conform` as they are called: files, words, exit status."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from opentimelineio.opentime import RationalTime, TimeRange

from shotscript.film.probe import probe
from shotscript.ui.cli import run

SCRIPT = """/*@format
picture: 16:9 160x90 23.976fps
*/
/*@cast
MAYA: woman
*/

INT. ROOM - DAY #1#

!! 1A: WS on MAYA, 1.5s

MAYA
You kept it.

> DISSOLVE TO: [[over: 6f]]

!! 1B: CU on MAYA

She looks.

!! 1C: MS on MAYA, 1s

She goes.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film on disk with all its exports."""
    folder = tmp_path_factory.mktemp("it's a <film>")
    (folder / "shotscript.toml").write_text("")
    (folder / "film.fountain").write_text(SCRIPT)
    assert run(["export", str(folder / "film.fountain"), "--to", "otio,edl,fcp7,fcpxml,aaf,srt,vtt,clips"]) == 0
    return folder


def test_every_format_is_written_and_its_sources_are_there(project: Path):
    build = project / "build" / "film"
    assert {path.suffix for path in build.iterdir()} == {
        ".otio", ".edl", ".xml", ".fcpxml", ".aaf", ".srt", ".vtt", ".csv"}
    timeline = otio.adapters.read_from_file(str(build / "film.otio"))
    for clip in timeline.find_clips():
        path = Path(otio.url_utils.filepath_from_url(clip.media_reference.target_url))
        assert probe(path).fps == Fraction(24000, 1001)
        last = clip.source_range.end_time_exclusive().value
        assert last <= clip.media_reference.available_range.duration.value == probe(path).frames
    assert "You kept it." in (build / "film.srt").read_text()
    assert (build / "film.vtt").read_text().startswith("WEBVTT\n")


@pytest.mark.parametrize("kind", ["otio", "edl", "xml", "fcpxml", "aaf"])
def test_conform_of_an_export_is_silent(project: Path, kind: str, capsys: pytest.CaptureFixture[str]):
    assert run(["conform", str(project / "film.fountain"), str(project / "build" / "film" / f"film.{kind}")]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def cut(project: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the script, and an edit in which 1B lasts 40 frames and 1C comes before it."""
    script = tmp_path / "film.fountain"
    script.write_bytes(b"\xef\xbb\xbf" + SCRIPT.rstrip().encode())
    timeline = otio.adapters.read_from_file(str(project / "build" / "film" / "film.otio"))
    (track,) = timeline.video_tracks()
    first, second, third = track.find_clips()
    del track[:]
    second.source_range = TimeRange(second.source_range.start_time, RationalTime(40, second.source_range.duration.rate))
    track.extend([first, third, second])
    otio.adapters.write_to_file(timeline, str(tmp_path / "cut.otio"))
    return script, tmp_path / "cut.otio"


def test_the_diff_is_one_that_patch_takes(cut: tuple[Path, Path], capsys: pytest.CaptureFixture[str]):
    script, edit = cut
    before = script.read_bytes()
    assert run(["conform", str(script), str(edit)]) == 0
    out, said = capsys.readouterr()
    assert script.read_bytes() == before
    assert "a plain cut into shot 1B" in said
    (script.parent / "cut.diff").write_text(out)
    subprocess.run(["patch", str(script), str(script.parent / "cut.diff")], check=True, capture_output=True)
    patched = script.read_bytes()
    script.write_bytes(before)
    assert run(["conform", str(script), str(edit), "--write"]) == 0
    assert script.read_bytes() == patched != before
    assert patched.startswith(b"\xef\xbb\xbf") and b"!! 1B: CU on MAYA, 1.67s" in patched
    capsys.readouterr()
    assert run(["conform", str(script), str(edit)]) == 0
    assert capsys.readouterr().out == ""


def test_as_json(cut: tuple[Path, Path], capsys: pytest.CaptureFixture[str]):
    script, edit = cut
    assert run(["conform", str(script), str(edit), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["changed"] and not told["written"] and told["diff"].startswith("--- a/")


@pytest.mark.parametrize(("name", "data", "status", "said"), [
    ("cut.otio", b"{}", 3, "cannot read"), ("cut.otio", b"\x00\xff", 3, "cannot read"),
    ("cut.xml", b"<xmeml version='4'/>", 3, "cannot read"), ("cut.xml", b"<fcpxml/>", 3, "no sequence"),
    ("cut.fcpxml", b"<fcpxml", 3, "cannot read"), ("cut.edl", b"TITLE: x\n", 3, "no edit"),
    ("cut.edl", b"001  A  V  C  00:00:00:99 00:00:01:00 00:00:00:00 00:00:01:00\n", 3, "there is no 00:00:00:99"),
    ("cut.aaf", b"no aaf", 3, "cannot read"), ("cut.mov", b"", 2, "no kind that is read back"),
    ("cut.fcpxml", b"<!DOCTYPE a [<!ENTITY a 'b'>]><fcpxml><sequence><spine><gap duration='1/0s'/></spine></sequence>"
     b"</fcpxml>", 3, "no time of FCPXML"),
])  # fmt: skip
def test_a_file_that_is_no_edit_is_told_from_a_fault_of_ours(
    name: str, data: bytes, status: int, said: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
):
    (tmp_path / name).write_bytes(data)
    assert run(["conform", str(project / "film.fountain"), str(tmp_path / name)]) == status
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("options", "said"), [
    (["--to", "avid"], "there is no format avid"), (["--to", ","], "--to names no format"),
    (["--start", "25 o'clock"], "--start: "), (["--start", "01:00:00;00"], "drop-frame timecode exists at"),
])  # fmt: skip
def test_wrong_use_of_export(options: list[str], said: str, project: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["export", str(project / "film.fountain"), *options]) == 2
    assert said in capsys.readouterr().err
