"""The matrix is computed from a probe that holds all the language has, and stays readable with many providers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal
from typing import get_args

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from shotscript.lang import ast, blocks, heads
from shotscript.lang.clause import Clause, Framing, Move, Moves
from shotscript.lang.term import Ease, Verb, View
from shotscript.providers import find, named
from shotscript.providers.contract import Draft, Loss, Provider, Verdict
from shotscript.studio.matrix import Cell, Matrix, matrix, probe, second
from shotscript.ui import grid
from shotscript.ui.cli import run
from shotscript.ui.schema_command import schema


def written() -> list[object]:
    return [clause for shot in probe().story.shots for clause in shot.clauses]


def moves() -> list[Move]:
    return [move for clause in written() if isinstance(clause, Moves) for part in clause.parts for move in part]


def test_the_probe_has_no_fault():
    """It says everything once, with no regard to lenses or film grammar."""
    assert [p for p in probe().problems if p.level > 1 and p.code[:2] not in ("AX", "CU", "LN", "MV")] == []


def test_the_probe_holds_every_clause_and_every_part_of_one():
    found = written()
    kinds = set(get_args(Clause))
    assert len(kinds) == 19 and {type(clause) for clause in found} == kinds
    held = (*found, *moves())
    parts = {(type(c), f.name) for c in held for f in fields(c) if getattr(c, f.name) not in (None, "", ())}
    assert {(kind, f.name) for kind in {*kinds, Move} for f in fields(kind)} - parts == set()


def test_the_probe_holds_every_move_view_and_ease():
    assert {move.verb for move in moves()} == set(Verb)
    assert {clause.view for clause in written() if isinstance(clause, Framing)} == set(View)
    assert any(move.ease in set(Ease) for move in moves()) and any(move.pace for move in moves())


def test_the_probe_holds_every_directive():
    items = [item for scene in probe().script.scenes for item in scene.items]
    directives = [d for i in items for d in ((i,) if isinstance(i, ast.Directive) else getattr(i, "above", ()))]
    marks = [item for item in items if isinstance(item, ast.TransitionMark)]
    wanted = {*heads.PLAIN, *heads.NAMED, *(f"frame {which}" for which in heads.FRAMES)}
    assert {*(d.head for d in directives), *("over" for mark in marks if mark.over)} == wanted
    assert {"dissolve", "fade out"} <= {mark.kind for mark in marks}


def test_the_probe_holds_every_property_of_every_block():
    held = {block.name: block for block in probe().script.blocks}
    for name in ("cast", "places", "props"):
        keys = {p.key for entry in held[name].entries for p in entry.properties}
        assert keys == (blocks.KEYS[name] or set()) if name == "cast" else {"images"} <= keys
    assert {entry.name for entry in held["format"].entries} == blocks.FORMAT - {"provider", "font"}


def test_the_probe_holds_every_kind_of_beat():
    beats = [beat for shot in probe().story.shots for beat in shot.beats]
    assert {beat.kind for beat in beats} == {"action", "speech", "pause"}
    for trait in ("voice_over", "unseen", "beside", "lyric", "delivery", "extension"):
        assert any(getattr(beat, trait) for beat in beats), trait


def test_every_kind_that_a_provider_answers_is_a_row():
    made = matrix(find().values())
    names = set(find())
    assert set(made.providers) == names and all(set(row.cells) == names for row in made.rows)
    assert len(made.rows) == len({(row.kind, row.clause) for row in made.rows}) > 80
    kinds = {row.kind for row in made.rows}
    assert {f"move {verb.value}" for verb in Verb} <= kinds
    assert {"dialogue", "voice over", "look", "wears", "images", "clip", "voice", "plate", "perform"} <= kinds


def deaf(provider: Provider, kind: str) -> Provider:
    """The same provider, which loses every claim of one kind."""
    def write(segment, context) -> Draft:
        draft = provider.write(segment, context)
        return replace(draft, losses=tuple(lost(one) if one.kind == kind else one for one in draft.losses))

    def lost(one: Loss) -> Loss:
        return one.model_copy(update={"verdict": Verdict.LOST, "how": "it is deaf"})

    return replace(provider, name=f"deaf-{kind}", write=write)


@pytest.mark.parametrize("kind", ["dialogue", "move pan", "lens"])
def test_cells_are_what_the_dialect_says(kind: str):
    plain = named("kling-3-omni")
    for row in matrix((plain, deaf(plain, kind))).rows:
        mine, other = row.cells[plain.name], row.cells[f"deaf-{kind}"]
        assert other == (Cell(verdict=Verdict.LOST, how="it is deaf") if row.kind == kind else mine)


def test_a_second_costs_what_a_second_costs():
    plain = named("kling-3-omni")
    assert second(plain) == Decimal("0.084")
    assert second(named("previz")) == 0


def many(count: int) -> Matrix:
    """One provider under many names."""
    made = matrix([named("kling-3-omni")])
    names = tuple(f"provider-number-{n}" for n in range(count))
    rows = (row.model_copy(update={"cells": dict.fromkeys(names, row.cells["kling-3-omni"])}) for row in made.rows)
    return Matrix(providers=names, rows=tuple(rows))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("count", [1, 2, 40])
def test_pages_hold_every_provider_once_within_the_width(count: int, width: int):
    made = many(count)
    lines = list(grid.lines(made, width, letters=False))
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    for name in made.providers:
        assert len(re.findall(rf"{name}\b(?!-)", text)) == 1
    pages = text.split("\n\n")[1:]
    columns = [len(re.findall(r"[●◐○]", next(li for li in page.splitlines() if li.startswith("framing"))))
               for page in pages]
    assert sum(columns) == count
    assert all(page.count("\n") > len(made.rows) for page in pages)


def test_the_command_filters_and_gives_reasons(capsys: pytest.CaptureFixture[str]):
    assert run(["providers", "--matrix", "--providers", "previz", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("matrix")).validate(found)
    assert found["providers"] == ["previz"]
    assert all(cell["how"] for row in found["rows"] for cell in row["cells"].values() if cell["verdict"] == "lost")


@pytest.mark.parametrize("encoding, marks", [("ascii", "UAL"), ("utf-8", "●◐○")])
def test_marks_are_letters_where_there_are_no_circles(encoding: str, marks: str):
    command = [sys.executable, "-m", "shotscript", "providers", "--matrix"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, check=True)
    out = done.stdout.decode(encoding)
    assert [word for word in re.findall(r"(\S) (?:used|approximated|lost)\b", out.splitlines()[0])] == list(marks)
    assert "\\u" not in out
