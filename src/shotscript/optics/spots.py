"""Written places and facings as metres and radians: `on TABLE`, `left of MAYA`, `facing camera`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import radians

import numpy as np

from ..lang.ast import Facing, Spot
from .footprint import footprint
from .space import Thing, Vector, facing, yaw_towards
from .walk import Course

SHOULDER = 0.25
"""Half of a person's width, metres."""


@dataclass(frozen=True, slots=True)
class Patch:
    """The piece of floor someone or something takes: its centre, the height of its foot and top, where it faces,
    half extents along the room's x and z (`wide`, `deep`) and along its own facing (`front`)."""

    x: float
    z: float
    foot: float
    top: float
    yaw: float
    wide: float
    deep: float
    front: float
    kind: str = "person"


Lookup = Callable[[str], Patch | None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of everybody's whereabouts while the scene is laid out."""

    things: tuple[Thing, ...]
    courses: Mapping[str, Course]

    def patch(self, name: str) -> Patch | None:
        """Of a person, where their course ends; of a thing, where it stands."""
        if name in self.courses:
            course = self.courses[name]
            return of_person(course.goal, course.turns[-1].end)
        return next((of_thing(t) for t in self.things if t.name == name), None)


def of_person(floor: Vector, yaw: float) -> Patch:
    foot = float(floor[1])
    return Patch(float(floor[0]), float(floor[2]), foot, foot, yaw, SHOULDER, SHOULDER, SHOULDER)


def of_thing(thing: Thing) -> Patch:
    wide, deep = footprint(thing).reach
    x, y, z = thing.at
    return Patch(x, z, y, y + thing.size[1], thing.yaw, wide, deep, thing.size[2] / 2, thing.kind)


def spot_point(spot: Spot | None, known: Lookup, half: tuple[float, float], gap: float) -> Vector | None:
    """The point a spot stands for, for something with half extents `half` that keeps `gap` of air.

    None when there is no spot, or when it is said of a name that is nowhere yet.
    """
    if spot is None:
        return None
    if spot.name is None:
        return np.array((float(spot.x or 0), 0.0, float(spot.z or 0)))
    patch = known(spot.name.text)
    return None if patch is None else _beside(spot.relation, patch, half, gap)


def facing_yaw(written: Facing | None, at: Vector, known: Lookup) -> float | None:
    """Radians of a written facing of someone at `at`; None if unsaid, or said of a name that is nowhere."""
    if written is None:
        return None
    if written.camera:
        return 0.0
    if written.degrees is not None:
        return radians(float(written.degrees))
    patch = known(written.name.text) if written.name else None
    if patch is None or np.hypot(patch.x - at[0], patch.z - at[2]) < 1e-6:
        return None
    return yaw_towards(at, np.array((patch.x, 0.0, patch.z)))


def _beside(relation: str, patch: Patch, half: tuple[float, float], gap: float) -> Vector:
    """Left and right are the viewer's; front and back the thing's own."""
    if relation == "on" and patch.kind not in ("person", "door", "window", "wall"):
        return np.array((patch.x, patch.top, patch.z))
    centre = np.array((patch.x, patch.foot if patch.kind not in ("person", "window") else 0.0, patch.z))
    if relation in ("left of", "right of"):
        side = -1.0 if relation == "left of" else 1.0
        return centre + np.array((side * (patch.wide + gap + half[0]), 0.0, 0.0))
    ahead = -1.0 if relation == "behind" else 1.0
    talk = 0.3 if patch.kind == "person" else 0.0
    return centre + facing(patch.yaw) * ahead * (patch.front + gap + half[1] + talk)
