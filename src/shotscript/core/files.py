"""Files written whole or not at all: aside, synced, then renamed into place.

What is unfinished is called `.NAME.PROCESS.part`, so that what a killed process left behind can be told and swept.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from .errors import FileError

_PART = re.compile(r"\..*\.([0-9]{1,9})\.part")


def folder(path: Path) -> Path:
    """The folder, made if it is not there. FileError if a file stands where it should be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as trouble:
        raise FileError(f"cannot make the folder {path}: a file stands in its way") from trouble
    except OSError as trouble:
        raise FileError(f"cannot make the folder {path}: {trouble.strerror}") from trouble
    return path


def write(path: Path, data: bytes | str, *, sync: bool = True) -> None:
    """Replace a file's content. A reader sees the old bytes or the new ones, never a part of them.

    Without `sync` a power cut may lose it: for what can be made again.
    """
    aside = part(path)
    try:
        with open(aside, "wb") as file:
            # A file name that is no UTF-8 reaches us as lone surrogates: they are written as what they look like.
            file.write(data.encode(errors="backslashreplace") if isinstance(data, str) else data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as trouble:
        raise FileError(f"cannot write {path}: {trouble.strerror}") from trouble
    finally:
        if os.path.lexists(aside):
            remove(aside)
    if sync:
        sync_folder(path.parent)


def part(path: Path) -> Path:
    """What a file is called while this process writes it."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def remove(path: Path) -> None:
    """Take an unfinished file or folder away, if it is there and can be: its own trouble was told already."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def sweep(path: Path) -> None:
    """Remove from a folder what processes that are gone left unfinished."""
    try:
        left = [(item, _PART.fullmatch(item.name)) for item in path.iterdir()]
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    for item, named in left:
        if named and not _alive(int(named[1])):
            remove(item)


def _alive(process: int) -> bool:
    if os.name == "nt":
        # There, asking means interrupting: what is left stays.
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def sync_folder(path: Path) -> None:
    """Make a rename in this folder survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
