"""Ellipses with smooth edges, in double precision."""

from __future__ import annotations

import math

from ..compiled import kernel


@kernel
def ellipse(canvas, corner, box, middle, along, long, half, colour):
    """An ellipse over `canvas` (h, w, 3), whose first pixel is `corner` (x, y), within `box` (x0, y0, x1, y1): about
    `middle`, half axes `long` the way of `along` and `half` across it."""
    for row in range(box[1], box[3]):
        y = row + 0.5 - middle[1]
        for column in range(box[0], box[2]):
            x = column + 0.5 - middle[0]
            u, v = x * along[0] + y * along[1], y * along[0] - x * along[1]
            a, b, c, d = u / long, v / half, u / (long * long), v / (half * half)
            steep = 2 * math.sqrt(c * c + d * d)
            cover = min(max(0.5 - (a * a + b * b - 1) / max(steep, 1e-6), 0.0), 1.0)
            if cover > 0:
                under = canvas[row - corner[1], column - corner[0]]
                for k in range(3):
                    under[k] += (colour[k] - under[k]) * cover
