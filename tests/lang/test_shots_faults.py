"""What must hold of any shot line, right or wrong: no exception, places inside the text, one message for one fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level, Problems, edits
from shotscript.core.span import Span
from shotscript.lang import grammars, shots, words
from shotscript.lang.clause import Description, Framing, Lens, Moves
from shotscript.lang.names import Names

NAMES = Names.of([(name, "cast", ()) for name in ("MAYA", "JON", "COLE", "小梅", "DOLLY", "OLD MAN")])
VALID = [
    "1A: WS on MAYA and JON, 24mm f/4, low angle 20deg, slow dolly in 1.2m over 4s ease out",
    "OTS MAYA on JON left shoulder, 50mm f/2, JON right third, 4.5s",
    "CU on MAYA's left hand, orbit left 20deg around JON over 3s then hold 1s while tilt up 5deg",
    'as 1B, push in to MCU on JON at "looks away", "warm, \\"soft\\" light", allow AX101',
    "POV JON on 小梅, camera at -1.2 2.5 height 1.5m facing MAYA, speed 50%, rack focus from MAYA to JON at 1s",
    "insert “a cracked phone”，3/4 back left，DOLLY looks up，height 30cm，ease in",
]
BLOCKS = [
    "TABLE table 1.2 x 0.75 x 0.8 at 0 0; MAYA sits at -0.6 0 facing JON then turns to camera",
    "JON enters left then gives LETTER to MAYA; LETTER box at 1 1； 小梅 walks to -0.4 3 over 12f",
]
MARKS = list("AMJ aimno,:;\"'@0159.-()[]{}\\\n，：“”「」°%\ue000\ue005的")
ANY_TEXT = st.text(st.one_of(st.sampled_from(MARKS), st.characters(codec="utf-8")), max_size=60)
PATCH = st.one_of(st.just(""), st.sampled_from(["1A: WS ", "OTS MAYA", "CU on JO", "as 1B, ", " then "]), ANY_TEXT)


def shot(text: str) -> tuple[tuple, Problems]:
    _, found, _, problems = shots.shot(text, Span(0, len(text)), NAMES)
    return found, problems


@pytest.mark.parametrize("text", VALID)
def test_the_lines_the_others_are_made_from_are_right(text: str) -> None:
    assert shot(text)[1] == ()


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
@example("\u0345@MAYA\u0301, ﬁlm, ẞ, İ")
@example('"' * 3 + "\\")
@example("CU on 小梅，85m-m，4s")
@example("camera at " + "9" * 5000 + "m 1")
@example("1" * 5000 + "s")
@example("MS on " + "BAR and " * 500)
@example("MAYA holds FOO then " * 500)
def test_no_text_is_too_strange(text: str) -> None:
    _check(text)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_edit_of_a_right_line_is_too_strange(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([*VALID, *BLOCKS]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 6)))
        text = text[:start] + data.draw(PATCH) + text[end:]
    _check(text)


def _check(text: str) -> None:
    """Nothing raises, and nothing points outside the text."""
    whole = Span(100, 100 + len(text), "film.fountain")
    problems = (
        *shots.shot(text, whole, NAMES)[3], *shots.blocking(text, whole, NAMES)[1], *shots.time(text, whole)[1]
    )  # fmt: skip
    for problem in problems:
        for span in (problem.span, *([problem.fix.span] if problem.fix else [])):
            assert whole.start <= span.start <= span.end <= whole.end and span.source == whole.source
        assert problem.message and not problem.message.endswith(".") and problem.label
        assert not problem.message[0].isupper() and problem.help
    for clause in shots.shot(text, whole, NAMES)[1]:
        assert whole.start <= clause.span.start < clause.span.end <= whole.end


EXAMPLES = {
    "allow": "allow AX101",
    "american": "american shot",
    "as": "as 1B",
    "back": "back",
    "big": "big close up",
    "bird": "bird eye",
    "bird's": "bird's eye",
    "birds": "birds eye",
    "camera": "camera at 1 2",
    "close": "close on MAYA",
    "crash": "crash zoom in",
    "dolly": "dolly in 1m",
    "dutch": "dutch left",
    "ease": "ease in",
    "extreme": "extreme wide",
    "eye": "eye level",
    "fast": "fast push in",
    "focus": "focus on MAYA",
    "frame": "frame left",
    "from": "from MAYA",
    "gently": "gently push in",
    "ground": "ground level",
    "hand": "hand held",
    "height": "height 1m",
    "high": "high angle",
    "hold": "hold 1s",
    "insert": "insert MAYA",
    "left": "left third",
    "lens": "lens 35mm",
    "looking": "looking up",
    "looks": "looks up",
    "low": "low angle",
    "ots": "OTS MAYA on JON",
    "over": "over 3s",
    "point": "point of view MAYA",
    "pov": "POV MAYA",
    "profile": "profile left",
    "push": "push in",
    "quickly": "quickly push in",
    "rack": "rack focus to JON",
    "right": "right third",
    "screen": "screen left",
    "slow": "slow motion",
    "speed": "speed 50%",
    "three": "three-quarter left",
    "two": "two shot",
    "very": "very slow push in",
    "whip": "whip pan",
    "worm": "worm eye",
    "worm's": "worm's eye",
    "worms": "worms eye",
    "zoom": "zoom in",
}
"""A clause that begins with the word, where the word alone is none."""


def _edited(word: str) -> list[str]:
    """One letter put in, taken out, changed or swapped, at the start, in the middle and at the end."""
    found = []
    for at in sorted({0, len(word) // 2, len(word) - 1}):
        found += [word[:at] + "q" + word[at:], word[:at] + word[at + 1 :], word[:at] + "q" + word[at + 1 :]]
        found += [word[:at] + word[at + 1] + word[at] + word[at + 2 :]] if at + 1 < len(word) else []
    return [edit for edit in dict.fromkeys(found) if edit and edit.strip("'") not in words.SHOT]


@pytest.mark.parametrize("word", sorted(words.STARTERS))
def test_one_wrong_letter_in_the_first_word_is_one_message(word: str) -> None:
    right = EXAMPLES.get(word, word)
    assert shot(right)[1] == ()
    for edit in _edited(word):
        wrong = right.lower().replace(word, edit, 1)
        found, problems = shot(f"{wrong}, 35mm, handheld")
        assert len(problems) == 1, (wrong, problems)
        assert {Lens, Moves} <= {type(clause) for clause in found}, wrong
        if len(edit) >= 4:
            assert edits(edit, word, 1) <= 1
            assert problems[0].level is Level.ERROR and problems[0].fix, wrong


def test_a_misspelt_word_is_marked_alone_and_put_right() -> None:
    text = "MS on MAYA, slow dolyl in 1m"
    (problem,) = shot(text)[1]
    assert text[problem.span.start : problem.span.end] == "dolyl"
    assert problem.fix
    mended = text[: problem.fix.span.start] + problem.fix.text + text[problem.fix.span.end :]
    assert shot(mended)[1] == ()


SAFE = ["dolyl in 2m", "CU on MAYA 85mm", "CU on MAYA, JON", "1B MS on MAYA", "4 seconds", "a quiet room",
        'a "quiet" room', "low angel", "static, dolly in 2 metres", "MS on MAYA, COLE, JON, 35mm"]  # fmt: skip


@pytest.mark.parametrize("text", SAFE)
def test_a_safe_fix_leaves_nothing_to_say(text: str) -> None:
    (problem,) = shot(text)[1]
    assert problem.fix and problem.fix.safe
    mended = text[: problem.fix.span.start] + problem.fix.text + text[problem.fix.span.end :]
    assert shot(mended)[1] == (), mended


def test_the_other_clauses_of_a_faulty_line_still_count() -> None:
    found, problems = shot("CU on MAYA, dolly inn 2m, 35m, a red door, 4s")
    assert [p.code for p in problems] == ["SY105", "SY102", "SY106"]
    assert isinstance(found[0], Framing) and isinstance(found[-2], Description) and not found[-2].quoted


@pytest.mark.parametrize("grammar", ["shots", "blocking"])
def test_the_grammars_have_no_conflict(grammar: str) -> None:
    pytest.importorskip("interegular", reason="lark needs interegular to look for terminals that overlap")
    grammars.fresh(grammar, strict=True)


def test_the_words_are_those_of_the_grammars() -> None:
    in_terminals = {"ots", "point", "pov", "shoulder", "over", "the", "of", "view"}
    assert grammars.keywords("shots") | in_terminals == words.SHOT
    assert grammars.keywords("blocking") == words.BLOCK
    assert words.STARTERS | words.PROSE <= words.SHOT and set(words.KINDS) <= words.BLOCK


DATA = Path(__file__).parent / "clause_cases" / "idioms"


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", _lines("shots"))
def test_the_idioms_and_the_example_of_the_language_parse(text: str) -> None:
    found, problems = shots.shot(text, Span(0, len(text)), IDIOM_NAMES)[1::2]
    assert problems == () and found


@pytest.mark.parametrize("text", _lines("blocks"))
def test_their_blocks_parse(text: str) -> None:
    items, problems = shots.blocking(text, Span(0, len(text)), IDIOM_NAMES)
    assert problems == () and len(items) == text.count(";") + 1


IDIOM_NAMES = Names.of(
    [(name, "cast", ()) for name in "MAYA JON LEE ANA BEN CY DAN PANE LETTER POND GATE EXIT".split()]  # noqa: SIM905
)
