"""The signs of a floor plan: walls, furniture, people, cameras, what they see, where they go. Millimetres of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, sin

from ...optics.space import Thing
from .labels import Rect, Room
from .values import Plan, Spot, Spots, Station

COLOURS = ("#b3261e", "#1f6f43", "#6a3fb5", "#9a5b00", "#0b6a86", "#a02670")
_LISTED = 4
"""The most shots named at one place."""

_PERSON, _CAMERA, _SAME = 3.6, 3.0, 2.2
"""Least width of a person, half the room a camera takes, and how near two cameras share a place."""


@dataclass
class Sheet:
    """What is being drawn: the paper without its foot, the floor's point in its corner, and the words' free room."""

    plan: Plan
    width: float
    deep: float
    scale: int
    origin: Spot
    room: Room

    @property
    def metre(self) -> float:
        """Millimetres a metre takes."""
        return 1000 / self.scale

    def at(self, spot: Spot) -> Spot:
        return (spot[0] - self.origin[0]) * self.metre, (spot[1] - self.origin[1]) * self.metre

    @property
    def shoulder(self) -> float:
        """Half a person, not to scale where that would be a dot."""
        return max(0.46 * self.metre, _PERSON) / 2

    def points(self, spots: Sequence[Spot]) -> str:
        return " ".join(f"{x:.2f},{y:.2f}" for x, y in map(self.at, spots))


@dataclass(frozen=True, slots=True)
class Stand:
    """A place on the paper where cameras stand, which those are, and the words for them. `far`: the place is at the
    edge, the cameras beyond it."""

    x: float
    y: float
    stations: tuple[Station, ...]
    words: str
    colour: str
    far: bool

    @property
    def behind(self) -> float:
        """Degrees on the paper, 90 is down."""
        yaw = self.stations[0].yaw
        return degrees(atan2(cos(yaw), sin(yaw)))

    @property
    def box(self) -> Rect:
        return Rect(self.x - 2.2, self.y - 2.2, 4.4, 4.4)


def floor(sheet: Sheet) -> Iterator[str]:
    """A line every metre where there is room, and the walls."""
    if sheet.metre >= 4:
        x0, z0 = -sheet.origin[0] * sheet.metre % sheet.metre, -sheet.origin[1] * sheet.metre % sheet.metre
        lines = [f"M{x0 + i * sheet.metre:.2f} 0V{sheet.deep:.2f}" for i in range(int(sheet.width / sheet.metre) + 1)]
        lines += [f"M0 {z0 + i * sheet.metre:.2f}H{sheet.width:.2f}" for i in range(int(sheet.deep / sheet.metre) + 1)]
        yield f'<path d="{"".join(lines)}" stroke="#e4e4e4" stroke-width="0.15" fill="none"/>'
    if sheet.plan.walls:
        low_x, low_z, high_x, high_z = sheet.plan.walls
        x, y = sheet.at((low_x, low_z))
        stroke = 'stroke-width="0.9"' if sheet.plan.walled else 'stroke-width="0.3" stroke-dasharray="2 1.5"'
        yield (f'<rect x="{x:.2f}" y="{y:.2f}" width="{(high_x - low_x) * sheet.metre:.2f}" '
               f'height="{(high_z - low_z) * sheet.metre:.2f}" fill="none" stroke="#333333" {stroke}/>')


def things(sheet: Sheet) -> Iterator[str]:
    for thing in sheet.plan.things:
        x, y = sheet.at((thing.at[0], thing.at[2]))
        wide, deep = max(thing.size[0] * sheet.metre, 0.5), max(thing.size[2] * sheet.metre, 0.5)
        yield (f'<rect x="{-wide / 2:.2f}" y="{-deep / 2:.2f}" width="{wide:.2f}" height="{deep:.2f}" rx="0.3" '
               f'transform="translate({x:.2f} {y:.2f}) rotate({-degrees(thing.yaw):.1f})" fill="{_fill(thing)}" '
               'stroke="#777777" stroke-width="0.25"/>')


def cones(sheet: Sheet) -> Iterator[str]:
    """What each camera sees in its first frame as far as what is sharp, and the edge of what it sees in its last."""
    for stand in stands(sheet):
        looks = {(one.at, round(one.yaw, 1), round(one.spread, 1), one.path): one for one in reversed(stand.stations)}
        for one in reversed(looks.values()):
            reach = max(one.reach * 1.15, 8 / sheet.metre)
            fill = f'fill="{stand.colour}" fill-opacity="0.09" stroke="{stand.colour}" stroke-width="0.22"'
            yield f'<polygon points="{sheet.points(_cone(one.at, one.yaw, one.spread, reach))}" {fill}/>'
            if one.path:
                end = _cone(one.path[-1], one.turned, one.spread_end, reach)
                yield (f'<polygon points="{sheet.points(end)}" fill="none" stroke="{stand.colour}" '
                       'stroke-width="0.22" stroke-dasharray="1 0.8"/>')


def line(sheet: Sheet) -> Iterator[str]:
    """The axis, over all of the plan."""
    if sheet.plan.axis:
        a, b = map(sheet.at, sheet.plan.axis)
        far = (sheet.width + sheet.deep) / max(hypot(b[0] - a[0], b[1] - a[1]), 0.1)
        x, y = (b[0] - a[0]) * far, (b[1] - a[1]) * far
        yield (f'<line x1="{a[0] - x:.2f}" y1="{a[1] - y:.2f}" x2="{b[0] + x:.2f}" y2="{b[1] + y:.2f}" '
               'stroke="#c2185b" stroke-width="0.3" stroke-dasharray="3 1 0.6 1"/>')


def ways(sheet: Sheet) -> Iterator[str]:
    """Where people look and go."""
    for one in sheet.plan.people:
        if one.sight:
            a, b = sheet.at(one.at), sheet.at(one.sight)
            yield (f'<line x1="{a[0]:.2f}" y1="{a[1]:.2f}" x2="{b[0]:.2f}" y2="{b[1]:.2f}" stroke="#1761d1" '
                   'stroke-width="0.25" stroke-dasharray="0.6 0.9"/>')
        if one.path:
            yield _way(sheet, one.path, "#1761d1", 0.6)


def people(sheet: Sheet) -> Iterator[str]:
    """Shoulders, head and the way they face; in outline where they end."""
    for one in sheet.plan.people:
        if one.path:
            yield _person(sheet, one.path[-1], one.turned, 'fill="#ffffff" stroke="#1761d1" stroke-width="0.3"')
        yield _person(sheet, one.at, one.yaw, 'fill="#2b2b2b" stroke="#ffffff" stroke-width="0.25"')


def cameras(sheet: Sheet) -> Iterator[str]:
    for stand in stands(sheet):
        for one in stand.stations:
            if len(set(one.path)) > 1 and not stand.far:
                yield _way(sheet, one.path, stand.colour, 0.5)
                yield _camera(*sheet.at(one.path[-1]), one.turned, stand.colour, hollow=True)
        yield _camera(stand.x, stand.y, stand.stations[0].yaw, stand.colour, hollow=stand.far)


def stands(sheet: Sheet) -> list[Stand]:
    """Where cameras stand on the paper; those in one place share it, and one beyond the edge stands at the edge."""
    held: list[tuple[Spot, list[Station], bool]] = []
    for one in sheet.plan.stations:
        spot, far = _on_paper(sheet, one)
        same = next((h for h in held if hypot(h[0][0] - spot[0], h[0][1] - spot[1]) < _SAME), None)
        if same:
            same[1].append(one)
        else:
            held.append((spot, [one], far))
    return [Stand(*spot, tuple(ones), _named(sheet, spot, ones, far), COLOURS[i % len(COLOURS)], far)
            for i, (spot, ones, far) in enumerate(held)]


# ---------------------------------------------------------------------------------------------- helpers


def _on_paper(sheet: Sheet, one: Station) -> tuple[Spot, bool]:
    x, y = sheet.at(one.at)
    edge = _CAMERA
    inside = edge <= x <= sheet.width - edge and edge <= y <= sheet.deep - edge
    if inside:
        return (x, y), False
    middle = sheet.width / 2, sheet.deep / 2
    share = min((middle[k] - edge) / max(abs((x, y)[k] - middle[k]), 1e-9) for k in (0, 1))
    return (middle[0] + (x - middle[0]) * min(share, 1), middle[1] + (y - middle[1]) * min(share, 1)), share < 1


def _named(sheet: Sheet, spot: Spot, ones: Sequence[Station], far: bool) -> str:
    more = f" and {len(ones) - _LISTED} more" if len(ones) > _LISTED + 1 else ""
    names = ", ".join(one.label for one in (ones[:_LISTED] if more else ones)) + more
    x, y = sheet.at(ones[0].at)
    metres = hypot(x - spot[0], y - spot[1]) / sheet.metre
    return f"{names} +{metres:.0f} m" if far and metres >= 0.5 else names


def _fill(thing: Thing) -> str:
    return {"wall": "#555555", "window": "#cfe6f5", "door": "#d9c3a5"}.get(thing.kind, "#ececec")


def _cone(at: Spot, yaw: float, spread: float, reach: float) -> Spots:
    """A triangle, or a fan of them where the lens is wide. At yaw 0 it looks to -z, a positive one to its left."""
    angles = [yaw + spread * (i / 8 - 0.5) for i in range(9)]
    return (at, *((at[0] - sin(a) * reach, at[1] - cos(a) * reach) for a in angles))


def _person(sheet: Sheet, at: Spot, yaw: float, paint: str) -> str:
    x, y = sheet.at(at)
    half, turn = sheet.shoulder, -degrees(yaw)
    return (f'<g transform="translate({x:.2f} {y:.2f}) rotate({turn:.1f})"><polygon points="{-half * 0.4:.2f},0 '
            f'{half * 0.4:.2f},0 0,{half * 1.15:.2f}" {paint}/><ellipse rx="{half:.2f}" ry="{half * 0.5:.2f}" {paint}/>'
            f'<circle r="{half * 0.42:.2f}" {paint}/></g>')


def _camera(x: float, y: float, yaw: float, colour: str, hollow: bool) -> str:
    """A body and a hood that opens to where it looks: up the paper at yaw 0."""
    paint = f'fill="{"#ffffff" if hollow else colour}" stroke="{colour if hollow else "#ffffff"}" stroke-width="0.3"'
    return (f'<g transform="translate({x:.2f} {y:.2f}) rotate({-degrees(yaw):.1f})"><rect x="-1.1" y="-0.7" '
            f'width="2.2" height="2.6" rx="0.3" {paint}/><polygon points="-0.5,-0.7 0.5,-0.7 1.2,-2 -1.2,-2" '
            f'{paint}/></g>')


def _way(sheet: Sheet, path: Spots, colour: str, width: float) -> str:
    """A path with a head at its end and, where it is long, one on its way."""
    points = [sheet.at(spot) for spot in path]
    drawn = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
    heads = [len(points) - 1] if length < 14 else [len(points) // 2, len(points) - 1]
    return (f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
            + "".join(_head(points, i, colour) for i in heads))


def _head(points: Sequence[Spot], i: int, colour: str) -> str:
    tip, tail = points[i], points[max(i - 3, 0)]
    along = atan2(tip[1] - tail[1], tip[0] - tail[0])
    wings = [(tip[0] - 1.9 * cos(along) + side * 0.9 * sin(along), tip[1] - 1.9 * sin(along) - side * 0.9 * cos(along))
             for side in (1, -1)]
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in (tip, *wings))
    return f'<polygon points="{corners}" fill="{colour}"/>'
