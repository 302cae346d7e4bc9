"""What costs time to make again and nothing to lose: kept in the user's cache folder, and never trusted blindly.

A kept file opens with the digest of its content, so half a file, or one of somebody else's, counts as none. A folder
that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from platformdirs import user_cache_dir

from . import digest, files
from .errors import FileError


def folder() -> Path:
    """The user's cache folder for us, which need not be there; one of our own among the temporary files where it cannot
    be written, as for a user without a home."""
    usual = Path(user_cache_dir("shotscript"))
    return usual if _writable(usual) else _spare() or usual


def read(name: str) -> bytes | None:
    """What was kept under this name, whole, or None."""
    try:
        head, _, content = (folder() / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if head == digest.of_bytes(content).encode() else None


def keep(name: str, content: bytes) -> None:
    """Keep `content` under a name that says all it was made from."""
    try:
        files.write(files.folder(folder()) / name, digest.of_bytes(content).encode() + b"\n" + content)
    except (FileError, OSError):
        return


def _writable(path: Path) -> bool:
    there = next((place for place in (path, *path.parents) if os.path.lexists(place)), path)
    return os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK)


def _spare() -> Path | None:
    """A folder that is ours alone: what is kept there is run, so nobody else may be able to put it there."""
    if os.name == "nt":
        return None
    path = Path(tempfile.gettempdir()) / f"shotscript-{os.getuid()}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        facts = path.lstat()
    except OSError:
        return None
    safe = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077
    return path if safe else None
