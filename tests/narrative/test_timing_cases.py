"""How long shots last, in scripts that hold the seconds themselves: counted by hand, in a comment at their end.

    1A 6/3.8 + 0.5      six characters of Chinese at 3.8 a second, and half a second after the sentence

The units are those of the language of each speaker: syllables of English and Spanish, characters of Chinese, morae of
Japanese, blocks of Korean. Nothing of the compiler is used for the sums.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand

CASES = sorted((Path(__file__).parent / "cases" / "timing").glob("*.fountain"))
LANGUAGES = {"english", "chinese", "japanese", "korean", "spanish"}


def test_each_language_has_its_script():
    assert {path.stem for path in CASES} >= LANGUAGES


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_seconds_are_those_counted_by_hand(path: Path):
    text = path.read_text(encoding="utf-8")
    wanted = dict(re.findall(r"^(\w+) ([\d./+* ]+)$", text.partition("/* seconds\n")[2], re.MULTILINE))
    script, problems, _ = parse(TextWorld({"f": text}), "f")
    story, more = understand(script)
    assert [p for p in (*problems, *more, *check(story)) if p.level is Level.ERROR] == []
    assert {shot.label: shot.seconds for shot in story.shots} == {label: total(sums) for label, sums in wanted.items()}


def total(sums: str) -> Fraction:
    """`2 + 7/3.8 + 2*0.5`, exactly."""
    return sum((product(part) for part in sums.split("+")), Fraction(0))


def product(text: str) -> Fraction:
    first, *more = re.findall(r"[*/]?\s*[\d.]+", text)
    value = Fraction(first.strip())
    for part in more:
        value = value / Fraction(part[1:].strip()) if part[0] == "/" else value * Fraction(part[1:].strip())
    return value
