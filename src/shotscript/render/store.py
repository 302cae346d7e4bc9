"""Clips named by their content, whole or absent."""

from __future__ import annotations

import os
from pathlib import Path

from ..core import digest, files
from ..core.errors import FileError
from .ledger import Stored


class Store:
    """A folder of clips: `ab/abcdef....mp4`. Final names appear only by rename; unfinished ones live in `incoming`."""

    def __init__(self, folder: Path) -> None:
        self.folder = files.folder(folder)
        self.incoming = files.folder(folder / "incoming")
        self._sound: set[Path] = set()
        self._held: set[Path] = set()
        files.sweep(self.incoming)

    def find(self, stored: Stored) -> Path | None:
        """The clip's file, or None where it is missing or not what was kept: its bytes are read, once a run."""
        path = self._path(stored.clip)
        if path not in self._sound and not _is(path, stored):
            return None
        self._sound.add(path)
        return path

    def draft(self, key: str) -> Path:
        """Where to write a clip before it is kept. The name carries the process, so that leftovers can be told."""
        return files.part(self.incoming / f"{key[-32:]}.mp4")

    def keep(self, draft: Path) -> Stored:
        """Take a finished file in, under the name of its content."""
        try:
            stored = Stored(digest.of_file(draft), draft.stat().st_size)
            path = self._path(stored.clip)
            files.folder(path.parent)
            os.replace(draft, path)
            files.sync_folder(path.parent)
            if path.parent not in self._held:
                files.sync_folder(self.folder)
                self._held.add(path.parent)
            self._sound.add(path)
        except OSError as trouble:
            raise FileError(f"cannot keep a clip in {self.folder}: {trouble.strerror}") from trouble
        return stored

    def path(self, stored: Stored) -> Path:
        return self._path(stored.clip)

    def _path(self, clip: str) -> Path:
        return place(self.folder, clip)


def place(folder: Path, clip: str) -> Path:
    """Where the store in a folder keeps a clip, if it has it."""
    return folder / clip[:2] / f"{clip}.mp4"


def _is(path: Path, stored: Stored) -> bool:
    try:
        return path.stat().st_size == stored.size and digest.of_file(path) == stored.clip
    except OSError:
        return False
