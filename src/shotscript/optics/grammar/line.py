"""The line between two people, and which side of it a camera is on.

Seen in plan. A camera is on the positive side where A stands left of B in its picture. The offset of a camera is the
angle at the middle of AB between the line and the camera: 90 degrees square to it, 0 on it. The turn of a direction at
a person is positive to the right of the picture, and 0 where it points at the lens or away from it: for a level camera
that never disagrees with the picture, which the sign of the direction along the camera's right hand does one time in
seven.
"""

from __future__ import annotations

from math import asin, atan2, degrees, hypot, radians, sin

from .numbers import Numbers
from .setup import Figure, Look, Point


def offset(camera: Point, a: Point, b: Point) -> float:
    """Degrees the camera stands off the line, positive where A is left of B."""
    (dx, dz), (mx, mz) = (b[0] - a[0], b[2] - a[2]), ((a[0] + b[0]) / 2, (a[2] + b[2]) / 2)
    cx, cz = camera[0] - mx, camera[2] - mz
    size = hypot(dx, dz) * hypot(cx, cz)
    return degrees(asin(max(-1.0, min(1.0, (dx * cz - dz * cx) / size)))) if size > 1e-9 else 0.0


def side(look: Look, a: str, b: str, numbers: Numbers) -> int:
    """1 where A is left of B, -1 where right, 0 on the line. The picture decides where both are plainly in it."""
    one, other = look.figures[a], look.figures[b]
    if one.visible and other.visible and abs(one.x - other.x) >= numbers.apart:
        return 1 if one.x < other.x else -1
    return _sign(offset(look.position, one.eyes, other.eyes), numbers.neutral)


def turn(look: Look, at: Point, way: Point, numbers: Numbers) -> int:
    """1 for a direction to the right of the picture, -1 to the left, 0 towards the lens or away."""
    x, z = at[0] - look.position[0], at[2] - look.position[2]
    size = hypot(x, z) * hypot(way[0], way[2])
    across = way[2] * x - way[0] * z
    return 0 if size < 1e-9 or abs(across) < sin(radians(numbers.neutral)) * size else (1 if across > 0 else -1)


def across(look: Look, one: Figure, other: Figure, numbers: Numbers) -> tuple[float, str]:
    """How many degrees round the pair the camera has to go to stand beyond the line, and the operator's hand."""
    ax, az, bx, bz = one.eyes[0], one.eyes[2], other.eyes[0], other.eyes[2]
    cx, cz = look.position[0] - (ax + bx) / 2, look.position[2] - (az + bz) / 2
    dx, dz = bx - ax, bz - az
    along, off = cx * dx + cz * dz, dx * cz - dz * cx
    angle = degrees(atan2(abs(off), abs(along)))
    to_right = (along >= 0) == (off >= 0)
    return angle + numbers.neutral, "right" if to_right else "left"


def _sign(angle: float, neutral: float) -> int:
    return 0 if abs(angle) <= neutral else (1 if angle > 0 else -1)
