"""Clips as services send them, for tests: any rate, size, turn, depth, coder, with sound or without. Every picture
carries its own number, in blocks of light and dark that outlive scaling and cropping."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe
from numpy.typing import NDArray

COLUMNS, ROWS = 6, 4


@dataclass(frozen=True)
class Source:
    """How one service makes its clips. `turn`: degrees counter-clockwise its pictures are flagged to be turned."""

    name: str
    fps: Fraction = Fraction(24)
    size: tuple[int, int] = (160, 88)
    turn: int = 0
    pixel: str = "yuv420p"
    coder: tuple[str, ...] = ("libx264", "-preset", "fast", "-crf", "12")
    sound: bool = False
    suffix: str = ".mp4"
    flags: tuple[str, ...] = field(default=("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
                                            "-color_range", "tv"))


def rate(text: str) -> Fraction:
    return Fraction({"23.976": "24000/1001", "29.97": "30000/1001", "59.94": "60000/1001"}.get(text, text))


def numbered(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """(height, width) brightness: 24 blocks in the middle three quarters are the number's bits, the rest is grey."""
    plane = np.full((height, width), 120, np.uint8)
    for bit in range(COLUMNS * ROWS):
        x0, x1, y0, y1 = _block(bit, width, height)
        plane[y0:y1, x0:x1] = 200 if number >> bit & 1 else 50
    return plane


def read(luma: NDArray[np.uint8]) -> int:
    """The number in a picture that fills its frame."""
    height, width = luma.shape
    number = 0
    for bit in range(COLUMNS * ROWS):
        x0, x1, y0, y1 = _block(bit, width, height)
        inner = luma[y0 + (y1 - y0) // 3 : y1 - (y1 - y0) // 3, x0 + (x1 - x0) // 3 : x1 - (x1 - x0) // 3]
        number |= int(inner.mean() > 125) << bit
    return number


def make(source: Source, path: Path, numbers: list[int]) -> Path:
    """A clip of these pictures. The turn is undone in the pixels, so a player that heeds the flag shows it upright."""
    width, height = source.size
    upright = (height, width) if source.turn in (90, 270) else (width, height)
    pictures = [np.rot90(numbered(number, *upright), -source.turn // 90) for number in numbers]
    grey = np.full((height // 2) * (width // 2) * 2, 128, np.uint8).tobytes()
    raw = b"".join(np.ascontiguousarray(picture).tobytes() + grey for picture in pictures)
    plain = path if not source.turn else path.with_name(f"upright-{path.name}")
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"] if source.sound else []
    ffmpeg("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", str(source.fps), "-i", "-", *sound,
           *(["-map", "0:v", "-map", "1:a", "-c:a", "aac", "-shortest"] if sound else []),
           "-pix_fmt", source.pixel, "-c:v", *source.coder, *source.flags, str(plain), data=raw)
    if source.turn:
        ffmpeg("-display_rotation", str(source.turn), "-i", str(plain), "-c", "copy", str(path))
    return path


def ffmpeg(*arguments: str, data: bytes = b"") -> None:
    subprocess.run([get_ffmpeg_exe(), "-y", "-hide_banner", "-loglevel", "error", *arguments], input=data, check=True)


def _block(bit: int, width: int, height: int) -> tuple[int, int, int, int]:
    row, column = divmod(bit, COLUMNS)
    xs = [width // 8 + width * 3 // 4 * i // COLUMNS for i in (column, column + 1)]
    ys = [height // 8 + height * 3 // 4 * i // ROWS for i in (row, row + 1)]
    return xs[0], xs[1], ys[0], ys[1]
