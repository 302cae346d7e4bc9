"""Places in text, problems, words that are nearly alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level, edits, error, in_text_order, nearest, warning, worst
from shotscript.core.show import show
from shotscript.core.span import Source, Span
from shotscript.lang.clause import Lens


@pytest.mark.parametrize(
    "text, offset, place",
    [("abc", 0, (1, 1)), ("a\nb", 2, (2, 1)), ("a\r\nb", 3, (2, 1)), ("a\rb", 2, (2, 1)), ("a\n", 2, (2, 1)),
     ("𝒜b\nc", 1, (1, 2)), ("a\u2028b\nc", 4, (2, 1)), ("", 0, (1, 1))],
)
def test_position(text: str, offset: int, place: tuple[int, int]):
    assert Source("x", text).position(offset) == place


@given(st.text(alphabet="ab\r\n\u2028\x0b", max_size=40), st.integers(0, 40))
def test_position_agrees_with_counting(text: str, offset: int):
    offset = min(offset, len(text))
    line, start, i = 1, 0, 0
    while i < offset:
        if text[i] == "\n" or (text[i] == "\r" and text[i + 1 : i + 2] != "\n"):
            line, start = line + 1, i + 1
        i += 1
    assert Source("x", text).position(offset) == (line, offset - start + 1)


def test_lines_come_back_without_their_ends():
    source = Source("x", "one\r\ntwo\rthree")
    assert [source.line(n) for n in (1, 2, 3)] == ["one", "two", "three"]


def slow_distance(a: str, b: str) -> int:
    """Optimal string alignment by plain recursion, as its definition reads."""
    if not a or not b:
        return len(a) + len(b)
    best = min(slow_distance(a[1:], b) + 1, slow_distance(a, b[1:]) + 1, slow_distance(a[1:], b[1:]) + (a[0] != b[0]))
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        best = min(best, slow_distance(a[2:], b[2:]) + 1)
    return best


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 4))
def test_edits_agree_with_the_definition(a: str, b: str, most: int):
    assert edits(a, b, most) == min(slow_distance(a, b), most + 1)


def test_nearest_says_the_closest_first():
    assert nearest("doly", ["roll", "pan", "dolly"]) == ("dolly", "roll")
    assert nearest("xyz", ["dolly"]) == ()


def test_problems_sort_by_place_and_are_said_once():
    late, early = error("SY101", "b", Span(5, 6)), warning("NM801", "a", Span(1, 2))
    assert in_text_order([late, early, late]) == (early, late)
    assert worst([early, late]) is Level.ERROR
    assert worst([]) is None


def test_show_leaves_out_what_is_empty():
    assert show(Lens(Span(0, 1), mm=None)) == "Lens"
    assert "mm: 85" in show(Lens(Span(0, 1), mm=85))  # type: ignore[arg-type]
