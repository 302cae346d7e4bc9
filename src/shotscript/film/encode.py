"""Frames to a clip whose bytes depend on nothing but the frames and the settings: H.264, or ProRes or AV1 on request.

One x264 thread (other counts give other bytes), no B-frames and closed groups, so that a clip can be cut before any
frame and copied from any keyframe; keyframes exactly where asked, and otherwise every few seconds for seeking.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..core import timebase
from .aside import address, aside
from .clip import Clip
from .probe import probe

CODER = f"PyAV {av.__version__}"
"""Whose bytes they are: another version may make others of the same pictures."""

Planes = NDArray[np.uint8]
"""A picture as YUV 4:2:0, BT.709 limited range: (height * 3 / 2, width), Y above U above V."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How x264 works. Clips are joined by copying only if they were made with the same. `every` is in seconds."""

    preset: str = "ultrafast"
    crf: int = 19
    every: Fraction = Fraction(2)


@dataclass(frozen=True, slots=True)
class Style(Settings):
    """How a film's own pictures are coded, those that cannot be copied. `number` is that of x264's parameter sets and
    `profile` its profile, so that they can stand beside a service's pictures; `preset` and `crf` are each coder's own.
    """

    codec: str = "h264"
    number: int = 0
    profile: str = ""

    @property
    def suffix(self) -> str:
        return ".mov" if self.codec == "prores" else ".mp4"


PREVIZ = Settings()
PASS = Settings("veryfast", 8)
"""For pictures a model reads: nothing of them may be smeared."""


def encode(
    path: Path, frames: Iterable[Planes], width: int, height: int, fps: Fraction, keyframes: Collection[int] = (),
    settings: Settings = PREVIZ,
) -> Clip:
    """Write a silent clip, whole or not at all. FileError for the disk, MediaError for ffmpeg."""
    with encoding(path, width, height, fps, keyframes, settings) as add:
        for planes in frames:
            add(planes)
    return probe(path)


@contextmanager
def encoding(
    path: Path, width: int, height: int, fps: Fraction, keyframes: Collection[int] = (), settings: Settings = PREVIZ,
) -> Iterator[Callable[[Planes], None]]:
    """The same, handed one frame after the other: for several clips that come from one drawing."""
    assert width % 2 == 0 and height % 2 == 0, f"4:2:0 pictures have even sides, not {width}x{height}"
    kind = "mov" if isinstance(settings, Style) and settings.codec == "prores" else "mp4"
    numbers, keys = count(), frozenset(keyframes)
    with aside(path) as part, av.open(address(part), "w", format=kind) as container:
        stream = _stream(container, width, height, fps, settings)

        def add(planes: Planes) -> None:
            assert planes.shape == (height * 3 // 2, width) and planes.dtype == np.uint8, (planes.shape, planes.dtype)
            number = next(numbers)
            container.mux(stream.encode(_frame(planes, number, stream, number in keys)))

        yield add
        container.mux(stream.encode(None))


def _stream(container: OutputContainer, width: int, height: int, fps: Fraction, settings: Settings) -> VideoStream:
    every = timebase.frames(settings.every, fps)
    name, pixel, options = _CODERS[settings.codec if isinstance(settings, Style) else "h264"](settings, every)
    stream = cast(VideoStream, container.add_stream(name, rate=fps, options=options))
    stream.width, stream.height, stream.pix_fmt, stream.time_base = width, height, pixel, 1 / fps
    context = stream.codec_context
    context.thread_count, context.time_base = 1, 1 / fps
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return stream


_Coder = tuple[str, str, dict[str, str]]
"""ffmpeg's name of a coder, its pixel format and its options."""


def _h264(settings: Settings, every: int) -> _Coder:
    own = f":sps-id={settings.number}" if isinstance(settings, Style) and settings.number else ""
    options = {
        "preset": settings.preset, "crf": str(settings.crf), "forced-idr": "1",
        # mbtree reads memory it has not written where a picture is no whole number of blocks: other bytes each time
        "x264-params": f"threads=1:bframes=0:open-gop=0:scenecut=0:mbtree=0:min-keyint=1:keyint={every}{own}",
    }
    profile = {"profile": settings.profile} if isinstance(settings, Style) and settings.profile else {}
    return "libx264", "yuv420p", options | profile


def _prores(settings: Settings, every: int) -> _Coder:
    """ProRes 422 HQ, as editing programs take it."""
    return "prores_ks", "yuv422p10le", {"profile": "hq", "vendor": "apl0"}


def _av1(settings: Settings, every: int) -> _Coder:
    os.environ.setdefault("SVT_LOG", "1")  # else the coder tells its settings on our stderr
    params = f"keyint={every}:scd=0:lp=1"
    return "libsvtav1", "yuv420p", {"preset": settings.preset, "crf": str(settings.crf), "svtav1-params": params}


_CODERS: dict[str, Callable[[Settings, int], _Coder]] = {"h264": _h264, "prores": _prores, "av1": _av1}


def _frame(planes: Planes, number: int, stream: VideoStream, key: bool) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(planes), format="yuv420p")
    frame.pts, frame.time_base = number, stream.codec_context.time_base
    frame.color_range, frame.colorspace = ColorRange.MPEG, Colorspace.ITU709
    frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    if key:
        frame.pict_type = PictureType.I
    return frame
