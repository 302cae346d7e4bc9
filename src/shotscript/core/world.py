"""How the pure parts see the outside: one small interface over disk, an editor's buffer or a test's dictionary.

A path here is text with forward slashes. `resolve` is the only place that decides what a script may reach.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from .errors import FileError, UsageError


class OutsideProject(Exception):
    """A script named a path that leaves the project folder. Carries the path as written. Caught by `lang`."""


class World(Protocol):
    def read_text(self, path: str) -> str:
        """A file as UTF-8, with or without a mark. UnicodeDecodeError, FileNotFoundError, FileError."""
        ...

    def read_bytes(self, path: str) -> bytes: ...

    def exists(self, path: str) -> bool: ...

    def resolve(self, near: str, path: str) -> str:
        """The path that `path`, written in the file `near`, stands for. OutsideProject if a script may not go there."""
        ...


class TextWorld:
    """Files that are entries of a dictionary: for tests, for text handed to `shotscript.compile`, for an editor."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = dict(files)

    def read_bytes(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        data = self.files[path]
        return data.encode() if isinstance(data, str) else data

    def read_text(self, path: str) -> str:
        return _decode(self.read_bytes(path))

    def exists(self, path: str) -> bool:
        return path in self.files

    def resolve(self, near: str, path: str) -> str:
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(near), path))
        if posixpath.isabs(path) or joined == ".." or joined.startswith("../"):
            raise OutsideProject(path)
        return joined


class DiskWorld:
    """The disk, as seen from a project folder: scripts reach files below it, or below folders that `allow` names."""

    def __init__(self, project: Path, allow: tuple[Path, ...] = ()) -> None:
        self.project = _resolved(project)
        self.allow = tuple(_resolved(folder) for folder in allow)

    def read_bytes(self, path: str) -> bytes:
        try:
            kind = os.stat(path).st_mode
            if stat.S_ISDIR(kind):
                raise UsageError(f"{path} is a folder; name a file")
            if not stat.S_ISREG(kind):
                # A pipe nobody writes to would be waited for for ever, and a device may never end.
                raise UsageError(f"{path} is a pipe or a device; name a file")
            return Path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, ValueError) as trouble:
            raise FileNotFoundError(path) from trouble
        except OSError as trouble:
            raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble

    def read_text(self, path: str) -> str:
        return _decode(self.read_bytes(path))

    def exists(self, path: str) -> bool:
        return os.path.isfile(path)

    def resolve(self, near: str, path: str) -> str:
        """Links are followed before the check, so a link cannot lead a script out of its project."""
        full = _resolved(Path(near).parent / path)
        if not any(full.is_relative_to(folder) for folder in (self.project, *self.allow)):
            raise OutsideProject(path)
        return str(full)


def project_of(script: Path) -> Path:
    """The nearest ancestor with `shotscript.toml` or `.git`, else the script's own folder."""
    folder = _resolved(script).parent
    for place in (folder, *folder.parents):
        if os.path.isfile(place / "shotscript.toml") or os.path.exists(place / ".git"):
            return place
    return folder


def _resolved(path: Path) -> Path:
    """Links followed as far as they lead. `Path.resolve` raises on loops and on characters no path may hold."""
    return Path(os.path.abspath(path) if "\0" in str(path) else os.path.realpath(path))


def _decode(data: bytes) -> str:
    return data.decode("utf-8-sig")
