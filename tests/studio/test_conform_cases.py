"""An editor's cut brought back: what becomes of the text in each case, and what is only said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shotscript.stitch.exports.returned import Item, Join, Returned
from shotscript.studio import read
from shotscript.studio.conform import Conformed, conform
from shotscript.studio.film import Read

SCRIPT = """/*@cast
MAYA: woman, 34
JON: man, 41
*/

INT. ROOM - DAY #1#

[[light: one bulb]]

!! 1A: WS on MAYA and JON, 4s

Maya waits.

[[state MAYA: wears a red coat]]
!! 1B: CU on MAYA, 85mm f/2

MAYA
You kept the coat. [[shot 1C: CU on JON]]
(beat)
After all this time.

> DISSOLVE TO: [[over: 12f]]

!! 1D: as 1B, 96f

She turns.

INT. HALL - DAY #2#

Jon runs.

!! 2A: MS on JON

He stops at the door. [[shot 2B: WS on JON, 2s]] He goes.
"""


def edit(film: Read, order: str = "", fps: Fraction | None = None, **lengths: int) -> Returned:
    """The film as an editor might hand it back: these shots in this order, these with other lengths."""
    slots = {slot.label: slot for slot in film.timeline.slots}
    rate, items, joins, at = film.timeline.fps, [], [], 0
    for label in order.split() or slots:
        frames = lengths.get(f"_{label}", slots[label].frames if label in slots else 24)
        into = slots[label].transition_in if label in slots else None
        if into:
            joins.append(Join(at / rate, into.frames // 2 / rate, (into.frames - into.frames // 2) / rate))
        items.append(Item(label, at / rate, frames / rate, label))
        at += frames
    return Returned(tuple(items), tuple(joins), fps or rate)


def conformed(order: str = "", script: str = SCRIPT, **lengths: int) -> Conformed:
    film = read(script)
    return conform(film, edit(film, order, **lengths))


def test_the_film_as_it_is_changes_nothing():
    found = conformed()
    assert found.same and found.notes == ()


@pytest.mark.parametrize(("label", "frames", "was", "now"), [
    ("1A", 90, "!! 1A: WS on MAYA and JON, 4s", "!! 1A: WS on MAYA and JON, 3.75s"),
    ("1A", 91, "!! 1A: WS on MAYA and JON, 4s", "!! 1A: WS on MAYA and JON, 3.8s"),
    ("1B", 85, "!! 1B: CU on MAYA, 85mm f/2", "!! 1B: CU on MAYA, 85mm f/2, 3.54s"),
    ("1D", 97, "!! 1D: as 1B, 96f", "!! 1D: as 1B, 97f"),
    ("1C", 96, "You kept the coat. [[shot 1C: CU on JON]]", "You kept the coat. [[shot 1C: CU on JON, 4s]]"),
    ("2B", 24, "He stops at the door. [[shot 2B: WS on JON, 2s]] He goes.",
     "He stops at the door. [[shot 2B: WS on JON, 1s]] He goes."),
])  # fmt: skip
def test_a_length_is_written_where_it_belongs_and_nothing_else_is_touched(label: str, frames: int, was: str, now: str):
    found = conformed(**{f"_{label}": frames})
    assert found.after == found.before.replace(was, now) != found.before
    assert {slot.label: slot.frames for slot in read(found.after).timeline.slots}[label] == frames


def test_a_shot_moves_with_all_that_belongs_to_it():
    """Its directives above it and its words; the shot it shares a speech with; the transition that leads into it."""
    found = conformed("1A 1D 1B 1C 2C 2A 2B", script=SCRIPT.replace("as 1B", "MS on MAYA"))
    script = read(found.after)
    assert [slot.label for slot in script.timeline.slots] == ["1A", "1D", "1B", "1C", "2C", "2A", "2B"]
    first, speech = found.before.index("[[state"), found.before.index("> DISSOLVE")
    last = found.before.index("\n\nINT. HALL")
    assert found.after == (found.before[:first] + found.before[speech:last] + "\n\n" +
                           found.before[first:speech].rstrip() + found.before[last:])


def test_what_is_left_out_of_the_edit_stays_in_the_file_between_two_marks():
    found = conformed("1B 1C 1D 2A 2B 2C")
    hidden = "/*\n!! 1A: WS on MAYA and JON, 4s\n\nMaya waits.\n*/"
    assert found.after == found.before.replace("!! 1A: WS on MAYA and JON, 4s\n\nMaya waits.", hidden)
    assert [slot.label for slot in read(found.after).timeline.slots] == ["1B", "1C", "1D", "2C", "2A", "2B"]
    assert any("1A" in note and "/*" in note for note in found.notes)


def test_a_state_that_goes_is_said():
    found = conformed("1A 1D 2C 2A 2B", script=SCRIPT.replace("as 1B", "MS on MAYA"))
    assert not found.same and any("its state goes along" in note for note in found.notes)


@pytest.mark.parametrize(("order", "said"), [
    ("1A 1C 1B 1D 2C 2A 2B", "shots 1B and 1C hang together"),
    ("1A 1B 1D 2C 2A 2B", "1C cannot go alone"),
    ("1A 1D 1B 1C 2C 2A 2B", "1B comes after this one"),
    ("1A 1B 1C 1D 2A 2C 2B", "belong to other shots"),
    ("1A 2B 1B 1C 1D 2C 2A", "2B was moved out of its scene"),
    ("1A 1B 1C 1D", "scene 2 is not in the edit at all"),
    ("1A 1B 1C 1A 1D 2C 2A 2B", "1A stands in the edit more than once"),
    ("1A 1B 1C 1D X 2C 2A 2B", "'X' at 12.25 s is no shot of the script"),
])  # fmt: skip
def test_what_a_script_cannot_hold_is_said_and_left_alone(order: str, said: str):
    found = conformed(order)
    assert found.same
    assert any(said in note for note in found.notes), found.notes


def test_a_length_with_no_line_to_stand_in_is_said():
    found = conformed(_2C=100)
    assert found.same and any("2C lasts 100 frames" in note for note in found.notes)


def test_a_dissolve_is_brought_back_and_a_new_one_said():
    film = read(SCRIPT)
    plain = edit(film)
    (join,) = plain.joins
    ten = Fraction(10, 24)
    longer = conform(film, Returned(plain.items, (Join(join.at, ten, ten),), film.timeline.fps))
    assert longer.after == longer.before.replace("over: 12f", "over: 20f")
    more = (join, Join(plain.items[1].start, Fraction(6, 24), Fraction(6, 24)))
    said = conform(film, Returned(plain.items, more, film.timeline.fps))
    assert said.same and any("a transition of 12 frames into shot 1B" in note for note in said.notes)
    gone = conform(film, Returned(plain.items, (), film.timeline.fps))
    assert gone.same and any("a plain cut into shot 1D" in note for note in gone.notes)


def test_speech_that_no_longer_fits_is_said_and_the_edit_stands():
    found = conformed(_1B=12)
    assert "85mm f/2, 0.5s" in found.after
    assert any("TM401" in note for note in found.notes)


def test_a_clip_cut_in_two_is_one_shot_as_long_as_both():
    film = read(SCRIPT)
    plain = edit(film)
    first = plain.items[0]
    half = first.seconds / 2
    torn = (Item("1A", first.start, half, "1A"), Item("1A", first.start + half, half, "1A"), *plain.items[1:])
    assert conform(film, Returned(torn, plain.joins, film.timeline.fps)).same


def test_the_script_stands_where_the_edit_left_its_export_alone():
    film = read(SCRIPT)
    plain = edit(film, _1A=72)
    old = Item("1A", Fraction(0), Fraction(3), "1A", "1/1", None, 72)
    found = conform(film, Returned((old, *plain.items[1:]), plain.joins, film.timeline.fps))
    assert found.same and any("exported with 72 frames" in note for note in found.notes)


def test_a_list_of_whole_frames_counts_for_a_film_a_thousandth_slower():
    film = read(SCRIPT.replace("/*@cast", "/*@format\npicture: 16:9 720p 23.976fps\n*/\n/*@cast"))
    at, items = 0, []
    for slot in film.timeline.slots:
        items.append(Item(slot.label, Fraction(at, 24), Fraction(slot.frames, 24), slot.label))
        at += slot.frames
    joins = edit(film).joins
    found = conform(film, Returned(tuple(items), tuple(Join(j.at * film.timeline.fps / 24, j.before, j.after)
                                                        for j in joins), Fraction(24)))
    assert found.same and "one to one" in found.notes[0]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends_stay_as_they_are(newline: str):
    script = SCRIPT.replace("\n", newline)
    found = conformed("1B 1C 1A 1D 2C 2A 2B", script=script, _1A=90)
    assert [slot.label for slot in read(found.after).timeline.slots][:3] == ["1B", "1C", "1A"]
    assert found.after.replace(newline, "").count("\r") == found.after.replace(newline, "").count("\n") == 0
