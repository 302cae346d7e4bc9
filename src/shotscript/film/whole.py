"""Whether a file from elsewhere is a film, and all of it is there. Its name and its sender's word count for nothing."""

from __future__ import annotations

from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from ..core.errors import MediaError
from .boxes import ended
from .probe import QUICK, pictures, unreadable
from .source import FILMS, opened

_MISSING = 1
"""Packets that tables may promise too many of."""
_TABLES = {**QUICK, "analyzeduration": "1"}
"""To open a file whose tables tell all that is asked: not one of its pictures is looked at."""


def whole(path: Path) -> None:
    """MediaError where a file has no pictures, or breaks off before the end that its own tables tell of."""
    try:
        if ended(path):
            with opened(path, _TABLES, FILMS) as container:
                if pictures(path, container).frames:
                    return
        with opened(path, QUICK, FILMS) as container:
            stream = pictures(path, container)
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
