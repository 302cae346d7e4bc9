"""Two texts, word by word: what stays, what goes, what comes. Scripts without spaces go character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from .edition import Value

_TOKEN = re.compile(r"\s+|[぀-ヿ㐀-鿿豈-﫿가-힯ก-๿]|[^\W぀-ヿ㐀-鿿豈-﫿가-힯ก-๿]+|[^\w\s]")
_LONG = 4000
"""Tokens from which on words that stand very often no longer anchor a match, as else it takes long."""


class Run(Value):
    """Characters of a text that stay, go or come."""

    kind: Literal["same", "gone", "new"]
    text: str


def reworded(before: str, after: str) -> tuple[Run, ...]:
    """The runs in order; `same` and `gone` give `before`, `same` and `new` give `after`, to the letter."""
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(str.isspace, a, b, autojunk=max(len(a), len(b)) > _LONG)
    runs: list[Run] = []
    for kind, text in _whole(matcher, a, b):
        if runs and runs[-1].kind == kind:
            runs[-1] = Run(kind=kind, text=runs[-1].text + text)
        elif text:
            runs.append(Run(kind=kind, text=text))
    return tuple(runs)


def _whole(
    matcher: SequenceMatcher[str], a: list[str], b: list[str]
) -> Iterator[tuple[Literal["same", "gone", "new"], str]]:
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


def _flushed(gone: str, new: str) -> Iterator[tuple[Literal["same", "gone", "new"], str]]:
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
