"""Exact framing of two people: every camera that sees A and B at two given places of its picture.

After the toric manifold of Lino and Christie (SCA 2012, TOG 2015): all such cameras lie on a spindle torus about AB.
`camera` walks that surface by two angles; `shoulder` is the over-the-shoulder case with a level camera of known height
and distance. Screen places run from -1 to 1, y up; angles are radians.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan, atan2, cos, hypot, pi, sin, sqrt

import numpy as np

from .camera import Gate
from .space import Vector
from .view import ray

_UP = np.array((0.0, 1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Shoulder:
    """Where an over-the-shoulder camera stands: position, yaw, pitch; `near` is the plan distance to the shoulder."""

    position: Vector
    yaw: float
    pitch: float
    near: float


def spread(ray_a: Vector, ray_b: Vector) -> float:
    """The angle between two rays; exact for small ones too."""
    return atan2(float(np.linalg.norm(np.cross(ray_a, ray_b))), float(ray_a @ ray_b))


def basis(a: Vector, b: Vector) -> tuple[Vector, Vector, Vector]:
    """d along AB, h level to the side from which A is left of B, v the third. AB must not be vertical."""
    d = (b - a) / np.linalg.norm(b - a)
    h = np.cross(d, _UP)
    h = h / np.linalg.norm(h)
    return d, h, np.cross(h, d)


def camera(a: Vector, b: Vector, ray_a: Vector, ray_b: Vector, beta: float, phi: float) -> tuple[Vector, Vector]:
    """Position and rotation of the camera that has A on `ray_a` and B on `ray_b`.

    `beta` is the angle at A between AB and the camera, 0 < beta < pi - alpha; `phi` turns about AB, 0 is level on the
    side where A is left.
    """
    alpha = spread(ray_a, ray_b)
    d, h, v = basis(a, b)
    reach = float(np.linalg.norm(b - a)) * sin(alpha + beta) / sin(alpha)
    position = a + reach * (cos(beta) * d + sin(beta) * (cos(phi) * h + sin(phi) * v))
    return position, _frame(a - position, b - position) @ _frame(ray_a, ray_b).T


def beta_at(a: Vector, b: Vector, alpha: float, to_b: float, behind: bool) -> float:
    """The beta at which the camera is `to_b` metres from B: in front of A, or behind A (over the shoulder)."""
    acute = asin(min(1.0, to_b * sin(alpha) / float(np.linalg.norm(b - a))))
    return pi - acute if behind else acute


def level_phi(a: Vector, b: Vector, rays: tuple[Vector, Vector], beta: float, low: float, high: float) -> float:
    """The phi between `low` and `high` at which the camera has no roll. The two must bracket a root."""

    def lean(phi: float) -> float:
        return float(camera(a, b, *rays, beta, phi)[1][1, 0])

    sign = lean(low)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if lean(middle) * sign > 0 else (low, middle)
    return (low + high) / 2


def shoulder(a: Vector, b: Vector, screen: tuple[float, float, float], lens: float, far: float, side: int,
             mm: float, gate: Gate) -> Shoulder | None:
    """Over A on B without roll: xA, xB, yB on the `screen`, the lens at height `lens`, `far` metres of plan from B.

    `side` is +1 where A is left of B in the picture. None where no such camera stands behind A.
    """
    x_a, x_b, y_b = screen
    to_a, to_b = ray(x_a, 0.0, mm, gate), ray(x_b, y_b, mm, gate)
    tilt, azimuth_b = _tilt(to_b, b[1] - lens, far)
    length = hypot(b[0] - a[0], b[2] - a[2])
    corners = _corners(to_a[0], azimuth_b, tilt, a[1] - lens, far, length)
    if corners is None:
        return None
    _, at_b, near = corners
    _, h, _ = basis(a * (1, 0, 1), b * (1, 0, 1))
    back = (a - b) * (1, 0, 1) / length
    position = b * (1, 0, 1) + far * (cos(at_b) * back + sin(at_b) * side * h) + np.array((0.0, lens, 0.0))
    way = b - position
    return Shoulder(position, atan2(-way[0], -way[2]) + azimuth_b, tilt, near)


def _tilt(to_b: Vector, rise: float, far: float) -> tuple[float, float]:
    """Pitch that puts B at its height in the picture, and B's azimuth right of the axis."""
    e = atan(rise / far)
    x, y = float(to_b[0]), float(to_b[1])
    tilt = asin(max(-1.0, min(1.0, sqrt(1 + y * y + x * x) * sin(e) / sqrt(1 + y * y)))) - atan(y)
    return tilt, atan2(x, cos(tilt) - y * sin(tilt))


def _corners(
    k: float, azimuth_b: float, tilt: float, rise_a: float, far: float, length: float
) -> tuple[float, float, float] | None:
    """Azimuth of A, the angle at B, and plan distance to A, by the fixed point of the reference recipe. It may come by
    an angle at A that is none on its way to one that is."""
    azimuth_a = atan(k * cos(tilt))
    at_b = near = ratio = 0.0
    for _ in range(60):
        wide = abs(azimuth_b - azimuth_a)
        ratio = far * sin(wide) / length
        if wide < 1e-9:
            return None
        at_b = asin(min(ratio, 1.0)) - wide
        near = length * sin(at_b) / sin(wide)
        if near <= 0.0:
            return None
        lift = k * rise_a / near * sin(tilt) / sqrt(1 + (k * cos(tilt)) ** 2)
        before, azimuth_a = azimuth_a, asin(max(-1.0, min(1.0, lift))) + atan(k * cos(tilt))
        if abs(before - azimuth_a) < 1e-15:
            break
    return (azimuth_a, at_b, near) if ratio < 1.0 else None


def _frame(a: Vector, b: Vector) -> Vector:
    """Columns: along a, across the plane of a and b, and the third."""
    along = a / np.linalg.norm(a)
    across = np.cross(a, b)
    across = across / np.linalg.norm(across)
    return np.stack((along, across, np.cross(along, across)), -1)
