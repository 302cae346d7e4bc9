"""What `compile` leaves in a build folder: true to the film, the same every time, and nothing of an earlier one."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

import shotscript
from shotscript.core.errors import UsageError
from shotscript.studio.edition import edition
from shotscript.ui import build
from shotscript.ui.cli import run
from shotscript.ui.schema_command import SHAPES, schema

FILES = ("losses.json", "plan.json", "price.json", "sources.json", "timeline.json")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    (folder / ".git").mkdir()
    shutil.copy(example, folder / "film.fountain")
    assert run(["compile", str(folder / "film.fountain"), "--provider", "kling-3-omni"]) == 0
    return folder


@pytest.fixture(scope="module")
def film(project: Path) -> shotscript.Film:
    return shotscript.compile(project / "film.fountain", provider="kling-3-omni")


@pytest.fixture(scope="module")
def built(project: Path) -> Path:
    return project / "build" / "film"


def held(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_there_is_a_page_and_a_request_for_each_segment(built: Path, film: shotscript.Film):
    stems = [f"{one.index + 1:03d}-{one.name}" for one in film.segments]
    assert sorted(p.name for p in (built / "prompts").iterdir()) == [f"{stem}.md" for stem in stems]
    for stem, request in zip(stems, film.requests, strict=True):
        assert held(built / "requests" / f"{stem}.json") == request.body


def test_sources_cover_each_prompt_and_point_at_the_script(built: Path, film: shotscript.Film, project: Path):
    lines = (project / "film.fountain").read_text().split("\n")
    pieces_of = held(built / "sources.json")
    assert len(pieces_of) == len(film.requests)
    quoted = 0
    for request, pieces in zip(film.requests, pieces_of.values(), strict=True):
        assert "".join(piece["text"] for piece in pieces) == request.prompt
        assert [p["start"] for p in pieces] == [0, *(p["end"] for p in pieces[:-1])]
        for piece in pieces:
            assert piece["file"] == "film.fountain"
            there = lines[piece["line"] - 1][piece["column"] - 1 :]
            words = piece["text"].strip('"')
            quoted += piece["line"] == piece["end_line"] and there.startswith(words) and len(words) > 10
    assert quoted > 20


def test_every_loss_stands_where_its_clause_is_written(built: Path, film: shotscript.Film, project: Path):
    lines = (project / "film.fountain").read_text().split("\n")
    rows = held(built / "losses.json")
    assert [(r["shot"], r["kind"], r["verdict"]) for r in rows] == [
        (one.shot, one.kind, one.verdict.value) for one in film.losses]
    written = [r for r in rows if r["kind"] in ("framing", "lens") and r["clause"]]
    assert written and all(lines[r["line"] - 1][r["column"] - 1 :].startswith(r["clause"]) for r in written)


def test_prices_add_up(built: Path, film: shotscript.Film):
    price, plan = held(built / "price.json"), held(built / "plan.json")
    assert Decimal(price["total"]) == sum(film.prices) == sum(map(Decimal, price["segments"].values())) > 0
    assert Decimal(plan["price_usd"]) == Decimal(price["total"])
    assert [one["stem"] for one in plan["segments"]] == list(price["segments"])
    assert plan["checked"] == price["checked"] == film.provider.checked.isoformat()


def test_what_is_thrown_away_is_what_is_asked_and_not_shown(built: Path, film: shotscript.Film):
    plan = held(built / "plan.json")
    shown = sum(c["lead"] + c["frames"] + c["tail"] for one in plan["segments"] for c in one["cuts"])
    asked, thrown = Fraction(plan["seconds"]), Fraction(plan["thrown"])
    assert asked - thrown == shown / film.timeline.fps
    assert thrown > 0


def test_a_loss_or_a_piece_is_a_line_of_a_diff(built: Path):
    for name, most in (("losses.json", 2), ("sources.json", 3)):
        lines = (built / name).read_text().splitlines()
        rows = [line.rstrip(",") for line in lines if line.startswith("{\"")]
        assert all(isinstance(json.loads(row), dict) for row in rows)
        assert len(rows) > 100 and len(lines) <= len(rows) + most * 10


def test_a_folder_reads_back_as_the_film_it_was(built: Path, film: shotscript.Film):
    assert build.load(built) == edition(film)


def test_same_film_same_bytes_wherever_it_is_compiled_from(project: Path, monkeypatch: pytest.MonkeyPatch):
    texts = []
    for place, name in ((project, "film.fountain"), (project.parent, f"{project.name}/film.fountain")):
        monkeypatch.chdir(place)
        made = shotscript.compile(Path(name), provider="kling-3-omni")
        texts.append(build.texts(made, edition(made)))
    assert texts[0] == texts[1]


def test_a_build_of_one_replaces_a_build_of_several(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    script, out = str(project / "film.fountain"), str(tmp_path / "out")
    assert run(["compile", script, "--provider", "previz", "--out", out]) == 0
    assert run(["compile", script, "--providers", "kling-3-omni,previz", "--out", out]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if p.suffix) == ["compare.json", "index.html"]
    assert not (tmp_path / "out" / "prompts").exists()
    with pytest.raises(UsageError, match="kling-3-omni, previz"):
        build.load(tmp_path / "out")
    assert run(["compile", script, "--out", out]) == 0
    assert not (tmp_path / "out" / "compare.json").exists()
    assert build.load(tmp_path / "out").plan.provider == "kling-3-omni"


def test_a_long_name_is_cut_in_the_files(tmp_path: Path):
    script = tmp_path / "film.fountain"
    script.write_text(f"INT. ROOM - DAY #1#\n\n!! {'7' * 200}: WS, 3s\n\nShe waits.\n")
    assert run(["compile", str(script), "--provider", "previz", "--out", str(tmp_path / "out")]) == 0
    [page] = (tmp_path / "out" / "prompts").iterdir()
    assert page.name == f"001-{'7' * 60}.md"


@pytest.mark.parametrize("provider, strict, status", [
    ("previz", False, 0), ("previz", True, 1), ("kling-3-omni", True, 0)])
def test_strict_fails_on_a_loss(provider: str, strict: bool, status: int, tmp_path: Path):
    script = tmp_path / "film.fountain"
    script.write_text("INT. ROOM - DAY #1#\n\n!! 1A: WS, 3s\n\nShe waits.\n")
    arguments = ["compile", str(script), "--provider", provider, "--out", str(tmp_path / "out")]
    assert run([*arguments, *(["--strict"] if strict else [])]) == status


@pytest.mark.parametrize("what", SHAPES)
def test_schemas_are_schemas(what: str):
    Draft202012Validator.check_schema(schema(what))


@pytest.mark.parametrize("name", FILES)
def test_files_are_of_their_schema(name: str, built: Path):
    value, shape = held(built / name), schema(name.removesuffix(".json"))
    Draft202012Validator(shape).validate(value)
    broken = value[0] if isinstance(value, list) else next(iter(value.values()))[0] if name == "sources.json" else value
    del broken[{"losses.json": "verdict", "sources.json": "text", "timeline.json": "fps"}.get(name, "provider")]
    with pytest.raises(ValidationError):
        Draft202012Validator(shape).validate(value)


@pytest.mark.parametrize("what, shown", [("story", "story"), ("segments", "segments"), ("request", "prompts")])
def test_what_show_says_is_of_its_schema(what: str, shown: str, project: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    assert run(["show", shown, str(project / "film.fountain"), "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)
    for one in value if what == "request" else [value]:
        Draft202012Validator(schema(what)).validate(one)


def test_schema_prints_one_or_all(capsys: pytest.CaptureFixture[str]):
    assert run(["schema", "losses"]) == 0
    assert json.loads(capsys.readouterr().out) == schema("losses")
    assert run(["schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(SHAPES)
