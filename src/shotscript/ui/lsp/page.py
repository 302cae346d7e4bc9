"""A text and its positions as an editor counts them: lines from 0, columns in UTF-16 units or what was agreed on."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types

from ...core.span import Source, Span

UTF16, UTF8 = "utf-16", "utf-8"


class Page:
    """Offsets are characters of `source`. Positions beyond a line's or the text's end are taken as that end."""

    def __init__(self, source: Source, unit: str = UTF16) -> None:
        self.source = source
        self.unit = unit

    def position(self, offset: int) -> types.Position:
        line, column = self.place(offset)
        return types.Position(line, column)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a position."""
        starts, text = self.source.line_starts, self.source.text
        offset = min(max(offset, 0), len(text))
        line = bisect_right(starts, offset) - 1
        return line, units(text[starts[line] : offset], self.unit)

    def range(self, span: Span) -> types.Range:
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        starts, text = self.source.line_starts, self.source.text
        if position.line >= len(starts):
            return len(text)
        start = starts[position.line]
        end = starts[position.line + 1] if position.line + 1 < len(starts) else len(text)
        line = text[start:end].rstrip("\r\n")
        return start + characters(line, position.character, self.unit)

    def span(self, range: types.Range) -> Span:
        start = self.offset(range.start)
        return Span(start, max(self.offset(range.end), start), self.source.name)


def units(text: str, unit: str) -> int:
    """How many units a text is long."""
    if text.isascii() or unit not in (UTF16, UTF8):
        return len(text)
    return len(text.encode()) if unit == UTF8 else len(text) + sum(c > "\uffff" for c in text)


def characters(text: str, count: int, unit: str) -> int:
    """How many characters of a text lie in its first `count` units; one that is cut in two is left out."""
    if text.isascii() or unit not in (UTF16, UTF8):
        return min(count, len(text))
    for at, letter in enumerate(text):
        count -= units(letter, unit)
        if count < 0:
            return at
    return len(text)
