"""A script's new text: shown as a diff, or put in the old one's place."""

from __future__ import annotations

import os
import re
import stat
from difflib import unified_diff
from pathlib import Path

from ..core import files
from ..core.errors import FileError, UsageError

_MARK = b"\xef\xbb\xbf"


def diff(path: str, before: str, after: str) -> str:
    """The change as a unified diff, as `patch` and git read it; nothing where there is none."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    path = path.lstrip("/")
    lines = unified_diff(old, new, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def change(shown: str, path: Path, before: str, after: str) -> str:
    """The diff of a file's text, its mark with it. `shown` is what the file is called."""
    mark = _MARK.decode() if encoded(path, before, before).startswith(_MARK) else ""
    return diff(shown, mark + before, mark + after)


def encoded(path: Path, before: str, after: str) -> bytes:
    """The file with the new text; its mark stays. UsageError where the file is no longer the one that was read."""
    try:
        data = path.read_bytes()
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    mark = _MARK if data.startswith(_MARK) else b""
    if data[len(mark) :] != before.encode():
        raise UsageError(f"{path} has changed while it was read; run it again")
    return mark + after.encode()


def write(path: Path, before: str, after: str) -> None:
    """The new text in the old one's place, whole or not at all. A link stays a link, and who may read it stays."""
    data, real = encoded(path, before, after), Path(os.path.realpath(path))
    try:
        mode = stat.S_IMODE(real.stat().st_mode)
        files.write(real, data)
        real.chmod(mode)
    except OSError as trouble:
        raise FileError(f"cannot write {path}: {trouble.strerror}") from trouble
