"""Blocks beyond their case file: things brought in anywhere, and the structure of a person's steps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shotscript.core.span import Span
from shotscript.lang import shots
from shotscript.lang.ast import BlockPerson, BlockThing
from shotscript.lang.names import Names

NAMES = Names.of([("MAYA", "cast", ()), ("JON", "cast", ()), ("TABLE", "prop", ())])


def items(text: str):
    return shots.blocking(text, Span(0, len(text)), NAMES)


def test_a_thing_may_be_named_before_it_is_brought_in() -> None:
    (maya, gate), problems = items("MAYA stands at 0 0 facing GARDEN GATE; GARDEN GATE door 1 x 2 x 0.2 at 6 0")
    assert problems == ()
    assert isinstance(maya, BlockPerson) and isinstance(gate, BlockThing)
    facing = maya.steps[0].facing
    assert facing and facing.name and (facing.name.text, facing.name.kind) == ("GARDEN GATE", "thing")
    assert gate.size == (1, 2, Fraction(1, 5)) and gate.spot.z == 0


def test_a_known_prop_keeps_its_kind_as_a_thing() -> None:
    (table,), problems = items("TABLE table at 0 0")
    assert problems == () and isinstance(table, BlockThing)
    assert (table.name.kind, table.kind, table.size) == ("prop", "table", None)


def test_steps_follow_each_other() -> None:
    (maya,), problems = items("MAYA enters left then walks to JON over 2s then turns to 90deg then holds \"a cup\"")
    assert problems == () and isinstance(maya, BlockPerson)
    assert [step.verb for step in maya.steps] == ["enters", "walks", "turns", "holds"]
    walk, turn = maya.steps[1], maya.steps[2]
    assert walk.spot and walk.spot.name and walk.spot.relation == "in front of" and walk.over
    assert turn.facing and turn.facing.degrees == 90 and maya.steps[3].what.text == "a cup"  # pyright: ignore


def test_spans_are_those_of_the_file() -> None:
    text = "MAYA sits at 0 0;  JON  stands at 1 1 "
    found, _ = shots.blocking(text, Span(40, 40 + len(text)), NAMES)
    assert [(i.span.start - 40, i.span.end - 40) for i in found] == [(0, 16), (19, 37)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MAYA stnds at 0 0", "SY105"),
        ("MAYA stands at 0", "SY104"),
        ("MAYA stands at 1e9 0", "SY101"),
        ("MAYA stands at 20000 0", "SY103"),
        ("TABLE table 1 x 2 at 0 0", "SY104"),
        ("TABLE table 0 x 1 x 1 at 0 0", "SY103"),
        ("MIYA stands at 0 0", "NM801"),
        ("MAYA walks to 1 1 over 3m", "SY102"),
        ("MAYA sits at 0 0, JON stands at 1 1", "SY104"),
        ('MAYA holds "a cup', "SY107"),
    ],
)
def test_one_fault_is_one_message_and_the_next_item_counts(text: str, code: str) -> None:
    found, problems = items(f"JON stands at 1 1; {text}")
    assert [p.code for p in problems] == [code]
    assert found[0].name.text == "JON"


@pytest.mark.parametrize(
    ("text", "value"),
    [("12f", (12, True)), ("1.5s", (Fraction(3, 2), False)), (" 2 s ", (2, False)), ("1S", (1, False))],
)
def test_a_time_alone(text: str, value: tuple[Fraction, bool]) -> None:
    found, problems = shots.time(text, Span(0, len(text)))
    assert found and problems == () and (found.value, found.frames) == value
    assert text[found.span.start : found.span.end] == text.strip()


NO_TIMES = ["", "soon", "3", "0s", "-2s", "1e9s", "2m", "1,5s", "1.5f", "9" * 5000 + "s", "100000s"]


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_time_at_all(text: str) -> None:
    found, problems = shots.time(text, Span(0, len(text)))
    assert found is None and len(problems) == 1
