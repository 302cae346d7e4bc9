"""Where points of the world land in a picture, in picture heights from its upper left corner."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...optics.camera import Camera
from ...optics.space import Vector
from .values import Spot, Spots

GUTTER = 0.07
"""Picture heights about the picture where arrows may still be drawn: what comes in and goes out crosses its edge."""

FAR = 1e6
NEAREST = 0.15
_GRAIN = 4


def shape(camera: Camera) -> float:
    """Width over height."""
    return camera.gate.width / camera.gate.height


def project(camera: Camera, frame: int, points: Vector) -> Vector:
    """x and y in picture heights and metres along the axis of n points, (n, 3). Behind the lens the last is below 0."""
    pose = camera.cam_to_world[frame]
    seen = (np.atleast_2d(points) - pose[:3, 3]) @ pose[:3, :3]
    depth = -seen[:, 2]
    scale = camera.focal[frame] / camera.gate.height / np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    return np.stack((shape(camera) / 2 + seen[:, 0] * scale, 0.5 - seen[:, 1] * scale, depth), -1)


def corners(camera: Camera, frame: int, depth: float) -> Vector:
    """The corners (4, 3) of what a frame sees at so many metres, from the upper left clockwise."""
    half = np.array((camera.gate.width, camera.gate.height)) / 2 / camera.focal[frame] * depth
    sides = np.array(((-1, 1), (1, 1), (1, -1), (-1, -1))) * half
    own = np.column_stack((sides, np.full(4, -depth)))
    pose = camera.cam_to_world[frame]
    return own @ pose[:3, :3].T + pose[:3, 3]


def inside(x: float, y: float, wide: float, more: float = 0.0) -> bool:
    """Whether a place lies in a picture of this shape, or at most `more` outside."""
    return -more <= x <= wide + more and -more <= y <= 1 + more


def spot(x: float, y: float) -> Spot:
    return round(float(x), _GRAIN) + 0.0, round(float(y), _GRAIN) + 0.0


def spots(points: Vector | Sequence[Sequence[float]]) -> Spots:
    return tuple(spot(point[0], point[1]) for point in points)
