"""What is packed is unpacked by zlib to the same bytes, whatever the numbers; planes are `film.colour`'s own."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from shotscript.film.colour import grey, planes
from shotscript.film.zipped import LAST
from shotscript.providers.previz import packing
from shotscript.providers.previz.kernels import huffman
from shotscript.providers.previz.kernels.deflate import DISTANCE, LENGTH

RNG = np.random.default_rng(11)
SHAPES = [((1, 2), np.uint16), ((3, 10), np.bool_), ((7, 6, 2), np.float32), ((90, 160), np.float32),
          ((54, 96, 3), np.float16), ((54, 96, 2), np.float32), ((90, 160), np.uint16), ((5, 20_000), np.float32)]


def unpacked(data: bytes) -> bytes:
    one = zlib.decompressobj(-15)
    found = one.decompress(data + LAST)
    assert one.eof and not one.unused_data
    return found


def noise(shape, kind):
    return RNG.integers(0, 256, (*shape, np.dtype(kind).itemsize), np.uint8)


def slope(shape, kind):
    y, x = np.mgrid[: shape[0], : shape[1]]
    ramp = (1 / (3 + 0.01 * x + 0.02 * y)).astype(np.float32)
    return np.repeat(ramp[..., None], int(np.prod(shape[2:])), -1)


def patches(shape, kind):
    return RNG.integers(0, 3, ((shape[0] + 6) // 7, (shape[1] + 8) // 9)).repeat(7, 0).repeat(9, 1)[
        : shape[0], : shape[1]].repeat(int(np.prod(shape[2:])), 1).astype(np.float32)


@pytest.mark.parametrize(("shape", "kind"), SHAPES)
@pytest.mark.parametrize("values", [noise, slope, patches])
def test_arrays_come_back_to_the_bit(shape, kind, values):
    found = np.ascontiguousarray(values(shape, kind)).reshape(-1)
    frame = np.resize(found.view(np.uint8) if values is noise else found.astype(kind), int(np.prod(shape)) * (
        np.dtype(kind).itemsize if values is noise else 1)).view(kind).reshape(shape)
    one = packing.array(frame)
    assert unpacked(one.data) == frame.tobytes()
    assert (one.crc, one.size) == (zlib.crc32(frame.tobytes()), frame.nbytes)
    assert packing.array(frame) == one
    if values is patches and frame.size > 4000:
        assert len(one.data) < frame.nbytes / 10


def test_rare_symbols_do_not_break_the_longest_code():
    """Counts that grow like Fibonacci's ask for one bit more each; 13 and 7 are the most there may be."""
    for most, symbols in ((13, 40), (7, 19), (13, 286)):
        counts = np.ones(286, np.int64)
        for i in range(2, min(symbols, 60)):
            counts[i] = counts[i - 1] + counts[i - 2]
        counts[symbols:] = 0
        bits, codes = np.zeros(286, np.int64), np.zeros(286, np.int64)
        huffman.lengths(counts, most, bits)
        huffman.codes(bits, codes)
        used = np.flatnonzero(counts)
        assert bits[used].min() >= 1 and bits.max() <= most and not bits[symbols:].any()
        assert sum(2.0 ** -float(n) for n in bits[used]) <= 1
        words = [format(codes[s] >> 8, f"0{bits[s]}b")[::-1] for s in used]  # written first bit lowest
        assert not any(a != b and b.startswith(a) for a in words for b in words)


def test_the_classes_are_those_of_the_standard():
    """RFC 1951, 3.2.5: some of its rows."""
    for size, symbol in ((3, 257), (10, 264), (11, 265), (12, 265), (114, 279), (115, 280), (130, 280), (256, 284)):
        assert 257 + int(LENGTH[size]) == symbol
    for bytes_away, symbol in ((4, 3), (8, 5), (12, 6), (16, 7), (24, 8), (5120, 24), (24576, 28), (24580, 29),
                               (32764, 29)):
        assert DISTANCE[bytes_away // 4] == symbol


@pytest.mark.parametrize("shape", [(2, 2, 3), (36, 64, 3), (90, 100, 3)])
def test_pictures_are_the_same_planes_and_rows(shape):
    for picture in (RNG.integers(0, 256, shape, np.uint8), np.full(shape, 255, np.uint8),
                    np.repeat(RNG.integers(0, 256, (*shape[:2], 1), np.uint8), 3, 2)):
        assert np.array_equal(packing.planes(picture), planes(picture))
        assert np.array_equal(packing.grey_planes(picture[..., 0]), grey(picture[..., 0]))
        rows = np.frombuffer(zlib.decompress(packing.picture(picture)), np.uint8).reshape(shape[0], -1)
        assert (rows[:, 0] == 2).all()
        assert np.array_equal(np.cumsum(rows[:, 1:], 0, np.uint8).reshape(shape), picture)
