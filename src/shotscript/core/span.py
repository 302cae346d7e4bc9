"""Where a thing stands in a file.

Inside the compiler a place is a character offset (a Python string index), never a byte or a UTF-16 unit.
Lines and columns exist only at the edge, where a person or an editor reads them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of the file called `source`."""

    start: int
    end: int
    source: str = ""

    def __post_init__(self) -> None:
        assert 0 <= self.start <= self.end, (self.start, self.end)

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of `other`, which lies in the same file."""
        assert self.source == other.source
        return Span(min(self.start, other.start), max(self.end, other.end), self.source)

    def part(self, start: int, end: int) -> Span:
        """Characters [start, end) counted from the start of this span."""
        return Span(self.start + start, self.start + end, self.source)


@dataclass(frozen=True)
class Source:
    """A text and its name. Lines end at \\n, \\r\\n or a lone \\r, as in every Fountain app."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts, text, at = [0], self.text, 0
        for line in text.splitlines(keepends=True) if not _has_odd_breaks(text) else _split_plain(text):
            at += len(line)
            if line[-1] in "\r\n":
                starts.append(at)
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, the column in characters."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _has_odd_breaks(text: str) -> bool:
    """Whether str.splitlines would also break at characters that are no line end in a screenplay."""
    return any(c in text for c in "\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def _split_plain(text: str) -> list[str]:
    lines, start, i, n = [], 0, 0, len(text)
    while i < n:
        if text[i] == "\n" or (text[i] == "\r" and text[i + 1 : i + 2] != "\n"):
            lines.append(text[start : i + 1])
            start = i + 1
        i += 1
    if start < n:
        lines.append(text[start:])
    return lines
