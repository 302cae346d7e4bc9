"""A script without our layer: nothing of ours is left, and the rest reads as it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unchanged import read

from shotscript.core.span import Source
from shotscript.lang import fountain
from shotscript.lang.ast import Directive, ShotLine
from shotscript.lang.clean import cleaned
from shotscript.lang.element import Kind

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ("She walks.", "MAYA", "Hello.", "(beat)", "INT. A - DAY", "CUT TO:", "> FADE", "", "", "", "~la", "# S", "= s",
         "@jo", "!x", "> c <", "1. One", "said: no", "[[why?]]", "/* c */")
OURS = ("!! 1A: CU on MAYA, 35mm", "[[shot: WS]]", "[[light: dim]]", "!!", "[[block: MAYA sits]]",
        "/*@cast\nMAYA: b\n*/")


@pytest.mark.parametrize(("text", "left"), [
    ("INT. A\n\n!! CU\n\nShe goes.\n", "INT. A\n\nShe goes.\n"),
    ("INT. A\n\n!! CU\nShe goes.\n", "INT. A\n\nShe goes.\n"),
    ("INT. A\n\n!! CU\nMAYA\nHello\n", "INT. A\n\n!MAYA\nHello\n"),
    ("A\nHello. [[shot: WS]]\nYou.\n", "A\nHello.\nYou.\n"),
    ("> X: [[over: 12f]]\n", "> X:\n"),
    ("Title: T\n\n/*@cast\nA: b\n*/\n\nINT. A\n", "Title: T\n\nINT. A\n"),
    ("[[shot: CU]]\nINT. A\n\nx\n", "INT. A\n\nx\n"),
    ("x\n\n[[note]]\n\n/* c */\n\ny\n", "x\n\n[[note]]\n\n/* c */\n\ny\n"),
    ("x\r\n\r\n!! CU,\r\n  35mm\r\n\r\ny\r\n", "x\r\n\r\ny\r\n"),
    ("x\n\n[[light: red]]\n!! CU\n\n\n\ny", "x\n\n\n\ny"),
    ("!! CU\nTitle: hello\n\nx\n", "!Title: hello\n\nx\n"),
    ("INT. A\n[[light: x]]\nINT. B\n", "INT. A\nINT. B\n"),
])
def test_what_is_left(text: str, left: str) -> None:
    assert cleaned(*read(text)) == left


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PLAIN) | st.sampled_from(OURS), max_size=14), st.sampled_from(["\n", "\r\n"]))
def test_nothing_of_ours_is_left_and_no_word_is_lost(lines: list[str], newline: str) -> None:
    text = newline.join(lines) + newline
    new = cleaned(*read(text))
    script, _ = read(new)
    assert not [item for scene in script.scenes for item in scene.items if isinstance(item, ShotLine | Directive)]
    assert [line for line in lines if line in PLAIN and line] == [
        line if line in PLAIN else line[1:] for line in new.split(newline) if line]
    was = [one for one in elements(text) if not one[1].startswith("!")]
    if not any(kind in (Kind.DIALOGUE, Kind.LYRICS) for kind, _ in (*was, *elements(new))):
        assert [kind for kind, _ in elements(new)].count(Kind.HEADING) == [kind for kind, _ in was].count(Kind.HEADING)


def elements(text: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in fountain.read(Source("", text))[0].elements]


def test_the_example_is_a_plain_screenplay(example: Path) -> None:
    new = cleaned(*read(example.read_text()))
    assert "!!" not in new and "[[" not in new and "/*" not in new and "\n\n\n" not in new
    kept = [one for one in elements(example.read_text()) if not one[1].startswith("!")]
    assert elements(new) == kept
