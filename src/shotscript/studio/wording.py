"""Two texts, word by word: what stays, what goes, what comes. Scripts without spaces go character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from .edition import Value

_TOKEN = re.compile(r"\s+|[぀-ヿ㐀-鿿豈-﫿가-힯ก-๿]|[^\W぀-ヿ㐀-鿿豈-﫿가-힯ก-๿]+|[^\w\s]")
_SENTENCE = re.compile(r".*?(?:[.!?;。！？；…]+[\"”」]?\s+|[。！？；][”」]?|\n+|$)", re.DOTALL)
_LONG = 1500
"""Words from which on two stretches without a common sentence are told whole: nobody reads such a salad."""
_SHORT = 30
"""Words below which little in common is still worth pointing at."""


Kind = Literal["same", "gone", "new"]
Told = tuple[Kind, str]


class Run(Value):
    """Characters of a text that stay, go or come."""

    kind: Kind
    text: str


def reworded(before: str, after: str) -> tuple[Run, ...]:
    """The runs in order; `same` and `gone` give `before`, `same` and `new` give `after`, to the letter."""
    runs: list[Run] = []
    for kind, text in _told(_TOKEN.findall(before), _TOKEN.findall(after)):
        if runs and runs[-1].kind == kind:
            runs[-1] = Run(kind=kind, text=runs[-1].text + text)
        elif text:
            runs.append(Run(kind=kind, text=text))
    return tuple(runs)


def _told(a: list[str], b: list[str]) -> Iterator[Told]:
    """What both begin and end with, and between the two first sentences, then the words of those that differ."""
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    yield "same", "".join(a[:start])
    yield from _sentences("".join(a[start : len(a) - end]), "".join(b[start : len(b) - end]))
    yield "same", "".join(a[len(a) - end :])


def _common(a: list[str], b: list[str]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _sentences(before: str, after: str) -> Iterator[Told]:
    a, b = ([one for one in _SENTENCE.findall(text) if one] for text in (before, after))
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(a[a1:a2])
        else:
            yield from _words("".join(a[a1:a2]), "".join(b[b1:b2]))


def _words(before: str, after: str) -> Iterator[Told]:
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    size = max(len(a), len(b))
    matcher = SequenceMatcher(str.isspace, a, b, autojunk=False)
    if size > _LONG or (size > _SHORT and matcher.ratio() < 0.4):
        yield from _flushed(before, after)
    else:
        yield from _whole(matcher, a, b)


def _whole(matcher: SequenceMatcher[str], a: list[str], b: list[str]) -> Iterator[Told]:
    """Changes that only a blank or a mark parts are one change: a person reads phrases."""
    gone = new = ""
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        same = "".join(a[a1:a2])
        if tag == "equal" and (re.search(r"\w", same) or not (gone or new)):
            yield from _flushed(gone, new)
            gone = new = ""
            yield "same", same
        else:
            gone += same
            new += "".join(b[b1:b2])
    yield from _flushed(gone, new)


def _flushed(gone: str, new: str) -> Iterator[Told]:
    """What both ends of a change share stays where it is."""
    start = len(gone) - len(gone.lstrip()) if gone[:1].isspace() and new[:1] == gone[:1] else 0
    start = start if gone[:start] == new[:start] else 0
    if start:
        yield "same", gone[:start]
    gone, new = gone[start:], new[start:]
    end = 0
    while end < min(len(gone), len(new)) and gone[-end - 1] == new[-end - 1] and not gone[-end - 1].isalnum():
        end += 1
    if gone[: len(gone) - end]:
        yield "gone", gone[: len(gone) - end]
    if new[: len(new) - end]:
        yield "new", new[: len(new) - end]
    if end:
        yield "same", gone[len(gone) - end :]
