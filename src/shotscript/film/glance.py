"""A frame at a glance: a picture made so small that thousands can be compared, and how unlike two of them are.

Two pictures are as unlike as both their forms and their colours are. Form alone is fooled by somebody who walks
through, colour alone by a lamp that is switched on; what both call new is another picture. Form is compared after
brightness and contrast are taken out, so flicker and fades change little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.uint8]
"""(HIGH, WIDE, 3) RGB."""

WIDE, HIGH = 128, 72
_BINS = 16
_PLAIN = np.float32(3)
"""Contrast, in levels of 255, below which a picture counts as having no form: the noise of one is not compared."""
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)
_BIN = (np.sqrt(np.arange(256) / 256) * _BINS).astype(np.intp)
"""Of each level its bin. By the root, so that a night has as many of them as a day."""


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """What is kept of a frame.

    luma     (HIGH, WIDE) brightness from 0 to 255
    form     brightness at half of that size without its mean and contrast, as a vector of length one
    palette  how much of the picture is in each bin of red, green and blue; sums to one
    colour   the average red, green and blue, from 0 to 1
    """

    luma: NDArray[np.float32]
    form: NDArray[np.float32]
    palette: NDArray[np.float32]
    colour: tuple[float, float, float]


def glance(picture: Small) -> Glance:
    luma = picture @ _WEIGHTS
    red, green, blue = (picture[..., i].ravel() for i in range(3))
    counts = [np.bincount(_BIN[one], minlength=_BINS) for one in (red, green, blue)]
    mean = picture.mean(axis=(0, 1), dtype=np.float64) / 255
    return Glance(luma, _form(luma), (np.concatenate(counts) / (3 * luma.size)).astype(np.float32),
                  (float(mean[0]), float(mean[1]), float(mean[2])))


def unlike(one: Glance, other: Glance) -> float:
    """From 0, the same picture, to 1: neither a form nor a colour in common."""
    return (forms(one, other) * palettes(one, other)) ** 0.5


def forms(one: Glance, other: Glance) -> float:
    """How unlike two pictures are in form, 0 to 1: one less their correlation."""
    return min(float(np.sum((one.form - other.form) ** 2)) / 2, 1.0)


def palettes(one: Glance, other: Glance) -> float:
    """How much of one picture has a colour that the other lacks, 0 to 1."""
    return float(np.abs(one.palette - other.palette).sum()) / 2


def mixture(picture: Glance, one: Glance, other: Glance) -> tuple[float, float]:
    """How much of `other` is mixed into `picture`, and how much of the picture no mixture of the two explains, 0 to 1.
    """
    parts = np.stack([_centred(g.luma) for g in (one, other)], axis=1)
    whole = _centred(picture.luma)
    shares, *_ = np.linalg.lstsq(parts, whole, rcond=None)
    total = float(np.sum(whole**2)) + 1e-6
    left = float(np.sum((whole - parts @ shares) ** 2))
    size = abs(float(shares[0])) + abs(float(shares[1])) + 1e-6
    return abs(float(shares[1])) / size, left / total


def _form(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    small = luma.reshape(HIGH // 2, 2, WIDE // 2, 2).mean(axis=(1, 3)).ravel()
    centred = small - small.mean()
    return centred / (np.maximum(centred.std(), _PLAIN) * np.float32(np.sqrt(small.size)))


def _centred(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    flat = luma[::2, ::2].ravel()
    return flat - flat.mean()
