"""Our plain Fountain tree against the dumps of an outside parser (fountain-tools, MIT)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shotscript.core.span import Source
from shotscript.lang import emphasis, fountain
from shotscript.lang.element import Element, Fountain, Kind

FOLDER = Path(__file__).resolve().parents[2] / "../shared/fountain/fountain-tools"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="../shared/fountain is not beside the project")

CASES = [
    "Action",
    "Boneyards",
    "Character",
    "Dialogue",
    "LineBreaks",
    "Lyrics",
    "Notes",
    "PageBreak",
    "Parenthetical",
    "SceneHeading",
    "Sections",
    "TitlePage",
    "Transition",
    "UTF8",
]

# Where the rules of Fountain 1.1 and the dump differ, the rules win: what the dump says, and what the rules say.
RULES_WIN = {
    # A name needs one letter, so 3CPO is a cue as much as C3PO; that parser asks for a letter in front.
    "Character": [('ACTION:"3CPO\nNot work."', 'CHARACTER:"3CPO"\nDIALOGUE:"Not work."')],
    # That parser lets the speech run on over an empty line, and closes an open note at an empty line. The rules: an
    # empty line ends a speech, and a note that does not close before one is text, shown as it was typed.
    "Notes": [
        ("retired?*\n\nHis hand", 'retired?*"\nACTION:"His hand'),
        ("Phone ringing.\nTesting a note", "Phone ringing.\n\nTesting a note"),
        ("spaces[[3]]\nDefinitely", "spaces[[This\ndoesn't have spaces. Shouldn't work.\n\nDefinitely"),
        ("\n[[3]]NOTE:\"This\ndoesn't have spaces. Shouldn't work.\"", ""),
    ],
    # A first line `CUT TO:` is a transition by the rules: a title page is recognised by its keys.
    "Sections": [('TITLEENTRY:"CUT TO":""', 'TRANSITION:"CUT TO:"')],
}

NAMES = {
    Kind.HEADING: "HEADING",
    Kind.ACTION: "ACTION",
    Kind.CENTERED: "ACTION",
    Kind.CHARACTER: "CHARACTER",
    Kind.PARENTHETICAL: "PARENTHETICAL",
    Kind.DIALOGUE: "DIALOGUE",
    Kind.LYRICS: "LYRIC",
    Kind.TRANSITION: "TRANSITION",
    Kind.SECTION: "SECTION",
    Kind.SYNOPSIS: "SYNOPSIS",
    Kind.PAGE_BREAK: "PAGEBREAK",
}


def test_at_most_three_exceptions():
    assert len(RULES_WIN) <= 3


@pytest.mark.parametrize("case", CASES)
def test_dump(case: str):
    source = Source(case, (FOLDER / f"{case}.fountain").read_text(encoding="utf-8"))
    tree, _ = fountain.read(source)
    assert dump(source, tree) == wanted(case)


def test_emphasis():
    lines = (FOLDER / "Formatted.fountain").read_text(encoding="utf-8").split("\n")
    html = (FOLDER / "Formatted.txt").read_text(encoding="utf-8").split("\n")
    assert len(lines) == len(html)
    for written, shown in zip(lines, html, strict=True):
        if "Leupold" in written:  # that parser does not look for italics inside an underline
            shown = shown.replace("*", "")
        assert emphasis.plain(written) == re.sub(r"</?[biu]>", "", shown)


def test_final_draft_twin():
    """The same script in Final Draft's own format: the paragraphs and their types agree."""
    source = Source("fd", (FOLDER / "TestFDX-FD.fountain").read_text(encoding="utf-8"))
    tree, problems = fountain.read(source)
    xml = (FOLDER / "TestFDX-FD.fdx").read_text(encoding="utf-8").split("</Content>")[0]
    ours = [(NAMES[e.kind].title(), e.text.casefold()) for e in tree.elements]
    theirs = []
    for kind, body in re.findall(r'<Paragraph[^>]*? Type="([^"]+)"[^>]*>(.*?)</Paragraph>', xml, re.DOTALL):
        text = "".join(re.findall(r"<Text[^>]*>([^<]*)</Text>", body))
        theirs.append((kind.replace("Scene Heading", "Heading"), bare(kind, text).casefold()))
    assert ours == theirs and not problems


def bare(kind: str, text: str) -> str:
    text = text.replace("&apos;", "'").strip()
    if kind == "Character":
        return fountain.cue(text)[0]
    return text.strip("()") if kind == "Parenthetical" else text


def wanted(case: str) -> list[str]:
    """The dump as lines, with the marks of hoisted notes and the outside parser's spacing taken out."""
    path = FOLDER / f"{case}.txt"
    text = (path if path.exists() else FOLDER / f"{case}-Merged.txt").read_text(encoding="utf-8")
    for theirs, ours in RULES_WIN.get(case, ()):
        assert theirs in text
        text = text.replace(theirs, ours)
    parts = re.split(r'\n(?=(?:\[\[\d+\]\]|/\*\d+\*/)?[A-Z]+:")', text)
    parts = [re.sub(r"\A(\[\[\d+\]\]|/\*\d+\*/)(?=[A-Z]+:)|\[\[\d+\]\]|/\*\d+\*/", "", part) for part in parts]
    return [tidy(part) for part in parts if tidy(part) != 'ACTION:""']


def dump(source: Source, tree: Fountain) -> list[str]:
    parts = [f'TITLEENTRY:"{e.key}":"{"|".join(e.values)}"' for e in tree.title]
    last: Element | None = None
    for e in tree.elements:
        body = f'"{e.text}"' + "".join(extras(e))
        if last is not None and last.kind is e.kind is Kind.ACTION:
            gap = "\n" * (source.position(e.span.start)[0] - source.position(last.span.end)[0])
            parts[-1] = parts[-1][:-1] + gap + body[1:]
        else:
            parts.append(f"{NAMES[e.kind]}:{body}")
        last = e
    notes = {n.span: n for e in tree.elements for n in e.notes} | {n.span: n for n in tree.loose}
    parts += [f'NOTE:"{notes[span].text}"' for span in sorted(notes)]
    parts += [f'BONEYARD:"{bone.text}"' for bone in tree.boneyards]
    return [tidy(part) for part in parts]


def extras(e: Element) -> list[str]:
    first = e.extension.split(", ")[0]
    words = [f' "({first})"'] if first and first != "CONT'D" else []  # that parser leaves out (CONT'D)
    words += [" (Dual)"] if e.dual else []
    words += [f" ({e.number or e.depth})"] if e.number or e.depth else []
    return words + ([" (centered)"] if e.kind is Kind.CENTERED else [])


def tidy(part: str) -> str:
    """Spaces at line ends and beside the quotes, and empty lines at the end, are no part of the comparison."""
    part = re.sub(r'"\s*\n\s*', '"', part) if part.startswith("TITLEENTRY") else part
    part = re.sub(r"\n\s*", "|", part) if part.startswith("TITLEENTRY") else part
    part = re.sub(r"[ \t]+(?=\n|\Z)", "", part.rstrip())
    part = re.sub(r':"[ ]+(?=\S)', ':"', part) if "(centered)" in part or "PARENTHETICAL" in part else part
    return re.sub(r'\s+"(?=\Z| \()', '"', part)
