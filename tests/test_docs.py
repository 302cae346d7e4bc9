"""What the README shows is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shotscript
from shotscript.core.diagnostic import Level
from shotscript.ui.cli import COMMANDS, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_screenplay_in_the_readme_is_right():
    (script,) = blocks("fountain")
    film = shotscript.read(script)
    assert [p for p in film.problems if p.level is Level.ERROR] == []
    assert [shot.label for shot in film.story.shots] == ["1A", "1B", "1C"]


def test_the_python_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(code, names)
    assert "The Last Light" in capsys.readouterr().out
    assert names["camera"].cam_to_world.shape[1:] == (4, 4)  # type: ignore[attr-defined]


def test_every_command_in_the_readme_exists_and_helps(capsys: pytest.CaptureFixture[str]):
    named = set(re.findall(r"`shotscript (\w+)", README))
    assert named <= set(COMMANDS)
    for command in COMMANDS:
        assert run([command, "--help"]) == 0
        assert "Usage: shotscript" in capsys.readouterr().out


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_a_page_points_to_exists(page: Path):
    for path in re.findall(r"\]\((?!http|#)([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / path).is_file(), path


def test_the_commands_are_the_makefiles():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)(?:`|    #)", README + (ROOT / "ARCHITECTURE.md").read_text())) <= targets
