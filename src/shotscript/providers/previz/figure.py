"""The mannequin: its parts put together, each point on the bone it follows.

Local axes of a part: z up, +y the way the body faces, +x its right; the origin is the joint. Sized for a person of
1.76 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .face import chin, face
from .limbs import ELBOW, KNEE, THIGH, UPPER, limbs
from .mesh import Floats, Ints, Mesh, joined, loft
from .parts import FACE, PART, PARTS
from .skin import JOINTS, hung, smooth
from .stuff import Shape, Stuff

TALL = 1.76
WAIST, WAIST_RISE, WAIST_BEND = -0.08, 0.145, 0.07
"""Where the shirt bends, in the chest's coordinates; the chest's origin over the abdomen's; half the bend's height."""

SHOULDER, HIP = (0.166, -0.004, 0.152), (0.086, 0.0, -0.045)
"""The right ones, on chest and pelvis."""

_INK = {name: 0.0 for name in FACE if name.split()[-1] in ("brow", "eye", "iris", "lid", "mouth", "lip")}
_INK |= {"nose": 0.55, "left ear": 0.6, "right ear": 0.6}
_JOINED = (("head", "chest"), ("pelvis", "abdomen"), ("abdomen", "chest"), ("chest", "neck"), ("neck", "head"),
           ("pelvis", "chest"), *((f"{s} {a}", f"{s} {b}") for s in ("left", "right") for a, b in (
               ("upper arm", "forearm"), ("forearm", "hand"), ("thigh", "shin"), ("shin", "foot"))),
           *((whole, f"{s} {limb}") for s in ("left", "right") for whole, limb in (
               ("chest", "upper arm"), ("neck", "upper arm"), ("pelvis", "thigh"), ("abdomen", "thigh"))),
           ("left thigh", "right thigh"), *(("neck", part) for part in FACE))


@dataclass(frozen=True, slots=True)
class Figure:
    """All parts in one: points, normals (v, 3) in their bone's coordinates, faces (t, 3), part, bone, stuff (v,) ·
    chin (k, 2) points of the jaw and how far each drops · per part: centres (p, 3), radii (p,), joined (p, p), ink
    (p,) · spheres (s, 4) that stand for it in the light, sphere_part (s,).
    """

    points: Floats
    normals: Floats
    faces: Ints
    part: Ints
    bone: Ints
    stuff: Ints
    chin: Floats
    centres: Floats
    radii: Floats
    joined: np.ndarray
    ink: Floats
    spheres: Floats
    sphere_part: Ints

    def bend(self, bones: Floats, points: NDArray[np.floating[Any]]) -> None:
        """Round the waist of posed `points` (v, 3), in place: between abdomen and chest by height."""
        at, rest, share = waist()
        one, two = (bones[PART[name]] for name in ("abdomen", "chest"))
        low = (one[:3, :3] * (rest + np.array((0, 0, WAIST_RISE)))[:, None, :]).sum(-1) + one[:3, 3]
        high = (two[:3, :3] * rest[:, None, :]).sum(-1) + two[:3, 3]
        points[at] = np.round(low + (high - low) * share, 6)

    def of(self, part: str) -> slice:
        """The points of a part."""
        own = np.flatnonzero(self.part == PART[part])
        return slice(int(own[0]), int(own[-1]) + 1)


@cache
def waist() -> tuple[Ints, Floats, Floats]:
    """Points about the waist: their numbers in the figure (k,), places in the chest (k, 3), shares of it (k, 1)."""
    body = figure(False)
    rest = body.points + np.where((body.part == PART["abdomen"])[:, None], (0, 0, -WAIST_RISE), 0.0)
    trunk = (body.bone == PART["abdomen"]) | (body.bone == PART["chest"])
    at = np.flatnonzero(trunk & (np.abs(rest[:, 2] - WAIST) < WAIST_BEND)).astype(np.int32)
    u = (rest[at, 2] - WAIST + WAIST_BEND) / (2 * WAIST_BEND)
    return at, rest[at], (u * u * (3 - 2 * u))[:, None]


@cache
def figure(long_hair: bool) -> Figure:
    shapes = {**_trunk(), **face(long_hair), **limbs()}
    meshes = [shapes[name][0] for name in PARTS]
    counts = [len(m.points) for m in meshes]
    whole = joined(*meshes)
    middles = [(m.points.min(0) + m.points.max(0)) / 2 for m in meshes]
    balls = [(i, ball) for i, name in enumerate(PARTS) for ball in shapes[name][1]]
    part = np.repeat(np.arange(len(PARTS)), counts).astype(np.int32)
    bone, points = _followed(whole.points, part)
    drop = np.where(part == PART["head"], chin(whole.points), 0)
    return Figure(
        np.round(points, 6), np.round(whole.normals, 6), whole.faces, part, bone,
        np.repeat([int(shapes[name][2]) for name in PARTS], counts).astype(np.int32),
        np.stack([np.flatnonzero(drop > 0).astype(float), drop[drop > 0]], axis=1), np.array(middles),
        np.array([np.linalg.norm(m.points - c, axis=1).max() for m, c in zip(meshes, middles, strict=True)]),
        _joined(), np.array([_INK.get(name, 1.0) for name in PARTS]),
        np.array([ball for _, ball in balls]), np.array([i for i, _ in balls], np.int32),
    )


def _followed(points: Floats, part: Ints) -> tuple[Ints, Floats]:
    """The bone of each point (v,), and its place on it (v, 3): near a joint an in-between one, about the joint."""
    bone, moved = part.copy(), points.copy()
    for joint, (parent, child) in enumerate(JOINTS):
        side = -1 if child.startswith("left") else 1
        for name, offset, share in _near(parent, child, side, points, part):
            own = np.flatnonzero(part == PART[name])
            found = hung(joint, share, name)
            between = found >= len(PARTS)
            bone[own[between]] = found[between]
            moved[own[between]] = points[own[between]] - np.array(offset)
    return bone, moved


Near = tuple[str, tuple[float, float, float], Floats]


def _near(parent: str, child: str, side: int, points: Floats, part: Ints) -> list[Near]:
    """Of a joint: the parts about it, where it is on each, and how far each of their points (v,) follows."""
    one, two = points[part == PART[parent]], points[part == PART[child]]
    if child.endswith(("forearm", "shin")):
        drop, reach = (UPPER, ELBOW) if child.endswith("forearm") else (THIGH, KNEE)
        return [(parent, (0, 0, -drop), smooth((reach - drop - one[:, 2]) / (2 * reach))),
                (child, (0, 0, 0), smooth((reach - two[:, 2]) / (2 * reach)))]
    at, high, low, wide = (SHOULDER, 0.050, 0.080, 0.115) if parent == "chest" else (HIP, 0.070, 0.110, 0.150)
    pivot = (side * at[0], at[1], at[2])
    away = np.sqrt(((one - np.array(pivot)) ** 2).sum(1))
    inner = smooth(one[:, 0] * side / 0.07)  # nothing on the middle line goes with either side
    return [(parent, pivot, 0.35 * smooth(1 - away / wide) * inner),
            (child, (0, 0, 0), smooth((high - two[:, 2]) / (high + low)))]


def _joined() -> np.ndarray:
    out = np.eye(len(PARTS), dtype=bool)
    pairs = [*_JOINED, *((a, b) for a in FACE for b in FACE)]
    for a, b in pairs:
        out[PART[a], PART[b]] = out[PART[b], PART[a]] = True
    return out


def _trunk() -> dict[str, Shape]:
    pelvis = loft([(-0.118, 0.060, 0.062), (-0.085, 0.118, 0.098), (-0.040, 0.150, 0.113), (0.02, 0.157, 0.112),
                   (0.09, 0.136, 0.096), (0.14, 0.118, 0.082)], 32, 18, dome=0.5)
    abdomen, chest = _torso()
    neck = loft([(-0.07, 0.060, 0.060), (0.0, 0.0505, 0.0535), (0.06, 0.0475, 0.0505), (0.11, 0.0475, 0.0505)], 22, 8)
    return {
        "pelvis": (pelvis, [(-0.06, 0, -0.02, 0.10), (0.06, 0, -0.02, 0.10), (0, 0, 0.08, 0.105)], Stuff.TROUSERS),
        "abdomen": (abdomen, [(0, 0, 0.0, 0.105), (0, 0, 0.1, 0.105)], Stuff.CLOTH),
        "chest": (chest, [(0, 0, 0.03, 0.115), (-0.06, 0, 0.13, 0.105), (0.06, 0, 0.13, 0.105), (0, 0, 0.2, 0.09)],
                  Stuff.CLOTH),
        "neck": (neck, [(0, 0, 0.02, 0.05)], Stuff.SKIN),
    }


def _torso() -> tuple[Mesh, Mesh]:
    """The shirt, its hem turned in, one skin cut at the waist: points below belong to the abdomen, the rest and all
    faces to the chest.

    Faces count points from the chest's first one, so those of the abdomen, which comes right before it, are negative.
    """
    skin = loft([(-0.2195, 0.1250, 0.0900), (-0.220, 0.1600, 0.1160), (-0.205, 0.1595, 0.1155), (-0.165, 0.147, 0.106),
                 (-0.105, 0.134, 0.096), (-0.055, 0.1325, 0.0955), (0.02, 0.142, 0.104), (0.10, 0.160, 0.116, 0, 0.007),
                 (0.155, 0.172, 0.114, 0, 0.005), (0.192, 0.170, 0.098, 0, -0.002), (0.219, 0.132, 0.082, 0, -0.008),
                 (0.240, 0.076, 0.066, 0, -0.012), (0.255, 0.066, 0.060, 0, -0.013), (0.2575, 0.050, 0.050, 0, -0.010)],
                36, 35, caps=False)
    cut = int(np.searchsorted(skin.points[:, 2], WAIST))
    low = Mesh(skin.points[:cut] + np.array((0, 0, WAIST_RISE)), skin.normals[:cut], np.zeros((0, 3), np.int32))
    return low, Mesh(skin.points[cut:], skin.normals[cut:], skin.faces - np.int32(cut))
