"""People as OpenPose draws them: coloured limbs on black, the picture pose-driven models are trained on.

Colours, order and shares are OpenPose's own (CMU, COCO body of eighteen points) as DWPose and ControlNet draw it: limbs
are ellipses at six tenths of their colour, joints are discs in full colour over them. Sizes are theirs at 512 pixels
and grow with the picture; edges are smooth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .kernels import disc
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
    canvas, out = np.zeros((height, width, 3)), np.zeros((height, width, 3), np.uint8)
    half = max(HALF * min(width, height) / SIDE, 1.0)
    found = [one for one in people if one.drawn.sum() >= LEAST]
    for one in sorted(found, key=lambda person: -float(person.depth[1])):
        _limbs(canvas, one, half)
        _joints(canvas, one, half)
    for one in found:
        own = _window(one, half, width, height)
        out[own] = np.rint(canvas[own])
    return out


def _window(one: Skeleton, half: float, width: int, height: int) -> tuple[slice, slice]:
    """Rows and columns beyond which nothing of a person is drawn."""
    spots = one.pixels[np.flatnonzero(one.drawn)]
    (x0, y0), (x1, y1) = (spots.min(0) - half - 4).clip(0), (spots.max(0) + half + 4).clip(0)
    return slice(min(int(y0), height), min(int(y1), height)), slice(min(int(x0), width), min(int(x1), width))


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
    disc.ellipse(canvas, np.array((x0, y0, x1, y1)), middle, along, long, half, colour)
