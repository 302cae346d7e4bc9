"""When each picture of a clip is shown and how it is stored: what cutting to the frame needs to know.

Pictures are numbered in the order they are shown, from 0. They may be stored in another one (a picture that leans on a
later one comes after it), at any rate and at an uneven pace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..core.errors import MediaError
from . import boxes, h264
from .clip import Clip
from .probe import QUICK, pictures, probed, quicktime, seen, unreadable
from .source import opened

OPTIONS = {"fflags": "+genpts"}
"""For files (AVI) that store no times of their own."""
_EVEN = Fraction(1, 500)
"""Seconds a picture may be off its place and still count as on time: files that count in milliseconds are."""
_PROGRESSIVE = 1
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A clip's pictures.

    origin      the clock of the first picture shown, in ticks
    times       (pictures,) ticks since then at which each is shown
    shown       (packets,) for each stored packet the number of its picture, -1 for one the file hides
    keys        the stored packets that may be decoded alone
    entries     those of them a copy may begin with: nothing after one leans on anything before it
    setup       the decoder's set-up bytes
    turn        degrees counter-clockwise by which it is to be shown turned: 0, 90, 180, 270
    interlaced  whether a picture is two half pictures
    even        whether the pictures come at the clip's rate, each on its beat
    places      where each packet stands in the file, and its size; nothing for files that store them in pieces
    """

    clip: Clip
    origin: int
    times: Numbers
    shown: Numbers
    keys: tuple[int, ...]
    entries: tuple[int, ...]
    setup: bytes
    turn: int
    interlaced: bool
    even: bool
    places: tuple[tuple[int, int], ...] = ()

    @property
    def pictures(self) -> int:
        return len(self.times)

    @property
    def seconds(self) -> Fraction:
        """When the last picture's time is over."""
        return int(self.times[-1]) * self.clip.time_base + 1 / self.clip.fps

    def steady(self, fps: Fraction) -> bool:
        """Whether picture i is shown at i / fps, as near as makes no difference."""
        return _steady(self.times, self.clip.time_base, fps)

    def number(self, seconds: Fraction) -> int:
        """Of the picture whose time is nearest, halves to the later one. Before or after the clip: as if it went on."""
        if self.even or not 0 <= seconds < self.seconds:
            return floor(seconds * self.clip.fps + Fraction(1, 2))
        middles = self.times[:-1] + self.times[1:]
        return int(np.searchsorted(middles, floor(2 * seconds / self.clip.time_base), side="right"))


def index(path: Path) -> Index:
    """Probe a clip and read its packets through, without decoding them. MediaError for a damaged file."""
    try:
        with opened(path, OPTIONS | QUICK) as container:
            stream = pictures(path, container)
            if look := seen(container, stream):
                return _index(probed(path, container, stream, *look), container, stream)
        with opened(path, OPTIONS) as container:
            stream = pictures(path, container)
            return _index(probed(path, container, stream), container, stream)
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble


def _index(clip: Clip, container: InputContainer, stream: VideoStream) -> Index:
    setup = stream.codec_context.extradata or b""
    entry = h264.entry(setup) if clip.codec == "h264" else _any
    stored = [_stored(packet, entry) for packet in container.demux(stream) if packet.size]
    ticks = np.array(sorted(one.at for one in stored if one.at is not None and not one.hidden), np.int64)
    if any(one.at is None for one in stored) or not len(ticks) or np.any(np.diff(ticks) <= 0):
        raise MediaError(f"cannot cut {clip.path}: its pictures do not say when they are shown")
    shown = np.searchsorted(ticks, np.array([one.at for one in stored], np.int64))
    shown[[one.hidden for one in stored]] = -1
    plain = quicktime(container)
    turn = boxes.turn(clip.path) if plain else _first(clip, container, stream, int(ticks[0])).rotation % 360
    times = ticks - ticks[0]
    return Index(
        clip, int(ticks[0]), times, shown, tuple(i for i, one in enumerate(stored) if one.key),
        tuple(i for i, one in enumerate(stored) if one.entry), setup, turn,
        stream.codec_context.field_order > _PROGRESSIVE, _steady(times, clip.time_base, clip.fps),
        tuple((one.position, one.size) for one in stored) if plain else (),
    )


class _Stored(NamedTuple):
    """A packet: its picture's time; whether it can be decoded alone, begin a copy, or is hidden by the file; its place
    in the file."""

    at: int | None
    key: bool
    entry: bool
    hidden: bool
    position: int
    size: int


def _stored(packet: av.Packet, entry: Callable[[bytes], bool]) -> _Stored:
    key = packet.is_keyframe
    return _Stored(packet.pts, key, key and entry(bytes(packet)), packet.is_discard, packet.pos or 0, packet.size)


def _any(_: bytes) -> bool:
    return True


def _first(clip: Clip, container: InputContainer, stream: VideoStream, start: int) -> VideoFrame:
    """The first picture: some files tell only with it how it is turned."""
    container.seek(start, stream=stream)
    first = next(container.decode(stream), None)
    if first is None:
        raise MediaError(f"cannot read {clip.path}: no picture in it can be decoded")
    return first


def _steady(times: Numbers, tick: Fraction, fps: Fraction) -> bool:
    late = times * float(tick) - np.arange(len(times)) * float(1 / fps)
    return bool(np.all(np.abs(late) <= float(max(_EVEN, tick))))
