"""Names in running text: which known people, places and props a piece of prose mentions.

Compared as the clause language compares them. A name of one word counts only with a capital (Will waits, but not: he
will wait); where a script has no capitals or no spaces, as Chinese, it counts wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from ..lang.names import fold
from ..lang.term import Name
from . import speech

__all__ = ["Index", "fold", "index", "inside", "longest", "mentioned"]

_TOKEN = re.compile(rf"{speech.CJK.pattern}|(?:(?!{speech.CJK.pattern})\w)+")


@dataclass(frozen=True, slots=True)
class Index:
    """Every way to write a known name, folded, to the name itself; and by first word, the longest first."""

    canonical: Mapping[str, str]
    by_first: Mapping[str, tuple[tuple[str, int], ...]]


def index(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Index:
    """From (name, other names). The first entry that claims a way of writing keeps it. A single letter is a name in
    prose only where it is an ideograph."""
    canonical: dict[str, str] = {}
    for name, also in entries:
        for word in (name, *also):
            if fold(word):
                canonical.setdefault(fold(word), name)
    by_first: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(canonical, key=lambda w: (-len(w), w)):
        tokens = _TOKEN.findall(word)
        if tokens and (len(word) > 1 or speech.CJK.match(word)):
            by_first.setdefault(tokens[0], []).append((word, len(tokens)))
    return Index(canonical, {first: tuple(words) for first, words in by_first.items()})


def mentioned(text: str, known: Index) -> tuple[str, ...]:
    """Names in a text, in the order of their first mention."""
    found = (known.canonical[fold(written)] for written in _found(text, known) if _is_name(written))
    return tuple(dict.fromkeys(found))


def longest(text: str, known: Index) -> str:
    """The longest known name in a heading, whatever its case; nothing if there is none."""
    best = max(_found(text, known), key=len, default="")
    return known.canonical.get(fold(best), "")


def inside(value: object) -> Iterator[Name]:
    """Every name inside clauses or directives, in the order written."""
    if isinstance(value, Name):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from inside(item)
    else:
        for member in _members(type(value)):
            yield from inside(getattr(value, member))


@cache
def _members(kind: type) -> tuple[str, ...]:
    """The parts of a clause that may hold names; none for plain values, and none for where it stands."""
    return tuple(one.name for one in fields(kind) if one.name != "span") if is_dataclass(kind) else ()


def _found(text: str, known: Index) -> Iterator[str]:
    """Known names as they are written in a text, from left to right, none inside another."""
    plain = unicodedata.normalize("NFC", text)
    tokens = list(_TOKEN.finditer(plain)) if known.by_first else []
    at = 0
    while at < len(tokens):
        candidates = known.by_first.get(tokens[at][0].casefold(), ())
        size = next((n for word, n in candidates if _stands(plain, tokens, at, n, word)), 0)
        if size:
            yield plain[tokens[at].start() : tokens[at + size - 1].end()]
        at += size or 1


def _stands(text: str, tokens: list[re.Match[str]], at: int, size: int, word: str) -> bool:
    last = at + size - 1
    return last < len(tokens) and fold(text[tokens[at].start() : tokens[last].end()]) == word


def _is_name(word: str) -> bool:
    return " " in word or word[0] == word[0].upper()
