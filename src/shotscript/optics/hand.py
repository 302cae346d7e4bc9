"""The hand that holds the camera: small, slow, never repeating sway, the same for the same shot on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import pi, radians
from types import MappingProxyType

import numpy as np

from ..core import digest
from ..core.show import show
from ..lang.clause import As, Description
from ..lang.term import Verb
from ..narrative.story import Shot
from .chain import Part, Timed
from .space import Vector
from .view import State, rotations

_WAVES = 5
_EDGE = 0.25
_LONG = 50.0


@dataclass(frozen=True, slots=True)
class Sway:
    """How far it goes, metres and radians, and the band it moves in, hertz."""

    metres: float
    angle: float
    low: float
    high: float


HOLDS = MappingProxyType({
    Verb.HANDHELD: Sway(0.008, radians(0.35), 0.25, 1.8),
    Verb.GIMBAL: Sway(0.012, radians(0.10), 0.10, 0.45),
})


def held(shot: Shot, parts: Sequence[Part], state: State, times: Vector, whole: float) -> State:
    """The state with the sway of every handheld or gimbal part."""
    for part in parts:
        for timed in part.moves:
            if timed.move.verb in HOLDS:
                state = _swaying(state, _meant(shot), timed, times, whole)
    return state


def _meant(shot: Shot) -> str:
    """What tells one shot's sway from another's. Not its label, which moves when a shot is put in before it; nor its
    words, which differ from variant to variant."""
    camera = [clause for clause in shot.clauses if not isinstance(clause, As | Description)]
    return show([camera, [(beat.kind, beat.who) for beat in shot.beats], shot.frames])


def sway(name: str, verb: Verb, times: Vector) -> tuple[Vector, Vector]:
    """Offsets along right, up and back (k, 3) metres, and of yaw, pitch and roll (k, 3) radians."""
    hold = HOLDS[verb]
    shifts = [hold.metres * _noise(f"{name} {verb} shift {axis}", times, hold) for axis in range(3)]
    turns = [hold.angle * _noise(f"{name} {verb} turn {axis}", times, hold) for axis in range(3)]
    return np.stack(shifts, -1), np.stack(turns, -1) * np.array((1.0, 1.0, 0.5))


def _swaying(state: State, name: str, timed: Timed, times: Vector, whole: float) -> State:
    """Long lenses are held more firmly: beyond 50 mm the turns shrink with the square root of the focal length."""
    shift, turn = sway(name, timed.move.verb, times)
    strength = _during(times, float(timed.start), float(timed.end), whole) * timed.pace
    firm = strength * np.sqrt(np.minimum(1.0, _LONG / state.focal))
    axes = rotations(state.yaw, state.pitch, state.roll)
    return replace(
        state, position=state.position + np.einsum("kij,kj->ki", axes, shift * strength[:, None]),
        yaw=state.yaw + turn[:, 0] * firm, pitch=state.pitch + turn[:, 1] * firm, roll=state.roll + turn[:, 2] * firm,
    )


def _during(times: Vector, start: float, end: float, whole: float) -> Vector:
    """1 within a part of a chain and 0 outside, with soft edges unless the part begins or ends with the shot."""
    begins = np.ones_like(times) if start <= 0 else np.clip((times - start) / _EDGE, 0, 1)
    ends = np.ones_like(times) if end >= whole else np.clip((end - times) / _EDGE, 0, 1)
    return begins * ends


def _noise(name: str, times: Vector, hold: Sway) -> Vector:
    """A few sines in the band with phases from the name; about -1 to 1."""
    seed = bytes.fromhex(digest.of(name))
    total = np.zeros_like(times)
    for i in range(_WAVES):
        spread = (i + seed[2 * i] / 256) / _WAVES
        pitch = hold.low * (hold.high / hold.low) ** spread
        total += np.sin(2 * pi * (pitch * times + seed[2 * i + 1] / 256)) / (1 + i)
    return total / 1.6
