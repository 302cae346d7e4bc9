"""What a Fountain file hides from the page: `/* boneyards */` and `[[notes]]`, found in one pass each.

A boneyard may span anything. A note ends at a blank line unless that line holds exactly two spaces; the last `[[`
before a `]]` opens it. A mark that is never closed hides nothing: the writer sees what was typed, and is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Problems
from ..core.span import Source, Span
from . import unclosed
from .element import Note

_TOKEN = re.compile(r"\[\[|\]\]|(?>\r\n|\n|\r)[^\S\r\n]*+(?=[\r\n]|\Z)")


class Hidden(NamedTuple):
    """`regions` are the outermost hidden stretches in text order: a boneyard inside a note is part of the note."""

    boneyards: tuple[Note, ...]
    notes: tuple[Note, ...]
    regions: tuple[tuple[Note, bool], ...]
    """Each with whether it is a note."""


def find(source: Source) -> tuple[Hidden, Problems]:
    bones, problems = boneyards(source)
    notes, more = _notes(source, bones)
    regions = [(note, True) for note in notes] + [(bone, False) for bone in _outside(bones, notes)]
    regions.sort(key=lambda region: region[0].span.start)
    return Hidden(tuple(bones), tuple(notes), tuple(regions)), (*problems, *more)


def without(source: Source, start: int, end: int, hidden: tuple[Note, ...], fill: str = " ") -> str:
    """Characters [start, end) with every stretch of `hidden` (in text order) turned to `fill`: offsets still hold."""
    parts: list[str] = []
    at = start
    for note in within(hidden, start, end):
        stop = min(note.span.end, end)
        if stop > at:
            low = max(note.span.start, at)
            parts += (source.text[at:low], fill * (stop - low))
            at = stop
    parts.append(source.text[at:end])
    return "".join(parts)


def within(hidden: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    """Those of `hidden` (in text order) that begin in [start, end)."""
    low = bisect_left(hidden, start, key=lambda note: note.span.start)
    return hidden[low : bisect_left(hidden, end, lo=low, key=lambda note: note.span.start)]


def boneyards(source: Source) -> tuple[list[Note], list[Diagnostic]]:
    """The comments of a file, and FN904 for the first that is never closed: after it there are none."""
    text, found, at = source.text, [], 0
    while (start := text.find("/*", at)) >= 0:
        close = text.find("*/", start + 2)
        if close < 0:
            return found, [unclosed.comment(source, start)]
        at = close + 2
        found.append(Note(text[start + 2 : close], Span(start, at, source.name)))
    return found, []


def _notes(source: Source, boneyards: list[Note]) -> tuple[list[Note], list[Diagnostic]]:
    found: list[Note] = []
    stray: list[int] = []
    if "[[" not in source.text:
        return found, []
    opened, told, bone = -1, False, 0
    for token in _TOKEN.finditer(source.text):
        at = token.start()
        while bone < len(boneyards) and boneyards[bone].span.end <= at:
            bone += 1
        if bone < len(boneyards) and boneyards[bone].span.start <= at:
            continue
        mark = token.group()
        if mark == "]]":
            if opened >= 0:
                found.append(Note(source.text[opened + 2 : at], Span(opened, at + 2, source.name)))
            opened = -1
        elif mark == "[[" or mark.lstrip("\r\n") != "  ":
            if opened >= 0 and not told:
                stray.append(opened)
                told = True
            opened, told = (at, told) if mark == "[[" else (-1, False)
    if opened >= 0 and not told:
        stray.append(opened)
    return found, [unclosed.note(Span(at, at + 2, source.name)) for at in stray]


def _outside(boneyards: list[Note], notes: list[Note]) -> list[Note]:
    """The boneyards that stand in no note."""
    outside, at = [], 0
    for bone in boneyards:
        while at < len(notes) and notes[at].span.end <= bone.span.start:
            at += 1
        if at == len(notes) or notes[at].span.start > bone.span.start:
            outside.append(bone)
    return outside
