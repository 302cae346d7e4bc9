"""One wrong letter in any word of ours, anywhere in a clause, is one fault: one message, at that word, with its fix.

Left out are edits that spell another of our words (`in` for `on`) or a known name (`jon`), which mean something else,
and `1 ft 0 0` for `1 at 0 0`, which is a length.
Their list is printed: `pytest tests/lang/test_misspellings.py -s -k printed`. SHOTSCRIPT_PROOF=1 puts in every letter
of the alphabet; without it each clause gets one, a different one each.
"""

from __future__ import annotations

import os
import string

import pytest
from misspellings import NAMES, Slip, clauses, edited, items, missing, slips

from shotscript.core.diagnostic import Diagnostic, Fix, Level, Problems
from shotscript.core.span import Span
from shotscript.core.world import TextWorld
from shotscript.lang import blocks, heads, shots
from shotscript.lang.parse import parse
from shotscript.lang.words import BLOCK, SHOT

PROOF = os.environ.get("SHOTSCRIPT_PROOF") == "1"
THINGS = NAMES.plus([(name, "prop", ()) for name in ("CUP", "TABLE", "BED")])
BEFORE, AFTER, NEXT = "f/2.8, ", ", allow MV501", "; JON holds CUP"


def letters(at: int) -> str:
    return string.ascii_lowercase if PROOF else string.ascii_lowercase[at * 7 % 26]


def shot(text: str) -> Problems:
    return shots.shot(text, Span(0, len(text)), NAMES)[3]


def block(text: str) -> Problems:
    return shots.blocking(text, Span(0, len(text)), THINGS)[1]


def test_every_word_of_ours_stands_in_a_right_clause_or_item():
    assert missing() == (frozenset(), frozenset())
    assert all(shot(BEFORE + clause + AFTER) == () for clause in clauses())
    assert all(block(item + NEXT) == () for item in items())


@pytest.mark.parametrize("at", range(len(clauses())), ids=[clause.replace(" ", "-") for clause in clauses()])
def test_a_clause_with_a_misspelt_word(at: int):
    for slip in slips([clauses()[at]], SHOT, letters(at)):
        if slip.wrong in SHOT or NAMES.find(slip.wrong, Span(0, len(slip.wrong))):
            continue
        text = BEFORE + slip.text + AFTER
        problem, fix = _one(shot(text), slip)
        _at_the_word(problem.span, len(BEFORE), slip)
        assert shot(text[: fix.span.start] + fix.text + text[fix.span.end :]) == (), (slip, fix)
        assert len(shots.shot(text, Span(0, len(text)), NAMES)[1]) >= 2, slip


@pytest.mark.parametrize("at", range(len(items())), ids=[item.replace(" ", "-") for item in items()])
def test_an_item_of_a_block_with_a_misspelt_word(at: int):
    for slip in slips([items()[at]], BLOCK, letters(at)):
        if slip.wrong in BLOCK or slip.wrong == "ft" or THINGS.find(slip.wrong, Span(0, len(slip.wrong))):
            continue
        text = slip.text + NEXT
        problem, fix = _one(block(text), slip)
        _at_the_word(problem.span, 0, slip)
        assert block(text[: fix.span.start] + fix.text + text[fix.span.end :]) == (), (slip, fix)
        assert shots.blocking(text, Span(0, len(text)), THINGS)[0], slip


def _one(problems: Problems, slip: Slip) -> tuple[Diagnostic, Fix]:
    assert len(problems) == 1, (slip, problems)
    (problem,) = problems
    assert problem.fix, slip
    return problem, problem.fix


def _at_the_word(span: Span, offset: int, slip: Slip) -> None:
    """The message points at the wrong word, or at a stretch with it: a description, a shoulder."""
    at = slip.at + offset
    assert span.start <= at and at + len(slip.wrong) <= span.end, (slip, span)


def test_edits_that_spell_another_word_of_ours_are_printed():
    """They are few, and each really is two words of ours."""
    found = sorted({(word, wrong) for word in SHOT for wrong in edited(word) if wrong in SHOT})
    found += sorted({(word, wrong) for word in BLOCK for wrong in edited(word) if wrong in BLOCK} - set(found))
    print("\n".join(f"{word} -> {wrong}" for word, wrong in found))
    assert ("on", "in") in found and ("then", "the") in found and len(found) < len(SHOT | BLOCK)
    assert all(wrong in SHOT | BLOCK and word in SHOT | BLOCK for word, wrong in found)


# ------------------------------------------------------------------------------------------ heads, blocks, their keys

HEADED = {
    "shot": "[[shot 1A: CU on MAYA]]", "block": "[[block: MAYA stands at 0 0]]", "over": "[[over: 2s]]",
    "plate": "[[plate: a.mp4]]", "take": "[[take: a.mp4]]", "state": "[[state MAYA: wet]]",
    "perform": "[[perform MAYA: a.wav]]", "frame": "[[frame first: a.png]]",
}  # fmt: skip
HEAD = "/*@cast\nMAYA: woman\n*/\n\nINT. ROOM - DAY\n\nMaya waits.\n\n"


def told(text: str) -> list[tuple[str, Level]]:
    world = TextWorld({"f": text, "a.mp4": "", "a.wav": "", "a.png": ""})
    return [(p.code, p.level) for p in parse(world, "f")[1]]


@pytest.mark.parametrize("head", HEADED)
def test_a_misspelt_head_is_one_warning(head: str):
    whole = f"{HEAD}> DISSOLVE TO: {HEADED[head]}\n" if head == "over" else f"{HEAD}{HEADED[head]}\n\nShe goes.\n"
    assert told(whole) == []
    for wrong in edited(head, "qs"):
        if wrong not in heads.HEADS and wrong.isalpha():
            assert told(whole.replace(f"[[{head}", f"[[{wrong}")) == [("SY513", Level.WARNING)], wrong


def test_a_misspelt_head_of_free_words_stays_a_note():
    """`[[lights: ...]]` may well be a note, so only letters swapped or doubled are told."""
    for head in ("light", "weather", "sound", "music"):
        whole = f"{HEAD}[[{head}: low]]\n\nShe goes.\n"
        assert told(whole) == []
        for wrong in edited(head, "qs"):
            assert told(whole.replace(f"[[{head}", f"[[{wrong}")) in ([], [("SY513", Level.WARNING)]), wrong


@pytest.mark.parametrize("name", [*blocks.KEYS, "use"])
def test_a_misspelt_block_is_one_error(name: str):
    for wrong in edited(name, "qs"):
        found = told(f"/*@{wrong}\n*/\n\nINT. ROOM - DAY\n\nShe goes.\n")
        assert found == [("SY501", Level.ERROR)], wrong


@pytest.mark.parametrize("name, key", [(n, k) for n, keys in blocks.KEYS.items() for k in sorted(keys or ())])
def test_a_misspelt_property_is_one_warning(name: str, key: str):
    for wrong in edited(key, "qz"):
        if wrong not in (blocks.KEYS[name] or ()):
            found = told(f"/*@{name}\nMAYA: x\n  {wrong}: y\n*/\n\nINT. ROOM - DAY\n\nShe goes.\n")
            assert found == [("SY120", Level.WARNING)], wrong


@pytest.mark.parametrize("key", sorted(blocks.FORMAT))
def test_a_misspelt_format_key_is_one_warning(key: str):
    for wrong in edited(key, "qz"):
        found = told(f"/*@format\n{wrong}: y\n*/\n\nINT. ROOM - DAY\n\nShe goes.\n")
        assert found == [("SY120", Level.WARNING)], wrong
