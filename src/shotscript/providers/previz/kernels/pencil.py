"""A picture as pencil on paper: a few washes of grey, hatching where it is dark, the grain of the paper."""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32


@kernel
def _hatch(at, pitch, width):
    """Cover 0..1 of a pixel by the nearest of the lines `pitch` pixels apart, each `width` wide."""
    away = abs(at - pitch * math.floor(at / pitch + f4(0.5)))
    return min(f4(1), max(f4(0), width * f4(0.5) + f4(0.5) - away))


@kernel
def _grain(x, y):
    """-1..1, a different one for each pixel, the same in every frame."""
    n = np.uint32(x) * np.uint32(73856093) ^ np.uint32(y) * np.uint32(19349663)
    n = (n ^ (n >> np.uint32(13))) * np.uint32(1274126177)
    return f4((n >> np.uint32(8)) & np.uint32(0xFFFF)) * f4(1 / 32768.0) - f4(1)


@kernel
def draw(picture, paper, lead, scale):
    """`picture` (3, h, w) in place as a drawing in `lead` (3,) on `paper` (3,); `scale` 1 at 720 lines."""
    pitch, thin = f4(5.5) * scale, f4(1.0) * max(scale, f4(0.6))
    for y in range(picture.shape[1]):
        for x in range(picture.shape[2]):
            tone = f4(0.2126) * picture[0, y, x] + f4(0.7152) * picture[1, y, x] + f4(0.0722) * picture[2, y, x]
            tone = min(f4(1), max(f4(0), tone))
            wash = f4(0.34) * (f4(1) - min(f4(1), tone * f4(1.22)))
            one = min(f4(1), max(f4(0), (f4(0.46) - tone) * f4(5)))
            two = min(f4(1), max(f4(0), (f4(0.25) - tone) * f4(6)))
            lines = f4(0)
            wave = f4(0.6) * _grain(x >> 3, y >> 3)
            if one > 0:
                lines = f4(0.34) * one * _hatch(f4(x) * f4(0.77) + f4(y) * f4(0.64) + wave, pitch, thin)
            if two > 0:
                lines = max(lines, f4(0.42) * two * _hatch(f4(x) * f4(0.77) - f4(y) * f4(0.64) + wave, pitch, thin))
            dark = min(f4(0.92), wash + lines + f4(0.012) * _grain(x, y))
            for c in range(3):
                picture[c, y, x] = paper[c] + (lead[c] - paper[c]) * dark
