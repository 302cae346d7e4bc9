"""A film from elsewhere is one, and all of it is there: cut anywhere, or of other bytes, it is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from vendor import film_of

from shotscript.core.errors import MediaError
from shotscript.film.boxes import ended
from shotscript.film.whole import whole

FILM = film_of(Fraction(2))


def _put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _tables_first(path: Path) -> bytes:
    """The same film with its tables before its pictures, as services send it."""
    made = path.with_name("first.mp4")
    with av.open(str(path)) as source, av.open(str(made), "w", options={"movflags": "faststart"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return made.read_bytes()


def _webm(path: Path) -> bytes:
    with av.open(str(path), "w", format="webm") as target:
        stream = target.add_stream("libvpx", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(24):
            picture = np.full((96, 64), number * 10, np.uint8)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        target.mux(stream.encode(None))
    return path.read_bytes()


def test_a_whole_film_passes(tmp_path: Path):
    made = _put(tmp_path / "film.mp4", FILM)
    first = _put(tmp_path / "first2.mp4", _tables_first(made))
    for one in (made, first):
        whole(one)
        assert ended(one)
    webm = _put(tmp_path / "film.webm", _webm(tmp_path / "w.webm"))
    whole(webm)
    assert not ended(webm)


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 40, 0.1, 0.5, 0.9, 0.99, -400])
@pytest.mark.parametrize("tables", ["last", "first"])
def test_a_film_that_breaks_off_is_none(tmp_path: Path, kept: float, tables: str):
    data = FILM if tables == "last" else _tables_first(_put(tmp_path / "film.mp4", FILM))
    size = int(len(data) * kept) if isinstance(kept, float) else len(data) + kept if kept < 0 else kept
    path = _put(tmp_path / "part.mp4", data[:size])
    with pytest.raises(MediaError):
        whole(path)
    assert not ended(path)


@pytest.mark.parametrize("data", [b"", b"<html>sorry</html>", b"\0" * 4096, b"\0\0\0\x08moov\0\0\0\x08mdat"])
def test_what_is_no_film_is_refused(tmp_path: Path, data: bytes):
    with pytest.raises(MediaError):
        whole(_put(tmp_path / "film.mp4", data))
