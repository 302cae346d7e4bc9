"""Stills and numbers as files: PNG pictures, and arrays in numpy's own container. The same values, the same bytes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files
from .zipped import Piece, piece, zipped

_GREY, _RGB = 0, 2
_UP = 2  # a row is written as its difference from the one above


def png(path: Path, picture: NDArray[np.uint8], *, level: int = 6) -> None:
    """An 8-bit picture: (h, w) grey or (h, w, 3) RGB, packed harder the higher the level. FileError for the disk."""
    height = picture.shape[0]
    rows = picture.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    body = np.hstack([np.full((height, 1), _UP, np.uint8), rows - above])
    png_of(path, picture.shape, zlib.compress(body.tobytes(), level))


def png_of(path: Path, shape: tuple[int, ...], body: bytes, *, sync: bool = True) -> None:
    """A picture of that shape whose rows, each after the number of its filter, are packed already as zlib packs them.

    Without `sync` a power cut may lose it: for pictures that come by the hundred.
    """
    header = struct.pack(">IIBBBBB", shape[1], shape[0], 8, _GREY if len(shape) == 2 else _RGB, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    files.write(path, b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks), sync=sync)


@contextmanager
def npz(path: Path, name: str, count: int, shape: tuple[int, ...], kind: type[np.generic]
        ) -> Iterator[Callable[[Piece], None]]:
    """One array of `count` frames of a shape, of which each is handed over packed when it is there:
    `numpy.load(path)[name]` is (count, *shape)."""
    told, size = 0, int(np.prod(shape)) * np.dtype(kind).itemsize
    with zipped(path, f"{name}.npy") as write:
        write(piece(_header(np.dtype(kind), (count, *shape))))

        def add(frame: Piece) -> None:
            nonlocal told
            assert frame.size == size, (frame.size, size)
            write(frame)
            told += 1

        yield add
        assert told == count, (told, count)


def _header(kind: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    told, file = {"descr": kind.newbyteorder("<").str, "fortran_order": False, "shape": shape}, io.BytesIO()
    np.lib.format.write_array_header_1_0(file, told)
    return file.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
