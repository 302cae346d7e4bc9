"""Limbs bend in an arc: as thick in the bend as elsewhere, and in one piece."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shotscript.providers.previz.figure import figure
from shotscript.providers.previz.limbs import UPPER
from shotscript.providers.previz.mesh import turn_x, turn_y
from shotscript.providers.previz.parts import PART, PARTS
from shotscript.providers.previz.pose import STAND, Stance, bones
from shotscript.providers.previz.seams import sewn
from shotscript.providers.previz.skin import BONES, JOINTS, LEVELS, frames


def posed(own, joints):
    held = joints[own.bone]
    return (held[:, :3, :3] * own.points[:, None, :]).sum(-1) + held[:, :3, 3]


def bent(angle):
    """An arm straight down from the origin, bent at the elbow by `angle` degrees; all else far away."""
    parts = np.tile(np.eye(4), (len(PARTS), 1, 1))
    parts[:, 0, 3] = 50
    turn = np.eye(4)
    turn[:3, :3], turn[:3, 3] = turn_x(math.radians(angle)), (0, 0, -UPPER)
    parts[PART["chest"]] = parts[PART["left upper arm"]] = np.eye(4)
    parts[PART["left forearm"]] = turn
    return frames(parts)


@pytest.mark.parametrize("angle", [0, 20, 45, 90, 120])
def test_an_elbow_keeps_its_thickness(angle):
    """Each ring about the bend has the size it has when the arm is straight."""
    own = figure(False)
    at = np.flatnonzero((own.bone >= len(PARTS)) & np.isin(own.part, [PART["left upper arm"], PART["left forearm"]]))
    rings = {bone: at[own.bone[at] == bone] for bone in np.unique(own.bone[at])}
    straight, now = posed(own, bent(0)), posed(own, bent(angle))
    elbow = [ring for bone, ring in rings.items() if JOINTS[(bone - len(PARTS)) // LEVELS][1] == "left forearm"]
    assert len(elbow) == 8
    for ring in elbow:
        one, two = (np.linalg.norm(points[ring] - points[ring].mean(0), axis=1) for points in (straight, now))
        assert np.abs(one - two).max() < 1e-5


def test_no_edge_is_torn():
    """Bent to a right angle, no edge of an arm's skin is longer than the bend can make it."""
    own = figure(False)
    straight, now = posed(own, bent(0)), posed(own, bent(90))
    arm = np.isin(own.part[own.faces[:, 0]], [PART["left upper arm"], PART["left forearm"]])
    pairs = own.faces[arm][:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    long = [np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1) for points in (straight, now)]
    assert (long[1] - long[0]).max() < 0.02


@pytest.mark.parametrize("angle", [10, 60, 100])
def test_in_between_bones_turn_evenly(angle):
    joint = JOINTS.index(("left upper arm", "left forearm"))
    own = bent(angle)[len(PARTS) + joint * LEVELS :][:LEVELS]
    turned = [math.degrees(math.atan2(bone[2, 1], bone[2, 2])) for bone in own]
    assert np.allclose(turned, [angle * k / (LEVELS + 1) for k in range(1, LEVELS + 1)], atol=1e-3)
    assert len(bent(angle)) == BONES


def test_twists_and_scales_are_shared_out_too():
    parts = np.tile(np.eye(4), (len(PARTS), 1, 1))
    parts[PART["left thigh"], :3, :3] = turn_y(0.8) @ turn_x(-0.3)
    parts[:, :3, :3] *= 1.1
    for bone in frames(parts)[len(PARTS) :]:
        assert np.allclose(bone[:3, :3] @ bone[:3, :3].T, np.eye(3) * 1.21, atol=1e-5)


@pytest.mark.parametrize("long_hair", [False, True])
def test_at_rest_the_figure_is_as_it_was_built(long_hair):
    """Nothing is moved by hanging on in-between bones, and everybody has the height they should."""
    joints = frames(bones(Stance((0, 0, 0), 0.0, STAND, (0, 5, 1.5), 1.0)))
    points = posed(sewn(long_hair), joints)
    assert points[:, 2].max() == pytest.approx(1.76, abs=0.04) and points[:, 2].min() == pytest.approx(0, abs=0.03)
    assert np.linalg.norm(sewn(long_hair).normals, axis=1) == pytest.approx(1, abs=1e-3)
