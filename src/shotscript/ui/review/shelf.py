"""Which files the room hands out, by the names that its pages give them. A name that nobody gave is no file."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from .values import Showing

MOST = 20_000
"""Names kept: those of pages that are long since another are forgotten."""
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
STATIC = {
    path.name: path for path in sorted((Path(__file__).parent / "static").iterdir()) if path.suffix in KINDS
}
"""The package's own files, listed once."""


class Shelf:
    """The pictures and reels of what was shown, old pages' among them, by what stands in their addresses."""

    def __init__(self) -> None:
        self._stills: dict[str, Path] = {}
        self._reels: dict[str, Path] = {}
        self._last: Showing | None = None
        self._lock = Lock()

    def learn(self, showing: Showing) -> Showing:
        """Take in what a page is about to name."""
        with self._lock:
            if showing is not self._last:
                self._last = showing
                _put(self._stills, {path.stem: path for pair in showing.stills.values() for path in pair})
                _put(self._reels, {showing.reel.key: showing.reel.path} if showing.reel else {})
        return showing

    def still(self, name: str) -> Path | None:
        return self._stills.get(name)

    def reel(self, key: str) -> Path | None:
        return self._reels.get(key)


def _put(names: dict[str, Path], fresh: dict[str, Path]) -> None:
    names.update(fresh)
    for old in list(names)[: max(0, len(names) - MOST)]:
        del names[old]
