"""Captions inside a film, which a player shows or hides: 3GPP timed text (TS 26.245), a track for each language."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

import av
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream

from .tongues import three

_STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What the encoder makes the track's own settings from: white, plain, at the bottom."""
_MOST, _FINE = 0xFFFF, 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """Words shown in frames [start, end) of the film; a line break is one."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language (BCP 47) in the order they begin. `name` is what a player's menu calls them."""

    language: str
    lines: tuple[Line, ...]
    name: str = ""


def lay(container: OutputContainer, tracks: Sequence[Track], fps: Fraction, frames: int) -> None:
    """The tracks into an MP4 or MOV of so many frames. The last streams to be added, before anything is written:
    they are so small that they are told whole at once; the container sorts them in."""
    streams = [_stream(container, track, fps) for track in tracks]
    for stream, track in zip(streams, tracks, strict=True):
        for start, end, text in shown(track.lines, frames):
            container.mux(_packet(stream, text, start, end, fps))


def shown(lines: Sequence[Line], frames: int) -> Iterator[tuple[int, int, str]]:
    """What stands on the screen, from frame 0 to the last without a gap: lines at one time one under the other."""
    edges = sorted({0, frames, *(edge for line in lines for edge in (line.start, line.end) if 0 < edge < frames)})
    for start, end in pairwise(edges):
        yield start, end, "\n".join(line.text for line in lines if line.start <= start < line.end)


def _stream(container: OutputContainer, track: Track, fps: Fraction) -> SubtitleStream:
    stream = container.add_stream("mov_text")
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _STYLE
    stream.codec_context.time_base = stream.time_base = _tick(fps)
    stream.metadata["language"] = three(track.language)
    stream.metadata["handler_name"] = track.name or track.language
    return stream


def _packet(stream: SubtitleStream, text: str, start: int, end: int, fps: Fraction) -> av.Packet:
    words = text.encode()[:_MOST].decode(errors="ignore").encode()
    packet = av.Packet(struct.pack(">H", len(words)) + words)
    packet.stream, packet.time_base = stream, _tick(fps)
    packet.pts = packet.dts = int(start / fps / _tick(fps))
    packet.duration = int((end - start) / fps / _tick(fps))
    return packet


def _tick(fps: Fraction) -> Fraction:
    """A part of a frame, finer than the ticks of pictures and sound: ffmpeg counts all in one another's ticks when it
    looks for an end of a line that was forgotten, and would set empty ones between coarser ones."""
    return Fraction(1, fps.numerator * max(2, ceil(_FINE / fps.numerator)))
