"""What a clip holds: its pictures one by one, and its packets to be copied as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame

from ..core.errors import FileError, MediaError
from .clip import Clip
from .encode import Planes
from .index import OPTIONS, Index, index
from .probe import pictures, unreadable
from .source import opened


def frames(clip: Clip, first: int = 0, last: int | None = None) -> Iterator[Planes]:
    """Pictures [first, last) in order, all by default. MediaError where the file breaks off."""
    with Reader(index(clip.path)) as reader:
        stop = reader.index.pictures if last is None else last
        for number in range(first, stop):
            yield reader.frame(number)


def packets(source: Index, first: int, count: int) -> Iterator[av.Packet]:
    """The stored packets [first, first + count) as they stand in the file. The first one can be decoded alone."""
    clip = source.clip
    assert first in source.keys, f"frame {first} of {clip.path} cannot be decoded alone"
    made = _placed(source, first, count) if source.places else _demuxed(source, first, count)
    left = count
    try:
        for packet in made:
            left -= 1
            yield packet
    except FFmpegError as trouble:
        raise unreadable(clip.path, trouble) from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {clip.path}: {trouble.strerror}") from trouble
    if left:
        raise MediaError(f"cannot read {clip.path}: it breaks off {left} frames early")


def _placed(source: Index, first: int, count: int) -> Iterator[av.Packet]:
    """Read where they stand, without opening the file as a video once more."""
    keys = frozenset(source.keys)
    with open(source.clip.path, "rb") as file:
        for number in range(first, first + count):
            position, size = source.places[number]
            file.seek(position)
            data = file.read(size)
            if len(data) < size:
                return
            packet = av.Packet(data)
            packet.is_keyframe = number in keys
            yield packet


def _demuxed(source: Index, first: int, count: int) -> Iterator[av.Packet]:
    start = source.origin + int(source.times[source.shown[first]])
    begun, left = False, count
    with opened(source.clip.path, OPTIONS) as container:
        stream = pictures(source.clip.path, container)
        if first:
            container.seek(start, stream=stream)
        for packet in container.demux(stream):
            begun = begun or packet.pts == start
            if begun and packet.size and left:
                left -= 1
                yield packet
            if not left:
                return


class Reader(AbstractContextManager["Reader"]):
    """An open clip whose pictures are asked for by number; going forward is cheap, going back seeks."""

    def __init__(self, source: Index) -> None:
        self.index = source
        self._clip = source.clip
        self._starts = np.array([source.shown[key] for key in source.keys if source.shown[key] >= 0], np.int64)
        try:
            self._container = opened(self._clip.path, OPTIONS)
            self._stream = pictures(self._clip.path, self._container)
        except FFmpegError as trouble:
            raise unreadable(self._clip.path, trouble) from trouble
        self._coming: Iterator[VideoFrame] = iter(())
        self._at, self._picture = -1, None

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    def frame(self, number: int) -> Planes:
        """One picture, converted to 4:2:0 planes if it is stored otherwise."""
        return self.picture(number).to_ndarray(format="yuv420p")  # type: ignore[return-value]

    def picture(self, number: int) -> VideoFrame:
        """One picture as it is stored. MediaError where the file breaks off before it."""
        assert 0 <= number < self.index.pictures, (number, self.index.pictures)
        try:
            if self._far(number):
                self._seek(number)
            while self._at < number:
                self._next()
        except FFmpegError as trouble:
            raise unreadable(self._clip.path, trouble) from trouble
        assert self._picture is not None and self._at == number, (self._at, number)
        return self._picture

    def _far(self, number: int) -> bool:
        """Whether a keyframe stands between the picture at hand and the one asked for, or it lies behind."""
        return number < self._at or self._at < 0 or bool(np.any((self._starts > self._at) & (self._starts <= number)))

    def _seek(self, number: int) -> None:
        """Stand at or before a picture. A file may lead to the keyframe after it: then from its very start."""
        for target in (number, 0):
            self._container.seek(self.index.origin + int(self.index.times[target]), stream=self._stream)
            self._coming, self._at = self._container.decode(self._stream), -1
            self._next()
            if self._at <= number:
                return

    def _next(self) -> None:
        picture = next(self._coming, None)
        if picture is None or picture.pts is None:
            raise MediaError(f"cannot read {self._clip.path}: it breaks off after frame {self._at}")
        self._at = int(np.searchsorted(self.index.times, picture.pts - self.index.origin))
        self._picture = picture
