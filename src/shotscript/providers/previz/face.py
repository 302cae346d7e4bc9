"""The face: skull, hair, eyes that look, and a mouth that opens. All in the head's own coordinates.

Facing must read at any size: nose, eyes and hairline in front, hair behind.
"""

from __future__ import annotations

import numpy as np

from .mesh import Floats, Mesh, ellipsoid, loft, moved, solid, turn_x, turn_y
from .stuff import Shape, Stuff

EYES = {"left": (-0.0300, 0.0830, 0.1225), "right": (0.0300, 0.0830, 0.1225)}
MOUTH_AT = (0.0, 0.0925, 0.056)
LIPS = {"mouth": (0.0, 0.0, 0.0), "upper lip": (0.0, 0.0031, 0.0034), "lower lip": (0.0, 0.0022, -0.0042)}
"""Parts about the mouth and where they are on it when it is shut."""

SKULL = (0.076, 0.097, 0.120)
"""Half of its width, depth and height, metres."""

STRANDS = 44  # columns of the hair's shell
JAW = 0.009  # metres that a chin drops


def face(long_hair: bool) -> dict[str, Shape]:
    nose = loft([(0.026, 0.006, 0.006), (0.0, 0.009, 0.012), (-0.022, 0.0125, 0.017)], 14, 8)
    ear = (0.012, 0.022, 0.032)
    shapes: dict[str, Shape] = {
        "head": (_head(), [(0, 0.01, 0.13, 0.095), (0, 0.03, 0.06, 0.065)], Stuff.SKIN),
        "hair": (_hair(long_hair), [], Stuff.HAIR),
        "nose": (nose, [], Stuff.SKIN),
        "mouth": (ellipsoid((0.021, 0.0085, 1.0), (0, 0, 0), 14, 8), [], Stuff.DARK),
        "upper lip": (_lip(0.0225, 0.0040, 0.0016), [], Stuff.LIP),
        "lower lip": (_lip(0.0200, 0.0050, -0.0016), [], Stuff.LIP),
    }
    for side, sign in (("left", -1), ("right", 1)):
        x, y, z = EYES[side]
        shapes |= {
            f"{side} eye": (ellipsoid((0.0138, 0.0115, 0.0088), (x, y, z), 16, 11), [], Stuff.WHITE),
            f"{side} iris": (ellipsoid((0.0064, 0.0024, 0.0068), (0, 0.0105, 0), 12, 7), [], Stuff.DARK),
            f"{side} lid": (_lid(sign, x, y, z), [], Stuff.SKIN),
            f"{side} ear": (ellipsoid(ear, (sign * 0.078, 0.0, 0.112), 12, 10), [], Stuff.SKIN),
            f"{side} brow": (_brow(sign), [], Stuff.HAIR),
        }
    return shapes


def chin(points: Floats) -> Floats:
    """How far each point (v, 3) of the head drops with the jaw, 0..1."""
    low = np.clip((0.062 - points[:, 2]) / 0.035, 0, 1)
    front = np.clip((points[:, 1] + 0.005) / 0.05, 0, 1)
    return low * low * (3 - 2 * low) * front


def _lid(sign: int, x: float, y: float, z: float) -> Mesh:
    """The upper lid: a shell over the upper third of the eye, falling to the outside."""
    shell = ellipsoid((0.0150, 0.0119, 0.0050), (0, 0, 0), 16, 9)
    return moved(shell, turn_y(sign * 0.10) @ turn_x(-0.10), (x * 1.01, y - 0.0006, z + 0.0068))


def _brow(sign: int) -> Mesh:
    """A brow that lies on the skull's curve all along: seen from aside, none of it stands out from the face."""
    straight = ellipsoid((0.0185, 0.006, 0.0034), (0, 0, 0), 14, 6)
    plain = moved(straight, turn_y(-sign * 0.08), (sign * 0.03, 0.0, 0.1465))
    points = plain.points.copy()
    points[:, 1] += 0.0102 + 0.091 * np.sqrt(1 - (points[:, 0] / SKULL[0]) ** 2)
    return solid(points, plain.faces)


def _lip(wide: float, high: float, bow: float) -> Mesh:
    """A lip that narrows to its corners and bows a little."""
    plain = ellipsoid((wide, 0.0062, high), (0, 0, 0), 16, 8)
    points = plain.points.copy()
    share = np.abs(points[:, 0]) / wide
    points[:, 1] -= 0.006 * share**2
    points[:, 2] += bow * (1 - share) - 0.5 * bow
    return solid(points, plain.faces)


def _head() -> Mesh:
    egg = ellipsoid(SKULL, (0, 0.008, 0.118), 42, 34)
    points = egg.points.copy()
    z = (points[:, 2] - 0.118) / 0.12
    low, front = np.clip(-z, 0, 1), points[:, 1] > 0.04
    jaw = np.sqrt(np.maximum(1 - low**3.0, 1e-3) / np.maximum(1 - low**2, 1e-3))  # fuller than an egg
    points[:, 0] *= np.clip(jaw, 1, 1.35) * (1 - 0.30 * low**1.3)
    points[:, 1] = points[:, 1] * (1 - 0.10 * low**1.5) + 0.020 * low
    points[:, 1] -= 0.011 * np.exp(-(((z - 0.05) / 0.15) ** 2)) * front  # eye sockets
    points[:, 1] += 0.007 * np.exp(-(((z - 0.33) / 0.14) ** 2)) * front  # brow
    return solid(points, egg.faces)


def _hair(long: bool) -> Mesh:
    """A shell over the skull that dives under the skin where the face is, and below the ears unless `long`."""
    egg = ellipsoid(SKULL, (0, 0.008, 0.118), STRANDS, 34)
    centre = np.array((0.0, 0.0, 0.122))
    away = egg.points - centre
    z, y = away[:, 2] / 0.12, away[:, 1] / 0.1
    face = 1 / (1 + np.exp(-(y - 0.18 - (z * 0.9 if long else z * 0.95 + 0.08)) * 15.0))
    low = 1 / (1 + np.exp((z + (2.0 if long else 0.35)) * 12))
    locks = 0.012 * np.sin(np.arange(len(z)) % STRANDS * 2.4) * np.clip(1.1 - np.abs(z), 0, 1)
    out = 1.105 + 0.055 * np.clip(z, 0, 1) + 0.03 * np.exp(-(((z - 0.72) / 0.22) ** 2)) * (y > 0) + locks
    out = out * (1 - face) + 0.80 * face
    points = centre + away * (out * (1 - low) + 0.80 * low)[:, None]
    if long:
        hang = np.clip((0.12 - points[:, 2]) / 0.1, 0, 1) * (1 - face)
        points[:, 2] -= 0.10 * hang
        points[:, 1] -= 0.012 * hang
        points[:, 0] *= 1 + 0.10 * hang
    shell = solid(points, egg.faces)
    normals = shell.normals * 0.3 + egg.normals * 0.7  # no dark rim where it dives
    return Mesh(points, normals / np.linalg.norm(normals, axis=1, keepdims=True), egg.faces)
