"""The look of a reel from the command line: another look is another clip, the same one is the clip there was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shotscript.film.probe import probe
from shotscript.ui.cli import run

SCRIPT = """/*@format
picture: 256x144 24fps
*/

INT. ROOM - DAY #1#

!! 1A: MS on MAYA, 35mm, 1s

MAYA waits.
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.fountain"
    path.write_text(SCRIPT)
    return path


def drawn(film: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    assert run(["previz", str(film), "--format", "json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_another_look_is_drawn_and_the_usual_one_is_kept(film: Path, capsys: pytest.CaptureFixture[str]):
    assert drawn(film, capsys)["rendered"] == 1
    inked = drawn(film, capsys, "--theme", "ink", "--no-slate", "--no-tags")
    assert inked["rendered"] == 1 and probe(Path(str(inked["reel"]))).frames == 24
    assert drawn(film, capsys)["rendered"] == 0
    assert drawn(film, capsys, "--theme", "ink", "--no-tags", "--no-slate", "--captions", "--ink")["rendered"] == 0


def test_passes_have_no_look(film: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["previz", str(film), "--passes", "rgb", "--theme", "clay"]) == 2
    assert "passes are always clean" in capsys.readouterr().err


def test_there_is_no_other_theme(film: Path):
    assert run(["previz", str(film), "--theme", "oil"]) == 2
