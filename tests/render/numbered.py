"""Films whose pictures tell their number, by light and dark squares, and whose sound ticks at each second."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from shotscript.film.encode import encode
from shotscript.film.index import index
from shotscript.film.join import Run, join
from shotscript.film.sound import RATE

BITS = 10
"""Squares side by side, the lowest bit on the left."""


def write(path: Path, frames: int, fps: Fraction, width: int = 320, height: int = 180, ticking: bool = False) -> Path:
    """A film of so many pictures; `ticking`: with a tick of a hundredth of a second at each full second."""
    silent = path.with_suffix(".silent")
    encode(silent, (_planes(number, width, height) for number in range(frames)), width, height, fps, (0,))
    length = round(frames / fps * RATE)
    join(path, [Run(index(silent), 0, frames)], [ticks(length)] if ticking else None)
    silent.unlink()
    return path


def uneven(path: Path, times: list[int]) -> Path:
    """A film whose pictures are shown at these thousandths of a second."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=1000, options={"bf": "0"})
        stream.width, stream.height, stream.pix_fmt, stream.time_base = 320, 180, "yuv420p", Fraction(1, 1000)
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(_planes(number, 320, 180), format="yuv420p")
            frame.pts, frame.time_base = time, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def numbers(path: Path) -> list[int]:
    """The number each picture of a film tells, read by ffmpeg alone."""
    with av.open(str(path)) as film:
        return [told(frame.to_ndarray(format="rgb24")) for frame in film.decode(video=0)]


def told(picture: np.ndarray) -> int:
    """The number a picture tells: (h, w, 3)."""
    height, width = picture.shape[:2]
    columns = [int((bit + 0.5) * width / BITS) for bit in range(BITS)]
    return sum(2**bit for bit, x in enumerate(columns) if picture[height // 2, x].mean() > 128)


def heard(path: Path) -> tuple[np.ndarray, Fraction]:
    """All of a file's left sound as one row of samples at 48 kHz, and the time of the first of them."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
    pts, tick = frames[0].pts, frames[0].time_base
    assert pts is not None and tick is not None
    start = pts * tick
    left = [one.to_ndarray()[0, :: 1 if one.format.is_planar else len(one.layout.channels)] for one in frames]
    return np.concatenate(left), start


def ticks(length: int) -> np.ndarray:
    made = np.zeros((length, 2), np.int16)
    for at in range(0, length, RATE):
        made[at : at + RATE // 100] = 12000
    return made


def _planes(number: int, width: int, height: int) -> np.ndarray:
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    edges = [round(bit * width / BITS) for bit in range(BITS + 1)]
    for bit in range(BITS):
        planes[:height, edges[bit] : edges[bit + 1]] = 220 if number >> bit & 1 else 30
    return planes
