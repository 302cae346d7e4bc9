"""Stills and numbers as files: PNG pictures, and arrays in numpy's own container. The same values, the same bytes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files
from .aside import aside

_GREY, _RGB = 0, 2
_UP = 2  # a row is written as its difference from the one above


def png(path: Path, picture: NDArray[np.uint8], *, level: int = 6, sync: bool = True) -> None:
    """An 8-bit picture: (h, w) grey or (h, w, 3) RGB, packed harder the higher the level. FileError for the disk.

    Without `sync` a power cut may lose it: for pictures that come by the hundred.
    """
    height, width = picture.shape[:2]
    rows = picture.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    body = np.hstack([np.full((height, 1), _UP, np.uint8), rows - above])
    kind = _GREY if picture.ndim == 2 else _RGB
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(body.tobytes(), level)), (b"IEND", b"")]
    files.write(path, b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks), sync=sync)


@contextmanager
def npz(path: Path, name: str, count: int, shape: tuple[int, ...], kind: type[np.generic]
        ) -> Iterator[Callable[[NDArray[Any]], None]]:
    """One array of `count` frames of a shape, of which each is handed over when it is there: `numpy.load(path)[name]`
    is (count, *shape)."""
    told = 0
    with aside(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box, \
            box.open(f"{name}.npy", "w", force_zip64=True) as file:
        _header(file, np.dtype(kind), (count, *shape))

        def add(frame: NDArray[Any]) -> None:
            nonlocal told
            assert (frame.shape, frame.dtype) == (shape, kind), (frame.shape, frame.dtype)
            file.write(np.ascontiguousarray(frame).tobytes())
            told += 1

        yield add
        assert told == count, (told, count)


def _header(file: Any, kind: np.dtype[Any], shape: tuple[int, ...]) -> None:
    told = {"descr": kind.newbyteorder("<").str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, told)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
