"""A cut's sheet at other moments than its own frames: between two frames, what moves is interpolated.

Places, lenses and looks go straight from one frame to the next, the camera turns about one axis at an even pace
(slerp), people turn the shorter way. What does not blend (who is shown, a stride that starts over) is the earlier
frame's. At whole moments every value is the sheet's own, to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .mesh import Floats, Ints
from .people import Actor
from .sheet import CutSheet, extent

GRAIN = 9  # decimals kept of what is computed here


@dataclass(frozen=True, slots=True)
class Between:
    """Moments (k,) as the frames before and after, and how far from one to the other, 0 or more and below 1."""

    before: Ints
    after: Ints
    share: Floats

    def straight(self, values: Floats) -> Floats:
        """Values (n, ...) at the moments (k, ...)."""
        share = self.share.reshape(-1, *(1,) * (values.ndim - 1))
        a, b = values[self.before], values[self.after]
        return np.where(share == 0, a, np.round(a + (b - a) * share, GRAIN))

    def around(self, angles: Floats) -> Floats:
        """Angles (n,), each the shorter way to the next."""
        a = angles[self.before]
        way = (angles[self.after] - a + np.pi) % (2 * np.pi) - np.pi
        return np.where(self.share == 0, a, np.round(a + way * self.share, GRAIN))

    def turned(self, axes: Floats) -> Floats:
        """Frames of axes (n, 3, 3), rows; each turned about the one axis that leads to the next."""
        a, b = axes[self.before], axes[self.after]
        turn = np.einsum("nji,njk->nik", b, a)  # what turns each row of a into the row of b
        skew = turn - turn.transpose(0, 2, 1)
        axis = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1)
        sine = np.sqrt((axis * axis).sum(1)) / 2
        angle = np.arctan2(sine, (np.trace(turn, axis1=1, axis2=2) - 1) / 2) * self.share
        unit = axis / np.maximum(2 * sine, 1e-12)[:, None]
        return np.where((self.share == 0)[:, None, None], a, np.round(_rotated(a, unit, angle), GRAIN))


def between(moments: Sequence[Fraction], frames: int) -> Between:
    """Moments on a grid of so many frames; each lies within it."""
    before = np.array([int(m) for m in moments], np.int32)
    share = np.array([float(m - int(m)) for m in moments])
    return Between(before, np.minimum(before + 1, frames - 1).astype(np.int32), share)


def sampled(sheet: CutSheet, moments: Sequence[Fraction]) -> CutSheet:
    """The sheet with one frame for each moment, given in frames of the sheet."""
    at = between(moments, sheet.length)
    actors = tuple(_actor(actor, at) for actor in sheet.actors)
    moved = tuple(replace(m, at=at.straight(m.at), turn=at.around(m.turn), holder=m.holder[at.before])
                  for m in sheet.moved)
    centre, reach = extent(actors, sheet.set)
    return replace(sheet, lead=0, frames=len(moments), tail=0, eye=at.straight(sheet.eye), axes=at.turned(sheet.axes),
                   focal=at.straight(sheet.focal), focus=at.straight(sheet.focus), actors=actors, centre=centre,
                   reach=reach, moved=moved)


def _actor(actor: Actor, at: Between) -> Actor:
    at = replace(at, share=np.where(actor.shown[at.before] & actor.shown[at.after], at.share, 0.0))
    steady = np.abs(actor.gait[at.after] - actor.gait[at.before]) < np.pi
    stride = replace(at, share=np.where(steady, at.share, 0.0))
    return replace(actor, floor=at.straight(actor.floor), turn=at.around(actor.turn), gait=stride.straight(actor.gait),
                   gaze=at.straight(actor.gaze), mouth=at.straight(actor.mouth), shown=actor.shown[at.before],
                   weights=at.straight(actor.weights), grip=None if actor.grip is None else _grip(actor.grip, at))


def _grip(grip: Floats, at: Between) -> Floats:
    """Where a hand is between two frames in both of which it holds something; else what it does in the earlier one."""
    between = at.straight(grip)
    return np.where(np.isnan(between), grip[at.before], between)


def _rotated(rows: Floats, axis: Floats, angle: NDArray[np.float64]) -> Floats:
    """Each row of (n, 3, 3) turned about axis (n, 3) by angle (n,): Rodrigues."""
    c, s = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
    k = np.broadcast_to(axis[:, None, :], rows.shape)
    along = (rows * k).sum(-1, keepdims=True)
    return rows * c + np.cross(k, rows) * s + k * along * (1 - c)
