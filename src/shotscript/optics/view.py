"""One moment of the camera, and where points of the world land in its picture.

R = Ry(yaw) Rx(pitch) Rz(roll); columns right, up, back. Screen x and y run from -1 to 1, y up. A positive yaw turns
the lens left, a positive pitch up, and a positive roll leans the camera's top to the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import acos, atan2, cos, hypot, pi, sin, sqrt
from typing import TypeVar

import numpy as np

from ..core.diagnostic import Problems
from .camera import Gate
from .space import Vector

Point = tuple[float, float, float]
Part = TypeVar("Part", float, Vector)


@dataclass(frozen=True, slots=True)
class CameraPose:
    """A camera that stands still.

    position metres · yaw, pitch, roll radians · focal mm · focus metres along the axis · stop f-number
    subjects the names it is there for · anchor the point of the subject it is composed on (eyes, or a thing's middle)
    part     the part of the subject that is framed · problems what could not be had as written
    """

    position: Point
    yaw: float
    pitch: float
    roll: float
    focal: float
    focus: float
    gate: Gate
    stop: float | None = None
    subjects: tuple[str, ...] = ()
    anchor: Point = (0.0, 0.0, 0.0)
    part: str = ""
    problems: Problems = ()

    @property
    def rotation(self) -> Vector:
        return rotation(self.yaw, self.pitch, self.roll)

    @property
    def matrix(self) -> Vector:
        """cam_to_world, 4x4."""
        m = np.eye(4)
        m[:3, :3], m[:3, 3] = self.rotation, self.position
        return m


@dataclass(frozen=True, slots=True)
class State:
    """A camera at k moments: position (k, 3) metres, yaw, pitch, roll (k,) radians, focal (k,) mm."""

    position: Vector
    yaw: Vector
    pitch: Vector
    roll: Vector
    focal: Vector

    @staticmethod
    def still(pose: CameraPose, count: int) -> State:
        """A camera that stands."""
        return State(np.tile(np.array(pose.position), (count, 1)), np.full(count, pose.yaw), np.full(count, pose.pitch),
                     np.full(count, pose.roll), np.full(count, pose.focal))

    @property
    def axis(self) -> Vector:
        """(k, 3) where the lens looks."""
        level = np.cos(self.pitch)
        return np.stack((-np.sin(self.yaw) * level, np.sin(self.pitch), -np.cos(self.yaw) * level), -1)

    def pose(self, i: int, like: CameraPose, anchor: Vector) -> CameraPose:
        """One moment, for the subjects of `like`."""
        return replace(like, position=point(self.position[i]), yaw=float(self.yaw[i]), pitch=float(self.pitch[i]),
                       roll=float(self.roll[i]), focal=float(self.focal[i]), anchor=point(anchor))

    def upto(self, count: int) -> State:
        return State(self.position[:count], self.yaw[:count], self.pitch[:count], self.roll[:count],
                     self.focal[:count])


def point(values: Vector) -> Point:
    x, y, z = (float(v) for v in values)
    return x, y, z


def rotation(yaw: float, pitch: float, roll: float) -> Vector:
    """Ry(yaw) Rx(pitch) Rz(roll), 3x3."""
    return np.array(_rows(cos(yaw), sin(yaw), cos(pitch), sin(pitch), cos(roll), sin(roll)))


def rotations(yaw: Vector, pitch: Vector, roll: Vector) -> Vector:
    """The same for n moments at once, (n, 3, 3)."""
    rows = _rows(np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll))
    return np.moveaxis(np.array(rows), -1, 0)


def forward(yaw: float, pitch: float) -> Vector:
    """Where the lens looks."""
    return np.array((-sin(yaw) * cos(pitch), sin(pitch), -cos(yaw) * cos(pitch)))


def rightward(yaw: float) -> Vector:
    """The operator's right hand, level."""
    return np.array((cos(yaw), 0.0, -sin(yaw)))


def project(pose: CameraPose, points: Vector) -> Vector:
    """Screen x, screen y and depth along the axis of n points, (n, 3). Behind the lens the depth is negative."""
    seen = (np.atleast_2d(points) - np.array(pose.position)) @ pose.rotation
    depth = -seen[:, 2]
    safe = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    x = seen[:, 0] / safe * 2 * pose.focal / pose.gate.width
    y = seen[:, 1] / safe * 2 * pose.focal / pose.gate.height
    return np.stack((x, y, depth), -1)


def seen(pose: CameraPose, where: Vector | Sequence[float]) -> Point:
    """`project` for one point, in plain numbers: framing asks for so many that arrays would cost ten times as much."""
    (ax, bx, cx), (ay, by, cy), (az, bz, cz) = _rows(
        cos(pose.yaw), sin(pose.yaw), cos(pose.pitch), sin(pose.pitch), cos(pose.roll), sin(pose.roll))
    px, py, pz = pose.position
    x, y, z = float(where[0]) - px, float(where[1]) - py, float(where[2]) - pz
    far = -(x * cx + y * cy + z * cz)
    safe = far if abs(far) >= 1e-9 else 1e-9
    right, up = (x * ax + y * ay + z * az) / safe, (x * bx + y * by + z * bz) / safe
    return right * 2 * pose.focal / pose.gate.width, up * 2 * pose.focal / pose.gate.height, far


def depth(pose: CameraPose, where: Vector | Point) -> float:
    """Metres along the axis from the lens to a point."""
    return seen(pose, where)[2]


def ray(x: float, y: float, focal: float, gate: Gate) -> Vector:
    """The ray of a screen point in the camera's own axes."""
    return np.array((x * gate.width / (2 * focal), y * gate.height / (2 * focal), -1.0))


def turn_to(position: Vector, target: Vector, along: Vector, roll: float = 0.0) -> tuple[float, float]:
    """Yaw and pitch that bring `target` onto the ray `along` of a camera at `position` with this roll.

    Where no pitch can (the target is nearly above and the ray far off axis) the nearest one is taken.
    """
    c, s = cos(roll), sin(roll)
    way = target - position
    ahead, up, aside = way.tolist()[::-1]
    x, y, rz = along.tolist()  # plain numbers: this is asked for every frame of a move
    rx, ry = c * x - s * y, s * x + c * y
    far = sqrt(way.dot(way)) or 1.0
    height = sqrt(along.dot(along)) * up / far
    pitch = atan2(-rz, ry) - acos(min(1.0, max(-1.0, height / hypot(ry, rz))))
    depth_after = ry * sin(pitch) + rz * cos(pitch)
    yaw = atan2(aside, ahead) - atan2(rx, depth_after)
    return wrap(yaw), wrap(pitch)


def _rows(cy: Part, sy: Part, cp: Part, sp: Part, cr: Part, sr: Part) -> tuple[tuple[Part, Part, Part], ...]:
    """The rows of a rotation from the cosines and sines of yaw, pitch and roll: numbers, or arrays of them."""
    return (
        (cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr, sy * cp),
        (cp * sr, cp * cr, -sp),
        (-sy * cr + cy * sp * sr, sy * sr + cy * sp * cr, cy * cp),
    )


def wrap(angle: float) -> float:
    """The same direction between -pi and pi; angles already there are left to the last bit."""
    return angle if -pi <= angle <= pi else (angle + pi) % (2 * pi) - pi
