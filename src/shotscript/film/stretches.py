"""Stretches of a clip in which it is black, frozen or silent, found frame by frame.

Measured as ffmpeg's blackdetect, freezedetect and silencedetect do, on small pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .glance import HIGH, WIDE, Small

_BLOCK = 8
_ANEW, _ANEW_BLOCK = 15.0, 3.0
"""How many times the noise a keyframe may change, and how many times that one block of it."""
_BLOCK_NOISE = 8.0
"""How many times the noise of the whole picture one block of a frozen one may change: nobody moves in it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds [start, end) of a clip."""

    start: Fraction
    end: Fraction

    @property
    def seconds(self) -> Fraction:
        return self.end - self.start

    def within(self, start: Fraction, end: Fraction) -> Fraction:
        """How much of it lies in [start, end)."""
        return max(Fraction(0), min(self.end, end) - max(self.start, start))


def covered(stretches: Iterable[Stretch], start: Fraction, end: Fraction) -> Fraction:
    """Seconds of [start, end) that lie in one of the stretches, which do not overlap."""
    return sum((one.within(start, end) for one in stretches), Fraction(0))


class Runs:
    """Gathers what holds from moment to moment into stretches of at least `least` seconds."""

    def __init__(self, least: Fraction) -> None:
        self._least = least
        self._found: list[Stretch] = []
        self._open: Stretch | None = None

    def add(self, holds: bool, start: Fraction, end: Fraction) -> None:
        if holds:
            self._open = Stretch(self._open.start if self._open else start, end)
        else:
            self._close()

    def found(self) -> tuple[Stretch, ...]:
        self._close()
        return tuple(self._found)

    def _close(self) -> None:
        if self._open and self._open.seconds >= self._least:
            self._found.append(self._open)
        self._open = None


class Stills:
    """Tells of each picture whether it is still the one that stood before it.

    noise   the mean change, as a share of full scale, that is none: ffmpeg's -60 dB is 0.001. A keyframe is coded anew
            and may differ more from the frame before it, though nothing has moved.
    """

    def __init__(self, noise: float) -> None:
        self._noise = noise * 255
        self._held: NDArray[np.int16] | None = None

    def still(self, picture: Small, key: bool) -> bool:
        now = picture.astype(np.int16)
        held = self._held is not None and self._alike(np.abs(now - self._held), _ANEW if key else 1.0)
        if key or not held:
            self._held = now
        return held

    def _alike(self, change: NDArray[np.int16], times: float) -> bool:
        if float(change.mean()) > self._noise * times:
            return False
        blocks = change.reshape(HIGH // _BLOCK, _BLOCK, WIDE // _BLOCK, _BLOCK * 3).mean(axis=(1, 3))
        return float(blocks.max()) <= self._noise * max(times * _ANEW_BLOCK, _BLOCK_NOISE)


def black(luma: NDArray[np.float32], level: float, share: float) -> bool:
    """Whether at least `share` of the picture is no brighter than `level` of full scale."""
    return float(np.mean(luma <= level * 255)) >= share
