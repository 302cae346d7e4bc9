"""A scene's strips in another order, and those that were cut put between `/*` and `*/`.

What is cut stays in the file, word for word, where the two marks hide it from every Fountain app and from the film: to
have it back is to take them away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .strips import Strip

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Change:
    """Put `text` in place of the characters [start, end)."""

    start: int
    end: int
    text: str


class Bound(Exception):
    """What is asked cannot be done to strips; its words say why. Caught in `bring`."""


def changed(strips: Sequence[Strip], order: Sequence[str], removed: Collection[str], text: str) -> Change | None:
    """The change that puts a scene's strips in an order of labels; None where nothing changes. Bound where strips would
    have to be torn apart."""
    wanted = _sequence(strips, order)
    gone = [_gone(strip, removed) for strip in strips]
    moved = [at for at, one in enumerate(wanted) if one != at or gone[one]]
    if not moved:
        return None
    first, last = max(moved[0] - 1, 0), min(moved[-1] + 1, len(strips) - 1)
    return Change(strips[first].start, strips[last].end, _laid(strips, wanted, gone, text, first, last))


def _sequence(strips: Sequence[Strip], order: Sequence[str]) -> list[int]:
    """The numbers of the strips in the order of their labels."""
    homes = {label: at for at, strip in enumerate(strips) for label in strip.labels}
    wanted: list[int] = []
    for label in order:
        if label in homes and (not wanted or wanted[-1] != homes[label]):
            wanted.append(homes[label])
    if len(set(wanted)) < len(wanted) or [label for at in wanted for label in strips[at].labels] != [*order]:
        torn = next((one for one in strips if len(one.labels) > 1), strips[0])
        raise Bound(f"{_and(torn.labels)} hang together in the text and keep their order")
    return wanted


def _and(labels: Sequence[str]) -> str:
    return f"shots {', '.join(labels[:-1])} and {labels[-1]}" if len(labels) > 1 else f"shot {labels[0]}"


def named(strip: Strip) -> str:
    return _and(strip.labels)


def _gone(strip: Strip, removed: Collection[str]) -> bool:
    some = [label for label in strip.labels if label in removed]
    if some and len(some) < len(strip.labels):
        raise Bound(f"{_and(strip.labels)} hang together in the text, so {_and(some)} cannot go alone")
    return bool(some)


def _laid(strips: Sequence[Strip], wanted: Sequence[int], gone: Sequence[bool], text: str, first: int, last: int
          ) -> str:
    """Strips `first` to `last` of the new order. Between two that were neighbours before stands what stood there;
    between others what stood at that place, an empty line at least."""
    newline = next((one for one in ("\r\n", "\n", "\r") if one in text), "\n")
    parts: list[str] = []
    for at in range(first, last + 1):
        one = wanted[at]
        if at > first:
            before = wanted[at - 1]
            near = one == before + 1 and not gone[one] and not gone[before]
            between = text[strips[at - 1].end : strips[at].start] if not near else text[
                strips[before].end : strips[one].start]
            parts.append(between if near or len(_BREAK.findall(between)) > 1 else 2 * newline)
        body = text[strips[one].start : strips[one].end]
        parts.append(_hidden(body, strips[one], newline) if gone[one] else body)
    return "".join(parts)


def _hidden(body: str, strip: Strip, newline: str) -> str:
    if "/*" in body or "*/" in body:
        raise Bound(f"{_and(strip.labels)} holds a comment, so it cannot be put into one: take it out by hand")
    return f"/*{newline}{body}{newline}*/"
