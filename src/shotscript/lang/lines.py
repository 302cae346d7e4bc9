"""The lines of a file as Fountain reads them: what is hidden is taken out, and a hidden line break is no line end."""

from __future__ import annotations

from typing import NamedTuple

from ..core.span import Source
from .element import Note
from .hidden import Hidden


class Line(NamedTuple):
    """Characters [start, end) of the file without the line end. `text` is what is visible of it.

    `notes` are the notes in it; `hides` says that something was taken out (a note or a boneyard).
    """

    start: int
    end: int
    text: str
    notes: tuple[Note, ...] = ()
    hides: bool = False

    @property
    def bare(self) -> bool:
        """Nothing but hidden text: neither a blank line nor a line of the script."""
        return self.hides and not self.text.strip()


def split(source: Source, hidden: Hidden) -> list[Line]:
    text, starts, regions = source.text, source.line_starts, hidden.regions
    stops = (*starts[1:], len(text))
    lines: list[Line] = []
    at, region, count = 0, 0, len(regions)
    while at < len(starts):
        start, stop = starts[at], stops[at]
        at += 1
        if region == count or regions[region][0].span.start >= stop:
            visible = text[start:stop].rstrip("\r\n")
            lines.append(Line(start, start + len(visible), visible))
            continue
        first = region
        while region < count and regions[region][0].span.start < stop:
            while regions[region][0].span.end > stop:
                stop = stops[at]
                at += 1
            region += 1
        lines.append(_with_hidden(text, start, stop, regions[first:region]))
    return lines


def _with_hidden(text: str, start: int, stop: int, regions: tuple[tuple[Note, bool], ...]) -> Line:
    end = start + len(text[start:stop].rstrip("\r\n"))
    parts, at = [], start
    for note, _ in regions:
        parts.append(text[at : note.span.start])
        at = note.span.end
    parts.append(text[at:end])
    notes = tuple(note for note, is_note in regions if is_note)
    visible = "".join(parts)
    return Line(start, end, visible.rstrip() if at == end else visible, notes, True)
