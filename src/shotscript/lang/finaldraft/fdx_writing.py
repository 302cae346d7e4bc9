"""Paragraphs as an FDX file: the same paragraphs, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ...core import markup
from . import titlepaper
from .paragraph import SPEECH, Paragraph, Remark, Run, Screenplay, settled

_STYLES = ("Bold", "Italic", "Underline", "Strikeout", "AllCaps")
_KNOWN = ("General", "Scene Heading", "Action", "Character", "Parenthetical", "Dialogue", "Transition", "Shot",
          "Cast List", "New Act", "End of Act")
"""Types that every Final Draft has: they need no settings."""

_LAYOUT = {"Lyrics": ("Italic", "2.56", "6.25"), "Outline": ("Italic+HiddenText", "1.25", "7.50")}
"""Style and indents of types that not every Final Draft knows."""


def write(play: Screenplay) -> bytes:
    """The file, in UTF-8."""
    root = Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    content = SubElement(root, "Content")
    paragraphs = settled(play.paragraphs)
    notes: list[tuple[int, str]] = []
    at = 0
    for group in _together(paragraphs):
        if len(group) == 1:
            _paragraph(content, group[0])
            notes += [(at + _size(group[0].text[: remark.at]), remark.text) for remark in group[0].remarks]
            at += _size(group[0].text) + 1
        else:
            block = SubElement(SubElement(content, "Paragraph"), "DualDialogue")
            for one in group:
                _paragraph(block, one, one.remarks)
            at += 3
    _title(root, play)
    for kind in sorted({one.type for one in paragraphs} - set(_KNOWN)):
        _settings(root, kind)
    _notes(root, notes)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n{body}\n'.encode()


def _together(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Single paragraphs, and all those of speeches that are spoken at once."""
    at = 0
    while at < len(paragraphs):
        end = at + 1
        if paragraphs[at].type == "Character":
            end = _speech_end(paragraphs, end)
            while end < len(paragraphs) and paragraphs[end].dual:
                end = _speech_end(paragraphs, end + 1)
            if any(one.dual for one in paragraphs[at:end]):
                yield list(paragraphs[at:end])
                at = end
                continue
        yield [paragraphs[at]]
        at += 1


def _speech_end(paragraphs: Sequence[Paragraph], at: int) -> int:
    while at < len(paragraphs) and paragraphs[at].type in SPEECH and not paragraphs[at].page:
        at += 1
    return at


def _paragraph(parent: Element, one: Paragraph, remarks: Sequence[Remark] = ()) -> None:
    told = {"Alignment": one.align, "Number": one.number, "StartsNewPage": "Yes" if one.page else "", "Type": one.type}
    node = SubElement(parent, "Paragraph", {key: markup.fit(value) for key, value in told.items() if value})
    if one.summary:
        summary = SubElement(SubElement(node, "SceneProperties"), "Summary")
        for line in one.summary:
            _text(SubElement(summary, "Paragraph"), Run(line))
    at = 0
    for run in _split(one.runs, {remark.at for remark in remarks}) or (Run(""),):
        _remarks(node, remarks, at, at + 1)
        _text(node, run)
        at += max(len(run.text), 1)
    _remarks(node, remarks, at, len(one.text) + 1)


def _split(found: Sequence[Run], cuts: set[int]) -> list[Run]:
    """Runs cut in two where a note stands in them."""
    made: list[Run] = []
    at = 0
    for run in found:
        edges = [0, *sorted(cut - at for cut in cuts if at < cut < at + len(run.text)), len(run.text)]
        made += [Run(run.text[low:high], run.styles) for low, high in pairwise(edges)]
        at += len(run.text)
    return made


def _text(parent: Element, run: Run) -> None:
    named = [*(style for style in _STYLES if style in run.styles), *sorted(run.styles - set(_STYLES))]
    node = SubElement(parent, "Text", {"Style": "+".join(named)} if named else {})
    node.text = markup.fit(run.text)


def _remarks(node: Element, remarks: Iterable[Remark], low: int, high: int) -> None:
    for remark in remarks:
        if low <= remark.at < high:
            _note(node, remark.text)


def _note(parent: Element, text: str, **told: str) -> None:
    node = SubElement(parent, "ScriptNote", told)
    for line in text.split("\n"):
        _text(SubElement(node, "Paragraph"), Run(line))


def _notes(root: Element, notes: Sequence[tuple[int, str]]) -> None:
    if notes:
        listed = SubElement(root, "ScriptNotes")
        for number, (at, text) in enumerate(notes, 1):
            _note(listed, text, Id=str(number), Name="", Range=f"{at},{at}", Type="")


def _title(root: Element, play: Screenplay) -> None:
    lines = titlepaper.lines(play.title)
    if not lines:
        return
    content = SubElement(SubElement(root, "TitlePage"), "Content")
    for line in lines:
        node = SubElement(content, "Paragraph", Alignment=line.align)
        for run in line.runs:
            _text(node, run)


def _settings(root: Element, kind: str) -> None:
    style, left, right = _LAYOUT.get(kind.split(" ")[0], ("", "1.25", "7.25"))
    node = SubElement(root, "ElementSettings", Type=markup.fit(kind))
    SubElement(node, "FontSpec", Font="Courier Final Draft", Size="12", Style=style)
    SubElement(node, "ParagraphSpec", Alignment="Left", FirstIndent="0.00", LeftIndent=left, RightIndent=right,
               SpaceBefore="12")
    SubElement(node, "Behavior", PaginateAs="General", ReturnKey="Action")


def _size(text: str) -> int:
    """In units of UTF-16."""
    return len(text) + sum(letter > "\uffff" for letter in text)
