"""The wings of a picture: where somebody stands who comes into it, or has gone out of it, by its left or right edge."""

from __future__ import annotations

from math import cos, sin

import numpy as np

from .space import Vector
from .view import CameraPose

OUT = 0.45
"""Metres beyond the edge at which nothing of a body is seen, its arms and stride included."""

TALL = 2.0
"""Metres, of somebody tall: from below their head is farther than their feet, and from above nearer."""

NEAREST = 0.8
"""Metres before the lens; who is nearer is not in a picture that has an edge to come from."""

_STEEP = 0.8
"""Sine of the pitch beyond which left and right of a picture are not sides of the floor."""


def beyond(pose: CameraPose | None, mark: Vector, side: str) -> Vector | None:
    """The floor point beyond that edge of the picture, as far from the camera as the mark somebody comes to or goes
    from; None where no camera sees the mark from in front. Who is out of the picture already goes further."""
    if pose is None or abs(sin(pose.pitch)) > _STEEP:
        return None
    right, ahead = np.array((cos(pose.yaw), 0.0, -sin(pose.yaw))), np.array((-sin(pose.yaw), 0.0, -cos(pose.yaw)))
    way = (mark - np.array(pose.position)) * (1, 0, 1)
    across, far = float(way @ right), float(way @ ahead)
    if far < NEAREST:
        return None
    high = pose.position[1]
    deep = far * cos(pose.pitch) + max(-high * sin(pose.pitch), (TALL - high) * sin(pose.pitch))
    edge = deep * pose.gate.width / (2 * pose.focal) + OUT
    sign = -1.0 if side == "left" else 1.0
    return mark + right * (sign * max(edge, sign * across + OUT) - across)
