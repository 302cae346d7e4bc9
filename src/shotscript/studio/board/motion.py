"""What a camera does, read off its path and never from words: turns, travel and lens, each from where it begins to
where it ends.

Each way of moving is a curve over the frames of the shot. A stretch of it that goes one way for more than a hand's sway
is a movement; stretches that belong together (an orbit's turn and its travel) are told as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan, exp, pi, radians, sin

import numpy as np

from ...optics.camera import Camera, ShotStage
from ...optics.space import Vector
from .values import Kind, Movement

TURN, TRAVEL, LENS = radians(1.0), 0.03, 0.02
"""The least that is told: radians, metres, share of the lens. A hand's sway stays below."""

WHIP = 1.5
"""Picture widths a second from which a pan is one that smears."""

_STEEP = radians(80)
_SLIGHT = 0.2
_TRAVELS = ("truck", "pedestal", "crane", "orbit")
_PLUMB = radians(2)


@dataclass(frozen=True, slots=True)
class Turns:
    """Yaw, pitch and roll of every frame, radians, without jumps."""

    yaw: Vector
    pitch: Vector
    roll: Vector


def movements(stage: ShotStage, fps: float) -> tuple[Movement, ...]:
    """All the camera does in the shot itself, in the order it begins."""
    camera = own(stage)
    found = {kind: stretches(kind, curve, least) for kind, (curve, least) in _curves(camera).items()}
    told = [move for moves in found.values() for move in moves]
    for join in (_orbits, _cranes, _dolly_zooms, _slight, _whole):
        told = join(told, camera)
    return _stepped(_whipped(move, camera, fps) for move in told)


def own(stage: ShotStage) -> Camera:
    """The camera of the shot's own frames, without its handles."""
    part, camera = slice(stage.lead, stage.lead + stage.frames), stage.camera
    return replace(camera, cam_to_world=camera.cam_to_world[part], focal=camera.focal[part], focus=camera.focus[part])


def turns(camera: Camera) -> Turns:
    """As R = Ry(yaw) Rx(pitch) Rz(roll); where the lens looks straight up or down, turns about its own axes."""
    r = camera.cam_to_world[:, :3, :3]
    pitch = -np.arcsin(np.clip(r[:, 1, 2], -1, 1))
    if np.abs(pitch).max() > _STEEP:
        return _own_turns(r)
    yaw, roll = np.arctan2(r[:, 0, 2], r[:, 2, 2]), np.arctan2(r[:, 1, 0], r[:, 1, 1])
    return Turns(np.unwrap(yaw), pitch, np.unwrap(roll))


def stretches(kind: Kind, curve: Vector, least: float) -> list[Movement]:
    """The parts of a curve that go one way by more than `least`, each from where it begins to where it ends."""
    marks, low, high, way = [0], 0, 0, 0
    for i, value in enumerate(curve.tolist()):
        low = i if way <= 0 and value < curve[low] else low
        high = i if way >= 0 and value > curve[high] else high
        if way <= 0 and value - curve[low] > least:
            marks, way, high = [*marks, low], 1, i
        elif way >= 0 and curve[high] - value > least:
            marks, way, low = [*marks, high], -1, i
    if way:
        marks.append(high if way > 0 else low)
    found = [Movement(kind, float(curve[b] - curve[a]), a, b) for a, b in pairwise(marks) if a < b]
    return [_trimmed(move, curve) for move in found if abs(move.amount) > least]


# ---------------------------------------------------------------------------------------------- helpers


def _curves(camera: Camera) -> dict[Kind, tuple[Vector, float]]:
    turned = turns(camera)
    right, ahead, up = _travel(camera, turned)
    return {"pan": (turned.yaw, TURN), "tilt": (turned.pitch, TURN), "roll": (turned.roll, TURN),
            "truck": (right, TRAVEL), "dolly": (ahead, TRAVEL), "pedestal": (up, TRAVEL),
            "zoom": (np.log(camera.focal), LENS)}


def _travel(camera: Camera, turned: Turns) -> tuple[Vector, Vector, Vector]:
    """Metres gone to the right, along the lens axis and up, summed frame by frame."""
    step, r = np.diff(camera.position, axis=0), camera.cam_to_world[:-1, :3, :3]
    if np.abs(np.arcsin(np.clip(r[:, 1, 2], -1, 1))).max(initial=0.0) > _STEEP:
        right, up, ahead = (np.einsum("ij,ij->i", step, r[:, :, k]) for k in range(3))
        return _summed(right), _summed(-ahead), _summed(up)
    yaw, pitch = turned.yaw[:-1], turned.pitch[:-1]
    right = step[:, 0] * np.cos(yaw) - step[:, 2] * np.sin(yaw)
    ahead = (-step[:, 0] * np.sin(yaw) - step[:, 2] * np.cos(yaw)) / np.cos(pitch)
    return _summed(right), _summed(ahead), _summed(step[:, 1] - ahead * np.sin(pitch))


def _summed(steps: Vector) -> Vector:
    return np.concatenate(([0.0], np.cumsum(steps)))


def _own_turns(r: Vector) -> Turns:
    """Turns about the camera's own axes, summed."""
    step = np.einsum("nji,njk->nik", r[:-1], r[1:])
    return Turns(_summed((step[:, 0, 2] - step[:, 2, 0]) / 2), _summed((step[:, 2, 1] - step[:, 1, 2]) / 2),
                 _summed((step[:, 1, 0] - step[:, 0, 1]) / 2))


def _trimmed(move: Movement, curve: Vector) -> Movement:
    """Without the standing still before and after."""
    part, grain = curve[move.first : move.last + 1], abs(move.amount) * 1e-3
    first = int(np.flatnonzero(np.abs(part - part[0]) <= grain)[-1]) if move.last > move.first else 0
    last = int(np.flatnonzero(np.abs(part - part[-1]) <= grain)[0])
    return replace(move, first=move.first + min(first, last), last=move.first + last)


def _together(one: Movement, other: Movement) -> bool:
    """Whether two go on at the same time for most of the shorter."""
    shared = min(one.last, other.last) - max(one.first, other.first)
    return shared > 0.5 * min(one.last - one.first, other.last - other.first)


def _pairs(told: Sequence[Movement], a: Kind, b: Kind) -> list[tuple[Movement, Movement]]:
    return [(one, other) for one in told if one.kind == a for other in told
            if other.kind == b and _together(one, other)]


def _orbits(told: list[Movement], camera: Camera) -> list[Movement]:
    """To travel to the right and turn to the left, about a point not much nearer or farther than what is sharp."""
    for truck, pan in _pairs(told, "truck", "pan"):
        half = sin(min(abs(pan.amount), pi) / 2)
        radius, sharp = abs(truck.amount) / (2 * half), float(camera.focus[pan.first])
        if truck.amount * pan.amount > 0 and 0.4 * sharp < radius < 2.5 * sharp and {truck, pan} <= {*told}:
            rest = [m for m in told if m not in (truck, pan)]
            told = [*rest, replace(pan, kind="orbit")]
    return told


def _cranes(told: list[Movement], camera: Camera) -> list[Movement]:
    """To rise and look down, or the other way round, no more than keeps in sight what is sharp."""
    for rise, tilt in _pairs(told, "pedestal", "tilt"):
        most = 1.5 * atan(abs(rise.amount) / float(camera.focus[rise.first])) + _PLUMB
        if rise.amount * tilt.amount < 0 and abs(tilt.amount) < most and {rise, tilt} <= {*told}:
            told = [*(m for m in told if m not in (rise, tilt)), replace(rise, kind="crane")]
    return told


def _dolly_zooms(told: list[Movement], camera: Camera) -> list[Movement]:
    """To go nearer with a lens that grows wider, or the other way round, so that what is sharp keeps its size."""
    for dolly, zoom in _pairs(told, "dolly", "zoom"):
        sharp = float(camera.focus[dolly.first])
        grown = exp(zoom.amount) * sharp / max(sharp - dolly.amount, 1e-3)
        if dolly.amount * zoom.amount < 0 and 0.8 < grown < 1.25 and {dolly, zoom} <= {*told}:
            told = [*(m for m in told if m not in (dolly, zoom)), replace(dolly, kind="dolly zoom")]
    return told


def _slight(told: list[Movement], camera: Camera) -> list[Movement]:
    """Without what only serves a greater move: the little turn or shift that keeps its subject framed."""
    seen = _seen(camera, 0)
    mains = [m for m in told if m.kind in ("dolly", "orbit", "crane", "dolly zoom", "truck")]

    def serves(move: Movement) -> bool:
        if move.kind in ("pan", "tilt"):
            return any(_together(m, move) and abs(move.amount) < _SLIGHT * seen
                       for m in told if m.kind in ("dolly", "dolly zoom", "zoom"))
        if move.kind in ("truck", "pedestal", "dolly", "orbit"):
            return any(_together(m, move) and _metres(move, camera) < _SLIGHT * _metres(m, camera)
                       for m in mains if m is not move)
        return False

    return [move for move in told if not serves(move)]


def _whole(told: list[Movement], camera: Camera) -> list[Movement]:
    """A dolly that is all the travel there is goes as far as the camera does: it need not stay on the axis it began on.
    """
    def whole(move: Movement) -> Movement:
        if not move.kind.startswith("dolly") or any(_together(move, m) for m in told if m.kind in _TRAVELS):
            return move
        gone = float(np.linalg.norm(camera.position[move.last] - camera.position[move.first]))
        return replace(move, amount=gone if move.amount > 0 else -gone)

    return [whole(move) for move in told]


def _seen(camera: Camera, frame: int) -> float:
    """Radians from one side of the picture to the other."""
    return 2 * atan(camera.gate.width / 2 / float(camera.focal[frame]))


def _metres(move: Movement, camera: Camera) -> float:
    if move.kind == "orbit":
        return abs(move.amount) * float(camera.focus[move.first])
    return abs(move.amount)


def _whipped(move: Movement, camera: Camera, fps: float) -> Movement:
    speed = abs(move.amount) * fps / max(move.last - move.first, 1)
    if move.kind == "pan" and speed > WHIP * _seen(camera, move.first):
        return replace(move, kind="whip")
    return replace(move, amount=exp(move.amount)) if move.kind == "zoom" else move


def _stepped(moves: Iterable[Movement]) -> tuple[Movement, ...]:
    """Numbered where one begins after all before it have ended."""
    ordered = sorted(moves, key=lambda m: (m.first, m.last, m.kind))
    steps, step, end = list[int](), 0, 0
    for move in ordered:
        if not steps or move.first >= end - 1:
            step += 1
        end = max(end, move.last)
        steps.append(step)
    return tuple(replace(m, step=n if step > 1 else 0) for m, n in zip(ordered, steps, strict=True))
