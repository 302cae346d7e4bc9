"""What a clip holds: its pictures one by one, and its packets to be copied as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction
from types import TracebackType

import av
from av.error import FFmpegError
from av.video.frame import VideoFrame

from ..core import timebase
from ..core.errors import MediaError
from .aside import address
from .clip import Clip
from .encode import Planes
from .probe import pictures, unreadable


def frames(clip: Clip, first: int = 0, last: int | None = None) -> Iterator[Planes]:
    """Pictures [first, last) in order, all by default. MediaError where the file breaks off."""
    stop = clip.frames if last is None else last
    with Reader(clip) as reader:
        for number in range(first, stop):
            yield reader.frame(number)


def packets(clip: Clip, first: int, count: int) -> Iterator[av.Packet]:
    """The coded frames [first, first + count) as they stand in the file. The first one is a keyframe."""
    assert first in clip.keyframes, f"frame {first} of {clip.path} cannot be decoded alone"
    left = count
    try:
        with av.open(address(clip.path)) as container:
            stream = pictures(clip.path, container)
            container.seek(_ticks(first, clip, stream.start_time or 0), stream=stream)
            for packet in container.demux(stream):
                number = _number(packet.pts, clip, stream.start_time or 0)
                if left and number is not None and number >= first:
                    if packet.pts != packet.dts or number != first + count - left:
                        raise MediaError(f"cannot copy {clip.path}: its frames are stored out of order")
                    left -= 1
                    yield packet
                if not left:
                    break
    except FFmpegError as trouble:
        raise unreadable(clip.path, trouble) from trouble
    if left:
        raise MediaError(f"cannot read {clip.path}: it breaks off {left} frames early")


class Reader(AbstractContextManager["Reader"]):
    """An open clip whose pictures are asked for by number; going forward is cheap, going back seeks."""

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        try:
            self._container = av.open(address(clip.path))
            self._stream = pictures(clip.path, self._container)
        except FFmpegError as trouble:
            raise unreadable(clip.path, trouble) from trouble
        self._origin = self._stream.start_time or 0
        self._coming: Iterator[VideoFrame] = iter(())
        self._at, self._picture = -1, None

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    def frame(self, number: int) -> Planes:
        """One picture, converted to 4:2:0 planes if it is stored otherwise."""
        assert 0 <= number < self._clip.frames, (number, self._clip.frames)
        try:
            if self._far(number):
                self._container.seek(_ticks(number, self._clip, self._origin), stream=self._stream)
                self._coming = self._container.decode(self._stream)
                self._at = -1
            while self._at < number:
                self._next()
        except FFmpegError as trouble:
            raise unreadable(self._clip.path, trouble) from trouble
        assert self._picture is not None
        return self._picture.to_ndarray(format="yuv420p")  # type: ignore[return-value]

    def _far(self, number: int) -> bool:
        """Whether a keyframe stands between the picture at hand and the one asked for, or it lies behind."""
        return number < self._at or self._at < 0 or any(self._at < key <= number for key in self._clip.keyframes)

    def _next(self) -> None:
        picture = next(self._coming, None)
        number = _number(picture.pts, self._clip, self._origin) if picture else None
        if number is None:
            raise MediaError(f"cannot read {self._clip.path}: it breaks off after frame {self._at}")
        self._at, self._picture = number, picture


def _ticks(number: int, clip: Clip, origin: int) -> int:
    return origin + timebase.frames(number / clip.fps, 1 / clip.time_base)


def _number(ticks: int | None, clip: Clip, origin: int) -> int | None:
    return None if ticks is None else timebase.frames(Fraction(ticks - origin) * clip.time_base, clip.fps)
