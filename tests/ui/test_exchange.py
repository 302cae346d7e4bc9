"""`import` and the script's own formats of `export`, as they are called; what docs/exchange.md says."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import shotscript
from shotscript.lang.finaldraft import fountain_reading, fountain_writing
from shotscript.studio import shotlist
from shotscript.ui.cli import run
from shotscript.ui.schema_command import schema

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "exchange.md").read_text()
SCRIPTS = sorted([*ROOT.glob("examples/**/*.fountain"), *ROOT.glob("../shared/fountain/scripts/*.fountain")])


@pytest.fixture
def project(tmp_path: Path, example: Path) -> Path:
    (tmp_path / "shotscript.toml").write_text("")
    (tmp_path / "film.fountain").write_bytes(example.read_bytes())
    return tmp_path


# ---------------------------------------------------------------------------------------------- there and back


def test_a_script_goes_to_final_draft_and_comes_back(project: Path, capsys: pytest.CaptureFixture[str]):
    script = project / "film.fountain"
    assert run(["export", str(script), "--to", "fdx,fountain,csv,json"]) == 0
    made = capsys.readouterr().out.split()
    assert made == [str(project / "build" / "film" / f"film.{kind}") for kind in ("fdx", "fountain", "csv", "json")]
    assert {path.name for path in (project / "build" / "film").iterdir()} == {Path(one).name for one in made}
    assert run(["import", made[0], "-o", str(project / "back.fountain")]) == 0
    assert (project / "back.fountain").read_bytes() == script.read_bytes()
    assert run(["import", made[0], "--stdout", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["text"] == script.read_text() and told["left_out"] == []


def test_nothing_is_written_over(project: Path, capsys: pytest.CaptureFixture[str]):
    script = project / "film.fountain"
    (project / "film.fdx").write_bytes(b"<FinalDraft><Content/></FinalDraft>")
    before = script.read_bytes()
    assert run(["import", str(project / "film.fdx")]) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(["export", str(script), "--to", "fountain", "--out", str(project)]) == 2
    assert "is the script itself" in capsys.readouterr().err
    assert script.read_bytes() == before
    assert run(["import", str(project / "film.fdx"), "--force"]) == 0
    assert script.read_bytes() == b""


@pytest.mark.parametrize(("name", "data", "status", "said"), [
    ("a.fdx", b"<!DOCTYPE x [<!ENTITY a 'b'>]><FinalDraft><Content>&a;</Content></FinalDraft>", 3, "entities"),
    ("a.fdx", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><FinalDraft/>", 3, "points to another file"),
    ("a.fdx", b"\xff\x00", 3, "cannot read"), ("a.doc", b"", 2, "no kind that is read"), ("", b"", 2, "no file"),
])
def test_what_cannot_be_read(
    name: str, data: bytes, status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
):
    if name:
        (tmp_path / name).write_bytes(data)
    assert run(["import", str(tmp_path / (name or "none.fdx"))]) == status
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.fountain").exists()


# ---------------------------------------------------------------------------------------------- the shot list

FILM = """/*@cast
MAYA: woman
JON: man
*/
/*@props
LETTER: old
*/

INT./EXT. CAR - NIGHT

!! 1A: MCU OTS MAYA on JON, 50mm f/2, low angle 20deg, slow dolly in 0.5m over 2s then static, 4s

!=SUM(A1) she says. Maya takes the letter.

MAYA
Listen, you.

!! 1B: CU on LETTER, 100mm, 2s

!! 1C: as 1A, 1s
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_a_shot():
    first, second, third = rows(shotlist.write(shotscript.read(FILM)))
    assert first == {
        "scene": "1", "shot": "1A", "setup": "1", "int/ext": "INT/EXT", "location": "CAR", "time of day": "NIGHT",
        "size": "MCU OTS", "subject": "MAYA on JON", "angle": "low 20deg", "lens": "50mm", "stop": "f/2",
        "move": "slow dolly in 0.5m over 2s then static", "description": "'=SUM(A1) she says. Maya takes the letter.",
        "dialogue cue": "MAYA: Listen, you.", "cast": "MAYA, JON", "props": "LETTER", "seconds": "4", "frames": "96",
        "start": "00:00:00:00"}
    assert (second["setup"], second["size"], second["subject"], second["props"]) == ("2", "CU", "LETTER", "LETTER")
    assert (third["setup"], third["lens"], third["start"]) == ("1", "50mm", "00:00:06:00")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_no_spreadsheet_runs_a_cell(text: str):
    (row,) = rows(shotlist.write(shotscript.read(f"INT. A\n\n!! CU, 2s\n\n!{text} x\n")))
    assert row["description"] == f"'{text} x"


def test_the_table_is_the_columns_of_the_page(project: Path):
    script = str(project / "film.fountain")
    assert run(["export", script, "--to", "csv", "--bom", "--only", "2"]) == 0
    data = (project / "build" / "film" / "film.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfscene,shot,setup,") and data.endswith(b"\r\n")
    told = rows(data.decode("utf-8-sig"))
    assert {row["scene"] for row in told} == {"2"} and told[0]["start"] == "00:00:00:00"
    assert tuple(re.findall(r"`([^`]+)`", PAGE.split("## The shot list")[1].split("\n- ")[0])) == shotlist.COLUMNS


# ---------------------------------------------------------------------------------------------- the story


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_story_keeps_to_its_schema(path: Path):
    data = json.loads(json.dumps(shotscript.read(path).story.model_dump(mode="json")))
    told = schema("story")
    Draft202012Validator.check_schema(told)
    assert not list(Draft202012Validator(told).iter_errors(data))
    del data["scenes"][0]["shots"][0]["seconds"]
    assert list(Draft202012Validator(told).iter_errors(data))


def test_the_story_is_what_show_says(project: Path, capsys: pytest.CaptureFixture[str]):
    script = str(project / "film.fountain")
    assert run(["export", script, "--to", "json"]) == 0
    capsys.readouterr()
    assert run(["show", "story", script, "--format", "json"]) == 0
    assert json.loads((project / "build/film/film.json").read_text()) == json.loads(capsys.readouterr().out)


# ---------------------------------------------------------------------------------------------- the page


def test_the_example_of_the_page_is_forced_as_little_as_can_be():
    (text,) = re.findall(r"^```fountain\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    play = fountain_reading.read(text)
    assert [one.type for one in play.paragraphs] == [
        "Scene Heading", "Action", "Character", "Dialogue", "Shot", "General"]
    assert fountain_writing.write(play) == text


def test_the_commands_of_the_page_run(project: Path, monkeypatch: pytest.MonkeyPatch):
    (block,) = re.findall(r"\A# .*?^```\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(project)
    assert run(["export", "film.fountain", "--to", "fdx", "--out", "."]) == 0
    for line in reversed(block.splitlines()):
        words = re.sub(r"FILE.fountain", "back.fountain", line).replace("FILE.fdx", "film.fdx")
        words = words.replace("FILE ", "film.fountain ").replace("FOLDER", "out").replace("[", "").replace("]", "")
        assert run(words.split()[1:]) == 0, words
    assert (project / "out" / "film.csv").is_file()
    assert (project / "back.fountain").read_bytes() == (project / "film.fountain").read_bytes()
