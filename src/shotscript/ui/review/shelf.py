"""Which files the room hands out, by the names that its pages give them. A name that nobody gave is no file."""

from __future__ import annotations

from pathlib import Path

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
        self._newest = -1

    def learn(self, showing: Showing) -> None:
        """Take in what a page is about to name."""
        if showing.revision == self._newest and not showing.reel:
            return
        self._newest = showing.revision
        for pair in list(showing.stills.values()):
            for path in pair:
                _put(self._stills, path.stem, path)
        if showing.reel:
            _put(self._reels, showing.reel.key, showing.reel.path)

    def still(self, name: str) -> Path | None:
        return self._stills.get(name)

    def reel(self, key: str) -> Path | None:
        return self._reels.get(key)


def _put(names: dict[str, Path], name: str, path: Path) -> None:
    names[name] = path
    while len(names) > MOST:
        del names[next(iter(names))]
