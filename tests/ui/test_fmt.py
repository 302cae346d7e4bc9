"""`shotscript fmt`: files changed in place, shown or printed; bytes that are not text are never touched."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from shotscript.ui.cli import run

UNTIDY = b"\xef\xbb\xbfINT. A\r\n\r\n!!cu ,35 mm\r\n\r\nProse  here. \t\r\n"
TIDY = b"\xef\xbb\xbfINT. A\r\n\r\n!! 1A: CU, 35mm\r\n\r\nProse  here. \t\r\n"
HIDDEN = TIDY.replace(b"!! 1A: CU, 35mm", b"[[shot 1A: CU, 35mm]]")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "film.fountain"
    path.write_bytes(UNTIDY)
    return path


def test_a_file_is_written_in_place(script: Path) -> None:
    os.chmod(script, 0o640)
    link = script.with_name("link.fountain")
    link.symlink_to(script.name)
    assert run(["fmt", str(link)]) == 0
    assert script.read_bytes() == TIDY and link.is_symlink()
    assert script.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in script.parent.iterdir()) == ["film.fountain", "link.fountain"]


def test_a_file_that_is_as_it_should_be_is_not_written(script: Path) -> None:
    script.write_bytes(TIDY)
    before = script.stat()
    assert run(["fmt", "--write", str(script)]) == 0
    assert (script.stat().st_mtime_ns, script.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_check_changes_nothing_and_its_diff_is_a_patch(script: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(script.parent)
    assert run(["fmt", "--check", "film.fountain"]) == 1
    assert script.read_bytes() == UNTIDY
    diff = capsys.readouterr().out
    subprocess.run(["git", "apply", "-p1", "-"], input=diff.encode(), cwd=script.parent, check=True)
    assert script.read_bytes() == TIDY
    assert run(["fmt", "--check", "film.fountain"]) == 0
    assert capsys.readouterr().out == ""


def test_stdout_prints_the_bytes(script: Path, capfdbinary) -> None:
    assert run(["fmt", "--stdout", "--shots", "note", str(script)]) == 0
    assert capfdbinary.readouterr().out == HIDDEN
    assert script.read_bytes() == UNTIDY


def test_shots_turn_and_turn_back(script: Path) -> None:
    for form, data in (("note", HIDDEN), ("line", TIDY)):
        assert run(["fmt", "--shots", form, str(script)]) == 0
        assert script.read_bytes() == data


def test_several_files_and_json(script: Path, capsys) -> None:
    other = script.with_name("other.fountain")
    other.write_bytes(TIDY)
    assert run(["fmt", "--check", "--format", "json", str(script), str(other)]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["changed"], first["written"], second["changed"]) == (True, False, False)
    assert "+!! 1A: CU, 35mm" in first["diff"] and second["diff"] == ""


@pytest.mark.parametrize("data", [UNTIDY + b"caf\xe9\n", UNTIDY.decode("utf-8-sig").encode("utf-16"), b"!!cu\0"])
def test_what_is_no_text_is_left_alone(script: Path, data: bytes, capsys) -> None:
    script.write_bytes(data)
    assert run(["fmt", str(script)]) == 1
    assert script.read_bytes() == data
    assert "FL10" in capsys.readouterr().err


def test_wrong_use(script: Path) -> None:
    assert run(["fmt", "--check", "--stdout", str(script)]) == 2
    assert run(["fmt", str(script.with_name("none.fountain"))]) == 2
    assert run(["fmt", "--shots", "all", str(script)]) == 2
    assert script.read_bytes() == UNTIDY
