"""Plain Fountain, corner by corner: each case is a `.fountain` file and the `.txt` of its tree, problems included.

`SHOTSCRIPT_RENEW=1 pytest tests/lang/test_fountain_cases.py` writes the expected texts anew and removes those of no
case. `RULES` names for every ambiguous corner of Fountain the cases that pin it and the row of `grammar/README.md`
that writes it down.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import fountain
from shotscript.lang.element import Element, Fountain
from shotscript.lang.parse import parse

CASES = Path(__file__).parent / "cases" / "fountain"
README = Path(__file__).resolve().parents[2] / "grammar" / "README.md"
RENEW = os.environ.get("SHOTSCRIPT_RENEW") == "1"
STEMS = sorted(path.stem for path in CASES.glob("*.fountain"))

RULES = {
    "Is line 1 a title page?": ["title-page", "title-unknown-first-key", "title-cut-to-is-an-entry",
                                "title-dissolve-to-is-screenplay",
                                "title-fade-in-is-screenplay", "title-heading-with-a-colon", "title-speaker-like-line",
                                "title-sentence-with-a-colon"],
    "What stands before it?": ["title-after-a-comment", "title-after-a-note"],
    "Where does it end?": ["title-ends-at-a-line-that-is-no-entry", "title-two-spaces-are-no-end"],
    "A key nobody knows": ["title-custom-keys-do-not-leak"],
    "`NAME: value` indented under a title key": ["title-indented-name-is-a-value"],
    "Heading with no blank line below": ["heading-no-blank-below", "heading-no-blank-above",
                                         "heading-after-hidden-lines"],
    "Heading words": ["heading-words", "heading-dash"],
    "Forced heading": ["heading-forced", "heading-forced-only-after-a-blank"],
    "Scene number": ["heading-numbers"],
    "Sections": ["sections", "sections-in-a-paragraph"],
    "Synopsis": ["synopsis", "page-break"],
    "Cue": ["cue-plain", "cue-needs-text-below", "cue-lower-case-is-none", "cue-extensions", "cue-with-no-blank-above",
            "cue-hangul-and-kana-need-a-sign", "cue-cyrillic-and-greek-have-capitals", "cue-arabic-needs-a-sign"],
    "A cue forced by `@` with no speech": ["cue-forced"],
    "`... TO:` in capitals with text below": ["cue-ends-in-to"],
    "Transition": ["transition", "transition-space-after-the-colon", "transition-needs-blanks",
                   "transition-with-a-note", "transition-lower-case", "transition-forced"],
    "`CUT TO:` with a comment below it": ["boneyard-between-transition-and-text"],
    "`FADE IN:` `FADE OUT.` `FADE TO BLACK.`": ["transition-fades-are-action"],
    "Blank line in a speech": ["dialogue-two-spaces", "dialogue-three-spaces-end-it"],
    "Parenthetical": ["parenthetical", "parenthetical-text-behind", "parenthetical-two-in-a-row",
                      "parenthetical-never-closed"],
    "Forced marks in a speech": ["dialogue-marks-are-words", "dialogue-ended-by-force", "lyrics-in-a-speech"],
    "Lyrics outside a speech": ["lyrics"],
    "Dual dialogue": ["dual", "dual-forced-and-close", "dual-caret-in-the-middle"],
    "Comment `/* */`": ["boneyard", "boneyard-not-nested", "boneyard-inside-a-heading",
                        "note-in-a-comment-and-comment-in-a-note"],
    "Note `[[ ]]`": ["note-inline", "note-over-lines", "note-blank-line-ends-it", "note-two-spaces-keep-it",
                     "note-nested"],
    "Never closed": ["note-never-closed", "boneyard-never-closed"],
    "A line that is wholly hidden": ["note-alone", "note-in-a-speech", "note-above-a-cue", "boneyard-in-a-speech",
                                     "heading-after-hidden-lines"],
    "Full width": ["heading-full-width", "action-forced-full-width", "cue-extensions-full-width",
                   "parenthetical-full-width", "centred", "title-full-width-colon"],
    "Tabs": ["action-spaces-and-tabs"],
    "Line ends": ["action-form-feed-is-no-line-end", "action-line-separators"],
    "Emphasis": ["emphasis-stays-in-the-tree", "title-emphasis"],
    "Byte order mark": ["bom-in-the-middle"],
}  # fmt: skip


@pytest.mark.parametrize("case", STEMS)
def test_case(case: str):
    expected = CASES / f"{case}.txt"
    found = told(text_of(case))
    if RENEW:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("case", STEMS)
def test_line_ends_and_a_byte_order_mark_change_nothing(case: str, end: str):
    """The same tree, though every place in the file is another."""
    text = text_of(case)
    world = TextWorld({"f": b"\xef\xbb\xbf" + text.replace("\n", end).encode()})
    tree = parse(world, "f")[0].fountain
    assert tree_told(tree) == tree_told(fountain.read(Source("f", text))[0])


def test_every_corner_is_written_down_and_pinned():
    page = README.read_text(encoding="utf-8")
    corners = page.partition("## Fountain corners")[2].partition("\n### ")[0]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in corners.splitlines() if line.startswith("| ")][1:]
    assert set(rows) == set(RULES)
    assert {case for cases in RULES.values() for case in cases} <= set(STEMS)


def test_no_stale_cases():
    stale = [p for p in CASES.glob("*.txt") if p.stem not in STEMS]
    if RENEW:
        for path in stale:
            path.unlink()
        stale = []
    assert not stale


def text_of(case: str) -> str:
    return (CASES / f"{case}.fountain").read_bytes().decode()


def told(text: str) -> str:
    """The plain tree, then what is wrong with it."""
    source = Source("f", text)
    tree, problems = fountain.read(source)
    said = [f"{':'.join(map(str, source.position(p.span.start)))} {p.level} {p.code} {p.message}\n" for p in problems]
    return tree_told(tree) + "".join(said)


def tree_told(tree: Fountain) -> str:
    lines = [f"title {e.key}: {' / '.join(e.values)}" for e in tree.title]
    for element in tree.elements:
        lines.append(f"{element.kind}: {element.text}{marks(element)}")
        lines += [f"  note: {note.text}" for note in element.notes]
    lines += [f"loose note: {note.text}" for note in tree.loose]
    lines += [f"boneyard: {bone.text}" for bone in tree.boneyards]
    return "".join(f"{shown(line)}\n" for line in lines)


def marks(e: Element) -> str:
    number = f"#{e.number}" if e.number else ""
    extension = f"({e.extension})" if e.extension else ""
    found = ["forced" * e.forced, number, extension, "dual" * e.dual, f"depth {e.depth}" if e.depth else ""]
    return f" <{' '.join(filter(None, found))}>" if any(found) else ""


def shown(line: str) -> str:
    """On one line, whatever ends a line."""
    return "|".join(line.replace("\r\n", "\n").replace("\r", "\n").split("\n")).replace("\x85", "<NEL>").replace(
        "\u2028", "<LS>").replace("\f", "<FF>")
