"""What a mannequin is made of, and what a shape of it is."""

from __future__ import annotations

from enum import IntEnum

from .mesh import Mesh


class Stuff(IntEnum):
    CLOTH = 0
    TROUSERS = 1
    SKIN = 2
    HAIR = 3
    DARK = 4
    SHOE = 5
    LIP = 6
    WHITE = 7


Balls = list[tuple[float, float, float, float]]
Shape = tuple[Mesh, Balls, Stuff]
"""A part's mesh, the spheres (x, y, z, radius) that stand for it in the light, and its stuff."""
