"""What an mp4 or mov file tells beside its streams: how the picture is to be turned. ffmpeg says so only with a decoded
picture, which costs more than all else one wants to know of a clip."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_TURNS = {(0, 1): 270, (-1, 0): 180, (0, -1): 90}
"""By the first row of the matrix, in whole numbers: degrees counter-clockwise."""
_TRACKS = 64
"""No file has more tracks; one that says so is damaged."""


def turn(path: Path) -> int:
    """Degrees counter-clockwise by which the pictures of the first video track are to be shown turned: 0, 90, 180, 270.
    0 for a file that does not say, or is none of these."""
    with open(path, "rb") as file:
        for kind, start, end in _boxes(file, 0, path.stat().st_size):
            if kind == b"moov":
                return next((_turn(file, a, b) for a, b in _tracks(file, start, end) if _video(file, a, b)), 0)
    return 0


def ended(path: Path) -> bool:
    """Whether an mp4 or mov file is there to its last byte: its boxes end where the file does, tables and films among
    them. False as well for a file that is none."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        found = list(_boxes(file, 0, size))
    return bool(found) and found[-1][2] == size and {b"moov", b"mdat"} <= {kind for kind, _, _ in found}


def _tracks(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int]]:
    found = [(a, b) for kind, a, b in _boxes(file, start, end) if kind == b"trak"]
    yield from found[:_TRACKS]


def _video(file: BinaryIO, start: int, end: int) -> bool:
    for kind, a, b in _boxes(file, start, end):
        if kind == b"mdia":
            return any(_read(file, c + 8, 4) == b"vide" for inner, c, _ in _boxes(file, a, b) if inner == b"hdlr")
    return False


def _turn(file: BinaryIO, start: int, end: int) -> int:
    for kind, a, _ in _boxes(file, start, end):
        if kind == b"tkhd":
            wide = _read(file, a, 1) == b"\1"
            row = _read(file, a + (52 if wide else 40), 8)
            if len(row) == 8:
                across, down = struct.unpack(">ii", row)
                return _TURNS.get((_sign(across), _sign(down)), 0)
    return 0


def _sign(value: int) -> int:
    """Of a 16.16 number: small ones are none."""
    return 0 if abs(value) < 0x8000 else 1 if value > 0 else -1


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes in [at, end): kind, and where the content of each begins and ends."""
    while at + 8 <= end:
        size, kind = struct.unpack(">I4s", _read(file, at, 8).ljust(8, b"\0"))
        head = 8
        if size == 1:
            size, head = int.from_bytes(_read(file, at + 8, 8), "big"), 16
        stop = end if size == 0 else at + size
        if stop < at + head or stop > end:
            return
        yield kind, at + head, stop
        at = stop


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)
