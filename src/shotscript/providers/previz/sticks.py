"""People as OpenPose draws them: coloured limbs on black, the picture pose-driven models are trained on.

Colours, order and shares are OpenPose's own (CMU, COCO body of eighteen points) as DWPose and ControlNet draw it: limbs
are ellipses at six tenths of their colour, joints are discs in full colour over them. Sizes are theirs at 512 pixels
and grow with the picture; edges are smooth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    out = np.zeros((height, width, 3), np.uint8)
    half = max(HALF * min(width, height) / SIDE, 1.0)
    found = [one for one in people if one.drawn.sum() >= LEAST]
    if not found:
        return out
    windows = [_window(one, half, width, height) for one in found]
    canvas = _canvas(np.array(windows))
    for one in sorted(found, key=lambda person: -float(person.depth[1])):
        _limbs(canvas, one, half)
        _joints(canvas, one, half)
    left, top = canvas.corner
    for x0, y0, x1, y1 in windows:
        out[y0:y1, x0:x1] = np.rint(canvas.pixels[y0 - top : y1 - top, x0 - left : x1 - left])
    return out


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The part of a picture that anything is drawn in, (h, w, 3), and where its first pixel lies, x and y."""

    pixels: Floats
    corner: NDArray[np.int64]


def _canvas(windows: NDArray[np.int64]) -> _Canvas:
    corner, end = windows[:, :2].min(0), windows[:, 2:].max(0)
    return _Canvas(np.zeros((end[1] - corner[1], end[0] - corner[0], 3)), corner)


def _window(one: Skeleton, half: float, width: int, height: int) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 beyond which nothing of a person is drawn."""
    spots = one.pixels[np.flatnonzero(one.drawn)]
    (x0, y0), (x1, y1) = (spots.min(0) - half - 4).clip(0), (spots.max(0) + half + 4).clip(0)
    return min(int(x0), width), min(int(y0), height), min(int(x1), width), min(int(y1), height)


def _limbs(canvas: _Canvas, one: Skeleton, half: float) -> None:
    for (a, b), colour in zip(LIMBS, COLOURS, strict=False):
        if one.drawn[a] and one.drawn[b]:
            ends = one.pixels[a], one.pixels[b]
            way = ends[1] - ends[0]
            long = max(float(np.sqrt((way * way).sum())), 1e-6)
            _ellipse(canvas, (ends[0] + ends[1]) / 2, way / long, max(long / 2, 0.5), half, np.array(colour) * FAINT)


def _joints(canvas: _Canvas, one: Skeleton, half: float) -> None:
    for number in range(len(JOINTS)):
        if one.drawn[number]:
            _ellipse(canvas, one.pixels[number], np.array((1.0, 0.0)), half, half, np.array(COLOURS[number]))


def _ellipse(canvas: _Canvas, middle: Floats, along: Floats, long: float, half: float, colour: Floats) -> None:
    """An ellipse about `middle`, half axes `long` the way of `along` and `half` across it."""
    reach = np.sqrt((long * along) ** 2 + (half * along[::-1]) ** 2) + 2
    size = canvas.pixels.shape
    x0, y0 = (max(int(v), int(least)) for v, least in zip(middle - reach, canvas.corner, strict=True))
    x1, y1 = (min(int(v) + 2, int(c) + n) for v, c, n in zip(middle + reach, canvas.corner, size[1::-1], strict=True))
    disc.ellipse(canvas.pixels, canvas.corner, np.array((x0, y0, x1, y1)), middle, along, long, half, colour)
