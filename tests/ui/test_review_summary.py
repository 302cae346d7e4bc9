"""`review --summary`: what stands, in words and as JSON; and what `review` does not take together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from roomkit import SCRIPT

from shotscript.studio import compile, read, rushes
from shotscript.studio.judgements import Judgement, add, book, path_of, take_name
from shotscript.ui.cli import run

AT = "2026-11-21T09:30:00Z"
DOCS = Path(__file__).parents[2] / "docs" / "review.md"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.fountain"
    path.write_text(SCRIPT)
    return path


def say(film: Path, shot: str, verdict: str, of: str = "", take: str = "", words: str = "", script: str = "") -> None:
    add(path_of(film), Judgement(AT, "ann", shot, take, verdict, words, of, script or film.name))  # type: ignore[arg-type]


def told(film: Path) -> dict[str, str]:
    return dict(rushes.told(rushes.film(read(film))))


def summary(film: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[list[str], str]:
    assert run(["review", str(film), "--summary", *more]) == 0
    said = capsys.readouterr()
    return said.out.splitlines(), said.err


def test_nothing_said_is_open(film: Path, capsys: pytest.CaptureFixture[str]):
    assert summary(film, capsys) == (["1A  open", "1B  open", "film.fountain: 2 shots: 0 approved, 2 open"], "")


def test_each_shot_and_take_in_words(film: Path, capsys: pytest.CaptureFixture[str]):
    key = compile(film, provider="kling-3-omni").requests[0].key
    say(film, "1A", "approved", told(film)["1A"])
    say(film, "1B", "approved", "an older text")
    say(film, "1B", "comment", words="slower,\n\x1b[31mplease")
    say(film, "1A", "rejected", key, take_name("kling-3-omni", key, 1), "her coat is blue")
    say(film, "1A", "approved", "gone", take_name("kling-3-omni", "gone", 1))
    say(film, "9Z", "approved", "x")
    say(film, "1B", "rejected", script="another.fountain")
    assert summary(film, capsys)[0] == [
        "1A  approved  ann, 2026-11-21 09:30",
        f"    kling-3-omni/{key[:12]}/1  rejected  ann, 2026-11-21 09:30",
        "      her coat is blue",
        "    kling-3-omni/gone/1  approved, changed since  ann, 2026-11-21 09:30",
        "1B  approved, changed since  ann, 2026-11-21 09:30",
        "      ann, 2026-11-21 09:30: slower, \ufffd[31mplease",
        "9Z  approved, in the film no more  ann, 2026-11-21 09:30",
        "film.fountain: 2 shots: 1 approved, 1 changed since, 1 in the film no more, 2 judged takes, 1 comment",
    ]


def test_as_json(film: Path, capsys: pytest.CaptureFixture[str]):
    say(film, "1A", "rejected", told(film)["1A"], words="too dark")
    say(film, "1A", "comment", words="see 1B")
    with path_of(film).open("a") as file:
        file.write("<<<<<<< ours\n")
    out, err = summary(film, capsys, "--format", "json")
    value = json.loads(out[0])
    assert value["counts"] == {"shots": 2, "approved": 0, "rejected": 1, "changed": 0, "open": 1, "gone": 0, "takes": 0,
                               "comments": 1}
    assert value["shots"][0] == {"shot": "1A", "take": "", "stands": "rejected", "since": "", "who": "ann", "at": AT,
                                 "words": "too dark", "comments": [{"who": "ann", "at": AT, "words": "see 1B"}]}
    assert "line 3" in err and value["broken"] == [err.strip()]


@pytest.mark.parametrize("edit,stands", [
    (("She turns.", "She turns away."), "changed"),
    (("1B: CU on MAYA", "1B: MS on MAYA"), "changed"),
    (("1B: CU on MAYA", '1B: CU on MAYA, "rain on the pane"'), "changed"),
    (("She turns.", "She turns.\n\n[[sound: a door]]"), "changed"),
    (("1B:", "7Q:"), "gone"),
    (("1A:", "7Q:"), ""),
    (("Maya waits.", "Maya waits and waits."), ""),
    (("INT. KITCHEN", "\n\nINT. KITCHEN"), ""),
])
def test_a_verdict_holds_until_its_shot_is_another(film: Path, capsys: pytest.CaptureFixture[str],
                                                   edit: tuple[str, str], stands: str):
    say(film, "1B", "approved", told(film)["1B"])
    assert edit[0] in SCRIPT
    film.write_text(SCRIPT.replace(*edit))
    shots = json.loads(summary(film, capsys, "--format", "json")[0][0])["shots"]
    assert [(one["stands"], one["since"]) for one in shots if one["shot"] == "1B"] == [("approved", stands)]


@pytest.mark.parametrize("options,words", [
    (["--summary", "--export", "out"], "ask for one"),
    (["--providers", "kling-3-omni"], "--providers is for --export"),
    (["--provider", "nobody"], "nobody"),
])
def test_what_does_not_go_together(film: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str):
    assert run(["review", str(film), *options]) == 2
    assert words in capsys.readouterr().err


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["review", str(tmp_path / "none.fountain"), "--summary"]) == 2
    assert "none.fountain" in capsys.readouterr().err


def test_the_lines_in_the_documentation_are_judgements(tmp_path: Path):
    (block,) = re.findall(r"^```json\n(.*?)^```", DOCS.read_text(), re.DOTALL | re.MULTILINE)
    path = tmp_path / "review.jsonl"
    path.write_text(block)
    found = book(path)
    assert len(found.judgements) == 2 and not found.broken
    again = tmp_path / "again.jsonl"
    for one in found.judgements:
        add(again, one)
    assert again.read_text() == block
