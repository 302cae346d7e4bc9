"""What is to be in the picture: a person, a part of one, a thing, several of them or the room, made alike for framing.

An `Aim` says where on the floor the picture is centred, which heights are at its bottom and top edge there, and what
must not be cut off when the picture has to grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

import numpy as np

from ..lang.term import Name, Size
from . import body, lens
from .camera import Gate
from .space import Body, Posture, Set, Thing, Vector, facing
from .view import Point, point

LOOK_DOWN = -0.35
"""Pitch, radians, on small things when no angle is written: one looks down at what lies on a table."""

READING = -0.9
"""Pitch on what lies flat and is small, a letter: one looks at its face, not along it."""

SMALL = 0.6
"""Largest side, metres, of what is looked down at."""

TOPS = ("table", "counter", "bed")
"""Furniture that close pictures show the top of, for what lies on it."""

SOMETHING = 0.2
"""Side of a thing nobody placed, metres."""

EYE = 1.55
"""Height of an operator's eye, for rooms and furniture, metres."""


@dataclass(frozen=True, slots=True)
class Aim:
    """names · centre (3,), y unused · bottom and top world heights · anchor the point of interest · eye height of an
    eye-level lens · yaw the way it faces, None if nowhere in particular · holds (n, 4) points with a half width.

    `fits`: never grown, the size alone decides. `soles`: where growing downward ends. `pitch`: when no angle is
    written. `unknown`: words for what was framed instead of what was asked.
    """

    names: tuple[str, ...]
    centre: Vector
    bottom: float
    top: float
    anchor: Point
    eye: float
    yaw: float | None
    holds: Vector
    soles: float = 0.0
    fits: bool = True
    pitch: float | None = None
    part: str = ""
    people: int = 0
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Scenery:
    """Everybody and everything the camera could be pointed at, at one moment; `ways` (m, 3) are floor points that
    those who walk in the shot come by."""

    bodies: Mapping[str, Body]
    set: Set
    ways: tuple[Vector, ...] = ()

    def thing(self, name: str) -> Thing | None:
        return next((t for t in self.set.things if t.name == name), None)

    def clear_of_ways(self, at: Point, air: float) -> bool:
        return all(np.hypot(way[:, 0] - at[0], way[:, 2] - at[2]).min() >= air for way in self.ways)

    def where(self, name: str) -> Vector | None:
        """The middle of a thing or the eyes of a person."""
        if name in self.bodies:
            return body.eyes(self.bodies[name])
        thing = self.thing(name)
        return None if thing is None else middle(thing)


def middle(thing: Thing) -> Vector:
    return np.array((thing.at[0], thing.at[1] + thing.size[1] / 2, thing.at[2]))


def of_person(who: Body, size: Size, words: str = "") -> Aim:
    """A person, or with `words` a part of them at the same picture height."""
    bottom, top = body.crop(who, size)
    anchor, unknown = body.eyes(who), ""
    centre = body.centre(who, size)
    if words:
        found = body.part(who, words)
        unknown = "" if found is not None else f"{who.name}'s {words}"
        if found is not None:
            half = (top - bottom) / 2
            centre, anchor, bottom, top = found * (1, 0, 1), found, float(found[1]) - half, float(found[1]) + half
    both = who.posture == Posture.LIE and np.array_equal(anchor, body.landmark(who, "hands"))
    eye = max(float(anchor[1]), 0.9) if who.posture == Posture.LIE else float(anchor[1])
    pitch = LOOK_DOWN if who.posture == Posture.LIE or (words and not unknown and anchor[1] < 1.1) else None
    holds = body.lying_hands(who) if both else _edges(who, size)
    return Aim((who.name,), centre, bottom, top, point(anchor), eye, who.yaw, holds, fits=not both,
               soles=who.floor[1] - body.SOLE * who.tall, pitch=pitch, part=words if not unknown else "", people=1,
               unknown=unknown)


def of_thing(thing: Thing, size: Size, gate: Gate, words: str = "") -> Aim:
    """A thing: the picture shows `lens.SHARES` of its largest side, along that side; of a table closely, its top."""
    w, h, d = thing.size
    share, wide = lens.SHARES[size], max(w, d)
    tall = share * h if h >= wide else max(share * wide * gate.height / gate.width, min(share, 1.2) * h * (share >= 1))
    x, y, z = thing.at
    small, flat = max(w, h, d) < SMALL, thing.kind in TOPS and share < 1
    half_way = y + h if flat else y + h / 2
    down = READING if small and 4 * h < min(w, d) else LOOK_DOWN if small or flat else None
    return Aim((thing.name,), np.array((x, 0.0, z)), half_way - tall / 2, half_way + tall / 2, (x, half_way, z),
               half_way if small else EYE, thing.yaw if thing.kind in ("door", "window") else 0.0,
               np.array([(x, half_way, z, wide / 2)]), soles=y, pitch=down,
               unknown=f"{thing.name}'s {words}" if words else "")


def of_room(scenery: Set, size: Size, name: str = "") -> Aim:
    """The place itself, seen from its front: the far wall from corner to corner."""
    room = scenery.room
    scale = {Size.EWS: 1.4, Size.WS: 1.0, Size.FS: 0.85}.get(size, 0.7)
    half, back = room.width / 2 * scale, -room.depth / 2
    tall = (room.height if room.walled else 0.35 * room.width) * scale
    level = 0.5 * room.height if room.walled else EYE
    corners = np.array([(0.0, level, back, half * 0.94)])
    return Aim((name,) if name else (), np.array((0.0, 0.0, back)), level - tall / 2, level + tall / 2,
               (0.0, level, back / 2), EYE, 0.0, corners, fits=False)


def of_group(aims: Sequence[Aim]) -> Aim:
    """Several at once: from the lowest bottom edge to the highest top edge, wide enough for all."""
    if len(aims) == 1:
        return aims[0]
    holds = np.concatenate([aim.holds for aim in aims])
    centre = (holds[:, :3].min(0) + holds[:, :3].max(0)) / 2
    people = [aim for aim in aims if aim.people] or list(aims)
    anchor = np.mean([aim.anchor for aim in people], axis=0)
    return Aim(tuple(n for aim in aims for n in aim.names), centre * (1, 0, 1), min(a.bottom for a in people),
               max(a.top for a in people), point(anchor), max(a.eye for a in people), _together(people), holds,
               soles=min(a.soles for a in aims), fits=False, people=sum(a.people for a in aims))


def grown(aim: Aim, scale: float) -> tuple[float, float]:
    """Bottom and top of a picture `scale` times as high: it grows down to the feet first, then both ways."""
    extra = (aim.top - aim.bottom) * (scale - 1)
    down = min(extra, max(aim.bottom - aim.soles, 0.0))
    rest = extra - down
    return aim.bottom - down - 0.45 * rest, aim.top + 0.55 * rest


def resolve(name: Name, size: Size, scenery: Scenery, gate: Gate, words: str = "") -> Aim | None:
    """What a name stands for on this set; None where it is nothing that could be framed."""
    if name.text in scenery.bodies:
        return of_person(scenery.bodies[name.text], size, words)
    thing = scenery.thing(name.text)
    if thing:
        return of_thing(thing, size, gate, words)
    if name.kind == "place":
        return of_room(scenery.set, size, name.text)
    if name.kind == "cast":
        return None
    return replace(of_thing(_imagined(name.text, scenery), size, gate), unknown=name.text)


def everyone(size: Size, scenery: Scenery) -> Aim:
    people = [of_person(who, size) for who in scenery.bodies.values()]
    return of_group(people) if people else of_room(scenery.set, size)


def _imagined(name: str, scenery: Scenery) -> Thing:
    """A thing nobody placed: in the hands of the first person, else on the first table, else in mid-air."""
    top = next((t for t in scenery.set.things if t.kind in ("table", "counter")), None)
    at = np.array((0.0, 1.0, 0.0))
    if scenery.bodies:
        at = body.landmark(next(iter(scenery.bodies.values())), "hands") - (0.0, SOMETHING / 2, 0.0)
    elif top:
        at = np.array((top.at[0], top.at[1] + top.size[1], top.at[2]))
    return Thing(name, "box", (SOMETHING, SOMETHING, SOMETHING), point(at))


def _edges(who: Body, size: Size) -> Vector:
    """Crown and lowest landmark with the width of the shoulders, for pictures that hold several."""
    half = body.HALF_WIDTH * who.tall
    low = "shoulders" if size in (Size.ECU, Size.CU) else "chest"
    points = [body.landmark(who, "crown"), body.landmark(who, low)]
    return np.array([(*points[0], half / 2), (*points[1], half)])


def _together(aims: Sequence[Aim]) -> float | None:
    """The way several face, if they face one way."""
    ways = [facing(a.yaw) for a in aims if a.yaw is not None]
    mean = np.sum(ways, axis=0) if ways else np.zeros(3)
    return float(np.arctan2(mean[0], mean[2])) if np.hypot(mean[0], mean[2]) > 0.5 * max(len(ways), 1) else None


def turned(yaw: float, towards: float, most: float) -> float:
    """`yaw` turned towards another by at most so much, the short way."""
    gap = (towards - yaw + pi) % (2 * pi) - pi
    return yaw + min(abs(gap), most) * (1 if gap >= 0 else -1)


def apart(a: float, b: float) -> float:
    """The angle between two yaws, 0 to pi."""
    return abs(float(np.arctan2(sin(a - b), cos(a - b))))
