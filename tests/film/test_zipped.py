"""A zip written in packed pieces, read back by Python's own reader, which checks every sum."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from shotscript.film.still import npz
from shotscript.film.zipped import joined, piece, zipped


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (5, 0, 70_000, 3), (100_000, 100_000)])
def test_pieces_are_one_file(sizes: tuple[int, ...], tmp_path: Path):
    rng, path = np.random.default_rng(4), tmp_path / "box.zip"
    parts = [rng.integers(0, 4, size, np.uint8).tobytes() for size in sizes]
    with zipped(path, "depth.npy") as add:
        for part in parts:
            add(piece(part))
    with zipfile.ZipFile(path) as box:
        assert box.namelist() == ["depth.npy"] and box.testzip() is None
        assert box.read("depth.npy") == b"".join(parts)
        info = box.infolist()[0]
    assert info.file_size == sum(sizes) and info.compress_size < path.stat().st_size


def test_a_wrong_sum_is_found(tmp_path: Path):
    path = tmp_path / "box.zip"
    with zipped(path, "a") as add:
        add(piece(b"one piece after the other"))
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 16] ^= 1
    path.write_bytes(data)
    with zipfile.ZipFile(path) as box, pytest.raises(zipfile.BadZipFile):
        box.read("a")


def test_sums_are_joined_as_if_the_bytes_were():
    rng = np.random.default_rng(5)
    for first, second in ((0, 0), (1, 0), (0, 9), (300, 1), (4096, 70_001)):
        a, b = rng.bytes(first), rng.bytes(second)
        assert joined(zlib.crc32(a), zlib.crc32(b), second) == zlib.crc32(a + b)


def test_what_breaks_off_leaves_nothing(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt), zipped(tmp_path / "box.zip", "a") as add:
        add(piece(b"half"))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_frame_too_few_or_of_another_size_is_a_fault_of_ours(tmp_path: Path):
    frame = np.arange(6, dtype=np.float32).reshape(2, 3)
    with npz(tmp_path / "a.npz", "a", 2, (2, 3), np.float32) as add:
        for number in (1, 2):
            add(piece((number * frame).tobytes()))
    assert np.array_equal(np.load(tmp_path / "a.npz")["a"], np.stack([frame, 2 * frame]))
    for frames in ([frame], [frame, frame[:1]]):
        with pytest.raises(AssertionError), npz(tmp_path / "b.npz", "a", 2, (2, 3), np.float32) as add:
            for one in frames:
                add(piece(one.tobytes()))
