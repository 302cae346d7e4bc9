"""`shotscript explain`: a page with what is really told of its example, lists, and what a wrong code is answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from shotscript.core import codes
from shotscript.ui import options
from shotscript.ui.cli import run

BAD = "INT. KITCHEN - NIGHT\n\n!! WS on MAYA, dolyl in 1m, 6f\n\nMAYA waits.\n"


def test_a_page_shows_both_examples_and_what_is_told_of_the_bad_one(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "sy105"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("error[SY105]: a misspelt word\n")
    caret = ("error[SY105]: `dolyl` is not a word of ours\n --> film.fountain:3:16\n  |\n"
             "3 | !! WS on MAYA, dolyl in 1m\n  |                ^^^^^ did you mean `dolly`?\n")
    assert caret in text and text.index("With the fault:") < text.index(caret) < text.index("Without it:")
    assert "\x1b" not in text and max(map(len, text.splitlines())) <= 100


def test_a_page_says_under_what_it_is_told(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "FR707"]) == 0
    assert "\nin the variant tall\n" in capsys.readouterr().out
    assert run(["explain", "QC111"]) == 0
    text = capsys.readouterr().out
    assert "as kling-3-omni tells it, of a clip that came back" in text and '{"cuts": []}' in text
    assert "retry film.fountain" in text and "/tmp" not in text


def test_a_page_as_json(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "TM401", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    page = codes.page("TM401")
    assert page
    assert (said["code"], said["group"], said["level"], said["title"]) == ("TM401", "TM", "error", page.title)
    assert (said["why"], said["mend"]) == (page.why, page.mend)
    (problem,) = said["bad"]["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("TM401", "film.fountain", 3)
    assert said["bad"]["text"] == page.bad and said["good"]["text"] == page.good


def test_a_group_and_all_of_them(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "tm"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("TM  time\n  TM401  error    speech that is longer than its shot\n")
    assert "SY1" not in text
    assert run(["explain"]) == 0
    text = capsys.readouterr().out
    assert all(f"\n  {page.code}  " in text and page.title in text for page in codes.pages())
    assert run(["explain", "NM", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)["codes"]
    assert [one["code"] for one in said] == ["NM801", "NM802", "NM803"]


@pytest.mark.parametrize(("asked", "hint"), [
    ("TM41", "did you mean TM401?"), ("SY15", "did you mean SY105"), ("hello", "`shotscript explain` lists all"),
    ("TM4O1", "did you mean TM401?"), ("\x1b[31m", "lists all"),
])
def test_a_code_there_is_not(asked: str, hint: str, capsys: pytest.CaptureFixture[str]):
    assert run(["explain", asked]) == 2
    said = capsys.readouterr()
    assert said.out == "" and hint in said.err and "\x1b" not in said.err


def test_what_the_project_settles_changes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                  capsys: pytest.CaptureFixture[str]):
    (tmp_path / "shotscript.toml").write_text('[levels]\nTM402 = "off"\n')
    monkeypatch.chdir(tmp_path)
    assert run(["explain", "TM402"]) == 0
    assert "too short to be read" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["shotscript.toml"]


@pytest.mark.parametrize("terminal", [True, False])
def test_check_points_to_the_worst_of_them_on_a_terminal_only(terminal: bool, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch,
                                                              capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "film.fountain"
    path.write_text(BAD)
    monkeypatch.setattr(options, "words", lambda: Console(
        stderr=True, highlight=False, markup=False, soft_wrap=True, force_terminal=terminal, color_system=None))
    assert run(["check", str(path)]) == 1
    assert capsys.readouterr().err.count("`shotscript explain SY105` says more\n") == int(terminal)
    path.write_text(BAD.replace("dolyl in 1m, 6f", "4s"))
    assert run(["check", str(path)]) in (0, 1)


def test_a_code_told_under_others_leads_to_them(capsys: pytest.CaptureFixture[str]):
    assert run(["explain", "tm403"]) == 0
    said = capsys.readouterr()
    assert "BK952" in said.out and "BK957" in said.out and said.err.startswith("TM403 is told under other codes")
