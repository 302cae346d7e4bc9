"""People of a cut, frame by frame, as the mannequins need them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...optics.space import Posture, Thing
from ..passes import EASE
from .face import STRANDS
from .figure import TALL, Figure
from .mesh import Floats
from .piece import Colour
from .pose import LIE, STAND, Pose, Stance, Triple, blended, running, sitting, walking
from .stuff import Stuff


@dataclass(frozen=True, slots=True)
class Actor:
    """A person over the cut's n frames, z up: floor (n, 3), turn (n,) radians, gait (n,), gaze (n, 3), mouth (n,),
    shown (n,), weights (n, 5) of the postures. `cloth` is the colour they are known by, `tables` where hands may rest,
    grip (n, 3) where the right hand holds something, nan where it does not.
    """

    name: str
    figure: Figure
    colours: Floats
    cloth: Colour
    scale: float
    shoulder: float
    floor: Floats
    turn: Floats
    gait: Floats
    gaze: Floats
    mouth: Floats
    shown: NDArray[np.bool_]
    weights: Floats
    tables: tuple[Thing, ...] = ()
    grip: Floats | None = None

    def state(self, i: int) -> bytes:
        """What the baked light of frame i depends on: the same bytes, the same light."""
        if not self.shown[i]:
            return b"-"
        stride = self.gait[i] if self.weights[i, Posture.WALK] + self.weights[i, Posture.RUN] > 0 else 0.0
        grip = () if self.grip is None else self.grip[i]
        return np.hstack([self.floor[i], self.turn[i], stride, self.gaze[i], self.weights[i], grip]).tobytes()

    def stance(self, i: int) -> Stance:
        at, turn, gaze = _triple(self.floor[i]), float(self.turn[i]), _triple(self.gaze[i])
        hands = self._hands(at, turn) if self.weights[i, Posture.SIT] == 1 else (None, None)
        if self.grip is not None and not np.isnan(self.grip[i, 0]):
            hands = hands[0], _triple(self.grip[i])
        return Stance(at, turn, self._pose(i), gaze, self.scale, self.shoulder, hands)

    def _pose(self, i: int) -> Pose:
        phase = float(self.gait[i])
        return blended([(float(w), self._posture(Posture(p), phase)) for p, w in enumerate(self.weights[i]) if w > 0])

    def _posture(self, posture: Posture, phase: float) -> Pose:
        if posture is Posture.SIT:
            return sitting(self.scale)
        if posture is Posture.WALK:
            return walking(phase)
        if posture is Posture.RUN:
            return running(phase)
        return LIE if posture is Posture.LIE else STAND

    def _hands(self, at: Triple, turn: float) -> tuple[Triple | None, Triple | None]:
        """Both hands on a table in front, or neither."""
        for table in self.tables:
            spots = [_on_table(table, at, turn, self.scale, side) for side in (-1, 1)]
            if spots[0] and spots[1]:
                return spots[0], spots[1]
        return None, None


def paint(figure: Figure, cloth: Colour, hair: Colour | None) -> Floats:
    """Vertex colours: shirt in full colour, trousers dark and dull, skin near white, all tinted a little by `cloth`.

    `hair` None: bald.
    """
    c = np.asarray(cloth)
    skin = c * 0.08 + np.array((0.96, 0.87, 0.79)) * 0.92
    palette = np.zeros((len(Stuff), 3))
    palette[Stuff.CLOTH] = c
    palette[Stuff.TROUSERS] = (c * 0.45 + c.mean() * 0.30) * 0.80 + 0.02
    palette[Stuff.SKIN] = skin
    palette[Stuff.HAIR] = skin * 0.97 if hair is None else np.asarray(hair)
    palette[Stuff.DARK] = (0.20, 0.17, 0.17)
    palette[Stuff.SHOE] = (0.22, 0.22, 0.24)
    palette[Stuff.LIP] = skin * np.array((0.86, 0.70, 0.66))
    palette[Stuff.WHITE] = (0.97, 0.96, 0.95)
    colours = palette[figure.stuff]
    strands = figure.of("hair")
    turn = np.arange(strands.stop - strands.start) % STRANDS
    colours[strands] *= 1 + 0.34 * ((turn * 0.6180340) % 1.0 - 0.5)[:, None]
    for side in ("left lid", "right lid"):
        colours[figure.of(side)] *= 0.80
    return colours


def posture_weights(posture: NDArray[np.int8]) -> Floats:
    """(n, 5) shares of each posture, eased over a few frames about every change."""
    n = len(posture)
    hard = np.zeros((n, len(Posture)))
    hard[np.arange(n), posture] = 1.0
    if (posture == posture[0]).all():
        return hard
    padded = np.vstack([np.tile(hard[0], (EASE, 1)), hard, np.tile(hard[-1], (EASE, 1))])
    summed = np.vstack([np.zeros((1, len(Posture))), np.cumsum(padded, axis=0)])
    return np.round((summed[2 * EASE + 1 :] - summed[: n]) / (2 * EASE + 1), 9)


def scale_of(tall: float) -> float:
    return tall / TALL


def _on_table(table: Thing, at: Triple, turn: float, scale: float, side: int) -> Triple | None:
    """A place for a wrist on the table's top, within reach in front and to a side; None if there is no table there."""
    top = table.at[1] + table.size[1]
    if not 0.15 < top - at[2] - 0.45 < 0.42:
        return None
    front, right = (-math.sin(turn), math.cos(turn)), (math.cos(turn), math.sin(turn))
    c, s = math.cos(table.yaw), math.sin(table.yaw)
    for ahead in (0.42, 0.36, 0.30, 0.48):
        x = at[0] + (front[0] * ahead + right[0] * side * 0.13) * scale
        y = at[1] + (front[1] * ahead + right[1] * side * 0.13) * scale
        dx, dy = x - table.at[0], y + table.at[2]
        u, v = dx * c + dy * s, dy * c - dx * s
        if abs(u) < table.size[0] / 2 - 0.03 and abs(v) < table.size[2] / 2 - 0.03:
            return x, y, top + 0.042
    return None


def _triple(row: Floats) -> Triple:
    return float(row[0]), float(row[1]), float(row[2])
