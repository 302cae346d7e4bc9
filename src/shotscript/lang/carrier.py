"""Which shots may change between `!!` and `[[shot]]`: those alone on their lines where the text around is read the same
either way.

A note on a line of its own hides that line, a `!!` line is action: what stands next to one may be a cue, a transition
or a heading beside the other. So a shot turns only next to empty lines, other shots and plain sentences, and never
inside a speech.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ..core.span import Source, Span
from . import hidden, lines, transitions
from .ast import ShotLine
from .element import Fountain, Kind
from .lines import Line

_SHOT = re.compile(r"\s*+[!！]{2}(?![!！])")
_HEADING = re.compile(r"(?:INT|EXT|EST|I/?E|E/?I)\b", re.IGNORECASE)
_ENTRY = re.compile(r"[^\W\d_][^:：\r\n]{0,60}[:：]")
_QUOTES = "\"'“‘«¿¡"
_INERT = (Kind.HEADING, Kind.SECTION, Kind.SYNOPSIS, Kind.PAGE_BREAK, Kind.CENTERED)


class Page:
    """The lines of a file as Fountain reads them."""

    def __init__(self, source: Source, fountain: Fountain) -> None:
        self.source = source
        self.rows = lines.split(source, hidden.find(source)[0])
        self.starts = [row.start for row in self.rows]
        self.kinds = {line.start: element.kind for element in fountain.elements for line in element.lines}
        self.titled = max((entry.span.end for entry in fountain.title), default=-1)

    def around(self, span: Span) -> tuple[int, int]:
        """The lines that hold nothing but what stands at `span`; `span` itself where there is more on them."""
        first, last = self._of(span)
        low, high = self.rows[first].start, self.rows[last].end
        alone = not (self.source.text[low : span.start] + self.source.text[span.end : high]).strip()
        return (low, high) if alone else (span.start, span.end)

    def turns(self, line: ShotLine) -> bool:
        """Whether the text around is read the same with the shot in its other form."""
        first, last = self._of(line.span)
        low, high = self.around(line.span)
        if low > self.rows[first].start or high < self.rows[last].end or line.span.start < self.titled:
            return False
        if line.form == "line" and any(row.notes for row in self.rows[first : last + 1]):
            return False
        return self._bears_above(first, last) and self._bears_below(last)

    def _of(self, span: Span) -> tuple[int, int]:
        first = bisect_right(self.starts, span.start) - 1
        return first, max(bisect_right(self.starts, span.end - 1) - 1, first)

    def _bears_above(self, first: int, last: int) -> bool:
        row = self._next(first, -1)
        if row is None:
            # The first words of a file may be a title page, if a `!!` no longer stands before them.
            below = next((row for row in self.rows[last + 1 :] if row.text.strip()), None)
            return below is None or not _ENTRY.match(below.text)
        if not row.text.strip() or _SHOT.match(row.text):
            return row.text != "  "
        kind = self.kinds.get(row.start)
        return kind in _INERT or (kind is Kind.ACTION and _plain(row.text))

    def _bears_below(self, last: int) -> bool:
        row = self._next(last, 1)
        if row is None or not row.text.strip():
            return row is None or row.text != "  "
        return bool(_SHOT.match(row.text)) or _plain(row.text)

    def _next(self, at: int, step: int) -> Line | None:
        """The nearest line above or below that is not wholly hidden."""
        at += step
        while 0 <= at < len(self.rows) and self.rows[at].bare:
            at += step
        return self.rows[at] if 0 <= at < len(self.rows) else None


def _plain(text: str) -> bool:
    """Whether a line is action wherever it stands: a sentence, and nothing that Fountain could take for more."""
    text = text.strip()
    if not (text[0].isalnum() or text[0] in _QUOTES) or text.isupper() or text[-1] in ")）^":
        return False
    return not (_HEADING.match(text) or transitions.fade(text))
