"""What a director is known for: set-ups for talk, things, walks, voices unseen and montage; and his reasons."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

from directed_scenes import BLOCK, CAST, TALK, THREE, covered, scene

from shotscript.lang.term import Size


def kinds(text: str, style: str = "classical") -> list[str]:
    """Kind, whom or what, and the first words of each shot."""
    return [f"{p.take.kind} {'+'.join(p.take.on)}".strip() + f": {p.shot.beats[0].text[:14]}"
            for p in covered(text, style).picked]


def test_a_scene_opens_wide_and_goes_to_who_speaks():
    found = kinds(TALK)
    assert found[0].startswith("wide") and len(found) >= 8
    assert any(one.startswith("shoulder") for one in found)
    assert any(one.startswith("single MAYA: You WHAT") for one in found)


def test_a_thing_that_is_named_is_seen():
    assert "insert LETTER: Ada takes the " in kinds(THREE)


def test_the_strongest_line_is_a_close_up():
    strong = next(p for p in covered(TALK).picked if p.shot.beats[0].text.startswith("You WHAT"))
    assert strong.take.size is Size.CU and strong.reason.gains["intensify"] > 0.5


WALK = CAST + """EXT. BEACH - DAY

[[block: MAYA stands at -6 0 facing 90]]

The beach lies empty in the morning, and the tide has gone out a long way over the flats.

[[block: MAYA walks to 4 0]]

Maya walks along the water, slowly, and looks for what the sea has left behind for her in the night.

[[block: MAYA turns to camera]]

She stops at last and waits. Far out a bell rings, and again, and then no more for a long while.
"""


def test_somebody_who_walks_is_gone_along_with():
    found = covered(WALK)
    assert "track" in [p.take.kind for p in found.picked] and not found.faults


PHONE = CAST + """INT. ROOM - NIGHT

Maya picks up.

JON (ON PHONE)
It was never the light, it was the key, and you have it still.

MAYA
How do you know?

JON (ON PHONE)
I saw you on the stairs that night, with the key in your hand.
"""


def test_on_the_telephone_who_listens_is_seen():
    found = covered(PHONE).picked
    assert all("JON" not in p.take.on for p in found)
    assert any(p.take.kind == "single" and p.take.on == ("MAYA",) for p in found)


def test_each_paragraph_of_a_montage_is_a_shot():
    lines = ["Maya runs on the beach.", "Maya reads at the window.", "Jon mends a net.", "Ada lights the lamp."]
    found = covered(CAST + "INT. MONTAGE - DAY\n\n" + "\n\n".join(lines) + "\n").picked
    assert [p.shot.beats[0].text for p in found] == lines


def test_who_listens_is_seen_in_a_long_speech():
    speech = "I was there the whole night and I saw everything that happened to him in the end. " * 6
    found = covered(CAST + "INT. ROOM - DAY\n\n" + BLOCK + f"\n\nThey stand.\n\nMAYA\nWell?\n\nJON\n{speech}\n").picked
    inside = [p for p in found if p.shot.beats[0].who == "JON"]
    assert len(inside) > 2 and any("MAYA" in (*p.take.on, p.take.by) for p in inside)


def test_no_picture_cuts_to_itself_and_all_words_are_shown_once():
    for seed in range(12):
        found = covered(scene(seed)).picked
        assert all(a.take != b.take for a, b in pairwise(found))
        words = " ".join(beat.text for p in found for beat in p.shot.beats).split()
        assert words == " ".join(b for b in said(scene(seed))).split()


def said(text: str) -> list[str]:
    """The words of a scene, without its cues."""
    body = text.split("DAY\n\n", 1)[1]
    return [line for line in body.split("\n") if line not in ("MAYA", "JON", "ADA")]


def test_styles_cut_slower_and_faster():
    count = {name: len(covered(TALK, name).picked) for name in ("one take", "calm", "classical", "restless")}
    assert 1 == count["one take"] < count["calm"] < count["classical"] < count["restless"]


def test_every_cut_has_a_reason():
    for pick in covered(THREE).picked:
        assert pick.reason.words and pick.reason.instead != pick.take
    assert all(p.reason.gains for p in covered(TALK).picked[1:])


def test_the_same_under_any_hash_seed():
    program = ("import sys; sys.path.insert(0, 'tests/optics')\nfrom directed_scenes import THREE, covered\n"
               "print([(p.take, p.reason.words) for p in covered(THREE).picked])\n")
    runs = {subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
                           capture_output=True, text=True).stdout for seed in ("0", "1")}  # fmt: skip
    assert len(runs) == 1
