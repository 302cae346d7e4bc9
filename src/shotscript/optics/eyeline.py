"""Looks that are said of the screen: left, right, up, down and into the lens, known once the camera stands.

`looks` has given everyone somebody to look at; a look that is already to the written side is left alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..lang.clause import Framing, Gaze
from ..narrative.story import Shot
from .camera import Camera
from .looks import NEAR, eyes
from .space import Track, Vector

_RISE = 0.7
_ASIDE, _ALONG = 0.9, 0.45
"""A look aside goes so much across the screen, and so much towards the lens or away from it."""

_ENOUGH = 0.3
"""How far across the screen a look must go to count as one to that side."""

_BACK = -0.3


def on_screen(shot: Shot, tracks: tuple[Track, ...], camera: Camera, lead: int) -> tuple[Track, ...]:
    """The tracks with the written looks of a shot, as its own camera sees them."""
    names = tuple(track.name for track in tracks)
    told: dict[str, str] = {}
    for clause in shot.clauses:
        if isinstance(clause, Gaze):
            for name in _whose(clause, shot, names):
                told.setdefault(name, "" if clause.at else clause.direction)
    return tuple(_looking(t, told[t.name], camera, lead) if told.get(t.name) else t for t in tracks)


def _whose(clause: Gaze, shot: Shot, names: tuple[str, ...]) -> tuple[str, ...]:
    """The one named, else the shot's subject, else everyone."""
    if clause.who is not None:
        return (clause.who.text,)
    framing = shot.clause(Framing)
    subjects = framing.on if isinstance(framing, Framing) else ()
    return next(((n.text,) for n in subjects if n.text in names), names)


def _looking(track: Track, direction: str, camera: Camera, lead: int) -> Track:
    eye = eyes(track, track.tall)
    if direction == "camera":
        return replace(track, gaze=camera.position.copy())
    ahead = np.stack((np.sin(track.yaw), np.zeros(len(eye)), np.cos(track.yaw)), axis=1)
    if direction in ("up", "down"):
        return replace(track, gaze=_past(eye, ahead + np.array((0.0, _RISE if direction == "up" else -_RISE, 0.0))))
    right = camera.cam_to_world[:, :3, 0] * (-1.0 if direction == "left" else 1.0)
    way = track.gaze - eye
    across = (way * right).sum(axis=1) / np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    if across[lead] > _ENOUGH:
        return track
    lens = (camera.position - eye) * (1.0, 0.0, 1.0)
    lens = lens / np.maximum(np.linalg.norm(lens, axis=1, keepdims=True), 1e-6)
    sign = -1.0 if ahead[lead] @ lens[lead] < _BACK else 1.0
    return replace(track, gaze=_past(eye, lens * sign * _ALONG + right * _ASIDE))


def _past(eye: Vector, way: Vector) -> Vector:
    return eye + NEAR * way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
