"""YUV planes to RGB pictures and back, BT.709 limited range both ways.

Chroma is repeated going up and averaged going down, so a picture that only passes through comes back the same to
within rounding: the first frame of a composed window cannot be told from its neighbour.
Elementwise 32-bit arithmetic only: no matrix product, whose order of sums depends on the machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .encode import Planes

Picture = NDArray[np.uint8]
"""(height, width, 3) RGB."""

_RED, _GREEN, _BLUE = np.float32(0.2126), np.float32(0.7152), np.float32(0.0722)
_LUMA, _CHROMA = np.float32(219 / 255), np.float32(224 / 255)
_CR, _CB = np.float32(2 * (1 - 0.2126)), np.float32(2 * (1 - 0.0722))


def rgb(planes: Planes) -> Picture:
    """(h * 3 / 2, w) to (h, w, 3)."""
    luma, u, v = _split(planes)
    bright = (luma.astype(np.float32) - 16) / _LUMA
    blue = (u.astype(np.float32) - 128) * (_CB / _CHROMA)
    red = (v.astype(np.float32) - 128) * (_CR / _CHROMA)
    green = -(red * _RED + blue * _BLUE) / _GREEN
    picture = np.empty((*luma.shape, 3), np.uint8)
    for channel, chroma in enumerate((red, green, blue)):
        value = bright + chroma.repeat(2, axis=0).repeat(2, axis=1)
        picture[:, :, channel] = _byte(value)
    return picture


def planes(picture: Picture) -> Planes:
    """(h, w, 3) to (h * 3 / 2, w)."""
    height, width = picture.shape[:2]
    r, g, b = (picture[:, :, i].astype(np.float32) for i in range(3))
    bright = r * _RED + g * _GREEN + b * _BLUE
    small = _halve(bright)
    out = np.empty((height * 3 // 2, width), np.uint8)
    luma, u, v = _split(out)
    luma[:] = _byte(bright * _LUMA + 16)
    u[:] = _byte((_halve(b) - small) * (_CHROMA / _CB) + 128)
    v[:] = _byte((_halve(r) - small) * (_CHROMA / _CR) + 128)
    return out


def grey(picture: Picture) -> Planes:
    """(h, w) brightness to (h * 3 / 2, w); `rgb` gives it back in all three colours."""
    height, width = picture.shape
    out = np.full((height * 3 // 2, width), 128, np.uint8)
    out[:height] = _byte(picture.astype(np.float32) * _LUMA + 16)
    return out


def _split(planes: Planes) -> tuple[Planes, Planes, Planes]:
    """Views of the three planes."""
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    chroma = planes[height:].reshape(2, height // 2, width // 2)
    return planes[:height], chroma[0], chroma[1]


def _halve(value: NDArray[np.floating]) -> NDArray[np.floating]:
    return (value[::2, ::2] + value[::2, 1::2] + value[1::2, ::2] + value[1::2, 1::2]) * np.float32(0.25)


def _byte(value: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.rint(np.clip(value, 0, 255)).astype(np.uint8)
