"""A script that is being written: whatever is typed, what is found is what a whole reading finds."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from shotscript.core.diagnostic import in_text_order
from shotscript.core.settings import Settings
from shotscript.core.span import Source, Span
from shotscript.core.world import TextWorld
from shotscript.lang import fountain
from shotscript.lang.element import Element
from shotscript.lang.scenes import Stretched, cuts
from shotscript.studio import read
from shotscript.studio.draft import Draft, Writing

BIBLE = "/*@cast\nVERA: a judge\n  also: THE JUDGE\n*/\n/*@props\nLAMP: brass\n*/\n"
FILM = """Title: Draft

/*@format
picture: 16:9 720p 25fps
*/

/*@use bible.fountain
*/

/*@cast
MAYA: woman, 34
  wears: red coat
  speaks: British English
JON: man, 41
*/

/*@places
KITCHEN: yellow
  size: 4m x 3m
*/

FADE IN:

INT. KITCHEN - NIGHT #1#

[[block: TABLE table at 0 0; MAYA sits at -0.6 0 facing JON; JON stands at 0.9 0.3 facing MAYA]]
[[light: one bulb]]

!! 1A: WS on MAYA and JON, 24mm f/4, slow dolly in 1.2m

Maya waits at the table.

JON
You kept the coat. [[shot 1B: CU on MAYA, 85mm]]
(beat)
After all this time.

EXT. STREET - CONTINUOUS

[[state MAYA: wears a raincoat]]

She runs. VERA watches.

> DISSOLVE TO: [[over: 12f]]

.THE YARD

!! MS on MAYA

MAYA (V.O.)
I never came back.

!! as 1B, 4s

She looks away. OLD TOM stands there.

INT. KITCHEN - DAY

[[music: slow strings]]

Nobody is here.

OLD TOM
Nobody?

!! auto

Rain.

INT. KITCHEN - LATER

!! MCU on OLD TOM, push in to CU at "a key"

He drops a key.

> FADE OUT.
"""
FIELDS = FILM.replace("/*@places", "/*@fields\nhero: MAYA\ntown: Oslo\n*/\n\n/*@variants\nrain:\n  weather: rain\n"
                      "  town: Bergen by the sea\n*/\n\n/*@places").replace("Nobody is here", "{hero} is in {town}")
PIECES = (
    "\n\nINT. CELLAR - NIGHT\n\n", "\n\nEXT. ROOF - SAME #7#\n\n", "/*", "*/", "[[", "]]", "\n\n",
    "\n  \n", "\r\n", " ", "!! CU on MAYA, 50mm\n\n", "!! 1A: WS\n\n", "!! as 1A\n\n",
    "[[shot: MS on OLD TOM, pan left 20deg]]", "@", "^", "{town}", "\n\nMAYA\nSo it is you.\n\n",
    "\n\nKIM (O.S.)\nHello.\n\n", "\n\nTHE JUDGE\nOrder!\n\n", "MAYA", "Maya", "VERA's hands",
    "!! dolly\n\n", "!! CU on MAYX\n\n", "[[state JON: wears a hat]]\n", "[[light: off]]",
    "[[music: a drum]]", "a", "é", "e\u0301", "😀", "北京", "　", "\u2028",
    "[[block: PETE stands at 1 1; CHAIR2 chair at 2 1]]\n", "> CUT TO:\n\n", "===\n",
    "/*@cast\nNEW: a face\n*/\n", "E/I House: night", "\n\n.",
    "!! MS on LAMP, 2s\n\nThe lamp burns.\n\n", "~", "(beat)\n", "TITLE: late\n", "[[over: 2s]]",
    "allow CV302", "İNT. X - DAY", "!", "CLOSE ON MAYA\n", "**", "_",
)  # fmt: skip
Edit = tuple[int, int, str]
EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from((0, 0, 0, 1, 1, 2, 9, 60)), st.sampled_from(PIECES)),
                 min_size=1, max_size=12)


def world(text: str) -> TextWorld:
    return TextWorld({"film.fountain": text, "bible.fountain": BIBLE})


def changed(text: str, edit: Edit) -> str:
    at, gone, put = edit
    at %= len(text) + 1
    return text[:at] + put + text[at + gone :]


def check(draft: Draft, writing: Writing, text: str) -> None:
    whole = read("film.fountain", world=world(text))
    assert draft.told == whole.told
    assert placed(draft.story, draft.text) == whole.story
    assert placed(draft.text.script.scenes, draft.text) == whole.script.scenes
    assert in_text_order(p for told in writing.seen(draft) for p in told) == whole.staging.problems


def placed(value: Any, text: Stretched) -> Any:
    """A value with every span at its place in the file."""
    if isinstance(value, Span):
        return text.place(value)
    if isinstance(value, tuple):
        return tuple(placed(one, text) for one in value)
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: placed(getattr(value, name), text) for name in type(value).model_fields})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: placed(getattr(value, one.name), text) for one in fields(value)})
    return value


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck),
          phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.sampled_from((FILM, FILM, FIELDS)), EDITS)
def test_every_edit_finds_what_a_whole_reading_finds(text: str, edits: list[Edit]):
    here = world(text)
    writing = Writing("film.fountain", here, Settings())
    check(writing.read(), writing, text)
    for edit in edits:
        text = changed(text, edit)
        here.files["film.fountain"] = text
        check(writing.read(), writing, text)


def test_another_script_and_back(example: Path):
    """Nothing of one text is taken for part of another."""
    texts = [FILM, FIELDS, "", FILM.replace("\n", "\r\n"), FILM.replace("MAYA", "MOLLY"), "Title: x\n\n", FILM * 2,
             "/*" + FILM, example.read_text(), FILM]
    here = world(FILM)
    writing = Writing("film.fountain", here, Settings())
    for text in texts:
        here.files["film.fountain"] = text
        check(writing.read(), writing, text)


def test_a_bible_that_changes_under_the_film():
    here = world(FILM)
    writing = Writing("film.fountain", here, Settings())
    writing.read()
    here.files["bible.fountain"] = BIBLE.replace("VERA", "RUTH").replace("*/", "  size: 3\n*/", 1)
    told = writing.read().told
    assert told == read("film.fountain", world=here).told
    assert any(p.span.source == "bible.fountain" and p.code == "SY120" for p in told)


def test_a_letter_leaves_other_scenes_the_very_same():
    here = world(FILM)
    writing = Writing("film.fountain", here, Settings())
    before = writing.read().story.scenes
    here.files["film.fountain"] = FILM.replace("VERA watches.", "VERA watched.")
    after = writing.read().story.scenes
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, False, False, True, True], "a dissolve"


def test_a_new_speaker_leaves_scenes_without_them_the_very_same():
    here = world(FILM)
    writing = Writing("film.fountain", here, Settings())
    before = writing.read().story.scenes
    here.files["film.fountain"] = FILM.replace("OLD TOM\nNobody", "OLDE TOM\nNobody")
    after = writing.read().story.scenes
    assert [a is b for a, b in zip(before, after, strict=True)][:2] == [True, True]


@pytest.mark.parametrize("text", [
    FILM, FILM.replace("\n", "\r\n"), FILM.replace("\n", "\r"), FILM.replace("She", "/* She\n\nINT. X\n\n runs */"),
    FILM.replace("She runs.", "[[She\n\n.X\n\nruns]]"), FILM.replace("She", "-0\r\n.6 0"),
    "INT. A: b\n\nx\n\nE/I House: night\n\ny\n\nINT. C\n\nz"])
def test_stretches_read_alone_are_the_file_read_whole(text: str):
    starts = cuts(Source("f", text))
    found: list[Element] = []
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        tree, _ = fountain.read(Source("f", text[start:end]), opens=not start)
        found += [moved(one, start) for one in tree.elements]
    assert tuple(found) == fountain.read(Source("f", text))[0].elements


def moved(value: Any, by: int) -> Any:
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by, value.source)
    if isinstance(value, tuple):
        return tuple(moved(one, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: moved(getattr(value, one.name), by) for one in fields(value)})
    return value
