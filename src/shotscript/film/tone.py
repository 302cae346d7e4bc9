"""The average colour of a stretch of film, in the terms of an eye: CIE L*a*b* of sRGB under daylight (D65)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])


@dataclass(frozen=True, slots=True)
class Tone:
    """`red`, `green`, `blue` from 0 to 255. `light` is L*, 0 black to 100 white; `a` runs from green to red, `b` from
    blue to yellow: two greys have both near zero."""

    red: int
    green: int
    blue: int
    light: float
    a: float
    b: float

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def brighter(self, other: Tone) -> float:
        """Steps of L* by which this one is brighter; less than zero where it is darker."""
        return self.light - other.light

    def tinted(self, other: Tone) -> float:
        """How far apart their colours are, brightness left out."""
        return float(np.hypot(self.a - other.a, self.b - other.b))


def tone(colours: NDArray[np.float32]) -> Tone:
    """Of frames' average colours, (n, 3) from 0 to 1: frames count by the light they give off."""
    linear = _linear(colours.astype(np.float64)).mean(axis=0)
    x, y, z = _root(_TO_XYZ @ linear / _WHITE)
    red, green, blue = (round(255 * float(value)) for value in _coded(linear))
    return Tone(red, green, blue, float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z)))


def _linear(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _coded(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(value <= 0.0031308, value * 12.92, 1.055 * np.clip(value, 0, 1) ** (1 / 2.4) - 0.055)


def _root(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(value > (6 / 29) ** 3, np.cbrt(value), value / (3 * (6 / 29) ** 2) + 4 / 29)
