"""From what shall be in the picture to where the camera stands: size, lens and gate fix the distance.

At eye level, and up to 46 degrees of pitch, bottom and top edge of the picture lie exactly at the aim's bottom and top.
From more steeply above or below, a body is as deep as it is high: what stood upright from edge to edge would have its
face out of the picture or its feet cut off. There the aim is turned square to the lens: the distance is that of a level
camera and the middle of the aim is in the middle of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, atan2, cos, hypot, pi, radians, sin, sqrt, tan

from . import lens
from .aim import Aim, grown
from .camera import Gate
from .space import Vector
from .view import CameraPose, Point, seen

GROUND = 0.1
"""The lowest a lens can stand above the floor, metres."""

EDGE, CROWN = 0.94, 0.97
"""How near the side and top edges of the picture people may come who must be held."""

_STEEP, _GRAZING = radians(46), radians(76)
"""Pitch up to which the aim stands upright in the picture, and how steeply an edge of it may look then."""

_NEAREST = 0.05


@dataclass(frozen=True, slots=True)
class Glass:
    """The lens and how it is to stand: `pitch` (radians) or `height` (metres above the world's floor), or neither."""

    focal: float
    gate: Gate
    pitch: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A camera seen from the side: plan distance, height and pitch."""

    away: float
    height: float
    pitch: float


def settle(aim: Aim, azimuth: float, glass: Glass) -> CameraPose:
    """The camera at `azimuth` (the yaw from the aim to the camera) that shows the aim, grown until all fit in."""
    scale = 1.0
    if not aim.fits:
        scale = _smallest(lambda s: _holds(aim, _stand(aim, azimuth, glass, s), glass))
    return _stand(aim, azimuth, glass, scale)


def column(bottom: float, top: float, eye: float, glass: Glass) -> Column:
    """Distance, height and pitch for a picture from `bottom` to `top`; without orders the lens is at `eye`."""
    if glass.pitch is None or glass.height is not None:
        return _at_height(bottom, top, eye if glass.height is None else glass.height, glass)
    found = _at_pitch(bottom, top, glass.pitch, glass)
    return found if found.height >= GROUND else _at_height(bottom, top, GROUND, glass)


def slide(pose: CameraPose, x: float) -> CameraPose:
    """The camera moved sideways until its anchor is at screen x. Distance and height in the picture stay."""
    across, _, far = seen(pose, pose.anchor)
    shift = (across - x) * pose.gate.width / (2 * pose.focal) * far
    east, high, south = pose.position
    return _moved(pose, (east + cos(pose.yaw) * shift, high, south - sin(pose.yaw) * shift))


def holds(aim: Aim, pose: CameraPose) -> bool:
    """Whether everything the aim must hold is inside the picture."""
    return _holds(aim, pose, Glass(pose.focal, pose.gate))


def _moved(pose: CameraPose, position: Point) -> CameraPose:
    return CameraPose(position, pose.yaw, pose.pitch, pose.roll, pose.focal, pose.focus, pose.gate, pose.stop,
                      pose.subjects, pose.anchor, pose.part, pose.problems)


def _stand(aim: Aim, azimuth: float, glass: Glass, scale: float) -> CameraPose:
    bottom, top = grown(aim, scale)
    found = column(bottom, top, aim.eye, glass)
    x, _, z = aim.centre.tolist()
    position = (x + found.away * sin(azimuth), found.height, z + found.away * cos(azimuth))
    return CameraPose(position, azimuth, found.pitch, 0.0, glass.focal, 1.0, glass.gate, anchor=aim.anchor,
                      subjects=aim.names, part=aim.part)


def _at_height(bottom: float, top: float, height: float, glass: Glass) -> Column:
    """The farther of the two distances at which the picture's height is seen under the lens's angle."""
    angle, tall = lens.field(glass.focal, glass.gate.height), top - bottom
    below, above = bottom - height, top - height
    middle = tall * cos(angle)
    inside = middle * middle - 4 * sin(angle) ** 2 * below * above
    away = (middle + sqrt(inside)) / (2 * sin(angle)) if inside >= 0 else 0.0
    if away <= max(_NEAREST, 0.5 * abs(below + above) / 2):
        return _by_distance(bottom, top, height, glass)
    return Column(away, height, (atan(below / away) + atan(above / away)) / 2)


def _by_distance(bottom: float, top: float, height: float, glass: Glass) -> Column:
    far = lens.distance(top - bottom, glass.focal, glass.gate)
    rise = (bottom + top) / 2 - height
    away = sqrt(max(far * far - rise * rise, (far / 4) ** 2))
    return Column(away, height, atan2(rise, away))


def _at_pitch(bottom: float, top: float, pitch: float, glass: Glass) -> Column:
    half = lens.field(glass.focal, glass.gate.height) / 2
    if abs(pitch) <= _STEEP and abs(pitch) + half < _GRAZING:
        low, high = tan(pitch - half), tan(pitch + half)
        away = (top - bottom) / (high - low)
        return Column(away, bottom - away * low, pitch)
    far = lens.distance(top - bottom, glass.focal, glass.gate)
    away = 0.0 if abs(abs(pitch) - pi / 2) < 1e-9 else far * cos(pitch)
    return Column(away, (bottom + top) / 2 - far * sin(pitch), pitch)


def _holds(aim: Aim, pose: CameraPose, glass: Glass) -> bool:
    for *where, wide in aim.holds.tolist():
        x, y, far = seen(pose, where)
        if far < 0.2 or abs(x) + wide / far * 2 * glass.focal / glass.gate.width > EDGE or y > CROWN:
            return False
    return True


def _smallest(works) -> float:
    """The smallest scale from 1 up that works, to a ten-thousandth."""
    low, high = 1.0, 1.0
    while not works(high):
        low, high = high, high * 1.3
        if high > 400:
            return 1.0
    while high - low > 1e-4 * low:
        middle = (low + high) / 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def plan_distance(a: Vector | Point, b: Vector | Point) -> float:
    return hypot(float(a[0] - b[0]), float(a[2] - b[2]))
