"""Cameras that go where a person goes: tracking shots, the view from somebody's eyes, and the operator who pans along.

Nobody lets the one person of a shot walk out of the picture unless the shot says so: it is `static`, they exit, or the
camera has moves of its own.
"""

from __future__ import annotations

import numpy as np

from ..lang.clause import Framing
from ..lang.term import Verb, View
from ..narrative.story import Shot
from .brief import moves, read
from .chain import Timed
from .shoulder import ahead, sight
from .space import Vector
from .view import CameraPose, project, ray, turn_to
from .watch import Watch, between

_EDGE, _NEAR = 0.85, 0.4
"""Where on the screen somebody leaves the picture, and how near to the lens, metres."""

_WINDOW = np.linspace(-0.4, 0.4, 9)
"""Seconds about each moment that an operator's pan evens out."""

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


def panned(start: CameraPose, shot: Shot, watch: Watch, points: Vector) -> tuple[Vector, Vector] | None:
    """Yaw and pitch (k,) of a camera that turns with its one person, who is at `points` (k, 3), or None where they stay
    in the picture, or are only coming into it."""
    if len(start.subjects) != 1 or start.subjects[0] not in watch.tracks or not _free(shot):
        return None
    track = watch.tracks[start.subjects[0]]
    own = slice(watch.lead, watch.lead + shot.frames)
    if not track.shown[own].any() or not track.shown[own][int(np.argmax(track.shown[own])) :].all():
        return None
    seen = project(start, points)
    if not (np.abs(seen[:, :2]).max() > _EDGE or seen[:, 2].min() < _NEAR):
        return None
    if abs(seen[int(np.argmin(np.abs(watch.times))), 0]) > 1:
        return None
    ahead = np.clip(watch.times[:, None] + _WINDOW, 0.0, shot.frames / float(watch.fps))
    smooth = np.mean([watch.at(ahead[:, k]).subject(start) for k in range(len(_WINDOW))], axis=0)
    x, y, _ = project(start, smooth[int(np.argmin(np.abs(watch.times)))][None])[0]
    along = ray(float(x), float(y), start.focal, start.gate)
    position = np.array(start.position)
    turns = np.array([turn_to(position, to, along, start.roll) for to in smooth])
    return np.unwrap(turns[:, 0]), turns[:, 1]


def _free(shot: Shot) -> bool:
    """Whether the operator may turn the camera: nothing else is asked of it."""
    brief = read(shot)
    alone = all(move.verb in (Verb.HANDHELD, Verb.GIMBAL, Verb.RACK_FOCUS) for move in moves(shot))
    return alone and brief.at is None and brief.framing.view in (View.PLAIN, View.INSERT)
