"""Names found in text: the longest, whole, in any case and any normal form, at their true place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.span import Span
from shotscript.lang.names import Names

NAMES = Names.of(
    [
        ("MAYA", "cast", ("MAY",)),
        ("MAYA LEE", "cast", ()),
        ("Dolly", "cast", ()),
        ("DOLLY", "cue", ()),
        ("O'BRIEN", "cast", ()),
        ("小梅", "cast", ("梅", "小梅姐")),
        ("José", "cast", ()),
        ("A", "cast", ()),
        ("MARY-ANN", "cast", ()),
        ("DR.", "cast", ()),
        ("maya", "prop", ()),
    ]
)


def found(text: str, names: Names = NAMES) -> list[tuple[str, str]]:
    """Each mention as it stands in the text and the name it is."""
    return [(text[m.start : m.end], m.name.text) for m in names.mentions(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CU on MAYA", [("MAYA", "MAYA")]),
        ("maya and Maya", [("maya", "MAYA"), ("Maya", "MAYA")]),
        ("MAYA LEE's hand", [("MAYA LEE", "MAYA LEE")]),
        ("MAYA  LEE,\nMAYA\nLEE", [("MAYA  LEE", "MAYA LEE"), ("MAYA\nLEE", "MAYA LEE")]),
        ("MAYAN SUMAYA MAYA_X MAYA2", []),
        ("MAYA-ROSE and ROSE-MAYA", []),
        ("MARY-ANN left", [("MARY-ANN", "MARY-ANN")]),
        ("O’BRIEN's and o'brien", [("O’BRIEN", "O'BRIEN"), ("o'brien", "O'BRIEN")]),
        ("小梅looks，看小梅姐的手", [("小梅", "小梅")]),
        ("小梅姐的手", [("小梅姐", "小梅")]),
        ("on小梅", [("小梅", "小梅")]),
        ("梅 @梅", [("@梅", "小梅")]),
        ("josé JOSE\u0301 jose", [("josé", "José"), ("JOSE\u0301", "José")]),
        ("dolly in, DOLLY looks, Dolly looks, @dolly", [("DOLLY", "Dolly"), ("Dolly", "Dolly"), ("@dolly", "Dolly")]),
        ("DR. NO", [("DR.", "DR.")]),
        ("ask A, ask a", [("A", "A"), ("a", "A")]),
        ("MAY 5", [("MAY", "MAYA")]),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_earlier_entry_has_a_name_that_two_share() -> None:
    assert NAMES.find("MAYA", Span(0, 4)).kind == "cast"  # pyright: ignore[reportOptionalMemberAccess]
    late = NAMES.plus([("MAYA", "caps", ()), ("ZOE", "caps", ())])
    assert [m.name.kind for m in late.mentions("MAYA ZOE", Span(0, 8))] == ["cast", "caps"]
    assert late.entries[: len(NAMES.entries)] == NAMES.entries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Maya ", (11, 15, "MAYA")),
        ("MAYA LEE", (10, 18, "MAYA LEE")),
        ("@梅", (10, 12, "小梅")),
        ("dolly", (10, 15, "Dolly")),
    ],
)
def test_find_takes_the_whole_text(text: str, expected: tuple[int, int, str]) -> None:
    name = NAMES.find(text, Span(10, 10 + len(text)))
    assert name and (name.span.start, name.span.end, name.text) == expected


@pytest.mark.parametrize("text", ["", "MAYA L", "MAYA's", "梅", "@", "two MAYA"])
def test_find_takes_nothing_less(text: str) -> None:
    assert NAMES.find(text, Span(0, len(text))) is None


@pytest.mark.parametrize(
    ("text", "near"),
    [("MAJA", "MAYA"), ("Jose", "José"), ("MARY-A", "MARY-ANN"), ("DOLY", "Dolly"), ("XYZ", ""), ("B", ""), ("", "")],
)
def test_nearest(text: str, near: str) -> None:
    assert NAMES.nearest(text) == near


def test_a_name_that_only_works_with_a_sign_is_offered_with_it() -> None:
    assert Names.of([("José", "cast", ("P",))]).nearest("P") == "@P"


WORDS = st.text(st.sampled_from("abcABC éß小梅'-"), min_size=1, max_size=6).filter(lambda t: t.strip())


@settings(max_examples=100, deadline=None)
@given(WORDS, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.lower, str.upper, str]))
def test_any_name_is_found_between_spaces_in_any_case_and_form(name: str, form, case) -> None:
    names = Names.of([(name, "cast", ())])
    written = unicodedata.normalize(form, case(name)).strip()
    text = f"on {written} ."
    mentions = names.mentions(text, Span(5, 5 + len(text)), frozenset())
    assert [m.name.text for m in mentions] == [name]
    assert text[mentions[0].start : mentions[0].end] == written
    assert mentions[0].name.span == Span(8, 8 + len(written))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_mentions_stand_in_order_and_inside_the_text(text: str) -> None:
    last = 0
    for mention in NAMES.mentions(text, Span(0, len(text))):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
