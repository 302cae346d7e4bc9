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
from .view import CameraPose, depth, forward, rightward

UP = np.array((0.0, 1.0, 0.0))


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
    """The pose a part starts with, the subject's point then, and the way a move goes."""

    pose: CameraPose
    subject: Vector
    way: str


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
    """The lens changes evenly and the camera keeps its distance in the same ratio: f2/f1 = d2/d1."""
    pose = start.pose
    change = _lens(timed, start) - pose.focal
    away = depth(pose, start.subject)
    return leg(share, -forward(pose.yaw, pose.pitch) * away * change / pose.focal, focal=change)


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
