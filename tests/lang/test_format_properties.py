"""What holds for every script there is: `fmt` twice is `fmt` once, and nothing is lost or told otherwise.

Over all scripts of the tests, the examples and the outside Fountain files; over the whole language, put into disorder;
and over any soup of marks and words.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import film, tour
from unchanged import check, fmt, forms

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "tests", ROOT / "examples", ROOT.parent / "shared" / "fountain")
FILES = sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("*.fountain"))
FORMS = ("", "line", "note")

PLAIN = ("\n", "\n\n", "\r\n", "  \n", "INT. A - DAY\n", "INT. B #7#\n", "MAYA\n", "@maya (V.O.) ^\n", "(beat)\n",
         "Hello. ", "Hello.\n", "CUT TO:\n", "> X\n", "> c <\n", "~la\n", "# S\n", "= syn\n", "===\n", "!x\n",
         "[[plain]]", "[[a: b]]", "/* c */", "FADE IN:\n", "FADE OUT.\n", "SUPER: now\n", "*a* ", "Title: x\n",
         "1. One\n", ".45 cal\n", ".FORCED\n", "She walks (slowly)\n", "  ", "\t", "She said: no.\n", "\u2028", "é👻 ")
OURS = ("!! 1A: CU on MAYA, 35mm,\n", "!! CU on MAYA\n", "!!\n", "!! auto\n", "！！ WS\n",
        "!! two shot, dolly in .5m,then pan\n", "!!ws , 35 MM\n", "[[shot 1A: WS]]", "[[shot: WS,\n24mm]]",
        "[[shot: WS]]\n", "\n[[Shot: ms]]\n", "[[shot: auto]]", "[[shot:1B:CU]]", "[[light: dim]]",
        "[[Light：dim\n  red]]\n", "[[block: MAYA sits]]", "[[block:MAYA sits;BOX box 1x1x1 at 0 0]]\n",
        "[[state MAYA: wet]]", "[[state: x]]", "[[over: 2 s]]", "[[frame first:a.png]]", "/*@cast\nMAYA: b\n*/",
        "/*@cast MAYA:b\nwears:x */\n", "/*@format\npicture : 16:9\n   more\n//c\n*/\n", "/*@use x*/",
        "[[shto 1: CU]]", "[[", "]]", "/*", "*/", "!!!", "：", ":", "!! ", "!! /* x */ CU, /* y\n z */ 35mm\n",
        "/* q */ !! CU\n", "[[shot: /* c */ CU /* d */ ]]", "!! CU [[note]], 35mm\n", "!! CU [[light: x ]]\n",
        "[[shot: CU, foo\nbar]]", '!! "a, b" ,x\n', "!! 1-A. : CU\n", "!! :CU\n", "!! MAYA looks\n", ",\n", ",")
SOUP = st.lists(st.sampled_from(PLAIN) | st.sampled_from(OURS), min_size=1, max_size=22).map("".join)


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """A script of the whole language in disorder: blanks, capitals, full-width signs, comments, no ids."""
    chance = draw(st.randoms(use_true_random=False))
    text = film(lambda row: draw(st.sampled_from(row)), shots=draw(st.integers(1, 5)))
    text = "\n".join(_disordered(line, chance) for line in text.split("\n"))
    return text.replace("\n", chance.choice(["\n"] * 8 + ["\r\n", "\r"]))


def _disordered(line: str, chance: random.Random) -> str:
    if line.startswith("!!"):
        return _shot(line, chance)
    if line.startswith("[["):
        return _note(line, chance)
    if re.match(r"  \w+: ", line) or line.startswith("/*@"):
        blank = chance.choice(["", "  ", "\t", "       "])
        colon = chance.choice([": ", ":", "：", ":    "])
        return blank + line.strip().replace(": ", colon, 1) + chance.choice(["", "  "])
    return line + chance.choice([""] * 9 + ["  ", "\t", " [[shot: CU]]", " /* prose */", "\n  ", "\nMAYA"])


def _shot(line: str, chance: random.Random) -> str:
    changes = (
        lambda s: re.sub(r"^!! \w+[B-Z]: ", "!! ", s),  # ids that `as` may mean stay
        lambda s: s.replace(", ", chance.choice([" ,  ", ",", ",\n", " , ,", "，"])),
        lambda s: s.replace(", ", chance.choice([", /* tight; \"x */ ", " /*y*/, "]), 1),
        lambda s: s.replace(": ", chance.choice(["：", ":", " :  "]), 1),
        lambda s: s if '"' in s else s.title() if chance.random() < 0.3 else s.replace("on", "On"),
        lambda s: s.replace("!!", "！！"),
        lambda s: s.replace(" on ", " /* who */ on "),
        lambda s: s + chance.choice([" [[why]]", ",", "  \t", ", foo bar baz qux", ", dolyl in 2m", ", low sun"]),
        lambda s: "  " + s,
        lambda s: f"[[{chance.choice(['shot', 'Shot', 'SHOT '])} {s[3:]}]]" if s.startswith("!! ") and "[[" not in s
        and ":" in s else s,
    )
    for change in changes:
        line = change(line) if chance.random() < 0.2 else line
    return line


def _note(line: str, chance: random.Random) -> str:
    changes = (
        lambda s: s.replace(": ", chance.choice(["：", ":", " :  "]), 1),
        lambda s: s.replace(";", chance.choice([" ;;\n  ", ";\n", " /*c*/;", "；"])),
        lambda s: s.replace(" ", chance.choice(["  ", "\n"]), 3),
        lambda s: chance.choice(["   ", "\t"]) + s + "  ",
        lambda s: s.replace("[[", "[[ ").upper() if "media" not in s and '"' not in s else s,
    )
    for change in changes:
        line = change(line) if chance.random() < 0.15 else line
    return line


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT.parent)))
def test_every_script_there_is(path: Path) -> None:
    text = path.read_bytes().decode(errors="replace").removeprefix("\ufeff")
    for shots in FORMS:
        check(text, shots)


def test_the_whole_language() -> None:
    for text in tour(7):
        for shots in FORMS:
            check(text, shots)


@settings(max_examples=60, deadline=None)
@given(untidy(), st.sampled_from(FORMS))
def test_the_language_in_disorder(text: str, shots: str) -> None:
    check(text, shots)


@settings(max_examples=150, deadline=None)
@given(SOUP, st.sampled_from(FORMS))
def test_any_soup_of_marks(text: str, shots: str) -> None:
    check(text, shots)


@settings(max_examples=60, deadline=None)
@given(SOUP | untidy())
def test_there_and_back_again(text: str) -> None:
    note = fmt(text, "note")
    line = fmt(note, "line")
    assert fmt(line, "note") == note
    assert fmt(fmt(line, "note"), "line") == line


def test_the_example_is_as_it_should_be_and_turns(example: Path) -> None:
    text = example.read_text()
    assert fmt(text) == text
    hidden = fmt(text, "note")
    assert "!!" not in hidden and set(forms(hidden)) == {"note"}
    assert "line" in forms(text) and forms(fmt(hidden, "line")).count("line") == forms(text).count("line")


PROSE = ("Maya  waits. \t", "  An indented line,  ", "\tA tab.", "She said: \"no\". ", "Ends in two blanks.  ",
         "caf\u00e9 \u2028 x")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PROSE) | st.sampled_from(["!!ws", "[[Light:x ]]", "!! CU ,35 mm", "[[ shot: ms]]"]),
                max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(FORMS), st.booleans())
def test_prose_stays_to_the_letter(paragraphs: list[str], newline: str, shots: str, tight: bool) -> None:
    """Told by the paragraphs it was made of, and by nothing of ours."""
    gap = newline if tight else newline * 2
    new = fmt("INT. A" + newline * 2 + gap.join(paragraphs), shots)
    lines = re.split(r"\r\n|\n|\r", new)
    assert [line for line in lines if line in PROSE] == [line for line in paragraphs if line in PROSE]
    assert [line for line in lines[2:] if line and line not in PROSE and not line.startswith(("!! ", "[["))] == []
    assert len(lines) == len(re.split(r"\r\n|\n|\r", "INT. A" + newline * 2 + gap.join(paragraphs)))
    assert set(re.findall(r"\r\n|\n|\r", new)) == {newline}
