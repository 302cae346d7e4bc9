"""The shirt: trunk and both arms, one skin without a seam from wrist to wrist.

A sleeve grows out of an armhole in the trunk's side: its first rings lead from the edge of the armhole over the
shoulder into the arm. It is cut and smoothed with the arms a little out, as people stand, and hung on bones from there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from .limbs import UPPER, sleeve
from .mesh import Floats, Ints, Mesh, loft, solid, turn_y
from .parts import PART
from .skin import SHOULDER, smooth

WAIST, WAIST_RISE = -0.08, 0.145
"""Where the shirt bends, in the chest's coordinates; the chest's origin over the abdomen's."""

AROUND, HALF = 36, 3  # quads around the trunk; half of the armhole's width in quads
BARE = (10, 12)  # rows of the trunk that are left out
HOLE = (4, 11)  # rows that bound the armhole
OUT = math.radians(10)  # how far arms are out while the shirt is cut
LEAD = 9  # rings from the armhole to the plain arm
SMOOTHED = 8  # times
SIDES = {"left": -1, "right": 1}


@dataclass(frozen=True, slots=True)
class Shirt:
    """points, normals (v, 3) in coordinates of their part (v,), those of a part together · share (v,) how far a point
    follows the arm on its side rather than the chest · faces (t, 3), counting points over all parts.
    """

    points: Floats
    normals: Floats
    part: Ints
    share: Floats
    faces: Ints

    def of(self, part: str) -> Mesh:
        """A part's points; the faces lie over several parts."""
        own = self.part == PART[part]
        return Mesh(self.points[own], self.normals[own], np.zeros((0, 3), np.int32))


@cache
def shirt() -> Shirt:
    trunk, sides, edges = _trunk()
    arm, upper = sleeve(len(edges["right"]))
    points, quads, parts = [trunk], [sides], [np.where(trunk[:, 2] < WAIST, PART["abdomen"], PART["chest"])]
    near, high = _near(trunk, trunk[edges["right"]]), trunk[:, 2]
    shares, soft = [0.48 * near], [np.maximum(near, 0.5 * smooth(high / 0.06) * smooth((0.236 - high) / 0.02))]
    for side, sign in SIDES.items():
        sewn = _sewn(trunk[edges[side]], outward(arm * (sign, 1, 1), np.ones(len(arm)), sign) + _pivot(sign))
        ring = np.concatenate([edges[side], sum(map(len, points)) + np.arange(len(sewn), dtype=np.int32)])
        tube = _tube(ring.reshape(-1, len(edges[side])).astype(np.int32))
        quads.append(tube if sign > 0 else tube[:, ::-1])
        number = np.repeat(np.arange(1, len(sewn) // len(edges[side]) + 1), len(edges[side]))
        parts.append(np.where(number < LEAD + upper, PART[f"{side} upper arm"], PART[f"{side} forearm"]))
        shares.append(0.5 + 0.5 * smooth(number / LEAD))
        soft.append(smooth((LEAD + 2 - number) / 4))
        points.append(sewn)
    skin = np.concatenate(quads)
    whole = solid(_smoothed(np.concatenate(points), skin, np.concatenate(soft)),
                  np.concatenate([skin[:, [0, 1, 3]], skin[:, [1, 2, 3]]]))
    return _taken_apart(whole, np.concatenate(parts).astype(np.int32), np.concatenate(shares))


def outward(ways: Floats, share: Floats, side: int) -> Floats:
    """Ways (v, 3) turned as the cut's arm on a side is, by shares of it (v,)."""
    turns = np.array([turn_y(-OUT * side * float(s)) for s in share]).reshape(-1, 3, 3)
    return (turns * ways[:, None, :]).sum(-1)


def _pivot(side: int) -> Floats:
    return np.array(SHOULDER) * (side, 1, 1)


def _taken_apart(whole: Mesh, part: Ints, share: Floats) -> Shirt:
    points, normals = whole.points.copy(), whole.normals.copy()
    points[part == PART["abdomen"], 2] += WAIST_RISE
    for side, sign in SIDES.items():
        own = np.isin(part, [PART[f"{side} upper arm"], PART[f"{side} forearm"]])
        back = -np.ones(int(own.sum()))
        points[own], normals[own] = outward(points[own] - _pivot(sign), back, sign), outward(normals[own], back, sign)
        points[part == PART[f"{side} forearm"], 2] += UPPER
    return Shirt(points, normals, part, share, whole.faces)


def _trunk() -> tuple[Floats, Ints, dict[str, Ints]]:
    """Points, quads and the edges of both armholes, from the top to the front and round; the hem is turned in."""
    skin = loft([(-0.2195, 0.1250, 0.0900), (-0.220, 0.1600, 0.1160), (-0.205, 0.1595, 0.1155), (-0.165, 0.147, 0.106),
                 (-0.105, 0.134, 0.096), (-0.055, 0.1325, 0.0955), (0.02, 0.142, 0.104), (0.10, 0.160, 0.116, 0, 0.007),
                 (0.155, 0.172, 0.114, 0, 0.005), (0.192, 0.170, 0.098, 0, -0.002), (0.219, 0.132, 0.082, 0, -0.008),
                 (0.240, 0.076, 0.066, 0, -0.012), (0.255, 0.066, 0.060, 0, -0.013), (0.2575, 0.050, 0.050, 0, -0.010)],
                AROUND, 35, caps=False)
    rows = skin.points.reshape(-1, AROUND, 3)
    low = int((rows[:, 0, 2] < WAIST).sum())
    rows = np.delete(rows, [low + i for i in BARE], 0)
    grid = np.arange(len(rows) * AROUND, dtype=np.int32).reshape(-1, AROUND)
    whole, edges = np.ones((len(rows) - 1, AROUND), bool), {}
    for side, middle in (("right", 0), ("left", AROUND // 2)):
        whole[low + HOLE[0] : low + HOLE[1], (middle + np.arange(-HALF, HALF)) % AROUND] = False
        edges[side] = _edge(grid, middle, 1 if side == "right" else -1, low + HOLE[0], low + HOLE[1])
    a, b = grid, np.roll(grid, -1, 1)
    quads = np.stack([a[:-1], b[:-1], b[1:], a[1:]], -1)[whole]
    used, place = np.unique(quads), np.zeros(grid.size, np.int32)
    place[used] = np.arange(len(used))
    return rows.reshape(-1, 3)[used], place[quads], {side: place[edge] for side, edge in edges.items()}


def _edge(grid: Ints, middle: int, front: int, bottom: int, top: int) -> Ints:
    """Points of `grid` (rows, columns) about the armhole at column `middle`; `front`: the way columns go to it."""
    column = (middle + front * np.arange(-HALF, HALF + 1)) % AROUND
    return np.concatenate([grid[top, column[HALF:]], grid[top - 1 : bottom : -1, column[-1]],
                           grid[bottom, column[::-1]], grid[bottom + 1 : top, column[0]], grid[top, column[:HALF]]])


def _sewn(edge: Floats, arm: Floats) -> Floats:
    """LEAD - 1 rings from an armhole to the plain arm's first ring, then the arm's own."""
    first, second = arm[: len(edge)], arm[len(edge) : 2 * len(edge)]
    far = np.linalg.norm(first - edge, axis=1, keepdims=True)
    out = np.array((math.copysign(1.0, edge[:, 0].sum()), 0.0, -0.25)) * far * 1.25
    down = (second - first) / np.linalg.norm(second - first, axis=1, keepdims=True) * far * 1.25
    rings = []
    for u in np.arange(1, LEAD) / LEAD:
        rings.append(edge * (2 * u**3 - 3 * u * u + 1) + out * (u**3 - 2 * u * u + u) +
                     first * (3 * u * u - 2 * u**3) + down * (u**3 - u * u))
    return np.concatenate([*rings, arm])


def _tube(rings: Ints) -> Ints:
    """Quads (q, 4) over rings (r, k) that go down, counter-clockwise seen from above."""
    a, b = rings, np.roll(rings, -1, 1)
    return np.stack([a[:-1], a[1:], b[1:], b[:-1]], -1).reshape(-1, 4)


def _near(points: Floats, edge: Floats) -> Floats:
    """0..1: how near points of the trunk are to either armhole, of which `edge` is the right one; none is at the
    waist."""
    mirrored = np.abs(points[:, 0])[:, None] * (1, 0, 0) + points * (0, 1, 1)
    away = np.sqrt(((mirrored[:, None] - edge[None]) ** 2).sum(-1)).min(1)
    return smooth(1 - away / 0.075) * smooth((points[:, 2] + 0.03) / 0.05)


def _smoothed(points: Floats, quads: Ints, share: Floats) -> Floats:
    """Each point moved towards the mean of its neighbours, by `share` (v,)."""
    pairs = np.unique(np.sort(quads[:, [0, 1, 1, 2, 2, 3, 3, 0]].reshape(-1, 2), 1), axis=0)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    count = np.bincount(both[:, 0], minlength=len(points))[:, None]
    for _ in range(SMOOTHED):
        total = np.stack([np.bincount(both[:, 0], points[both[:, 1], k], len(points)) for k in range(3)], 1)
        points = points + (total / count - points) * 0.5 * share[:, None]
    return points
