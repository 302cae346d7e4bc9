"""A request drawn: a clip as a pure function of the frame number.

Same request, same bytes, whichever thread asks for whichever frame first.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ..contract import Drawing, Request
from .bake import Bakery
from .frame import paint
from .kernels.output import to_yuv
from .overlay import label
from .scenery import F4, build
from .sheet import CutSheet, read
from .view import view

f4 = np.float32


def draw(request: Request) -> Drawing:
    """The request's clip: cuts one after another, each as lead, own and tail frames."""
    sheets, width, height, fps = read(request)
    starts = [sum(s.length for s in sheets[:i]) for i in range(len(sheets))]
    stages = tuple(_Stage(sheet) for sheet in sheets)

    def frame(number: int) -> NDArray[np.uint8]:
        i = bisect_right(starts, number) - 1
        stage, own = stages[i], number - starts[i]
        assert 0 <= own < stage.sheet.length, number
        bakery = stage.bakery()
        eye = view(stage.sheet, own, width, height)
        room = paint(bakery, own, eye, width, height)
        label(room.picture, room.inverse, stage.sheet, own, bakery.at(own), eye, fps)
        return _bytes(room.picture, room.rows)

    total = sum(s.length for s in sheets)
    return Drawing(total, width, height, fps, frame, tuple(request.body["keyframes"]))


@dataclass
class _Stage:
    """A cut and its scenery, built when its first frame is asked for."""

    sheet: CutSheet
    _bakery: Bakery | None = None

    def __post_init__(self) -> None:
        self._lock = Lock()

    def bakery(self) -> Bakery:
        with self._lock:
            if self._bakery is None:
                self._bakery = Bakery(build(self.sheet))
            return self._bakery


def _bytes(picture: F4, rows: F4) -> NDArray[np.uint8]:
    """A float picture (3, h, w) as stacked YUV planes (h * 3 / 2, w)."""
    height, width = picture.shape[1], picture.shape[2]
    out = np.empty((height * 3 // 2, width), np.uint8)
    luma = out[:height]
    chroma = out[height:].reshape(2, height // 2, width // 2)
    to_yuv(picture, vignette(width, height), luma, chroma[0], chroma[1], rows)
    return out


@cache
def vignette(width: int, height: int) -> F4:
    """A tenth darker towards the corners."""
    y, x = np.mgrid[0:height, 0:width]
    away = ((x - width / 2) / (width / 2)) ** 2 + ((y - height / 2) / (height / 2)) ** 2 * 0.7
    return np.ascontiguousarray(np.round(1 - 0.10 * np.clip(away - 0.25, 0, 2) ** 1.2, 5), f4)
