"""The extension layer: each case is a `.fountain` file and the `.txt` of what it becomes, problems included.

`SHOTSCRIPT_RENEW=1 pytest tests/lang/test_stream.py` writes the expected texts anew and removes those of no case.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import fountain
from shotscript.lang.ast import (
    ActionText,
    Cue,
    Directive,
    Item,
    Parenthetical,
    Script,
    ShotLine,
    SpeechText,
    TransitionMark,
)
from shotscript.lang.element import Kind
from shotscript.lang.parse import parse

CASES = Path(__file__).parent / "cases"
RENEW = os.environ.get("SHOTSCRIPT_RENEW") == "1"


@pytest.mark.parametrize("case", sorted(p.stem for p in CASES.glob("*.fountain")))
def test_case(case: str):
    text = (CASES / f"{case}.fountain").read_bytes().decode()
    expected = CASES / f"{case}.txt"
    found = told(text)
    if RENEW:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_no_stale_cases():
    stale = [p for p in CASES.glob("*.txt") if not p.with_suffix(".fountain").exists()]
    if RENEW:
        for path in stale:
            path.unlink()
        stale = []
    assert not stale


def told(text: str) -> str:
    """A script and its problems, one thing a line."""
    script, problems, sources = parse(TextWorld({"f": text}), "f")
    lines = [f"block {b.name}: {', '.join(e.name for e in b.entries)}" for b in script.blocks]
    for scene in script.scenes:
        lines.append(f"scene {scene.heading}" + (f" #{scene.number}" if scene.number else ""))
        lines += [f"  block {b.name}: {', '.join(e.name for e in b.entries)}" for b in scene.blocks]
        lines += [f"  {item_told(item)}" for item in scene.items]
    for p in problems:
        line, column = sources["f"].position(p.span.start)
        fix = f" -> {p.fix.text!r}" if p.fix else ""
        lines.append(f"{line}:{column} {p.level} {p.code} {p.message} [{sources['f'].slice(p.span)}]{fix}")
    return "\n".join(line.replace("\n", "|") for line in lines) + "\n"


def item_told(item: Item) -> str:
    if isinstance(item, ActionText):
        return f"action{' centered' * item.centered}: {item.text}"
    if isinstance(item, Cue):
        return f"cue: {item.name.text} <{item.name.kind}> {item.extension}{' ^' * item.dual}".rstrip()
    if isinstance(item, Parenthetical):
        return f"parenthetical: {item.text}"
    if isinstance(item, SpeechText):
        return f"speech{' lyric' * item.lyric}: {item.text}"
    if isinstance(item, TransitionMark):
        over = f" over {item.over.value}{'f' * item.over.frames}" if item.over else ""
        return f"transition {item.kind}: {item.text}{over}"
    if isinstance(item, ShotLine):
        return shot_told(item)
    subject = f" {item.subject.text} <{item.subject.kind}>" if item.subject else ""
    return f"{item.head}{subject}: {item.text}" + (f" {len(item.items)} items" if item.items else "")


def shot_told(shot: ShotLine) -> str:
    clauses = " ".join(type(clause).__name__ for clause in shot.clauses)
    above = "".join(f" <{d.head}: {d.text}>" for d in shot.above)
    faulty = f" faulty {','.join(shot.faulty)}" if shot.faulty else ""
    return f"shot {shot.id or '-'} {shot.form}{' auto' * shot.auto}: {clauses}{above}{faulty}"


# ---------------------------------------------------------------------------------------------- spans


def items_of(text: str) -> tuple[Script, list[tuple[str, Item]]]:
    script, _, sources = parse(TextWorld({"f": text}), "f")
    return script, [(sources["f"].slice(item.span), item) for scene in script.scenes for item in scene.items]


def test_spans_point_at_the_source():
    text = (
        "INT. A\r\n\r\n  One *two*, [[sound: bang]] three. \r\n[[light: dim]]\r\n!! 1A: WS,\r\n  24mm\r\n\r\n"
        "@Maya (V.O.)\r\n(soft)\r\nHi [[shot 1B: CU]] there.\r\n"
    )
    assert [source for source, _ in items_of(text)[1]] == [
        "One *two*,",
        "[[sound: bang]]",
        "three.",
        "!! 1A: WS,\r\n  24mm",
        "@Maya (V.O.)",
        "(soft)",
        "Hi",
        "[[shot 1B: CU]]",
        "there.",
    ]


def test_clause_spans_are_exact_in_both_forms():
    text = (
        "INT. A\n\nMAYA\nHi. [[shot 1A: CU on MAYA /* x */, 35mm,\n slow dolly in 1m]]\n\n"
        "!! 1B: CU on MAYA,\n50mm [[sound: a]]\n"
    )
    shots = [item for _, item in items_of(text)[1] if isinstance(item, ShotLine)]
    assert [[text[c.span.start : c.span.end] for c in shot.clauses] for shot in shots] == [
        ["CU on MAYA", "35mm", "slow dolly in 1m"],
        ["CU on MAYA", "50mm"],
    ]


def test_a_cue_is_its_cast_entry():
    text = "/*@cast\nMaya Lin: woman\n  also: MAYA, M\n*/\n\nINT. A\n\nMAYA\nHi.\n\n@Jon\nHo.\n\nJON\nHo.\n"
    script, items = items_of(text)
    names = [item.name for _, item in items if isinstance(item, Cue)]
    assert [(n.text, n.kind) for n in names] == [("Maya Lin", "cast"), ("Jon", "cue"), ("Jon", "cue")]
    assert script.scenes[0].heading == "INT. A"


def test_a_directive_of_a_shot_stands_above_it():
    text = (
        "INT. A\n\n[[light: far]]\n\n[[light: near]]\n[[sound: x]] [[music: y]]\n[[shot 1: WS]]\n\n"
        "He. [[sound: end]]\n!! 2: CU\n"
    )
    shots = [item for _, item in items_of(text)[1] if isinstance(item, ShotLine)]
    assert [[d.text for d in shot.above] for shot in shots] == [["near", "x", "y"], []]


@pytest.mark.parametrize("between", ["[[a]][[b]]", "/* a\n\nb */", "/* a */\n[[b]]", "[[a]]\n[[b: c]]", "[[b]]\n/*a*/"])
def test_hidden_lines_do_not_end_a_speech(between: str):
    _, items = items_of(f"INT. A\n\nMAYA\n{between}\nOne.\n{between}\n~two\n{between}\n!! CU\nThree.\n\n~four\n")
    heard = [item.text for _, item in items if isinstance(item, SpeechText)]
    assert heard == ["One.", "two", "Three."]
    assert [item.text for _, item in items if isinstance(item, ActionText)] == ["four"]


KINDS = {
    "cut": ["CUT TO:", "SMASH CUT TO:", "MATCH CUT TO:", "BACK TO:", "JUMP CUT", "切至", "CORTE A:", "GO TO:"],
    "dissolve": ["DISSOLVE TO:", "Cross fade", "FADE TO:", "溶至", "疊化", "ディゾルブ", "디졸브", "ENCADENADO"],
    "wipe": ["WIPE TO:", "CLOCK WIPE TO:", "ワイプ"],
    "fade in": ["FADE IN:", "FADE UP", "淡入", "フェードイン", "페이드 인"],
    "fade out": ["FADE OUT.", "FADE TO BLACK.", "淡出", "フェードアウト", "페이드 아웃", "FUNDIDO A NEGRO"],
}


@pytest.mark.parametrize("kind, text", [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_transition_kinds(kind: str, text: str):
    _, items = items_of(f"INT. A\n\nText.\n\n> {text}\n\nINT. B\n\nText.\n")
    marks = [item for _, item in items if isinstance(item, TransitionMark)]
    assert [(mark.kind, mark.text) for mark in marks] == [(kind, text)]


def test_an_unknown_transition_is_told_only_when_forced():
    problems = parse(TextWorld({"f": "INT. A\n\nText.\n\nGO TO:\n\n> GO THERE\n"}), "f")[1]
    assert [(p.code, p.span.start) for p in problems] == [("FN907", 23)]


# ---------------------------------------------------------------------------------------------- guarantees

CARRIED = {
    Kind.ACTION: (ActionText, TransitionMark, Directive),
    Kind.CENTERED: (ActionText,),
    Kind.CHARACTER: (Cue,),
    Kind.PARENTHETICAL: (Parenthetical,),
    Kind.DIALOGUE: (SpeechText, Parenthetical),
    Kind.LYRICS: (SpeechText, ActionText),
    Kind.TRANSITION: (TransitionMark,),
}
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=5)
PLAIN = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        "INT. A - DAY\n",
        "MAYA\n",
        "@maya (V.O.) ^\n",
        "(beat)\n",
        "Hello. ",
        "CUT TO:\n",
        "> X\n",
        "> c <\n",
        "~la\n",
        "# S\n",
        "= syn\n",
        "===\n",
        "!x\n",
        "[[plain]]",
        "[[a: b]]",
        "/* c */",
        "FADE IN:\n",
        "SUPER: now\n",
        "*a* ",
    ]
)
OURS = st.sampled_from(
    [
        "!! 1A: CU on MAYA, 35mm,\n",
        "!!\n",
        "！！ WS\n",
        "[[shot 1A: WS]]",
        "[[shot: auto]]",
        "[[light: dim]]",
        "[[block: MAYA sits]]",
        "[[state MAYA: wet]]",
        "[[state: x]]",
        "[[over: 2s]]",
        "[[frame first: a.png]]",
        "/*@cast\nMAYA: b\n*/",
        "/*@use x*/",
        "[[shto 1: CU]]",
        "[[",
        "]]",
        "/*",
        "*/",
        "!!!",
        "：",
        ":",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PLAIN | WORDS, max_size=30).map("".join))
def test_plain_fountain_is_held_whole(text: str):
    """Without our marks every element that is heard or seen is an item, and nothing is worse than a warning."""
    if any(mark in text for mark in ("!!", "！！", "！!", "!！")):
        return
    script, problems, _ = parse(TextWorld({"f": text}), "f")
    items = [item for scene in script.scenes for item in scene.items]
    for e in script.fountain.elements:
        if e.kind in CARRIED and e.text.strip(" \t*_\\\n"):
            inside = [i for i in items if e.span.start <= i.span.start and i.span.end <= e.span.end]
            assert any(isinstance(i, CARRIED[e.kind]) for i in inside), e
    assert [p for p in problems if p.level == 3] == []


@settings(max_examples=80, deadline=None)
@given(st.lists(PLAIN | OURS | WORDS, max_size=25).map("".join))
def test_any_text_makes_a_script(text: str):
    script, problems, sources = parse(TextWorld({"f": text}), "f")
    spans = [i.span for scene in script.scenes for i in (*scene.items, scene)]
    spans += [d.span for scene in script.scenes for i in scene.items if isinstance(i, ShotLine) for d in i.above]
    assert all(s.end <= len(text) for s in (*spans, *(p.span for p in problems)))
    for scene in script.scenes:
        starts = [i.span.start for i in scene.items]
        assert starts == sorted(starts)
        assert all(scene.span.start <= i.span.start and i.span.end <= scene.span.end for i in scene.items)
    assert script.fountain == fountain.read(sources["f"])[0]
    assert all(p.fix is None or p.fix.span.end <= len(text) for p in problems)


@pytest.mark.parametrize(
    "text",
    [
        "INT. A\n\n" + "[[" * 100_000,
        "INT. A\n\n" + "[[light: x]]" * 20_000 + "\n!! CU",
        "INT. A\n\n" + "Walks. [[sound: x]]\n" * 20_000,
        "INT. A\n\nMAYA\n" + "Walks. [[a]] [[b: c]]\n" * 20_000,
        "INT. A\n\n" + "He walks on.\n" * 100_000,
        "INT. A\n\n" + "!! 1: CU, /* x */\n" + "35mm, /* x */\n" * 1000,
        "INT. A\n\n" + "[[shot" + " " * 200_000 + "]]",
        "INT. A\n\n[[state " + "x " * 200_000 + "]]",
        "INT. A\n\n[[block: " + " " * 200_000 + "]]",
        "/*@cast\n" + "A: b\n  wears: c\n" * 20_000 + "*/",
        "/*@format\nstyle: " + "a,\n  " * 50_000 + "*/",
        "INT. A\n\n" + "/*@cast\nA: b\n*/" * 5_000,
    ],
)
def test_hostile_text_ends(text: str):
    source = Source("f", text)
    script, _, _ = parse(TextWorld({"f": text}), "f")
    assert script.source == "f" and len(source.text) == len(text)
