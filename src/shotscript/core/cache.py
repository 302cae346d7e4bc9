"""What costs time to make again and nothing to lose: kept in the user's cache folder, and never trusted blindly.

A kept file opens with the digest of its content, so half a file, or one of somebody else's, counts as none. A folder
that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_dir

from . import digest, files
from .errors import FileError


def folder() -> Path:
    """The user's cache folder for us. It need not be there."""
    return Path(user_cache_dir("shotscript"))


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
