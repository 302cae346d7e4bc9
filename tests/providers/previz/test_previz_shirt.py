"""The shirt is one skin: closed but for collar, hem and cuffs, the same on both sides, whole in every pose."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from shotscript.providers.previz.figure import figure
from shotscript.providers.previz.mesh import turn_x, turn_y
from shotscript.providers.previz.parts import PART, PARTS
from shotscript.providers.previz.pose import STAND, Stance, bones
from shotscript.providers.previz.shirt import shirt
from shotscript.providers.previz.skin import SHOULDER, frames

SLEEVES = [PART[f"{side} {part}"] for side in ("left", "right") for part in ("upper arm", "forearm")]


def posed(own, joints):
    held = joints[own.bone]
    return (held[:, :3, :3] * own.points[:, None, :]).sum(-1) + held[:, :3, 3]


def chest_with(turn, wide=1.0):
    """A chest at the origin, both upper arms turned about their shoulders."""
    parts = np.tile(np.eye(4), (len(PARTS), 1, 1))
    for side, sign in (("left", -1), ("right", 1)):
        mirror = np.diag((sign, 1, 1))
        for name, drop in (("upper arm", 0.0), ("forearm", 0.275)):
            bone = parts[PART[f"{side} {name}"]]
            bone[:3, :3] = mirror @ turn @ mirror
            bone[:3, 3] = np.array(SHOULDER) * (sign * wide, 1, 1) - drop * bone[:3, 2]
    parts[PART["abdomen"], 2, 3] = -0.145
    return frames(parts)


def cloth(own):
    return own.faces[np.isin(own.part[own.faces], [PART["chest"], PART["abdomen"], *SLEEVES]).all(1)]


def test_it_is_closed_but_for_its_four_openings():
    faces = shirt().faces
    sides = Counter(tuple(side) for face in faces for side in zip(face, np.roll(face, -1), strict=True))
    assert set(sides.values()) == {1}  # turned the same way everywhere
    after = {a: b for a, b in sides if (b, a) not in sides}
    loops = 0
    while after:
        at, loops = after.pop(next(iter(after))), loops + 1
        while at in after:
            at = after.pop(at)
    assert loops == 4
    assert set(faces.ravel()) == set(range(len(shirt().points)))


def test_both_sides_are_alike():
    own = shirt()
    for part in ("upper arm", "forearm"):
        left, right = own.of(f"left {part}"), own.of(f"right {part}")
        assert np.allclose(left.points * (-1, 1, 1), right.points, atol=1e-9)
    chest = own.of("chest").points
    apart = np.abs(chest[:, None] * (-1, 1, 1) - chest[None]).max(-1)
    assert apart.min(1).max() < 1e-9


def test_normals_look_the_way_the_standing_skin_does():
    """At rest no triangle of the shirt is turned from its points' normals: light and outline fit the form."""
    own, joints = figure(False), frames(bones(Stance((0, 0, 0), 0.0, STAND, (0, 5, 1.5), 1.0)))
    points, normals = posed(own, joints), (joints[own.bone][:, :3, :3] * own.normals[:, None, :]).sum(-1)
    faces = cloth(own)
    a, b, c = (points[faces[:, k]] for k in range(3))
    flat = np.cross(b - a, c - a)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    high = a[:, 2] > 1.15  # the hem is turned in on purpose
    cuff = np.isin(own.part[faces[:, 0]], SLEEVES[1::2])
    assert ((flat * normals[faces[:, 0]]).sum(1)[high & ~cuff] > 0.3).all()


@pytest.mark.parametrize(("turn", "most"), [
    (turn_x(0.0), 0.02), (turn_x(1.0), 0.05), (turn_x(-0.8), 0.05), (turn_y(-1.2), 0.05), (turn_x(1.6), 0.08),
    (turn_y(-0.5) @ turn_x(2.4), 0.10)], ids=["down", "fore", "back", "out", "level", "up"])
def test_no_edge_is_torn_at_the_shoulder(turn, most):
    own = figure(False)
    faces = cloth(own)
    pairs = np.unique(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=0)
    rest, now = posed(own, chest_with(turn_y(-math.radians(10)))), posed(own, chest_with(turn))
    before, after = (np.linalg.norm(p[pairs[:, 0]] - p[pairs[:, 1]], axis=1) for p in (rest, now))
    assert (after - before).max() < most


@pytest.mark.parametrize("wide", [0.92, 1.0, 1.06])
def test_broad_shoulders_leave_no_step(wide):
    """The chest follows by and by: between neighbours no more than a share of the widening."""
    own = figure(False)
    pairs = np.unique(cloth(own)[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=0)
    apart = posed(own, chest_with(turn_y(-0.17), wide)) - posed(own, chest_with(turn_y(-0.17)))
    assert np.linalg.norm(apart[pairs[:, 0]] - apart[pairs[:, 1]], axis=1).max() < 0.4 * abs(wide - 1) * 0.166 + 1e-5
