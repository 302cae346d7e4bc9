"""Names, folders and terminals that nobody expects: said in words or served, never a fault of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shotscript.ui.cli import run

FILM = """/*@format
picture: 256x144 24fps
*/

INT. ROOM - DAY #1#

!! 1A: WS, 1s

She {what}.
"""


def film(path: Path, what: str = "waits") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILM.format(what=what))
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["a b", "new\nline", "-x", "bad\udcff", "esc\x1b[31m", "%s{x}[red]", "l" * 240, "中"])
def test_any_name_of_a_file(name: str, project: Path, capsys: pytest.CaptureFixture[str]):
    path = film(project / f"{name}.fountain")
    assert run(["compile", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["folder"] == str(project / "build" / name)
    assert list((project / "build" / name / "prompts").iterdir())
    assert run(["check", str(path)]) == 0
    said = capsys.readouterr().err
    assert "\x1b" not in said and said.count("\n") == 1


@pytest.mark.parametrize("name", ["..fountain", "...fountain"])
def test_a_name_of_dots_stays_in_the_build_folder(name: str, project: Path):
    assert run(["compile", str(film(project / name))]) == 0
    assert sorted(p.name for p in project.iterdir()) == sorted([".git", name, "build"])
    assert [p.name for p in (project / "build").iterdir()] == [name]


def test_a_ring_of_links_is_no_file(project: Path, capsys: pytest.CaptureFixture[str]):
    (project / "ring.fountain").symlink_to("ring.fountain")
    assert run(["check", "ring.fountain"]) == 3
    assert "ring.fountain" in capsys.readouterr().err


def test_files_of_one_name_get_their_path_in_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    paths = [str(film(project / folder / "x.fountain")) for folder in ("a", "b")]
    monkeypatch.chdir(project / "a")
    assert run(["compile", "x.fountain", "../b/x.fountain"]) == 0
    assert run(["compile", *paths, "--out", str(project / "out")]) == 0
    folders = capsys.readouterr().out.split()
    assert folders == [str(project / top / name / "x") for top in ("build", "out") for name in ("a", "b")]


def test_two_files_are_never_written_over_one_another(project: Path, capsys: pytest.CaptureFixture[str]):
    paths = [str(film(project / name)) for name in ("x.fountain", "x.txt")]
    assert run(["compile", *paths]) == 2
    assert "both be written" in capsys.readouterr().err
    assert not (project / "build").exists()
    assert run(["compile", paths[0], paths[0]]) == 0


def test_compile_removes_its_own_earlier_files_only(project: Path):
    path = film(project / "film.fountain")
    mine = project / "prompts" / "notes.md"
    mine.parent.mkdir()
    mine.write_text("mine")
    assert run(["compile", str(path), "--out", "."]) == 0
    path.write_text(path.read_text().replace("1A", "1B"))
    assert run(["compile", str(path), "--out", "."]) == 0
    assert sorted(p.name for p in mine.parent.iterdir()) == ["001-1B.md", "notes.md"]


def test_text_cannot_steer_the_terminal(project: Path, capsys: pytest.CaptureFixture[str]):
    path = film(project / "film.fountain", "says \x1b]0;owned\x07 and \x9b2J")
    for what in ("tree", "story", "prompts"):
        assert run(["show", what, str(path)]) == 0
        assert not set(capsys.readouterr().out) & set("\x1b\x07\x9b")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_alphabet_of_the_terminal(encoding: str, project: Path):
    film(project / "é中\udcff.fountain")
    said, terminal = {}, {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict"}
    for form in ("text", "json"):
        command = [sys.executable, "-m", "shotscript", "show", "story", "é中\udcff.fountain", "--format", form]
        done = subprocess.run(command, capture_output=True, env=terminal)
        assert done.returncode == 0, done.stderr
        said[form] = done.stdout
    assert json.loads(said["json"])["source"] == "é中\udcff.fountain"


@pytest.mark.parametrize("what", ["show story film.fountain", "providers"])
@pytest.mark.parametrize("to, status, words", [("| head -0", 0, ""), (">&-", 0, ""), (">/dev/full", 3, "No space")])
def test_nobody_reads_the_answer(what: str, to: str, status: int, words: str, project: Path):
    film(project / "film.fountain", "waits " * 20_000)
    command = f"'{sys.executable}' -m shotscript {what} {to}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert words in done.stderr and "Traceback" not in done.stderr and "fault of ours" not in done.stderr
    assert words or not done.stderr
