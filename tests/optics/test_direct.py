"""Plain coverage: every word once and in order, nobody's line without them, nothing longer than a provider's clip."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core import timebase
from shotscript.core.diagnostic import Level
from shotscript.core.world import DiskWorld, TextWorld
from shotscript.lang.clause import Framing, Lens
from shotscript.lang.parse import parse
from shotscript.lang.term import Size
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Shot, Story
from shotscript.optics.direct import cover
from shotscript.optics.pictures import LONGEST

ROOT = Path(__file__).resolve().parents[2]
FEATURE = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"


def understood(text: str) -> Story:
    script, _, _ = parse(TextWorld({"a.fountain": text}), "a.fountain")
    return understand(script)[0]


def covered(text: str) -> list[Shot]:
    return list(cover(understood(text))[0].shots)


def seen(shot: Shot) -> str:
    framing = shot.clause(Framing)
    assert isinstance(framing, Framing) and framing.size
    return " ".join([framing.size.value, *(name.text for name in framing.on)])


def told(shots: list[Shot]) -> list[tuple[str, str]]:
    return [(seen(shot), " / ".join(beat.text or "..." for beat in shot.beats)) for shot in shots]


def test_a_plain_scene() -> None:
    shots = covered(
        "INT. KITCHEN - NIGHT\n\nMaya waits. Jon comes in.\n\nJON\nYou kept the coat.\n(beat)\nWhy?\n\n"
        "MAYA\nYou know why.\n\nMaya turns away.\n\nThey both look up: a noise.\n\nJON\nRun.\n")
    assert told(shots) == [
        ("WS", "Maya waits. Jon comes in."),
        ("MCU JON", "You kept the coat. / ... / Why?"),
        ("MCU MAYA", "You know why."),
        ("MWS MAYA", "Maya turns away."),
        ("WS", "They both look up: a noise."),
        ("MCU JON", "Run."),
    ]
    assert [s.label for s in shots] == ["1A", "1B", "1C", "1D", "1E", "1F"]
    assert all(s.auto and not s.id for s in shots)
    assert all(c.mm == 50 for s in shots for c in s.clauses if isinstance(c, Lens) and seen(s).startswith("MCU"))


def test_an_empty_place_and_an_empty_scene() -> None:
    assert told(covered("EXT. SEA - DAWN\n\nWaves.\n\nEXT. LAND\n")) == [("EWS", "Waves."), ("EWS", "")]


def test_a_scene_that_opens_with_speech_opens_wide() -> None:
    long = "I was there the whole night and I saw everything that happened. I will tell them tomorrow morning."
    assert told(covered("INT. A\n\nJON\nYes.\n\nMAYA\nNo.\n")) == [("WS", "Yes."), ("MCU MAYA", "No.")]
    first, second = covered(f"INT. A\n\nJON\n{long}\n\nMAYA\nNo.\n")[:2]
    assert (seen(first), seen(second)) == ("WS", "MCU JON")
    assert first.beats[0].text + second.beats[0].text == long


def test_unseen_voices_go_over_the_picture_there_is() -> None:
    shots = covered(
        "INT. A\n\nMaya waits.\n\nMAYA (V.O.)\nI waited.\n\nJON (O.S.)\nMaya?\n\nMAYA\nHere.\n\n"
        "JON (ON PHONE)\nWhere?\n")
    assert told(shots) == [("WS", "Maya waits. / I waited. / Maya?"), ("MCU MAYA", "Here. / Where?")]


def test_dual_dialogue_is_one_two_shot() -> None:
    shots = covered("INT. A\n\nRain.\n\nMAYA\nNo!\n(beat)\nNever!\n\nJON ^\nYes, always!\n\nMAYA\nNo.\n")
    assert told(shots) == [
        ("WS", "Rain."), ("MS MAYA JON", "No! / ... / Never! / Yes, always!"), ("MCU MAYA", "No.")]
    assert shots[1].beats[3].start == 0


def test_long_speech_changes_size_and_shows_who_listens() -> None:
    line = "I was there the whole night and I saw everything that happened to him in the end. "
    shots = covered(f"INT. A\n\nRain.\n\nJON\nWell?\n\nMAYA\n{line * 9}\n")
    assert [seen(s) for s in shots[:5]] == ["WS", "MCU JON", "MCU MAYA", "MWS MAYA", "MCU JON"]
    assert all(s.seconds <= LONGEST for s in shots)
    assert all(s.beats[-1].text.rstrip().endswith(".") for s in shots[2:])


def test_text_without_any_stop_is_cut_all_the_same() -> None:
    assert all(s.seconds <= LONGEST for s in covered("INT. A\n\nMAYA\n" + "again and " * 200 + "\n"))
    assert all(s.seconds <= LONGEST for s in covered("INT. A\n\n@玛雅\n" + "我" * 300 + "\n"))
    assert all(s.seconds <= LONGEST for s in covered("INT. A\n\n" + "x" * 2000 + "\n"))


def test_written_shots_keep_their_place_and_their_labels() -> None:
    shots = covered(
        "INT. A\n\nRain.\n\n!! CU on MAYA\n\nMAYA\nNo.\n\n!! auto\n\nMaya goes.\n\nJON\nWait.\n\n!! 1B: WS\n")
    assert [(s.label, seen(s), s.auto) for s in shots] == [
        ("1C", "WS", True), ("1A", "CU MAYA", False), ("1D", "MWS MAYA", True), ("1E", "MCU JON", True),
        ("1B", "WS", False)]


def test_transitions_stay_at_the_edges() -> None:
    shots = covered(
        "INT. A\n\nFADE IN:\n\nRain.\n\nMAYA\nNo.\n\n> DISSOLVE TO:\n\nINT. B\n\nSun.\n\nMAYA\nOh.\n\nFADE OUT.\n")
    ins = [s.transition_in.kind if s.transition_in else "" for s in shots]
    outs = [s.transition_out.kind if s.transition_out else "" for s in shots]
    assert ins == ["fade in", "", "dissolve", ""] and outs == ["", "", "", "fade out"]


def test_a_transition_longer_than_the_covering_shot_is_shortened_aloud() -> None:
    story, problems = cover(understood("INT. A\n\nFADE IN: [[over: 4s]]\n\nRain.\n\nMAYA\n" + "No. " * 20 + "\n"))
    first = story.shots[0]
    assert first.transition_in and first.transition_in.frames == first.frames == 24
    assert [(p.code, p.level, p.shot) for p in problems] == [("TM404", Level.WARNING, "1A")]


def test_blocking_and_sounds_go_to_the_moment_they_stand_at() -> None:
    shots = covered(
        "/*@cast\nMAYA: woman\nJON: man\n*/\n\nINT. A\n\n[[sound: rain]]\n\nMaya and Jon wait here.\n\n"
        "[[block: JON sits]]\n\nThey both wait.\n\nMAYA\nGo.\n\n"
        "[[block: JON exits left]]\n[[super: \"LATER\"]]\n\nJon leaves her, slowly and silently as ever.\n\n"
        "[[block: MAYA sits]]\n\nMaya sits.\n")
    cues = [(s.label, cue.at, cue.items[0].name.text) for s in shots for cue in s.blocking]
    assert cues == [("1A", F(18, 20), "JON"), ("1C", 0, "JON"), ("1D", 0, "MAYA")]
    assert all("sound" in [said.head for said in s.said] for s in shots)
    assert sum("super" in [said.head for said in s.said] for s in shots) == 1


def test_an_auto_line_keeps_its_id_on_the_first_shot() -> None:
    story, problems = cover(understood("INT. A\n\n!! 1Z: auto\n\nRain.\n\nMAYA\nNo.\n"))
    assert [(s.label, s.id) for s in story.shots] == [("1Z", "1Z"), ("1A", "")] and not problems


PARAGRAPHS = st.lists(st.sampled_from([
    "Maya waits at the table.", "Jon leaves. The door shuts behind him, and then for a long time nothing at all.",
    "Rain.", "MAYA\nNo.", "MAYA (V.O.)\n" + "I waited the whole night, and nobody came. " * 3,
    "JON\n(beat)\nWhy not?\n(quietly)\nMaya.",
    "JON ^\nAt the same time as you, my dear.", "MAYA\n" + "I will tell you everything, from the start. " * 9,
    "!! CU on JON, 2s", "!! auto", "CUT TO:", "JON (O.S.)\n" + "Over here, Maya! " * 20, "玛雅看着窗外。" * 20,
    "[[light: dark]]", "> DISSOLVE TO:",
]), max_size=10)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=3))
def test_all_text_is_covered_once_and_in_order(scenes: list[list[str]]) -> None:
    text = "\n\n".join("\n\n".join(["INT. ROOM - DAY", *body]) for body in scenes) + "\n"
    story = understood(text)
    found, _ = cover(story)
    assert len({s.label.casefold() for s in found.shots}) == len(found.shots)
    for before, after in zip(story.scenes, found.scenes, strict=True):
        assert words(after.shots) == words(before.shots)
        assert spoken(after.shots) == spoken(before.shots)
        assert [s.beats for s in after.shots if not s.auto] == [s.beats for s in before.shots if not s.auto]
        for shot in after.shots:
            check_shot(shot)
        for a, b in pairwise(after.shots):
            assert not (a.auto and b.auto) or seen(a) != seen(b) or b.transition_in


def words(shots: tuple[Shot, ...]) -> list[tuple[str, str]]:
    """Text in order, neighbouring pieces of one voice together."""
    joined: list[tuple[str, str]] = []
    for beat in (b for s in shots for b in s.beats if b.text):
        key = f"{beat.kind} {beat.who} {beat.unseen}"
        if joined and joined[-1][0] == key:
            joined[-1] = (key, joined[-1][1] + beat.text)
        else:
            joined.append((key, beat.text))
    return joined


def spoken(shots: tuple[Shot, ...]) -> F:
    return sum((b.seconds for s in shots for b in s.beats if s.auto), F(0))


def check_shot(shot: Shot) -> None:
    assert isinstance(shot.seconds, F) and shot.frames == timebase.frames(shot.seconds, F(24))
    assert not shot.auto or any(b.beside and not b.voice_over for b in shot.beats) or shot.seconds <= LONGEST
    for beat in shot.beats:
        assert beat.start >= 0 and beat.start + beat.seconds <= shot.seconds


@pytest.mark.skipif(not FEATURE.exists(), reason="the feature script of ../shared is not here")
def test_a_whole_feature() -> None:
    script, _, _ = parse(DiskWorld(FEATURE.parent), str(FEATURE))
    story, problems = understand(script)
    found, more = cover(story)
    assert not [p for p in (*problems, *more) if p.level is Level.ERROR]
    assert words(found.shots) == words(story.shots)
    assert all(s.seconds <= LONGEST for s in found.shots)
    assert 90 * 60 < sum(s.seconds for s in found.shots) < 130 * 60
    assert all(s.clause(Framing) for s in found.shots)


def test_the_same_under_any_hash_seed() -> None:
    program = (
        "from shotscript.core.show import show\nfrom shotscript.core.world import TextWorld\n"
        "from shotscript.lang.parse import parse\nfrom shotscript.narrative.resolve import understand\n"
        "from shotscript.optics.direct import cover\n"
        "t='INT. A\\n\\nAnn, Bob and Cy wait.\\n\\nBOB\\nNo.\\n\\nANN\\nYes.\\n\\nCY\\nA. [[light: dim]] No.\\n'\n"
        "print(show(cover(understand(parse(TextWorld({'a': t}), 'a')[0])[0])[0]))\n")
    runs = {subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
                           capture_output=True, text=True).stdout for seed in ("0", "1", "77")}  # fmt: skip
    assert len(runs) == 1 and "MCU" in runs.pop()


def test_sizes_used_are_known() -> None:
    assert {seen(s).split()[0] for s in covered("INT. A\n\nRain.\n\nMAYA\nNo.\n")} <= {size.value for size in Size}
