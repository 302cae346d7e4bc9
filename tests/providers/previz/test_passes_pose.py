"""Pose passes: joints where the body is, hidden when it is hidden, drawn as OpenPose draws them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from previz_stages import TABLE, camera, person, segment_of, track
from test_passes_depth import OUTSIDE, SMALL, H, W, roll

from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Posture, Set, Thing
from shotscript.providers import passes
from shotscript.providers.passes import Sampling
from shotscript.providers.previz import passes as drawn
from shotscript.providers.previz import sticks
from shotscript.providers.previz.skeleton import FACE, JOINTS

AT = {name: i for i, name in enumerate(JOINTS)}
FRONT = camera(1, (0, 1.2, 4.2), (0, 0.95, 0), 28.0)


def bones(eye, *people, things=()):
    return drawn.pose(roll("pose", eye, things, people), 0)


def joint(one, name):
    return one.pixels[AT[name]]


def test_the_eighteen_points_are_openposes():
    assert JOINTS == (
        "nose", "neck", "right shoulder", "right elbow", "right wrist", "left shoulder", "left elbow", "left wrist",
        "right hip", "right knee", "right ankle", "left hip", "left knee", "left ankle", "right eye", "left eye",
        "right ear", "left ear")
    assert {JOINTS[i] for i in FACE} == {"nose", "right eye", "left eye", "right ear", "left ear"}


@settings(max_examples=40, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-math.pi, math.pi), st.sampled_from(list(Posture)),
       st.floats(1.5, 1.95), st.floats(0, 2 * math.pi), st.floats(-0.3, 0.3))
def test_joints_lie_in_the_body_and_project_as_the_camera_says(x, z, yaw, posture, tall, angle, lean):
    eye = camera(1, (5 * math.sin(angle), 1.5, 5 * math.cos(angle)), (0, 0.8, 0), 35.0, roll=lean)
    actor = track("A", 1, (x, z), yaw=yaw, posture=posture, tall=tall)
    stage = roll("pose", eye, people=[actor])
    one, = drawn.pose(stage, 0)
    kept = drawn.camera(stage)
    local = (one.points - kept.position[0]) @ kept.cam_to_world[0][:3, :3]
    spots = np.stack([local[:, 0] / -local[:, 2], -local[:, 1] / -local[:, 2]], 1)
    k = kept.intrinsics(W, H)[0]
    assert np.abs(one.pixels - (spots * (k[0, 0], k[1, 1]) + k[:2, 2])).max() < 0.01
    assert np.abs(one.depth + local[:, 2]).max() < 1e-4
    names = drawn.names(roll("id", eye, people=[actor]), 0)
    for spot, seen in zip(one.pixels, one.seen, strict=True):
        if seen == 2:
            column, row = int(spot[0]), int(spot[1])
            assert (names[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3] >= 256).any()
    inside = ((one.pixels > 1) & (one.pixels < (W - 1, H - 1))).all(1)
    assert (one.seen[inside] > 0).all() and not one.seen[(one.pixels < 0).any(1)].any()


@pytest.mark.parametrize("tall", [1.55, 1.76, 1.95])
def test_someone_standing_has_their_joints_at_a_bodys_heights(tall):
    """Shares of the body's height that anatomists give: Drillis and Contini's segments, to a few per cent."""
    one, = bones(FRONT, track("A", 1, (0, 0), tall=tall))
    height = {name: one.points[AT[name], 1] / tall for name in JOINTS}
    shares = {"shoulder": 0.818, "elbow": 0.63, "wrist": 0.485, "hip": 0.53, "knee": 0.285, "ankle": 0.039}
    for name, share in shares.items():
        for side in ("left", "right"):
            assert height[f"{side} {name}"] == pytest.approx(share, abs=0.04), name
    assert height["right eye"] == pytest.approx(0.936, abs=0.02)


def test_left_is_the_persons_own_left():
    one, = bones(FRONT, track("A", 1, (0, 0), yaw=0.0))
    away, = bones(FRONT, track("A", 1, (0, 0), yaw=math.pi))
    for name in ("shoulder", "hip", "ankle"):
        assert joint(one, f"right {name}")[0] < joint(one, f"left {name}")[0]
        assert joint(away, f"right {name}")[0] > joint(away, f"left {name}")[0]


def test_a_face_shows_what_one_sees_of_it():
    front, = bones(FRONT, track("A", 1, (0, 0), yaw=0.0))
    assert all(front.drawn[list(FACE)])
    back, = bones(FRONT, track("A", 1, (0, 0), yaw=math.pi))
    assert {JOINTS[i] for i in FACE if back.drawn[i]} == {"left ear", "right ear"}
    side, = bones(FRONT, track("A", 1, (0, 0), yaw=math.pi / 2))
    assert {JOINTS[i] for i in FACE if side.drawn[i]} == {"nose", "right eye", "right ear"}
    assert all(side.drawn[i] for i in range(18) if i not in FACE)  # the far arm is drawn behind the body


def test_nobody_is_seen_through_a_wall():
    wall = Thing("W", "wall", (4.0, 2.6, 0.1), (0, 0, 1.5))
    stage = roll("pose", FRONT, [wall], [track("A", 1, (0, 0))])
    one, = drawn.pose(stage, 0)
    assert not one.seen.any() and not drawn.pose_picture(stage, 0).any()
    assert drawn.pose_picture(roll("pose", FRONT, (), [track("A", 1, (0, 0))]), 0).any()


def test_a_counter_hides_legs_alone():
    counter = Thing("C", "box", (3.0, 0.9, 0.3), (0, 0, 0.8))
    one, = bones(FRONT, track("A", 1, (0, 0)), things=[counter])
    assert all(one.seen[AT[f"{side} {name}"]] == 0 for side in ("left", "right") for name in ("knee", "ankle"))
    assert all(one.seen[AT[f"{side} shoulder"]] == 2 for side in ("left", "right"))


def test_a_thin_post_hides_no_joint():
    knee = bones(FRONT, track("A", 1, (0, 0)))[0].points[AT["right knee"]]
    post = Thing("P", "box", (0.05, 1.2, 0.05), (float(knee[0]) * 0.8, 0, 0.9))
    one, = bones(FRONT, track("A", 1, (0, 0)), things=[post])
    assert one.drawn[[AT["right hip"], AT["right knee"], AT["right ankle"]]].all()


def test_who_stands_behind_another_is_hidden_where_they_overlap():
    near, far = bones(FRONT, track("A", 1, (0, 1.2), tall=1.9), track("B", 1, (0, -0.3), tall=1.6))
    assert near.seen[AT["neck"]] == 2 and far.seen[AT["neck"]] == 0
    beside = bones(FRONT, track("A", 1, (-0.6, 0)), track("B", 1, (0.6, 0)))
    assert all((one.seen > 0).all() for one in beside) and [one.name for one in beside] == ["A", "B"]


def test_out_of_the_picture_is_out_of_sight():
    close = camera(1, (0, 1.62, 0.9), (0, 1.6, 0), 50.0)
    one, = bones(close, track("A", 1, (0, 0)))
    assert one.seen[AT["nose"]] == 2 and not one.seen[[AT["left knee"], AT["right wrist"]]].any()
    behind, = bones(close, track("A", 1, (0, 3)))
    assert (behind.depth < 0).all() and not behind.seen.any()


def test_the_picture_has_openposes_colours():
    """Limbs at six tenths of their colour, joints in full, nothing on black; the right elbow is yellow-orange."""
    stage = roll("pose", FRONT, people=[track("A", 1, (0, 0))], sampling=Sampling(Fraction(24), 1, 640, 360))
    one, = drawn.pose(stage, 0)
    found = drawn.pose_picture(stage, 0)
    for i, spot in enumerate(one.pixels):
        if JOINTS[i] in ("right elbow", "left knee", "right ankle", "left wrist"):
            assert tuple(found[int(spot[1]), int(spot[0])]) == sticks.COLOURS[i]
    middle = (joint(one, "right hip") + joint(one, "right knee")) / 2
    assert tuple(found[int(middle[1]), int(middle[0])]) == (0, 153, 51)
    assert (found == 0).all(-1).mean() > 0.95


def test_of_whom_an_ear_is_seen_nobody_is_drawn():
    """OpenPose drops who has fewer than four joints: a head from behind at the picture's edge is no dot."""
    close = camera(1, (0, 1.62, 1.0), (0, 1.6, 0), 80.0)
    stage = roll("pose", close, people=[track("A", 1, (0.14, 0.4), yaw=math.pi), track("B", 1, (-0.1, -1.2))])
    ear, face = drawn.pose(stage, 0)
    assert 0 < ear.drawn.sum() < 4 <= face.drawn.sum()
    alone = drawn.pose_picture(roll("pose", close, people=[track("A", 1, (0.14, 0.4), yaw=math.pi)]), 0)
    assert not alone.any() and drawn.pose_picture(stage, 0).any()


def test_no_look_changes_bones_and_a_head_of_hair_changes_depth():
    keys = {}
    for look in ("man, tired eyes", "woman, long brown hair"):
        stage = ShotStage("1", 1, 0, 0, FRONT, (track("A", 1, (0, 0)),), Set(OUTSIDE, (TABLE,), False))
        _, context = segment_of([(stage, [], [])], SMALL, (person("A", look),))
        for kind in ("pose", "depth"):
            recipe = passes.written(kind, "1", Fraction(0), Sampling(Fraction(24), 1, W, H), 1)
            made = drawn.ready(recipe, context)
            keys[kind, look] = passes.key(recipe, context), (drawn.pose_picture if kind == "pose" else drawn.bright)(
                made, 0).tobytes()
    assert keys["pose", "man, tired eyes"] == keys["pose", "woman, long brown hair"]
    for one, other in zip(keys["depth", "man, tired eyes"], keys["depth", "woman, long brown hair"], strict=True):
        assert one != other
