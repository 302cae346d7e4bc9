"""The facts of a video file, read from its own tables (4 ms a file)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.error import ArgumentError, FFmpegError, InvalidDataError
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from ..core import digest
from ..core.errors import MediaError
from . import h264
from .clip import Clip, Colour
from .source import opened
from .sps import look as looked

QUICK = {"skip_frame": "all"}
"""To open a file without decoding some of it, which is most of what opening costs."""


def probe(path: Path) -> Clip:
    """What is known of a file with pictures in it. MediaError for anything that has none."""
    try:
        with opened(path, QUICK) as container:
            stream = pictures(path, container)
            if look := seen(container, stream):
                return probed(path, container, stream, *look)
        with opened(path) as container:
            return probed(path, container, pictures(path, container))
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble


def pictures(path: Path, container: InputContainer) -> VideoStream:
    """The video stream of an open file. MediaError where there is none."""
    if not container.streams.video:
        raise MediaError(f"cannot read {path}: there are no pictures in it")
    return container.streams.video[0]


def seen(container: InputContainer, stream: VideoStream) -> tuple[str, Colour | None] | None:
    """Pixel format and colours of a clip opened without decoding, None where only a decoded picture tells them."""
    context = stream.codec_context
    listed = h264.sets(context.extradata or b"") if context.name == "h264" else None
    if listed is None or len(listed.sps) != 1 or not quicktime(container):
        return None
    found = looked(listed.sps[0])
    full = found and found.colour and found.colour.full
    return ("yuvj420p" if full else "yuv420p", found.colour) if found and found.usual else None


def quicktime(container: InputContainer) -> bool:
    """Whether an open file is MP4, MOV or their like, which keep tables of all that is in them."""
    return "mp4" in container.format.name.split(",")


def unreadable(path: Path, trouble: FFmpegError) -> MediaError:
    """ffmpeg's refusal in words. `Invalid data` means nothing to a film maker."""
    if isinstance(trouble, InvalidDataError):
        return MediaError(f"cannot read {path}: it is no video or sound file, or a damaged one")
    if isinstance(trouble, ArgumentError):
        return MediaError(f"cannot read {path}: its format is not one that holds pictures or sound of its own")
    return MediaError(f"cannot read {path}: {trouble.strerror}")


def probed(
    path: Path, container: InputContainer, stream: VideoStream, pixel: str = "", colour: Colour | None = None
) -> Clip:
    """What is known of an open file, whose pixel format and colours may be known already. It may have to be read
    through: packets are to be asked for anew."""
    context = stream.codec_context
    pixel = pixel or context.pix_fmt or ""
    rate, tick = stream.average_rate or stream.guessed_rate, stream.time_base
    if not rate or not tick or not context.width or not pixel:
        raise MediaError(f"cannot read {path}: its size or frame rate is not told")
    frames, keyframes = _frames(container, stream)
    return Clip(
        path, context.width, context.height, Fraction(rate), frames, frames / Fraction(rate), context.name,
        context.profile or "", pixel, bool(container.streams.audio),
        digest.of_bytes(context.extradata or b""), Fraction(tick), keyframes,
        Fraction(stream.sample_aspect_ratio or context.sample_aspect_ratio or 1), colour or _colour(context),
    )


def _colour(context: VideoCodecContext) -> Colour:
    full = context.color_range == ColorRange.JPEG or (context.pix_fmt or "").startswith("yuvj")
    return Colour(int(context.color_primaries), int(context.color_trc), int(context.colorspace), full)


def _frames(container: InputContainer, stream: VideoStream) -> tuple[int, tuple[int, ...]]:
    """How many there are and which stand alone: from the file's index, or by reading all of it."""
    index = list(stream.index_entries)
    if stream.frames and len(index) == stream.frames:
        return len(index), tuple(i for i, entry in enumerate(index) if entry.is_keyframe)
    keys = [packet.is_keyframe for packet in container.demux(stream) if packet.size]
    container.seek(0)
    return len(keys), tuple(i for i, key in enumerate(keys) if key)
