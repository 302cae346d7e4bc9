"""What may be written next in a shot line or a `block`: what the parser itself would take there.

The clause is parsed up to the word under way and one letter no clause holds put after it: where the parser stops, it
says what it would have taken.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..core.span import Span
from .grammars import UnexpectedToken, accepted, attempt
from .masking import Masked, mask
from .names import Names
from .words import BLOCK, SHOT, STARTERS

NOTHING = "\ufffd"
_MANY = 8
"""More ways to go on than these are offered when the word stands."""
_WAYS = frozenset(("in", "out", "left", "right", "up", "down"))
_WORD = re.compile(r"@?[^\W_][\w'’./°%-]*\Z|@\Z|\.?\d[\w.]*\Z")
_OPEN = re.compile(r"[,，]")
_ITEM = re.compile(r"[;；]")


class Offer(NamedTuple):
    """`words` of ours that may stand next, in lower case, each alone or with the one that must follow; `kinds` of token
    (NAME, QUOTED, MEASURE, STOP, PART, REF...); `before` the words of the clause so far, `start` where the word under
    way begins in the text."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    before: tuple[str, ...]
    start: int


def in_shot(text: str, names: Names) -> Offer:
    """What may follow `text`, which is a shot line up to somewhere, its id left out."""
    start = _under_way(text)
    line = mask(text[:start], Span(0, start), names, SHOT)
    if line.unclosed >= 0:
        return Offer((), frozenset(), (), start)
    low = max((match.end() for match in _OPEN.finditer(line.work)), default=0)
    return _offer("shots", line, low, start)


def in_block(text: str, names: Names) -> Offer:
    """What may follow `text`, which is the body of a `block` up to somewhere."""
    start = _under_way(text)
    line = mask(text[:start], Span(0, start), names, BLOCK)
    if line.unclosed >= 0:
        return Offer((), frozenset(), (), start)
    low = max((match.end() for match in _ITEM.finditer(line.work)), default=0)
    return _offer("blocking", line, low, start)


def _under_way(text: str) -> int:
    match = _WORD.search(text)
    return match.start() if match else len(text)


def _offer(grammar: str, line: Masked, low: int, start: int) -> Offer:
    clause = " ".join((line.spaced if grammar == "shots" else line.work)[low:].split())
    if clause in ("as", "allow"):
        return Offer((), frozenset(("REF",)), (clause,), start)
    taken = _taken(grammar, clause)
    if taken is None:
        return Offer((), frozenset(), tuple(clause.split()), start)
    words = sorted(word for word in taken if _is_word(word))
    phrases = tuple(phrase for word in words for phrase in _phrases(grammar, clause, word))
    return Offer(phrases, frozenset(kind for kind in taken if kind.isupper()), tuple(clause.split()), start)


def _phrases(grammar: str, clause: str, word: str) -> tuple[str, ...]:
    """A word, and where none of ours may end the clause after it, the words that may go on."""
    if not clause and grammar == "shots" and word not in STARTERS:
        return ()
    after = _taken(grammar, f"{clause} {word}".strip())
    if after is None:
        return ()
    ends = any(kind.isupper() for kind in after)
    more = tuple(f"{word} {other}" for other in sorted(after) if _is_word(other) and (other in _WAYS or not ends))
    return (word, *more) if ends else more if len(more) <= _MANY else (word,)


def _is_word(word: str) -> bool:
    return word.isascii() and word.islower() and word != "the"


@lru_cache(2048)
def _taken(grammar: str, clause: str) -> frozenset[str] | None:
    """What could stand after a clause; None where it is at fault before its end."""
    trouble = attempt(grammar, f"{clause} {NOTHING}".lstrip())
    if not isinstance(trouble, UnexpectedToken) or str(trouble.token) != NOTHING:
        return None
    return accepted(grammar, trouble)
