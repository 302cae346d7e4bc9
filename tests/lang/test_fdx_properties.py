"""Whatever paragraphs there are: FDX to Fountain to FDX keeps every type, text and style."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import given, settings
from screenplays import screenplays

from shotscript.lang.finaldraft import fdx_reading, fdx_writing, fountain_reading, fountain_writing
from shotscript.lang.finaldraft.paragraph import Paragraph, Screenplay

MANY = 20 if os.environ.get("SHOTSCRIPT_PROOF") else 1


def bare(play: Screenplay) -> list[Paragraph]:
    return [replace(one, remarks=()) for one in play.paragraphs]


@settings(max_examples=120 * MANY, deadline=None)
@given(screenplays(noted=False))
def test_fountain_keeps_every_paragraph(play: Screenplay) -> None:
    assert list(fountain_reading.read(fountain_writing.write(play)).paragraphs) == bare(play)


@settings(max_examples=60 * MANY, deadline=None)
@given(screenplays())
def test_notes_take_nothing_from_the_paragraphs(play: Screenplay) -> None:
    assert bare(fountain_reading.read(fountain_writing.write(play))) == bare(play)


@settings(max_examples=60 * MANY, deadline=None)
@given(screenplays())
def test_fdx_keeps_all_but_the_look_of_blanks(play: Screenplay) -> None:
    found = fdx_reading.read(fdx_writing.write(play)).play.paragraphs
    assert [replace(one, runs=()) for one in found] == [replace(one, runs=()) for one in play.paragraphs]
    for one, other in zip(found, play.paragraphs, strict=True):
        assert one.text == other.text
        assert shown(one) == shown(other)


def shown(one: Paragraph) -> list[tuple[str, list[str]]]:
    """Bold and italic cannot be seen on blanks, nor capitals on what is in capitals."""
    return [(letter, sorted(run.styles - {"AllCaps"} - ({"Bold", "Italic"} if letter.isspace() else set())))
            for run in one.runs for letter in run.text]
