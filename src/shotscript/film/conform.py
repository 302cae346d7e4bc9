"""A clip's pictures in the film's shape: size, upright, square pixels, BT.709 limited range, 8 bits.

A picture that is nearly of the film's shape fills it and loses its edges; one that is not stands whole between black
bars. Both can be asked for.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from .clip import UNTOLD, Clip
from .encode import Planes
from .index import Index
from .read import Reader

FITS = ("auto", "crop", "pad")
_EDGES = Fraction(2, 25)
"""How much of a picture may be lost at its edges without a word of the user's."""
_SCALING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.BITEXACT
_MATRICES = {1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601,
             7: Colorspace.SMPTE240M, 9: Colorspace.BT2020, 10: Colorspace.BT2020}
_SQUEEZED = (16, 18)
"""Transfers of high dynamic range, PQ and HLG: their brightness has to be brought into BT.709's."""
_WIDE = 9
"""The primaries of BT.2020."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the film's pictures are like. `fit` says what becomes of a clip of another shape."""

    width: int
    height: int
    fps: Fraction
    fit: str = "auto"


@dataclass(frozen=True, slots=True)
class Placing:
    """A clip's upright picture scaled to `width` x `height`, its middle in the film's middle."""

    width: int
    height: int


def placing(source: Index, shape: Shape) -> Placing:
    """How large a clip's picture is in the film: larger than it where edges are cut off, smaller where bars stand."""
    wide, high = upright(source)
    across, down = Fraction(shape.width) / wide, Fraction(shape.height) / high
    lost = 1 - min(across, down) / max(across, down)
    cropped = shape.fit == "crop" or (shape.fit == "auto" and lost <= _EDGES)
    scale = max(across, down) if cropped else min(across, down)
    return Placing(*(max(2 * round(side * scale / 2), 2) for side in (wide, high)))


def upright(source: Index) -> tuple[Fraction, Fraction]:
    """A clip's width and height as it is meant to be seen, in square pixels."""
    wide, high = source.clip.width * source.clip.aspect, Fraction(source.clip.height)
    return (high, wide) if source.turn in (90, 270) else (wide, high)


def same(source: Index, shape: Shape) -> bool:
    """Whether a clip's pictures are those of the film already, so that they may be copied."""
    clip, colour = source.clip, source.clip.colour
    told = colour.primaries in (1, UNTOLD) and colour.transfer not in _SQUEEZED and matrix(clip) == 1
    return (
        (clip.width, clip.height, clip.aspect, clip.pixel) == (shape.width, shape.height, 1, "yuv420p") and told
        and not colour.full and source.turn == 0 and not source.interlaced
    )


def matrix(clip: Clip) -> int:
    """What a clip's colours are mixed by; where it does not say, what players take it for by its size."""
    large = clip.width >= 1280 or clip.height > 576
    return clip.colour.matrix if clip.colour.matrix != UNTOLD else 1 if large else 6


class Screen(AbstractContextManager["Screen"]):
    """An open clip whose pictures are asked for by number and come in the film's shape."""

    def __init__(self, source: Index, shape: Shape) -> None:
        self._reader = Reader(source)
        self._source, self._shape, self._placing = source, shape, placing(source, shape)
        self._scaler = VideoReformatter()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.__exit__(kind, value, trace)

    def frame(self, number: int) -> Planes:
        picture = self._reader.picture(number)
        if same(self._source, self._shape):
            return picture.to_ndarray(format="yuv420p")  # type: ignore[return-value]
        return _placed(_turned(self._scaled(picture), self._source.turn), self._shape)

    def _scaled(self, picture: VideoFrame) -> Planes:
        """At its size in the film, in the film's colours, still lying as it is stored."""
        wide, high = self._placing.width, self._placing.height
        if self._source.turn in (90, 270):
            wide, high = high, wide
        clip = self._source.clip
        deep = clip.colour.transfer in _SQUEEZED or clip.colour.primaries == _WIDE
        made = self._scaler.reformat(
            picture, wide, high, "yuv420p", _MATRICES.get(matrix(clip)), Colorspace.ITU709, _SCALING,
            ColorRange.JPEG if clip.colour.full else ColorRange.MPEG, ColorRange.MPEG,
            ColorTrc.BT709 if deep else None, ColorPrimaries.BT709 if deep else None, threads=1,
        )
        return made.to_ndarray()  # type: ignore[return-value]


def _turned(planes: Planes, degrees: int) -> Planes:
    if degrees not in (90, 180, 270):
        return planes
    luma, chroma = _split(planes)
    turned = [np.rot90(plane, degrees // 90) for plane in (luma, *chroma)]
    return _stacked(turned[0], turned[1], turned[2])


def _placed(planes: Planes, shape: Shape) -> Planes:
    """Cut to the film's size about its middle, or set on black."""
    luma, chroma = _split(planes)
    if luma.shape == (shape.height, shape.width):
        return planes
    small = shape.height // 2, shape.width // 2
    return _stacked(_centred(luma, (shape.height, shape.width), 16, 2), *(_centred(c, small, 128, 1) for c in chroma))


def _centred(plane: Planes, size: tuple[int, int], ground: int, step: int) -> Planes:
    out = np.full(size, ground, np.uint8)
    here, there = zip(*(_span(a, b, step) for a, b in zip(plane.shape, size, strict=True)), strict=True)
    out[there] = plane[here]
    return out


def _span(have: int, want: int, step: int) -> tuple[slice, slice]:
    """Which part of a side is shown, and where: colour and brightness are cut at the same place."""
    spare = abs(have - want) // (2 * step) * step
    some, all_ = slice(spare, spare + min(have, want)), slice(0, min(have, want))
    return (some, all_) if have >= want else (all_, some)


def _split(planes: Planes) -> tuple[Planes, Planes]:
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    return planes[:height], planes[height:].reshape(2, height // 2, width // 2)


def _stacked(luma: Planes, u: Planes, v: Planes) -> Planes:
    height, width = luma.shape
    out = np.empty((height * 3 // 2, width), np.uint8)
    out[:height] = luma
    out[height:].reshape(2, *u.shape)[:] = u, v
    return out
