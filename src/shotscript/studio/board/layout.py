"""Where everything lies on a page: panels in a grid, in each its pictures and the room for its words. Millimetres.

Of all ways to share a page out the one with the largest pictures is taken that leaves the words enough room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from .screen import GUTTER

Paper = Literal["a4", "letter"]
PAPERS = MappingProxyType({"a4": (210.0, 297.0), "letter": (215.9, 279.4)})
MOST = 9
"""The most panels on a page."""

MARGIN, HEAD, FOOT = 11.0, 8.0, 8.0
TITLE = 6.0
_GAP, _PAD = 4.0, 2.0
_WORDS_WIDE, _WORDS_DEEP, _WORDS_SHARE = 40.0, 17.0, 0.27
"""The least room for words: millimetres, and the share of a panel."""


@dataclass(frozen=True, slots=True)
class Area:
    x: float
    y: float
    width: float
    height: float

    def moved(self, x: float, y: float) -> Area:
        return Area(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page: its size, its panels, and in each panel, from its own corner, both pictures with their gutters and the
    words."""

    width: float
    height: float
    panels: tuple[Area, ...]
    pictures: tuple[Area, Area]
    words: Area

    @property
    def inner(self) -> Area:
        """The page without margins, head and foot."""
        return _inner(self.width, self.height)


def layout(paper: Paper, count: int, shape: float) -> Layout:
    """The page for `count` panels (1 to 9) with pictures of a shape (width over height)."""
    assert 1 <= count <= MOST, count
    short, long = PAPERS[paper]
    ways = [made for width, height in ((short, long), (long, short)) for made in _grids(width, height, count, shape)]
    assert ways, "one picture over the other is always a way"
    return max(ways, key=lambda way: (round(_worth(way), 1), way.height))


def _worth(way: Layout) -> float:
    """A picture's area; an upright page and a full grid are worth a little of it."""
    rows, columns = len({round(area.y) for area in way.panels}), len({round(area.x) for area in way.panels})
    full = 1.0 if rows * columns == len(way.panels) else 0.94
    return way.pictures[0].width * way.pictures[0].height * full * (1.06 if way.height > way.width else 1.0)


def _inner(width: float, height: float) -> Area:
    return Area(MARGIN, MARGIN + HEAD, width - 2 * MARGIN, height - 2 * MARGIN - HEAD - FOOT)


def _grids(width: float, height: float, count: int, shape: float) -> Iterator[Layout]:
    inner = _inner(width, height)
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        if rows * columns - count >= min(columns, rows):
            continue
        wide, deep = (inner.width + _GAP) / columns - _GAP, (inner.height + _GAP) / rows - _GAP
        cells = tuple(Area(inner.x + i % columns * (wide + _GAP), inner.y + i // columns * (deep + _GAP), wide, deep)
                      for i in range(count))
        for pictures, words in _shares(wide, deep, shape):
            yield Layout(width, height, cells, pictures, words)


def _shares(wide: float, deep: float, shape: float) -> Iterator[tuple[tuple[Area, Area], Area]]:
    """The ways to share a panel out, each with the largest pictures it allows: side by side or one upon the other, the
    words below or beside."""
    for across in (True, False):
        for below in (True, False):
            found = next(_sized(wide, deep, shape, across, below), None)
            if found:
                yield found


def _sized(wide: float, deep: float, shape: float, across: bool, below: bool) -> Iterator[tuple[
    tuple[Area, Area], Area
]]:
    """Those that leave room for the words, the largest pictures first."""
    outer = (shape + 2 * GUTTER) / (1 + 2 * GUTTER)
    room_wide, room_deep = wide - 2 * _PAD, deep - TITLE - _PAD
    for tenth in range(int(room_wide * 5), 50, -1):
        width = tenth / 5
        height = width / outer
        both = (2 * width, height) if across else (width, 2 * height)
        if both[0] > room_wide or both[1] > room_deep:
            continue
        left = (wide - both[0]) / 2 if below else _PAD
        first = Area(left, TITLE, width, height)
        second = first.moved(width, 0) if across else first.moved(0, height)
        words = (Area(_PAD, TITLE + both[1], room_wide, room_deep - both[1]) if below
                 else Area(_PAD + both[0] + _PAD, TITLE + _PAD, room_wide - both[0] - _PAD, room_deep - _PAD))
        if _enough(words, wide * deep):
            yield (first, second), words


def _enough(words: Area, panel: float) -> bool:
    return (words.width >= _WORDS_WIDE and words.height >= _WORDS_DEEP
            and words.width * words.height >= _WORDS_SHARE * panel)
