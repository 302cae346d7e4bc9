"""Default marks: where people stand whom nobody placed, so that the scene reads from the front.

One person stands in the middle, turned a little from the viewer; two face each other across 1.5 m; more stand on an
arc that is open to the viewer. Newcomers join a group at its sides. Furniture and other people are kept clear of.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, radians, sin

from .footprint import Footprint, Point
from .space import Room

APART = 1.5
"""Metres between two people who talk."""

ELBOW = 0.75
"""The least metres between two people who stand together."""

CLEAR = 0.3
"""Metres kept from furniture, and from walls with a little more."""

ALONE = radians(20)
"""How far someone alone turns away from the viewer."""

_SPREAD = radians(160)
_GRID = 0.25


def default_marks(
    wanted: Sequence[str], taken: Sequence[Point], blocks: Sequence[Footprint], room: Room, grows: bool
) -> dict[str, Point]:
    """A free mark for each name, in order. A room that `grows` may be outgrown by the ideal arrangement."""
    ideals = _join(len(wanted), taken) if taken else _arrange(len(wanted))
    marks: dict[str, Point] = {}
    for name, ideal in zip(wanted, ideals, strict=True):
        marks[name] = _free(ideal, [*taken, *marks.values()], blocks, room, grows)
    return marks


def look_in(mark: Point, others: Sequence[Point]) -> float:
    """The yaw of someone who takes part: towards the one other person, or the middle of several, a little forward."""
    if not others:
        return ALONE
    forward = 0.4 if len(others) > 1 else 0.0
    x = sum(p[0] for p in others) / len(others) - mark[0]
    z = sum(p[1] for p in others) / len(others) + forward - mark[1]
    return 0.0 if hypot(x, z) < 1e-6 else atan2(x, z)


def _arrange(count: int) -> list[Point]:
    if count == 1:
        return [(0.0, 0.0)]
    if count == 2:
        return [(-APART / 2, 0.0), (APART / 2, 0.0)]
    step = _SPREAD / (count - 1)
    radius = max(1.0, 0.9 / (2 * sin(step / 2)))
    angles = sorted((-_SPREAD / 2 + i * step for i in range(count)), key=lambda a: (-round(abs(a), 9), a))
    return [(radius * sin(a), radius * (0.55 - cos(a))) for a in angles]


def _join(count: int, taken: Sequence[Point]) -> list[Point]:
    """To the right and left of those already there in turn, the first one nearest."""
    left, right = min(p[0] for p in taken), max(p[0] for p in taken)
    z = sum(p[1] for p in taken) / len(taken)
    first = APART if len(taken) == 1 else 1.0
    steps = [first + (i // 2) * 0.9 for i in range(count)]
    leftward = right + left > 0.5
    return [(left - s, z) if (i % 2 == 0) == leftward else (right + s, z) for i, s in enumerate(steps)]


def _free(ideal: Point, taken: Sequence[Point], blocks: Sequence[Footprint], room: Room, grows: bool) -> Point:
    """The free point nearest to the ideal; where the floor is full people stand closer."""
    if (grows or _inside(ideal, room)) and _clear(ideal, taken, blocks, ELBOW):
        return ideal
    grid = _grid(ideal, room, grows)
    for elbow in (ELBOW, 0.5, 0.3):
        for point in grid:
            if _clear(point, taken, blocks, elbow):
                return point
    return ideal


def _clear(point: Point, taken: Sequence[Point], blocks: Sequence[Footprint], elbow: float) -> bool:
    apart = all(hypot(point[0] - p[0], point[1] - p[1]) >= elbow - 1e-9 for p in taken)
    return apart and all(block.distance(point) >= CLEAR for block in blocks)


def _inside(point: Point, room: Room) -> bool:
    return abs(point[0]) <= room.width / 2 - 0.4 and abs(point[1]) <= room.depth / 2 - 0.4


def _grid(ideal: Point, room: Room, grows: bool) -> list[Point]:
    """Points of a grid about the ideal by distance, those in the room only unless it grows."""
    reach = 40 if grows else int(max(8.0, room.width, room.depth) / _GRID)
    steps = [i * _GRID for i in range(-reach, reach + 1)]
    points = [(ideal[0] + a, ideal[1] + b) for a in steps for b in steps]
    inside = points if grows else [p for p in points if _inside(p, room)]
    return sorted(inside, key=lambda p: (round(hypot(p[0] - ideal[0], p[1] - ideal[1]), 6), -p[1], p[0]))
