"""Passes' arrays and pictures made ready for their files, each by itself: in any thread, to the same bytes."""

from __future__ import annotations

import math
import threading
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...film.colour import grey
from ...film.zipped import LAST, Piece
from .kernels import deflate, output

Bytes = NDArray[np.uint8]
ZLIB = b"\x78\x01"
_own = threading.local()
_GREY = grey(np.arange(256, dtype=np.uint8).reshape(16, 16))[:16].reshape(-1)


def array(frame: NDArray[Any]) -> Piece:
    """A frame (h, w, ...) of numbers, as they lie in memory."""
    raw = np.ascontiguousarray(frame).reshape(-1).view(np.uint8)
    pixel, row = raw.size // (frame.shape[0] * frame.shape[1]), raw.size // frame.shape[0]
    left, back = math.lcm(pixel, 4) // 4, math.lcm(row, 4) // 4
    return Piece(_packed(raw, left, back if back <= deflate.WINDOW else left, deflate.WINDOW), zlib.crc32(raw.data),
                 raw.size)


def picture(shown: Bytes) -> bytes:
    """(h, w, 3) as what a PNG holds: rows less those above, packed."""
    rows = shown.reshape(shown.shape[0], -1)
    raw = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    output.less_above(rows, raw)
    raw = raw.reshape(-1)
    return ZLIB + _packed(raw, 1, 3, 0) + LAST + zlib.adler32(raw.data).to_bytes(4, "big")


def planes(shown: Bytes) -> Bytes:
    """(h, w, 3) to YUV 4:2:0 (h * 3 / 2, w), to the byte what `film.colour.planes` makes of it."""
    height, width = shown.shape[:2]
    out = np.empty((height * 3 // 2, width), np.uint8)
    chroma = out[height:].reshape(2, height // 2, width // 2)
    output.rgb_to_yuv(shown, out[:height], chroma[0], chroma[1])
    return out


def grey_planes(shown: Bytes) -> Bytes:
    """Brightness (h, w) to YUV 4:2:0, as `film.colour.grey` has it."""
    height, width = shown.shape
    out = np.full((height * 3 // 2, width), 128, np.uint8)
    np.take(_GREY, shown, out=out[:height])
    return out


def _packed(raw: Bytes, left: int, back: int, near: int) -> bytes:
    whole = (raw.size - deflate.AHEAD) // 4
    words = raw[deflate.AHEAD : deflate.AHEAD + 4 * whole].view(np.uint32)
    out = _out(2 * whole + 1024)
    size = deflate.pack(raw, words, left, back, near, out)
    return out.view(np.uint8)[:size].tobytes()


def _out(words: int) -> NDArray[np.uint32]:
    """This thread's own, made larger when it must be: what is packed is copied from it."""
    held: NDArray[np.uint32] | None = getattr(_own, "out", None)
    if held is None or len(held) < words:
        _own.out = held = np.empty(words, np.uint32)
    return held
