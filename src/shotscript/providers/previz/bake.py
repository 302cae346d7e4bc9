"""Light baked once for each distinct pose of the people: shared by frames, kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from .kernels import light, raster
from .lights import FLOOR_MAP, SHADOW, Rig
from .mesh import Floats, turn_z
from .parts import PART, PARTS
from .pose import bones
from .scenery import F4, Scenery
from .sheet import Moved
from .skin import BONES, frames

f4 = np.float32
GONE = np.zeros((4, 4))
GONE[2, 3] = -50.0  # someone off the set: no size, far below the floor
KEPT = 12
BIAS = f4(0.03)
NOWHERE = np.array((1e9, 1e9, -1e9, -1e9), f4)  # texels: low u, low v, high u, high v
EVERYWHERE = -NOWHERE


@dataclass(frozen=True, slots=True)
class Baked:
    """points, normals (v, 3) posed · openness, lit (v,) · floor (n, n) light map · heads: each person's head bone, or
    None for who is off the set. Read only.
    """

    points: F4
    normals: F4
    openness: F4
    lit: F4
    floor: F4
    heads: tuple[Floats | None, ...]


@dataclass(frozen=True, slots=True)
class Still:
    """Light on the set without people: shadow map, openness and key light of its points, key light of the floor."""

    shadow: F4
    openness: F4
    lit: F4
    floor: F4


class Bakery:
    """The baked states of one scenery, most recent kept. Safe to ask from several threads; a state may be baked twice
    at once, to the same bytes."""

    def __init__(self, scenery: Scenery) -> None:
        self.scenery = scenery
        self._lock = Lock()
        self._kept: OrderedDict[bytes, Baked] = OrderedDict()
        self._still: Still | None = None

    def state(self, frame: int) -> bytes:
        """What the light of a frame depends on: the same bytes, the same light."""
        things = (moved.at[frame].tobytes() + moved.turn[frame].tobytes() for moved in self.scenery.moved)
        return b"|".join((*(actor.state(frame) for actor in self.scenery.actors), *things))

    def at(self, frame: int) -> Baked:
        key = self.state(frame)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        baked = bake(self.scenery, frame, self.still())
        with self._lock:
            self._kept[key] = baked
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return baked

    def still(self) -> Still:
        """The light without people, made once."""
        with self._lock:
            if self._still is None:
                self._still = _empty_set(self.scenery)
            return self._still


def bake(scenery: Scenery, frame: int, still: Still) -> Baked:
    """Light of one frame; what no person can have changed comes from `still`."""
    m, rig = scenery.merged, scenery.rig
    points, normals, spheres, centres, heads = _posed(scenery, frame)
    depth, cast = still.shadow.copy(), NOWHERE
    if m.moving:
        cast = _cast(points, m.faces[: m.moving.faces.stop], rig, depth) + _reach(rig.taps)
    moving = _moving(scenery)
    lit, openness = np.empty(len(points), f4), np.empty(len(points), f4)
    light.shadow_points(points, normals, rig.key, rig.lamp, depth, rig.to_light, rig.taps, BIAS, moving[0], cast,
                        still.lit, lit)
    light.occlude_points(points, normals, m.part, spheres, m.sphere_part, m.joined, centres, m.radii, moving,
                         still.openness, openness)
    return Baked(points, normals, openness, lit, _floor(scenery, spheres, depth, cast, still.floor), heads)


def unlit(scenery: Scenery, frame: int) -> Baked:
    """The geometry of one frame without its light, for what shows no colour."""
    points, normals, _, _, heads = _posed(scenery, frame)
    none = np.zeros(0, f4)
    return Baked(points, normals, none, none, np.zeros((0, 0), f4), heads)


def _moving(scenery: Scenery) -> NDArray[np.int64]:
    """How many points and spheres are people's, and of what they carry."""
    last = scenery.merged.moving
    return np.array((last.points.stop, last.spheres.stop) if last else (0, 0))


def _empty_set(scenery: Scenery) -> Still:
    m, rig = scenery.merged, scenery.rig
    depth = np.full((SHADOW, SHADOW), -1e9, f4)
    still = slice(m.moving.faces.stop if m.moving else 0, None)
    _cast(m.points, np.ascontiguousarray(m.faces[still][m.opaque[still]]), rig, depth)
    spheres, openness, lit = m.spheres.copy(), np.ones(len(m.points), f4), np.ones(len(m.points), f4)
    if m.moving:
        spheres[: m.moving.spheres.stop] = (0, 0, -50, 0)
    none = len(m.points) + 1
    light.shadow_points(m.points, m.normals, rig.key, rig.lamp, depth, rig.to_light, rig.taps, BIAS, none, NOWHERE,
                        lit, lit)
    light.occlude_points(m.points, m.normals, m.part, spheres, m.sphere_part, m.joined, m.centres, m.radii,
                         np.array((none, 0)), openness, openness)
    floor = np.empty((FLOOR_MAP, FLOOR_MAP), f4)
    left, back, cell = rig.lay
    light.shadow_floor(depth, left, back, cell, rig.to_light, rig.lamp, rig.floor_taps, BIAS, EVERYWHERE, floor, floor)
    return Still(depth, openness, lit, floor)


def _posed(scenery: Scenery, frame: int) -> tuple[F4, F4, F4, F4, tuple[Floats | None, ...]]:
    m = scenery.merged
    points, normals, spheres, centres = m.points.copy(), m.normals.copy(), m.spheres.copy(), m.centres.copy()
    heads: list[Floats | None] = []
    for actor, block in zip(scenery.actors, m.blocks, strict=True):
        shown = bool(actor.shown[frame])
        joints = frames(bones(actor.stance(frame))) if shown else np.tile(GONE, (BONES, 1, 1))
        b = joints.astype(f4)
        raster.pose(m.points[block.points], m.normals[block.points], actor.figure.bone, b, points[block.points],
                    normals[block.points])
        if shown:
            actor.figure.bend(joints, points[block.points])
        owner = actor.figure.sphere_part
        spheres[block.spheres, :3] = _through(b[owner], m.spheres[block.spheres, :3])
        spheres[block.spheres, 3] *= f4(actor.scale if shown else 0.0)
        centres[block.parts] = _through(b[: len(PARTS)], m.centres[block.parts])
        heads.append(joints[PART["head"]] if shown else None)
    for thing, block in zip(scenery.moved, m.moved, strict=True):
        b = _placed(thing, frame)
        raster.pose(m.points[block.points], m.normals[block.points],
                    np.zeros(block.points.stop - block.points.start, np.int32), b, points[block.points],
                    normals[block.points])
        for where, held in ((block.spheres, spheres), (block.parts, centres)):
            held[where, :3] = _through(b[np.zeros(where.stop - where.start, int)], held[where, :3])
    return points, normals, spheres, centres, tuple(heads)


def _placed(thing: Moved, frame: int) -> F4:
    """(1, 4, 4) where a moved thing is."""
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = turn_z(float(thing.turn[frame])), thing.at[frame]
    return np.round(out, 6).astype(f4)[None]


def _through(matrices: F4, points: F4) -> F4:
    """Each point (k, 3) by its own matrix (k, 4, 4)."""
    return (matrices[:, :3, :3] * points[:, None, :]).sum(-1, dtype=f4) + matrices[:, :3, 3]


def _cast(points: F4, faces: np.ndarray, rig: Rig, depth: F4) -> F4:
    """Draw faces into the shadow map; the texels they can cover: low u, low v, high u, high v."""
    n = max(len(faces), 1)
    seen = np.empty((len(points), 3), f4)
    edges, boxes, order = np.empty((n, 13), f4), np.empty((n, 4), np.int32), np.empty(n, np.int32)
    if rig.lamp[4] > 0:
        light.around(points, rig.lamp, seen)
    else:
        raster.transform(points, rig.to_light, seen)
    count = raster.set_up(seen, faces, True, SHADOW, SHADOW, -1e9, edges, boxes, order)
    raster.raster_depth(edges, boxes, count, depth)
    if not count:
        return NOWHERE
    used = boxes[:count]
    return np.array((used[:, 0].min(), used[:, 1].min(), used[:, 2].max(), used[:, 3].max()), f4)


def _reach(taps: F4) -> F4:
    """How far a shadow is softened, as a margin on every side of what is drawn."""
    r = f4(np.abs(taps).max() + 2)
    return np.array((-r, -r, r, r), f4)


def _floor(scenery: Scenery, spheres: F4, depth: F4, cast: F4, still: F4) -> F4:
    rig = scenery.rig
    openness, lit, out = (np.empty((FLOOR_MAP, FLOOR_MAP), f4) for _ in range(3))
    left, back, cell = rig.lay
    reach = cast + _reach(rig.floor_taps)
    light.occlude_floor(spheres, left, back, cell, openness)
    light.shadow_floor(depth, left, back, cell, rig.to_light, rig.lamp, rig.floor_taps, BIAS, reach, still, lit)
    light.light_floor(openness, lit, rig.floor_shares, left, back, cell, scenery.walls, out)
    light.blur_floor(out, openness)
    return rig.beyond - (rig.beyond - out) * rig.edge
