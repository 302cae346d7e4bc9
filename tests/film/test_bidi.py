"""The order of right-to-left lines, held to python-bidi's two implementations."""

from __future__ import annotations

import bidi
import pytest
from bidi.algorithm import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.film.bidi import base, levels, order

LETTERS = "abz אבג مرح 019 ٣٤ .,:;-+%$# !?/\t\u0301\u0591"


def seen(text: str, direction: int) -> str:
    return "".join(text[i] for i in order(levels(text, direction)))


@settings(max_examples=1500, deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=16), st.sampled_from("LR"))
def test_lines_are_seen_as_others_see_them(text: str, edge: str):
    known = {get_display(text, base_dir=edge), bidi.get_display(text, base_dir=edge)}
    assert seen(text, int(edge == "R")) in known


@pytest.mark.parametrize(("text", "want"), [
    ("HALO", "HALO"), ("שלום", "םולש"), ("HALO שלום 12 x", "HALO 12 םולש x"), ("שלום HALO!", "!HALO םולש"),
    ("", ""), ("12%", "12%"), ("מחיר 12%", "12% ריחמ"),
])
def test_known_lines(text: str, want: str):
    assert seen(text, base(text)) == want


@pytest.mark.parametrize(("text", "want"), [("a א", 0), ("א a", 1), ("12 א", 1), ("12", 0), ("", 0), ("مرحبا", 1)])
def test_the_first_strong_letter_says_where_a_line_begins(text: str, want: int):
    assert base(text) == want
