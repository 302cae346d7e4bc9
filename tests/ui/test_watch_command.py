"""What a terminal hears of a film that is watched, and how watching ends."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from shotscript.studio import read, rushes
from shotscript.ui.cli import run
from shotscript.ui.review.values import Reel, Showing, Work
from shotscript.ui.watch_command import Told

FILM = """/*@format
picture: 128x72 12fps
*/

INT. ROOM - DAY #1#

[[block: MAYA stands at 0 0]]

!! 1A: FS on MAYA, 28mm, 1s

She waits.

!! 1B: CU on MAYA, 50mm, 1s

She goes.
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "shotscript.toml").write_text("")
    path = tmp_path / "film.fountain"
    path.write_text(FILM)
    return path


@pytest.fixture
def watched(script: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, in a session of its own: nobody has told it to ignore Ctrl-C."""
    with subprocess.Popen([sys.executable, "-m", "shotscript", "watch", script.name, "--no-page"], cwd=script.parent,
                          stderr=subprocess.PIPE, text=True, start_new_session=True,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler)) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str], last: str) -> list[str]:
    """What it says, up to the first line that holds `last`."""
    found: list[str] = []
    assert process.stderr
    for line in process.stderr:
        found.append(line.rstrip())
        if last in line:
            return found
    raise AssertionError("\n".join(found))


def test_every_save_is_checked_drawn_and_told_until_ctrl_c(script: Path, watched: subprocess.Popen[str]):
    first = lines(watched, "reel after")
    assert "film.fountain: 1 scenes, 2 shots, 2.0 s; no problems" in first and "1A, 1B drawn;" in first[-1]
    script.write_text(FILM.replace("CU on MAYA, 50mm", "CUU on MAYA, 50mm, pan left 5deg"))
    second = lines(watched, "reel after")
    assert any(line.startswith("error[SY1") for line in second) and "  --> film.fountain:13:8" in second
    assert "film.fountain: 1 scenes, 2 shots, 2.0 s; 1 error" in second and any("stills of 1B" in one for one in second)
    assert ": 1B drawn, 1 as they were; " in second[-1] and Path(second[-1].rpartition("; ")[2]).parent.is_dir()
    script.unlink()
    assert lines(watched, "no file")[-1] == "film.fountain: there is no file film.fountain"
    watched.send_signal(signal.SIGINT)
    assert watched.wait(60) == 0 and watched.stderr and watched.stderr.read() == ""


@pytest.mark.parametrize(("more", "words"), [
    (["nowhere.fountain"], "no file nowhere.fountain"), (["film.fountain", "--provider", "nobody"], "nobody"),
])
def test_wrong_use_ends_at_once(more: list[str], words: str, script: Path, monkeypatch: pytest.MonkeyPatch,
                                capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(script.parent)
    assert run(["watch", "--no-page", *more]) == 2
    assert words in capsys.readouterr().err


def test_only_what_is_new_is_said(script: Path):
    held = io.StringIO()
    tell = Told("film.fountain", Console(file=held, width=200), ignore="CV")
    film = rushes.film(read(script))
    now = Showing(1, film, told=rushes.told(film), doing="drawing 1A, 1 of 2")

    def said(showing: Showing) -> str:
        held.seek(0)
        held.truncate()
        tell(showing)
        return held.getvalue()

    assert said(now) == "film.fountain: 1 scenes, 2 shots, 2.0 s; no problems\n"
    assert said(replace(now, revision=2, doing="drawing 1B, 2 of 2")) == ""
    reel = Reel(Path("a.mp4"), "a", {}, now.told)
    done = replace(now, revision=3, doing="", reel=reel, work=Work(clips=("1A", "1B"), notes=("so",), seconds=2))
    assert said(done) == "reel after 2.0 s: 1A, 1B drawn; a.mp4\nnote: so\n"
    many = replace(done, reel=replace(reel, key="b"), work=Work(clips=tuple(map(str, range(9)))))
    assert "9 shots drawn" in said(many)
    assert said(replace(many, trouble="the disk\x1b is full")) == "film.fountain: the disk\ufffd is full\n"
    assert said(replace(many, revision=9, trouble="the disk\x1b is full")) == ""
