"""Our lark grammars: found in the package, built once, and asked to parse one clause.

Every keyword of a grammar is a plain string there. The lexer knows words, names and numbers in every state, so a
keyword is only ever a whole word, and what fits nowhere is reported as that word or number and not as a letter of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken

__all__ = ["FOLDER", "Syntax", "Token", "UnexpectedToken", "accepted", "attempt", "build", "keywords", "parse"]

FOLDER = Path(__file__).parent.parent / "grammar"
Syntax = Tree[Token]


def parse(grammar: str, text: str) -> Syntax:
    """The tree of one clause in masked text. UnexpectedToken when it is none."""
    return build(grammar).parse(text)


@cache
def build(grammar: str, strict: bool = False) -> Lark:
    """The parser of `grammar/<grammar>.lark`. `strict` refuses conflicts and terminals that overlap."""
    return Lark.open(
        str(FOLDER / f"{grammar}.lark"), parser="lalr", lexer="contextual", propagate_positions=True,
        maybe_placeholders=False, postlex=_WholeWords(), strict=strict,
    )


def attempt(grammar: str, text: str) -> Syntax | UnexpectedToken:
    """The tree, or where and why there is none."""
    try:
        return parse(grammar, text)
    except UnexpectedToken as trouble:
        return trouble


def accepted(grammar: str, trouble: UnexpectedToken) -> frozenset[str]:
    """What could have stood where parsing stopped: our words in lower case, kinds of token in capitals."""
    parser = build(grammar)
    known = {t.name: t.pattern for t in parser.terminals}
    return frozenset(
        known[name].value if name in known and known[name].type == "str" else name for name in trouble.accepts or ()
    )


def keywords(grammar: str) -> frozenset[str]:
    """The words that the grammar spells out."""
    strings = (t.pattern.value for t in build(grammar).terminals if t.pattern.type == "str")
    return frozenset(word for word in strings if word != ",")


class _WholeWords:
    """Changes no token; it makes the contextual lexer know these tokens in every state."""

    always_accept = ("NAME", "QUOTED", "POSSESSIVE", "PART", "MEASURE", "WORD", "OTHER")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)
