"""The lines of one Fountain element with what stands in them: visible pieces and notes, each at its place."""

from __future__ import annotations

from typing import NamedTuple

from ..core.span import Source, Span
from .element import Element, Note
from .emphasis import marks
from .hidden import within


class Piece(NamedTuple):
    """Visible characters [start, end) of the file. `text` is plain: emphasis marks are taken out."""

    start: int
    end: int
    text: str


class Row(NamedTuple):
    """`text` is the visible line as typed."""

    span: Span
    text: str
    parts: tuple[Piece | Note, ...]

    @property
    def bare(self) -> bool:
        return not self.text.strip()


def of(source: Source, element: Element, boneyards: tuple[Note, ...]) -> list[Row]:
    rows: list[Row] = []
    notes, at = element.notes, 0
    for span in element.lines:
        first = at
        while at < len(notes) and notes[at].span.start < span.end:
            at += 1
        rows.append(_row(source, span, notes[first:at], boneyards))
    return rows


def after_mark(row: Row) -> Row:
    """The row without its force mark, the first visible character that is no space."""
    parts = list(row.parts)
    for at, part in enumerate(parts):
        if isinstance(part, Piece) and part.text.strip():
            indent = len(part.text) - len(part.text.lstrip())
            start = part.start + indent + 1
            parts[at] = Piece(start, max(start, part.end), part.text[indent + 1 :])
            break
    return row._replace(parts=tuple(parts))


def _row(source: Source, span: Span, notes: tuple[Note, ...], boneyards: tuple[Note, ...]) -> Row:
    hidden: list[tuple[Note, bool]] = [(note, True) for note in notes]
    hidden += [(bone, False) for bone in within(boneyards, span.start, span.end)]
    if not hidden:
        return _joined(source, span, [(span.start, span.end)], [])
    hidden.sort(key=lambda each: each[0].span.start)
    places: list[tuple[int, int]] = []
    shown: list[Note | None] = []
    at = span.start
    for note, is_note in hidden:
        if note.span.start >= at:
            places.append((at, note.span.start))
            shown.append(note if is_note else None)
            at = note.span.end
    places.append((at, span.end))
    return _joined(source, span, places, shown)


def _joined(source: Source, span: Span, places: list[tuple[int, int]], shown: list[Note | None]) -> Row:
    """Emphasis is found in the whole visible line, so a mark may open before a note and close after it."""
    typed = "".join(source.text[start:end] for start, end in places)
    gone = marks(typed)
    parts: list[Piece | Note] = []
    passed = 0
    for at, (start, end) in enumerate(places):
        text = source.text[start:end]
        if gone:
            text = "".join(c for i, c in enumerate(text, passed) if i not in gone)
        passed += end - start
        if start < end:
            parts.append(Piece(start, end, text))
        if at < len(shown) and (note := shown[at]) is not None:
            parts.append(note)
    return Row(span, typed, tuple(parts))
