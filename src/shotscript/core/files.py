"""Files written whole or not at all: aside, synced, then renamed into place."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import FileError


def folder(path: Path) -> Path:
    """The folder, made if it is not there. FileError if a file stands where it should be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as trouble:
        raise FileError(f"cannot make the folder {path}: a file stands in its way") from trouble
    except OSError as trouble:
        raise FileError(f"cannot make the folder {path}: {trouble.strerror}") from trouble
    return path


def write(path: Path, data: bytes | str) -> None:
    """Replace a file's content. A reader sees the old bytes or the new ones, never a part of them."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(aside, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as trouble:
        raise FileError(f"cannot write {path}: {trouble.strerror}") from trouble
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a rename in this folder survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
