"""Labels over a frame: name tags that keep clear of each other and of heads, slate, captions, faults."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ...core import timebase
from .bake import Baked
from .captions import Page, pages
from .kernels.output import blit
from .letters import (
    AMBER,
    BANNER,
    SLATE,
    banner,
    caption,
    caption_size,
    glyph,
    slate,
    tag,
    width_of,
)
from .look import Look
from .piece import Colour
from .scenery import F4
from .sheet import CutSheet, Speech
from .view import View, on_screen

GREY: Colour = (0.75, 0.75, 0.75)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the picture, pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)


@dataclass(frozen=True, slots=True)
class Head:
    """A head on screen: its middle, its radius in pixels and its depth in metres."""

    index: int
    x: float
    y: float
    radius: float
    depth: float

    @property
    def area(self) -> Area:
        r = self.radius
        return Area(self.x - r * 0.8, self.y - r, self.x + r * 0.8, self.y + r)


def unit_of(width: int, height: int) -> float:
    """How much larger labels are than on a picture of 1280 x 720."""
    return max(min(width, height) / 720, 0.3)


def label(picture: F4, inverse: F4, sheet: CutSheet, frame: int, baked: Baked, view: View, look: Look) -> None:
    """All labels but the slate's of frame `frame` of the cut over `picture` (3, h, w), whose inverse depth is `inverse`
    (h, w)."""
    height, width = picture.shape[1], picture.shape[2]
    unit = unit_of(width, height)
    if look.tags:
        _tags(picture, inverse, sheet, baked, view, unit)
    if look.captions:
        _captions(picture, sheet, frame - sheet.lead, unit)
    if sheet.banner:
        blit(picture, banner(sheet.banner, width, unit), 0, 0)


def spoken(sheet: CutSheet, own: int, width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Which page of which speech is set at own frame `own`: equal, the same captions."""
    unit = unit_of(width, height)
    pages_ = ((i, _page(speech, own, width, unit)) for i, speech in enumerate(sheet.speeches))
    return tuple((i, page.start) for i, page in pages_ if page)


def strip(picture: F4, sheet: CutSheet, view: View) -> None:
    """The slate along the bottom of `picture` (3, h, w), without its time."""
    height, width = picture.shape[1], picture.shape[2]
    unit = unit_of(width, height)
    art = slate(sheet.scene, sheet.label, sheet.caption, width, unit)
    blit(picture, art, 0, height - art.shape[0])
    size, left, middle = _clock(width, height, unit)
    stop = f"  f/{np.format_float_positional(sheet.stop, precision=2, trim='-')}" if sheet.stop else ""
    lens = f"{round(view.focal)}mm{stop}"
    _line(picture, lens, int(left - 28 * unit - _line_width(lens, size)), middle, size)


def clock(band: F4, top: int, sheet: CutSheet, frame: int, fps: Fraction) -> None:
    """The slate's time on `band` (3, n, w), the rows of a picture from `top` to its end."""
    width, height = band.shape[2], top + band.shape[1]
    size, left, middle = _clock(width, height, unit_of(width, height))
    # The shot's own time: the film's would change every later shot, and its clip, with one longer line.
    _line(band, timebase.timecode(max(0, frame - sheet.lead), fps), int(left), middle - top, size)


def _clock(width: int, height: int, unit: float) -> tuple[int, float, int]:
    """The size of the slate's figures, where its time starts, and their top."""
    size, high = round(18 * unit), round(SLATE * unit)
    return size, width - 20 * unit - _line_width("00:00:00:00", size), height - high + (high - round(size * 1.6)) // 2


def _tags(picture: F4, inverse: F4, sheet: CutSheet, baked: Baked, view: View, unit: float) -> None:
    height, width = picture.shape[1], picture.shape[2]
    heads = [h for h in _heads(sheet, baked, view) if 0 <= h.x < width and 0 <= h.y < height - SLATE * unit
             and not _veiled(h, view, unit) and not _hidden(h, inverse)]
    taken: list[Area] = []
    free = Area(0, BANNER * unit if sheet.banner else 4 * unit, width, height - (SLATE + 2) * unit)
    for head in sorted(heads, key=lambda h: (h.depth, h.index)):
        actor = sheet.actors[head.index]
        art = tag(actor.name, actor.cloth, unit)
        area = _room_for(head, art.shape[1], art.shape[0], free, [*taken, *(h.area for h in heads)])
        if area:
            taken.append(area)
            blit(picture, art, int(area.left), int(area.top))
    for name, point in sheet.marked:
        art = tag(name, GREY, unit)
        area = _thing_area(on_screen(view, point), art.shape[1], art.shape[0], free)
        if area and not any(area.meets(t) for t in taken):
            taken.append(area)
            blit(picture, art, int(area.left), int(area.top))


def _veiled(head: Head, view: View, unit: float) -> bool:
    """Whether a head is a soft foreground, as over a shoulder: it needs no name."""
    return head.depth < view.focus and view.blur * (1 / head.depth - 1 / view.focus) > 8 * unit


def _hidden(head: Head, inverse: F4) -> bool:
    """Whether something stands before all of a head."""
    height, width = inverse.shape
    for x, y in ((0, 0), (-0.5, 0), (0.5, 0), (0, -0.6), (0, 0.6)):
        column, row = int(head.x + x * head.radius), int(head.y + y * head.radius)
        if 0 <= column < width and 0 <= row < height and inverse[row, column] * (head.depth - 0.35) < 1:
            return False
    return True


def _heads(sheet: CutSheet, baked: Baked, view: View) -> list[Head]:
    found = []
    for i, (actor, bone) in enumerate(zip(sheet.actors, baked.heads, strict=True)):
        if bone is None:
            continue
        x, y, w = on_screen(view, bone[:3, 3] + bone[:3, 2] * 0.13)
        if w > 0.2:
            found.append(Head(i, x, y, 0.15 * actor.scale * view.pixels / w, w))
    return found


def _room_for(head: Head, wide: int, high: int, free: Area, taken: list[Area]) -> Area | None:
    """Over the head, else beside it, else further up: the first place inside the picture that hits nothing."""
    gap = high * 0.3
    above, beside = head.y - head.radius - high - gap, head.y - high / 2
    places = [(head.x - wide / 2, above), (head.x + head.radius + gap, beside),
              (head.x - head.radius - gap - wide, beside),
              *((head.x - wide / 2, above - k * (high + 3)) for k in (1, 2, 3))]
    areas = [Area(x, y, x + wide, y + high) for x, y in places]
    inside = [a for a in areas if a.left >= free.left and a.right <= free.right and a.top >= free.top
              and a.bottom <= free.bottom]
    return next((a for a in inside if not any(a.meets(t) for t in taken)), None)


def _thing_area(at: tuple[float, float, float], wide: int, high: int, free: Area) -> Area | None:
    """Over a thing's top, pushed into the picture: a thing may fill it. None for what is behind the camera."""
    x, y, depth = at
    if depth < 0.05:
        return None
    left = min(max(x - wide / 2, free.left + high), free.right - high - wide)
    top = min(max(y - high * 1.4, free.top + high), free.bottom - 2 * high)
    return Area(left, top, left + wide, top + high)


def _captions(picture: F4, sheet: CutSheet, own: int, unit: float) -> None:
    """Who speaks at own frame `own`, stacked upward from the slate."""
    height, width = picture.shape[1], picture.shape[2]
    bottom = height - (SLATE + 16) * unit
    for speech in reversed(sheet.speeches):
        art = _spoken(speech, sheet, own, width, unit)
        if art is not None:
            bottom -= art.shape[0]
            blit(picture, art, (width - art.shape[1]) // 2, int(bottom))
            bottom -= 6 * unit


def _spoken(speech: Speech, sheet: CutSheet, own: int, width: int, unit: float) -> F4 | None:
    page = _page(speech, own, width, unit)
    colour = next((a.cloth for a in sheet.actors if a.name == speech.name), GREY)
    return caption(page.lines, speech.who, colour, unit) if page else None


def _page(speech: Speech, own: int, width: int, unit: float) -> Page | None:
    at = own - speech.start
    if not 0 <= at < speech.frames:
        return None
    size, room = caption_size(unit), width * 0.92 - 36 * unit
    return next((p for p in _paged(speech.text, speech.frames, size, room) if p.start <= at < p.end), None)


@lru_cache(64)
def _paged(text: str, frames: int, size: int, room: float) -> tuple[Page, ...]:
    return pages(text, frames, lambda line: width_of(line, size) <= room)


def _line(picture: F4, text: str, left: int, top: int, size: int) -> None:
    for letter in text:
        art = glyph(letter, size, AMBER)
        blit(picture, art, left, top)
        left += art.shape[1]


def _line_width(text: str, size: int) -> int:
    return sum(glyph(letter, size, AMBER).shape[1] for letter in text)
