"""What furniture and free walls hide: whether something solid stands between a lens and a face."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from . import body
from .footprint import footprint
from .space import Body, Thing, Vector
from .view import Point

SOLID = ("box", "table", "sofa", "bed", "counter", "car", "wall", "door")

_SKIN = 0.02
"""Metres about a point that count as in the open: a head on a pillow is not inside the bed."""


def screens(at: Point, who: Body, things: Iterable[Thing]) -> Thing | None:
    """The first solid thing between a point and somebody's eyes, but for what they are in themselves."""
    eyes = body.eyes(who)
    solid = (t for t in things if t.kind in SOLID and not _holds(t, eyes))
    return next((t for t in solid if crosses(t, np.array(at), eyes)), None)


def crosses(thing: Thing, start: Vector, end: Vector) -> bool:
    """Whether the straight line between two points runs through a thing's box."""
    a, b = _own(thing, start), _own(thing, end)
    low, high = _box(thing)
    way = b - a
    enter, leave = 0.0, 1.0
    for k in range(3):
        if abs(way[k]) < 1e-9:
            if not low[k] < a[k] < high[k]:
                return False
            continue
        near, far = sorted(((low[k] - a[k]) / way[k], (high[k] - a[k]) / way[k]))
        enter, leave = max(enter, near), min(leave, far)
    return enter < leave


def _holds(thing: Thing, at: Vector) -> bool:
    low, high = _box(thing)
    own = _own(thing, at)
    return bool((own > low - _SKIN).all() and (own < high + _SKIN).all())


def _box(thing: Thing) -> tuple[Vector, Vector]:
    spread, foot = footprint(thing), thing.at[1]
    return np.array((-spread.hx, foot, -spread.hz)), np.array((spread.hx, foot + thing.size[1], spread.hz))


def _own(thing: Thing, at: Vector) -> Vector:
    x, z = footprint(thing).local((float(at[0]), float(at[2])))
    return np.array((x, float(at[1]), z))
