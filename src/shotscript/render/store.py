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
        self._sweep()

    def find(self, stored: Stored) -> Path | None:
        """The clip's file, or None where it is missing or not of its size."""
        path = self._path(stored.clip)
        return path if path.is_file() and path.stat().st_size == stored.size else None

    def draft(self, key: str) -> Path:
        """Where to write a clip before it is kept. The name carries the process, so that leftovers can be told."""
        return self.incoming / f"{os.getpid()}-{key[:16]}.mp4"

    def keep(self, draft: Path) -> Stored:
        """Take a finished file in, under the name of its content."""
        try:
            data = draft.read_bytes()
            stored = Stored(digest.of_bytes(data), len(data))
            path = self._path(stored.clip)
            files.folder(path.parent)
            os.replace(draft, path)
            files.sync_folder(path.parent)
        except OSError as trouble:
            raise FileError(f"cannot keep a clip in {self.folder}: {trouble.strerror}") from trouble
        return stored

    def path(self, stored: Stored) -> Path:
        return self._path(stored.clip)

    def _path(self, clip: str) -> Path:
        return self.folder / clip[:2] / f"{clip}.mp4"

    def _sweep(self) -> None:
        """Remove what processes that are gone left unfinished."""
        for left in self.incoming.iterdir():
            process = left.name.lstrip(".").split("-", 1)[0]
            if process.isdigit() and int(process) != os.getpid() and not _alive(int(process)):
                left.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
