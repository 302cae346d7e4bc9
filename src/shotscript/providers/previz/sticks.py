"""People as OpenPose draws them: coloured limbs on black, the picture pose-driven models are trained on.

Colours, order and shares are OpenPose's own (CMU, COCO body of eighteen points) as DWPose and ControlNet draw it: limbs
are ellipses at six tenths of their colour, joints are discs in full colour over them. Sizes are theirs at 512 pixels
and grow with the picture; edges are smooth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .mesh import Floats
from .skeleton import JOINTS, Skeleton

COLOURS = ((255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
           (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
           (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85))
LIMBS = ((1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0),
         (0, 14), (14, 16), (0, 15), (15, 17))
LEAST = 4  # joints: of whom fewer are found, OpenPose says nothing
HALF, SIDE, FAINT = 4.0, 512, 0.6  # half width of a limb and radius of a joint at a picture's side; a limb's share


def draw(people: Sequence[Skeleton], width: int, height: int) -> NDArray[np.uint8]:
    """(h, w, 3) RGB; who is nearer lies over who is further."""
    canvas = np.zeros((height, width, 3))
    half = max(HALF * min(width, height) / SIDE, 1.0)
    found = [one for one in people if one.drawn.sum() >= LEAST]
    for one in sorted(found, key=lambda person: -float(person.depth[1])):
        _limbs(canvas, one, half)
        _joints(canvas, one, half)
    return np.rint(canvas).astype(np.uint8)


def _limbs(canvas: Floats, one: Skeleton, half: float) -> None:
    for (a, b), colour in zip(LIMBS, COLOURS, strict=False):
        if one.drawn[a] and one.drawn[b]:
            ends = one.pixels[a], one.pixels[b]
            way = ends[1] - ends[0]
            long = max(float(np.sqrt((way * way).sum())), 1e-6)
            _ellipse(canvas, (ends[0] + ends[1]) / 2, way / long, max(long / 2, 0.5), half, np.array(colour) * FAINT)


def _joints(canvas: Floats, one: Skeleton, half: float) -> None:
    for number in range(len(JOINTS)):
        if one.drawn[number]:
            _ellipse(canvas, one.pixels[number], np.array((1.0, 0.0)), half, half, np.array(COLOURS[number]))


def _ellipse(canvas: Floats, middle: Floats, along: Floats, long: float, half: float, colour: Floats) -> None:
    """An ellipse about `middle`, half axes `long` the way of `along` and `half` across it."""
    reach = np.sqrt((long * along) ** 2 + (half * along[::-1]) ** 2) + 2
    x0, y0 = (max(int(v), 0) for v in middle - reach)
    x1, y1 = (min(int(v) + 2, most) for v, most in zip(middle + reach, canvas.shape[1::-1], strict=True))
    if x0 >= x1 or y0 >= y1:
        return
    x, y = np.arange(x0, x1) + 0.5 - middle[0], (np.arange(y0, y1) + 0.5 - middle[1])[:, None]
    u, v = x * along[0] + y * along[1], y * along[0] - x * along[1]
    q = (u / long) ** 2 + (v / half) ** 2
    steep = 2 * np.sqrt((u / long**2) ** 2 + (v / half**2) ** 2)
    cover = np.clip(0.5 - (q - 1) / np.maximum(steep, 1e-6), 0, 1)[:, :, None]
    part = canvas[y0:y1, x0:x1]
    part += (colour - part) * cover
