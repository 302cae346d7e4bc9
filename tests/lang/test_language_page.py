"""The page of the language, held to the parser: what its examples and tables of clauses write is read, without a word.

Every piece of code of the chapter on clauses is written out (`[on NAME]` with and without, `left / right` each way) and
must parse; what is no clause by itself stands in a table below with what makes it one. So a word added to the page and
to no grammar fails here.
"""

from __future__ import annotations

import re

import pytest
from language_page import NAMES, codes, fences, tables, told

from shotscript.core.span import Span
from shotscript.lang import shots
from shotscript.lang.ast import ShotLine, TransitionMark
from shotscript.lang.clause import Clause

# ------------------------------------------------------------------------------------------------ examples


def test_the_example_is_read_without_a_word():
    (example,) = fences(2)
    script, problems = told(example)
    assert problems == []
    assert [block.name for block in script.blocks] == ["format", "cast", "places"]
    shown = [item.id for scene in script.scenes for item in scene.items if isinstance(item, ShotLine)]
    assert shown == ["1A", "1B", "1C", "1D"]
    (mark,) = [item for scene in script.scenes for item in scene.items if isinstance(item, TransitionMark)]
    assert mark.kind == "dissolve" and mark.over and mark.over.value == 12


def test_the_variants_are_read_without_a_word():
    (example,) = fences(7)
    fields = "/*@fields\nhook: It rains in {city}.\ncity: Rome\n*/\n\n"
    assert told(f"{fields}{example}\nINT. ROOM - DAY\n\n{{hook}}\n")[1] == []


CARRIERS = ["!! 1A: {}", "[[shot 1A: {}]]", "[[shot: {}]]", "!! {}", "！！ 1A：{}", "[[SHOT 1A： {}]]"]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_shot_is_one_in_every_carrier(carrier: str):
    script, problems = told(f"INT. A\n\n{carrier.format('WS, 24mm')}\n\nText.\n")
    (shot,) = [item for item in script.scenes[0].items if isinstance(item, ShotLine)]
    assert len(shot.clauses) == 2 and problems == []


# ------------------------------------------------------------------------------------------------ clauses

ENDINGS = {"close on": "close on MAYA", "MS on": "MS on MAYA", "CU on": "CU on MAYA", "rack focus": "rack focus to JON"}
"""What needs a name behind it."""

AFTER_MOVES = {
    "around NAME": "orbit left", "to 85mm": "zoom in", "to 24mm": "dolly zoom in", "to NAME": "push in",
    "over 3s": "push in", "at 1.5s": "push in", 'at "lifts his head"': "push in",
    "20deg": "eye level | low angle | high angle | overhead | worm's eye",
    "ease in | ease out | ease in out | linear": "push in", "[on NAME {and NAME}]": "CU",
}  # fmt: skip
"""What stands behind something."""

BEFORE_MOVES = ("slow", "fast", "very", "gently", "quickly")

NO_CLAUSE = {
    "on": "a word of the text", "\\\"": "a mark in a description", "to": "a word of the text", "while": "a word",
    "then": "a word", "reference/language.md": "a file", "block": "a directive", "@NAME": "how a name is forced",
    "and": "a word", "as": "a word", "ease ...": "see `ease in`", "over ...": "see `over 3s`", "insert": "a word",
    "HALO's foot": "a part of a thing", "m cm ft in": "units", "mm": "a unit", "deg °": "units", "s f": "units",
    "%": "a unit", "f/2.8 f2.8 T2.8": "stops, below", "，：；！！（）": "signs, below", "“ ” 「 」": "quotes, below",
}  # fmt: skip


def written() -> list[str]:
    """Every clause of the chapter, written out."""
    found: list[str] = []
    for code in codes(4):
        if code not in NO_CLAUSE:
            found += clauses_of(code)
    return list(dict.fromkeys(found))


def clauses_of(code: str) -> list[str]:
    if code in AFTER_MOVES:
        return [f"{before} {each}".strip() for before in AFTER_MOVES[code].split(" | ") for each in expand(code)]
    if code in BEFORE_MOVES:
        return [f"{code} push in", f"very {code} push in"] if code != "very" else ["very slow push in"]
    if re.fullmatch(r"(?:[A-Z]+ )+[A-Z]+", code) and code.split()[0] == "EWS":
        tails = ["", " on MAYA", " on MAYA and JON"]
        return [size + tail for size in code.split() for tail in tails]
    if code in ("A then B", "A while B"):
        return [code.replace("A", "push in").replace("B", "pan left")]
    return expand(ENDINGS.get(code, code))


def expand(code: str) -> list[str]:
    """`[NAME] looks left / right` to the clauses it stands for."""
    if " | " in code:
        return [each for part in code.split(" | ") for each in expand(part)]
    if match := re.search(r"\[([^\[\]]*)\]|\{([^{}]*)\}", code):
        inside = match[1] or match[2]
        ways = ("", inside) if match[1] else ("", inside, f"{inside} {inside}")
        return [each for way in ways for each in expand(tidy(code[: match.start()] + way + code[match.end() :]))]
    if match := re.search(r"[\w-]+(?: / [\w-]+)+", code):
        return [each for way in match[0].split(" / ") for each in expand(code.replace(match[0], way, 1))]
    if match := re.search(r"\b(left)/(right)\b", code):
        return [each for way in match.groups() for each in expand(code.replace(match[0], way, 1))]
    return [named(code)]


def tidy(code: str) -> str:
    return " ".join(code.split())


def named(code: str) -> str:
    """With people in it. A clause that is only the end of another's is given its beginning."""
    code = code.replace("size", "MCU")
    for stands, name in (("NAME", "MAYA"), ("NAME", "JON"), ("NAME", "PELL"), ("A", "MAYA"), ("B", "JON")):
        code = re.sub(rf"(?<![\w\"]){stands}(?![\w\"'])", name, code, count=1)
    return code


def read(text: str) -> tuple[tuple[Clause, ...], tuple[str, ...]]:
    _, found, _, problems = shots.shot(text, Span(0, len(text)), NAMES)
    return found, tuple(f"{p.code} {p.message}" for p in problems)


@pytest.mark.parametrize("text", written())
def test_a_clause_of_the_page(text: str):
    found, problems = read(f"1A: {text}, allow CV301" if not text.startswith("allow") else text)
    assert problems == () and len(found) >= 1 + (not text.startswith("allow")), text


def test_the_tables_above_speak_of_the_page():
    every = set(codes(4))
    assert set(NO_CLAUSE) <= every | {"insert"} and set(AFTER_MOVES) <= every and set(BEFORE_MOVES) <= every
    assert len(written()) > 110


def moves() -> list[tuple[str, str]]:
    """Every move of the table with what its second cell says an amount is."""
    found: list[tuple[str, str]] = []
    for forms, amount in tables(4)[1]:
        unit = "1m" if "metres" in amount else "20deg" if "degrees" in amount else ""
        targets = re.findall(r"`(to \d+mm)`", amount)
        for code in re.findall(r"`([^`]+)`", forms):
            found += [(move, unit or (targets or [""])[0]) for move in clauses_of(code)]
    return found


@pytest.mark.parametrize("move, amount", moves(), ids=lambda part: str(part))
def test_a_move_of_the_table_takes_its_amount_or_a_target(move: str, amount: str):
    texture = not amount
    texts = [move, f"slow {move}", f"{move} over 3s", f"{move} at 1.5s ease in out", f"static then {move}",
             f"{move} while handheld"]  # fmt: skip
    texts += [] if texture else [f"{move} {amount}", f"{move} {amount} over 3s at 1s linear"]
    texts += [] if texture else [f"{move} to {end}" for end in ("JON", "CU", "CU on JON", "OTS MAYA on JON")]
    for text in texts:
        assert read(text)[1] == (), text
    if not texture and amount[0].isdigit():
        assert [p.split()[0] for p in read(f"{move} {amount} to JON")[1]] == ["SY108"]


def test_the_readings_the_page_gives():
    bare = [read(text)[0][0] for text in ("two shot on MAYA and JON", "MS on MAYA and JON")]
    assert bare[0].size == bare[1].size  # pyright: ignore[reportAttributeAccessIssue]
    assert shown("close on MAYA") == shown("CU on MAYA")
    assert shown("track left 1m") == shown("dolly left 1m") == shown("truck left 1m")
    assert shown("orbit left 9deg") == shown("arc left 9deg") == shown("orbit left 9°") == shown("orbit left 9 deg")
    assert shown("height 1.5m") == shown("height 150cm") and shown("ground level") == shown("height 0.1m")
    assert shown("f/2.8") == shown("f2.8") == shown("T2.8")
    assert shown("slow motion") == shown("speed 50%") and shown("fast motion") == shown("speed 200%")
    wide = "CU on MAYA，push in 1m，“soft （light）”，35mm"
    assert shown(wide) == shown('CU on MAYA, push in 1m, "soft （light）", 35mm')
    assert shown("「红」") == shown('"红"') and shown("CU on maya") == shown("CU on @MAYA") == shown("CU on MAYA")
    joined = read("pan left while tilt up then push in")[0][0]
    assert [len(part) for part in joined.parts] == [2, 1]  # pyright: ignore[reportAttributeAccessIssue]


def shown(text: str) -> str:
    found, problems = read(text)
    assert problems == ()
    return re.sub(r"Span\([^)]*\)", "", repr(found))
