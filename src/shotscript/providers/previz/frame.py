"""One frame: geometry to a visibility buffer, light and colour, ink, depth of field. Labels come after (`overlay`)."""

from __future__ import annotations

import math
import mmap
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import themes
from .bake import Baked, Bakery
from .face import JAW
from .kernels import blur, ink, pencil, raster, shade
from .pose import mouth
from .scenery import F4, I4, Scenery
from .view import View

f4 = np.float32
NEAR = 0.08
NO_GRID = np.array((1.0, 1.0, 0.0, 0.0), f4)
PAPER, LEAD = np.array(themes.PAPER, f4), np.array(themes.LEAD, f4)
PENS = {"colour": 0.95, "clay": 1.20, "ink": 1.15}  # half widths of outlines, pixels at 720 lines
STROKES = 40_000
LEAST_CIRCLE = 1.3  # pixels: below this the whole picture counts as sharp
_PRIVATE = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Scratch:
    """One thread's buffers for a picture size; each call writes them anew. Blur behind the focus is done before the one
    before it begins: `quarter` and `weights` are the same memory as `close` and `near`."""

    inverse: F4
    ids: I4
    picture: F4
    ink: NDArray[np.uint8]
    touched: I4
    strokes: F4
    half: F4
    quarter: F4
    near: F4
    close: F4
    spare: F4
    small: F4
    window: I4
    weights: F4
    rows: F4


@dataclass(frozen=True, slots=True)
class Lists:
    """One thread's buffers for a scenery of so many points, faces and edge corners."""

    projected: F4
    colours: F4
    edges: F4
    boxes: I4
    order: I4
    planes: F4
    corners: F4


def scratch(width: int, height: int) -> Scratch:
    """This thread's buffers for a picture of that size. Those of two sizes are kept: passes are drawn at both."""
    kept: dict[tuple[int, int], Scratch] = _own.__dict__.setdefault("scratches", {})
    found = kept.pop((width, height), None) or _new_scratch(width, height)
    while len(kept) > 1:
        del kept[next(iter(kept))]
    kept[width, height] = found
    return found


def visible(scenery: Scenery, baked: Baked, actors_at: int, view: View, room: Scratch) -> tuple[Lists, F4, int]:
    """Fill the visibility buffer of `room`; the lists, the points with their mouths open, and the triangle count."""
    m = scenery.merged
    lists = _lists(len(m.points), len(m.faces), len(m.corners))
    points = _speaking(scenery, baked, actors_at)
    raster.transform(points, view.project, lists.projected)
    raster.clear(room.inverse, room.ids, view.rays, view.eye, bool(view.eye[2] > 0.02))
    height, width = room.ids.shape
    count = raster.set_up(lists.projected, m.faces, False, width, height, NEAR, lists.edges, lists.boxes, lists.order)
    raster.raster(lists.edges, lists.boxes, count, room.inverse, room.ids)
    return lists, points, count


def paint(bakery: Bakery, frame: int, view: View, width: int, height: int, plain: bool = False,
          outlined: bool = True) -> Scratch:
    """Draw frame `frame` of a cut without labels into this thread's scratch: `picture` (3, h, w), 0..1.

    `plain`: without ink and floor grid, as a photograph would show the set · outlined: with ink.
    """
    scenery, room = bakery.scenery, scratch(width, height)
    m, rig, baked = scenery.merged, scenery.rig, bakery.at(frame)
    lists, points, count = visible(scenery, baked, frame, view, room)
    shade.shade(points, baked.normals, m.colours, baked.openness, baked.lit, m.matter, view.eye, rig.key, rig.fill,
                view.rim, rig.tint, rig.backdrop, rig.air, lists.colours)
    shade.colour_planes(lists.edges, lists.order, count, m.faces, lists.colours, lists.planes)
    shade.resolve(room.inverse, room.ids, lists.boxes, lists.planes, view.rays, view.eye, baked.floor, rig.lay,
                  rig.backdrop, NO_GRID if plain else rig.grid, rig.air, view.rolled, room.picture)
    inked = _ink(scenery, baked, points, lists, view, room) if outlined and not plain else 0
    shade.soften(room.picture, room.ids, lists.order, count, m.faces, m.part, room.ink)
    if scenery.theme == "ink":
        pencil.draw(room.picture, PAPER, LEAD, f4(max(min(width, height) / 720, 0.4)))
    far, near = _circles(view, room) if scenery.theme != "ink" else (0.0, 0.0)
    lens, most = (f4(view.focus), f4(view.blur), f4(view.keep)), f4(12 * min(width, height) / 720)
    if max(far, near) > LEAST_CIRCLE:
        blur.far(room.picture, room.inverse, *lens, most, room.half, room.spare, room.quarter, room.small, room.weights)
    ink.lay_ink(room.picture, room.ink, room.inverse, rig.ink, room.touched, inked)
    if near > LEAST_CIRCLE:
        blur.near(room.picture, room.inverse, *lens, room.window, room.half, room.near, room.spare, room.close,
                  room.small)
    return room


def _circles(view: View, room: Scratch) -> tuple[float, float]:
    """The largest circles of confusion behind and before the focus, pixels; the window of the latter in `room`."""
    if view.blur <= 0:
        return 0.0, 0.0
    far, near = blur.widest(room.inverse, f4(view.blur), f4(view.focus), f4(view.keep), room.window)
    return float(far), float(near)


def _ink(scenery: Scenery, baked: Baked, points: F4, lists: Lists, view: View, room: Scratch) -> int:
    """Strokes into `room.ink`; how many pixels they touched."""
    m, scale = scenery.merged, min(room.ids.shape) / 720
    reach = f4(max(scale, 0.5))
    n = ink.contours(points, baked.normals, lists.projected, m.faces, m.part, m.ink, view.eye, f4(NEAR), room.inverse,
                     view.right, view.up, reach, room.strokes, 0)
    raster.transform(m.corners, view.project, lists.corners)
    n = ink.creases(m.ends, m.sides, m.styles, m.corners, lists.corners, view.eye, f4(NEAR), room.strokes, n)
    half = f4(PENS[scenery.theme] * max(scale, 0.55))
    lost = f4(0 if scenery.theme == "ink" else view.blur)
    return ink.draw_ink(room.strokes, n, room.inverse, room.ink, half, f4(view.focus), lost, f4(view.focus),
                        f4(view.keep), room.touched)


def _speaking(scenery: Scenery, baked: Baked, frame: int) -> F4:
    """The baked points with mouths opened and chins dropped; the same array when all are shut."""
    points = baked.points
    for actor, block, head in zip(scenery.actors, scenery.merged.blocks, baked.heads, strict=True):
        opening = float(actor.mouth[frame])
        if head is None or opening <= 0:
            continue
        points = points.copy() if points is baked.points else points
        for name, bone in mouth(head, opening).items():
            own = actor.figure.of(name)
            at = slice(block.points.start + own.start, block.points.start + own.stop)
            turn = bone.astype(f4)
            points[at] = (scenery.merged.points[at][:, None, :] * turn[None, :3, :3]).sum(-1, dtype=f4) + turn[:3, 3]
        low = block.points.start + actor.figure.chin[:, 0].astype(np.int64)
        drop = (actor.figure.chin[:, 1:] * (JAW * opening)).astype(f4)
        points[low] -= drop * head[:3, 2].astype(f4)
    return points


def _new_scratch(width: int, height: int) -> Scratch:
    h2, w2 = height // 2 + 8, width // 2 + 8
    h4, w4 = (height // 2 + 1) // 2 + 8, (width // 2 + 1) // 2 + 8
    whole = height, width
    near, close = _array(f4, 5, h2, w2), _array(f4, 5, h4, w4)
    return Scratch(
        _array(f4, *whole), _array(np.int32, *whole), _array(f4, 3, *whole), _array(np.uint8, *whole),
        _array(np.int32, height * width), _array(f4, STROKES, 8), _array(f4, 4, h2, w2), close[:4], near,
        close, _array(f4, 1, h2, w2), _array(f4, 1, h4, w4), np.zeros(4, np.int32),
        near.reshape(-1)[: height * width].reshape(whole), _array(f4, 2, width),
    )


def _array(kind: type[np.generic], *shape: int) -> NDArray[Any]:
    """Noughts in memory straight from the system: given back when a thread is done, which a heap rarely does."""
    count = math.prod(shape)
    memory = mmap.mmap(-1, count * np.dtype(kind).itemsize, **_PRIVATE)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, kind, count).reshape(shape)


def _lists(points: int, faces: int, corners: int) -> Lists:
    """This thread's lists, cut to length; they grow when a scenery needs more."""
    held: Lists | None = getattr(_own, "lists", None)
    if held is None or len(held.projected) < points or len(held.order) < faces or len(held.corners) < corners:
        p, f, c = points + 1, faces + 1, corners + 1
        _own.lists = held = Lists(
            np.empty((p, 3), f4), np.empty((p, 3), f4), np.empty((f, 13), f4), np.empty((f, 4), np.int32),
            np.empty(f, np.int32), np.empty((f, 9), f4), np.empty((c, 3), f4))
    return held
