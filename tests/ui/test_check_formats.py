"""What `check` answers to other programs: SARIF 2.1.0, held to its schema, and GitHub's workflow commands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shotscript.ui.cli import run

TESTS = Path(__file__).parents[1]
FILM = """\
/*@cast
MAYA: woman
*/

/*@fields
city: Rome
*/

/*@use the bible.fountain*/

INT. KITCHEN - DAY

!! 1A: CU on MAYA, "🎬", dolyl in 1m, a 100% {citty}, 85mm

MAYA
One two three four five six seven. {citty}

JON
Eight.
"""
BIBLE = "/*@cast\nPELL: man\nheight: 1.8m\n*/\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "films").mkdir()
    (tmp_path / "shotscript.toml").touch()
    (tmp_path / "films" / "a%b, c.fountain").write_text(FILM)
    (tmp_path / "films" / "the bible.fountain").write_text(BIBLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sarif(capsys: pytest.CaptureFixture[str], *files: str) -> dict[str, Any]:
    run(["check", "--info", "--format", "sarif", *files])
    return json.loads(capsys.readouterr().out)


# ------------------------------------------------------------------------------------------------- the schema


def thing(required: str = "", **properties: Any) -> dict[str, Any]:
    """An object of the standard, of which we write these properties and no others: a misspelt one is a fault."""
    return {"type": "object", "additionalProperties": False, "required": required.split(), "properties": properties}


def many(items: dict[str, Any], least: int = 0, unique: bool = False) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "uniqueItems": unique}


# What we write, in the words of sarif-schema-2.1.0.json (OASIS, oasis-tcs/sarif-spec, Schemata/): names, kinds, bounds
# and what is required. Standard 3.x beside each.
TEXT = {"type": "string"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}
MESSAGE = thing("text", text=TEXT, markdown=TEXT)  # 3.11, 3.12
PLACE = thing("uri", uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT)  # 3.4
ONE = {"type": "integer", "minimum": 1}
REGION = thing("startLine startColumn endLine endColumn", startLine=ONE, startColumn=ONE, endLine=ONE, endColumn=ONE)
REPLACEMENT = thing("deletedRegion", deletedRegion=REGION, insertedContent=thing(text=TEXT))  # 3.57
CHANGE = thing("artifactLocation replacements", artifactLocation=PLACE, replacements=many(REPLACEMENT, 1))  # 3.56
FIX = thing("artifactChanges", description=MESSAGE, artifactChanges=many(CHANGE, 1), properties=BAG)  # 3.55
LOCATION = thing(physicalLocation=thing("artifactLocation", artifactLocation=PLACE, region=REGION))  # 3.28
RESULT = thing("message ruleId level locations", ruleId=TEXT, ruleIndex={"type": "integer", "minimum": -1}, level=LEVEL,
               message=MESSAGE, locations=many(LOCATION, 1), fixes=many(FIX, unique=True), properties=BAG)  # 3.27
RULE = thing("id", id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
             defaultConfiguration=thing(level=LEVEL))  # 3.49
DRIVER = thing("name", name=TEXT, version=TEXT, rules=many(RULE, unique=True))  # 3.19
RUN = thing("tool results", tool=thing("driver", driver=DRIVER), results=many(RESULT),  # 3.14
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, newlineSequences=many(TEXT, 1, True))
LOG = {"version": {"const": "2.1.0"}, "runs": many(RUN), "$schema": {"type": "string", "format": "uri"}}
SCHEMA = thing("version runs", **LOG)  # 3.13


def test_the_log_holds_to_the_standard(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = sarif(capsys, "films/a%b, c.fountain")
    jsonschema.validate(log, SCHEMA, format_checker=jsonschema.FormatChecker())
    (only,) = log["runs"]
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules)) and {one["ruleId"] for one in only["results"]} == set(rules)
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in only["results"])
    assert {one["level"] for one in only["results"]} == {"error", "warning", "note"}


def test_its_places_and_fixes_are_those_of_the_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = sarif(capsys, "films/a%b, c.fountain")
    (typo,) = (one for one in log["runs"][0]["results"] if one["ruleId"] == "SY105")
    place = typo["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "films/a%25b%2C%20c.fountain", "uriBaseId": "%SRCROOT%"}
    line, start, end = place["region"]["startLine"], place["region"]["startColumn"], place["region"]["endColumn"]
    assert FILM.splitlines()[line - 1][start - 1 : end - 1] == "dolyl", "characters, not UTF-16 units"
    assert typo["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": place["region"], "insertedContent": {"text": "dolly"}}]
    assert typo["fixes"][0]["properties"] == {"safe": True} and typo["properties"] == {"shot": "1A"}
    (other,) = (one for one in log["runs"][0]["results"] if one["ruleId"] == "SY505")
    assert other["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "films/the%20bible.fountain"


def test_braces_in_its_words_are_no_placeholders(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [one["message"]["text"] for one in sarif(capsys, "films/a%b, c.fountain")["runs"][0]["results"]]
    assert any("{{" in words for words in said)
    assert not any(re.search(r"(?<!\{)\{(?!\{)", words) for words in said)


def test_several_films_are_one_log_and_none_is_a_log_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "good.fountain").write_text("INT. A - DAY\n\nRain.\n")
    log = sarif(capsys, "good.fountain", "films/the bible.fountain")
    assert {one["ruleId"] for one in log["runs"][0]["results"]} >= {"SY505"}
    assert sarif(capsys, "good.fountain")["runs"][0]["results"] == []


def test_workflow_commands(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--info", "--format", "github", "films/a%b, c.fountain"]) == 1
    lines = capsys.readouterr().out.splitlines()
    place = "file=films/a%25b%2C c.fountain,line=13,endLine=13,col=25,endColumn=30,title=SY105"
    assert f"::error {place}::`dolyl` is not a word of ours (did you mean `dolly`?)%0Ahelp: write `dolly`" in lines
    assert all(re.match(r"::(error|warning|notice) file=[^:]+::[^\r\n]+\Z", line) for line in lines)
    assert any(line.startswith("::notice ") for line in lines)


@pytest.mark.parametrize("path", sorted((TESTS / "lang" / "cases" / "messages").glob("*.fountain"))[::6],
                         ids=lambda path: path.stem)
def test_every_kind_of_fault_makes_a_log(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema.validate(sarif(capsys, str(path)), SCHEMA, format_checker=jsonschema.FormatChecker())


def test_a_fault_of_a_file_that_several_films_use_is_one_result(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "films" / "other.fountain").write_text(FILM)
    names = ("films/a%b, c.fountain", "films/other.fountain")
    alone, both = (sarif(capsys, *some)["runs"][0]["results"] for some in (names[:1], names))
    bible = [one for one in alone if "bible" in str(one["locations"])]
    assert bible and len(both) == 2 * len(alone) - len(bible)
