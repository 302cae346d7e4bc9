"""The operator's hand on the head of a moving camera: the subject stays where it is in the picture.

Who dollies or zooms in on a face keeps its headroom, and who cranes keeps the face in frame. The turn that takes is
added to what is written; the way of the camera itself is left exactly as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .space import Vector
from .travel import Leg
from .view import CameraPose, forward, project, ray, turn_to, wrap

NEAREST = 0.6
"""Metres before the subject at which the camera turns no further: it may go on past it."""

_IN_SIGHT = 1.2


def turns(base: CameraPose, legs: Sequence[Leg], anchors: Vector) -> tuple[Vector, Vector]:
    """Yaw and pitch (k,) that keep the subject, at `anchors` (k, 3), at its place in the picture.

    `legs` are those that go a way of their own: who follows somebody takes picture and subject along. A leg that aims
    by itself is only corrected for what the others add to its way. A written pan is all the pan there is,
    and who is told to tilt has no hand free for either.
    """
    still = np.zeros(len(anchors))
    first = project(base, np.array([base.anchor]))[0]
    if not any(leg.holds for leg in legs) or first[2] < 0.3 or max(abs(first[:2])) > _IN_SIGHT:
        return still, still
    there = _aimed(base, legs, anchors, first)
    own = [leg for leg in legs if leg.aims]
    here = _aimed(base, own, anchors, first) if own else np.tile((base.yaw, base.pitch), (len(anchors), 1))
    yaw = np.array([wrap(float(a)) for a in there[:, 0] - here[:, 0]])
    begun = _begun(legs) | (anchors != np.array(base.anchor)).any(axis=1)
    written = [leg for leg in legs if not leg.aims]
    tilted = any(leg.pitch.any() for leg in written)
    aside = tilted or _sideways(legs) or any(leg.yaw.any() for leg in written)
    return (still if aside else np.where(begun, yaw, 0.0),
            still if tilted else np.where(begun, there[:, 1] - here[:, 1], 0.0))


def _begun(legs: Sequence[Leg]) -> NDArray[np.bool_]:
    """Moments at which anything has moved: before that the camera stands to the last bit."""
    return np.any([leg.shift.any(axis=1) | (leg.focal != 0) for leg in legs], axis=0)


def _sideways(legs: Sequence[Leg]) -> bool:
    """Whether the camera is to go past its subject: a truck, unless a crane holds on to it."""
    return any(leg.passes for leg in legs) and not any(leg.follows for leg in legs)


def _aimed(base: CameraPose, legs: Sequence[Leg], anchors: Vector, first: Vector) -> Vector:
    """(k, 2) yaw and pitch of a camera that has gone by these legs and sees the anchors where it saw the first one."""
    positions = np.array(base.position) + np.sum([leg.shift for leg in legs], axis=0)
    focal = np.maximum(base.focal + np.sum([leg.focal for leg in legs], axis=0), 1.0)
    axis = forward(base.yaw, base.pitch)
    short = np.maximum(NEAREST - (anchors - positions) @ axis, 0.0)
    positions = positions - short[:, None] * axis
    x, y = float(first[0]), float(first[1])
    return np.array([turn_to(at, to, ray(x, y, float(mm), base.gate), base.roll)
                     for at, to, mm in zip(positions, anchors, focal, strict=True)])
