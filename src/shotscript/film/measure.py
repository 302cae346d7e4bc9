"""What a clip really holds, measured from its pictures and its sound in one pass that keeps no frame.

Every picture is made small first (`glance`), so a clip of any size costs little more than decoding it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from ..core.errors import MediaError
from .clip import Clip
from .glance import HIGH, WIDE, Glance, Small, glance
from .hush import Hush
from .jumps import Jump, Jumps
from .probe import pictures, probe, unreadable
from .source import opened
from .stretches import Runs, Stills, Stretch, black
from .tone import Tone, tone


@dataclass(frozen=True, slots=True)
class Levels:
    """From where on a stretch counts; lengths in seconds. The levels of blackdetect, freezedetect and silencedetect.

    black     how bright a black pixel is at most, of full scale, and `black_share` how many of them make black
    still     the mean change of a frozen picture at most, of full scale
    silence   the loudest sample of silence, in dB below full scale
    """

    black: float = 0.1
    black_share: float = 0.98
    black_seconds: Fraction = Fraction(1, 4)
    still: float = 0.001
    still_seconds: Fraction = Fraction(1)
    silence: float = -50.0
    silence_seconds: Fraction = Fraction(1, 4)


LEVELS = Levels()


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a clip holds. `clip` is what its own tables say; the rest was seen and heard.

    width     as shown, upright, likewise `height`
    frames    decoded; `broken` says in words why there are no more, if they break off
    starts    the moment of each frame in seconds from the first one; `seconds` is the end of the last
    jumps     the cuts found
    black     stretches, likewise `frozen` and `silent`; a clip without sound is silent in none
    loudest   of all samples, in dB below full scale; None without sound
    colours   (frames, 3) the average red, green and blue of each frame, 0 to 1
    first     the first picture, `last` the last one
    """

    clip: Clip
    width: int
    height: int
    frames: int
    seconds: Fraction
    starts: tuple[Fraction, ...]
    broken: str
    jumps: tuple[Jump, ...]
    black: tuple[Stretch, ...]
    frozen: tuple[Stretch, ...]
    silent: tuple[Stretch, ...]
    loudest: float | None
    colours: NDArray[np.float32]
    first: Glance
    last: Glance

    def at(self, jump: Jump) -> Fraction:
        """The moment of a cut."""
        return self.starts[jump.frame]

    def tone(self, start: Fraction, end: Fraction) -> Tone | None:
        """The average colour of the frames that begin in [start, end), None where there are none."""
        inside = [i for i, moment in enumerate(self.starts) if start <= moment < end]
        return tone(self.colours[inside]) if inside else None


def measure(path: Path, levels: Levels = LEVELS) -> Measured:
    """Look at a clip and listen to it. MediaError where it has no pictures at all; where they break off half-way, what
    comes before is measured."""
    clip = probe(path)
    eye, ear, broken = _Eye(clip, levels), Hush(levels.silence, levels.silence_seconds), ""
    with opened(path) as container:
        shown = pictures(path, container)
        shown.thread_type = "AUTO"
        heard = container.streams.audio[:1]
        try:
            for packet in container.demux(shown, *heard):
                for frame in packet.decode():
                    eye.see(frame) if isinstance(frame, VideoFrame) else ear.hear(frame)  # type: ignore[arg-type]
        except FFmpegError as trouble:
            if not eye.starts:
                raise unreadable(path, trouble) from trouble
            broken = trouble.strerror or "it is damaged"
    return eye.measured(ear, broken)


def still(path: Path, shape: Fraction) -> Glance:
    """The picture in a file at a glance, cut about its middle to a shape, width over height. MediaError if it is none.
    """
    try:
        with opened(path) as container:
            frame = next(container.decode(pictures(path, container)), None)
            if frame is None:
                raise _without(path)
            return glance(_small(_cropped(frame, shape)))
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble


class _Eye:
    """Sees frame after frame."""

    def __init__(self, clip: Clip, levels: Levels) -> None:
        self.starts: list[Fraction] = []
        self._clip, self._levels = clip, levels
        self._origin = 0
        self._end = Fraction(0)
        self._size = clip.width, clip.height
        self._colours: list[tuple[float, float, float]] = []
        self._jumps, self._stills = Jumps(clip.fps), Stills(levels.still)
        self._black, self._frozen = Runs(levels.black_seconds), Runs(levels.still_seconds)
        self._first: Glance | None = None
        self._last: Glance | None = None

    def see(self, frame: VideoFrame) -> None:
        start, end = self._moment(frame)
        picture = _small(frame)
        now = glance(picture)
        if self._first is None:
            self._first, self._size = now, _upright(frame)
        self._last = now
        self._colours.append(now.colour)
        self._jumps.add(now)
        self._black.add(black(now.luma, self._levels.black, self._levels.black_share), start, end)
        self._freeze(picture, frame.key_frame, start, end)
        self.starts.append(start)
        self._end = end

    def measured(self, ear: Hush, broken: str) -> Measured:
        if self._first is None or self._last is None:
            raise _without(self._clip.path)
        return Measured(
            self._clip, *self._size, len(self.starts), self._end, tuple(self.starts), broken or self._cut_short(),
            self._jumps.found(), self._black.found(), self._frozen.found(), ear.found(self._end), ear.loudest,
            np.array(self._colours, np.float32), self._first, self._last,
        )

    def _moment(self, frame: VideoFrame) -> tuple[Fraction, Fraction]:
        """When a frame begins and ends, in seconds from the first one."""
        if frame.pts is None or frame.time_base is None:
            return self._end, self._end + 1 / self._clip.fps
        if not self.starts:
            self._origin = frame.pts
        start = (frame.pts - self._origin) * Fraction(frame.time_base)
        lasts = frame.duration * Fraction(frame.time_base) if frame.duration else 1 / self._clip.fps
        return start, start + lasts

    def _freeze(self, picture: Small, key: bool, start: Fraction, end: Fraction) -> None:
        """A frozen stretch begins with the picture that stands still."""
        if not self._stills.still(picture, key):
            self._frozen.add(False, start, start)
        self._frozen.add(True, start, end)

    def _cut_short(self) -> str:
        lost = self._clip.frames - len(self.starts)
        return f"{lost} of {self._clip.frames} frames cannot be decoded" if lost > 0 else ""


def _small(frame: VideoFrame) -> Small:
    """A frame as RGB at the size of a glance, upright."""
    turns = (frame.rotation // 90) % 4
    wide, high = (HIGH, WIDE) if turns % 2 else (WIDE, HIGH)
    small = frame.reformat(wide, high, "rgb24", interpolation=Interpolation.AREA, threads=1).to_ndarray()
    return np.ascontiguousarray(np.rot90(small, turns)) if turns else small  # type: ignore[return-value]


def _cropped(frame: VideoFrame, shape: Fraction) -> VideoFrame:
    picture: Small = frame.to_ndarray(format="rgb24")  # type: ignore[assignment]
    high, wide = picture.shape[:2]
    keep_wide, keep_high = min(wide, round(high * shape)), min(high, round(wide / shape))
    left, top = (wide - keep_wide) // 2, (high - keep_high) // 2
    part = picture[top : top + keep_high, left : left + keep_wide]
    return VideoFrame.from_ndarray(np.ascontiguousarray(part), format="rgb24")


def _without(path: Path) -> MediaError:
    return MediaError(f"cannot read {path}: none of its pictures can be decoded")


def _upright(frame: VideoFrame) -> tuple[int, int]:
    turned = (frame.rotation // 90) % 2
    return (frame.height, frame.width) if turned else (frame.width, frame.height)
