"""Rain and snow: drops in a box of air about the camera, each where the clock says, hidden by what is nearer."""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32


@kernel
def _chance(n, salt):
    """0..1, the same for the same number everywhere."""
    k = np.uint32(n) * np.uint32(2654435761) + np.uint32(salt) * np.uint32(40503)
    k = (k ^ (k >> np.uint32(15))) * np.uint32(2246822519)
    k = (k ^ (k >> np.uint32(13))) * np.uint32(3266489917)
    return f4((k >> np.uint32(8)) & np.uint32(0xFFFFFF)) * f4(1 / 16777216.0)


@kernel
def _wrapped(at, middle, half):
    """A place along one axis, brought within `half` of the middle by whole boxes."""
    away = at - middle + half
    return middle - half + away - f4(2) * half * f4(math.floor(away / (f4(2) * half)))


@kernel
def _stroke(picture, inverse, x0, y0, x1, y1, nearness, radius, strength, colour):
    """A soft capsule over the picture where nothing nearer is."""
    height, width = inverse.shape
    reach = radius + f4(1)
    dx, dy = x1 - x0, y1 - y0
    length = f4(1) / max(dx * dx + dy * dy, f4(1e-6))
    for y in range(max(0, int(min(y0, y1) - reach)), min(height - 1, int(max(y0, y1) + reach)) + 1):
        for x in range(max(0, int(min(x0, x1) - reach)), min(width - 1, int(max(x0, x1) + reach)) + 1):
            px, py = f4(x) + f4(0.5) - x0, f4(y) + f4(0.5) - y0
            t = min(f4(1), max(f4(0), (px * dx + py * dy) * length))
            ex, ey = px - t * dx, py - t * dy
            cover = radius + f4(0.5) - math.sqrt(ex * ex + ey * ey)
            if cover > 0 and inverse[y, x] < nearness:
                alpha = min(f4(1), cover) * strength
                for c in range(3):
                    picture[c, y, x] += (colour[c] - picture[c, y, x]) * alpha


@kernel
def draw(picture, inverse, project, eye, pixels, colour, way, count, half, size, blur, seconds):
    """`count` drops over `picture` (3, h, w).

    way (4,): metres a second along x, y, z, and how far they sway · half: metres from the middle of the box to its
    sides · size: a drop's radius, metres · blur: seconds that one is drawn over · pixels: of a metre at one metre.
    """
    for k in range(count):
        sway = way[3] * math.sin(seconds * (f4(0.9) + _chance(k, 4)) + f4(6.2832) * _chance(k, 5))
        x = _wrapped(_chance(k, 1) * f4(2) * half + way[0] * seconds + sway, eye[0], half)
        y = _wrapped(_chance(k, 2) * f4(2) * half + way[1] * seconds, eye[1], half)
        z = _wrapped(_chance(k, 3) * f4(2) * half + way[2] * seconds, eye[2], half)
        w = project[2, 0] * x + project[2, 1] * y + project[2, 2] * z + project[2, 3]
        xb, yb, zb = x - way[0] * blur, y - way[1] * blur, z - way[2] * blur
        wb = project[2, 0] * xb + project[2, 1] * yb + project[2, 2] * zb + project[2, 3]
        if w < f4(1.1) or wb < f4(1.1) or z < 0:
            continue
        u = (project[0, 0] * x + project[0, 1] * y + project[0, 2] * z + project[0, 3]) / w
        v = (project[1, 0] * x + project[1, 1] * y + project[1, 2] * z + project[1, 3]) / w
        ub = (project[0, 0] * xb + project[0, 1] * yb + project[0, 2] * zb + project[0, 3]) / wb
        vb = (project[1, 0] * xb + project[1, 1] * yb + project[1, 2] * zb + project[1, 3]) / wb
        wide = size * pixels / w
        faint = min(f4(1), wide / f4(0.6)) * min(f4(1), (half * f4(1.2) - w) / half * f4(2)) * f4(0.75)
        if faint > f4(0.03):
            _stroke(picture, inverse, u, v, ub, vb, f4(1) / w, max(wide, f4(0.45)), faint, colour)
