"""What is drawn against plain ray casting of the same triangles, and colours against the numbers of who is where."""

from __future__ import annotations

import os

import numpy as np
import pytest
from previz_stages import segment_of, shot_dolly_zoom, shot_orbit, shot_over_shoulder, shot_wide

from shotscript.narrative.story import Format
from shotscript.providers.previz.bake import Bakery, unlit
from shotscript.providers.previz.dialect import write
from shotscript.providers.previz.frame import NEAR, NO_GRID, scratch, visible
from shotscript.providers.previz.kernels import raster, shade
from shotscript.providers.previz.scenery import build
from shotscript.providers.previz.sheet import read
from shotscript.providers.previz.view import view

W, H = 640, 360
RAYS = 5000 if os.environ.get("SHOTSCRIPT_PROOF") else 250
SHOTS = {"over the shoulder": shot_over_shoulder, "wide": shot_wide, "orbit": shot_orbit, "dolly zoom": shot_dolly_zoom}


def staged(make):
    """The middle frame of a shot: its scenery, points and view."""
    segment, context = segment_of([(make(24), [], [])], Format(width=W, height=H))
    sheet = read(write(segment, context).request)[0][0]
    scenery = build(sheet)
    return scenery, unlit(scenery, 12), view(sheet, 12, W, H)


def cast(points, faces, eye, rays):
    """Metres along each ray (r, 3) to the nearest triangle that faces the eye: Moeller and Trumbore, in doubles."""
    a, b, c = (points[faces[:, k]].astype(float) for k in range(3))
    e1, e2 = b - a, c - a
    front = ((np.cross(e1, e2) * (eye - a)).sum(1) > 0)
    a, e1, e2 = a[front], e1[front], e2[front]
    out = np.full(len(rays), np.inf)
    s = eye - a
    q = np.cross(s, e1)
    for i, ray in enumerate(rays):
        h = np.cross(ray, e2)
        det = (e1 * h).sum(1)
        with np.errstate(divide="ignore", invalid="ignore"):
            u, v, t = (s * h).sum(1) / det, (q * ray).sum(1) / det, (e2 * q).sum(1) / det
        hit = (np.abs(det) > 1e-14) & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > NEAR)
        out[i] = t[hit].min() if hit.any() else np.inf
    return out


@pytest.mark.parametrize("name", SHOTS)
def test_depth_is_that_of_rays(name):
    """A thousand pixels at random over four shots, people, furniture, walls and floor."""
    scenery, posed, eye = staged(SHOTS[name])
    room = scratch(W, H)
    visible(scenery, posed, 12, eye, room)
    found = room.inverse.copy()
    rng = np.random.default_rng(len(name))
    x, y = rng.integers(0, W, RAYS), rng.integers(0, H, RAYS)
    r = eye.rays.astype(float)
    rays = r[0] * (x[:, None] + 0.5) + r[1] * (y[:, None] + 0.5) + r[2]
    at = eye.eye.astype(float)
    metres = cast(posed.points, scenery.merged.faces, at, rays)
    with np.errstate(divide="ignore"):
        floor = np.where(rays[:, 2] < 0, -at[2] / rays[:, 2], np.inf)
    metres = np.minimum(metres, floor)
    seen = found[y, x] > raster.FAR
    assert (metres[~seen] > 500).all() and seen.mean() > 0.5
    assert np.abs(1 / found[y, x][seen] / metres[seen] - 1).max() < 0.01


@pytest.mark.parametrize("name", SHOTS)
def test_colours_end_where_names_end(name):
    """Everybody and everything in one flat colour of its own: each pixel has the colour of whom it is named for."""
    scenery, posed, eye = staged(SHOTS[name])
    m, room = scenery.merged, scratch(W, H)
    lists, _, count = visible(scenery, posed, 12, eye, room)
    owners = np.zeros((H, W), np.int32)
    raster.owners_of(room.ids, lists.order, m.owner, owners)
    tones = {number: (i + 1) / 64 for i, number in enumerate(np.unique(m.owner))}
    of_points = np.zeros(len(m.points), np.float32)
    of_points[m.faces] = np.array([tones[number] for number in m.owner], np.float32)[:, None]
    lists.colours[: len(m.points)] = of_points[:, None]
    shade.colour_planes(lists.edges, lists.order, count, m.faces, lists.colours, lists.planes)
    rig = scenery.rig
    shade.resolve(room.inverse, room.ids, lists.boxes, lists.planes, eye.rays, eye.eye, rig.edge, rig.lay, rig.backdrop,
                  NO_GRID, rig.air, eye.rolled, room.picture)
    wanted = np.vectorize(lambda number: tones.get(number, 0.0))(owners)
    solid = owners > 0
    assert solid.mean() > 0.3 and len(np.unique(owners)) >= 4
    assert np.abs(room.picture[0] - wanted)[solid].max() < 1 / 200


def test_nobody_is_lit_twice_the_same_by_chance():
    """Baked light of a pose does not depend on which poses were baked before it."""
    scenery, _, _ = staged(shot_wide)
    forwards, backwards = Bakery(scenery), Bakery(scenery)
    there = [forwards.at(i).lit.tobytes() for i in range(0, 24, 6)]
    back = [backwards.at(i).lit.tobytes() for i in range(18, -1, -6)]
    assert there == back[::-1] and len(set(there)) == 4
