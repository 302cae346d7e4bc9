"""A request drawn: a clip as a pure function of the frame number.

Same request, same bytes, whichever thread asks for whichever frame first. A picture in which nothing moved is not drawn
again: only the slate's time is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ..contract import Context, Drawing, Request
from . import look as looks
from .bake import Bakery
from .frame import paint
from .kernels.output import to_rgb, to_yuv
from .letters import SLATE
from .look import BARE, Look
from .overlay import clock, label, spoken, strip, unit_of
from .scenery import F4, build
from .sheet import CutSheet, read
from .staged import staged
from .view import view
from .weather import KINDS, fall_over

f4 = np.float32
Bytes = NDArray[np.uint8]


def draw(request: Request) -> Drawing:
    """The request's clip: cuts one after another, each as lead, own and tail frames."""
    sheets, width, height, fps = read(request)
    starts = [sum(s.length for s in sheets[:i]) for i in range(len(sheets))]
    stages = tuple(_Stage(sheet, looks.of(request), width, height, fps) for sheet in sheets)

    def frame(number: int) -> Bytes:
        i = bisect_right(starts, number) - 1
        return stages[i].frame(number - starts[i])

    total = sum(s.length for s in sheets)
    return Drawing(total, width, height, fps, frame, tuple(request.body["keyframes"]))


def still(shot: str, context: Context, frame: int = 0, theme: str = "colour", width: int = 1280, height: int = 720,
          look: Look = BARE) -> Bytes:
    """(h, w, 3) RGB: own frame `frame` of a shot by its label, in a theme; without labels unless `look` has some.

    The picture is the film's own gate, however wide and high it is drawn; both sides are even.
    """
    sheet = staged(shot, context)
    own = _Stage(sheet, Look(theme, look.tags, look.slate, look.captions, look.ink), width, height,
                 context.story.format.fps)
    picture, band = own.painted(sheet.lead + frame)
    if look.slate:
        clock(band, height - band.shape[1], sheet, sheet.lead + frame, own.fps)
        picture[:, height - band.shape[1] :] = band
    out = np.empty((height, width, 3), np.uint8)
    to_rgb(picture, vignette(width, height, theme), out)
    return out


@dataclass(frozen=True, slots=True)
class _Kept:
    """A frame as planes, and of its picture the rows (3, n, w) that the slate's time is in, without it."""

    key: bytes
    planes: Bytes
    band: F4


@dataclass
class _Stage:
    """A cut and its scenery, built when its first frame is asked for."""

    sheet: CutSheet
    look: Look
    width: int
    height: int
    fps: Fraction
    _bakery: Bakery | None = None
    _kept: _Kept | None = None

    def __post_init__(self) -> None:
        self._lock = Lock()

    def frame(self, own: int) -> Bytes:
        """Stacked YUV planes (h * 3 / 2, w), a new array."""
        assert 0 <= own < self.sheet.length, own
        key, kept = self._key(own), self._kept
        if kept is None or kept.key != key:
            picture, band = self.painted(own)
            kept = self._kept = _Kept(key, _planes(picture, 0, self.height, self.look.theme), band)
        out = kept.planes.copy()
        if self.look.slate:
            band, top = kept.band.copy(), self.height - kept.band.shape[1]
            clock(band, top, self.sheet, own, self.fps)
            _into(out, _planes(band, top, self.height, self.look.theme), top, self.height)
        return out

    def painted(self, own: int) -> tuple[F4, F4]:
        """The picture (3, h, w) of this thread with all labels but the time, and a copy of the rows for that."""
        bakery, eye = self.bakery(), view(self.sheet, own, self.width, self.height)
        room = paint(bakery, own, eye, self.width, self.height, outlined=self.look.ink)
        fall_over(room.picture, room.inverse, bakery.scenery, self.sheet.light.weather, eye,
                  float((own - self.sheet.lead) / self.fps) + 100)
        label(room.picture, room.inverse, self.sheet, own, bakery.at(own), eye, self.look)
        if self.look.slate:
            strip(room.picture, self.sheet, eye)
        top = (self.height - round(SLATE * unit_of(self.width, self.height))) // 2 * 2
        return room.picture, room.picture[:, top:].copy()

    def bakery(self) -> Bakery:
        with self._lock:
            if self._bakery is None:
                self._bakery = Bakery(build(self.sheet, self.look.theme))
            return self._bakery

    def _key(self, own: int) -> bytes:
        """All that a frame shows but its time: the same bytes, the same picture."""
        sheet = self.sheet
        said = spoken(sheet, own - sheet.lead, self.width, self.height) if self.look.captions else ()
        falls = own if sheet.light.weather in KINDS else 0
        mouths = [actor.mouth[own] for actor in sheet.actors]
        return b"|".join((self.bakery().state(own), sheet.eye[own].tobytes(), sheet.axes[own].tobytes(),
                          sheet.focal[own].tobytes(), sheet.focus[own].tobytes(), np.array(mouths).tobytes(),
                          repr((said, falls)).encode()))


def _planes(picture: F4, top: int, height: int, theme: str) -> Bytes:
    """The rows from `top` to the end of a float picture (3, n, w) of `height` rows as stacked YUV planes."""
    rows, width = picture.shape[1], picture.shape[2]
    out = np.empty((rows * 3 // 2, width), np.uint8)
    chroma = out[rows:].reshape(2, rows // 2, width // 2)
    to_yuv(picture, vignette(width, height, theme)[top:], out[:rows], chroma[0], chroma[1], np.empty((2, width), f4))
    return out


def _into(whole: Bytes, part: Bytes, top: int, height: int) -> None:
    """The planes of the rows from `top` on, laid into those of the whole picture."""
    rows, width = height - top, whole.shape[1]
    whole[top:height] = part[:rows]
    chroma = whole[height:].reshape(2, height // 2, width // 2)
    chroma[:, top // 2 :] = part[rows:].reshape(2, rows // 2, width // 2)


@cache
def vignette(width: int, height: int, theme: str) -> F4:
    """A tenth darker towards the corners; paper is not."""
    y, x = np.mgrid[0:height, 0:width]
    away = ((x - width / 2) / (width / 2)) ** 2 + ((y - height / 2) / (height / 2)) ** 2 * 0.7
    deep = 0.0 if theme == "ink" else 0.10
    return np.ascontiguousarray(np.round(1 - deep * np.clip(away - 0.25, 0, 2) ** 1.2, 5), f4)
