"""The room of a scene and the furniture in it: sizes, seats for those who sit, walls that hold everyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, hypot, pi

from ..lang.ast import BlockThing
from ..narrative.story import Place, Scene
from .footprint import Footprint, Point, footprint
from .space import Room, Thing, Vector
from .spots import Lookup, of_thing, spot_point

SIZES: dict[str, tuple[float, float, float]] = {
    "box": (0.4, 0.4, 0.4),
    "table": (1.2, 0.75, 0.8),
    "chair": (0.45, 0.9, 0.45),
    "sofa": (1.9, 0.85, 0.9),
    "bed": (1.6, 0.5, 2.0),
    "door": (1.0, 2.0, 0.1),
    "window": (1.2, 1.2, 0.1),
    "counter": (2.0, 0.9, 0.6),
    "car": (1.8, 1.45, 4.4),
    "wall": (4.0, 2.8, 0.1),
    "crowd": (3.0, 1.7, 2.0),
}
"""Width, height, depth in metres of each kind when none is written."""

SEATS = ("chair", "sofa", "bed", "box", "car", "counter", "crowd")
SEAT = 0.45
"""Height of a seat: where the sitting pose has its own."""

SILL = 0.9
INSIDE, OUTSIDE = (6.0, 5.0), (20.0, 20.0)
AIR = 0.6
"""Metres kept between people and the walls of a room that grows."""


def things(items: Iterable[BlockThing], known: Lookup, room: Room) -> tuple[Thing, ...]:
    """The written things. One that stands beside another is placed after it; of one name the first stands."""
    placed: dict[str, Thing] = {}
    waiting = list({item.name.text: item for item in reversed(list(items))}.values())[::-1]
    for last in (False,) * len(waiting) + (True,):
        for item in [i for i in waiting if i.name.text not in placed]:
            thing = _place(item, lambda name: _patch(name, placed, known), last, room)
            if thing:
                placed[item.name.text] = thing
    return tuple(placed[item.name.text] for item in waiting)


def room(scene: Scene, place: Place | None) -> Room:
    """As written, else a common size: 6 x 5 m with walls inside, 20 x 20 m without outside."""
    width, depth = INSIDE if scene.interior else OUTSIDE
    if place and place.size:
        width, depth = float(place.size[0]), float(place.size[1])
    return Room(width, depth, walled=scene.interior)


def grown(bounds: Room, points: Iterable[Point], furniture: Iterable[Thing] = ()) -> Room:
    """The room made large enough, in whole half metres, for everyone with air around and for all furniture."""
    reach = [(abs(x) + AIR, abs(z) + AIR) for x, z in points]
    reach += [_extent(thing) for thing in furniture]
    width = max([bounds.width, *(_half_metres(2 * x) for x, _ in reach)])
    depth = max([bounds.depth, *(_half_metres(2 * z) for _, z in reach)])
    return replace(bounds, width=width, depth=depth)


def seat_near(point: Point, furniture: Iterable[Thing], reach: float = 0.5) -> Thing | None:
    """The seat within `reach` metres of where someone sits down, nearest first."""
    near = [(_to_seat(point, thing), i, thing) for i, thing in enumerate(furniture) if thing.kind in SEATS]
    best = min(near, default=None, key=lambda n: n[:2])
    return best[2] if best and best[0] <= reach else None


def chair_for(name: str, floor: Vector, yaw: float, furniture: Iterable[Thing]) -> Thing:
    """A chair under someone who sits on nothing, facing as they do."""
    title = f"{name}'s chair"
    count = sum(thing.name.startswith(title) for thing in furniture)
    label = f"{title} {count + 1}" if count else title
    return Thing(label, "chair", SIZES["chair"], (float(floor[0]), float(floor[1]), float(floor[2])), yaw)


def seat_height(thing: Thing) -> float:
    """How far above the seated pose's own seat someone sits."""
    return thing.at[1] + (max(thing.size[1] - SEAT, 0.0) if thing.kind in ("bed", "box", "counter") else 0.0)


def lying_height(thing: Thing) -> float:
    return thing.at[1] + (SEAT if thing.kind in ("sofa", "chair") else thing.size[1])


def _patch(name: str, placed: dict[str, Thing], known: Lookup):
    return of_thing(placed[name]) if name in placed else known(name)


def _place(item: BlockThing, known: Lookup, last: bool, bounds: Room) -> Thing | None:
    """None while what it stands beside is nowhere yet; in the last round the centre has to do."""
    size = tuple(float(s) for s in item.size) if item.size else SIZES.get(item.kind, SIZES["box"])
    gap = -size[2] / 2 if item.kind in ("door", "window") else 0.05
    at = spot_point(item.spot, known, (size[0] / 2, size[2] / 2), gap)
    if at is None and not last:
        return None
    x, y, z = (0.0, 0.0, 0.0) if at is None else (float(v) for v in at)
    if item.kind == "window" and y == 0:
        y = max(min(SILL, bounds.height - size[1]), 0.0)
    yaw = _inward(x, z, bounds) if item.kind in ("door", "window") and size[0] > size[2] else 0.0
    return Thing(item.name.text, item.kind, (size[0], size[1], size[2]), (x, y, z), yaw)


def _inward(x: float, z: float, bounds: Room) -> float:
    """A door or window at a wall, or off to one side outdoors, faces into the place."""
    across, away = (abs(x) / bounds.width, abs(z) / bounds.depth) if bounds.walled else (abs(x) / 4, abs(z) / 4)
    if across > away and across > 0.25:
        return -pi / 2 if x > 0 else pi / 2
    return pi if z > 0 and away > 0.25 else 0.0


def _extent(thing: Thing) -> Point:
    """How far a thing needs the floor to reach. Doors and windows sit in the wall itself."""
    wide, deep = footprint(thing).reach
    x, z = abs(thing.at[0]), abs(thing.at[2])
    if thing.kind not in ("door", "window", "wall"):
        return x + wide, z + deep
    return (x, z + deep) if deep > wide else (x + wide, z)


def _half_metres(length: float) -> float:
    return ceil(length * 2 - 1e-9) / 2


def _to_seat(point: Point, thing: Thing) -> float:
    """Metres to the part of a thing one sits on: a chair's centre, a sofa's or a bed's middle strip."""
    spread = footprint(thing)
    strip = Footprint(spread.x, spread.z, max(spread.hx - 0.225, 0.0), max(spread.hz - 0.225, 0.0), spread.yaw)
    x, z = strip.local(point)
    return hypot(max(abs(x) - strip.hx, 0.0), max(abs(z) - strip.hz, 0.0))
