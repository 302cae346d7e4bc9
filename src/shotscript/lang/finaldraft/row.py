"""One line of a Fountain element, taken apart: its visible text, what is hidden in it and where, its tag."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from ...core.span import Source
from .. import emphasis, fountain
from ..element import Element, Kind, Note
from . import guard, tag
from .paragraph import Remark, Run, Styles, runs

_EMPHASIS = {"*": ("Italic",), "**": ("Bold",), "***": ("Bold", "Italic"), "_": ("Underline",)}
_ALONE = (Kind.HEADING, Kind.CENTERED, Kind.CHARACTER, Kind.LYRICS, Kind.TRANSITION, Kind.SYNOPSIS)
_FORCED = "!！"



class Regions:
    """The hidden stretches of a file in text order, each with whether it is a note."""

    def __init__(self, regions: tuple[tuple[Note, bool], ...]) -> None:
        self.regions = regions
        self.starts = [note.span.start for note, _ in regions]

    def within(self, start: int, end: int) -> tuple[tuple[Note, bool], ...]:
        """Those that begin in [start, end)."""
        return self.regions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Row(NamedTuple):
    """`typed` is what is visible of the line; the places of `remarks` are counted in it."""

    start: int
    typed: str
    remarks: tuple[Remark, ...]
    tag: tag.Tag | None = None

    @property
    def bare(self) -> bool:
        return bool(self.remarks) and not self.typed.strip()

    @property
    def shot(self) -> bool:
        """Whether it is a shot line: exactly two exclamation marks."""
        text = self.typed.lstrip()
        return len(text) > 1 and text[0] in _FORCED and text[1] in _FORCED and text[2:3] not in ("!", "！")

    @property
    def parenthesised(self) -> bool:
        text = self.typed.strip()
        return bool(text) and fountain.in_parentheses(text)


def of(source: Source, element: Element, regions: Regions) -> list[Row]:
    """The rows of an element, and lines of comments between them, which are no lines of it to Fountain."""
    found: list[Row] = []
    last = element.span.start
    for span in element.lines:
        if between := regions.within(last, span.start):
            found.append(_row(source, between[0][0].span.start, between[-1][0].span.end, between))
        found.append(_row(source, span.start, span.end, regions.within(span.start, span.end)))
        last = span.end
    return found


def decoded(row: Row, kind: Kind, element: Element, verbatim: bool = False) -> tuple[tuple[Run, ...], list[Remark]]:
    """The text of a row without marks and guards, and the remarks at their places in it."""
    low, high = _bounds(row.typed, kind, element, verbatim)
    found, kept = read(row.typed[low:high], verbatim)
    remarks = [Remark(bisect_left(kept, remark.at - low), remark.text) for remark in row.remarks]
    return found, remarks


def read(typed: str, verbatim: bool = False) -> tuple[tuple[Run, ...], list[int]]:
    """A typed line as styled text, and where in it each letter of that stood; `verbatim`: `*` and `_` are letters."""
    first, last = guard.inside(typed)
    gone = {*range(first), *range(last, len(typed)), *guard.guards(typed)}
    styles: list[Styles] = [frozenset()] * len(typed)
    if not verbatim:
        gone |= emphasis.marks(typed)
        for run, start, end in emphasis.stretches(typed):
            styles[start:end] = [one | {*_EMPHASIS[run]} for one in styles[start:end]]
    kept = [at for at in range(len(typed)) if at not in gone]
    return runs((typed[at], styles[at]) for at in kept), kept


def _bounds(typed: str, kind: Kind, element: Element, shot: bool) -> tuple[int, int]:
    """Where the text of a line begins and ends between the marks of its kind."""
    low, high = len(typed) - len(typed.lstrip()), len(typed.rstrip())
    if kind is Kind.ACTION:
        if typed[low : low + 1] in ("!", "！"):
            return (_after(typed, low + 2), high) if shot and _shot_here(typed, low) else (low + 1, high)
        return (low if shot else 0), high
    if (kind in _ALONE and element.forced) or kind is Kind.SYNOPSIS:
        low = _after(typed, low + 1)
    if kind is Kind.SECTION:
        low = _after(typed, len(typed) - len(typed.lstrip().lstrip("#＃")))
    if kind is Kind.CENTERED:
        high = len(typed[: high - 1].rstrip())
    if kind is Kind.HEADING and element.number:
        high = len(typed[: high - len(element.number) - 2].rstrip())
    if kind is Kind.CHARACTER and element.dual:
        high = len(typed[: high - 1].rstrip())
    return min(low, high), high


def _shot_here(typed: str, low: int) -> bool:
    return typed[low + 1 : low + 2] in ("!", "！")


def _after(typed: str, at: int) -> int:
    while at < len(typed) and typed[at].isspace():
        at += 1
    return at


def _row(source: Source, start: int, end: int, inside: tuple[tuple[Note, bool], ...]) -> Row:
    parts: list[str] = []
    found: list[tuple[int, Note, bool]] = []
    at, size = start, 0
    for note, is_note in inside:
        parts.append(source.text[at : note.span.start])
        size += len(parts[-1])
        found.append((size, note, is_note))
        at = note.span.end
    parts.append(source.text[at:end])
    typed = "".join(parts)
    own = None
    remarks: list[Remark] = []
    bare = not typed.strip()
    for place, note, is_note in found:
        told = tag.read(note.text) if is_note and own is None and not bare else None
        if told is not None:
            own = told
        else:
            remarks.append(Remark(place, _said(source, note, is_note and not bare)))
    return _trimmed(Row(start, typed, tuple(remarks), own), found)


def _said(source: Source, note: Note, in_line: bool) -> str:
    """The text of a note in a line; all else to the letter."""
    plain = guard.noted(note.text)
    return plain.strip() if in_line and guard.note(plain) == note.text else source.slice(note.span)


def _trimmed(row: Row, found: list[tuple[int, Note, bool]]) -> Row:
    """Blanks between the text and what is hidden at its edges are no part of the text."""
    if not found or row.bare:
        return row
    if found[-1][0] == len(row.typed):
        row = row._replace(typed=row.typed.rstrip())
    if found[0][0] == 0:
        less = len(row.typed) - len(row.typed.lstrip())
        row = row._replace(typed=row.typed[less:], remarks=tuple(
            Remark(max(remark.at - less, 0), remark.text) for remark in row.remarks))
    return row
