"""Scripts that try to break a prompt: nothing is lost in silence, no limit is passed, and the words read well."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import shotscript
from shotscript.core.world import TextWorld
from shotscript.providers import named
from shotscript.providers.claims import claims
from shotscript.providers.contract import Verdict
from shotscript.studio import Film

LIMITS = named("kling-3-omni").limits
WORDS = " ".join(f"word{'abcdefghi'[i % 9]}{'.' if i % 9 == 8 else ''}" for i in range(400))
CAST = """\
/*@cast
MAYA: woman, 34; a scar @left "deep" look.
  wears: red; coat.
JON: man
小梅: 二十岁的女孩，短发。
  speaks: 普通话
*/

INT. MAYA'S KITCHEN - NIGHT #1#

"""
SHOT = re.compile(r"shot (\d+), (\d+), ([^;]*);(?: |$)")
ROOM = "INT. ROOM - DAY\n\n"
SCRIPTS = {
    "marks": CAST + """\
!! 1A: MS on MAYA, "a; b; c", "says \\"hi\\" @you", "steam in the air."

She waits; then goes; @maya.

MAYA
Yes; no; "maybe"; @jon; 😀

[[sound: wind; rain]]
[[light: dim; blue]]
[[weather: rain; "storm"]]
[[state MAYA: wears black coat.; a cut lip; wet]]
!! 1B: CU on MAYA

MAYA
Shot 2, 3, this is; not; a shot
""",
    "quotes": ROOM + '!! insert on "a cracked; \\"phone\\" @x", 50mm f/2, "a sign that says “open”"\n\nBeep; beep.\n',
    "long looks": CAST.replace("JON: man", "JON: " + "long look words " * 16)
    + "!! 1A: MS on JON and MAYA, \"smoke\", 24mm f/2\n\nJON\nHello, I am here. Hello, I am here to see you.\n",
    "a look too long": CAST.replace("JON: man", "JON: " + "long look words " * 40) + "!! 1A: MS on JON\n\nJON\nHi.\n",
    "a long speech": CAST + f"!! 1A: MS on MAYA\n\nMAYA\n{WORDS}\n",
    "a long speech without shots": f"{ROOM}MAYA\n{WORDS}\n",
    "no full stop": f"{ROOM}MAYA\n{'word ' * 400}\n",
    "a written length too short": f"{ROOM}!! 1A: MS on MAYA, 8s\n\nMAYA\n{WORDS[:900]}\n",
    "long action": f"{ROOM}!! 1A: MS on ANN, 8s\n\n{WORDS}\n\nANN\nHi.\n",
    "chinese": CAST.replace("INT. MAYA'S KITCHEN - NIGHT", ".内景 厨房 - 夜") + """\
!! 1A：WS on 小梅，4s

小梅走进厨房。她看着窗外；雨很大。

@小梅
（轻声）
你在这里吗？

!! 1B：CU on 小梅
@小梅（画外音）
“我来了”；别怕
""",
    "emoji": 'INT. CAFÉ 😀 - DAY\n\n!! 1A: MS on "a 😀 sign", 2s\n\n😀 look!\n\n@😀\nHello 😀\n\n!! CU on BOB\n\n'
    'BOB\n👩‍👩‍👧 It\'s "fine"...\n',
    "too long a shot": f"{ROOM}!! 1A: WS on BOB, 40s\n\nBOB\nHi.\n\n!! 1B: MS on BOB, 1s\n\nBOB\nHello my dear.\n",
    "many short shots": ROOM + "".join(f"!! MS on BOB, 12f\n\nTick {i}.\n\n" for i in range(20)) + "BOB\nYes.\n",
    "short scenes": "INT. A - DAY\n\n!! 1s, WS\n\nINT. B - DAY\n\n!! 1s, WS\n\nINT. C - DAY\n\n!! 15s, WS\n",
    "odd rates": "/*@format\npicture: 2.39:1 1080p 23.976fps\n*/\nINT. A - DAY\n\n!! MS on BOB, 2.5s\n\nBOB\nHello\n\n"
    "> DISSOLVE TO:\n\nINT. B - DAY\n\n!! CU on BOB\n\nBOB\nOk then\n\nFADE OUT.\n",
    "voices": """\
/*@format
style: noir
never: text, logos, "big, red" things
*/
INT. A - DAY

[[music: sad piano]]
[[super: "TOKYO; 1999"]]
!! 1A: MS on BOB, camera at 0 2 height 1.5m, allow AX101, speed 50%

BOB (ON PHONE)
(whispering; sad)
Hello?

ANN (V.O.)
I never knew; him.

ANN (O.S.)
Bob!

BOB
(a long pause)
~la la la

!! 1B: as 1A, 3s, dutch left 10deg

BOB
Together

ANN ^
Together!

[[perform BOB: a.wav]]
[[take: y.mp4]]
[[frame first: z.png]]
!! 1C: WS

They go.
""",
    "names": "/*@cast\nSHOT 2: man\nCAMERA: woman\nTHE: child\n*/\nINT. A - DAY\n\n!! MS on @SHOT 2 and @CAMERA\n\n"
    "SHOT 2\nshot 3, 4, hello;\n",
    "a crowd": "/*@cast\n" + "".join(f"P{c}: person {c}, blue eyes\n  wears: a coat\n" for c in "ABCDEFGH")
    + "*/\nINT. A - DAY\n\n!! WS on " + " and ".join(f"P{c}" for c in "ABCDEFGH") + "\n\nThey wait.\n",
    "long dissolves": "INT. A - DAY\n\n!! WS on BOB, 1s\n\nBOB\nA.\n\n> DISSOLVE TO: [[over: 4s]]\n\nINT. B - DAY\n\n"
    "!! WS, 1s\n\n> WIPE TO:\n\nINT. C - DAY\n\n!! 13s, WS\n\n> FADE OUT. [[over: 3s]]\n",
    "braces": 'INT. A - DAY\n\n!! MS on BOB, "hello {name}"\n\nBOB\nHi {name}\n',
}  # fmt: skip
ODD = re.compile(r"(?<![.])\.\.(?![.])|  | ,|\.,|,,|:\.|：\.| \.(?!\.)|\b[Tt]he the\b|\W(?:says|goes on) [A-Z]")


def compiled(text: str) -> Film:
    return shotscript.compile("film.fountain", provider="kling-3-omni", world=TextWorld({"film.fountain": text}))


def pages(prompt: str) -> list[tuple[int, str]]:
    return [(int(seconds), words) for _, seconds, words in SHOT.findall(prompt)]


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_limit_is_passed(name: str):
    film = compiled(SCRIPTS[name])
    for segment, draft in zip(film.segments, film.drafts, strict=True):
        listed = pages(draft.request.prompt)
        assert len(listed) == len(segment.cuts) <= 6
        assert sum(seconds for seconds, _ in listed) == segment.seconds and 3 <= segment.seconds <= 15
        assert all(len(words) <= (LIMITS.shot_words or 0) for _, words in listed)
        assert len(draft.request.prompt) <= (LIMITS.prompt or 0)


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_is_lost_in_silence(name: str):
    film = compiled(SCRIPTS[name])
    placed = {cut.shot.label for segment in film.segments for cut in segment.cuts}
    refused = [p for p in film.problems if p.code.startswith("BK")]
    for shot in film.story.shots:
        assert shot.label in placed or any(f"shot {shot.label}" in p.message for p in refused), shot.label
    for segment, draft in zip(film.segments, film.drafts, strict=True):
        asked = Counter((c.shot, c.kind, c.span) for cut in segment.cuts for c in claims(cut.shot, film.context))
        told = Counter((loss.shot, loss.kind, loss.span) for loss in draft.losses)
        assert all(told[claim] == count for claim, count in asked.items())
        assert all(count == asked.get(claim, 1) for claim, count in told.items() if claim[1] != "picture")


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_line_stands_to_the_letter_or_is_reported(name: str):
    film = compiled(SCRIPTS[name])
    for segment, draft in zip(film.segments, film.drafts, strict=True):
        told = {(loss.shot, loss.span): loss for loss in draft.losses}
        for cut in segment.cuts:
            for beat in (b for b in cut.shot.beats if b.kind == "speech"):
                loss = told[cut.shot.label, beat.span]
                assert loss.verdict is not Verdict.LOST
                assert " ".join(beat.text.split()) in draft.request.prompt or loss.how


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_words_read_well(name: str):
    for draft in compiled(SCRIPTS[name]).drafts:
        for _, words in pages(draft.request.prompt):
            assert not ODD.search(words), ODD.search(words)
            assert words.rstrip('"”')[-1] in ".!?。！？" or words.endswith('"'), words


def test_how_things_are_said():
    drafts = [draft for name in ("marks", "chinese", "voices") for draft in compiled(SCRIPTS[name]).drafts]
    prompts = " ".join(draft.request.prompt for draft in drafts)
    for words in (
        "Interior, night: Maya's Kitchen. ", "red； coat.", 'look. Wears red； coat. ', '＠jon； 😀".;',
        "小梅走进厨房。她看着窗外；雨很大。 ", '小梅, 轻声, says in 普通话: "你在这里吗？"', "Interior, 夜: 厨房. ",
        'Bob sings: "la la la". ', "Maya, now in black coat. a cut lip； wet. ",
    ):
        assert words in prompts, words


BLOCKS = """\
INT. ROOM - DAY

[[block: TABLE table at 0 0; BOB stands left of TABLE; ANN stands in front of TABLE]]
!! WS

They wait.

[[block: BOB walks to ANN then walks to right of TABLE; ANN walks to -1.5 2 over 2s then sits on TABLE]]
!! WS, 6s

They walk.
"""


def test_where_people_go():
    prompt = compiled(BLOCKS).drafts[0].request.prompt
    assert "Bob walks up to Ann, then walks to the right of the table." in prompt
    assert "Ann walks to 1.5 metres left of the middle and 2 metres in front of it over 2 seconds, then sits " in prompt


def test_a_note_on_a_mark_stays_with_its_clause():
    draft = compiled(SCRIPTS["quotes"]).drafts[0]
    how = {loss.kind: loss.how for loss in draft.losses}
    assert "；" in how["framing"] and "；" not in how["lens"]
