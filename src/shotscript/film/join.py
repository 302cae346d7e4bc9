"""Like clips to one film: coded pictures copied as they are, one sound track encoded once over all of them.

Nothing is decoded, so a film costs a tenth of a second a minute. Clips that differ in size, rate, codec or settings
would make a broken file without a warning: they are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..core.errors import MediaError
from . import sound
from .aside import address, aside
from .clip import Clip, difference
from .probe import probe
from .read import packets

Report = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Run:
    """Frames [first, first + frames) of a clip. The first one is a keyframe of it."""

    clip: Clip
    first: int
    frames: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named part of the film, from frame `start` on."""

    start: int
    title: str


def join(
    path: Path, runs: Sequence[Run], track: Iterable[sound.Pcm], chapters: Sequence[Chapter] = (),
    report: Report | None = None,
) -> Clip:
    """Write the runs one after the other, with `track` (16-bit stereo blocks) beside them.

    `report` is told the number of frames just written. MediaError for unlike clips, FileError for the disk.
    """
    clip = _like(runs)
    options = {"movflags": "+faststart"}
    with aside(path) as part, av.open(address(part), "w", format="mp4", options=options) as container:
        video = _video(container, clip)
        audio = _audio(container)
        _set_chapters(container, chapters, sum(run.frames for run in runs), clip.fps)
        _write(container, video, audio, runs, track, report or _quiet)
    return probe(path)


def _like(runs: Sequence[Run]) -> Clip:
    first = runs[0].clip
    for run in runs:
        differs = difference(first, run.clip)
        if differs:
            raise MediaError(f"cannot join {first.path} and {run.clip.path}: {differs}")
    return first


def _video(container: OutputContainer, clip: Clip) -> VideoStream:
    """A stream set up as the clip's own. The file the template comes from may be closed at once."""
    with av.open(address(clip.path)) as source:
        stream = container.add_stream_from_template(source.streams.video[0])
    stream.time_base = clip.time_base
    return stream


def _audio(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("aac", rate=sound.RATE, layout="stereo")
    stream.bit_rate = 128_000
    return stream


def _write(
    container: OutputContainer, video: VideoStream, audio: AudioStream, runs: Sequence[Run],
    track: Iterable[sound.Pcm], report: Report,
) -> None:
    """Pictures and sound side by side in time, as a player reads them."""
    blocks, heard = iter(track), 0
    for number, packet in enumerate(_placed(runs, video)):
        container.mux(packet)
        report(1)
        while heard * runs[0].clip.fps < (number + 1) * sound.RATE:
            block = next(blocks, None)
            if block is None:
                break
            container.mux(audio.encode(_heard(block, heard)))
            heard += len(block)
    container.mux(audio.encode(None))


def _placed(runs: Sequence[Run], video: VideoStream) -> Iterator[av.Packet]:
    """The packets of all runs, numbered through."""
    number = 0
    for run in runs:
        for packet in packets(run.clip, run.first, run.frames):
            packet.stream = video
            packet.time_base = 1 / run.clip.fps
            packet.pts = packet.dts = number
            packet.duration = 1
            number += 1
            yield packet


def _heard(block: NDArray[np.int16], start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.reshape(1, -1)), format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = sound.RATE, start, Fraction(1, sound.RATE)
    return frame


def _set_chapters(container: OutputContainer, chapters: Sequence[Chapter], frames: int, fps: Fraction) -> None:
    ends = (*(chapter.start for chapter in chapters[1:]), frames)
    container.set_chapters([
        {"id": i, "start": chapter.start, "end": end, "time_base": 1 / fps, "metadata": {"title": chapter.title}}
        for i, (chapter, end) in enumerate(zip(chapters, ends, strict=False))
    ])


def _quiet(_: int) -> None:
    return None
