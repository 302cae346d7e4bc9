"""The page of the language, held to the parser: its directives, blocks, blocking, voices, transitions and codes."""

from __future__ import annotations

import re
from itertools import product

import pytest
from language_page import CHAPTERS, NAMES, fences, tables, told

from shotscript.core import codes
from shotscript.core.span import Span
from shotscript.lang import blocks, heads, shots, transitions
from shotscript.lang.ast import Cue, Directive, ShotLine, TransitionMark
from shotscript.lang.words import BLOCK, KINDS
from shotscript.narrative.resolve import understand

# ------------------------------------------------------------------------------------------------ directives and blocks

BODIES = {
    "shot": "CU", "block": "X box at 0 0", "state": "wears a hat", "perform": "a.wav", "super": '"HALO"', "over": "2s",
    "plate": "a.mp4, from 3s", "take": "a.mp4 from 3s", "frame first": "a.png", "frame last": "a.png",
}  # fmt: skip


def directives() -> list[str]:
    return [head for head, *_ in tables(3)[1] for head in re.findall(r"`([^`]+)`", head)]


@pytest.mark.parametrize("head", directives())
@pytest.mark.parametrize("case", [str, str.upper, str.title])
def test_a_directive_of_the_table(head: str, case):
    word = head.removesuffix(" NAME")
    body = BODIES.get(word, "low and soft")
    note = f"[[{case(word)}{' MAYA' * head.endswith('NAME')}: {body}]]"
    place = f"> DISSOLVE TO: {note}" if head == "over" else f"{note}\n\nMaya goes."
    script, problems = told(f"/*@cast\nMAYA: woman\n*/\n\nINT. A\n\nText.\n\n{place}\n")
    assert problems == []
    kinds = [type(item) for item in script.scenes[0].items]
    assert {"shot": ShotLine, "over": TransitionMark}.get(head, Directive) in kinds


def test_the_heads_are_those_of_the_table():
    assert {head.removesuffix(" NAME").split()[0] for head in directives()} == set(heads.HEADS)


@pytest.mark.parametrize("body", re.findall(r'`("HALO"[^`]*|[^` ]+\.svg [^`]*)`', CHAPTERS[3]))
def test_a_super_of_the_table(body: str):
    assert told(f"INT. A\n\n!! WS, 4s\n[[super: {body}]]\n\nText.\n")[1] == []


@pytest.mark.parametrize("line", ["SUPER: text", "TITLE: text"])
def test_a_super_line(line: str):
    script, problems = told(f"INT. A\n\n{line}\n\nText.\n")
    first = script.scenes[0].items[0]
    assert isinstance(first, Directive) and (first.head, first.text, problems) == ("super", '"text"', [])
    assert f"`{line}`" in CHAPTERS[3]


def test_the_blocks_and_their_keys():
    named = set(re.findall(r"`@(\w+)(?: path)?`", CHAPTERS[3].partition("Blocks:")[2].partition("\n")[0]))
    assert named == {*blocks.KEYS, "use"}
    keys = re.search(r"Keys: cast `([^`]+)`.*?places and props `([^`]+)`; format\s+`([^`]+)`", CHAPTERS[3], re.DOTALL)
    assert keys
    cast, things, made = (frozenset(each.split()) for each in keys.groups())
    assert (blocks.KEYS["cast"], blocks.KEYS["places"], blocks.KEYS["props"]) == (cast, things, things)
    assert made == blocks.FORMAT


@pytest.mark.parametrize("name, keys", [(n, k) for n, k in blocks.KEYS.items() if k])
def test_a_property_of_a_block(name: str, keys: frozenset[str]):
    values = {"height": "180cm", "size": "2m x 3m" if name == "places" else "1m x 1m x 1m", "also": "OTHER",
              "speaks": "es", "images": "a.png, b.png", "clip": "a.mp4", "voice": "a.wav"}  # fmt: skip
    lines = "".join(f"  {key}: {values.get(key, 'x')}\n" for key in sorted(keys))
    script, problems = told(f"/*@{name}\nMAYA: text\n{lines}*/\n\nINT. A\n\nText.\n")
    assert problems == [] and {p.key for p in script.blocks[0].entries[0].properties} == keys


def test_the_keys_of_variants():
    (keys,) = re.findall(r"keys are `([^`]+)`", CHAPTERS[7])
    lines = [*keys.split(), *re.findall(r"`(NAME\.\w+)`", CHAPTERS[7])]
    values = {"picture": "9:16", "language": "es", "NAME.voice": "a.wav", "NAME.speaks": "es"}
    body = "".join(f"  {key.replace('NAME', 'MAYA')}: {values.get(key, 'x')}\n" for key in lines)
    assert len(lines) == 9
    assert told(f"/*@cast\nMAYA: w\n*/\n/*@variants\na:\n{body}*/\n\nINT. A\n\nMaya goes.\n")[1] == []


# ------------------------------------------------------------------------------------------------ blocking


def rules() -> dict[str, str]:
    """The grammar of blocking that the page gives, comments left out."""
    text = re.sub(r" {3,}[WHD][^\n]*$", "", fences(3)[0], flags=re.MULTILINE)
    text = re.sub(r"\n +\| ", " | ", text)
    found = re.findall(r"(\w+) *:= (.*?)(?=\n\w+ *:=| {3,}\w+ *:=|\Z)", text, re.DOTALL)
    return {name: body.strip() for name, body in found}


def test_the_grammar_is_found():
    assert set(rules()) == {"block", "item", "phrase", "kind", "P", "T"}
    assert set(rules()["kind"].split(" | ")) == set(KINDS)


LEAVES = {"NAME": ["MAYA"], "X": ["JON"], "time": ["2s"], "SIZE": ["1 x 2.5 x 40cm"], "x": ["-0.6"], "z": ["1.2"],
          "camera": ["camera"], "degrees": ["90"]}  # fmt: skip


def spell(text: str, table: dict[str, str]) -> list[str]:
    """Everything a rule's right side may say, repetitions once."""
    ways: list[str] = []
    for alternative in re.split(r" \| ", text):
        tokens = re.findall(r'"[^"]*"|\[[^\]]*\]|\([^)]*\)\*?|\S+', alternative)
        ways += [" ".join(filter(None, each)) for each in product(*(part(token, table) for token in tokens))]
    return list(dict.fromkeys(ways))


def part(token: str, table: dict[str, str]) -> list[str]:
    if token[0] == "[":
        return ["", *spell(token[1:-1].replace("|", " | "), table)]
    if token[0] == "(":
        inside = spell(token.strip("()*").replace('"|"', '" | "'), table)
        return ["", inside[0], inside[-1]] if token.endswith("*") else inside
    if token[0] == '"':
        return [token.strip('"')]
    if "|" in token:
        return token.split("|")
    return spell(table[token], table) if token in table else LEAVES.get(token, [token])


def phrases() -> list[str]:
    table = rules()
    return [f"MAYA {phrase}" for phrase in spell(table["phrase"], table)]


def things() -> list[str]:
    table = rules()
    item = table["item"].partition(" | ")[2].replace('W "x" H "x" D', "SIZE")
    return [f"CRATE{rest.removeprefix('MAYA')}" for rest in spell(item, table)]


def test_every_item_the_grammar_of_the_page_spells():
    spelt = [*phrases(), *things()]
    assert len(spelt) > 200
    assert {word for text in spelt for word in text.split()} | {"the", "moves", "then", "from"} >= BLOCK
    for text in spelt:
        text = text.replace("to MAYA", "to JON")
        items, problems = shots.blocking(text, Span(0, len(text)), NAMES)
        assert problems == () and len(items) == 1, (text, problems)


def test_steps_and_items_follow_one_another():
    some = [phrase.removeprefix("MAYA ") for phrase in phrases()[::17]]
    text = "MAYA " + " then ".join(some) + "; " + "; ".join(things()[::29])
    items, problems = shots.blocking(text, Span(0, len(text)), NAMES)
    assert problems == () and len(items[0].steps) == len(some)  # pyright: ignore[reportAttributeAccessIssue]
    assert len(items) == 1 + len(things()[::29])


# ------------------------------------------------------------------------------------------------ voices, marks, codes


@pytest.mark.parametrize("extension", re.findall(r"`(\([A-Z.\- ]+\)|画外音|旁白)`", CHAPTERS[5]))
def test_a_voice_unseen(extension: str):
    inside = extension.strip("()")
    script, problems = told(f"/*@cast\nMAYA: w\n*/\n\nINT. A\n\nMAYA ({inside})\nHello there.\n")
    (cue,) = [item for item in script.scenes[0].items if isinstance(item, Cue)]
    assert cue.extension == inside and problems == []
    (beat,) = [beat for shot in understand(script)[0].shots for beat in shot.beats]
    assert beat.unseen and beat.voice_over == (inside in ("V.O.", "旁白"))


def test_pauses_of_the_page():
    words = [*("beat", "pause", "long pause"), *re.findall(r"`(停顿 [^`]+)`", CHAPTERS[5])[0].split()]
    for word in words:
        script, problems = told(f"INT. A\n\nMAYA\n({word})\nHello.\n")
        beats = [beat for shot in understand(script)[0].shots for beat in shot.beats]
        assert beats[0].kind == "pause" and problems == [], word


@pytest.mark.parametrize("line", ["FADE IN:", "FADE OUT.", "> DISSOLVE TO:", "> WIPE TO:", "CUT TO:"])
def test_transitions_of_the_page(line: str):
    script, problems = told(f"INT. A\n\nText.\n\n{line} [[over: 12f]]\n\nINT. B\n\nText.\n")
    (mark,) = [item for scene in script.scenes for item in scene.items if isinstance(item, TransitionMark)]
    assert mark.over and mark.over.frames and problems == [] and transitions.read(mark.text, mark.span, True).kind


def test_the_groups_of_codes():
    spoken = re.search(r"\(AX axis and eyeline.*?what came back\.", CHAPTERS[9], re.DOTALL)
    assert spoken and set(re.findall(r"\b([A-Z]{2}) [a-zF]", spoken[0])) == set(codes.GROUPS) - {"JB"}
