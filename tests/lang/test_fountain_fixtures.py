"""Our plain Fountain tree against the dumps of an outside parser (fountain-tools, MIT).

What the comparison leaves out, since a dump cannot show it or shows it otherwise: `(CONT'D)` of a cue, which a dump
does not print and our tree keeps; spaces at the end of a line, and those beside the marks of centred text,
parentheticals and title values; where a paragraph of action ends and the next begins (a dump prints neighbours as one,
so ours are joined by the empty lines between them). Where hidden text stood is a test of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from shotscript.core.span import Source
from shotscript.lang import emphasis, fountain
from shotscript.lang.element import Element, Fountain, Kind, Note

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



class Overrule(NamedTuple):
    """A rule of Fountain 1.1 that a dump contradicts: what stands in the dump, and what the rule makes of it."""

    case: str
    rule: str
    differences: tuple[tuple[str, str], ...]


EXCEPTIONS = (
    Overrule(
        "Character",
        'A name needs one letter, wherever it is ("R2D2" is a name, "23" is none); that parser asks for it in front.',
        (('ACTION:"3CPO\nNot work."', 'CHARACTER:"3CPO"\nDIALOGUE:"Not work."'),),
    ),
    Overrule(
        "Notes",
        "A blank line in a speech or a note needs two spaces. At one without, a speech is over (that parser goes on "
        "with it), and a note still open was none, so the writer sees what was typed (that parser hides it).",
        (
            ("retired?*\n\nHis hand", 'retired?*"\nACTION:"His hand'),
            ("Phone ringing.\nTesting a note", "Phone ringing.\n\nTesting a note"),
            ("spaces[[3]]\nDefinitely", "spaces[[This\ndoesn't have spaces. Shouldn't work.\n\nDefinitely"),
            ("\n[[3]]NOTE:\"This\ndoesn't have spaces. Shouldn't work.\"", ""),
        ),
    ),
    Overrule(
        "Formatted",
        "Bold, italics and underlining may be mixed: this line is the specification's own example of italics inside an "
        "underline, which that parser does not look for.",
        (("*Leupold Mark 4*", "<i>Leupold Mark 4</i>"),),
    ),
)

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
    """No other test of this file changes a dump."""
    assert len(EXCEPTIONS) <= 3 and len({e.case for e in EXCEPTIONS}) == len(EXCEPTIONS)
    for exception in EXCEPTIONS:
        assert exception.rule and all(theirs in fixture(exception.case) for theirs, _ in exception.differences)


@pytest.mark.parametrize("case", CASES)
def test_dump(case: str):
    source = Source(case, (FOLDER / f"{case}.fountain").read_text(encoding="utf-8"))
    tree, _ = fountain.read(source)
    assert dump(source, tree) == wanted(case)


def test_hidden_text_stands_where_the_dump_says():
    """The marks of hoisted notes and comments, each after the same letters as in our file with marks put in."""
    for case in CASES:
        source = Source(case, (FOLDER / f"{case}.fountain").read_text(encoding="utf-8"))
        tree, _ = fountain.read(source)
        ours = source.text
        hidden = [(n.span, f"[[{at}]]") for at, n in enumerate(notes_of(tree))]
        hidden += [(n.span, f"/*{at}*/") for at, n in enumerate(tree.boneyards)]
        for span, mark in sorted(hidden, reverse=True):
            ours = ours[: span.start] + mark + ours[span.end :]
        marked = re.findall(r'([^"\]]{0,12}(?:\[\[\d+\]\]|/\*\d+\*/))(?!NOTE|BONEYARD)', squeezed(overruled(case)))
        assert len(marked) == len(hidden) and all(words in squeezed(ours) for words in marked), case


def test_emphasis():
    lines = (FOLDER / "Formatted.fountain").read_text(encoding="utf-8").split("\n")
    shown = overruled("Formatted").split("\n")
    assert [html(line) for line in lines] == shown
    assert [emphasis.plain(line) for line in lines] == [re.sub(r"</?[biu]>", "", line) for line in shown]


def test_final_draft_twin():
    """The same script in Final Draft's own format: the paragraphs, their types and scene numbers agree."""
    source = Source("fd", (FOLDER / "TestFDX-FD.fountain").read_text(encoding="utf-8"))
    tree, problems = fountain.read(source)
    xml = (FOLDER / "TestFDX-FD.fdx").read_text(encoding="utf-8").split("</Content>")[0]
    theirs = []
    paragraph = r'<Paragraph((?: Number="\d+")? Type="[^"]+"[^>]*>.*?)</Paragraph>\s*(?=<Pa|\Z)'
    for body in re.findall(paragraph, xml, re.DOTALL):
        kind = re.findall(r'Type="([^"]+)"', body)[0]
        text = "".join(re.findall(r"<Text[^>]*>([^<]*)</Text>", body)).replace("&apos;", "'")
        theirs.append((kind, text, "".join(re.findall(r'\A Number="(\d+)"', body))))
    assert [(FINAL_DRAFT.get(e.kind, NAMES[e.kind].title()), typed(e), e.number) for e in tree.elements] == theirs
    assert not problems


FINAL_DRAFT = {Kind.HEADING: "Scene Heading"}


def typed(e: Element) -> str:
    """The element with the parentheses Final Draft keeps."""
    if e.kind is Kind.PARENTHETICAL:
        return f"({e.text})"
    return f"{e.text} ({e.extension})" if e.extension else e.text


def html(line: str) -> str:
    """The line with tags for the marks that `emphasis` finds in it; a mark closes what the same mark opened last."""
    tags = {"*": "i", "**": "b", "***": "bi", "_": "u"}
    places, parts, opened, at = emphasis.marks(line), [], [], 0
    while at < len(line):
        run = line[at]
        while at in places and run[0] != "\\" and at + len(run) in places and line[at + len(run)] == run[0]:
            run += run[0]
        if at not in places:
            parts.append(run)
        elif run in tags and opened[-1:] == [run]:
            opened.pop()
            parts += [f"</{tag}>" for tag in reversed(tags[run])]
        elif run in tags:
            opened.append(run)
            parts += [f"<{tag}>" for tag in tags[run]]
        at += len(run)
    return "".join(parts)


def fixture(case: str) -> str:
    """A dump as it is: the merged one where there are two."""
    path = FOLDER / f"{case}.txt"
    return (path if path.exists() else FOLDER / f"{case}-Merged.txt").read_text(encoding="utf-8")


def overruled(case: str) -> str:
    """A dump with the exceptions to it."""
    text = fixture(case)
    for theirs, ours in (pair for e in EXCEPTIONS if e.case == case for pair in e.differences):
        text = text.replace(theirs, ours)
    return text


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def wanted(case: str) -> list[str]:
    """The dump as parts, without the marks of hoisted notes."""
    text = overruled(case)
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
    parts += [f'NOTE:"{note.text}"' for note in notes_of(tree)]
    parts += [f'BONEYARD:"{bone.text}"' for bone in tree.boneyards]
    return [tidy(part) for part in parts]


def notes_of(tree: Fountain) -> list[Note]:
    notes = {n.span: n for e in tree.elements for n in e.notes} | {n.span: n for n in tree.loose}
    return [notes[span] for span in sorted(notes)]


def extras(e: Element) -> list[str]:
    said = [part for part in e.extension.split(", ") if part and part not in ("CONT'D", "CONT’D")]
    words = [f' "({", ".join(said)})"'] if said else []
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
