"""Sound as numbers: what samples are, room tone, wave files as samples at 48 kHz, 16 bits out.

Every sample of a room depends on its own number only (the noise is a hash of it): blocks fit whatever their length, and
a film always sounds the same.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable
from functools import cache

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Samples = NDArray[np.float32]
"""(n, channels), full scale is 1."""
Pcm = NDArray[np.int16]
"""(n, 2)."""

_EDGE = RATE // 50
_LOOP = 20 * RATE


def room(interior: bool, start: int, end: int) -> Samples:
    """Samples [start, end) of room tone, about 56 dB below full scale indoors and 50 dB outdoors."""
    return _loop(interior)[np.arange(start, end) % _LOOP]


def silence(length: int) -> Samples:
    return np.zeros((length, 2), np.float32)


def pcm(samples: Samples) -> Pcm:
    return np.rint(np.clip(samples, -1, 1) * np.float32(32767)).astype(np.int16)


def fit(samples: Samples, length: int) -> Samples:
    """Exactly `length` samples: silence added, or the rest cut off with a short fade."""
    if len(samples) <= length:
        return np.pad(samples, ((0, length - len(samples)), (0, 0)))
    cut = samples[:length].copy()
    edge = min(_EDGE, length)
    cut[length - edge :] *= np.linspace(1, 0, edge, dtype=np.float32)[:, None]
    return cut


def wav(data: bytes) -> Samples:
    """The bytes of a PCM wave file as samples at 48 kHz. wave.Error for any other."""
    with wave.open(io.BytesIO(data)) as file:
        channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
        raw = file.readframes(file.getnframes())
    if channels > 2:
        raise wave.Error(f"{channels} channels")
    return resample(_numbers(raw, width).reshape(-1, channels), rate)


def resample(samples: Samples, rate: int) -> Samples:
    """From `rate` to 48 kHz."""
    if rate == RATE or not len(samples):
        return samples
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
    frame.sample_rate = rate
    return _resampled([frame], layout)


def _resampled(frames: Iterable[av.AudioFrame], layout: str) -> Samples:
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
    parts = [part for frame in frames for part in resampler.resample(frame)] + resampler.resample(None)
    channels = 2 if layout == "stereo" else 1
    arrays = [np.asarray(part.to_ndarray(), np.float32).T for part in parts]
    return np.concatenate([np.zeros((0, channels), np.float32), *arrays])


def _numbers(raw: bytes, width: int) -> Samples:
    """PCM bytes of 1 to 4 bytes a sample, little-endian; one byte is unsigned."""
    if width == 1:
        return ((np.frombuffer(raw, np.uint8) - 128.0) / 128).astype(np.float32)
    wide = np.zeros((len(raw) // width, 4), np.uint8)
    wide[:, 4 - width :] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    return (wide.view("<i4")[:, 0] * 2.0**-31).astype(np.float32)


@cache
def _loop(interior: bool) -> Samples:
    """Twenty seconds that end where they begin: noise dulled above 240 Hz indoors, 900 Hz and swelling outdoors."""
    corner, level = (240, 0.0016) if interior else (900, 0.0032)
    pitch = np.fft.rfftfreq(_LOOP, 1 / RATE)
    gain = (pitch > 20) / (1 + (pitch / corner) ** 4)
    sides = [np.fft.irfft(np.fft.rfft(_noise(side, _LOOP)) * gain, _LOOP) for side in (1, 2)]
    tone = np.stack([side / np.sqrt(np.mean(side**2)) for side in sides], axis=1) * level
    turn = np.arange(_LOOP)[:, None] * (2 * np.pi / _LOOP)
    return (tone if interior else tone * (1 + 0.3 * np.sin(3 * turn) * np.sin(7 * turn))).astype(np.float32)


def _noise(side: int, length: int) -> NDArray[np.float64]:
    """White noise of unit power, every value a hash (splitmix64) of its number."""
    with np.errstate(over="ignore"):
        x = np.arange(length).astype(np.uint64) * np.uint64(2) + np.uint64(side)
        x = x * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    return (x.astype(np.float64) / 2.0**63 - 1) * np.sqrt(3)
