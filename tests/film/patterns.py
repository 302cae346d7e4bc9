"""Pictures whose number can be read off them, for tests: 16 blocks of light and dark are the bits of the number."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 160, 88
RATES = [Fraction(24000, 1001), Fraction(24), Fraction(30)]


def picture(shot: int, number: int) -> NDArray[np.uint8]:
    """YUV planes: the bits of shot * 1000 + number across the picture, over a tint of the shot's own."""
    planes = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
    bits = [(shot * 1000 + number) >> bit & 1 for bit in range(16)]
    planes[:HEIGHT] = np.repeat([180 if bit else 60 for bit in bits], WIDTH // 16)
    planes[HEIGHT : HEIGHT + HEIGHT // 4] = 112 + 8 * (shot % 5)
    planes[HEIGHT + HEIGHT // 4 :] = 112 + 8 * (shot % 3)
    return planes


def number(planes: NDArray[np.uint8]) -> tuple[int, int]:
    """The shot and the number a decoded picture shows."""
    blocks = planes[:HEIGHT].reshape(HEIGHT, 16, WIDTH // 16).mean(axis=(0, 2))
    return divmod(sum(1 << bit for bit, value in enumerate(blocks) if value > 120), 1000)


def psnr(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    error = float(np.mean((a.astype(float) - b.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)
