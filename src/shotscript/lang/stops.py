"""Where and why parsing stopped in a clause, and what a grammar makes of it once a fix is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..core.diagnostic import Diagnostic
from ..core.span import Span
from .grammars import Syntax, UnexpectedToken, accepted, attempt
from .masking import Masked

_KEEPS_HYPHENS = re.compile(r" *(?:as|allow) ")


@dataclass(frozen=True)
class Stop:
    """Where parsing stopped: characters [at, end) of the line, the words before, and what could have stood there."""

    line: Masked
    start: int
    end: int
    at: int
    word: str
    kind: str
    accepts: frozenset[str]

    @property
    def before(self) -> list[str]:
        return self.line.work[self.start : self.at].split()

    @property
    def complete(self) -> bool:
        return "$END" in self.accepts

    @property
    def gap(self) -> Span:
        """The blanks before the word."""
        kept = len(self.line.work[: self.at].rstrip())
        return self.line.span.part(max(kept, self.start), self.at)

    @property
    def stop(self) -> int:
        return self.at + len(self.word)


def tree_of(line: Masked, start: int, end: int) -> Syntax | UnexpectedToken:
    return attempt("shots", clause_text(line, start, end))


def last_word(line: Masked, start: int, at: int) -> tuple[int, int]:
    """Where the last word, name or quote of [start, at) stands."""
    found = [*re.finditer(r'"\ue004*"|[^ ]+', line.work[start:at])]
    return (start + found[-1].start(), start + found[-1].end()) if found else (start, at)


def clause_text(line: Masked, start: int, end: int) -> str:
    """Characters [start, end) as the grammar reads them; the id behind `as` keeps its hyphens."""
    return (line.work if _KEEPS_HYPHENS.match(line.work, start) else line.spaced)[start:end]


def stopped(line: Masked, start: int, end: int, trouble: UnexpectedToken) -> Stop:
    token = trouble.token
    accepts = accepted("shots", trouble)
    if token.type == "$END":
        at = start + len(line.work[start:end].rstrip())
        return Stop(line, start, end, at, "", "$END", accepts)
    at, word = start + token.start_pos, str(token)
    if token.type == "OTHER":
        word = line.work[at:end].split()[0]
    return Stop(line, start, end, at, word, token.type, accepts)


def helpful(said: Diagnostic, grammar: str, line: Masked, start: int, end: int) -> Diagnostic:
    """A problem of the clause or item at [start, end); its fix, words of ours only, goes where the clause still would
    not hold with it."""
    fix = said.fix
    if fix is None:
        return said
    low, high = (at - line.span.start for at in (fix.span.start, fix.span.end))
    mended = line.work[start:low] + fix.text + line.work[high:end]
    return replace(said, fix=None) if isinstance(attempt(grammar, mended), UnexpectedToken) else said
