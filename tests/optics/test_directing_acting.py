"""Who does what in a text of action, and what that makes of the pictures; each case is text and what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from directed_scenes import BLOCK, CAST, covered, tables, understood

from shotscript.optics.block import block
from shotscript.optics.directing.acting import called
from shotscript.optics.directing.moments import Moment
from shotscript.studio.shotwords import spoken

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "the-last-light" / "the-last-light.fountain"
HEAD = "INT. ROOM - DAY\n\n" + BLOCK + "\n\n"


def moments(text: str) -> tuple[Moment, ...]:
    return tables(CAST + HEAD + text)[0][0].moments


@pytest.mark.parametrize(("before", "text", "actors"), [
    ("JON\nNo.", "Maya turns away from Jon.", "MAYA"),
    ("JON\nNo.", "Slowly, Jon and Maya sit down.", "JON MAYA"),
    ("JON\nNo.", "Jon turns and looks at Maya.", "JON"),
    ("MAYA\nNo.", "He turns to Maya.", "JON"),
    ("JON\nNo.", "Her hands shake.", "MAYA"),
    ("MAYA\nNo.", "Jon waits. She does not look at him.", "JON MAYA"),
    ("MAYA\nNo.", "Rain on the glass.", ""),
    ("JON\nNo.", "They wait.", ""),
])
def test_who_acts(before: str, text: str, actors: str):
    assert moments(f"Maya and Jon stand there.\n\n{before}\n\n{text}\n")[-1].acts == tuple(actors.split())


@pytest.mark.parametrize(("look", "word"), [
    ("woman, 34", "she"), ("a man of 60, once her husband", "he"), ("mother of a boy", "she"), ("an engineer", ""),
])
def test_a_look_says_he_or_she(look: str, word: str):
    assert called(look) == word


def test_where_no_look_tells_the_last_one_heard_of_is_meant():
    text = "INT. ROOM - DAY\n\nKIM\nNo.\n\nLEE\nYes.\n\nShe laughs.\n"
    assert tables(text)[0][0].moments[-1].acts == ("LEE",)


@pytest.mark.parametrize(("text", "things"), [
    ("She lays a letter on the table.", "LETTER"),  # a prop, in small letters
    ("She lays a hand on the table.", ""),  # furniture, which nobody means to show
    ("She lays a hand on the TABLE.", "TABLE"),
])
def test_a_thing_small_enough_for_a_hand_is_meant_in_small_letters(text: str, things: str):
    head = "INT. ROOM - DAY\n\n[[block: TABLE table at 0 0; MAYA sits at -0.9 0]]\n\n"
    assert tables(CAST + head + text + "\n")[0][0].moments[0].things == tuple(things.split())


def test_it_is_the_thing_just_spoken_of():
    first, second, third = moments("Maya takes the LETTER out.\n\nShe opens it.\n\nJon sighs.\n")
    assert first.things == second.things == ("LETTER",) and not third.things


def test_what_a_face_does_is_seen_in_a_face():
    found = covered(CAST + HEAD + "Jon and Maya stand in the dark room and wait for the rain to end.\n\n"
                    "Maya smiles, at last, and then she smiles no more, and her eyes are full of tears.\n").picked
    assert found[-1].take.on == ("MAYA",) and found[-1].take.kind == "single" and found[-1].take.zoom >= 6


def test_a_calm_word_in_action_is_no_quiet_line():
    assert [one.loud for one in moments("Jon is a quiet man.\n\nJON\n(quietly)\nYes.\n")] == [0.0, -1.0]


# ------------------------------------------------------------------------------------------------ pictures


NAMES = ("ANA", "BEN", "CY", "DAN")
FOUR = "INT. HALL - DAY\n\n" + "".join(f"{name}\nI never had the key.\n\n" for name in NAMES)


def test_a_picture_of_one_is_disturbed_by_others_and_one_of_all_by_nobody():
    stretch, _ = tables(FOUR)[0]
    found = {(take.kind, take.size.name, *take.on): stretch.seen(take, 0).strangers for take in stretch.takes}
    assert found["wide", "WS"] == 0.0 and found["single", "MCU", "ANA"] == 0.0
    inner = next(who for who in NAMES if found["single", "MWS", who] > 0.5)
    assert found["single", "CU", inner] == 0.0
    assert all(one.take.kind != "single" or one.take.zoom > 3 for one in covered(FOUR).picked)


def test_a_face_is_seen_from_before_less_in_profile_and_not_from_behind():
    stretch, _ = tables(CAST + HEAD + "JON\nNo.\n\nMAYA\nYes.\n")[0]
    seen = {(take.kind, *take.on): stretch.seen(take, 0) for take in stretch.takes}
    assert seen["single", "JON"].averted("JON") == 0.0 and seen["shoulder", "JON"].averted("MAYA") == 1.0
    assert 0.0 < seen["two", "MAYA", "JON"].averted("JON") < 0.3


def test_two_who_act_together_have_a_picture_of_both_then():
    stretch, _ = tables(FOUR + "Ben gives Dan the cup.\n")[0]
    both = [take for take in stretch.takes if take.kind == "two" and take.on == ("BEN", "DAN")]
    assert [take.only for take in both] == [frozenset({len(stretch.moments) - 1})]


def test_nobody_is_seen_from_the_shoulder_of_who_has_not_come_yet():
    shots = _example().picked
    assert all("ADA" not in (*shot.take.on, shot.take.by) for shot in shots[:-1])
    assert not _example().faults


def test_a_letter_laid_on_a_table_is_seen():
    """All of it, through a long lens."""
    (found,) = [shot for shot in _example().picked if shot.take.kind == "insert"]
    assert found.take.on == ("LETTER",) and spoken(found.shot) == "FS on LETTER, 85mm"


def test_who_walks_in_speaking_does_not_walk_out_of_a_still_picture():
    last = _example().picked[-1].take
    assert last.kind in ("wide", "track")


def _example():
    """The kitchen of the example, its shots taken out."""
    text = EXAMPLE.read_text(encoding="utf-8")
    head, rest = text.split("EXT. CLIFF PATH - DUSK", 1)
    kitchen = "INT. KITCHEN" + rest.split("INT. KITCHEN", 1)[1].split("> DISSOLVE", 1)[0]
    lines = [line.split(" [[shot ")[0] for line in kitchen.splitlines() if not line.startswith("!!")]
    return covered(head + "\n".join(lines) + "\n")


@pytest.mark.parametrize(("line", "there"), [
    ("The voice of Brut comes out of the crystal.", False), ("Brut's distorted voice fills the room.", False),
    ("Brut steps out of the dark.", True),
])
def test_a_voice_spoken_of_is_nobody_on_the_set(line: str, there: bool):
    story = understood(f"INT. ROOM - DAY\n\n{line}\n\nBRUT (O.S.)\nWhere are you?\n\nANA\nHere.\n")
    scene = story.scenes[0]
    _, tracks, _ = block(scene, story, {shot.label: (0, 0) for shot in scene.shots})
    assert ("BRUT" in {track.name for track in tracks[scene.shots[0].label]}) is there


def test_people_keep_their_places_when_their_scene_is_shot():
    scene = "INT. HALL - DAY\n\nANA\nWhere is Cy?\n\n{}Cy hides.\n\nBEN\nHere.\n\nCY\nThere.\n"
    plain, shot = (understood(scene.format(line)).scenes[0].people for line in ("", "!! MCU on CY\n\n"))
    assert plain == shot == ("ANA", "BEN", "CY")
