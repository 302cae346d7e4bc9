"""When each picture of a clip is shown and how it is stored: what cutting to the frame needs to know.

Pictures are numbered in the order they are shown, from 0. They may be stored in another one (a picture that leans on a
later one comes after it), at any rate and at an uneven pace.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..core.errors import MediaError
from . import h264
from .aside import address
from .clip import Clip
from .probe import pictures, unreadable

OPTIONS = {"fflags": "+genpts"}
"""For files (AVI) that store no times of their own."""
_EVEN = Fraction(1, 500)
"""Seconds a picture may be off its place and still count as on time: files that count in milliseconds are."""
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


def index(clip: Clip) -> Index:
    """Read a clip's packets through, without decoding more than one picture. MediaError for a damaged file."""
    try:
        with av.open(address(clip.path), options=OPTIONS) as container:
            stream = pictures(clip.path, container)
            return _index(clip, container, stream)
    except FFmpegError as trouble:
        raise unreadable(clip.path, trouble) from trouble


def _index(clip: Clip, container: InputContainer, stream: VideoStream) -> Index:
    setup = stream.codec_context.extradata or b""
    entry = h264.entry(setup) if clip.codec == "h264" else _any
    stored = [_Stored(packet.pts, packet.is_keyframe, packet.is_keyframe and entry(bytes(packet)), packet.is_discard)
              for packet in container.demux(stream) if packet.size]
    ticks = np.array(sorted(one.at for one in stored if one.at is not None and not one.hidden), np.int64)
    if any(one.at is None for one in stored) or not len(ticks) or np.any(np.diff(ticks) <= 0):
        raise MediaError(f"cannot cut {clip.path}: its pictures do not say when they are shown")
    shown = np.searchsorted(ticks, np.array([one.at for one in stored], np.int64))
    shown[[one.hidden for one in stored]] = -1
    keys, entries = ([i for i, one in enumerate(stored) if wanted(one)] for wanted in (_key, _entry))
    first = _first(clip, container, stream, int(ticks[0]))
    times = ticks - ticks[0]
    return Index(clip, int(ticks[0]), times, shown, tuple(keys), tuple(entries), setup, first.rotation % 360,
                 bool(first.interlaced_frame), _steady(times, clip.time_base, clip.fps))


class _Stored(NamedTuple):
    """A packet: its picture's time, and whether it can be decoded alone, begin a copy, or is hidden by the file."""

    at: int | None
    key: bool
    entry: bool
    hidden: bool


def _key(one: _Stored) -> bool:
    return one.key


def _entry(one: _Stored) -> bool:
    return one.entry


def _any(_: bytes) -> bool:
    return True


def _first(clip: Clip, container: InputContainer, stream: VideoStream, start: int) -> VideoFrame:
    """The first picture: what is only told beside the pictures is read from it."""
    container.seek(start, stream=stream)
    first = next(container.decode(stream), None)
    if first is None:
        raise MediaError(f"cannot read {clip.path}: no picture in it can be decoded")
    return first


def _steady(times: Numbers, tick: Fraction, fps: Fraction) -> bool:
    late = times * float(tick) - np.arange(len(times)) * float(1 / fps)
    return bool(np.all(np.abs(late) <= float(max(_EVEN, tick))))
