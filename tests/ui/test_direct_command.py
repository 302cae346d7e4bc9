"""`direct`: everything but its own lines stays to the byte, twice is the same, and what an author edits is kept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level
from shotscript.core.errors import UsageError
from shotscript.core.world import TextWorld
from shotscript.studio import read
from shotscript.studio.directing import Directed, directed
from shotscript.studio.formatting import formatted
from shotscript.ui.direct_command import command

SCRIPT = """Title: A Test

/*@cast
MAYA: woman, 34
JON: man, 41
*/

/*@props
LETTER: a folded letter
*/

INT. KITCHEN - NIGHT

Maya waits at the table. Jon comes in.

JON
You kept the coat after all this time, and you never told me where you found it.
(beat)
Why?

MAYA
I was there the whole night. I saw who opened the door. I said nothing about it to anybody, and I will not begin now.

Jon takes the LETTER from the table and reads it.

JON (V.O.)
It was her hand.

EXT. HARBOUR - DAY

Boats. Nobody is here.

INT. HALL - DAY

!! CU on JON, 85mm

JON
Leave it.

!! auto

MAYA
No. I will not leave it, and you know very well why I will not leave it.

JON
Then stay.
"""
_OURS = re.compile(
    r"\[\[directed [^\]]*\]\](?:\r\n|\n){2}|^!! (?!auto)[^\r\n]*(?:\r\n|\n){2}| ?\[\[shot: [^\]]*\]\]", re.MULTILINE)


def made(text: str, style: str = "", **more) -> Directed:
    return directed("a.fountain", style, world=TextWorld({"a.fountain": text}), **more)


def stripped(text: str, kept: str = "!! CU on JON, 85mm\n\n") -> str:
    """A text without the director's lines, by their look alone."""
    marked = text.replace(kept, "\0")
    return _OURS.sub("", marked).replace("\0", kept)


def warned(text: str) -> list[str]:
    film = read("a.fountain", world=TextWorld({"a.fountain": text}))
    return [f"{one.code} {one.message}" for one in film.problems if one.level >= Level.WARNING]


def test_all_but_its_own_lines_stays_to_the_byte():
    found = made(SCRIPT)
    assert found.after != SCRIPT and stripped(found.after) == SCRIPT
    assert found.after.count("[[directed classical ") == 3 and not found.left
    assert warned(found.after) == warned(SCRIPT) == []


@pytest.mark.parametrize("style", ["calm", "classical", "restless", "one-take"])
def test_twice_is_the_same_and_the_style_is_remembered(style: str):
    once = made(SCRIPT, style).after
    assert f"[[directed {style} " in once
    assert made(once).after == once == made(once, style).after


def test_another_style_replaces_it():
    calm, restless = made(SCRIPT, "calm").after, made(SCRIPT, "restless").after
    assert made(calm, "restless").after == restless != calm


def test_what_an_author_edits_is_kept():
    once = made(SCRIPT).after
    mine = re.search(r"^!! (MCU|OTS|MS|MWS)[^\n]*$", once, re.MULTILINE)
    assert mine
    edited = once.replace(mine[0], "!! CU on MAYA, 100mm, dolly in 0.2m", 1)
    twice = made(edited).after
    assert twice.count("!! CU on MAYA, 100mm, dolly in 0.2m") == 1 and stripped(twice) == SCRIPT
    assert held(twice, "CU on MAYA, 100mm") == held(edited, "CU on MAYA, 100mm")
    assert made(twice).after == twice and warned(twice) == []


def test_a_cut_edited_inside_a_speech_is_kept():
    once = made(SCRIPT, "restless").after
    mine = re.search(r"\[\[shot: [^\]]*\]\]", once)
    assert mine
    edited = once.replace(mine[0], "[[shot: ECU on MAYA, 100mm]]", 1)
    twice = made(edited).after
    assert "[[shot: ECU on MAYA, 100mm]]" in twice and made(twice).after == twice


def held(text: str, line: str) -> str:
    """The text a shot holds."""
    film = read("a.fountain", world=TextWorld({"a.fountain": text}))
    at = text.index(line)
    shot = next(shot for shot in film.story.shots if shot.span.start <= at < shot.span.end)
    return "\n".join(beat.text for beat in shot.beats)


def test_without_its_note_a_scene_is_the_author_s():
    once = made(SCRIPT).after
    mine = re.sub(r"\[\[directed [^\]]*\]\]\n\n", "", once)
    assert made(mine).after == mine


def test_ids_and_blanks_make_nothing_the_author_s():
    once = made(SCRIPT).after
    numbered = re.sub(r"^!! (?!CU on JON, 85mm|auto)", "!!  9Z: ", once, count=1, flags=re.MULTILINE)
    assert numbered != once and made(numbered).after == once


def test_a_cue_moved_or_words_changed_are_covered_anew():
    once = made(SCRIPT).after
    words = "and I will not begin now."
    changed = once.replace(words, words + " Not for you. Not for anybody, whatever they may offer me for it.")
    twice = made(changed).after
    assert stripped(twice) == stripped(changed) and made(twice).after == twice


def test_only_some_scenes():
    found = made(SCRIPT, only="2").after
    head, rest = found.split("EXT. HARBOUR")
    assert head == SCRIPT.split("EXT. HARBOUR")[0] and rest.count("[[directed") == 1
    with pytest.raises(UsageError):
        made(SCRIPT, only="77")


def test_crlf_and_emphasis_and_dual():
    text = ("INT. ROOM - DAY\n\n*Maya* waits.\n\nMAYA\n(softly)\nYou **never** told me where. You never did, and I have"
            " waited for it all the night long, and then another night.\n\nJON\nNo!\n\nMAYA ^\nYes!\n")
    text = text.replace("\n", "\r\n")
    found = made(text, "restless")
    assert stripped(found.after) == text and "\n" not in found.after.replace("\r\n", "")
    assert made(found.after).after == found.after and warned(found.after) == warned(text)


def test_no_two_shots_stand_in_one_spot():
    """Of words with marks in them no one knows where in the file each stands: they are not divided."""
    text = ("INT. ROOM - DAY\n\nMaya waits.\n\nMAYA\nI *never* told you. " + "You never asked me where it was. " * 6
            + "\n\nJON\nI asked you twice, and then once more.\n")
    for style in ("classical", "restless"):
        found = made(text, style)
        ats = [pick.at for scene in found.scenes for pick in scene.picked]
        assert len(ats) == len(set(ats)) and not re.search(r"^!! .*\n\n!! ", found.after, re.MULTILINE)


def test_words_directly_below_a_heading():
    text = "INT. ROOM - DAY\nRain falls on the roof.\n\nMAYA\nNo.\n"
    found = made(text)
    assert found.after.startswith("INT. ROOM - DAY\n[[directed classical ") and stripped(found.after).endswith(
        "]]Rain falls on the roof.\n\nMAYA\nNo.\n") and not found.left
    assert made(found.after).after == found.after and warned(found.after) == warned(text)


def test_names_a_shot_line_would_read_otherwise():
    text = ("INT. ROOM - DAY\n\nDOLLY\nYou never told me.\n\nMR. O'BRIEN\nNo.\n\nDOLLY\nWhy not? You could have told me"
            " at any time.\n\n@玛雅\n我不知道。\n\nPAN\nBecause.\n\nMR. O'BRIEN\nThat is no answer, and you know it.\n")
    found = made(text, "restless")
    assert stripped(found.after) == text and warned(found.after) == warned(text)
    assert "DOLLY" in " ".join(re.findall(r"^!! .*", found.after, re.MULTILINE))


PARAGRAPHS = st.lists(st.sampled_from([
    "Maya waits at the table.", "Jon leaves. The door shuts behind him, and then for a long time nothing happens.",
    "Rain.", "MAYA\nNo.", "MAYA (V.O.)\n" + "I waited the whole night, and nobody came. " * 3,
    "JON\n(beat)\nWhy not?\n(quietly)\nMaya.", "JON ^\nAt the same time as you, my dear.",
    "MAYA\n" + "I will tell you everything, from the start. " * 5, "MAYA\nOne line.\nAnother line, of the same speech.",
    "CUT TO:", "JON (O.S.)\nOver here, Maya!", "[[light: dark]]", "> DISSOLVE TO:", "!! CU on MAYA, 2s", "!! auto",
    "[[block: MAYA walks to 2 0]]\nMaya crosses the room.", "/* a comment */", "= a synopsis", "~sung words",
    "> centered <",
    "JON\nI know. [[shot: CU on MAYA]]\nI know it well.", "[[a note]]", "SUPER: LATER", "Jon has _a word_ with *Maya*.",
    "MAYA\n!! CU on JON\nGo.",
]), max_size=8)  # fmt: skip


@settings(max_examples=300 if os.environ.get("SHOTSCRIPT_PROOF") else 20, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=2), st.sampled_from(["classical", "restless"]))
def test_any_screenplay_stays_what_it_is(scenes: list[list[str]], style: str):
    text = "\n\n".join("\n\n".join(["INT. ROOM - DAY", *body]) for body in scenes) + "\n"
    found = made(text, style)
    assert made(found.after).after == found.after
    before, after = (read("a.fountain", world=TextWorld({"a.fountain": one})).story for one in (text, found.after))
    assert said(before) == said(after)
    assert [s.transition_in and s.transition_in.kind for s in before.shots if s.transition_in] == [
        s.transition_in and s.transition_in.kind for s in after.shots if s.transition_in]


def said(story) -> list[tuple[str, str]]:
    """All words of a story in order, neighbouring pieces of one voice together; blanks aside."""
    joined: list[tuple[str, str]] = []
    for beat in (b for s in story.shots for b in s.beats if b.text):
        key = f"{beat.kind} {beat.who} {beat.unseen}"
        if joined and joined[-1][0] == key:
            joined[-1] = (key, joined[-1][1] + beat.text)
        else:
            joined.append((key, beat.text))
    return [(key, "".join(text.split())) for key, text in joined]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments), standalone_mode=False, catch_exceptions=False)
    return int(result.return_value or 0), result.output


def test_the_command_writes_and_says(tmp_path: Path):
    path = tmp_path / "film.fountain"
    path.write_bytes(b"\xef\xbb\xbf" + SCRIPT.encode())
    status, told = run(str(path), "--why")
    assert status == 0 and "opens on where everybody is" in told and "1B" in told
    status, told = run(str(path), "--diff")
    assert status == 0 and "+!! WS" in told and path.read_bytes() == b"\xef\xbb\xbf" + SCRIPT.encode()
    status, told = run(str(path), "--format", "json", "--stdout")
    answer = json.loads(told)
    assert answer["changed"] and not answer["written"] and answer["text"] == made(SCRIPT).after
    assert all(shot["why"] for shot in answer["shots"])
    assert run(str(path))[0] == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + made(SCRIPT).after.encode()


def test_weights_of_the_project(tmp_path: Path):
    (tmp_path / "shotscript.toml").write_text("[direct]\nlength = 1.5\nprice = 0\n")
    path = tmp_path / "film.fountain"
    path.write_text(SCRIPT)
    assert directed(path).after.count("shot:") > made(SCRIPT).after.count("shot:")
    (tmp_path / "shotscript.toml").write_text("[direct]\nspeeker = 2\n")
    with pytest.raises(UsageError, match="speaker"):
        directed(path)


@pytest.mark.parametrize("form", ["", "note", "line"])
def test_what_fmt_writes_anew_stays_the_director_s(tmp_path: Path, form: str):
    path = tmp_path / "film.fountain"
    path.write_text(SCRIPT.replace("!! auto\n\n", "").replace("!! CU on JON, 85mm\n\n", ""))
    once = directed(path, "restless").after
    path.write_text(once)
    path.write_text(formatted(path, form).after)
    assert path.read_text() != once and directed(path).after == once
