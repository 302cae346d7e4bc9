"""How loud a film is, as ITU-R BS.1770-4 measures it, and the gain and limiting that bring it where it should be.

Loudness is in LUFS: sound weighted as the ear hears it (K), averaged over all that is not silence. A true peak is the
highest point of the wave between the samples too. All of it runs block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from .sound import RATE, Samples

SILENT = float("-inf")
"""LUFS of what is silent, or shorter than one block of measuring."""

_HOP = RATE // 10
_HOPS = 4
"""A block of measuring is 400 ms, and a new one begins every 100 ms."""
_OFFSET, _ABSOLUTE, _RELATIVE = -0.691, -70.0, -10.0

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
"""BS.1770-4, tables 1 and 2, at 48 kHz: (b0, b1, b2), (a1, a2)."""

_PHASES, _REACH = 4, 12
_WINDOW = RATE // 100
"""Samples before a peak over which the limiter goes down, and after it until it lets go."""
_MARGIN = 10 ** (-0.3 / 20)
"""Four points a sample may miss the very top of a wave by so much."""
_CONTEXT = 2 * _WINDOW + _REACH
"""Samples on both sides that a sample's limiting depends on."""


class Meter:
    """Blocks go in, in order; `loudness` is that of all so far, `peak` the highest sample."""

    def __init__(self) -> None:
        self._weigh = _Weight()
        self._left = np.zeros((2, 0))
        self._powers: list[NDArray[np.float64]] = []
        self.peak = 0.0

    def add(self, samples: Samples) -> None:
        """Stereo samples, any number of them."""
        if not len(samples):
            return
        self.peak = max(self.peak, float(samples.max()), float(-samples.min()))
        weighted = np.concatenate([self._left, self._weigh.heard(samples)], axis=1)
        hops = weighted.shape[1] // _HOP
        self._left = weighted[:, hops * _HOP :]
        self._powers.append(np.square(weighted[:, : hops * _HOP]).reshape(2, hops, _HOP).sum(axis=(0, 2)) / _HOP)

    @property
    def loudness(self) -> float:
        """Integrated loudness, LUFS."""
        powers = np.concatenate([np.zeros(0), *self._powers])
        if len(powers) < _HOPS:
            return SILENT
        blocks = np.convolve(powers, np.full(_HOPS, 1 / _HOPS), "valid")
        loud = blocks[blocks > _power(_ABSOLUTE)]
        if not len(loud):
            return SILENT
        # The relative gate is given to the mean power, not to its level: 10 LU are a tenth of it.
        kept = loud[loud > loud.mean() * 10 ** (_RELATIVE / 10)]
        return _OFFSET + 10 * float(np.log10(kept.mean()))


class _Weight:
    """The two filters of K-weighting, one after the other, going on from block to block."""

    def __init__(self) -> None:
        self._graph = Graph()
        last = self._graph.add_abuffer(sample_rate=RATE, format="dblp", layout="stereo", time_base=Fraction(1, RATE))
        for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
            numbers = f"b0={b0!r}:b1={b1!r}:b2={b2!r}:a0=1:a1={a1!r}:a2={a2!r}"
            filtering = self._graph.add("biquad", f"{numbers}:precision=f64:transform=tdii")
            last.link_to(filtering)
            last = filtering
        last.link_to(self._graph.add("abuffersink"))
        self._graph.configure()

    def heard(self, samples: Samples) -> NDArray[np.float64]:
        """(2, n), as many as go in."""
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples.T, np.float64), format="dblp", layout="stereo")
        frame.sample_rate = RATE
        self._graph.push(frame)
        return self._graph.pull().to_ndarray()  # type: ignore[union-attr, return-value]


def loudness(blocks: Iterable[Samples]) -> float:
    """Integrated loudness of stereo blocks, LUFS."""
    meter = Meter()
    for block in blocks:
        meter.add(block)
    return meter.loudness


def gain(level: float) -> float:
    """The factor of a level in dB."""
    return 10 ** (level / 20)


def true_peaks(samples: Samples, above: float = 0.0) -> NDArray[np.float64]:
    """For each sample the highest point of the wave from it to the next one, of both sides; full scale is 1. Looked for
    only where the wave might pass `above`: elsewhere it is the sample."""
    size = np.maximum(*np.abs(samples.T)).astype(np.float64)
    for hot, cold in _stretches(size * _worst() > above):
        start, end = max(hot - _REACH, 0), min(cold + _REACH, len(size))
        first, last = max(start - _REACH, 0), min(end + _REACH, len(size))
        for side in samples[first:last].T:
            for kernel in _between():
                wave = np.abs(np.convolve(side, kernel, "same"))[start - first : end - first]
                np.maximum(size[start:end], wave, out=size[start:end])
    return size


def limited(blocks: Iterable[Samples], factor: float, ceiling: float) -> Iterator[Samples]:
    """The sound times `factor`, lowered smoothly round every true peak that would pass `ceiling`. As many samples come
    out as go in."""
    near = np.zeros((_CONTEXT, 2), np.float32)
    for block in _ending(blocks):
        near = np.concatenate([near, block])
        ready = len(near) - 2 * _CONTEXT
        if ready > 0:
            yield _limited(near * np.float32(factor), ceiling * _MARGIN)
            near = near[ready:]


def _ending(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The blocks, and as much silence as is looked ahead."""
    yield from blocks
    yield np.zeros((_CONTEXT, 2), np.float32)


def _limited(near: Samples, ceiling: float) -> Samples:
    """What lies between the context at both ends."""
    inner = slice(_CONTEXT, len(near) - _CONTEXT)
    peaks = true_peaks(near, ceiling)
    if peaks.max() <= ceiling:
        return near[inner]
    needed = ceiling / np.maximum(peaks, ceiling)
    # Every mean of lowest values round a sample is at or below what that sample needs.
    lowered = _mean(_mean(_lowest(needed)))
    return near[inner] * lowered.astype(np.float32)[inner, None]


def _stretches(hot: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The runs [start, end) of what is true, those near one another as one."""
    edges = np.flatnonzero(np.diff(hot.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    if len(edges):
        apart = np.flatnonzero(edges[1:, 0] - edges[:-1, 1] > 4 * _REACH)
        yield from zip(edges[[0, *(apart + 1)], 0].tolist(), edges[[*apart, -1], 1].tolist(), strict=True)


def _lowest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least of each value and `_WINDOW` on both sides of it."""
    padded = np.pad(values, _WINDOW, mode="edge")
    width, wanted = 1, 2 * _WINDOW + 1
    while width < wanted:
        step = min(width, wanted - width)
        padded = np.minimum(padded[:-step], padded[step:])
        width += step
    return padded


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each value and half a window on both sides of it; a 1 stays a 1 where all are."""
    half = _WINDOW // 2
    under = np.cumsum(np.pad(1 - values, (half + 1, half), mode="edge"))
    return 1 - np.maximum(under[2 * half + 1 :] - under[: -2 * half - 1], 0) / (2 * half + 1)


@cache
def _between() -> tuple[NDArray[np.float64], ...]:
    """Kernels for the wave a quarter, a half and three quarters of the way to the next sample."""
    taps = np.arange(_REACH, -_REACH - 1, -1)
    parts = [part / _PHASES for part in range(1, _PHASES)]
    kernels = [np.sinc(taps - part) * np.kaiser(2 * _REACH + 1, 6.0) for part in parts]
    return tuple(kernel / kernel.sum() for kernel in kernels)


@cache
def _worst() -> float:
    """How far above its highest sample a wave can be between samples, at the very most."""
    return max(float(np.abs(kernel).sum()) for kernel in _between())


def _power(level: float) -> float:
    return 10 ** ((level - _OFFSET) / 10)
