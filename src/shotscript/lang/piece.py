"""One clause under construction: its masked text, where it stands, and what was found wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from ..core.diagnostic import Diagnostic
from ..core.span import Span
from . import measures
from .grammars import Syntax, Token
from .masking import Masked
from .mistakes import part_unused
from .term import Name, Time

T = TypeVar("T")


@dataclass
class Piece:
    """Characters [start, end) of a masked text, read as one clause. Builders leave their problems in `problems`."""

    line: Masked
    start: int
    end: int
    problems: list[Diagnostic] = field(default_factory=list)

    def span(self, node: Syntax | Token) -> Span:
        low, high = bounds(node)
        return self.line.place(self.start + low, self.start + high)

    def whole(self) -> Span:
        return self.line.place(self.start, self.end)

    def raw(self, node: Syntax | Token) -> str:
        low, high = bounds(node)
        return self.line.raw(self.start + low, self.start + high)

    def quoted(self, token: Token) -> str:
        """The words between the quotes, `\\"` undone."""
        inner = self.line.text[self.start + (token.start_pos or 0) + 1 : self.start + (token.end_pos or 0) - 1]
        return " ".join(inner.splitlines()).replace('\\"', '"')

    def name(self, node: Syntax) -> Name:
        """The name in a `name`, `subject` or `who`."""
        token = next(iter(tokens(node)))
        if token.type == "QUOTED":
            return Name(self.quoted(token).strip(), "quoted", self.span(token))
        return self.line.names[self.start + (token.start_pos or 0)]

    def whole_name(self, node: Syntax) -> Name:
        """The name in a `subject` where no part of it can be meant; a written part draws a warning."""
        name = self.name(node)
        found = list(tokens(node))
        for owner, token in pairwise(found):
            if token.type == "PART":
                span = self.span(token)
                self.problems.append(part_unused(self.raw(token), name.text, span, self.span(owner).to(span)))
        return name

    def number(self, token: Token, kind: str, *, bare: bool = False, signed: bool = False) -> Fraction | None:
        return self._kept(measures.read(str(token), kind, self.span(token), bare=bare, signed=signed))

    def time(self, token: Token, *, zero: bool = False) -> Time | None:
        return self._kept(measures.time(str(token), self.span(token), zero=zero))

    def _kept(self, value: T | Diagnostic) -> T | None:
        if isinstance(value, Diagnostic):
            self.problems.append(value)
            return None
        return value


def bounds(node: Syntax | Token) -> tuple[int, int]:
    if isinstance(node, Token):
        return node.start_pos or 0, node.end_pos or 0
    return getattr(node.meta, "start_pos", 0), getattr(node.meta, "end_pos", 0)


def tokens(node: Syntax | Token) -> Iterator[Token]:
    """The tokens of a tree in order."""
    if isinstance(node, Token):
        yield node
        return
    for child in node.children:
        yield from tokens(child)


def branches(node: Syntax) -> list[Syntax]:
    return [child for child in node.children if not isinstance(child, Token)]


def branch(node: Syntax, *kinds: str) -> Syntax | None:
    """The first child that is one of these rules."""
    return next((child for child in branches(node) if child.data in kinds), None)


def leaf(node: Syntax, kind: str = "MEASURE") -> Token | None:
    return next((child for child in node.children if isinstance(child, Token) and child.type == kind), None)


def word(node: Syntax, *kinds: str) -> str:
    """The name of the first child rule among `kinds`, or nothing: `left` in `pan left`."""
    found = branch(node, *kinds)
    return str(found.data) if found is not None else ""
