"""What `fmt` writes, case by case: text before, text after; and where shots may change their form."""

from __future__ import annotations

import pytest
from unchanged import check, fmt, forms, ids, read

from shotscript.lang.format import applied, formatted
from shotscript.narrative import slate

CAST = """/*@cast
MAYA: woman
  also: Maya Lin, M
JON: man
COWBOY: a man with a hat
玛雅: 女
*/

INT. KITCHEN - NIGHT

"""


def body(text: str, shots: str = "") -> str:
    """A scene's text formatted, below a cast."""
    new = check(CAST + text, shots)
    assert new.startswith(CAST)
    return new[len(CAST) :]


CLAUSES = [
    ("ws , 35 MM", "WS, 35mm"),
    ("Wide Shot of the MAYA", "wide shot on MAYA"),
    ("Close-Up MAYA", "close-up on MAYA"),
    ("close on Maya Lin", "close on Maya Lin"),
    ("XCU on MAYA’s left  hand", "ECU on MAYA’s left  hand"),
    ("ots MAYA on JON", "OTS MAYA on JON"),
    ("MCU over-the-shoulder MAYA left shoulder on JON", "MCU OTS MAYA on JON left shoulder"),
    ("point of view of MAYA on JON", "POV MAYA on JON"),
    ("maya's pov", "maya's POV"),
    ('insert shot of "a cracked,  phone"', 'insert on "a cracked,  phone"'),
    ("Two-Shot of MAYA and JON", "two shot MAYA and JON"),
    ("cowboy on COWBOY", "COWBOY on COWBOY"),
    ("CU on 玛雅的手", "CU on 玛雅的手"),
    ("lens 35mm t2.8", "35mm T2.8"),
    ("f2.8", "f/2.8"),
    ("f/2,4s", "f/2, 4s"),
    ("4 s", "4s"),
    (".5s", "0.5s"),
    ("96F", "96f"),
    ("Low Angle Shot 20°", "low angle 20deg"),
    ("birds-eye view", "bird's eye"),
    ("dutch tilt left 12 deg", "dutch left 12deg"),
    ("MAYA 3/4 left", "MAYA three-quarter left"),
    ("MAYA three quarter front left", "MAYA three-quarter left"),
    ("MAYA in the foreground", "MAYA foreground"),
    ("frame left", "screen left"),
    ("looking off left", "looks left"),
    ("@M looks into the camera", "@M looks to camera"),
    ("focus MAYA", "focus on MAYA"),
    ("slow motion 25%", "speed 25%"),
    ("Slow Push to CU then hold for 1 s", "slow push in to CU then hold 1s"),
    ("dolly in .5m, then pan left 30° while tilt up", "dolly in 0.5m then pan left 30deg while tilt up"),
    ("pull back 1m", "pull back 1m"),
    ("steadicam", "steadicam"),
    ("boom up", "boom up"),
    ("tracking shot of MAYA", "tracking MAYA"),
    ("Pull Focus from MAYA to JON", "rack focus from MAYA to JON"),
    ("zoom in to 85 mm over 4s at \"Lifts  his\"", "zoom in to 85mm over 4s at \"Lifts  his\""),
    ("camera at 1.2 -2.5 Height 1.5m Facing the MAYA", "camera at 1.2 -2.5 height 1.5m facing MAYA"),
    ("CU, allow ax101", "CU, allow AX101"),
    ("CU，85mm ； f/2", "CU，85mm ； f/2"),  # at fault: left to the letter, with the signs around it
    ("EASE IN AND OUT, dolly in", "ease in out, dolly in"),
    ("low sun over hills,CU", "low sun over hills, CU"),
    ("CU,  dolyl in 2m,35 MM", "CU,  dolyl in 2m,35mm"),
    ("CU,,35mm,", "CU, 35mm"),
    ("CU /* tight */,35mm /*wide?*/", "CU /* tight */, 35mm /*wide?*/"),
    ("CU /* who */ on  MAYA,35 mm", "CU /* who */ on  MAYA,35mm"),
    ("CU,[[why?]]35mm", "CU, [[why?]] 35mm"),
    ("WS,\n24 mm , f4", "WS,\n   24mm, f/4"),
    ("“steam”，CU", "“steam”, CU"),
]


@pytest.mark.parametrize(("before", "after"), CLAUSES)
def test_clauses(before: str, after: str) -> None:
    assert body(f"!! 1A: {before}\n") == f"!! 1A: {after}\n"


LINES = [
    ("  ！！  1A ：CU  ", "!! 1A: CU"),
    ("!!CU", "!! 1A: CU"),
    ("!!", "!! 1A:"),
    ("!! : CU", "!! 1A: CU"),
    ("!!   AUTO", "!! auto"),
    ("!! 9Z:  auto", "!! 9Z: auto"),
    ("!! 1B MS on MAYA", "!! 1B MS on MAYA"),  # its colon is missing: `check --fix` puts it there
    ("[[ Shot:CU ]]", "[[shot 1A: CU]]"),
    ("[[shot: 7C :CU]]", "[[shot 7C: CU]]"),
    ("\t[[SHOT 1a：WS,\n\n", "\t[[SHOT 1a：WS,\n\n"),  # never closed: text
    ("He sits.  [[shot:cu]]  ", "He sits.  [[shot 1A: CU]]  "),
    ("[[Light：cold\nmoon ]]", "[[light: cold\n  moon]]"),
    ("[[light: a  b]]", "[[light: a  b]]"),
    ("[[Frame  FIRST : a.png]]", "[[frame first: a.png]]"),
    ("[[state @maya   lin:wears X]]", "[[state @maya lin: wears X]]"),
    ("[[perform MAYA : a.wav]]", "[[perform MAYA: a.wav]]"),
    ("[[super:\"HALO\"  center at 1 s]]", "[[super: \"HALO\"  center at 1 s]]"),
    ("[[LIGHT of hope: x]]", "[[LIGHT of hope: x]]"),  # no word of ours with its colon
    ("[[ a note: x ]]", "[[ a note: x ]]"),
    ("Text.\n\n> DISSOLVE TO: [[over:12 F]]\n\nMore.", "Text.\n\n> DISSOLVE TO: [[over: 12f]]\n\nMore."),
    ("[[block:TABLE table 1.2x.75 X 0.8m at 0 0;MAYA  Sits at -0.6 0 Facing the JON]]",
     "[[block: TABLE table 1.2 x 0.75 x 0.8m at 0 0; MAYA sits at -0.6 0 facing JON]]"),
    ("[[block: MAYA walks to JON over 3 s ;\nJON turns camera then enters from left]]",
     "[[block: MAYA walks to JON over 3s;\n  JON turns to camera then enters left]]"),
    ("[[block: MAYA sist;JON sits]]", "[[block: MAYA sist;JON sits]]"),
]


@pytest.mark.parametrize(("before", "after"), LINES)
def test_lines(before: str, after: str) -> None:
    assert body(before + "\n") == after + "\n"


@pytest.mark.parametrize(("before", "after"), [
    ("/*  @CAST\n   MAYA：woman,  34\n\t\t\t\twears :red coat  \n        hood up\n// who?\n   JON: man*/",
     "/*@cast\nMAYA: woman,  34\n  wears: red coat\n    hood up\n// who?\nJON: man\n*/"),
    ("/*@format picture : 16:9 */", "/*@format\npicture: 16:9\n*/"),
    ("/*@format\n  Style: a\n      b\n  Picure: x\n*/", "/*@format\nstyle: a\n  b\nPicure: x\n*/"),
    ("/*@cast\nMAYA: a\nwears: b\nstray\n*/", "/*@cast\nMAYA: a\n  wears: b\nstray\n*/"),
    ("/*@variants\nrain:\n weather:wet\n MAYA.wears: x\n*/", "/*@variants\nrain:\n  weather: wet\n  MAYA.wears: x\n*/"),
    ("/*@fields\ncity :Rome\n   and so on\n*/", "/*@fields\ncity: Rome\n  and so on\n*/"),
    ("/*@cast\r\n MAYA:a\r\n\r\n*/", "/*@cast\r\nMAYA: a\r\n\r\n*/"),
    ("/*@use  bible.fountain */", "/*@use  bible.fountain */"),
    ("/*@csat\n  MAYA :x\n*/", "/*@csat\n  MAYA :x\n*/"),
    ("/* @ a comment */", "/* @ a comment */"),
    ("/*@cast*/", "/*@cast*/"),
])
def test_blocks(before: str, after: str) -> None:
    rest = "\n\nINT. A\n\nText.\n"
    assert check(before + rest) == after + rest


def test_a_block_among_words_stays() -> None:
    text = "INT. A\n\nText /*@cast MAYA:x*/ more.\n"
    assert check(text) == text


# ---------------------------------------------------------------------------------------------- ids


def test_ids_are_added_and_never_changed() -> None:
    text = ("INT. A\n\n!! CU\n\n!! x: CU\n\n!! CU\n\nHe [[shot: MS]] goes.\n\n"
            "INT. B #5-A#\n\n!! 2A: CU\n\n!! X: CU\n\n!! CU\n")
    assert ids(check(text)) == ["1A", "x", "1B", "1C", "2A", "X", "5-AB"]


def test_i_and_o_are_skipped_and_letters_go_on() -> None:
    found = ids(check("INT. A\n\n" + "!! CU\n\n" * 26))
    assert found[7:9] == ["1H", "1J"] and found[12:14] == ["1N", "1P"] and found[23:] == ["1Z", "1AA", "1AB"]


def test_a_shot_is_called_what_it_was_called_before() -> None:
    text = "INT. A\n\nText.\n\n!! WS\n\n!! auto\n\nMore.\n\n!! 1A: CU\n\n!! 1A: CU\n\n!! CU, as 1A\n"
    tree, _ = read(text)
    named = {span.start: name for span, name in slate.ids(tree).items()}
    assert list(named.values()) == ["1B", "1D"]
    assert ids(check(text)) == ["1B", "", "1A", "1A", "1D"]


def test_a_scene_number_that_makes_no_id_makes_none() -> None:
    text = "INT. A #-1#\n\n!! CU\n"
    assert check(text) == text


def test_without_ids_nothing_is_numbered() -> None:
    tree, source = read("INT. A\n\n!!cu\n")
    assert applied(source.text, formatted(tree, source)) == "INT. A\n\n!! CU\n"


def test_changes_are_small_and_in_order() -> None:
    text = "INT. A\n\n!! 1A: cu,35mm\n\nProse  here.\n\n!! 1B: WS, 24 mm\n"
    tree, source = read(text)
    edits = formatted(tree, source, slate.ids(tree))
    assert [(text[edit.start : edit.end], edit.text) for edit in edits] == [
        ("cu", "CU"), (",", ", "), ("24 mm", "24mm")]


# ---------------------------------------------------------------------------------------------- forms

TURNING = [
    ("!! 1A: CU, 35mm\n\nText.\n", "[[shot 1A: CU, 35mm]]\n\nText.\n"),
    ("!! 1A: WS,\n   24mm\n", "[[shot 1A: WS,\n   24mm]]\n"),
    ("Text before.\n!! 1A: CU\nText after.\n", "Text before.\n[[shot 1A: CU]]\nText after.\n"),
    ("[[light: low]]\n!! 1A: CU\n\nText.\n", "[[light: low]]\n[[shot 1A: CU]]\n\nText.\n"),
    ("!! 1A: CU\n!! 1B: MS\n", "[[shot 1A: CU]]\n[[shot 1B: MS]]\n"),
    ("!! 1A: CU /* tight */\n", "[[shot 1A: CU /* tight */]]\n"),
    ("!! auto\n\nText.\n", "[[shot: auto]]\n\nText.\n"),
    ("!! 1A:\n", "[[shot 1A:]]\n"),
]


@pytest.mark.parametrize(("line", "note"), TURNING)
def test_both_forms(line: str, note: str) -> None:
    assert body(line, "note") == note
    assert body(note, "line") == line
    assert body(line, "line") == line and body(note, "note") == note


STAYING = [
    "JON\nYou kept it. [[shot 1A: CU]]\nYes.\n",
    "He sits. [[shot 1A: CU]] He waits.\n",
    "JON\nYou kept it.\n[[shot 1A: CU]]\nYes.\n",
    "[[shot 1A: CU]]\nMAYA\nHello.\n",
    "[[shot 1A: CU]]\nINT. B - DAY\n",
    "CUT TO:\n[[shot 1A: CU]]\n",
    "[[light: x]] [[shot 1A: CU]]\n",
    "[[shot 1A: CU, low\nsun]]\n",
]


@pytest.mark.parametrize("text", STAYING)
def test_notes_that_stay_notes(text: str) -> None:
    assert body(text, "line") == text


@pytest.mark.parametrize("text", [
    "!! 1A: CU [[why]]\n", "!! 1A: \"a ]] b\"\n", "!! 1A: CU\nMAYA\nNot a cue.\n", "FADE OUT.\n!! 1A: CU\n",
    "JON\nYou kept it.\n!! 1A: CU\nYes.\n", "!! 1A: CU\nINT. B\n", "!! 1A: CU\n# No section\n", "!! 1B MS on MAYA\n",
])
def test_lines_that_stay_lines(text: str) -> None:
    assert body(text, "note") == text


@pytest.mark.parametrize("text", [
    "!! 1A: CU on MAYA, 35mm,\n[[light: dim]]\nMAYA\n\nText.\n",  # what follows hangs on the comma
    "[[a note\n/*@format\n  picture :16:9\n*/\nends]] Text.\n",  # a block in a note is the note's
    "!! 1A: Hello. [[shot:CU ]] there\n",  # the blanks that a note leaves are part of the clause it splits
])
def test_what_is_left_alone(text: str) -> None:
    for shots in ("", "line", "note"):
        assert check("INT. A\n\n" + text, shots) == "INT. A\n\n" + text


def test_a_comment_before_the_mark() -> None:
    assert check("INT. A\n\n/* q */ !!cu\n[[why]] !! 35 mm\n") == (
        "INT. A\n\n/* q */ !! 1A: CU\n[[why]] !! 1B: 35mm\n")


def test_no_title_page_comes_of_it() -> None:
    text = "!! 0A: CU\n\nShe said: no.\n"
    assert forms(check(text, "note")) == ["line"]
    assert fmt(text, "note") == text
