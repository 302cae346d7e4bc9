"""People's ways as ribbons on the floor, in the picture's own perspective, and what the focus goes over to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...optics.camera import Camera, ShotStage
from ...optics.looks import eyes
from ...optics.space import Track, Vector
from .motion import own
from .screen import GUTTER, NEAREST, inside, project, shape, spot, spots
from .values import Arrow, Spots

LEAST = 0.3
"""Metres from which a way is drawn."""

HEIGHTS = (0.0, 0.3, 0.55, 0.75, 0.9)
"""Where a ribbon may lie, in parts of a person's height: the lowest that is in the picture."""

_POINTS, _FINE, _SOFT = 60, 600, 40
_EDGE = GUTTER * 0.7
_WIDE, _SLIM, _BROAD = 0.26, 0.028, 0.085
"""Metres a ribbon is wide, and picture heights it is at least and at most."""

_RACK = 0.12
_NEAR_SHARP = 0.08


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody goes, (n, 3) metres on the floor, and how tall they are."""

    name: str
    points: Vector
    tall: float


def walks(stage: ShotStage) -> tuple[tuple[Arrow, ...], tuple[Arrow, ...]]:
    """Arrows in the first picture, and in the last those of people whose way only that one shows."""
    camera, start, end = own(stage), list[Arrow](), list[Arrow]()
    for track in stage.people:
        way = went(track, stage)
        if way is None:
            continue
        first = ribbon(camera, 0, way)
        last = None if first else ribbon(camera, len(camera) - 1, way)
        start += [first] if first else []
        end += [last] if last else []
    return tuple(start), tuple(end)


def went(track: Track, stage: ShotStage) -> Way | None:
    """The way of somebody in the shot, evenly along it; None for those who stay or are not there."""
    part = slice(stage.lead, stage.lead + stage.frames)
    points = track.floor[part][track.shown[part]]
    if len(points) < 2:
        return None
    along = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))))
    if along[-1] < LEAST:
        return None
    even = np.linspace(0, along[-1], _FINE)
    way = np.column_stack([np.interp(even, along, points[:, k]) for k in range(3)])
    return Way(track.name, _softened(way), track.tall)


def ribbon(camera: Camera, frame: int, way: Way) -> Arrow | None:
    """The part of a way that a frame shows, as an arrow; None where it shows none worth drawing."""
    for share in HEIGHTS:
        raised = way.points + np.array((0.0, share * way.tall, 0.0))
        kept = _shown(camera, frame, raised)
        shown, column = _within(camera, frame, raised), _within(camera, frame, raised, among=False)
        if len(kept) and shown.sum() > 0.5 * column.sum():
            return _drawn(camera, frame, kept, way.name)
    return None


def racked(stage: ShotStage) -> Arrow | None:
    """From what is sharp in the beginning to what is sharp in the end, where those are two."""
    camera = own(stage)
    last, sharp = len(camera) - 1, camera.focus
    if abs(sharp[last] - sharp[0]) < _RACK * min(sharp[0], sharp[last]):
        return None
    there = _subjects(stage)
    before, after = _blur(there, camera, 0), _blur(there, camera, last)
    a, b = _sharpest(before), _sharpest(after)
    if not a or not b or min(before[b], after[a]) < _RACK:
        return None
    ends = project(camera, 0, np.stack((there[a][0], there[b][0])))
    wide = shape(camera)
    if ends[:, 2].min() < NEAREST or not all(inside(x, y, wide) for x, y, _ in ends.tolist()):
        return None
    return Arrow("rack", spots(ends), who=f"{a} to {b}")


# ---------------------------------------------------------------------------------------------- helpers


def _softened(points: Vector) -> Vector:
    """Corners rounded, so that a ribbon can lie about them; its ends stay."""
    padded = np.concatenate((points[:1].repeat(_SOFT, 0), points, points[-1:].repeat(_SOFT, 0)))
    summed = np.cumsum(np.concatenate((np.zeros((1, 3)), padded)), axis=0)
    found = (summed[2 * _SOFT + 1 :] - summed[: -2 * _SOFT - 1]) / (2 * _SOFT + 1)
    return np.concatenate((points[:1], found[1:-1], points[-1:]))


def _shown(camera: Camera, frame: int, points: Vector) -> Vector:
    """The longest part of a way within the picture and its gutter, thinned to what a ribbon needs."""
    there = _within(camera, frame, points)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], there.astype(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return points[:0]
    first, end = runs[np.argmax(runs[:, 1] - runs[:, 0])]
    kept = np.unique(np.linspace(first, end - 1, _POINTS).round().astype(int))
    return points[kept]


def _within(camera: Camera, frame: int, points: Vector, among: bool = True) -> NDArray[np.bool_]:
    """Which points lie in the picture or its gutter; if not `among`, in the column of it, whatever their height."""
    x, y, depth = project(camera, frame, points).T
    there = (depth > NEAREST) & (np.abs(x - shape(camera) / 2) <= shape(camera) / 2 + _EDGE)
    return there & (np.abs(y - 0.5) <= 0.5 + _EDGE) if among else there


def _drawn(camera: Camera, frame: int, points: Vector, name: str) -> Arrow | None:
    """A ribbon with a head, as wide as it is on the floor, within what can be seen."""
    seen = project(camera, frame, points)
    middle = seen[:, :2]
    along = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))))
    if len(points) < 3 or along[-1] < 0.05:
        return None
    scale = camera.focal[frame] / camera.gate.height / seen[:, 2]
    half = np.clip(_WIDE * scale, _SLIM, _BROAD * min(shape(camera), 1.0)) / 2
    neck = int(np.searchsorted(along, max(along[-1] - 3.2 * half[-1], along[-1] * 0.4)))
    left, right = _sides(camera, frame, points, half / scale, _SLIM / 2)
    body = slice(0, max(neck, 1) + 1)
    flat = _sides(camera, frame, points, 2.1 * half / scale, _SLIM * 1.1)
    k = body.stop - 1
    outline = [*left[body], flat[0][k], middle[-1], flat[1][k], *right[body][::-1]]
    return Arrow("walk", spots(middle[[0, k, -1]]), _rounded(outline), who=name)


def _sides(camera: Camera, frame: int, points: Vector, half: Vector, least: float) -> tuple[Vector, Vector]:
    """Both edges (n, 2) of a ribbon `half` metres wide on either side, level as the floor; where that is seen from so
    low that it would be a thread, at least `least` picture heights from its middle."""
    way = np.gradient(points, axis=0)
    across = np.column_stack((way[:, 2], np.zeros(len(way)), -way[:, 0]))
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    middle = project(camera, frame, points)[:, :2]
    normal = np.gradient(middle, axis=0)[:, ::-1] * (1.0, -1.0)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    found = list[Vector]()
    for side in (1, -1):
        off = project(camera, frame, points + side * across * half[:, None])[:, :2] - middle
        aside = (off * normal).sum(axis=1)
        lacking = np.maximum(0.0, least - np.abs(aside)) * np.where(aside == 0, side, np.sign(aside))
        found.append(middle + off + normal * lacking[:, None])
    return found[0], found[1]


def _rounded(outline: Sequence[Vector]) -> Spots:
    return tuple(spot(x, y) for x, y in outline)


def _subjects(stage: ShotStage) -> dict[str, tuple[Vector, Vector]]:
    """Points that can be sharp, in the beginning and in the end: eyes, and the middles of things."""
    a, b = stage.lead, stage.lead + stage.frames - 1
    found = {}
    for track in stage.people:
        if track.shown[a] and track.shown[b]:
            eye = eyes(track, track.tall)
            found[track.name] = (eye[a], eye[b])
    for thing in stage.set.things:
        middle = np.array(thing.at) + np.array((0.0, thing.size[1] / 2, 0.0))
        found.setdefault(thing.name, (middle, middle))
    return found


def _blur(there: dict[str, tuple[Vector, Vector]], camera: Camera, frame: int) -> dict[str, float]:
    """How far each lies from the sharp plane of a frame, the first or the last, in parts of its distance."""
    depths = {name: project(camera, frame, ends[frame > 0])[0, 2] for name, ends in there.items()}
    return {name: float(abs(depth - camera.focus[frame]) / camera.focus[frame]) for name, depth in depths.items()}


def _sharpest(blur: dict[str, float]) -> str:
    """The name of what is sharp; empty where nothing is."""
    best = min(blur, key=lambda name: (blur[name], name), default="")
    return best if best and blur[best] < _NEAR_SHARP else ""
