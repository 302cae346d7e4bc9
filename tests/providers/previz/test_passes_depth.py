"""Depth passes against closed forms: rays and planes worked out here, by hand, with the camera's own arrays."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from previz_stages import GATE, camera, segment_of, track

from shotscript.narrative.story import Format
from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Room, Set, Thing
from shotscript.providers import passes
from shotscript.providers.passes import Sampling
from shotscript.providers.previz import passes as drawn

W, H = 160, 90
SMALL = Format(width=W, height=H)
OUTSIDE = Room(40, 40, walled=False)


def roll(kind, eye, things=(), people=(), n=1, sampling=None, room=OUTSIDE):
    stage = ShotStage("1", n, 0, 0, eye, tuple(people), Set(room, tuple(things), room.walled))
    _, context = segment_of([(stage, [], [])], SMALL)
    sampling = sampling or Sampling(Fraction(24), n, W, H)
    return drawn.ready(passes.written(kind, "1", Fraction(0), sampling, sampling.frames), context)


def rays(eye, frame=0, width=W, height=H, gate=GATE):
    """(h, w, 3) directions one metre deep, y up, and where they start: independent of the renderer."""
    sx, sy = eye.focal[frame] / gate.width * width, eye.focal[frame] / gate.height * height
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    local = np.stack([(x - width / 2) / sx, (height / 2 - y) / sy, -np.ones_like(x)], axis=-1)
    pose = eye.cam_to_world[frame]
    return local @ pose[:3, :3].T, pose[:3, 3]


def plane(eye, point, normal):
    """(h, w) metres along the axis to a plane; negative behind the camera."""
    way, start = rays(eye)
    with np.errstate(divide="ignore"):
        return ((np.asarray(point) - start) @ normal) / (way @ normal)


@pytest.mark.parametrize("far", [0.6, 2.0, 7.5, 24.0])
@pytest.mark.parametrize("focal", [18.0, 50.0])
def test_a_wall_straight_ahead_is_as_far_as_it_is(far, focal):
    """The same depth in every pixel: it is measured along the axis and not along the ray."""
    eye = camera(1, (0, 1.5, 0), (0, 1.5, -1), focal)
    size = 4 * far
    found = drawn.depth(roll("depth", eye, [Thing("W", "box", (size, size, 0.2), (0, 1.5 - size / 2, -far - 0.1))]), 0)
    assert found.dtype == np.float32 and found.shape == (H, W)
    wall = (rays(eye)[0] * far + rays(eye)[1])[..., 1] > 0.01  # the rest is floor before it
    assert np.abs(found - far)[wall].max() < 0.001 and wall.mean() > 0.5


@pytest.mark.parametrize("yaw", [0.0, 0.3, -0.7, 1.1])
@pytest.mark.parametrize("tilt", [0.0, 0.25])
def test_a_slanted_wall_is_where_its_plane_is(yaw, tilt):
    eye = camera(1, (0.4, 1.5, 0), (0.1, 1.5 - math.tan(tilt) * 5, -5), 28.0, roll=0.2)
    wall = Thing("W", "box", (3.0, 3.0, 0.5), (0.0, 0.0, -5.0), yaw)
    stage = roll("depth", eye, [wall])
    found, names = drawn.depth(stage, 0), drawn.names(roll("surface", eye, [wall]), 0)
    normal = np.array((math.sin(yaw), 0.0, math.cos(yaw)))
    along = np.array((math.cos(yaw), 0.0, -math.sin(yaw)))
    metres = plane(eye, np.array(wall.at) + 0.25 * normal, normal)
    way, start = rays(eye)
    hit = start + way * metres[..., None]
    across, up = (hit - np.array(wall.at)) @ along, hit[..., 1]
    inside = (metres > 0) & (np.abs(across) < 1.5 - 0.02) & (up > 0.02) & (up < 3.0 - 0.02)
    assert inside.sum() > 200
    assert np.abs(found - metres)[inside].max() < 0.001
    assert (names[inside] == passes.numbers(context_of(wall))["W"]).all()


def context_of(*things):
    stage = ShotStage("1", 1, 0, 0, camera(1, (0, 1, 4), (0, 1, 0)), (), Set(OUTSIDE, things, False))
    return segment_of([(stage, [], [])], SMALL)[1]


def test_borders_are_at_the_pixel_they_should_be():
    """A pixel belongs to a box exactly when its centre does."""
    eye = camera(1, (0, 1.0, 4.0), (0, 1.0, 0), 35.0)
    found = drawn.depth(roll("depth", eye, [Thing("B", "box", (1.234, 1.1, 0.6), (0.1, 0.3, 0.0))]), 0)
    metres = plane(eye, (0, 0, 0.3), np.array((0, 0, 1.0)))
    way, start = rays(eye)
    hit = start + way * metres[..., None]
    inside = (np.abs(hit[..., 0] - 0.1) < 0.617) & (hit[..., 1] > 0.3) & (hit[..., 1] < 1.4)
    assert ((np.abs(found - 3.7) < 1e-3) == inside).all() and inside.any()


def test_the_floor_ends_at_the_horizon_and_the_sky_is_endless():
    eye = camera(1, (0, 1.7, 0), (0, 1.2, -5), 24.0)
    found = drawn.depth(roll("depth", eye), 0)
    metres = plane(eye, (0, 0, 0), np.array((0, 1.0, 0)))
    near = (metres > 0) & (metres < 40)
    assert np.abs(found[near] / metres[near] - 1).max() < 1e-4
    assert np.isinf(found[metres < 0]).all() and (metres < 0).any()


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.floats(0.3, 3), st.floats(1, 6), st.floats(-0.5, 0.5), st.floats(15, 90))
def test_depth_and_camera_agree(x, y, z, lean, focal):
    """Points found by depth and the roll's own camera lie on the floor or on the box they are named for."""
    eye = camera(1, (x, y, z), (0, 0.5, 0), focal, roll=lean)
    stage = roll("depth", eye, [Thing("B", "box", (1.0, 1.0, 1.0), (0, 0, 0))])
    found, kept = drawn.depth(stage, 0), drawn.camera(stage)
    assert np.allclose(kept.cam_to_world[0], eye.cam_to_world[0], atol=2e-6)
    way, start = rays(kept, gate=kept.gate)
    hit = start + way * np.where(np.isinf(found), 0, found)[..., None]
    seen = np.isfinite(found) & (found < 60)
    off_floor = np.abs(hit[..., 1])
    off_box = np.abs(np.max(np.abs(hit - np.array((0, 0.5, 0))), axis=-1) - 0.5)
    assert np.minimum(off_floor, off_box)[seen].max() < 0.004


def test_brightness_is_inverse_depth_and_one_scale_for_the_whole_shot():
    eye = camera(48, (0, 1.5, 6), (0, 1.2, 0), 28.0, eye_to=(0, 1.5, 2.5))
    things = [Thing("B", "box", (1.0, 1.6, 0.6), (0, 0, 0))]
    whole = roll("depth", eye, things, n=48)
    part = roll("depth", eye, things, n=48, sampling=Sampling(Fraction(24), 7, W, H))
    assert (whole.near, whole.far) == (part.near, part.far)
    assert 0 <= whole.far < 1 / 6 < 1 / 2.3 < whole.near
    for frame in (0, 30, 47):
        metres, light = drawn.depth(whole, frame), drawn.bright(whole, frame)
        wanted = np.clip((1 / metres - whole.far) / (whole.near - whole.far), 0, 1) * 255
        near = np.minimum(metres, 1000)
        inner = np.ptp([np.roll(near, s, a) for s in (-1, 1) for a in (0, 1)], axis=0) < 0.1
        inner[[0, -1]] = inner[:, [0, -1]] = False
        assert np.abs(light - wanted)[inner].max() < 3 and inner.sum() > 1000
        assert (light[np.isinf(metres)][:20] == 0).all() and light.dtype == np.uint8


def test_one_size_or_another_sees_the_framed_picture_whole():
    """832 x 480 is narrower than 16:9: the same width is seen, and more of it above and below."""
    eye = camera(1, (0, 1.5, 4), (0, 1.5, 0), 35.0)
    wide = roll("picture", eye, sampling=Sampling(Fraction(16), 1, 832, 480))
    tall = roll("picture", eye, sampling=Sampling(Fraction(16), 1, 480, 832))
    for one in (wide, tall):
        width, height = one.sheet.gate
        assert width >= GATE.width - 1e-9 and height >= GATE.height - 1e-9
        assert min(width - GATE.width, height - GATE.height) == pytest.approx(0, abs=1e-9)
        k = drawn.camera(one).intrinsics(one.sampling.width, one.sampling.height)[0]
        assert k[0, 0] == pytest.approx(k[1, 1])


def test_the_same_bytes_whichever_thread_draws_which_frame():
    eye = camera(8, (0, 1.5, 4), (0, 1.2, 0), 35.0, 2.0, eye_to=(1, 1.5, 3))
    people = [track("A", 8, (0, 0), to=(0.5, 0.5))]
    for kind, draw in (("depth", drawn.depth), ("depth", drawn.bright), ("pose", drawn.pose_picture),
                       ("surface", drawn.names), ("picture", drawn.picture)):
        one, other = roll(kind, eye, people=people, n=8), roll(kind, eye, people=people, n=8)
        alone = [draw(one, i).tobytes() for i in range(8)]
        with ThreadPoolExecutor(3) as pool:
            backwards = list(pool.map(lambda i, d=draw, r=other: d(r, i).tobytes(), range(7, -1, -1)))
        assert backwards[::-1] == alone


def test_names_keep_their_numbers_in_a_crowd():
    eye = camera(1, (0, 9, 12), (0, 0, 0), 24.0)
    people = [track(f"P{i}", 1, (i % 5 - 2, i // 5 * 1.2 - 2)) for i in range(20)]
    found = drawn.names(roll("surface", eye, [Thing("B", "box", (1, 1, 1), (5, 0, 0))], people), 0)
    alone = drawn.names(roll("surface", eye, people=people[7:8]), 0)
    numbers = set(np.unique(found).tolist())
    assert found.dtype == np.uint16 and len(numbers) == 22 and passes.FLOOR in numbers
    assert set(np.unique(alone).tolist()) - {passes.FLOOR, passes.SKY} < numbers


def test_no_word_is_in_a_picture_and_nothing_else_changes_it():
    """Caption, banner, speech and label of a shot leave its plain picture as it is."""
    eye, people = camera(2, (0, 1.5, 3), (0, 1.4, 0), 35.0), (track("A", 2, (0, 0)),)
    made = []
    for label, caption, faults in (("1", "", []), ("9Z", "WS, dolly in", ["a fault"])):
        stage = ShotStage(label, 2, 0, 0, eye, people, Set(OUTSIDE, (), False), caption)
        _, context = segment_of([(stage, [], faults)], SMALL)
        recipe = passes.written("picture", label, Fraction(0), Sampling(Fraction(24), 1, W, H), 1)
        made.append((passes.key(recipe, context), drawn.picture(drawn.ready(recipe, context), 0).tobytes()))
    assert made[0] == made[1]
