"""Which letters a font file has, read from its own tables: OpenType 1.9, chapters `cmap` and `name`.

Only the tables asked for are read, so a folder of a thousand fonts is looked through in a moment. A file that is no
font, or a damaged one, has no letters.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_BEST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_LARGEST, _LAST = 64_000_000, 0x10FFFF
_FAMILY, _WINDOWS = (16, 1), 3
_BROKEN = (struct.error, IndexError, ValueError, OverflowError, UnicodeDecodeError)

Tables = dict[bytes, tuple[int, int]]


@dataclass(frozen=True, eq=False, slots=True)
class Letters:
    """A face of a font file: its family's name, and the code points it has a glyph for, in order."""

    family: str
    points: NDArray[np.int64]

    def has(self, letters: str) -> bool:
        """Whether every letter has a glyph."""
        wanted = np.fromiter(map(ord, letters), np.int64, len(letters))
        at = np.searchsorted(self.points, wanted)
        return bool(len(self.points)) and bool(np.all(self.points[np.minimum(at, len(self.points) - 1)] == wanted))


def faces(font: Path | bytes) -> tuple[Letters, ...]:
    """Those of a file, or of its bytes; none where it cannot be read. Faces drawn in pixels or in layers of colour
    cannot be set over a picture and have no letters."""
    try:
        with io.BytesIO(font) if isinstance(font, bytes) else open(font, "rb") as file:
            return tuple(_face(file, at) for at in _starts(file))
    except (*_BROKEN, OSError):
        return ()


def _starts(file: BinaryIO) -> list[int]:
    """Where the faces of a file begin: one, or several in a collection."""
    head = file.read(12)
    if head[:4] != b"ttcf":
        return [0] if head[:4] in (b"\0\1\0\0", b"OTTO", b"true") else []
    count = min(struct.unpack(">I", head[8:12])[0], 256)
    return list(struct.unpack(f">{count}I", file.read(4 * count)))


def _face(file: BinaryIO, start: int) -> Letters:
    try:
        tables = _tables(file, start)
        drawn = (b"glyf" in tables or b"CFF " in tables or b"CFF2" in tables) and not tables.keys() & {b"CBDT", b"sbix"}
        points = _points(_table(file, tables, b"cmap")) if drawn else np.empty(0, np.int64)
        return Letters(_named(_table(file, tables, b"name")), points)
    except _BROKEN:
        return Letters("", np.empty(0, np.int64))


def _tables(file: BinaryIO, start: int) -> Tables:
    file.seek(start)
    count = struct.unpack(">4xH6x", file.read(12))[0]
    rows = (struct.unpack(">4s4xII", file.read(16)) for _ in range(count))
    return {tag: (offset, length) for tag, offset, length in rows}


def _table(file: BinaryIO, tables: Tables, tag: bytes) -> bytes:
    offset, length = tables.get(tag, (0, 0))
    file.seek(offset)
    return file.read(min(length, _LARGEST))


def _named(table: bytes) -> str:
    """The family's name, the typographic one before the older one of four styles."""
    if not table:
        return ""
    count, texts = struct.unpack_from(">2xHH", table)
    found: dict[int, str] = {}
    for i in range(count):
        platform, _, language, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * i)
        raw = table[texts + offset : texts + offset + length]
        if kind in _FAMILY and (platform, language) in ((_WINDOWS, 0x409), (1, 0), (0, 0)):
            found.setdefault(kind, raw.decode("latin-1" if platform == 1 else "utf-16-be", "replace"))
    return next((found[kind] for kind in _FAMILY if kind in found), "")


def _points(table: bytes) -> NDArray[np.int64]:
    """The code points of the best table of characters, without those that lead to the glyph for nothing."""
    count = struct.unpack_from(">2xH", table)[0]
    rows = [struct.unpack_from(">HHI", table, 4 + 8 * i) for i in range(count)]
    known = {(platform, encoding): offset for platform, encoding, offset in rows}
    best = next((known[key] for key in _BEST if key in known), None)
    if best is None:
        return np.empty(0, np.int64)
    kind = struct.unpack_from(">H", table, best)[0]
    reader = {4: _segments, 6: _trimmed, 12: _groups, 13: _groups}.get(kind)
    parts = list(reader(table, best)) if reader else []
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)


def _segments(table: bytes, at: int) -> Iterator[NDArray[np.int64]]:
    """Format 4: segments of the first plane, each with a shift or a list of glyphs."""
    length, double = struct.unpack_from(">2xH2xH", table, at)
    words = np.frombuffer(table, ">u2", (min(at + max(length, 16), len(table)) - at) // 2, at).astype(np.int64)
    n = double // 2
    ends, starts, shifts, ranges = (words[i : i + n] for i in (7, 8 + n, 8 + 2 * n, 8 + 3 * n))
    for i in range(n):
        points = np.arange(starts[i], ends[i] + 1)
        if ranges[i]:
            where = 8 + 3 * n + i + ranges[i] // 2 + points - starts[i]
            points, where = points[where < len(words)], where[where < len(words)]
            glyphs = words[where]
            yield points[(glyphs != 0) & ((glyphs + shifts[i]) % 65536 != 0) & (points != 0xFFFF)]
        else:
            yield points[((points + shifts[i]) % 65536 != 0) & (points != 0xFFFF)]


def _trimmed(table: bytes, at: int) -> Iterator[NDArray[np.int64]]:
    """Format 6: one run with its list of glyphs."""
    first, count = struct.unpack_from(">6xHH", table, at)
    glyphs = np.frombuffer(table, ">u2", count, at + 10)
    yield first + np.flatnonzero(glyphs)


def _groups(table: bytes, at: int) -> Iterator[NDArray[np.int64]]:
    """Format 12, runs of glyphs; format 13, one glyph for a run."""
    kind, count = struct.unpack_from(">H10xI", table, at)
    rows = np.frombuffer(table, ">u4", count * 3, at + 16).reshape(-1, 3).astype(np.int64)
    for first, last, glyph in rows:
        points = np.arange(first, min(last, _LAST) + 1)
        yield points if glyph else points[1:] if kind == 12 else points[:0]
