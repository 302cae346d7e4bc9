"""Which shots may change between `!!` and `[[shot]]`: those alone on their lines where the text around is read the same
either way.

A note on a line of its own hides that line, a `!!` line is action: what stands next to one may be a cue, a transition
or a heading beside the other. So a shot turns only next to empty lines, other shots and plain sentences, and never
inside a speech.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ..core.span import Source, Span
from . import hidden, lines, transitions
from .ast import ShotLine
from .element import Fountain, Kind

_HEADING = re.compile(r"(?:INT|EXT|EST|I/?E|E/?I)\b", re.IGNORECASE)
_ENTRY = re.compile(r"[^\W\d_][^:：\r\n]{0,60}[:：]")
_QUOTES = "\"'“‘«¿¡"
_INERT = (Kind.HEADING, Kind.SECTION, Kind.SYNOPSIS, Kind.PAGE_BREAK, Kind.CENTERED)


class Page:
    """The lines of a file as Fountain reads them."""

    def __init__(self, source: Source, fountain: Fountain, shots: Iterable[ShotLine]) -> None:
        self.source = source
        self.rows = lines.split(source, hidden.find(source)[0])
        self.starts = [row.start for row in self.rows]
        self.kinds = {line.start: element.kind for element in fountain.elements for line in element.lines}
        self.titled = max((entry.span.end for entry in fountain.title), default=-1)
        self.shown = {at for shot in shots if shot.form == "line" for at in range(*self._of(shot.span))}
        self.title_end = self._title_end()

    def around(self, span: Span) -> tuple[int, int]:
        """The lines that hold nothing but what stands at `span`; `span` itself where there is more on them."""
        first, stop = self._of(span)
        last = stop - 1
        low, high, text = self.rows[first].start, self.rows[last].end, self.source.text
        start, end = span.start, span.end
        while start > low and text[start - 1].isspace():
            start -= 1
        while end < high and text[end].isspace():
            end += 1
        return (low, high) if (start, end) == (low, high) else (span.start, span.end)

    def turns(self, line: ShotLine) -> bool:
        """Whether the text around is read the same with the shot in its other form."""
        first, stop = self._of(line.span)
        last = stop - 1
        low, high = self.around(line.span)
        if low > self.rows[first].start or high < self.rows[last].end or line.span.start < self.titled:
            return False
        if line.form == "line" and any(row.notes for row in self.rows[first : last + 1]):
            return False
        if first < self.title_end:
            return False
        return self._bears_above(first) and self._bears_below(last)

    def _of(self, span: Span) -> tuple[int, int]:
        """The first of its rows, and the one after its last."""
        first = bisect_right(self.starts, span.start) - 1
        return first, max(bisect_right(self.starts, span.end - 1), first + 1)

    def _title_end(self) -> int:
        """The row after what might be a title page, did no `!!` stand before it or in it."""
        shown = (at for at, row in enumerate(self.rows) if row.text.strip() and at not in self.shown)
        at = next(shown, len(self.rows))
        if at == len(self.rows) or not _ENTRY.match(self.rows[at].text):
            return 0
        while at < len(self.rows) and (self.rows[at].text.strip() or self.rows[at].hides or self.rows[at].text == "  "):
            at += 1
        return at

    def _bears_above(self, first: int) -> bool:
        at = self._next(first, -1)
        if at is None or at in self.shown:
            return True
        row = self.rows[at]
        if not row.text.strip():
            return row.text != "  "
        kind = self.kinds.get(row.start)
        return kind in _INERT or (kind is Kind.ACTION and _plain(row.text))

    def _bears_below(self, last: int) -> bool:
        at = self._next(last, 1)
        if at is None or at in self.shown:
            return True
        row = self.rows[at]
        return _plain(row.text) if row.text.strip() else row.text != "  "

    def _next(self, at: int, step: int) -> int | None:
        """The nearest row above or below that is not wholly hidden."""
        at += step
        while 0 <= at < len(self.rows) and self.rows[at].bare:
            at += step
        return at if 0 <= at < len(self.rows) else None


def _plain(text: str) -> bool:
    """Whether a line is action wherever it stands: a sentence, and nothing that Fountain could take for more."""
    text = text.strip()
    if not (text[0].isalnum() or text[0] in _QUOTES) or text.isupper() or text[-1] in ")）^":
        return False
    return not (_HEADING.match(text) or transitions.fade(text))
