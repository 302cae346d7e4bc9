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
from .mesh import Floats, Ints, joined, loft
from .parts import FACE, PART, PARTS
from .shirt import SIDES, WAIST, WAIST_RISE, outward, shirt
from .skin import JOINTS, SHOULDER, hung, level, smooth
from .stuff import Balls, Shape, Stuff

TALL = 1.76
WAIST_BEND = 0.07
"""Half the height over which the waist bends."""

HIP = (0.086, 0.0, -0.045)
"""The right one, on the pelvis."""

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
    shapes = {**_trunk(), **_shirt(), **face(long_hair), **limbs()}
    meshes = [shapes[name][0] for name in PARTS]
    counts = [len(m.points) for m in meshes]
    whole = joined(*meshes)
    middles = [(m.points.min(0) + m.points.max(0)) / 2 for m in meshes]
    balls = [(i, ball) for i, name in enumerate(PARTS) for ball in shapes[name][1]]
    part = np.repeat(np.arange(len(PARTS)), counts).astype(np.int32)
    share, cloth = _sewn_on(part)
    bone, points, normals = _followed(whole.points, whole.normals, part, share)
    drop = np.where(part == PART["head"], chin(whole.points), 0)
    return Figure(
        np.round(points, 6), np.round(normals, 6), np.vstack([whole.faces, cloth]), part, bone,
        np.repeat([int(shapes[name][2]) for name in PARTS], counts).astype(np.int32),
        np.stack([np.flatnonzero(drop > 0).astype(float), drop[drop > 0]], axis=1), np.array(middles),
        np.array([np.linalg.norm(m.points - c, axis=1).max() for m, c in zip(meshes, middles, strict=True)]),
        _joined(), np.array([_INK.get(name, 1.0) for name in PARTS]),
        np.array([ball for _, ball in balls]), np.array([i for i, _ in balls], np.int32),
    )


def _sewn_on(part: Ints) -> tuple[Floats, Ints]:
    """How far each point (v,) follows a sleeve, and the shirt's faces (t, 3)."""
    cloth, share = shirt(), np.zeros(len(part))
    place = np.empty(len(cloth.part), np.int32)
    place[np.argsort(cloth.part, kind="stable")] = np.flatnonzero(np.isin(part, cloth.part))
    share[place] = cloth.share
    return share, place[cloth.faces]


def _followed(points: Floats, normals: Floats, part: Ints, share: Floats) -> tuple[Ints, Floats, Floats]:
    """The bone of each point (v,), its place on it and its normal (v, 3): near a joint an in-between one, about the
    joint. `share` (v,): how far the shirt follows its sleeves."""
    bone, moved, leaning = part.copy(), points.copy(), normals.copy()
    for joint, (parent, child) in enumerate(JOINTS):
        side = -1 if child.startswith("left") else 1
        for name, offset, own_share in _near(parent, child, side, points, part, share):
            own = np.flatnonzero(part == PART[name])
            found = hung(joint, own_share, name)
            own, found = own[found >= len(PARTS)], found[found >= len(PARTS)]
            bone[own] = found
            moved[own] = points[own] - np.array(offset)
            if parent == "chest":
                here = level(found) - (name == child)
                moved[own], leaning[own] = outward(moved[own], -here, side), outward(leaning[own], -here, side)
    return bone, moved, leaning


Near = tuple[str, tuple[float, float, float], Floats]


def _near(parent: str, child: str, side: int, points: Floats, part: Ints, share: Floats) -> list[Near]:
    """Of a joint: the parts about it, where it is on each, and how far each of their points (v,) follows."""
    one, two = points[part == PART[parent]], points[part == PART[child]]
    if child.endswith(("forearm", "shin")):
        drop, reach = (UPPER, ELBOW) if child.endswith("forearm") else (THIGH, KNEE)
        return [(parent, (0, 0, -drop), smooth((reach - drop - one[:, 2]) / (2 * reach))),
                (child, (0, 0, 0), smooth((reach - two[:, 2]) / (2 * reach)))]
    if parent == "chest":
        pivot = (side * SHOULDER[0], SHOULDER[1], SHOULDER[2])
        return [(parent, pivot, share[part == PART[parent]] * (one[:, 0] * side > 0)),
                (child, (0, 0, 0), share[part == PART[child]])]
    pivot = (side * HIP[0], HIP[1], HIP[2])
    away = np.sqrt(((one - np.array(pivot)) ** 2).sum(1))
    inner = smooth(one[:, 0] * side / 0.07)  # nothing on the middle line goes with either side
    return [(parent, pivot, 0.35 * smooth(1 - away / 0.150) * inner),
            (child, (0, 0, 0), smooth((0.070 - two[:, 2]) / 0.180))]


def _joined() -> np.ndarray:
    out = np.eye(len(PARTS), dtype=bool)
    pairs = [*_JOINED, *((a, b) for a in FACE for b in FACE)]
    for a, b in pairs:
        out[PART[a], PART[b]] = out[PART[b], PART[a]] = True
    return out


def _trunk() -> dict[str, Shape]:
    pelvis = loft([(-0.118, 0.060, 0.062), (-0.085, 0.118, 0.098), (-0.040, 0.150, 0.113), (0.02, 0.157, 0.112),
                   (0.09, 0.136, 0.096), (0.14, 0.118, 0.082)], 32, 18, dome=0.5)
    neck = loft([(-0.07, 0.060, 0.060), (0.0, 0.0505, 0.0535), (0.06, 0.0475, 0.0505), (0.11, 0.0475, 0.0505)], 22, 8)
    return {
        "pelvis": (pelvis, [(-0.06, 0, -0.02, 0.10), (0.06, 0, -0.02, 0.10), (0, 0, 0.08, 0.105)], Stuff.TROUSERS),
        "neck": (neck, [(0, 0, 0.02, 0.05)], Stuff.SKIN),
    }


def _shirt() -> dict[str, Shape]:
    """Its faces lie over several parts and are the figure's."""
    upper: Balls = [(0, 0, -0.03, 0.055), (0, 0, -0.12, 0.05), (0, 0, -0.21, 0.043)]
    fore: Balls = [(0, 0, -0.05, 0.043), (0, 0, -0.13, 0.04), (0, 0, -0.21, 0.031)]
    parts: dict[str, Balls] = {
        "abdomen": [(0, 0, 0.0, 0.105), (0, 0, 0.1, 0.105)],
        "chest": [(0, 0, 0.03, 0.115), (-0.06, 0, 0.13, 0.105), (0.06, 0, 0.13, 0.105), (0, 0, 0.2, 0.09)],
        **{f"{side} upper arm": upper for side in SIDES}, **{f"{side} forearm": fore for side in SIDES}}
    return {name: (shirt().of(name), balls, Stuff.CLOTH) for name, balls in parts.items()}
