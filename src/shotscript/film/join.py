"""Like clips to one film: coded pictures copied as they are, one sound track encoded once over all of them.

Nothing is decoded, so a film costs a tenth of a second a minute. Clips that differ in size, rate or codec would make a
broken file without a warning: they are refused. Clips coded with other settings are joined where the film's list of
parameter sets can hold those of all (`h264`), and refused otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..core.errors import MediaError
from . import h264, sound, subtitles, track
from .ahead import ahead
from .aside import address, aside
from .clip import Clip, difference
from .index import Index
from .probe import probe
from .read import packets
from .source import opened

Report = Callable[[int], object]
_CODERS = {".mov": "pcm_s16le"}
"""How sound is coded: AAC, and as it is in a file for editing programs."""


@dataclass(frozen=True, slots=True)
class Run:
    """Stored packets [first, first + frames) of a clip: whole groups, the first one decodable alone, that show as many
    pictures one after the other."""

    source: Index
    first: int
    frames: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named part of the film, from frame `start` on."""

    start: int
    title: str


def join(
    path: Path, runs: Sequence[Run], track: Iterable[sound.Pcm] | Path | None, chapters: Sequence[Chapter] = (),
    report: Report | None = None, fps: Fraction | None = None, captions: Sequence[subtitles.Track] = (),
) -> Clip:
    """Write the runs one after the other, with `track` (16-bit stereo blocks, or a file by `track.keep`; None: silent)
    and `captions` beside them. `fps` is the first clip's unless it is given.

    `report` is told the number of frames just written. MediaError for unlike clips, FileError for the disk.
    """
    fps = fps or runs[0].source.clip.fps
    setup = _like(runs, fps)
    kind, options = "mov" if path.suffix == ".mov" else "mp4", {"movflags": "+faststart"}
    with aside(path) as part, av.open(address(part), "w", format=kind, options=options) as container:
        video = _video(container, runs[0].source, setup, fps)
        heard = iter(()) if track is None else _heard(container, track, _CODERS.get(path.suffix, "aac"))
        frames = sum(run.frames for run in runs)
        _set_chapters(container, chapters, frames, fps)
        subtitles.lay(container, captions, fps, frames)
        _write(container, _placed(runs, video, fps), heard, report or _quiet, fps)
    return probe(path)


def stands(source: Index, first: int, frames: int) -> bool:
    """Whether stored packets [first, first + frames) can be copied: they show as many pictures and need no others."""
    shown = source.shown[first : first + frames]
    return first in source.entries and len(shown) == frames and int(shown.min()) == first == int(shown[0]) and (
        int(shown.max()) == first + frames - 1)


def _like(runs: Sequence[Run], fps: Fraction) -> bytes:
    """The set-up bytes that serve all the runs."""
    first = runs[0].source
    for run in runs:
        assert stands(run.source, run.first, run.frames), f"{run.source.clip.path} cannot be copied from {run.first}"
        differs = difference(first.clip, run.source.clip) or _beat(run.source, fps)
        if differs:
            raise MediaError(f"cannot join {first.clip.path} and {run.source.clip.path}: {differs}")
    setups = list(dict.fromkeys(run.source.setup for run in runs))
    setup = h264.merged(setups) if first.clip.codec == "h264" else setups[0] if len(setups) == 1 else None
    if setup is None and len(setups) > 1:
        other = next(run.source for run in runs if run.source.setup != first.setup)
        raise MediaError(f"cannot join {first.clip.path} and {other.clip.path}: their encoder settings cannot be one")
    return setup or setups[0]


def _beat(source: Index, fps: Fraction) -> str:
    return "" if source.steady(fps) else f"rate {source.clip.fps} fps and {fps} fps"


def _video(container: OutputContainer, source: Index, setup: bytes, fps: Fraction) -> VideoStream:
    """A stream set up as the clip's own. The file the template comes from may be closed at once."""
    with opened(source.clip.path) as file:
        # A decoder's name may be no encoder's (dav1d), and H.264's set-up bytes can be changed with an encoder's alone.
        opaque = source.clip.codec != "h264"
        stream = container.add_stream_from_template(file.streams.video[0], opaque=opaque)
    context = stream.codec_context
    context.extradata = setup
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    stream.time_base = 1 / fps
    return stream


def _heard(container: OutputContainer, sounding: Iterable[sound.Pcm] | Path, coder: str) -> track.Packets:
    """A stream for the sound, and its packets: made and coded by a thread each, or as they were kept."""
    if isinstance(sounding, Path):
        return track.laid(track.like(container, sounding), sounding)
    return ahead(track.coded(track.stream(container, coder), ahead(sounding)))


def _write(
    container: OutputContainer, seen: Iterable[av.Packet], heard: track.Packets, report: Report, fps: Fraction,
) -> None:
    """Pictures and sound side by side in time, as a player reads them."""
    container.start_encoding()
    so_far = 0
    for number, packet in enumerate(seen):
        container.mux(packet)
        report(1)
        while so_far * fps.numerator < (number + 1) * sound.RATE * fps.denominator:
            length, block = next(heard, (0, []))
            container.mux(block)
            so_far += length
            if not length:
                break
    for _, block in heard:
        container.mux(block)


def _placed(runs: Sequence[Run], video: VideoStream, fps: Fraction) -> Iterator[av.Packet]:
    """The packets of all runs, each at the frame of the film it shows, stored before those that lean on it."""
    number, tick = 0, 1 / fps
    early = max(int((np.arange(run.frames) - _shown(run)).max()) for run in runs)
    for run in runs:
        begins, shown = number, _shown(run)
        for packet, own in zip(packets(run.source, run.first, run.frames), shown.tolist(), strict=True):
            if packet.is_keyframe and run.source.clip.codec == "h264":
                packet = _plain(packet)
            packet.stream, packet.time_base = video, tick
            packet.pts, packet.dts, packet.duration = begins + own, number - early, 1
            number += 1
            yield packet


def _plain(packet: av.Packet) -> av.Packet:
    """The packet, naming the film's list of sets alone."""
    data = bytes(packet)
    if len(bare := h264.plain(data)) == len(data):
        return packet
    made = av.Packet(bare)
    made.is_keyframe = True
    return made


def _shown(run: Run) -> NDArray[np.int64]:
    """The place in the run of the picture each of its packets holds."""
    return run.source.shown[run.first : run.first + run.frames] - run.first


def _set_chapters(container: OutputContainer, chapters: Sequence[Chapter], frames: int, fps: Fraction) -> None:
    ends = (*(chapter.start for chapter in chapters[1:]), frames)
    container.set_chapters([
        {"id": i, "start": chapter.start, "end": end, "time_base": 1 / fps, "metadata": {"title": chapter.title}}
        for i, (chapter, end) in enumerate(zip(chapters, ends, strict=False))
    ])


def _quiet(_: int) -> None:
    return None
