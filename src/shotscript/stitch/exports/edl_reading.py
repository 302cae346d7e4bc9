"""An edit list read back: CMX 3600 as editing programs write it.

A transition begins at the record time of its event and is taken to be centred on its cut, as ours are: the format does
not say. Only edits of pictures are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from . import clock
from .returned import Item, Join, Returned, item

_TIME = r"(\d\d:\d\d:\d\d[:;.]\d\d)"
_FORM = re.compile(
    rf"(\d+)\s+(\S+)\s+(\S+)\s+(C|D|W\d{{1,3}})(?:\s+(\d{{1,4}}))?\s+{_TIME}\s+{_TIME}\s+{_TIME}\s+{_TIME}\s*")
_COMMENT = re.compile(r"\*\s*([A-Za-z][A-Za-z ]*?)\s*:\s*(.*)")
_SOUND = re.compile(r"A\d*|AA|NONE")
_BLACK = ("BL", "BLACK")


@dataclass(slots=True)
class _Event:
    """A form statement with its comments. Frames as the list counts them."""

    number: str
    reel: str
    how: str
    over: int
    first: int
    start: int
    end: int
    told: dict[str, str] = field(default_factory=dict)
    speed: bool = False

    @property
    def black(self) -> bool:
        return self.reel.upper() in _BLACK

    @property
    def name(self) -> str:
        return self.told.get("to clip name") or self.told.get("from clip name", "")


@dataclass(slots=True)
class _Placed:
    """A clip and where it is cut, in frames."""

    event: _Event
    start: int
    end: int
    first: int


def read(text: str, fps: Fraction) -> Returned:
    """What the list says, at the rate the film has: a list does not tell its own. ValueError for what is no list."""
    events = list(_events(text, fps))
    if not events:
        raise ValueError("it holds no edit of pictures")
    placed: list[_Placed] = []
    joins: list[Join] = []
    origin = events[0].start
    for last, event in zip([None, *events], events, strict=False):
        if event.how == "C":
            placed += _cut(event, placed)
        else:
            joins.append(_crossed(event, last, placed, origin, fps))
    return Returned(tuple(_item(one, origin, fps) for one in placed), tuple(joins), None)


def _cut(event: _Event, placed: list[_Placed]) -> list[_Placed]:
    """A plain edit. One without length only says what the transition after it leaves."""
    if event.black or event.start == event.end:
        return []
    return [_Placed(event, event.start, event.end, event.first)]


def _crossed(event: _Event, last: _Event | None, placed: list[_Placed], origin: int, fps: Fraction) -> Join:
    """A transition: into black, out of black, or from one clip to the next, which are then cut in its middle."""
    kind, over = "wipe" if event.how.startswith("W") else "dissolve", event.over
    if event.black:
        if placed:
            placed[-1].end = event.start + over
        return _join(event.start + over, over, 0, "fade out", origin, fps)
    from_black = last is None or (last.black and last.number == event.number)
    early = 0 if from_black else over // 2
    cut = event.start + early
    if placed and not from_black:
        placed[-1].end = cut
    placed.append(_Placed(event, cut, event.end, event.first + early))
    return _join(cut, early, over - early, "fade in" if from_black else kind, origin, fps)


def _join(cut: int, before: int, after: int, kind: str, origin: int, fps: Fraction) -> Join:
    return Join((cut - origin) / fps, before / fps, after / fps, kind)


def _item(one: _Placed, origin: int, fps: Fraction) -> Item:
    return item(one.event.name, (one.start - origin) / fps, (one.end - one.start) / fps, one.event.told,
                one.first / fps, one.event.speed)


def _events(text: str, fps: Fraction) -> Iterator[_Event]:
    """The edits of pictures in the order of the list, each with the comments that follow it."""
    drop, event = False, None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("FCM:"):
            drop = "NON" not in line.upper() and clock.can_drop(fps)
        elif match := _FORM.fullmatch(line):
            if event:
                yield event
            event = None if _SOUND.fullmatch(match[3].upper()) else _event(match, fps, drop)
        elif event:
            _comment(event, line)
    if event:
        yield event


def _event(match: re.Match[str], fps: Fraction, drop: bool) -> _Event:
    source, _, start, end = (_frame(match[i], fps, drop) for i in (6, 7, 8, 9))
    return _Event(match[1], match[2], match[4], int(match[5] or 0), source, start, end)


def _frame(text: str, fps: Fraction, drop: bool) -> int:
    """A list says once for all of it whether names are left out; a `;` says it too."""
    return clock.frame(text, fps, clock.can_drop(fps) and (drop or text[8] == ";"))


def _comment(event: _Event, line: str) -> None:
    if line.startswith("M2"):
        event.speed = True
    elif match := _COMMENT.match(line):
        event.told.setdefault(match[1].lower(), match[2].strip())
