"""What is set over the film's own pictures: the words and logos of `super`, and captions burned in.

Sizes follow the frame: its height, or three quarters of its width where it stands upright. Everything stays within the
middle nine tenths of the frame, where every screen shows it (SMPTE ST 2046-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ..core import digest, timebase
from ..film import fonts, letters
from ..film.encode import Planes
from ..film.letters import Block
from ..film.stamp import Ink, Stamp, press, stamp

Size = tuple[int, int]
Box = tuple[int, int, int, int]

SAFE = Fraction(1, 20)
"""Of each side, kept free."""
FADE = Fraction(2, 5)
"""Seconds to appear and to go, never over a quarter of the whole."""
_EM = {"center": 0.11, "top": 0.07, "bottom": 0.07, "upper third": 0.07, "lower third": 0.07}
_SMALL, _LEAST = 0.055, 0.03
_ROOM = {"center": (0.9, 0.8), "top": (0.9, 0.3), "bottom": (0.9, 0.3), "upper third": (0.9, 0.3),
         "lower third": (0.9, 0.3)}  # fmt: skip
_SIDE = (0.44, 0.4)
_TIGHT = 0.2  # of a square em: no letter takes less, so a text of more letters than this allows is never seen whole
_LOGO, _LARGE_LOGO = (0.24, 0.16), (0.5, 0.4)
_THIRD = 0.24  # of the height, from the edge to the middle of what stands in a third


@dataclass(frozen=True, eq=False, slots=True)
class Overlay:
    """Set over frames [start, end) of the film with its top left corner at x, y. `what` is words or a picture; `fade`
    frames to appear and as many to go."""

    start: int
    end: int
    x: int
    y: int
    what: Block | Ink
    frame: Size
    fade: int = 0

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of what is seen."""
        wide, high = _sides(self.what)
        return self.x, self.y, self.x + wide, self.y + high

    def strength(self, number: int) -> float:
        """How much of it is seen in a frame of the film, 0 to 1."""
        if not self.start <= number < self.end:
            return 0.0
        return min(1.0, (number - self.start + 1) / (self.fade + 1), (self.end - number) / (self.fade + 1))


def words(lines: Sequence[str], place: str, shelf: letters.Shelf, frame: Size) -> tuple[Block, bool]:
    """Lines set for a place, broken where they are too long and made smaller until they fit; and whether they do."""
    room = tuple(share * side for share, side in zip(_ROOM.get(place, _SIDE), frame, strict=True))
    em, least = _EM.get(place, _SMALL) * unit(frame), _LEAST * unit(frame)
    most = int(room[0] * room[1] / (_TIGHT * least * least))
    if sum(map(len, lines)) > most:
        em, lines = least, ["\n".join(lines)[:most]]
    while True:
        size = max(round(em), 8)
        broken = [part for line in lines for part in letters.wrap(line, shelf, size, room[0])]
        found = letters.block(broken, shelf, size, _align(place))
        fits = found.width <= room[0] and found.height <= room[1]
        if fits or em <= least:
            return found, fits
        em = max(em * 0.92, least)


def logo_box(place: str, frame: Size) -> Size:
    """The largest a picture is shown at a place."""
    wide, high = _LARGE_LOGO if place == "center" else _LOGO
    return max(2, round(wide * frame[0])), max(2, round(high * frame[1]))


def placed(what: Block | Ink, place: str, frame: Size, start: int, end: int, fps: Fraction) -> Overlay:
    """Words or a picture at one of the places of `lang.supers`, over frames [start, end)."""
    wide, high = _sides(what)
    side, rise = (round(SAFE * length) for length in frame)
    right, low = frame[0] - side - wide, frame[1] - rise - high
    x = side if "left" in place else right if "right" in place else (frame[0] - wide) // 2
    y = (frame[1] - high) // 2
    if place.startswith(("upper", "top")):
        y = round(_THIRD * frame[1]) - high // 2 if "third" in place else rise
    if place.startswith(("lower", "bottom")):
        y = round((1 - _THIRD) * frame[1]) - high // 2 if "third" in place else low
    fade = min(timebase.frames(FADE, fps), (end - start) // 4)
    return Overlay(start, end, x, max(rise, min(y, low)), what, frame, fade)


def burned(lines: Sequence[str], shelf: letters.Shelf, frame: Size, start: int, end: int,
           others: Iterable[Overlay] = ()) -> Overlay:
    """A caption at the bottom, or where it covers none of `others` that are seen while it is."""
    size = max(round(0.05 * unit(frame)), 8)
    found = letters.block(lines, shelf, size)
    room = (1 - 2 * SAFE) * frame[0]
    if found.width > room:
        found = letters.block(lines, shelf, max(int(size * room / found.width), 6))
    low, top = (placed(found, place, frame, start, end, Fraction(1)) for place in ("bottom", "top"))
    there = [one for one in others if one.start < end and one.end > start]
    above = [replace(low, y=one.y - found.height - size // 2) for one in there]
    under = [replace(low, y=one.box[3] + size // 2) for one in there]
    rise = round(SAFE * frame[1])
    clear = (one for one in (low, top, *above, *under) if rise <= one.y <= frame[1] - rise - found.height
             and not any(_meet(one.box, other.box) for other in there))
    return replace(next(clear, low), fade=0)


@dataclass(frozen=True, slots=True)
class Lettering:
    """All that is set over a film, as the join takes it (`words.Words`): later ones lie over earlier ones."""

    overlays: tuple[Overlay, ...]

    def spans(self) -> tuple[tuple[int, int], ...]:
        """The frames [start, end) that have something over them, runs that touch made one."""
        found: list[tuple[int, int]] = []
        for start, end in sorted((one.start, one.end) for one in self.overlays):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return tuple(found)

    def paint(self, frame: int, planes: Planes) -> Planes:
        """A frame of the film with all that is seen on it then. The one given stays as it is."""
        for one in self.overlays:
            strength = one.strength(frame)
            if strength > 0:
                planes = press(planes, _stamped(one), strength)
        return planes

    def key(self, start: int, end: int) -> str:
        """What is painted over frames [start, end), as a digest: of the words and of the fonts that draw them."""
        seen = (one for one in self.overlays if one.start < end and one.end > start)
        return digest.of([letters.EDITION, [
            [one.start - start, one.end - start, one.x, one.y, one.frame, one.fade, _named(one.what)] for one in seen
        ]])  # fmt: skip


def unit(frame: Size) -> float:
    """What sizes are shares of, in pixels."""
    return min(frame[1], 0.75 * frame[0])


# ---------------------------------------------------------------------------------------------- helpers


def _align(place: str) -> str:
    return next((side for side in ("left", "right") if side in place), "center")


def _sides(what: Block | Ink) -> Size:
    return (what.width, what.height) if isinstance(what, Block) else (what.shape[1], what.shape[0])


def _named(what: Block | Ink) -> list:
    if isinstance(what, Block):
        faces = dict.fromkeys(run.face for line in what.lines for run in letters.runs(line, what.shelf))
        return [what.lines, what.shelf.language, what.size, what.align, [fonts.edition(face) for face in faces]]
    return [what.shape, digest.of_bytes(what.tobytes())]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@lru_cache(16)
def _stamped(one: Overlay) -> Stamp:
    """Drawn when it is first seen and forgotten when others are: a film has thousands of captions."""
    if isinstance(one.what, Block):
        pad = one.what.pad
        return stamp(letters.ink(one.what), one.x - pad, one.y - pad, *one.frame)
    return stamp(one.what, one.x, one.y, *one.frame)
