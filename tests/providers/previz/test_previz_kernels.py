"""The kernels against closed forms: depth planes, projection, the leaning camera's floor."""

from __future__ import annotations

import numpy as np
import pytest
from previz_stages import ROOM, camera, segment_of, track

from shotscript.narrative.story import Format
from shotscript.optics.camera import Gate, ShotStage
from shotscript.optics.space import Posture, Room, Set, Thing
from shotscript.providers.previz.bake import Bakery
from shotscript.providers.previz.dialect import write
from shotscript.providers.previz.frame import paint, scratch, visible
from shotscript.providers.previz.kernels import raster
from shotscript.providers.previz.scenery import ROOM as WALLS
from shotscript.providers.previz.scenery import THINGS, build
from shotscript.providers.previz.sheet import read
from shotscript.providers.previz.view import view

W, H = 320, 180
SMALL = Format(width=W, height=H)
GATE = Gate(24.0, 13.5)


def stage(people=(), things=(), room=None, night=False, **lens):
    lens = {"eye": (0, 1.6, 4), "target": (0, 1.2, 0), "gate": GATE} | lens
    where = Set(room or Room(20, 20, walled=False), tuple(things), room is not None, night)
    return ShotStage("1", 1, 0, 0, camera(1, **lens), tuple(people), where)


def sheet_of(shot):
    segment, context = segment_of([(shot, [], [])], SMALL)
    return read(write(segment, context).request)[0][0]


def seen(shot):
    """Owner of each pixel, inverse depth and the view."""
    sheet = sheet_of(shot)
    bakery, eye, room = Bakery(build(sheet)), view(sheet, 0, W, H), scratch(W, H)
    lists, _, _ = visible(bakery.scenery, bakery.at(0), 0, eye, room)
    out = np.zeros((H, W), np.int32)
    raster.owners_of(room.ids, lists.order, bakery.scenery.merged.owner, out)
    return out, room.inverse.copy(), eye


def painted(shot):
    """The picture without labels (3, h, w)."""
    sheet = sheet_of(shot)
    return paint(Bakery(build(sheet)), 0, view(sheet, 0, W, H), W, H).picture.copy()


def test_depth_planes_meet_their_corners():
    """In single precision they miss by metres; see the module's word on sums."""
    rng = np.random.default_rng(7)
    points = rng.uniform((-3, -2, 1), (3, 2, 12), (900, 3))
    project = np.array(((300.0, 0, W / 2, 0), (0, 300.0, H / 2, 0), (0, 0, 1.0, 0)), np.float32)
    out = np.empty((900, 3), np.float32)
    raster.transform(points.astype(np.float32), project, out)
    faces = np.arange(900, dtype=np.int32).reshape(-1, 3)
    edges, boxes, order = np.empty((300, 13), np.float32), np.empty((300, 4), np.int32), np.empty(300, np.int32)
    count = raster.set_up(out, faces, False, W, H, 0.08, edges, boxes, order)
    assert 60 < count < 240
    for k in range(count):
        corners = out[faces[order[k]]].astype(float)
        xy = corners[:, :2] / corners[:, 2:] - (boxes[k, :2] + 0.5)
        inverse = edges[k, 9] * xy[:, 0] + edges[k, 10] * xy[:, 1] + edges[k, 11]
        assert inverse == pytest.approx(1 / corners[:, 2], abs=3e-5)


def test_a_box_lies_where_a_ray_says():
    """The front of a box 2 m wide at z = 0.5 seen from z = 4: its middle is 3.5 m away, its sides at x = +-1."""
    lens = {"eye": (0, 1, 4), "target": (0, 1, 0), "focal": 24.0}
    owner, inverse, _ = seen(stage(things=[Thing("B", "box", (2.0, 2.0, 1.0), (0, 0, 0))], **lens))
    assert 1 / inverse[H // 2, W // 2] == pytest.approx(3.5, abs=1e-4)
    columns = np.flatnonzero(owner[H // 2] == THINGS)
    half = 1 / 3.5 * W  # focal over gate width is 1
    assert columns[0] == pytest.approx(W / 2 - half, abs=1)
    assert columns[-1] + 1 == pytest.approx(W / 2 + half, abs=1)


def test_the_floor_is_as_deep_as_it_should_be():
    _, inverse, _ = seen(stage(eye=(0, 1.5, 4), target=(0, 1.5, 0), focal=24.0))
    row = H - 1
    down = (row + 0.5 - H / 2) / (24.0 / GATE.height * H)
    assert 1 / inverse[row, 10] == pytest.approx(1.5 / down, rel=1e-4)


@pytest.mark.parametrize("x, z, tall", [(0.0, 0.0, 1.75), (-1.0, -1.0, 1.6), (1.2, 0.8, 1.9)])
def test_a_person_is_where_the_projection_says(x, z, tall):
    shot = stage([track("A", 1, (x, z), tall=tall)], eye=(0, 1.6, 5), target=(0, 1.0, 0), focal=24.0)
    owner, _, eye = seen(shot)
    rows, columns = np.nonzero(owner == 1)

    def pixel(point):
        h = eye.project.astype(float) @ np.array((point[0], -point[2], point[1], 1.0))
        return h[:2] / h[2]

    crown, sole = pixel((x, tall, z)), pixel((x, 0, z))
    assert rows.min() == pytest.approx(crown[1], abs=2.5) and rows.max() == pytest.approx(sole[1], abs=4)
    assert columns.mean() == pytest.approx((crown[0] + sole[0]) / 2, abs=2.5)


@pytest.mark.parametrize("posture, crown", [(Posture.SIT, 1.35), (Posture.LIE, 0.35), (Posture.STAND, 1.76)])
def test_postures_are_as_high_as_they_should_be(posture, crown):
    people = [track("A", 1, (0, 0), posture=posture, tall=1.76, yaw=np.pi / 2)]
    owner, _, _ = seen(stage(people, eye=(0, 0.9, 6), target=(0, 0.9, 0), focal=24.0))
    rows, columns = np.nonzero(owner == 1)
    top = 0.9 + (H / 2 - rows.min()) / (24.0 / GATE.height * H) * 6
    assert top == pytest.approx(crown, abs=0.07)
    if posture is Posture.LIE:
        wide = (columns.max() - columns.min()) / (24.0 / GATE.width * W) * 6
        assert wide == pytest.approx(1.76, abs=0.2)


def test_the_face_is_on_the_side_one_faces():
    """Facing the viewer the nose is nearer than the back of the head would be."""
    near = seen(stage([track("A", 1, (0, 0))], focal=60.0, target=(0, 1.6, 0)))[1]
    away = seen(stage([track("A", 1, (0, 0), yaw=np.pi)], focal=60.0, target=(0, 1.6, 0)))[1]
    assert near.max() > away.max()


def test_walls_hide_nothing_from_behind():
    """A camera outside the room looks in through the wall it stands behind."""
    people = [track("A", 1, (0, 0))]
    owner, _, _ = seen(stage(people, room=ROOM, eye=(0, 1.6, 6), target=(0, 1, 0)))
    assert (owner == 1).sum() > 500 and (owner == WALLS).sum() > 500


def test_upside_down_is_the_picture_turned():
    people, things = [track("A", 1, (0.4, 0))], [Thing("B", "box", (0.6, 0.5, 0.6), (-0.8, 0, 0))]
    level, rolled = painted(stage(people, things)), painted(stage(people, things, roll=np.pi))
    assert np.abs(level - rolled[:, ::-1, ::-1]).mean() < 2e-3


def test_the_leaning_floor_is_the_level_one():
    """The general path for a camera that hardly leans gives what the fast path gives for one that does not."""
    apart = np.abs(painted(stage(target=(0, 0.4, 0))) - painted(stage(target=(0, 0.4, 0), roll=3e-5)))
    assert apart.mean() < 2e-3 and apart.max() < 0.1


def test_a_leaning_camera_leans_the_picture():
    box = [Thing("B", "box", (3.0, 0.4, 0.4), (0, 1.0, 0))]
    owner, _, _ = seen(stage(things=box, roll=0.3))
    rows, columns = np.nonzero(owner == THINGS)
    slope = np.polyfit(columns, rows, 1)[0]
    assert slope == pytest.approx(np.tan(0.3), abs=0.05)
