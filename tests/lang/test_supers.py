"""What a `super` says: words or a picture, where, from when, how long; and what of it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core.span import Span
from shotscript.core.world import TextWorld
from shotscript.lang.ast import Directive
from shotscript.lang.directives import quoted
from shotscript.lang.parse import parse
from shotscript.lang.supers import PLACES, read


def told(text: str) -> tuple:
    found, problems = read(text, Span(0, len(text)))
    times = tuple(f"{t.value}{'f' if t.frames else 's'}" if t else "" for t in (found.at, found.over))
    return (found.path or found.lines, found.place, *times, [p.code for p in problems])


@pytest.mark.parametrize(("text", "want"), [
    ('"HALO" center at 1s over 2s', (("HALO",), "center", "1s", "2s", [])),
    ("brand/logo.svg lower right", ("brand/logo.svg", "lower right", "", "", [])),
    ("“光”，bottom third, for 2 s", (("光",), "lower third", "", "2s", [])),
    ('"LONDON" "1944" top left over 24f at 0s', (("LONDON", "1944"), "upper left", "0s", "24f", [])),
    ('"a \\"b\\" c" middle', (('a "b" c',), "center", "", "", [])),
    ('"left over" left over 1s', (("left over",), "left", "", "1s", [])),
    ('"brand/my, logo.png" bottom centre', ("brand/my, logo.png", "bottom", "", "", [])),
    ("London, 1944 lower left", (("London, 1944",), "lower left", "", "", ["SY515"])),
    ("HALO at noon", (("HALO at noon",), "", "", "", ["SY515"])),
    ('"HALO" cneter', (("HALO",), "", "", "", ["SY514"])),
    ('"HALO" over 2', (("HALO",), "", "", "", ["SY102"])),
    ('"HALO" over 2 seconds', (("HALO",), "", "", "", ["SY102"])),
    ('""', ((), "", "", "", ["SY510"])),
    (' brand/logo.png top', ("brand/logo.png", "top", "", "", [])),
])
def test_what_is_read(text: str, want: tuple):
    assert told(text) == want


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_read_as_itself(place: str):
    assert told(f'"A" {place}')[1] == place


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split())).filter(bool))
def test_words_of_a_super_line_are_kept_to_the_letter(text: str):
    told = read(quoted(text), Span(0, 0))
    assert told[1] == ()
    if text[0] not in '"“「' and "\\" not in text:
        assert told[0].lines == (text,) or told[0].path == text


def test_faults_stand_at_their_words():
    text = 'INT. HALL - DAY\n\n[[super: "HALO" cneter]]\n'
    script, problems, _ = parse(TextWorld({"f.fountain": text}), "f.fountain")
    at = text.index("cneter")
    fault = next(p for p in problems if p.code == "SY514")
    assert fault.fix and fault.fix.text == "center" and fault.fix.span == fault.span == Span(at, at + 6, "f.fountain")
    assert any(isinstance(item, Directive) and item.head == "super" for item in script.scenes[0].items)


@pytest.mark.parametrize(("path", "code"), [("no.png", "FL106"), ("../no.png", "FL104"), ("here.png", "")])
def test_its_picture_is_looked_for(path: str, code: str):
    world = TextWorld({"f.fountain": f"INT. HALL - DAY\n\n[[super: {path} lower right]]\n", "here.png": b""})
    assert [p.code for p in parse(world, "f.fountain")[1] if p.code.startswith("FL")] == ([code] if code else [])


def test_a_screenplays_own_title_line_draws_no_fault():
    text = 'INT. HALL - DAY\n\nSUPER: "Halo" was the lamp\\\'s name\n\nTITLE: 1944\n'
    script, problems, _ = parse(TextWorld({"f.fountain": text}), "f.fountain")
    assert problems == ()
    said = [item.text for item in script.scenes[0].items if isinstance(item, Directive)]
    assert [read(text, Span(0, 0))[0].lines[0] for text in said] == ['"Halo" was the lamp\\\'s name', "1944"]
