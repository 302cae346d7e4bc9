"""What falls: rain or snow over a finished picture, as a hint of the script's weather."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .kernels import fall
from .scenery import F4, Scenery
from .themes import LEAD
from .view import View

f4 = np.float32


@dataclass(frozen=True, slots=True)
class Kind:
    """way: metres a second along x, y, z (up), and how far one sways · count in a box of 2 * half metres · size of one,
    metres · blur, seconds."""

    way: tuple[float, float, float, float]
    count: int
    half: float
    size: float
    blur: float


KINDS = {"rain": Kind((0.9, -0.3, -8.0, 0.0), 4200, 4.5, 0.0017, 1 / 40),
         "snow": Kind((0.35, -0.2, -1.1, 0.30), 4200, 4.5, 0.0075, 1 / 140)}


def fall_over(picture: F4, inverse: F4, scenery: Scenery, weather: str, view: View, seconds: float) -> None:
    """Drops of the shot's time `seconds` over `picture` (3, h, w); nothing for other weather."""
    kind = KINDS.get(weather)
    if kind is None:
        return
    light = scenery.rig.backdrop[:3] * f4(0.50) + f4(0.50 if weather == "snow" else 0.46)
    colour = np.array(LEAD, f4) if scenery.theme == "ink" else np.minimum(light, f4(1))
    fall.draw(picture, inverse, view.project, view.eye, f4(view.pixels), colour, np.array(kind.way, f4), kind.count,
              f4(kind.half), f4(kind.size), f4(kind.blur), f4(round(seconds, 6)))
