"""Cameras that go where a person goes: tracking shots, and the view from somebody's eyes."""

from __future__ import annotations

import numpy as np

from ..lang.clause import Framing
from .chain import Timed
from .shoulder import ahead, sight
from .space import Vector
from .view import CameraPose, turn_to
from .watch import Watch, between

_AXIS = np.array((0.0, 0.0, -1.0))


def shift(timed: Timed, base: CameraPose, watch: Watch, whole: float) -> Vector:
    """(k, 3) metres: how far the followed person has come since the move began. Where the move reaches the shot's
    first or last frame it goes on beyond it."""
    name = timed.move.follow.text if timed.move.follow else next((n for n in base.subjects if n in watch.tracks), "")
    begin, end = float(timed.start), float(timed.end)
    low = -np.inf if begin <= 0 else begin
    high = np.inf if end >= whole else end
    moments = np.append(np.clip(watch.times, low, high), begin)
    floor = watch.at(moments).floor(name)
    return np.zeros((len(watch.times), 3)) if floor is None else floor[:-1] - floor[-1]


def eyes(name: str, start: CameraPose, framing: Framing, watch: Watch) -> tuple[Vector, Vector, Vector]:
    """Position (k, 3), yaw and pitch (k,) of what a person sees: the target they look at, or straight ahead."""
    bodies = [between(watch.tracks[name], float(at)) for at in watch.frames]
    positions = np.array([sight(who) for who in bodies])
    targets = watch.subject(start) if framing.on else np.array([ahead(who) for who in bodies])
    turns = np.array([turn_to(at, to, _AXIS) for at, to in zip(positions, targets, strict=True)])
    return positions, np.unwrap(turns[:, 0]), turns[:, 1]
