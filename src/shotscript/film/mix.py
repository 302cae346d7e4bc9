"""The mixing desk: regions of sound laid at exact samples, faded, lowered under speech, added up block by block.

A region's source is opened when its time comes and closed when it has gone, so a feature needs no more memory than a
minute. A source that cannot be read is silent from there on, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from ..core.errors import MediaError
from . import sound
from .loudness import gain
from .sound import RATE, Samples

DUCK = -12.0
"""dB by which a bed is lowered while somebody speaks."""
_DOWN, _UP = RATE // 4, RATE // 2
"""Samples a bed takes to go down before speech and to come up after it."""
_PAUSE = RATE
"""A pause shorter than this and the ways up and down is none: the bed stays low."""


class Source(Protocol):
    """Something that is heard: samples [first, first + count) of it in stereo, asked for in order."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> object: ...

    def read(self, first: int, count: int) -> Samples: ...


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the film in which a source is heard.

    start     its first sample in the film, `end` the one after its last; `first` the source's sample heard there
    fade_in   samples it takes to be all there, at equal power; `fade_out` likewise before its end
    level     factor of its samples
    bed       whether it is lowered while somebody speaks
    """

    start: int
    end: int
    source: Callable[[], Source]
    first: int = 0
    fade_in: int = 0
    fade_out: int = 0
    level: float = 1.0
    bed: bool = False


class Room(AbstractContextManager["Room"]):
    """Room tone for ever, as a source: its samples are those of the film."""

    def __init__(self, interior: bool) -> None:
        self._interior = interior

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, first: int, count: int) -> Samples:
        return sound.room(self._interior, first, first + count)


def mix(
    length: int, regions: Iterable[Region], speech: Sequence[tuple[int, int]], note: Callable[[str], object],
    block: int = RATE,
) -> Iterator[Samples]:
    """`length` samples of the film, not limited yet. `speech` are the stretches [start, end) in which somebody speaks,
    in order; `note` is told what could not be read."""
    coming = sorted(regions, key=lambda region: region.start, reverse=True)
    spoken, desk = joined(speech), _Desk(note)
    try:
        for start in range(0, length, block):
            end = min(start + block, length)
            while coming and coming[-1].start < end:
                desk.lay(coming.pop())
            yield desk.mixed(start, end, spoken)
    finally:
        desk.close()


def joined(speech: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches of speech with the short pauses between them closed: a bed that swells in each would pump."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(speech):
        if found and start - found[-1][1] < _PAUSE + _DOWN + _UP:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def ducking(spoken: Sequence[tuple[int, int]], start: int, end: int) -> NDArray[np.float32]:
    """The factor of a bed for samples [start, end): `DUCK` during speech, and the ways down and up, even in dB."""
    number = np.arange(start, end)
    low = np.zeros(end - start)
    for first, last in spoken:
        if first - _DOWN < end and last + _UP > start:
            ways = np.minimum((number - first + _DOWN) / _DOWN, (last + _UP - number) / _UP)
            np.maximum(low, np.clip(ways, 0, 1), out=low)
    return np.power(gain(DUCK), low).astype(np.float32)


class _Desk:
    """The regions that sound just now, each with its open source."""

    def __init__(self, note: Callable[[str], object]) -> None:
        self._note = note
        self._open: list[tuple[Region, Source]] = []

    def lay(self, region: Region) -> None:
        try:
            source = region.source()
        except MediaError as trouble:
            self._note(f"{trouble}: it is not heard")
            return
        self._open.append((region, source.__enter__()))

    def mixed(self, start: int, end: int, spoken: Sequence[tuple[int, int]]) -> Samples:
        bed, left = sound.silence(end - start), list[tuple[Region, Source]]()
        for region, source in self._open:
            try:
                _add(bed, start, region, source, spoken)
            except MediaError as trouble:
                self._note(f"{trouble}: it is not heard from there on")
                region = None
            if region and region.end > end:
                left.append((region, source))
            else:
                source.__exit__(None, None, None)
        self._open = left
        return bed

    def close(self) -> None:
        for _, source in self._open:
            source.__exit__(None, None, None)
        self._open = []


def _add(bed: Samples, start: int, region: Region, source: Source, spoken: Sequence[tuple[int, int]]) -> None:
    first, last = max(region.start, start), min(region.end, start + len(bed))
    if first >= last:
        return
    heard = source.read(region.first + first - region.start, last - first)
    shape = _shape(region, first, last)
    if region.bed:
        shape = shape * ducking(spoken, first, last)
    bed[first - start : last - start] += heard * (shape if shape.ndim == 0 else shape[:, None])


def _shape(region: Region, first: int, last: int) -> NDArray[np.float32]:
    """The region's level with its fades, for samples [first, last) of the film; one number where it does not fade."""
    risen, sinks = region.start + region.fade_in, region.end - region.fade_out + 1
    if risen <= first and last <= sinks:
        return np.asarray(region.level, np.float32)
    shape = np.full(last - first, region.level)
    rising, sinking = np.arange(first, min(risen, last)), np.arange(max(sinks, first), last)
    shape[: len(rising)] *= _faded(rising - region.start, region.fade_in)
    shape[len(shape) - len(sinking) :] *= _faded(region.end - sinking, region.fade_out)
    return shape.astype(np.float32)


def _faded(gone: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """Of a fade at equal power the factors `gone` samples from where nothing is heard."""
    return np.sin(gone / max(length, 1) * (np.pi / 2))
