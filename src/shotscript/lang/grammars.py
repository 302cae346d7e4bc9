"""Our lark grammars: found in the package, built once, and asked to parse one clause.

Building their tables takes lark a quarter of a second, so the tables are kept in the user's cache folder, under a
name that changes with the grammars, lark and Python.

Every keyword of a grammar is a plain string there. The lexer knows words, names and numbers in every state, so a
keyword is only ever a whole word, and what fits nowhere is reported as that word or number and not as a letter of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from sys import version
from typing import Any

import lark
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken

from ..core import cache as kept
from ..core import digest

__all__ = ["FOLDER", "Syntax", "Token", "UnexpectedToken", "accepted", "attempt", "build", "fresh", "keywords", "parse"]

FOLDER = Path(__file__).parent.parent / "grammar"
Syntax = Tree[Token]


def parse(grammar: str, text: str) -> Syntax:
    """The tree of one clause in masked text. UnexpectedToken when it is none."""
    return build(grammar).parse(text)


@cache
def build(grammar: str) -> Lark:
    """The parser of `grammar/<grammar>.lark`."""
    name = _name(grammar)
    tables = kept.read(name)
    if tables is not None:
        return Lark.load(BytesIO(tables))
    made, saved = fresh(grammar), BytesIO()
    made.save(saved)
    kept.keep(name, saved.getvalue())
    return made


def fresh(grammar: str, strict: bool = False) -> Lark:
    """The parser made from its grammar file. `strict` refuses conflicts and terminals that overlap."""
    return Lark.open(
        str(FOLDER / f"{grammar}.lark"), parser="lalr", lexer="contextual", propagate_positions=True,
        maybe_placeholders=False, postlex=_WholeWords(), strict=strict,
    )


@lru_cache(1024)
def attempt(grammar: str, text: str) -> Syntax | UnexpectedToken:
    """The tree, or where and why there is none. Kept, as films say `85mm` and `static` over and over: not to be
    changed."""
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


def _name(grammar: str) -> str:
    """The name of the kept tables: all they are made from, this file with its options included."""
    files = [path.read_bytes() for path in (Path(__file__), *sorted(FOLDER.glob("*.lark")))]
    return f"{grammar}-{digest.of([lark.__version__, version, *map(digest.of_bytes, files)])[:16]}.tables"


class _WholeWords:
    """Changes no token; it makes the contextual lexer know these tokens in every state."""

    always_accept = ("NAME", "QUOTED", "POSSESSIVE", "PART", "MEASURE", "WORD", "OTHER")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)
