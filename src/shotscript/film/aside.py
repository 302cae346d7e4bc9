"""Media files written whole or not at all: aside under another name, synced, then renamed into place.

Like `core.files.write`, for files that ffmpeg writes bit by bit. Whatever stops the writing, a full disk or ctrl-C, the
final name holds the old file or nothing, and the unfinished one is gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from av.error import FFmpegError

from ..core import files
from ..core.errors import FileError, MediaError


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A name to write to; it becomes `path` when the block ends well. FileError for the disk, MediaError for ffmpeg."""
    part = files.part(path)
    try:
        yield part
        _sync(part)
        os.replace(part, path)
        files.sync_folder(path.parent)
    except OSError as trouble:
        raise FileError(f"cannot write {path}: {trouble.strerror}") from trouble
    except FFmpegError as trouble:
        raise MediaError(f"cannot write {path}: {trouble.strerror}") from trouble
    finally:
        files.remove(part)


def address(path: Path) -> str:
    """How ffmpeg is told a file: with its protocol, so that no odd name is taken for another one."""
    return f"file:{path}"


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
