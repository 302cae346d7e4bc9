"""Names, scenes, formats and faults, one small script at a time."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from shotscript.core.diagnostic import Diagnostic, Level
from shotscript.core.world import TextWorld
from shotscript.lang.clause import Framing
from shotscript.lang.parse import parse
from shotscript.narrative import faults, heading, label, measures, names
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Format, Story


def read(text: str) -> tuple[Story, list[Diagnostic]]:
    script, _, _ = parse(TextWorld({"a.fountain": text}), "a.fountain")
    story, problems = understand(script)
    return story, list(problems)


def picture(words: str) -> Format:
    story, problems = read(f"/*@format\npicture: {words}\n*/\n\nINT. A\n\nRain.\n")
    assert not problems
    return story.format


@pytest.mark.parametrize(("words", "width", "height", "fps"), [
    ("", 1280, 720, F(24)),
    ("16:9 720p 24fps", 1280, 720, F(24)),
    ("25fps 9:16", 720, 1280, F(25)),
    ("1080p 1:1", 1080, 1080, F(24)),
    ("4k 16:9 29.97fps", 3840, 2160, F(30000, 1001)),
    ("480p 4:3", 640, 480, F(24)),
    ("480p", 854, 480, F(24)),
    ("2.39:1 1080p", 2582, 1080, F(24)),
    ("21:9", 1680, 720, F(24)),
    ("1920x800 23.976fps", 1920, 800, F(24000, 1001)),
    ("1080 x 1920, 30 fps", 1080, 1920, F(30)),
])
def test_picture(words: str, width: int, height: int, fps: F) -> None:
    found = picture(words)
    assert (found.width, found.height, found.fps) == (width, height, fps)


@pytest.mark.parametrize("words", ["17:", "0fps", "1279x720", "99999x2", "720q", "24/0fps", "0:9", "100:1"])
def test_a_bad_picture_word_is_one_error_and_the_rest_counts(words: str) -> None:
    story, problems = read(f"/*@format\npicture: {words} 25fps\n*/\n\nINT. A\n\nRain.\n")
    assert [(p.code, p.level) for p in problems] == [("SY121", Level.ERROR)]
    assert (story.format.width, story.format.height, story.format.fps) == (1280, 720, F(25))


@pytest.mark.parametrize(("written", "gate"), [
    ("full frame", "full frame"), ("Super 35", "super 35"), ("super-35", "super 35"), ("16mm", "16mm"),
    ("phone", "phone"),
])  # fmt: skip
def test_camera(written: str, gate: str) -> None:
    assert read(f"/*@format\ncamera: {written}\n*/\n\nINT. A\n\nRain.\n")[0].format.camera == gate


@pytest.mark.parametrize(("text", "metres"), [
    ("168cm", F(168, 100)), ("1.7m", F(17, 10)), ("1700 mm", F(17, 10)), ("5ft 6in", F(16764, 10000)),
    ("5'6\"", F(16764, 10000)), ("6 ft", F(18288, 10000)), ("170", None), ("tall", None), ("-1m", None),
])  # fmt: skip
def test_lengths(text: str, metres: F | None) -> None:
    assert measures.metres(text) == metres


@pytest.mark.parametrize(("text", "sides"), [
    ("4m x 3m", (4, 3)), ("4 x 3 m", (4, 3)), ("400cm×300cm", (4, 3)), ("4m", None), ("4 x 3", None),
])  # fmt: skip
def test_floors(text: str, sides: tuple[int, int] | None) -> None:
    assert measures.floor(text) == sides


PLACES = names.index([("HALL", ()), ("GREAT HALL", ("THRONE ROOM",)), ("厨房", ())])


@pytest.mark.parametrize(("text", "interior", "place", "time", "goes_on"), [
    ("INT. GREAT HALL - NIGHT", True, "GREAT HALL", "NIGHT", False),
    ("EXT. hall, north side - LATER - DAY", False, "HALL", "DAY", False),
    ("INT./EXT. CAR - SAME", True, "CAR", "SAME", True),
    ("I/E. THRONE ROOM - MOMENTS LATER", True, "GREAT HALL", "MOMENTS LATER", True),
    ("EST. CITY", False, "CITY", "", False),
    ("int. kitchen — continuous", True, "kitchen", "continuous", True),
    ("外景 厨房外 - 夜", False, "厨房", "夜", False),
    ("FLASHBACK", True, "FLASHBACK", "", False),
    ("INT. JEAN-LUC'S FLAT - DAY", True, "JEAN-LUC'S FLAT", "DAY", False),
    ("", True, "", "", False),
])
def test_headings(text: str, interior: bool, place: str, time: str, goes_on: bool) -> None:
    assert heading.read(text, PLACES) == heading.Heading(interior, place, time, goes_on)


PEOPLE = names.index([("WILL", ()), ("OLD MAN", ("GRAMPS", "G")), ("O'MALLEY", ()), ("玛雅", ()), ("ANNA-LEE", ())])


@pytest.mark.parametrize(("text", "found"), [
    ("Will waits; he will not move.", ("WILL",)), ("He will wait.", ()), ("The old man and Gramps.", ("OLD MAN",)),
    ("O'Malley’s hat. WILLIAM.", ("O'MALLEY",)), ("O’MALLEY", ("O'MALLEY",)), ("然后玛雅走了。", ("玛雅",)),
    ("Anna-Lee's car", ("ANNA-LEE",)), ("Gasp. G waits.", ()), ("Will, old man!", ("WILL", "OLD MAN")), ("", ()),
])  # fmt: skip
def test_names_in_action(text: str, found: tuple[str, ...]) -> None:
    assert names.mentioned(text, PEOPLE) == found


def test_labels_run_past_z_without_i_and_o() -> None:
    run = label.free("7", {"7b", "7aa"})
    first = [next(run) for _ in range(25)]
    assert first == [f"7{x}" for x in "ACDEFGHJKLMNPQRSTUVWXYZ"] + ["7AB", "7AC"]


def test_unwritten_labels_skip_every_written_one_of_the_film() -> None:
    story, _ = read("INT. A\n\nRain.\n\n!! WS\n\n!! 1B: CU\n\n!! MS\n\nINT. B #9#\n\n!! 1A: WS\n\n!! WS\n")
    assert [s.label for s in story.shots] == ["1E", "1C", "1B", "1D", "1A", "9A"]


def test_people_are_those_who_can_be_seen() -> None:
    story, _ = read(
        "/*@cast\nZOE: girl\nADAM: man\nEVE: voice\nNOA: never here\n*/\n\nINT. A\n\n[[block: ADAM stands at 0 0]]\n\n"
        "Zoe sleeps.\n\nEVE (V.O.)\nOnce.\n\nWAITER\nSoup?\n\n!! CU on EVE's hands\n")
    assert story.scenes[0].people == ("ZOE", "ADAM", "EVE", "WAITER")
    assert [p.name for p in story.cast] == ["ZOE", "ADAM", "EVE", "NOA", "WAITER"]
    assert read("INT. A\n\nEVE (V.O.)\nOnce.\n")[0].scenes[0].people == ()


def test_other_names_and_other_cases_are_one_person() -> None:
    story, _ = read("/*@cast\nJosé: man\n  also: PEPE\n*/\n\nINT. A\n\nPEPE\nHola.\n\n@josé\nAdiós.\n")
    assert [p.name for p in story.cast] == ["José"]
    assert [b.who for s in story.shots for b in s.beats] == ["José", "José"]


def test_speech_too_long_for_its_length_is_fixed_by_its_own_fix() -> None:
    text = "INT. A\n\n!! 1A: CU on ZOE, 1s, 85mm\n\nZOE\nThis will never fit in here.\n"
    story, problems = read(text)
    assert [p.code for p in problems] == ["TM401"] and problems[0].shot == "1A"
    assert story.shots[0].faults and story.shots[0].frames == 24
    fix = problems[0].fix
    assert fix and text[fix.span.start : fix.span.end] == "1s"
    assert not read(text[: fix.span.start] + fix.text + text[fix.span.end :])[1]


def test_words_not_found_are_fixed_by_their_own_fix() -> None:
    text = 'INT. A\n\n!! 1A: CU on ZOE, push in at "lift her hed"\n\nZoe lifts her head slowly.\n'
    _, problems = read(text)
    fix = problems[0].fix
    assert [p.code for p in problems] == ["MV506"] and fix
    assert not read(text[: fix.span.start] + fix.text + text[fix.span.end :] + "\n\nZOE\nAh.\n")[1]


def test_a_repeated_id_is_fixed_by_its_own_fix() -> None:
    text = "INT. A\n\n!! 1A: WS, 2s\n\n!! 1a: CU, 3s\n\n!! as 1A\n"
    story, problems = read(text)
    assert [p.code for p in problems] == ["NM802"]
    assert [s.label for s in story.shots] == ["1A", "1B", "1C"]
    assert story.shots[2].as_of == "1A"
    fix = problems[0].fix
    assert fix and not read(text[: fix.span.start] + fix.text + text[fix.span.end :])[1]


def test_a_directive_above_a_shot_is_its_own_and_blocks_at_its_start() -> None:
    story, _ = read(
        "/*@cast\nZOE: girl\n*/\n\nINT. A\n\n[[block: ZOE sits at 0 0]]\n\n!! WS\n\nZoe sits there and waits.\n\n"
        "[[block: ZOE stands]]\n\nShe is up.\n\n[[block: ZOE walks to 1 0]]\n[[super: \"LATER\"]]\n!! CU on ZOE\n\n"
        "She goes.\n")
    wide, close = story.shots
    assert [item.name.text for item in story.scenes[0].start] == ["ZOE"]
    assert [cue.at for cue in wide.blocking] == [F(20, 20)]
    assert [cue.at for cue in close.blocking] == [0]
    assert [said.head for said in close.said] == ["super"] and not wide.said


def test_a_cut_inside_a_speech_keeps_the_speaker() -> None:
    story, _ = read("INT. A\n\n!! CU on ZOE\n\nZOE\nI never [[shot: CU on JON]] meant it.\n\nJON\nNo.\n")
    assert [[(b.who, b.text) for b in s.beats] for s in story.shots] == [
        [("ZOE", "I never")], [("ZOE", "meant it."), ("JON", "No.")]]
    assert story.shots[0].beats[0].seconds == F(3) / F("4.06")


def test_rules_of_the_check() -> None:
    story, _ = read(
        "/*@cast\nZOE: girl\n*/\n\nINT. A\n\n!! 1A: CU on JON, 30s\n\nZOE\nHello.\n\n"
        "!! 1B: CU on JON, 30s, allow TM402\n"
        "\nJON\nHi. [[shot 1C: OTS JON on ZOE, 6f]]\n")
    assert [(p.code, p.shot, p.level) for p in check(story)] == [
        ("TM402", "1A", Level.WARNING), ("CV302", "1A", Level.INFO), ("NM803", "", Level.INFO),
        ("TM402", "1C", Level.WARNING)]


def test_moves_longer_than_their_shot() -> None:
    text = "INT. A\n\n!! 1A: WS, dolly in 1m over 3s then whip pan left, 2s\n\nRain.\n\n!! 1B: WS, dolly in, 1s\n"
    found = check(read(text)[0])
    assert [(p.code, p.shot, p.fix and p.fix.text) for p in found] == [("TM405", "1A", "3.3s")]


def test_parser_faults_are_marked_on_their_shot_in_words() -> None:
    text = "INT. A\n\n!! 1A: CU on ZOE, dolly in 2 parsecs\n\nZOE\nHm.\n\n!! as 1Q\n"
    script, parsed, _ = parse(TextWorld({"a.fountain": text}), "a.fountain")
    story, problems = understand(script)
    marked, told = faults.mark(story, (*parsed, *problems))
    assert [p.shot for p in told] == ["1A", "1B"]
    assert [len(shot.faults) for shot in marked.shots] == [1, 1]
    assert all(shot.faults[0] == f"{p.code}: {p.message}" for shot, p in zip(marked.shots, told, strict=True))
    assert story.shots[0].faults == (told[0].code,)


def test_a_pov_does_not_show_its_owner() -> None:
    story, _ = read("INT. A\n\nJON\nWho?\n\n!! 1A: POV ZOE on JON\n\nZOE\nYou.\n\nJON\nMe.\n")
    assert [(p.code, p.shot) for p in check(story)] == [("CV302", "1A")]


def test_framing_survives_a_fault_elsewhere_in_the_line() -> None:
    story, _ = read("INT. A\n\n!! 1A: CU on ZOE, dolly in 2 parsecs, 3s\n\nZOE\nHm.\n")
    assert story.shots[0].clause(Framing) and story.shots[0].seconds == 3
    assert story.shots[0].faults
