"""The mannequin: rigid parts in their own coordinates, and how they hang together.

Local axes of a part: z up, +y the way the body faces, +x its right; the origin is the joint. Sized for a person of
1.76 m. Facing must read at any size: nose, eyes and hairline in front, hair behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .mesh import Floats, Ints, Mesh, ellipsoid, joined, loft, mirrored, moved, solid, tube, turn_x, turn_y

TALL = 1.76


class Stuff(IntEnum):
    CLOTH = 0
    TROUSERS = 1
    SKIN = 2
    HAIR = 3
    DARK = 4
    SHOE = 5


PARTS = ("pelvis", "abdomen", "chest", "neck", "head", "hair", "nose", "left eye", "right eye", "left ear",
         "right ear", "left brow", "right brow", "mouth", "left upper arm", "left forearm", "left hand",
         "right upper arm", "right forearm", "right hand", "left thigh", "left shin", "left foot", "right thigh",
         "right shin", "right foot")
PART = {name: i for i, name in enumerate(PARTS)}
FACE = ("head", "hair", "nose", "left eye", "right eye", "left ear", "right ear", "left brow", "right brow",
        "mouth")
WAIST, WAIST_RISE, WAIST_BEND = -0.08, 0.145, 0.07
"""Where the shirt bends, in the chest's coordinates; the chest's origin over the abdomen's; half the bend's height."""

MOUTH_AT = (0.0, 0.0925, 0.056)
_INK = {"left brow": 0.0, "right brow": 0.0, "left eye": 0.0, "right eye": 0.0, "mouth": 0.0, "nose": 0.55,
        "left ear": 0.6, "right ear": 0.6}
_JOINTS = (("head", "chest"), ("pelvis", "abdomen"), ("abdomen", "chest"), ("chest", "neck"), ("neck", "head"),
           ("pelvis", "chest"), *((f"{s} {a}", f"{s} {b}") for s in ("left", "right") for a, b in (
               ("upper arm", "forearm"), ("forearm", "hand"), ("thigh", "shin"), ("shin", "foot"))),
           *((whole, f"{s} {limb}") for s in ("left", "right") for whole, limb in (
               ("chest", "upper arm"), ("neck", "upper arm"), ("pelvis", "thigh"), ("abdomen", "thigh"))),
           ("left thigh", "right thigh"), *(("neck", part) for part in FACE))


@dataclass(frozen=True, slots=True)
class Figure:
    """All parts in one: points, normals (v, 3), faces (t, 3), part (v,), stuff (v,) · per part: centres (p, 3),
    radii (p,), joined (p, p), ink (p,) · spheres (s, 4) that stand for it in the light, sphere_part (s,).
    """

    points: Floats
    normals: Floats
    faces: Ints
    part: Ints
    stuff: Ints
    centres: Floats
    radii: Floats
    joined: np.ndarray
    ink: Floats
    spheres: Floats
    sphere_part: Ints

    def bend(self, bones: Floats, points: NDArray[np.floating[Any]]) -> None:
        """Round the waist of posed `points` (v, 3), in place: between abdomen and chest by height."""
        at, rest, share = _waist()
        one, two = (bones[PART[name]] for name in ("abdomen", "chest"))
        low = (one[:3, :3] * (rest + np.array((0, 0, WAIST_RISE)))[:, None, :]).sum(-1) + one[:3, 3]
        high = (two[:3, :3] * rest[:, None, :]).sum(-1) + two[:3, 3]
        points[at] = np.round(low + (high - low) * share, 6)


@cache
def _waist() -> tuple[Ints, Floats, Floats]:
    """Points about the waist: their numbers in the figure (k,), places in the chest (k, 3), shares of it (k, 1)."""
    body = figure(False)
    rest = body.points + np.where((body.part == PART["abdomen"])[:, None], (0, 0, -WAIST_RISE), 0.0)
    trunk = (body.part == PART["abdomen"]) | (body.part == PART["chest"])
    at = np.flatnonzero(trunk & (np.abs(rest[:, 2] - WAIST) < WAIST_BEND)).astype(np.int32)
    u = (rest[at, 2] - WAIST + WAIST_BEND) / (2 * WAIST_BEND)
    return at, rest[at], (u * u * (3 - 2 * u))[:, None]


@cache
def figure(long_hair: bool) -> Figure:
    shapes = _shapes(long_hair)
    meshes = [shapes[name][0] for name in PARTS]
    counts = [len(m.points) for m in meshes]
    whole = joined(*meshes)
    middles = [(m.points.min(0) + m.points.max(0)) / 2 for m in meshes]
    balls = [(i, ball) for i, name in enumerate(PARTS) for ball in shapes[name][1]]
    return Figure(
        np.round(whole.points, 6), np.round(whole.normals, 6), whole.faces,
        np.repeat(np.arange(len(PARTS)), counts).astype(np.int32),
        np.repeat([int(shapes[name][2]) for name in PARTS], counts).astype(np.int32),
        np.array(middles),
        np.array([np.linalg.norm(m.points - c, axis=1).max() for m, c in zip(meshes, middles, strict=True)]),
        _joined(), np.array([_INK.get(name, 1.0) for name in PARTS]),
        np.array([ball for _, ball in balls]), np.array([i for i, _ in balls], np.int32),
    )


def _joined() -> np.ndarray:
    out = np.eye(len(PARTS), dtype=bool)
    pairs = [*_JOINTS, *((a, b) for a in FACE for b in FACE)]
    for a, b in pairs:
        out[PART[a], PART[b]] = out[PART[b], PART[a]] = True
    return out


Shape = tuple[Mesh, list[tuple[float, float, float, float]], Stuff]


def _shapes(long_hair: bool) -> dict[str, Shape]:
    arm, leg = _arm(), _leg()
    hand = _hand()
    shapes: dict[str, Shape] = {**_trunk(), **_face(long_hair)}
    for side, palm in (("left", hand), ("right", mirrored(hand))):
        shapes |= {f"{side} {name}": shape for name, shape in (arm | leg).items()}
        shapes[f"{side} hand"] = (palm, [(0, 0, -0.05, 0.04), (0, 0, -0.11, 0.035)], Stuff.SKIN)
    return shapes


def _trunk() -> dict[str, Shape]:
    pelvis = loft([(-0.115, 0.085, 0.075), (-0.05, 0.150, 0.112), (0.02, 0.157, 0.111), (0.09, 0.136, 0.096),
                   (0.14, 0.118, 0.082)], 30, 14)
    abdomen, chest = _torso()
    neck = loft([(-0.07, 0.057, 0.057), (0.0, 0.049, 0.052), (0.06, 0.047, 0.050), (0.11, 0.047, 0.050)], 20, 8)
    return {
        "pelvis": (pelvis, [(-0.06, 0, -0.02, 0.10), (0.06, 0, -0.02, 0.10), (0, 0, 0.08, 0.105)], Stuff.TROUSERS),
        "abdomen": (abdomen, [(0, 0, 0.0, 0.105), (0, 0, 0.1, 0.105)], Stuff.CLOTH),
        "chest": (chest, [(0, 0, 0.03, 0.115), (-0.06, 0, 0.13, 0.105), (0.06, 0, 0.13, 0.105), (0, 0, 0.2, 0.09)],
                  Stuff.CLOTH),
        "neck": (neck, [(0, 0, 0.02, 0.05)], Stuff.SKIN),
    }


def _torso() -> tuple[Mesh, Mesh]:
    """The shirt, one skin cut at the waist: points below belong to the abdomen, the rest and all faces to the chest.

    Faces count points from the chest's first one, so those of the abdomen, which comes right before it, are negative.
    """
    skin = loft([(-0.220, 0.1605, 0.1165), (-0.205, 0.1595, 0.1155), (-0.165, 0.147, 0.106), (-0.105, 0.134, 0.096),
                 (-0.055, 0.1325, 0.0955), (0.02, 0.142, 0.104), (0.10, 0.160, 0.116, 0, 0.007),
                 (0.155, 0.172, 0.114, 0, 0.005), (0.192, 0.170, 0.098, 0, -0.002), (0.219, 0.132, 0.082, 0, -0.008),
                 (0.240, 0.076, 0.066, 0, -0.012), (0.255, 0.066, 0.060, 0, -0.013), (0.2575, 0.050, 0.050, 0, -0.010)],
                36, 32, caps=False)
    cut = int(np.searchsorted(skin.points[:, 2], WAIST))
    low = Mesh(skin.points[:cut] + np.array((0, 0, WAIST_RISE)), skin.normals[:cut], np.zeros((0, 3), np.int32))
    return low, Mesh(skin.points[cut:], skin.normals[cut:], skin.faces - np.int32(cut))


def _face(long_hair: bool) -> dict[str, Shape]:
    nose = loft([(0.026, 0.006, 0.006), (0.0, 0.009, 0.012), (-0.022, 0.0125, 0.017)], 14, 8)
    brow = ellipsoid((0.0175, 0.008, 0.0034), (0, 0, 0), 10, 6)
    eye, ear = (0.0100, 0.006, 0.0085), (0.012, 0.022, 0.032)
    return {
        "head": (_head(), [(0, 0.01, 0.13, 0.095), (0, 0.03, 0.06, 0.065)], Stuff.SKIN),
        "hair": (_hair(long_hair), [], Stuff.HAIR),
        "nose": (nose, [], Stuff.SKIN),
        "left eye": (ellipsoid(eye, (-0.029, 0.0915, 0.124), 14, 9), [], Stuff.DARK),
        "right eye": (ellipsoid(eye, (0.029, 0.0915, 0.124), 14, 9), [], Stuff.DARK),
        "left ear": (ellipsoid(ear, (-0.078, 0.0, 0.112), 12, 10), [], Stuff.SKIN),
        "right ear": (ellipsoid(ear, (0.078, 0.0, 0.112), 12, 10), [], Stuff.SKIN),
        "left brow": (moved(brow, turn_y(0.05), (-0.029, 0.0925, 0.147)), [], Stuff.HAIR),
        "right brow": (moved(brow, turn_y(-0.05), (0.029, 0.0925, 0.147)), [], Stuff.HAIR),
        "mouth": (ellipsoid((0.023, 0.0095, 1.0), (0, 0, 0), 14, 8), [], Stuff.DARK),
    }


def _head() -> Mesh:
    egg = ellipsoid((0.076, 0.097, 0.120), (0, 0.008, 0.118), 42, 34)
    points = egg.points.copy()
    z = (points[:, 2] - 0.118) / 0.12
    low, front = np.clip(-z, 0, 1), points[:, 1] > 0.04
    jaw = np.sqrt(np.maximum(1 - low**3.0, 1e-3) / np.maximum(1 - low**2, 1e-3))  # fuller than an egg
    points[:, 0] *= np.clip(jaw, 1, 1.35) * (1 - 0.30 * low**1.3)
    points[:, 1] = points[:, 1] * (1 - 0.10 * low**1.5) + 0.020 * low
    points[:, 1] -= 0.010 * np.exp(-(((z - 0.05) / 0.16) ** 2)) * front  # eye sockets
    points[:, 1] += 0.007 * np.exp(-(((z - 0.33) / 0.14) ** 2)) * front  # brow
    return solid(points, egg.faces)


def _hair(long: bool) -> Mesh:
    """A shell over the skull that dives under the skin where the face is, and below the ears unless `long`."""
    egg = ellipsoid((0.076, 0.097, 0.120), (0, 0.008, 0.118), 44, 34)
    centre = np.array((0.0, 0.0, 0.122))
    away = egg.points - centre
    z, y = away[:, 2] / 0.12, away[:, 1] / 0.1
    face = 1 / (1 + np.exp(-(y - 0.18 - (z * 0.9 if long else z * 0.95 + 0.08)) * 15.0))
    low = 1 / (1 + np.exp((z + (2.0 if long else 0.35)) * 12))
    out = 1.10 + 0.03 * np.clip(z, 0, 1)
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


def _arm() -> dict[str, Shape]:
    upper = tube(0.285, [(-0.01, 0.046, 0.98, 1.08), (0.10, 0.053, 0.94, 1.06), (0.45, 0.047, 0.95, 1.05),
                         (0.8, 0.041, 1, 1), (1.0, 0.040, 1, 1)])
    fore = tube(0.255, [(0.0, 0.037, 1, 1), (0.25, 0.044, 1, 1.03), (0.6, 0.039, 1, 1), (1.0, 0.033, 1.08, 0.95)])
    return {
        "upper arm": (upper, [(0, 0, -0.03, 0.055), (0, 0, -0.12, 0.05), (0, 0, -0.21, 0.043)], Stuff.CLOTH),
        "forearm": (fore, [(0, 0, -0.05, 0.043), (0, 0, -0.13, 0.04), (0, 0, -0.21, 0.031)], Stuff.CLOTH),
    }


def _leg() -> dict[str, Shape]:
    thigh = tube(0.42, [(-0.03, 0.084, 1, 1.05), (0.2, 0.089, 1, 1.05), (0.6, 0.072, 1, 1.02), (1.0, 0.056, 1, 1.02)],
                 22, 14)
    shin = tube(0.42, [(0.0, 0.050, 1, 1.0), (0.10, 0.055, 1, 1.05), (0.28, 0.061, 1, 1.12), (0.6, 0.047, 1, 1.02),
                       (0.9, 0.036, 1, 1.08), (1.0, 0.037, 1, 1.1)], 20, 14)
    return {
        "thigh": (thigh, [(0, 0, -0.06, 0.085), (0, 0, -0.17, 0.082), (0, 0, -0.27, 0.072), (0, 0, -0.37, 0.06)],
                  Stuff.TROUSERS),
        "shin": (shin, [(0, 0, -0.06, 0.058), (0, 0, -0.16, 0.058), (0, 0, -0.26, 0.046), (0, 0, -0.36, 0.04)],
                 Stuff.TROUSERS),
        "foot": (_foot(), [(0, -0.03, -0.03, 0.045), (0, 0.05, -0.035, 0.045), (0, 0.13, -0.045, 0.035)], Stuff.SHOE),
    }


def _foot() -> Mesh:
    last = loft([(-0.075, 0.033, 0.036), (-0.02, 0.040, 0.048), (0.05, 0.045, 0.042), (0.12, 0.046, 0.030),
                 (0.175, 0.036, 0.022)], 20, 13)
    points = last.points[:, [0, 2, 1]] - np.array((0, 0, 0.035))
    points[:, 2] = np.maximum(points[:, 2], -0.070)
    return solid(points, last.faces[:, ::-1])


def _hand() -> Mesh:
    """A mitten with a thumb, the left one: palm towards the body, thumb in front."""
    palm = loft([(0.03, 0.018, 0.021), (0.0, 0.019, 0.024), (-0.035, 0.019, 0.036), (-0.075, 0.018, 0.041),
                 (-0.12, 0.015, 0.037), (-0.165, 0.010, 0.024)], 16, 14)
    thumb = loft([(0, 0.014, 0.014), (-0.040, 0.012, 0.012), (-0.066, 0.009, 0.009)], 10, 7)
    return joined(palm, moved(thumb, turn_x(0.45), (0, 0.026, -0.030)))
