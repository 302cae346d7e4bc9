"""Sound as numbers: room tone, voices laid in at exact samples, peaks rounded off, 16 bits out.

A film's sound is made block by block, so that a feature needs no more memory than a minute. Every sample depends on
its own number only (the noise is a hash of it), so blocks fit whatever their length and a film always sounds the same.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from ..core.errors import MediaError
from .aside import address
from .probe import unreadable

RATE = 48_000
Samples = NDArray[np.float32]
"""(n, channels), full scale is 1."""
Pcm = NDArray[np.int16]
"""(n, 2)."""

_EDGE = RATE // 50
_LOOP = 20 * RATE


@dataclass(frozen=True, slots=True)
class Tone:
    """The sound of a place where nobody speaks, from sample `start` on: a still room, or open air."""

    start: int
    interior: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Something heard from sample `start` on, (n, 1) or (n, 2)."""

    start: int
    samples: Samples


def track(length: int, tones: Sequence[Tone], cues: Iterable[Cue], block: int = RATE) -> Iterator[Pcm]:
    """`length` samples of stereo in blocks. Cues come in order of their start and are asked for as late as can be."""
    coming, sounding = iter(cues), list[Cue]()
    waiting = next(coming, None)
    for start in range(0, length, block):
        end = min(start + block, length)
        while waiting and waiting.start < end:
            sounding.append(waiting)
            waiting = next(coming, None)
        mixed = _bed(tones, start, end)
        for cue in sounding:
            lay(mixed, start, cue)
        sounding = [cue for cue in sounding if cue.start + len(cue.samples) > end]
        yield pcm(limit(mixed))


def lay(bed: Samples, start: int, cue: Cue) -> None:
    """Add to `bed`, which begins at sample `start`, what of the cue falls into it."""
    first, last = max(cue.start, start), min(cue.start + len(cue.samples), start + len(bed))
    if first < last:
        bed[first - start : last - start] += cue.samples[first - cue.start : last - cue.start]


def room(interior: bool, start: int, end: int) -> Samples:
    """Samples [start, end) of room tone, about 56 dB below full scale indoors and 50 dB outdoors."""
    return _loop(interior)[np.arange(start, end) % _LOOP]


def silence(length: int) -> Samples:
    return np.zeros((length, 2), np.float32)


def limit(samples: Samples) -> Samples:
    """Below 0.8 of full scale nothing changes; what is louder bends towards 1 and never reaches it."""
    size = np.abs(samples)
    bent = np.float32(0.8) + np.float32(0.2) * np.tanh((size - np.float32(0.8)) / np.float32(0.2))
    return np.where(size <= 0.8, samples, np.copysign(bent, samples)).astype(np.float32)


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


def read(path: Path) -> Samples:
    """A sound file as mono or stereo samples at 48 kHz. MediaError for anything that has no sound."""
    if path.suffix.lower() == ".wav" and path.is_file():
        try:
            return wav(path.read_bytes())
        except (wave.Error, EOFError, OSError):
            # Not a plain PCM wave file, which is all the standard library knows: ffmpeg may.
            return _decoded(path)
    return _decoded(path)


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


def _decoded(path: Path) -> Samples:
    try:
        with av.open(address(path)) as container:
            if not container.streams.audio:
                raise MediaError(f"cannot read {path}: there is no sound in it")
            stream = container.streams.audio[0]
            layout = "mono" if stream.codec_context.channels == 1 else "stereo"
            return _resampled(container.decode(stream), layout)
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble


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


def _bed(tones: Sequence[Tone], start: int, end: int) -> Samples:
    """Room tone [start, end), each tone swelling in and out over a fiftieth of a second so that no change clicks."""
    bed = silence(end - start)
    ends = (*(tone.start for tone in tones[1:]), None)
    for tone, until in zip(tones, ends, strict=False):
        first, last = max(tone.start, start), end if until is None else min(until, end)
        if first < last:
            number = np.arange(first, last)
            swell = np.clip((number - tone.start) / _EDGE, 0, 1)
            if until is not None:
                swell = np.minimum(swell, np.clip((until - number) / _EDGE, 0, 1))
            bed[first - start : last - start] = room(tone.interior, first, last) * swell[:, None]
    return bed.astype(np.float32)


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
