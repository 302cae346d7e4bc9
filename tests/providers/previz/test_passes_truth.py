"""Surface passes against rays cast at the same scene: distance, names, normals and flow, each worked out here again.

Rays are made of K and camera to world as anybody would who is handed `shot.json`; triangles are met by Moeller and
Trumbore's test, one by one, in double precision, with no picture between.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest
from previz_stages import film, track
from test_passes_depth import camera, context_of, roll

from shotscript.optics.space import Thing
from shotscript.providers import passes
from shotscript.providers.passes import Sampling
from shotscript.providers.previz import passes as drawn
from shotscript.providers.previz import scenery, truth

W, H = 320, 180
FRAME = 11
LABELS = ("1A", "2", "3B", "5") if os.environ.get("SHOTSCRIPT_PROOF") else ("1A", "2")
_, FILM = film(24)
TO_Y_UP = np.array(((1.0, 0, 0), (0, 0, 1), (0, -1, 0)))


@dataclass(frozen=True)
class Hits:
    """What rays (r,) meet first: metres along the axis, face (-1 the floor, -2 nothing), shares (r, 3) of its corners,
    places (r, 3)."""

    depth: np.ndarray
    face: np.ndarray
    shares: np.ndarray
    place: np.ndarray


def ready(kind: str, label: str, n: int = 24):
    sampling = Sampling(Fraction(24), n, W, H)
    return drawn.ready(passes.written(kind, label, Fraction(0), sampling, n), FILM)


def corners(stage, frame):
    """(t, 3, 3) triangles of the scene at a frame, y up, and whose each is."""
    points = truth.surfaces(stage.sheet, stage.bakery, frame, W, H).points.astype(float) @ TO_Y_UP.T
    return points[stage.bakery.scenery.merged.faces], stage.bakery.scenery.merged.owner


def eye(stage, frame):
    kept = drawn.camera(stage)
    return kept.intrinsics(W, H)[frame], kept.cam_to_world[frame]


def spots(count: int, seed: int):
    found = np.random.default_rng(seed).choice(W * H, count, replace=False)
    return found // W, found % W


def cast(stage, frame, rows, columns) -> Hits:
    k, pose = eye(stage, frame)
    local = np.stack([(columns + 0.5 - k[0, 2]) / k[0, 0], (k[1, 2] - rows - 0.5) / k[1, 1], -np.ones(len(rows))], 1)
    ways, start = local @ pose[:3, :3].T, pose[:3, 3]
    depth, face, shares = (np.concatenate(part) for part in zip(
        *(_first(ways[i : i + 50], start, corners(stage, frame)[0]) for i in range(0, len(ways), 50)), strict=True))
    return Hits(depth, face, shares, start + ways * depth[:, None])


def _first(ways, start, triangles):
    """The nearest triangle whose front each ray meets, or the floor. All start at one point, so that each of the
    test's triple products is the ray times a vector of the triangle's own."""
    one, two, away = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0], start - triangles[:, 0]
    turned = np.cross(away, one)
    volume = ways @ np.cross(two, one).T
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v, t = ways @ np.cross(two, away).T / volume, ways @ turned.T / volume, (two * turned).sum(1) / volume
        floor = np.where(ways[:, 1] < 0, -start[1] / ways[:, 1], np.inf)
    t = np.where((volume > 1e-14) & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0.08), t, np.inf)
    best, rays = t.argmin(1), np.arange(len(ways))
    u, v, t = u[rays, best], v[rays, best], t[rays, best]
    face = np.where(np.minimum(t, floor) > 600, -2, np.where(floor < t, -1, best))
    return np.where(face == -2, np.inf, np.minimum(t, floor)), face, np.stack([1 - u - v, u, v], 1)


@pytest.fixture(scope="module", params=LABELS)
def scene(request: pytest.FixtureRequest):
    stage = ready("surface", request.param)
    rows, columns = spots(1000, LABELS.index(request.param))
    return stage, rows, columns, cast(stage, FRAME, rows, columns), drawn.surfaces(stage, FRAME, later=True)


def test_depth_is_what_rays_meet(scene):
    """Within 1 % at 1,000 random pixels, but for those whose ray grazes a border within rounding."""
    _, rows, columns, hits, shown = scene
    found = shown.depth[rows, columns].astype(float)
    endless = np.isinf(hits.depth) | np.isinf(found)
    assert (np.isinf(hits.depth) == np.isinf(found)).all()
    off = np.abs(found / np.where(endless, 1, hits.depth) - 1)[~endless]
    assert (off < 0.01).mean() > 0.998 and np.median(off) < 1e-5


def test_names_are_of_what_rays_meet(scene):
    stage, rows, columns, hits, shown = scene
    known = passes.numbers(FILM)
    owner = corners(stage, FRAME)[1]
    of = {i + 1: known[actor.name] for i, actor in enumerate(stage.sheet.actors)} | {scenery.ROOM: passes.ROOM}
    of |= {scenery.THINGS + i: known[thing.name] for i, thing in enumerate(stage.sheet.set.things)}
    wanted = [of[owner[face]] if face >= 0 else {-1: passes.FLOOR, -2: passes.SKY}[face] for face in hits.face]
    assert (shown.names[rows, columns] == wanted).mean() > 0.998
    assert len(set(wanted)) >= 4


def test_normals_are_of_the_triangles_that_rays_meet(scene):
    """In the camera's own axes; each looks at the camera."""
    stage, rows, columns, hits, shown = scene
    triangles, _ = corners(stage, FRAME)
    of = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    world = np.where((hits.face >= 0)[:, None], of[hits.face], (0.0, 1.0, 0.0))
    world /= np.linalg.norm(world, axis=1, keepdims=True)
    wanted = world @ eye(stage, FRAME)[1][:3, :3]
    found, sky = shown.normals[rows, columns].astype(float), hits.face == -2
    assert not found[sky].any() and (np.abs(np.linalg.norm(found[~sky], axis=1) - 1) < 1e-3).all()
    assert ((found * wanted).sum(1) > 0.9995)[~sky].mean() > 0.995
    k, _ = eye(stage, FRAME)
    way = np.stack([(columns + 0.5 - k[0, 2]) / k[0, 0], (k[1, 2] - rows - 0.5) / k[1, 1], -np.ones(len(rows))], 1)
    assert ((found * way).sum(1) < 0.003)[~sky].all()


def test_normals_are_the_slope_of_depth(scene):
    """Neighbours' places, from depth alone: their differences lie in the surface."""
    stage, _, _, _, shown = scene
    k, _ = eye(stage, FRAME)
    x, y = np.meshgrid(np.arange(W) + 0.5, np.arange(H) + 0.5)
    metres = np.where(np.isinf(shown.depth), 1e4, shown.depth).astype(float)
    places = np.stack([(x - k[0, 2]) / k[0, 0], (k[1, 2] - y) / k[1, 1], -np.ones_like(x)], -1) * metres[..., None]
    found = np.cross(places[2:, 1:-1] - places[:-2, 1:-1], places[1:-1, 2:] - places[1:-1, :-2])
    found /= np.linalg.norm(found, axis=-1, keepdims=True)
    told, names = shown.normals.astype(float), shown.names
    same = np.ones((H - 2, W - 2), bool)
    for dy, dx in ((0, 1), (2, 1), (1, 0), (1, 2)):
        at = slice(dy, dy + H - 2), slice(dx, dx + W - 2)
        same &= (names[at] == names[1:-1, 1:-1]) & ((told[at] * told[1:-1, 1:-1]).sum(-1) > 0.999)
    same &= shown.depth[1:-1, 1:-1] < 30
    agree = (found * told[1:-1, 1:-1]).sum(-1)[same]
    assert same.mean() > 0.4 and (agree > math.cos(math.radians(3))).mean() > 0.995


def test_flow_is_where_the_same_point_is_next(scene):
    """The point of the triangle, moved with its corners, and seen by the next frame's camera, within 0.01 pixel."""
    stage, rows, columns, hits, shown = scene
    later, _ = corners(stage, FRAME + 1)
    place = np.where((hits.face >= 0)[:, None], (later[hits.face] * hits.shares[:, :, None]).sum(1), hits.place)
    k, pose = eye(stage, FRAME + 1)
    with np.errstate(invalid="ignore"):
        local = (place - pose[:3, 3]) @ pose[:3, :3]
        right, up = local[:, 0] / -local[:, 2], local[:, 1] / -local[:, 2]
        wanted = np.stack([k[0, 2] + k[0, 0] * right, k[1, 2] - k[1, 1] * up], 1)
        off = np.linalg.norm(np.stack([columns, rows], 1) + 0.5 + shown.flow[rows, columns] - wanted, axis=1)
    solid = hits.face > -2
    assert (off < 0.01)[solid].mean() > 0.997 and np.median(off[solid]) < 0.002


def test_what_is_hidden_next_is_said(scene):
    """A ray from the next camera to the point meets it, or something before it; pixels outside are hidden."""
    stage, rows, columns, hits, shown = scene
    flow, seen = shown.flow[rows, columns], shown.seen[rows, columns]
    x, y = columns + 0.5 + flow[:, 0], rows + 0.5 + flow[:, 1]
    inside = (x >= 0) & (x < W) & (y >= 0) & (y < H)
    assert not seen[~inside].any()
    at = np.flatnonzero(inside & (hits.face > -2))[:400]
    again = cast(stage, FRAME + 1, y[at] - 0.5, x[at] - 0.5)
    _, pose = eye(stage, FRAME + 1)
    later, _ = corners(stage, FRAME + 1)
    place = np.where((hits.face >= 0)[:, None], (later[hits.face] * hits.shares[:, :, None]).sum(1), hits.place)[at]
    depth = -((place - pose[:3, 3]) @ pose[:3, :3])[:, 2]
    open_ = again.depth > depth * 0.995
    assert (open_ == seen[at]).mean() > 0.985


def test_a_frame_drawn_back_by_flow_is_the_one_before(scene):
    """Plain pictures, where the point is in sight in both; blur and borders left out."""
    stage, _, _, _, shown = scene
    picture = ready("picture", stage.sheet.label)
    picture = replace(picture, sheet=replace(picture.sheet, stop=None))
    now, later = (drawn.picture(picture, FRAME + i).astype(float) for i in (0, 1))
    y, x = np.mgrid[0:H, 0:W]
    flow = np.nan_to_num(shown.flow)
    u, v = np.clip(x + flow[..., 0], 0, W - 1.001), np.clip(y + flow[..., 1], 0, H - 1.001)
    i, j = u.astype(int), v.astype(int)
    a, b = (u - i)[..., None], (v - j)[..., None]
    above, below = later[j, i] * (1 - a) + later[j, i + 1] * a, later[j + 1, i] * (1 - a) + later[j + 1, i + 1] * a
    around = [np.roll(shown.names, (s, t), (0, 1)) for s in (-1, 0, 1) for t in (-1, 0, 1)]
    inner = shown.seen & (np.ptp(around, axis=0) == 0) & (shown.names != passes.SKY)
    off = np.abs(above * (1 - b) + below * b - now).mean(-1)[inner]
    still = np.abs(later - now).mean(-1)[inner]
    assert inner.mean() > 0.4 and off.mean() < min(2.0, 0.45 * still.mean())


def test_colours_change_where_names_do():
    """Every pixel that is not beside a border has one colour alone in it: the one of the name it carries."""
    things = [Thing("B", "box", (0.9, 1.3, 0.5), (-0.8, 0, 0.3), 0.4),
              Thing("C", "box", (0.5, 0.8, 0.5), (0.7, 0, -0.4))]
    view = camera(1, (0.3, 1.5, 4.0), (0, 0.8, 0), 40.0, roll=0.1)
    size = Sampling(Fraction(24), 1, W, H)
    with_, without = (roll("picture", view, some, sampling=size) for some in (things, things[1:]))
    names = drawn.names(roll("surface", view, things, sampling=size), 0)
    number = passes.numbers(context_of(*things))["B"]
    changed = np.abs(drawn.picture(with_, 0).astype(int) - drawn.picture(without, 0)).max(-1) > 12
    box = names == number
    near = np.max([np.roll(box, (s, t), (0, 1)) for s in (-1, 0, 1) for t in (-1, 0, 1)], axis=0)
    assert box.sum() > 2000 and changed[box].mean() > 0.99  # the box is where its name is
    outside = changed & ~near
    assert (outside & (names != passes.FLOOR)).mean() < 0.002  # and nowhere else, but for its shadow on the floor


def test_who_leaves_flows_nowhere():
    gone = np.array([True, True, False])
    walker = replace(track("A", 3, (0, 0)), shown=gone)
    stage = roll("surface", camera(3, (0, 1.4, 3), (0, 1.0, 0), 35.0), people=[walker, track("B", 3, (0.9, 0))], n=3)
    stays, leaves = drawn.flow(stage, 0), drawn.flow(stage, 1)
    body = drawn.names(stage, 1) == passes.numbers(context_of(Thing("A", "box", (1, 1, 1), (0, 0, 0))))["A"]
    assert (stays[0] == 0).all() and stays[1].all()
    assert np.isnan(leaves[0][body]).all() and not leaves[1][body].any() and body.sum() > 200
    assert (leaves[0][~body] == 0).all() and leaves[1][~body].all()
