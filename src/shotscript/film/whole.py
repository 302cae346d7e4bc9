"""Whether a file from elsewhere is a film, and all of it is there. Its name and its sender's word count for nothing."""

from __future__ import annotations

from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from ..core.errors import MediaError
from .boxes import ended
from .probe import pictures, unreadable
from .source import FILMS, opened

_MISSING = 1
"""Packets that tables may promise too many of."""


def whole(path: Path) -> None:
    """MediaError where a file has no pictures, or breaks off before the end that its own tables tell of."""
    try:
        with opened(path, formats=FILMS) as container:
            stream = pictures(path, container)
            if stream.frames and ended(path):
                return
            promised, (found, broken) = stream.frames, _read(container, stream)
    except FFmpegError as trouble:
        raise unreadable(path, trouble) from trouble
    if not found or broken or found < promised - _MISSING:
        raise MediaError(f"cannot use {path.name}: it breaks off after {found} of {promised or 'its'} pictures")


def _read(container: InputContainer, stream: VideoStream) -> tuple[int, int]:
    """How many packets a file holds, and how many of them are damaged."""
    found = broken = 0
    for packet in container.demux(stream):
        found += packet.size > 0
        broken += packet.is_corrupt
    return found, broken
