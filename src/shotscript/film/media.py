"""What a picture, clip or recording is, read from the file itself: its name is not believed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError

from ..core.errors import MediaError
from .probe import unreadable
from .source import opened


@dataclass(frozen=True, slots=True)
class Media:
    """`format` is a usual file ending. Pixels are zero for sound, seconds None for a still."""

    format: str
    megabytes: Fraction
    width: int = 0
    height: int = 0
    seconds: Fraction | None = None
    fps: Fraction | None = None


def media(path: Path) -> Media:
    """The facts of a file. MediaError if it is none of these, OSError if it cannot be read."""
    megabytes = Fraction(path.stat().st_size, 1_000_000)
    try:
        with opened(path) as container:
            return _media(container, megabytes)
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble


def _media(container: InputContainer, megabytes: Fraction) -> Media:
    kind = _format(container)
    if not container.streams.video:
        return Media(kind, megabytes, seconds=_seconds(container))
    stream = container.streams.video[0]
    context = stream.codec_context
    size = context.width, context.height
    if not all(size):
        raise MediaError(f"cannot read {container.name.removeprefix('file:')}: it is no picture, or a damaged one")
    if kind in _STILLS:
        return Media(kind, megabytes, *size)
    rate = stream.average_rate or stream.guessed_rate
    return Media(kind, megabytes, *size, seconds=_seconds(container), fps=Fraction(rate) if rate else None)


_STILLS = ("png", "jpg", "webp", "gif", "bmp", "tiff")
_FORMATS = {
    "png_pipe": "png", "jpeg_pipe": "jpg", "webp_pipe": "webp", "gif": "gif", "bmp_pipe": "bmp", "tiff_pipe": "tiff",
    "wav": "wav", "mp3": "mp3", "flac": "flac", "ogg": "ogg", "aac": "aac", "aiff": "aiff", "avi": "avi",
}


def _format(container: InputContainer) -> str:
    name = container.format.name
    if name in _FORMATS:
        return _FORMATS[name]
    if "mp4" in name.split(","):
        brand = container.metadata.get("major_brand", "").strip()
        pictures = bool(container.streams.video)
        return "mov" if brand == "qt" else "mp4" if pictures else "m4a"
    if "webm" in name.split(","):
        return "webm" if _is_webm(container) else "mkv"
    if name == "image2" and container.streams.video:
        codec = container.streams.video[0].codec_context.name
        return {"mjpeg": "jpg"}.get(codec, codec)
    return name.split(",")[0]


def _is_webm(container: InputContainer) -> bool:
    return all(stream.codec_context.name in ("vp8", "vp9", "av1", "libdav1d", "opus", "vorbis")
               for stream in container.streams if stream.type in ("video", "audio"))


def _seconds(container: InputContainer) -> Fraction:
    if container.duration is None:
        raise MediaError(f"cannot read {container.name.removeprefix('file:')}: it does not say how long it is")
    return Fraction(container.duration, av.time_base)
