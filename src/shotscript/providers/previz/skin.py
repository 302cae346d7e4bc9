"""How skin follows bones: between two parts that meet in a joint lie in-between bones, turned a share of the way.

A point near a joint hangs on one of them. They turn about the joint, so a bent limb keeps its thickness, and light and
ink run over it without a seam.
"""

from __future__ import annotations

import numpy as np

from .mesh import Floats, Ints
from .parts import PART, PARTS

LEVELS = 16
SHOULDER = (0.166, -0.004, 0.152)
"""The right one, on the chest of whoever has shoulders of the usual width."""

JOINTS = tuple((parent, f"{side} {child}") for side in ("left", "right") for parent, child in (
    ("chest", "upper arm"), (f"{side} upper arm", "forearm"), ("pelvis", "thigh"), (f"{side} thigh", "shin")))
BONES = len(PARTS) + len(JOINTS) * LEVELS
_SHARES = np.arange(1, LEVELS + 1) / (LEVELS + 1)
_PARENTS = np.array([PART[parent] for parent, _ in JOINTS])
_CHILDREN = np.array([PART[child] for _, child in JOINTS])
_WIDENED = np.array([parent == "chest" for parent, _ in JOINTS])
_PIVOTS = np.array([np.array(SHOULDER) * (-1 if child.startswith("left") else 1, 1, 1) for _, child in JOINTS])


def hung(joint: int, share: Floats, whole: str) -> Ints:
    """The bone of each point (v,) that follows a joint by `share` (v,): 0 its parent's, 1 its child's part.

    `whole`: the part that a point with no share or all of it belongs to.
    """
    at = np.rint(share * (LEVELS + 1)).astype(np.int32)
    between = len(PARTS) + joint * LEVELS + at - 1
    return np.where((at <= 0) | (at > LEVELS), PART[whole], between).astype(np.int32)


def level(bone: Ints) -> Floats:
    """The share of in-between bones (v,)."""
    return ((bone - len(PARTS)) % LEVELS + 1) / (LEVELS + 1)


def eased(count: int) -> list[float]:
    """Where along a bend, 0..1, the share rises through `count` even steps: the inverse of a smooth step."""
    along = np.linspace(0, 1, 2001)
    return [float(v) for v in np.interp(np.arange(1, count + 1) * 2 / (LEVELS + 1), smooth(along), along)]


def smooth(u: Floats) -> Floats:
    u = np.clip(u, 0, 1)
    return u * u * (3 - 2 * u)


def frames(bones: Floats) -> Floats:
    """(p + j * LEVELS, 4, 4): the parts' own bones, then the in-between ones, rounded to a micrometre."""
    one, two = bones[_PARENTS], bones[_CHILDREN]
    size = np.sqrt((one[:, :3, 0] ** 2).sum(1))[:, None, None]
    first = one[:, :3, :3] / size
    turn = np.einsum("jba,jbc->jac", first, two[:, :3, :3] / size)
    skew = turn - turn.transpose(0, 2, 1)
    axis = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1)
    sine = np.sqrt((axis * axis).sum(1)) / 2
    angle = np.arctan2(sine, (np.trace(turn, axis1=1, axis2=2) - 1) / 2)
    part_way = _rotations(axis / np.maximum(2 * sine, 1e-12)[:, None], angle)
    out = np.zeros((len(JOINTS), LEVELS, 4, 4))
    out[..., :3, :3] = np.einsum("jab,jlbc->jlac", first * size, part_way)
    own = np.einsum("jab,jb->ja", one[:, :3, :3], _PIVOTS) + one[:, :3, 3]
    here = np.where(_WIDENED[:, None], two[:, :3, 3] - own, 0)  # broad shoulders: they too come by and by
    out[..., :3, 3] = two[:, None, :3, 3] - here[:, None] * (1 - _SHARES)[None, :, None]
    out[..., 3, 3] = 1
    return np.concatenate([bones, np.round(out.reshape(-1, 4, 4), 6)])


def _rotations(axis: Floats, angle: Floats) -> Floats:
    """(j, LEVELS, 3, 3): turns about axis (j, 3) by each share of angle (j,): Rodrigues."""
    x, y, z = axis.T
    none = np.zeros_like(x)
    cross = np.stack([none, -z, y, z, none, -x, -y, x, none], axis=1).reshape(-1, 1, 3, 3)
    turn = angle[:, None] * _SHARES
    sine, rest = np.sin(turn)[..., None, None], (1 - np.cos(turn))[..., None, None]
    return np.eye(3) + sine * cross + rest * (cross @ cross)
