"""A picture set over a film's frames, in the film's own colours: YUV 4:2:0, BT.709 limited range.

Elementwise 32-bit arithmetic only, as in `colour`: the same frames on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .encode import Planes

Ink = NDArray[np.float32]
"""(h, w, 4): red, green, blue multiplied by cover, then cover; 0 to 1."""

_RED, _GREEN, _BLUE = np.float32(0.2126), np.float32(0.7152), np.float32(0.0722)
_LUMA, _CHROMA, _BLACK, _GREY = np.float32(219), np.float32(224), np.float32(16), np.float32(128)
_CR, _CB = np.float32(2 * (1 - 0.2126)), np.float32(2 * (1 - 0.0722))


@dataclass(frozen=True, eq=False, slots=True)
class Stamp:
    """What is set where: `x` and `y` are even, and so are its sides; it lies within the frame.

    luma (h, w) and chroma (2, h / 2, w / 2) are multiplied by their cover, in the film's own 0 to 255.
    """

    x: int
    y: int
    luma: NDArray[np.floating]
    cover: NDArray[np.floating]
    chroma: NDArray[np.floating]
    half: NDArray[np.floating]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.x, self.y, self.x + self.luma.shape[1], self.y + self.luma.shape[0]


def stamp(ink: Ink, x: int, y: int, width: int, height: int) -> Stamp:
    """A picture with its top left corner at x, y of a frame; what lies outside the frame is cut off."""
    left, top = max(x, 0), max(y, 0)
    ink = ink[top - y : max(height - y, 0), left - x : max(width - x, 0)]
    ink = np.pad(ink, ((top % 2, (top + ink.shape[0]) % 2), (left % 2, (left + ink.shape[1]) % 2), (0, 0)))
    red, green, blue, cover = (np.ascontiguousarray(ink[:, :, i], np.float32) for i in range(4))
    bright = red * _RED + green * _GREEN + blue * _BLUE
    half, low = _halve(cover), _halve(bright)
    u = (_halve(blue) - low) / _CB * _CHROMA + half * _GREY
    v = (_halve(red) - low) / _CR * _CHROMA + half * _GREY
    luma = bright * _LUMA + cover * _BLACK
    return Stamp(left - left % 2, top - top % 2, luma, cover, np.stack([u, v]), half)


def press(planes: Planes, stamp: Stamp, strength: float = 1.0) -> Planes:
    """A frame with the stamp on it, `strength` 0 to 1 of it. The frame given stays as it is."""
    out = planes.copy()
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    x0, y0, x1, y1 = stamp.box
    _mix(out[y0:y1, x0:x1], stamp.luma, stamp.cover, strength)
    chroma = out[height:].reshape(2, height // 2, width // 2)
    for plane, ink in zip(chroma, stamp.chroma, strict=True):
        _mix(plane[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2], ink, stamp.half, strength)
    return out


def _mix(under: Planes, ink: NDArray[np.floating], cover: NDArray[np.floating], strength: float) -> None:
    share = np.float32(strength)
    mixed = under.astype(np.float32) * (1 - cover * share) + ink * share
    under[:] = np.rint(np.clip(mixed, 0, 255)).astype(np.uint8)


def _halve(value: NDArray[np.floating]) -> NDArray[np.floating]:
    return (value[::2, ::2] + value[::2, 1::2] + value[1::2, ::2] + value[1::2, 1::2]) * np.float32(0.25)
