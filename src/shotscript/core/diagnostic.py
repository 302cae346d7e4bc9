"""A problem in what the writer wrote: a value that travels beside the result, never an exception.

Message: what is wrong, in lower case, one sentence. Label: the smallest span. Help: the fix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from .span import Span


class Level(IntEnum):
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `text` in place of the characters of `span`. A safe fix cannot change what the writer meant."""

    span: Span
    text: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault. `code` is a letter group and a number (SY101), stable for ever; `label` is shown at the span."""

    code: str
    level: Level
    message: str
    span: Span
    label: str = ""
    help: str = ""
    fix: Fix | None = None
    shot: str = ""
    """The label of the shot the fault makes unreliable; previz marks it on screen."""

    def __hash__(self) -> int:
        """Of what tells two faults apart as a rule: they are counted at every letter."""
        return hash((self.code, self.span.start, self.span.end, self.message))

    def put(self, span: Span, fix: Fix | None) -> Diagnostic:
        """The same, somewhere else: at every letter for every fault, so without `replace`, which is slow."""
        return Diagnostic(self.code, self.level, self.message, span, self.label, self.help, fix, self.shot)

    def of_shot(self, shot: str) -> Diagnostic:
        """The same, of this shot."""
        return Diagnostic(self.code, self.level, self.message, self.span, self.label, self.help, self.fix, shot)


Problems = tuple[Diagnostic, ...]


def error(code: str, message: str, span: Span, label: str = "", help: str = "", fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, message, span, label, help, fix)


def warning(code: str, message: str, span: Span, label: str = "", help: str = "", fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(code, Level.WARNING, message, span, label, help, fix)


def info(code: str, message: str, span: Span, label: str = "", help: str = "", fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(code, Level.INFO, message, span, label, help, fix)


def worst(problems: Iterable[Diagnostic]) -> Level | None:
    return max((p.level for p in problems), default=None)


def in_text_order(problems: Iterable[Diagnostic]) -> Problems:
    """Sorted by place, each distinct problem once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.span.source, p.span.start, p.span.end, p.code)))


def nearest(word: str, known: Iterable[str], most: int = 2) -> tuple[str, ...]:
    """Known words within `most` single-letter edits of `word` (a swap of neighbours is one), nearest first."""
    folded = word.casefold()
    scored = ((edits(folded, k.casefold(), most), k) for k in known)
    return tuple(k for d, k in sorted(s for s in scored if s[0] <= most))


def edits(a: str, b: str, most: int) -> int:
    """Optimal string alignment distance of two words, or `most` + 1 when it is larger than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        row = [i]
        for j, cb in enumerate(b, 1):
            d = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                d = min(d, before[j - 2] + 1)
            row.append(d)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
