"""`compile --providers`: read once, lowered for each, a folder each, and figures side by side that are true."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import shotscript
from shotscript.studio.compare import worst
from shotscript.studio.edition import edition
from shotscript.ui import build, compile_command
from shotscript.ui.cli import run
from shotscript.ui.schema_command import schema

NAMES = ("kling-3-omni", "previz")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    folder = tmp_path_factory.mktemp("several")
    assert run(["compile", str(example), "--providers", ",".join(NAMES), "--out", str(folder)]) == 0
    return folder


def test_each_has_the_folder_it_would_have_alone(target: Path, example: Path):
    for name in NAMES:
        assert build.load(target / name) == edition(shotscript.compile(example, provider=name))


def test_the_figures_are_those_of_each(target: Path, example: Path):
    found = json.loads((target / "compare.json").read_text())
    Draft202012Validator(schema("compare")).validate(found)
    assert [one["name"] for one in found["columns"]] == list(NAMES)
    for one in found["columns"]:
        film = shotscript.compile(example, provider=one["name"])
        verdicts = [loss.verdict.value for loss in film.losses]
        assert {v: one[v] for v in ("used", "approximated", "lost")} == {
            v: verdicts.count(v) for v in ("used", "approximated", "lost")}
        assert one["price_usd"] == str(sum(film.prices)) and one["segments"] == len(film.segments)
        assert Fraction(one["seconds"]) == sum(each.seconds for each in film.segments)
        assert bool(one["worst"]) == bool(one["lost"])


def test_the_worst_losses_are_people_and_words_first(example: Path):
    made = edition(shotscript.compile(example, provider="previz"))
    found = worst(made.losses)
    assert found[0].kind == "look"
    counts = {(one.kind, one.how): one.count for one in found}
    lost = [(loss.kind, loss.how) for loss in made.losses if loss.verdict.value == "lost"]
    assert all(lost.count(key) == count for key, count in counts.items())


def test_the_script_is_read_once(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    read, times = compile_command.read, []
    monkeypatch.setattr(compile_command, "read", lambda *a, **k: times.append(1) or read(*a, **k))
    assert run(["compile", str(example), "--providers", ",".join(NAMES), "--out", str(tmp_path)]) == 0
    assert len(times) == 1


def test_the_index_links_every_build(target: Path):
    links = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list) -> None:
            links.extend(value for name, value in attrs if name in ("href", "src"))

    text = (target / "index.html").read_text()
    Links().feed(text)
    assert links == [f"{name}/index.html" for name in NAMES]
    assert all((target / link).is_file() for link in links)
    assert "default-src &#39;none&#39;" in text


def test_the_table_says_it_in_words(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["compile", str(example), "--providers", ",".join(NAMES), "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    [kling] = [line.split() for line in out.splitlines() if line.startswith("kling-3-omni ")]
    found = json.loads((tmp_path / "compare.json").read_text())["columns"][0]
    assert kling[1] == f"${found['price_usd']}" and kling[-3:] == [
        str(found["used"]), str(found["approximated"]), str(found["lost"])]
    assert re.search(r"^  \d+ x look lost, from 2A on: ", out, re.MULTILINE)
    assert out.splitlines()[-1] == str(tmp_path)


def test_a_far_name_is_not_answered_with_every_provider(example: Path, tmp_path: Path, capsys):
    assert run(["compile", str(example), "--provider", "zzzzzzzz", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "`shotscript providers` lists them" in said and "veo-3.1" not in said


@pytest.mark.parametrize("arguments", [
    ["--providers", ","], ["--providers", "previz,nobody"], ["--providers", "previz", "--provider", "previz"]])
def test_wrong_use_is_said(arguments: list[str], example: Path, tmp_path: Path):
    assert run(["compile", str(example), *arguments, "--out", str(tmp_path)]) == 2
    assert not list(tmp_path.iterdir())


def test_strict_says_what_is_lost(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["compile", str(example), "--out", str(tmp_path), "--provider", "previz"]
    assert run(arguments) == 0 and "lost, from" not in capsys.readouterr().err
    assert run([*arguments, "--strict"]) == 1
    assert "look lost, from 2A on: mannequins have no faces" in " ".join(capsys.readouterr().err.split())


def test_strict_fails_if_one_of_them_loses(example: Path, tmp_path: Path):
    arguments = ["compile", str(example), "--out", str(tmp_path), "--strict", "--providers"]
    assert run([*arguments, "seedance-2.5"]) == 0
    assert run([*arguments, "seedance-2.5,previz"]) == 1
