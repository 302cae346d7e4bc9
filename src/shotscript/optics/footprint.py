"""What a thing covers of the floor, and the way round it.

A footprint is a rectangle on the floor, turned by the thing's yaw. Points are (x, z) pairs in metres. A walk that
would lead through furniture, or through somebody who stands there, goes round by the shortest way along corners.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, inf, sin

from .space import Thing

Point = tuple[float, float]

BODY = 0.28
"""Half of a person's width with a little air: how near furniture a walk may pass."""

PERSON = 0.2
"""Half of the floor somebody takes up whom others walk round."""

ASIDE = 1.5
"""Metres a way round people may be longer than one through them; else they are asked to let somebody by."""

FLAT = 0.15
"""Lower than this is walked over."""

_OPEN = ("door", "window", "crowd")


@dataclass(frozen=True, slots=True)
class Footprint:
    """A rectangle about (x, z) with half extents `hx` along its own x and `hz` along its own z."""

    x: float
    z: float
    hx: float
    hz: float
    yaw: float = 0.0

    def local(self, point: Point) -> Point:
        dx, dz, c, s = point[0] - self.x, point[1] - self.z, cos(self.yaw), sin(self.yaw)
        return c * dx - s * dz, s * dx + c * dz

    def world(self, point: Point) -> Point:
        c, s = cos(self.yaw), sin(self.yaw)
        return self.x + c * point[0] + s * point[1], self.z - s * point[0] + c * point[1]

    def distance(self, point: Point) -> float:
        """Metres to the edge, negative inside."""
        x, z = self.local(point)
        dx, dz = abs(x) - self.hx, abs(z) - self.hz
        return hypot(max(dx, 0.0), max(dz, 0.0)) + min(max(dx, dz), 0.0)

    def crosses(self, a: Point, b: Point, margin: float = 0.0) -> bool:
        """Whether the straight way from a to b leads through the inside, grown by `margin` on every side."""
        start, end, first, last = self.local(a), self.local(b), 0.0, 1.0
        for p, q, half in zip(start, end, (self.hx + margin, self.hz + margin), strict=True):
            d = q - p
            if abs(d) < 1e-12:
                if abs(p) >= half:
                    return False
                continue
            u, v = sorted(((-half - p) / d, (half - p) / d))
            first, last = max(first, u), min(last, v)
        return last - first > 1e-9

    def corners(self, margin: float) -> tuple[Point, ...]:
        x, z = self.hx + margin, self.hz + margin
        return tuple(self.world((sx * x, sz * z)) for sx in (-1, 1) for sz in (-1, 1))

    @property
    def reach(self) -> Point:
        """Half extents along the room's x and z."""
        c, s = abs(cos(self.yaw)), abs(sin(self.yaw))
        return c * self.hx + s * self.hz, s * self.hx + c * self.hz


def footprint(thing: Thing) -> Footprint:
    return Footprint(thing.at[0], thing.at[2], thing.size[0] / 2, thing.size[2] / 2, thing.yaw)


def solid(thing: Thing) -> bool:
    """Whether a body cannot be where it is: doors, windows, flat, tiny and high-hung things are no obstacle."""
    big = thing.size[1] > FLAT and max(thing.size[0], thing.size[2]) > 0.3
    return big and thing.kind not in _OPEN and thing.at[1] < 1.0


def standing(x: float, z: float, yaw: float) -> Footprint:
    """The floor under somebody who stands or sits."""
    return Footprint(x, z, PERSON, PERSON, yaw)


def detour(start: Point, end: Point, things: tuple[Thing, ...], people: tuple[Footprint, ...] = (),
           walls: Point = (inf, inf)) -> tuple[tuple[Point, ...], bool]:
    """The shortest way along corners of solid things and of people, and whether it is free. Where there is none round
    things it is the straight line; where there is none round people within `walls` (half extents), or a long one, it
    leads past them as if they stepped aside."""
    solids = tuple(map(footprint, filter(solid, things)))
    plain, free = _round(start, end, solids, (inf, inf))
    if not people:
        return plain, free
    way, found = _round(start, end, (*solids, *people), walls)
    return (way, True) if found and _long(way) <= _long(plain) + ASIDE else (plain, free)


def _long(way: tuple[Point, ...]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way))


def _round(start: Point, end: Point, solids: tuple[Footprint, ...], bounds: Point) -> tuple[tuple[Point, ...], bool]:
    blocks = [(f, _margin(f, start, end)) for f in solids]
    walls = [(f, m) for f, m in blocks if m is not None]
    if not any(f.crosses(start, end, m) for f, m in walls):
        return (start, end), True
    corners = [c for f, m in walls for c in f.corners(m + 0.04) if abs(c[0]) <= bounds[0] and abs(c[1]) <= bounds[1]]
    nodes = [start, end, *(c for c in corners if all(f.distance(c) >= m for f, m in walls))]
    way = _shortest(nodes, walls)
    return (way, True) if way else ((start, end), False)


def _margin(block: Footprint, start: Point, end: Point) -> float | None:
    """How much air to keep: less where the walk begins or ends close by, None where it begins or ends inside."""
    near = min(block.distance(start), block.distance(end))
    if near < -0.2:
        return None
    return max(min(BODY, near - 0.01), 0.02 - min(block.hx, block.hz))


def _shortest(nodes: list[Point], walls: list[tuple[Footprint, float]]) -> tuple[Point, ...]:
    """Dijkstra from node 0 to node 1; empty if there is no way."""
    best, came = {0: 0.0}, {0: 0}
    heap = [(0.0, 0)]
    while heap:
        far, i = heapq.heappop(heap)
        if i == 1:
            return _trace(nodes, came)
        if far > best[i]:
            continue
        for j, point in enumerate(nodes):
            there = far + hypot(point[0] - nodes[i][0], point[1] - nodes[i][1])
            if there < best.get(j, inf) - 1e-9 and not any(f.crosses(nodes[i], point, m) for f, m in walls):
                best[j], came[j] = there, i
                heapq.heappush(heap, (there, j))
    return ()


def _trace(nodes: list[Point], came: dict[int, int]) -> tuple[Point, ...]:
    way = [1]
    while way[-1]:
        way.append(came[way[-1]])
    points = [nodes[i] for i in reversed(way)]
    return (points[0], *(b for a, b in pairwise(points) if a != b))
