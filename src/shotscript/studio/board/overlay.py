"""A picture's arrows and boxes as SVG, to be laid over it: the same drawing on paper and on a page.

The camera's are red and lie at the edge, people's are blue ribbons on the floor. All have a light rim, so that they
are seen over any picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from math import atan2, cos, hypot, sin

from .screen import GUTTER
from .values import Arrow, Box, Picture, Spot, Spots

CAMERA, PEOPLE, RIM = "#d8391b", "#1761d1", "#ffffff"
_UNIT = 100
_LINE, _HEAD = 2.0, 6.0
"""Widths of a line and of an arrow's head, in hundredths of the picture's shorter side."""


def overlay(picture: Picture, wide: float) -> str:
    """SVG of a picture of this shape with its gutter; empty where there is nothing to draw."""
    return _svg(_signs(picture, wide), wide, "") if picture.arrows or picture.boxes else ""


def framed(picture: Picture, wide: float, href: str, name: str) -> str:
    """The same with the picture itself under it, and its edge. `href`: where its pixels are."""
    high = _high(wide) * _UNIT
    still = (f'<image href="{escape(href)}" width="{wide * high:g}" height="{high:g}" preserveAspectRatio="none"/>'
             f'<rect width="{wide * high:g}" height="{high:g}" fill="none" stroke="#444444" stroke-width="0.4"/>')
    return _svg(still + _signs(picture, wide), wide, f' role="img" aria-label="{escape(f"{name}, {picture.name}")}"')


def _svg(body: str, wide: float, more: str) -> str:
    high = _high(wide) * _UNIT
    left, width, height = -GUTTER * high, (wide + 2 * GUTTER) * high, (1 + 2 * GUTTER) * high
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {left:g} {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}"{more}>{body}</svg>')


def _high(wide: float) -> float:
    """A picture's height in what strokes are measured by, its shorter side."""
    return 1 / min(wide, 1.0)


def _signs(picture: Picture, wide: float) -> str:
    high = _high(wide)

    def sized(points: Spots) -> Spots:
        return tuple((x * high, y * high) for x, y in points)

    boxes = (_box(replace(one, corners=sized(one.corners)), wide * high, high) for one in picture.boxes)
    arrows = (_arrow(replace(one, points=sized(one.points), outline=sized(one.outline))) for one in picture.arrows)
    return "".join((*boxes, *arrows))


def _box(box: Box, wide: float, high: float) -> str:
    """A frame, with lines from corner to corner that say which way it goes. A zoom's is broken: nothing travels."""
    dash = "" if box.kind == "dolly" else ' stroke-dasharray="3 2"'
    outer = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)]
    told = _twice(f'<polygon points="{_points(box.corners)}" fill="none" stroke-linejoin="round"', 1.2, dash)
    for corner, edge in zip(box.corners, outer, strict=True):
        a, b = _between(edge, corner, 0.12), _between(edge, corner, 0.88)
        if hypot(a[0] - b[0], a[1] - b[1]) > 0.03:
            told += _line((a, b) if box.inward else (b, a), CAMERA, 1.1, 4.6)
    return told + _badge(box.step, box.corners[0])


def _arrow(arrow: Arrow) -> str:
    badge = _badge(arrow.step, arrow.points[0])
    if arrow.outline:
        colour = PEOPLE if arrow.kind == "walk" else CAMERA
        return (f'<polygon points="{_points(arrow.outline)}" fill="{colour}" fill-opacity="0.78" stroke="{RIM}" '
                f'stroke-width="0.6" stroke-linejoin="round"/>{badge}')
    if arrow.kind == "rack":
        return (_ring(arrow.points[0]) + _ring(arrow.points[1])
                + _line(arrow.points, CAMERA, 1.1, 4.6, ' stroke-dasharray="2 1.6"') + badge)
    told = _line(arrow.points, CAMERA, _LINE, _HEAD)
    beside = _rails if arrow.kind == "truck" else _smears if arrow.kind == "whip" else _nothing
    strokes = (_twice(f'<polyline points="{_points(line)}" fill="none"', 0.7) for line in beside(arrow.points))
    return told + "".join(strokes) + badge


def _line(points: Sequence[Spot], colour: str, width: float, head: float, dash: str = "") -> str:
    """A line with a head: the line ends inside of it."""
    tip, along = points[-1], atan2(points[-1][1] - points[-2][1], points[-1][0] - points[-2][0])
    size = head / _UNIT
    wings = [(tip[0] - size * 1.25 * cos(along) + side * size * 0.62 * sin(along),
              tip[1] - size * 1.25 * sin(along) - side * size * 0.62 * cos(along)) for side in (1, -1)]
    neck = (tip[0] - size * cos(along), tip[1] - size * sin(along))
    kept = [p for p in points[:-1] if hypot(p[0] - tip[0], p[1] - tip[1]) > size] or [points[0]]
    shaft = _twice(f'<polyline points="{_points([*kept, neck])}" fill="none" stroke-linecap="round" '
                   'stroke-linejoin="round"', width, dash)
    return shaft + (f'<polygon points="{_points([tip, *wings])}" fill="{colour}" stroke="{RIM}" stroke-width="0.4" '
                    'stroke-linejoin="round"/>')


def _twice(shape: str, width: float, dash: str = "") -> str:
    """A stroke upon its own rim."""
    return (f'{shape} stroke="{RIM}" stroke-width="{width + 1.1:g}" stroke-opacity="0.9"/>'
            f'{shape} stroke="{CAMERA}" stroke-width="{width:g}"{dash}/>')


def _rails(points: Spots) -> Iterator[Spots]:
    """Both rails of a truck, under its arrow."""
    (x, y), (end, _) = points[0], points[-1]
    back = 0.05 if end > x else -0.05
    for lower in (0.035, 0.05):
        yield (x, y + lower), (end - back, y + lower)


def _nothing(points: Spots) -> Iterator[Spots]:
    yield from ()


def _smears(points: Spots) -> Iterator[Spots]:
    (x, y), (end, _) = points[0], points[-1]
    for off, share in ((-0.10, 0.35), (-0.065, 0.15), (0.05, 0.25), (0.085, 0.45)):
        yield (x + (end - x) * share, y + off), (x + (end - x) * 0.85, y + off)


def _ring(at: Spot) -> str:
    x, y = at[0] * _UNIT, at[1] * _UNIT
    return _twice(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="3" fill="none"', 0.8)


def _badge(step: int, at: Spot) -> str:
    """The number of a step, beside the tail of its arrow."""
    if not step:
        return ""
    x, y = at[0] * _UNIT, at[1] * _UNIT
    digit = _digit(step, x, y)
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="3.8" fill="{CAMERA}" stroke="{RIM}" stroke-width="0.6"/>{digit}'


def _digit(step: int, x: float, y: float) -> str:
    """A digit in strokes of its own: a picture needs no font. Above nine it is a dot."""
    segments = _SEGMENTS.get(step, "")
    ends = {"a": (-1, -2, 1, -2), "b": (1, -2, 1, 0), "c": (1, 0, 1, 2), "d": (-1, 2, 1, 2), "e": (-1, 0, -1, 2),
            "f": (-1, -2, -1, 0), "g": (-1, 0, 1, 0)}
    path = "".join(f"M{x + ends[s][0] * 0.95:.2f} {y + ends[s][1] * 0.95:.2f}L{x + ends[s][2] * 0.95:.2f} "
                   f"{y + ends[s][3] * 0.95:.2f}" for s in segments)
    return f'<path d="{path}" stroke="{RIM}" stroke-width="0.7" stroke-linecap="round" fill="none"/>' if path else ""


_SEGMENTS = {1: "bc", 2: "abged", 3: "abgcd", 4: "fgbc", 5: "afgcd", 6: "afgedc", 7: "abc", 8: "abcdefg", 9: "abcdfg"}


def _between(a: Spot, b: Spot, share: float) -> Spot:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _points(points: Sequence[Spot]) -> str:
    return " ".join(f"{x * _UNIT:.2f},{y * _UNIT:.2f}" for x, y in points)
