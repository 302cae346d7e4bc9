"""The sound of a file, asked for by sample number on the clip's own clock, as pictures are by frame number.

Sample 0 is heard with the first picture (of a sound file: it is its first sample). What the file does not hold is
silence, and an end that breaks off is faded, so nothing clicks. Only the part asked for is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction
from math import floor
from pathlib import Path

import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from ..core import timebase
from ..core.errors import MediaError
from .probe import QUICK, quicktime, unreadable
from .sound import RATE, Samples, silence
from .source import opened

_EDGE = RATE // 200
"""Samples over which a recording's own end is faded."""
_FAR = 10 * RATE
"""What lies this far ahead is sought, not played to."""
_PREROLL = RATE // 2
"""Sound codecs need some packets before they are right: so much is decoded before the sample sought."""
_SLACK = Fraction(1, 50)
"""Seconds a file's clock may differ from the count of its samples before the clock is believed."""
_EXACT = ("mov", "matroska", "wav")
"""Containers whose clock is right after a seek; others are played from their beginning."""
_TABLES = {**QUICK, "probesize": "32", "analyzeduration": "0"}
"""To open a file by what its tables say, without reading on to find out more: a sixth of the time."""
_AUDIBLE = 1e-4
"""Of full scale, 80 dB below it: what never gets louder is silence."""
_NEVER = -(10**18)
_BATCH = RATE // 4
"""Samples decoded before they are resampled and held: a codec's frame is too small to be handled by itself."""
_GLIMPSE = RATE // 10
"""Samples looked at first for anything audible."""


class Soundless(MediaError):
    """There is no sound in a file that can be read."""


class Tape(AbstractContextManager["Tape"]):
    """An open recording. Going forward is cheap, going back opens it anew. MediaError for what has no sound."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def read(self, first: int, count: int) -> Samples:
        """Samples [first, first + count) in stereo at 48 kHz."""
        try:
            self._reach(first)
            while self._coming and self._end < first + count + _EDGE:
                self._next()
        except FFmpegError as trouble:
            raise unreadable(self._path, trouble) from trouble
        heard = silence(count)
        for start, samples in self._held:
            low, high = max(start, first), min(start + len(samples), first + count)
            if low < high:
                heard[low - first : high - first] = samples[low - start : high - start]
        self._held = [(start, samples) for start, samples in self._held if start + len(samples) > first]
        self._floor = first
        return heard

    @property
    def end(self) -> int | None:
        """The sample after its last one, as soon as it was reached."""
        return max(self._end, 0) if self._coming is None else None

    def _open(self) -> None:
        try:
            self._container = _looked_into(self._path)
        except FFmpegError as trouble:
            raise unreadable(self._path, trouble) from trouble
        if not self._container.streams.audio:
            self._container.close()
            raise Soundless(f"cannot read {self._path}: there is no sound in it")
        self._stream = self._container.streams.audio[0]
        if self._stream.codec_context is None:
            self._container.close()
            raise MediaError(f"cannot read {self._path}: its sound is of a kind that cannot be decoded")
        self._origin = _origin(self._container)
        self._begin()

    def _begin(self, floor: int = _NEVER) -> None:
        self._coming: Iterator[AudioFrame] | None = self._container.decode(self._stream)
        self._held: list[tuple[int, Samples]] = []
        self._run: _Run | None = None
        self._floor, self._end = floor, _NEVER

    def _reach(self, first: int) -> None:
        """Go to where `first` can be played: on from here, back to the beginning, or far ahead."""
        if first < self._floor:
            self._container.close()
            self._open()
        if first > max(self._end, 0) + _FAR and self._container.format.name.split(",")[0] in _EXACT:
            when = Fraction(first - _PREROLL, RATE) + self._origin
            self._container.seek(floor(when / self._tick), stream=self._stream)
            self._begin(first)

    @property
    def _tick(self) -> Fraction:
        assert self._stream.time_base
        return self._stream.time_base

    def _next(self) -> None:
        """Decode one frame more; at the end, fade what came last."""
        assert self._coming
        frame = next(self._coming, None)
        if frame is None:
            self._rest()
            self._fade()
            self._coming = None
            return
        if self._run is None or not self._run.follows(frame):
            self._run = self._found(frame)
        self._run.add(frame)
        if self._run.waiting >= _BATCH:
            self._keep(self._run, self._run.play())

    def _found(self, frame: AudioFrame) -> _Run:
        """The run a frame belongs to, the one before or a new one."""
        when = None if frame.pts is None else frame.pts * self._tick - self._origin
        if self._run and self._run.goes_on(frame, when):
            return self._run
        self._rest()
        begins = when if when is not None else self._run.until if self._run else Fraction(0)
        if timebase.frames(begins, Fraction(RATE)) > self._end:
            self._fade()
        return _Run(frame, begins, self._tick)

    def _rest(self) -> None:
        if self._run:
            self._keep(self._run, self._run.play())
            self._keep(self._run, self._run.rest())

    def _keep(self, run: _Run, samples: Samples) -> None:
        """Hold what was just played; of what overlaps the run before, the rest."""
        start, run.at = run.at, run.at + len(samples)
        fresh = samples[max(self._end - start, 0) :]
        if len(fresh):
            self._held.append((run.at - len(fresh), fresh))
            self._end = run.at

    def _fade(self) -> None:
        """Bring what was heard last down to nothing."""
        left, ramp = _EDGE, np.linspace(1, 0, _EDGE, dtype=np.float32)[:, None]
        for start, samples in reversed(self._held):
            if start + len(samples) <= self._end - _EDGE or not left:
                break
            size = min(left, len(samples))
            samples[len(samples) - size :] *= ramp[left - size : left]
            left -= size


class _Run:
    """Frames without a gap between them, of one format, played into one resampler. `at` is its next sample, `waiting`
    how many of the file's were added and not played yet."""

    def __init__(self, frame: AudioFrame, start: Fraction, tick: Fraction) -> None:
        self._kind, self._rate = _kind(frame), frame.sample_rate
        self._start, self._count, self.waiting = start, 0, 0
        self._counted, self._due = tick * self._rate == 1, None
        self._sides = 1 if len(frame.layout.channels) == 1 else 2
        self._frames = AudioFifo()
        self._resampler = AudioResampler(format="fltp", layout=("mono", "stereo")[self._sides - 1], rate=RATE)
        self.at = timebase.frames(start, Fraction(RATE))

    @property
    def until(self) -> Fraction:
        return self._start + Fraction(self._count, self._rate)

    def follows(self, frame: AudioFrame) -> bool:
        """Whether a frame plainly comes next: in files that count their time in samples one look tells."""
        return self._due is not None and frame.pts == self._due and _kind(frame) == self._kind

    def goes_on(self, frame: AudioFrame, when: Fraction | None) -> bool:
        return _kind(frame) == self._kind and (when is None or abs(when - self.until) <= _SLACK)

    def add(self, frame: AudioFrame) -> None:
        self._due = frame.pts + frame.samples if self._counted and frame.pts is not None else None
        self._count += frame.samples
        self.waiting += frame.samples
        frame.pts = None
        self._frames.write(frame)

    def play(self) -> Samples:
        """What is waiting."""
        frame, self.waiting = self._frames.read(), 0
        return self._stereo(self._resampler.resample(frame) if frame else [])

    def rest(self) -> Samples:
        return self._stereo(self._resampler.resample(None))

    def _stereo(self, frames: list[AudioFrame]) -> Samples:
        parts = [np.asarray(frame.to_ndarray(), np.float32).T for frame in frames]
        played = np.concatenate([np.zeros((0, self._sides), np.float32), *parts])
        # ffmpeg lowers one channel by 3 dB to make two: what is in the middle stays as loud as it is.
        return np.repeat(played, 2, axis=1) if self._sides == 1 else np.ascontiguousarray(played)


def has_sound(path: Path) -> bool:
    """Whether anything at all can be heard in a file. MediaError where it cannot be read."""
    try:
        return any(np.abs(block).max(initial=0) > _AUDIBLE for block in played(path, block=_GLIMPSE))
    except Soundless:
        return False


def played(path: Path, first: int = 0, block: int = RATE) -> Iterator[Samples]:
    """All of a recording from sample `first` on, in blocks of a second."""
    with Tape(path) as tape:
        at = first
        while tape.end is None or at < tape.end:
            heard = tape.read(at, block)
            yield heard if tape.end is None else heard[: max(tape.end - at, 0)]
            at += block


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _looked_into(path: Path) -> InputContainer:
    """A file open for its sound. The tables of films in MP4 and MOV tell all there is to know."""
    container = opened(path, _TABLES)
    if quicktime(container) and _moving(container):
        return container
    container.close()
    return opened(path, QUICK)


def _moving(container: InputContainer) -> list[VideoStream]:
    """The pictures of a file that are no cover."""
    return [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]


def _origin(container: InputContainer) -> Fraction:
    """The time on the file's clock at which its pictures begin, its sound where there are none but a cover."""
    moving = _moving(container)
    stream = moving[0] if moving else container.streams.audio[0]
    if stream.start_time is None or stream.time_base is None:
        return Fraction(0)
    return stream.start_time * stream.time_base
