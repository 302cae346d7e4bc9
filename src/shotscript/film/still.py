"""Stills and numbers as files: PNG pictures, and arrays in numpy's own container. The same values, the same bytes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files
from .aside import aside

_GREY, _RGB = 0, 2
_UP = 2  # a row is written as its difference from the one above


def png(path: Path, picture: NDArray[np.uint8]) -> None:
    """An 8-bit picture: (h, w) grey or (h, w, 3) RGB. FileError for the disk."""
    height, width = picture.shape[:2]
    rows = picture.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    body = np.hstack([np.full((height, 1), _UP, np.uint8), rows - above])
    kind = _GREY if picture.ndim == 2 else _RGB
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(body.tobytes(), 6)), (b"IEND", b"")]
    files.write(path, b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks))


def npz(path: Path, name: str, frames: Iterable[NDArray[Any]], count: int) -> None:
    """One array of `count` frames of one shape, written frame by frame: `numpy.load(path)[name]` is (count, ...)."""
    with aside(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box, \
            box.open(f"{name}.npy", "w", force_zip64=True) as file:
        told = 0
        for frame in frames:
            if not told:
                _header(file, frame, count)
            file.write(np.ascontiguousarray(frame).tobytes())
            told += 1
        assert told == count, (told, count)


def _header(file: Any, frame: NDArray[Any], count: int) -> None:
    shape = {"descr": frame.dtype.newbyteorder("<").str, "fortran_order": False, "shape": (count, *frame.shape)}
    np.lib.format.write_array_header_1_0(file, shape)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
