"""A zip with one file in it, written in pieces that come packed: whoever makes them packs them, several at a time.

Sizes are written as ZIP64, for they may pass four gigabytes; dates and rights are always the same, so that the same
pieces are the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .aside import aside

LAST = b"\x03\x00"  # an empty last block
_DEFLATED, _VERSION, _UNIX, _RIGHTS, _DAY = 8, 45, 3, 0o600 << 16, 0x21  # 1 January 1980
_WIDE = 0xFFFFFFFF  # what is too wide here stands in the extra field
_POLYNOMIAL, _ONE, _BYTE = 0xEDB88320, 1 << 31, 1 << 23  # CRC-32: bits reflected, 1 and x^8


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes packed by deflate, without a last block and up to a whole byte; the sum (CRC-32) and number of the bytes
    they stand for."""

    data: bytes
    crc: int
    size: int


def piece(raw: bytes) -> Piece:
    """Bytes packed by zlib."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return Piece(packer.compress(raw) + packer.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(raw), len(raw))


@contextmanager
def zipped(path: Path, name: str) -> Iterator[Callable[[Piece], None]]:
    """A zip with the file `name`, to which pieces are added in order. FileError for the disk."""
    crc, size, packed = 0, 0, 0
    with aside(path) as part, open(part, "wb") as file:
        start = file.write(_head(name, 0, 0, 0))

        def add(one: Piece) -> None:
            nonlocal crc, size, packed
            crc, size = joined(crc, one.crc, one.size), size + one.size
            packed += file.write(one.data)

        yield add
        packed += file.write(LAST)
        file.write(_end(name, crc, size, packed, start + packed))
        file.seek(0)
        file.write(_head(name, crc, size, packed))


def joined(first: int, second: int, size: int) -> int:
    """The sum of two stretches of bytes from those of each; `size` is that of the second."""
    return _product(_shift(size), first) ^ second


def _head(name: str, crc: int, size: int, packed: int) -> bytes:
    sizes = struct.pack("<HHQQ", 1, 16, size, packed)
    kind = struct.pack("<HHH", _VERSION, 0, _DEFLATED)
    return b"PK\x03\x04" + kind + _facts(name, crc, sizes) + name.encode() + sizes


def _end(name: str, crc: int, size: int, packed: int, at: int) -> bytes:
    """The list of what is in the zip, and where that list lies."""
    sizes = struct.pack("<HHQQ", 1, 16, size, packed)
    made = struct.pack("<BBHHH", _VERSION, _UNIX, _VERSION, 0, _DEFLATED)
    entry = b"PK\x01\x02" + made + _facts(name, crc, sizes) + struct.pack("<HHHII", 0, 0, 0, _RIGHTS, 0)
    entry += name.encode() + sizes
    wide = struct.pack("<QBBHIIQQQQ", 44, _VERSION, _UNIX, _VERSION, 0, 0, 1, 1, len(entry), at)
    place = struct.pack("<IQI", 0, at + len(entry), 1)
    short = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), _WIDE, 0)
    return entry + b"PK\x06\x06" + wide + b"PK\x06\x07" + place + b"PK\x05\x06" + short


def _facts(name: str, crc: int, sizes: bytes) -> bytes:
    return struct.pack("<HHIIIHH", 0, _DAY, crc, _WIDE, _WIDE, len(name.encode()), len(sizes))


@cache
def _shift(size: int) -> int:
    """x to the power of so many bytes' bits."""
    found, power = _ONE, _BYTE
    while size:
        if size & 1:
            found = _product(found, power)
        power, size = _product(power, power), size >> 1
    return found


def _product(a: int, b: int) -> int:
    """Of two polynomials, modulo the sum's own."""
    found = 0
    while a:
        if a & _ONE:
            found ^= b
        a, b = (a << 1) & _WIDE, (b >> 1) ^ (_POLYNOMIAL if b & 1 else 0)
    return found
