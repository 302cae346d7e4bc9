"""An FDX file as paragraphs. XML from strangers: `core.markup` refuses what is no plain data.

Notes stand in the paragraphs themselves (Final Draft 8 to 11) or in a list at the end, by ranges of characters: each
paragraph counts its letters in UTF-16 and one more, a block embedded in one (dual dialogue, an omitted scene) two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ...core import markup
from . import titlepaper
from .paragraph import Paragraph, Remark, Run, Screenplay, Styles, letters, runs, settled
from .titlepaper import Line

CAPITALS = ("Scene Heading", "Character", "Transition", "Shot", "Cast List", "New Act", "End of Act")
"""Types that Final Draft itself shows in capitals."""

_STYLE = re.compile(r"[\w.-]+")
_RANGE = re.compile(r"\s*(\d{1,12})\s*,\s*(\d{1,12})\s*")
_ALIGNED = ("Center", "Right", "Full")
_OBJECT = 2


class Told(NamedTuple):
    """A screenplay, and in words what of the file it does not hold."""

    play: Screenplay
    left: tuple[str, ...]


class _Place(NamedTuple):
    """A paragraph of the file's own count: where it starts, and which of ours is its first."""

    start: int
    first: int


def read(data: bytes) -> Told:
    """The screenplay of an FDX file. ValueError, in words, for what is none."""
    root = markup.read(data)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise ValueError("it is no Final Draft script")
    found: list[Paragraph] = []
    places: list[_Place] = []
    at = 0
    for child in content:
        if child.tag in ("Paragraph", "DualDialogue"):
            places.append(_Place(at, len(found)))
            found += _paragraphs(child)
            at += _units(child) + 1
    _noted(found, places, root.iterfind("ScriptNotes/ScriptNote"))
    title = titlepaper.of_lines(_title(root.iterfind("TitlePage/Content/Paragraph")))
    return Told(Screenplay(title, settled(found)), tuple(_left(root, content)))


# ---------------------------------------------------------------------------------------------- paragraphs


def _paragraphs(node: Element) -> Iterator[Paragraph]:
    """The one of an element, or those of the two speeches in it."""
    block = node if node.tag == "DualDialogue" else node.find("DualDialogue")
    if block is None:
        yield _paragraph(node)
        return
    cues = 0
    for one in map(_paragraph, block.iterfind("Paragraph")):
        cues += one.type == "Character"
        yield replace(one, dual=one.type == "Character" and cues > 1)


def _paragraph(node: Element) -> Paragraph:
    made: list[Run] = []
    remarks: list[Remark] = []
    size = 0
    kind = node.get("Type", "").strip() or "Action"
    for child in node:
        if child.tag == "Text":
            made.append(_run(child, kind))
            size += len(made[-1].text)
        elif child.tag == "ScriptNote":
            remarks.append(Remark(size, _words(child)))
    align = node.get("Alignment", "")
    summary = [_words_of(one) for one in node.iterfind("SceneProperties/Summary/Paragraph")]
    return Paragraph(
        kind, _trimmed(made), node.get("Number", ""), align if align in _ALIGNED else "",
        node.get("StartsNewPage") == "Yes", summary=tuple(summary), remarks=tuple(remarks))


def _run(node: Element, kind: str) -> Run:
    text = "".join(node.itertext()).replace("\r\n", "\n").replace("\r", "\n")
    styles = {style for style in node.get("Style", "").split("+") if _STYLE.fullmatch(style)}
    if kind in CAPITALS or text == text.upper():
        styles -= {"AllCaps"}
    return Run(text, frozenset(styles))


def _trimmed(found: Iterable[Run]) -> tuple[Run, ...]:
    """Blanks at the edges of what is bold or italic look the same without it, and Fountain has marks for no others."""
    each = list(letters(found))
    for style in ("Bold", "Italic"):
        for ordered in (range(len(each)), range(len(each) - 1, -1, -1)):
            inside = False
            for at in ordered:
                letter, styles = each[at]
                inside = style in styles and (inside or not letter.isspace())
                each[at] = (letter, styles if inside else _less(styles, style))
    return runs(each)


def _less(styles: Styles, style: str) -> Styles:
    return styles - {style} if style in styles else styles


# ---------------------------------------------------------------------------------------------- notes


def _noted(found: list[Paragraph], places: list[_Place], notes: Iterable[Element]) -> None:
    """Puts the notes of the list at the end on the paragraphs they stand at."""
    starts = [place.start for place in places]
    for note in notes:
        match = _RANGE.fullmatch(note.get("Range", ""))
        if not found:
            found.append(Paragraph("Action"))
        low, high = sorted(map(int, match.groups())) if match else (2**63, 2**63)
        at = max(bisect_right(starts, low) - 1, 0)
        place = places[at] if places else _Place(0, 0)
        many = at + 1 < len(places) and places[at + 1].first > place.first + 1
        one = found[place.first]
        ends = high if high - place.start <= _size(one.text) else low
        here = 0 if many else _letters(one.text, ends - place.start)
        found[place.first] = replace(one, remarks=(*one.remarks, Remark(here, _words(note))))


def _letters(text: str, units: int) -> int:
    """How many letters make so many units of UTF-16, all of them where there are fewer."""
    for at, letter in enumerate(text):
        if units <= 0:
            return at
        units -= 1 + (letter > "\uffff")
    return len(text)


def _size(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _units(node: Element) -> int:
    if node.tag == "DualDialogue":
        return _OBJECT
    texts = sum(_size("".join(child.itertext())) for child in node if child.tag == "Text")
    return texts + _OBJECT * sum(child.tag in ("DualDialogue", "OmittedScene") for child in node)


def _words(note: Element) -> str:
    return "\n".join(map(_words_of, note.iterfind("Paragraph")))


def _words_of(node: Element) -> str:
    return "".join("".join(child.itertext()) for child in node.iterfind("Text")).replace("\r", "\n")


# ---------------------------------------------------------------------------------------------- the rest


def _title(nodes: Iterable[Element]) -> Iterator[Line]:
    for node in nodes:
        one = _paragraph(node)
        styles = {"AllCaps", "HiddenText"}
        yield Line(node.get("Alignment", "Left"), runs((letter, on - styles) for letter, on in letters(one.runs)))


def _left(root: Element, content: Element) -> Iterator[str]:
    omitted = sum(1 for scene in content.iter("OmittedScene") for _ in scene.iter("Paragraph"))
    revised = sum(text.get("RevisionID", "0") not in ("", "0") for text in content.iter("Text"))
    tags = sum(1 for _ in root.iterfind("TagData/Tags/Tag"))
    for count, what in ((omitted, "paragraphs of omitted scenes"), (revised, "revision marks"), (tags, "tags")):
        if count:
            yield f"{count} {what}"
