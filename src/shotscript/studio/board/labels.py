"""Words beside what they name, never one upon another: the first free place in a fixed order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians, sin

_TURNS = (270, 90, 0, 180, 315, 45, 225, 135, 20, 160, 200, 340, 70, 110, 250, 290)
_RINGS = (0.0, 1.5, 3.5, 6.0, 9.0, 13.0, 18.0, 24.0, 32.0, 42.0, 54.0)
LONGEST = 28
"""Letters of a name that a plan shows."""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Rect) -> bool:
        return (self.x < other.x + other.width and other.x < self.x + self.width
                and self.y < other.y + other.height and other.y < self.y + self.height)

    def holds(self, other: Rect) -> bool:
        return (self.x <= other.x and self.y <= other.y and other.x + other.width <= self.x + self.width
                and other.y + other.height <= self.y + self.height)


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a box; `leader` from what they name to them where they had to go away from it."""

    text: str
    box: Rect
    leader: tuple[float, float, float, float] | None = None


@dataclass
class Room:
    """The free room of a drawing: what is taken in it, and what found no place."""

    bounds: Rect
    size: float
    taken: list[Rect] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def take(self, box: Rect) -> None:
        self.taken.append(box)

    def free(self, box: Rect) -> bool:
        return self.bounds.holds(box) and not any(box.meets(other) for other in self.taken)

    def within(self, text: str, box: Rect) -> Label | None:
        """A label in the middle of what it names, if it has room there."""
        wide, high = extent(text, self.size)
        own = Rect(box.x + (box.width - wide) / 2, box.y + (box.height - high) / 2, wide, high)
        if not box.holds(own) or not self.free(own):
            return None
        self.take(own)
        return Label(text, own)

    def beside(self, text: str, x: float, y: float, reach: float, towards: float = 270) -> Label | None:
        """A label near a point that itself takes `reach` on every side, rather `towards` some degrees (90 is down).
        None, and told in `left`, where all is full."""
        shown = shortened(text)
        for box, ring in _places(*extent(shown, self.size), x, y, reach, towards):
            if self.free(box):
                self.take(box)
                return Label(shown, box, _leader(box, x, y) if ring > 2 else None)
        self.left.append(text)
        return None


def extent(text: str, size: float) -> tuple[float, float]:
    """Width and height of words at a size, at least: no font's letters are wider."""
    letters = sum(1.02 if unicodedata.east_asian_width(c) in "WF" else 0.0 if unicodedata.category(c)[0] == "M"
                  else 0.76 if c.isupper() or c.isdigit() else 0.64 for c in text)
    return letters * size + 0.5 * size, 1.25 * size


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _places(wide: float, high: float, x: float, y: float, reach: float, towards: float) -> Iterator[tuple[Rect, float]]:
    """Boxes about a point, the nearest first."""
    turns = sorted(_TURNS, key=lambda turn: abs((turn - towards + 180) % 360 - 180) // 30)
    for ring in _RINGS:
        for turn in turns:
            across, down = cos(radians(turn)), sin(radians(turn))
            middle_x = x + across * (reach + ring + wide / 2)
            middle_y = y + down * (reach + ring + high / 2)
            yield Rect(middle_x - wide / 2, middle_y - high / 2, wide, high), ring


def _leader(box: Rect, x: float, y: float) -> tuple[float, float, float, float]:
    return x, y, min(max(x, box.x), box.x + box.width), min(max(y, box.y), box.y + box.height)
