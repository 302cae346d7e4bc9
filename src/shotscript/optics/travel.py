"""What each move adds to the camera: arrays over k moments, from the pose its part starts with.

Left and right are the operator's own. Shifts add up in the world, turns add up as yaw, pitch and roll.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import radians
from types import MappingProxyType

import numpy as np

from ..lang.term import Verb
from . import amount
from .chain import Timed
from .space import Vector
from .view import CameraPose, depth, forward, rightward, rotation

UP = np.array((0.0, 1.0, 0.0))

_STEEP = radians(46)
"""Pitch beyond which a standing body has no height in the picture that could be held."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What a move adds at k moments: shift (k, 3) metres; yaw, pitch, roll (k,) radians; focal (k,) mm.

    `orbit` (k,) radians is a turn of camera and yaw about `pivot` (3,), applied after the shifts.
    holds: the subject stays at its place in the picture (`hold`); follows: even where it walks away;
    passes: the camera is to go past it; aims: the turns of this leg hold it already.
    """

    shift: Vector
    yaw: Vector
    pitch: Vector
    roll: Vector
    focal: Vector
    orbit: Vector | None = None
    pivot: Vector | None = None
    holds: bool = False
    follows: bool = False
    passes: bool = False
    aims: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """The pose a part starts with, the subject's point then, the way a move goes, and what of the subject is seen from
    top to bottom (2, 3), if it is a body."""

    pose: CameraPose
    subject: Vector
    way: str
    extent: Vector | None = None


def leg(share: Vector, shift: Vector | None = None, yaw: float = 0.0, pitch: Vector | float = 0.0,
        roll: float = 0.0, focal: Vector | float = 0.0) -> Leg:
    """A leg of even parts: each number times the progress `share` (k,); arrays are taken as they are."""
    across = np.zeros((len(share), 3)) if shift is None else shift if shift.ndim == 2 else share[:, None] * shift
    return Leg(across, share * yaw, pitch if isinstance(pitch, np.ndarray) else share * pitch, share * roll,
               focal if isinstance(focal, np.ndarray) else share * focal)


def written(timed: Timed, start: Start, share: Vector) -> Leg:
    """A move by an amount, written or stated."""
    return _LEGS[timed.move.verb](timed, start, share)


def _dolly(timed: Timed, start: Start, share: Vector) -> Leg:
    pose = start.pose
    along = {"in": forward(pose.yaw, pose.pitch), "out": -forward(pose.yaw, pose.pitch),
             "left": -rightward(pose.yaw), "right": rightward(pose.yaw)}[start.way]
    sideways = start.way in ("left", "right")
    return replace(leg(share, along * amount.amount(timed)), holds=not sideways, passes=sideways)


def _truck(timed: Timed, start: Start, share: Vector) -> Leg:
    sign = -1 if start.way == "left" else 1
    return replace(leg(share, rightward(start.pose.yaw) * sign * amount.amount(timed)), passes=True)


def _rise(timed: Timed, start: Start) -> float:
    return amount.amount(timed) * (-1 if start.way == "down" else 1)


def _pedestal(timed: Timed, start: Start, share: Vector) -> Leg:
    return leg(share, UP * _rise(timed, start))


def _crane(timed: Timed, start: Start, share: Vector) -> Leg:
    return replace(leg(share, UP * _rise(timed, start)), holds=True, follows=True)


def _pan(timed: Timed, start: Start, share: Vector) -> Leg:
    return leg(share, yaw=_turn(timed, start))


def _tilt(timed: Timed, start: Start, share: Vector) -> Leg:
    return leg(share, pitch=radians(amount.amount(timed)) * (-1 if start.way == "down" else 1))


def _roll(timed: Timed, start: Start, share: Vector) -> Leg:
    return leg(share, roll=_turn(timed, start))


def _orbit(timed: Timed, start: Start, share: Vector) -> Leg:
    """To its own left the camera goes clockwise seen from above."""
    still = leg(share)
    return Leg(still.shift, still.yaw, still.pitch, still.roll, still.focal, -share * _turn(timed, start),
               start.subject)


def _zoom(timed: Timed, start: Start, share: Vector) -> Leg:
    return replace(leg(share, focal=_lens(timed, start) - start.pose.focal), holds=True)


def _dolly_zoom(timed: Timed, start: Start, share: Vector) -> Leg:
    """The lens changes evenly, and the camera goes along its axis so that the subject keeps its height."""
    pose = start.pose
    change = _lens(timed, start) - pose.focal
    gone = np.where(share > 0, _held(start, 1 + share * change / pose.focal), 0.0)
    return leg(share, gone[:, None] * forward(pose.yaw, pose.pitch), focal=change)


def _held(start: Start, longer: Vector) -> Vector:
    """(k,) metres along the axis after which a lens `longer` (k,) times shows the subject as high as before.

    What is at one distance: d2/d1 = f2/f1. Of a body from top to bottom, seen at an angle, the ends are at two
    distances: h = f (y1 / (z1 - s) - y2 / (z2 - s)) is held, which is a quadratic in s.
    """
    pose = start.pose
    even = depth(pose, start.subject) * (1 - longer)
    if start.extent is None or abs(pose.pitch) > _STEEP:
        return even
    ends = (start.extent - np.array(pose.position)) @ rotation(pose.yaw, pose.pitch, 0.0)
    (y1, y2), (z1, z2) = ends[:, 1], -ends[:, 2]
    if min(z1, z2) <= 0 or y1 <= y2:
        return even
    high = y1 / z1 - y2 / z2
    b = longer * (y1 - y2) - high * (z1 + z2)
    c = high * z1 * z2 - longer * (y1 * z2 - y2 * z1)
    return (-b - np.sqrt(np.maximum(b * b - 4 * high * c, 0.0))) / (2 * high)


def _rest(timed: Timed, start: Start, share: Vector) -> Leg:
    return leg(share)


def _turn(timed: Timed, start: Start) -> float:
    return radians(amount.amount(timed)) * (-1 if start.way == "right" else 1)


def _lens(timed: Timed, start: Start) -> float:
    return amount.focal(timed, start.pose.focal, start.way)


_LEGS: MappingProxyType[Verb, Callable[[Timed, Start, Vector], Leg]] = MappingProxyType({
    Verb.DOLLY: _dolly, Verb.TRUCK: _truck, Verb.PEDESTAL: _pedestal, Verb.CRANE: _crane, Verb.PAN: _pan,
    Verb.TILT: _tilt, Verb.ROLL: _roll, Verb.WHIP_PAN: _pan, Verb.ORBIT: _orbit, Verb.ZOOM: _zoom,
    Verb.CRASH_ZOOM: _zoom, Verb.DOLLY_ZOOM: _dolly_zoom, Verb.TRACK: _rest, Verb.RACK_FOCUS: _rest,
    Verb.STATIC: _rest, Verb.HANDHELD: _rest, Verb.GIMBAL: _rest, Verb.HOLD: _rest,
})
