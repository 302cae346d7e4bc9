"""Where a clip's sound is silent: no sample of any channel above a level."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from .stretches import Runs, Stretch

_BLOCK = Fraction(1, 100)
"""Seconds that are told apart."""
_FLOOR = -120.0
"""What digital silence is called, in dB."""


class Hush:
    """Listens to frame after frame."""

    def __init__(self, level: float, least: Fraction) -> None:
        self._limit = 10 ** (level / 20)
        self._runs = Runs(least)
        self._even: av.AudioResampler | None = None
        self._rate = 0
        self._rest = np.zeros(0, np.float32)
        self._at: Fraction | None = None
        self._most = 0.0

    def hear(self, frame: AudioFrame) -> None:
        if self._even is None:
            self._even, self._rate = av.AudioResampler(format="fltp"), frame.sample_rate
        if self._at is None:
            self._at = max(Fraction(frame.pts or 0) * Fraction(frame.time_base or 1), Fraction(0))
            self._runs.add(True, Fraction(0), self._at)
        for part in self._even.resample(frame):
            self._take(np.abs(np.asarray(part.to_ndarray(), np.float32)).max(axis=0))

    @property
    def loudest(self) -> float | None:
        """The loudest sample in dB below full scale, None where nothing was heard."""
        if self._at is None:
            return None
        return round(20 * float(np.log10(self._most)), 1) if self._most > 10 ** (_FLOOR / 20) else _FLOOR

    def found(self, end: Fraction) -> tuple[Stretch, ...]:
        """The silent stretches of a clip whose pictures end at `end`: where the sound ends before, silence follows."""
        if self._at is None:
            return ()
        if len(self._rest):
            self._block(self._rest, Fraction(len(self._rest), self._rate))
        if self._at < end:
            self._runs.add(True, self._at, end)
        return self._runs.found()

    def _take(self, peaks: NDArray[np.float32]) -> None:
        samples = np.concatenate([self._rest, peaks])
        size = round(self._rate * _BLOCK)
        whole = len(samples) // size * size
        for block in samples[:whole].reshape(-1, size):
            self._block(block, Fraction(size, self._rate))
        self._rest = samples[whole:]

    def _block(self, block: NDArray[np.float32], lasts: Fraction) -> None:
        assert self._at is not None
        peak = float(block.max())
        self._most = max(self._most, peak)
        self._runs.add(peak < self._limit, self._at, self._at + lasts)
        self._at += lasts
