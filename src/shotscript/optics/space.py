"""Where everyone is: people, things and rooms in metres. Right-handed, Y up; x right, z towards the viewer.

Yaw is in radians about +Y: 0 faces the viewer (+z), positive turns towards +x (the language's 90 degrees).
So facing = (sin yaw, 0, cos yaw).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


class Posture(IntEnum):
    STAND = 0
    SIT = 1
    LIE = 2
    WALK = 3
    RUN = 4


@dataclass(frozen=True, slots=True)
class Thing:
    """A piece of furniture or a prop. `size` is width, height, depth; `at` the centre of its foot; stands on `at[1]`.

    `kind`: box table chair sofa bed door window counter car wall crowd.
    """

    name: str
    kind: str
    size: tuple[float, float, float]
    at: tuple[float, float, float]
    yaw: float = 0.0


@dataclass(frozen=True, slots=True)
class Carried:
    """A thing of the set that somebody has in hand in a shot of n frames, or that goes to whom or where it is put.

    at (n, 3) the centre of its foot · yaw (n,) · holder (n,) the number of who has it in hand among the shot's people,
    -1 for nobody
    """

    name: str
    at: Vector
    yaw: Vector
    holder: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Room:
    """Floor of width x depth metres about the origin, walls of `height` if `walled`. Outdoors it has no walls."""

    width: float
    depth: float
    height: float = 2.8
    walled: bool = True


@dataclass(frozen=True, slots=True)
class Track:
    """A person frame by frame. All arrays have the shot's n frames in their first axis.

    floor   (n, 3) where they stand, y is 0 unless they stand on something
    yaw     (n,) the body's facing, radians
    posture (n,) `Posture`
    gait    (n,) phase of the walk, radians; 0 at rest
    gaze    (n, 3) the point they look at
    mouth   (n,) 0..1, above 0 while speaking
    tall    metres from floor to crown, standing
    shown   (n,) bool: on the set (not before entering, not after leaving)
    """

    name: str
    tall: float
    floor: Vector
    yaw: Vector
    posture: NDArray[np.int8]
    gait: Vector
    gaze: Vector
    mouth: Vector
    shown: NDArray[np.bool_]

    def at(self, frame: int) -> Body:
        i = min(max(frame, 0), len(self.yaw) - 1)
        x, y, z = self.floor[i].tolist()
        return Body(self.name, self.tall, (x, y, z), float(self.yaw[i]), Posture(int(self.posture[i])))


@dataclass(frozen=True, slots=True)
class Body:
    """A person at one moment, as framing needs them."""

    name: str
    tall: float
    floor: tuple[float, float, float]
    yaw: float
    posture: Posture


@dataclass(frozen=True, slots=True)
class Set:
    """The room of a scene and the things in it."""

    room: Room
    things: tuple[Thing, ...]
    interior: bool = True
    night: bool = False


def facing(yaw: float) -> Vector:
    return np.array((sin(yaw), 0.0, cos(yaw)))


def yaw_towards(start: Vector, end: Vector) -> float:
    """The yaw of someone at `start` who faces `end`."""
    return float(np.arctan2(end[0] - start[0], end[2] - start[2]))
