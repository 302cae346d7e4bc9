"""What holds for every script there is and for any text: the plain tree, the places, no exception, time in proportion.

Scripts are all case files, the examples and the real screenplay beside the project; texts are made of marks, words and
letters outside the basic plane. SHOTSCRIPT_PROOF=1 takes the time of large inputs; otherwise calls are counted.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import time
from pathlib import Path
from statistics import median

import pytest
import respan
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import fountain, heads, hidden
from shotscript.lang.ast import Directive, Script, ShotLine, TransitionMark
from shotscript.lang.element import Element, Fountain
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / "../shared/fountain"
FOLDERS = (ROOT / "tests", ROOT / "examples", SHARED)
SCRIPTS = [path for folder in FOLDERS for path in sorted(folder.rglob("*.fountain"))]
PROOF = os.environ.get("SHOTSCRIPT_PROOF") == "1"

PIECES = st.sampled_from([
    "INT. CAFE\u0301 #1#\n", "\n", "\n\n", "\r\n", "  \n", "MAYA\n", "@小雨（画外音）\n", "JON ^\n", "(beat)\n",
    "Hello 𠮷. ", "~la\n", "> DISSOLVE TO:", "[[over: 12f]]", "CUT TO:\n", "!! 1A: CU on MAYA's hand, 35mm,\n",
    "!! OTS JON on 小雨，50mm\n", "！！ dolyl in, \"𝒜 \\\" b\"\n",
    "[[shot 1B: push in 2m at \"e\u0301\" then hold 1s while pan left]]", "[[shot: auto]]",
    "[[block: BOX box at 0 0; MAYA sits on BOX facing JON then walks to 1 -2 over 3s]]",
    "[[state MAYA: wet; 湿]]", "[[light： 暗]]", "[[super: \"HALO\" center]]", "[[note]]", "/* c */",
    "/*@cast\nMAYA: w\n  also: M, 𠮷\n*/\n", "/*@fields\ncity: Rome\n*/", "{city}",
    "/*@variants\na:\n  light: dim\n*/", "[[", "]]", "/*", "*/", "*a* ", "_", "\u0301", "\u202e", "\u200d",
    "\ue000", "\ufeff", "👩‍👧 ", "!!", ",", "：", "@", "SUPER: x\n", "FADE IN:\n", "# s\n", "= s\n", "===\n",
    "[[shot 1C: as 1A, JON looks at MAYA, camera at 1 2 facing M, allow AX101, slow motion, 4.5s]]",
    "[[frame first: a b.png]]",
])  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)


def named(paths: list[Path]) -> list[str]:
    return [f"{path.parent.name}-{path.stem}" for path in paths]


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


# ------------------------------------------------------------------------------------------------ the layer off


def plain(text: str) -> str:
    """The same text, letter by letter, in which nothing is ours: heads without their colon, `!!` and `/*@` undone."""
    letters, source = list(text), Source("f", text)
    tree = fountain.read(source)[0]
    notes = [note for element in tree.elements for note in element.notes] + [*tree.loose]
    for note in notes:
        if heads.read(note):
            for at in range(note.span.start, note.span.end):
                letters[at] = ";" if letters[at] in ":：" else letters[at]
    for bone in tree.boneyards:
        match = re.match(r"\s*@", bone.text)
        if match:
            letters[bone.span.start + 1 + match.end()] = "-"
    concealed = tuple(sorted((*notes, *tree.boneyards), key=lambda note: note.span.start))
    for element in tree.elements:
        for line in element.lines:
            seen = hidden.without(source, line.start, line.end, concealed)
            match = re.match(r"\s*[!！]([!！])", seen)
            if match:
                letters[line.start + match.start(1)] = "-"
    return "".join(letters)


def same_but_for_words(tree: Fountain) -> list:
    return [
        *((entry.key, entry.span) for entry in tree.title),
        *(
            (e.kind, e.span, e.lines, e.forced, e.number, e.extension, e.dual, e.depth, places(e))
            for e in tree.elements
        ),
        *(note.span for note in (*tree.boneyards, *tree.loose)),
    ]


def places(element: Element) -> list:
    return [note.span for note in element.notes]


def layer_off(text: str) -> None:
    script, _, sources = parse(TextWorld({"f": text}), "f")
    text = sources["f"].text
    off, _, _ = parse(TextWorld({"f": "\ufeff" + plain(text)}), "f")
    assert script.fountain == fountain.read(sources["f"])[0]
    assert same_but_for_words(script.fountain) == same_but_for_words(off.fountain)
    left = [item for scene in off.scenes for item in scene.items]
    assert not [i for i in left if isinstance(i, ShotLine) or (isinstance(i, Directive) and i.head != "super")]
    assert off.blocks == ()


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_the_plain_tree_is_the_same_with_the_layer_off(path: Path):
    layer_off(text_of(path))


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_the_plain_tree_of_any_text_is_the_same_with_the_layer_off(text: str):
    layer_off(text)


# ------------------------------------------------------------------------------------------------ places


def read(text: str | bytes) -> tuple[Script, dict[str, Source]]:
    """Everything before cameras; all problems must lie in their files."""
    script, problems, sources = parse(TextWorld({"f": text}), "f")
    story, more = understand(script)
    for problem in (*problems, *more, *check(story)):
        for span in (problem.span, *([problem.fix.span] if problem.fix else [])):
            assert span.end <= len(sources[span.source].text), problem
    return script, sources


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_every_span_names_the_text_of_its_node(path: Path):
    script, sources = read(text_of(path))
    respan.check(script, sources["f"])


@settings(max_examples=200, deadline=None)
@example('[[shot 1B: push in 2m at "é" then hold 1s while pan left]]SUPER: x\n')
@given(TEXT)
def test_every_span_of_any_text_names_the_text_of_its_node(text: str):
    script, sources = read(text)
    respan.check(script, sources["f"])


def unheard(text: str) -> list[str]:
    """The notes of ours that are neither an item of the script nor pointed at by a problem."""
    script, problems, sources = parse(TextWorld({"f": text}), "f")
    items = [item for scene in script.scenes for item in scene.items]
    every = {one.span for item in items for one in (item, *getattr(item, "above", ()))}
    over = [item.over.span for item in items if isinstance(item, TransitionMark) and item.over]
    told = [*(problem.span for problem in problems), *over]
    tree = script.fountain
    notes = [*tree.loose, *(note for element in tree.elements for note in element.notes)]
    return [sources["f"].slice(note.span) for note in notes if heads.read(note) and note.span not in every
            and not any(note.span.start <= span.start <= note.span.end for span in told)]


@pytest.mark.parametrize("path", SCRIPTS, ids=named(SCRIPTS))
def test_no_note_of_ours_is_lost(path: Path):
    assert unheard(text_of(path)) == []


@settings(max_examples=150, deadline=None)
@example("JON\n(beat)\n(sighs) [[shot 1B: MS]]\nHm.\n")
@given(TEXT)
def test_no_note_of_ours_is_lost_in_any_text(text: str):
    assert unheard(text) == []


# ------------------------------------------------------------------------------------------------ nothing raises


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes):
    read(data)
    read(b"INT. A\n\n!! 1A: " + data + b"\n\n[[block: " + data + b"]]\n")


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_no_edit_of_a_script_raises(data: st.DataObject):
    text = text_of(data.draw(st.sampled_from(SCRIPTS)))[:3000]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[end:]
    read(text)


# ------------------------------------------------------------------------------------------------ in proportion

SCENE = (
    "INT. ROOM {n} - DAY\n\n!! {n}A: WS on MAYA, 35mm, slow push in 1m over 4s\n\nMaya waits. The lamp flickers.\n\n"
    "MAYA\nWhere were you? [[shot {n}B: CU on MAYA, orbit left 20deg]]\n(beat)\nI waited all night.\n\n"
    "[[light: one bulb, number {n}]]\n\n[[block: MAYA stands at 0 0 then walks to 1 1]]\n\n"
)
LARGE = {
    "a script": lambda size: "".join(SCENE.format(n=n) for n in range(size // len(SCENE))),
    "one line": lambda size: "INT. A\n\n" + "walks on and " * (size // 13),
    "open notes": lambda size: "[[" * (size // 2),
    "open comments": lambda size: "/*" * (size // 2),
}
SIZES = {"a script": 250_000, "one line": 1_000_000, "open notes": 200_000, "open comments": 200_000}


@pytest.mark.parametrize("kind", LARGE)
def test_four_times_the_text_is_four_times_the_work(kind: str):
    """Calls of functions, ours and Python's own: the same on every machine."""
    size = SIZES[kind] // (4 if PROOF else 40)
    calls(LARGE[kind](size - 130))  # what is kept from the first time on; words once timed are, so these are others
    assert calls(LARGE[kind](4 * size)) < 5 * calls(LARGE[kind](size)) + 2000


@pytest.mark.skipif(not PROOF, reason="takes time; SHOTSCRIPT_PROOF=1")
@pytest.mark.parametrize("kind", LARGE)
def test_four_times_the_text_takes_under_five_times_the_time(kind: str):
    sizes = [SIZES[kind] + 130 * turn for turn in range(5)]  # no text twice: words once timed are kept
    times = [(seconds(LARGE[kind](size)), seconds(LARGE[kind](4 * size))) for size in sizes]
    ratios = [large / small for small, large in times]
    print(f"{kind}: {median(ratios):.2f} times, {times[-1][0]:.3f} s for {sizes[-1] / 1000:.0f} KB")
    assert median(ratios) < 5, ratios


def seconds(text: str) -> float:
    gc.collect()  # what the runs before have left is not of this one
    start = time.process_time()
    read(text)
    return time.process_time() - start


def calls(text: str) -> int:
    count = 0

    def seen(_frame, event: str, _arg) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count
