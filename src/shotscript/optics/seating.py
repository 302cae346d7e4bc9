"""Where on a piece of furniture somebody sits or lies: at the edge their legs hang over, beside those already there."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi

import numpy as np

from .space import Thing, Vector, facing, yaw_towards
from .spots import Ground

EDGES = ("sofa", "bed", "table", "counter", "box")
"""What is sat on at its edge; on a chair, in a car or a crowd one sits in the middle."""

INWARD = 0.36
"""Metres from an edge to the hips of who sits there: the knees are just past it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A side of a thing: where it faces, how far it is from the middle, half its own length."""

    yaw: float
    out: float
    half: float


def seat_side(name: str, thing: Thing, ground: Ground, wanted: float | None) -> Edge:
    """The side somebody sits on who would face `wanted`, else their company, else the viewer. A sofa has its front,
    a bed all but its head."""
    asked = company(name, np.array(thing.at), ground) if wanted is None else wanted
    return max(_edges(thing), key=lambda edge: round(cos(edge.yaw - (asked or 0.0)), 6))


def yaw_from(at: Vector, thing: Thing) -> float | None:
    """The way somebody faces who sits at a place of an edge; None in the middle, where there is no telling."""
    away = (at - np.array(thing.at)) * (1.0, 0.0, 1.0)
    found = [(float(away @ facing(e.yaw)), -i, e.yaw) for i, e in enumerate(_edges(thing)) if e.out > INWARD
             and abs(float(away @ facing(e.yaw)) - (e.out - INWARD)) < 1e-6]
    return max(found)[2] if found else None


def _edges(thing: Thing) -> list[Edge]:
    front, side = thing.size[2] / 2, thing.size[0] / 2
    edges = [Edge(thing.yaw, front, side)]
    if thing.kind != "sofa":
        edges += [Edge(thing.yaw + pi / 2, side, front), Edge(thing.yaw - pi / 2, side, front)]
    if thing.kind not in ("sofa", "bed"):
        edges.append(Edge(thing.yaw + pi, front, side))
    return edges


def place_on(name: str, thing: Thing, ground: Ground, edge: Edge | None) -> Vector:
    """The free place nearest the middle of an edge, or of the thing itself; its height is that of the thing's top."""
    inside = edge is None or thing.kind not in EDGES
    yaw = thing.yaw if edge is None or inside else edge.yaw
    out = 0.0 if edge is None or inside else max(edge.out - INWARD, 0.0)
    half = thing.size[0] / 2 if edge is None or inside else edge.half
    others = [course.goal for other, course in sorted(ground.courses.items()) if other != name]
    middle = np.array((thing.at[0], thing.at[1] + thing.size[1], thing.at[2])) + facing(yaw) * out
    right = np.array((np.cos(yaw), 0.0, -np.sin(yaw)))
    for shift in (0.0, 0.55, -0.55, 1.1, -1.1):
        place = middle + right * shift
        if abs(shift) <= half - 0.2 and all(hypot(place[0] - o[0], place[2] - o[2]) > 0.4 for o in others):
            return place
    return middle


def company(name: str, at: Vector, ground: Ground) -> float | None:
    """The way to the nearest other person within three metres."""
    others = [course.goal for other, course in sorted(ground.courses.items()) if other != name]
    near = [(hypot(o[0] - at[0], o[2] - at[2]), i, o) for i, o in enumerate(others)]
    close = [n for n in near if 1e-6 < n[0] < 3.0]
    return yaw_towards(at, min(close, key=lambda n: n[:2])[2]) if close else None
