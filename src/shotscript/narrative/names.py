"""Names in running text: which known people, places and props a piece of prose mentions.

Compared as the clause language compares them. A name of one word counts only with a capital (Will waits, but not: he
will wait); where a script has no capitals or no spaces, as Chinese, it counts wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..lang.names import fold
from . import speech

__all__ = ["Index", "fold", "index", "longest", "mentioned"]


@dataclass(frozen=True, slots=True)
class Index:
    """Every way to write a known name, folded, to the name itself; and a pattern that finds them, longest first."""

    canonical: Mapping[str, str]
    pattern: re.Pattern[str] | None


def index(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Index:
    """From (name, other names). The first entry that claims a way of writing keeps it."""
    canonical: dict[str, str] = {}
    for name, also in entries:
        for word in (name, *also):
            if fold(word):
                canonical.setdefault(fold(word), name)
    found = sorted((word for word in canonical if len(word) > 1 or speech.CJK.match(word)), key=lambda w: (-len(w), w))
    return Index(canonical, re.compile("|".join(map(_bounded, found)), re.I) if found else None)


def mentioned(text: str, known: Index) -> tuple[str, ...]:
    """Names in a text, in the order of their first mention."""
    if not known.pattern:
        return ()
    plain = unicodedata.normalize("NFC", text)
    found = (m[0] for m in known.pattern.finditer(plain) if _is_name(m[0]))
    return tuple(dict.fromkeys(known.canonical[fold(word)] for word in found if fold(word) in known.canonical))


def longest(text: str, known: Index) -> str:
    """The longest known name in a heading, whatever its case; nothing if there is none."""
    if not known.pattern:
        return ""
    found = [m[0] for m in known.pattern.finditer(unicodedata.normalize("NFC", text))]
    best = max(found, key=len, default="")
    return known.canonical.get(fold(best), "")


def _bounded(word: str) -> str:
    """A whole word; but next to an ideograph or a kana a name may begin and end anywhere."""
    body = r"\s+".join(re.escape(part) for part in word.split(" "))
    before = "" if speech.CJK.match(word[0]) else rf"(?:(?<!\w)|(?<={speech.CJK.pattern}))"
    after = "" if speech.CJK.match(word[-1]) else rf"(?:(?!\w)|(?={speech.CJK.pattern}))"
    return f"{before}{body}{after}"


def _is_name(word: str) -> bool:
    return " " in word or word[0].isupper() or word[0] == word[0].upper()
