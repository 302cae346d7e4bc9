"""Clean passes of the renderer: depth, names, normals, flow, poses and the plain picture of any shot, frame by frame.

A recipe (`providers.passes`) and the staged film make a `Roll`; every frame of it is a pure function of its number,
safe to ask for from several threads. No slate, caption, tag, grid, ink or dissolve is in any of them.

The picture the film is framed for lies whole and in the middle of a pass, and pixels are square: a pass of another
shape shows more above and below, or at the sides. Pixel (x, y) has its centre at (x + 0.5, y + 0.5).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...optics.camera import Camera, Gate
from .. import passes
from ..contract import Context
from ..lighting import Light
from ..passes import Sampling
from . import scenery, sticks, truth
from .bake import Bakery, unlit
from .frame import Scratch, paint, scratch, visible
from .kernels import output, raster, surface
from .people import Actor
from .people import paint as painted
from .sampled import sampled
from .scenery import F4, I4, build
from .seams import sewn
from .sheet import Z_UP, CutSheet
from .skeleton import JOINTS, Skeleton, skeleton
from .staged import staged
from .truth import Flags, Halves, Shelf, Surfaces
from .view import view

__all__ = ["JOINTS", "Roll", "Shown", "Skeleton", "arrays", "bright", "camera", "depth", "flow", "gate", "names",
           "normals", "picture", "picture_and_bright", "pose", "pose_picture", "ready", "shaded", "surfaces"]

f4 = np.float32
Picture = NDArray[np.uint8]
Ids = NDArray[np.uint16]
NEAREST, FARTHEST = 99.0, 1.0  # per cent of a frame's pixels that lie below the bright end, and below the dark one
GREY = (0.52, 0.53, 0.56)
"""What plain figures wear."""
WIDE, OFTEN = 160, Fraction(1, 4)  # pixels and seconds at which a shot's depth is looked over


@dataclass(frozen=True, slots=True)
class Roll:
    """The frames of one pass, ready to be drawn: `sheet` has one frame for each of the sampling's.

    numbers   what an id pass writes for each of the scenery's owners
    near, far inverse metres that are white and black in the bright depth; equal for all frames of the shot
    """

    sheet: CutSheet
    bakery: Bakery
    sampling: Sampling
    numbers: Ids
    near: float
    far: float
    shelf: Shelf = field(default_factory=Shelf, compare=False)

    @property
    def frames(self) -> int:
        return self.sampling.frames


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame's surfaces (h, w): metres, names, normals (3) and their picture (3), and the way to the next frame (2)
    with what of it is in sight there."""

    depth: F4
    names: Ids
    normals: Halves
    shaded: Picture
    flow: F4 | None
    seen: Flags | None


def ready(asked: dict[str, Any], context: Context, known: Mapping[str, int] | None = None) -> Roll:
    """A recipe's frames, ready to be drawn. `known`: the numbers that names have already."""
    sampling, stage = passes.sampling_of(asked), context.stage.shots[asked["shot"]]
    whole = _dressed(asked["pass"], staged(asked["shot"], context))
    whole = replace(whole, gate=gate(whole.gate, sampling.width / sampling.height))
    own = sampled(whole, passes.moments(asked, stage, context.story.format.fps))
    near, far = _ends(whole, context.story.format.fps) if asked["pass"] in passes.RANGED else (1.0, 0.0)
    return Roll(own, Bakery(build(own)), sampling, _numbers(own, passes.numbers(context, known)), near, far)


def gate(film: tuple[float, float], shape: float) -> tuple[float, float]:
    """The smallest gate of a shape (width over height) that holds the film's own, mm."""
    width, height = film
    return (width, width / shape) if width / height > shape else (height * shape, height)


def camera(roll: Roll) -> Camera:
    """The camera of each frame, y up, its gate that of the pass."""
    own = roll.sheet
    poses = np.tile(np.eye(4), (roll.frames, 1, 1))
    axes = own.axes * np.array((1.0, 1.0, -1.0))[None, :, None]  # right, up, back
    poses[:, :3, :3] = np.einsum("ji,nkj->nik", Z_UP, axes) + 0.0
    poses[:, :3, 3] = own.eye @ Z_UP + 0.0
    return Camera(poses, own.focal, own.focus, own.stop, Gate(*own.gate))


def depth(roll: Roll, frame: int) -> F4:
    """(h, w) metres along the lens axis; infinite where there is no surface."""
    return truth.metres(_surfaces(roll, frame))


def bright(roll: Roll, frame: int) -> Picture:
    """(h, w) the nearer the brighter: inverse depth from `roll.far` (0) to `roll.near` (255), linear between, as depth
    estimators give it; the sky is 0. Four points a pixel, so that borders are smooth.
    """
    one = _surfaces(roll, frame, 2)
    return _brightened(roll, one.inverse, one.ids)


def pose(roll: Roll, frame: int) -> tuple[Skeleton, ...]:
    """Everyone who is on the set, in the order of the stage."""
    one = _surfaces(roll, frame)
    whose = truth.owners(one, roll.bakery)
    return tuple(skeleton(actor, frame, i + 1, one.eye, one.inverse, whose) for i, actor in enumerate(roll.sheet.actors)
                 if actor.shown[frame])


def pose_picture(roll: Roll, frame: int) -> Picture:
    """(h, w, 3) limbs on black."""
    return sticks.draw(pose(roll, frame), roll.sampling.width, roll.sampling.height)


def names(roll: Roll, frame: int) -> Ids:
    """(h, w) the number of what each pixel shows: see `passes.numbers`."""
    return _names(roll, _surfaces(roll, frame))


def normals(roll: Roll, frame: int) -> Halves:
    """(h, w, 3) float16 unit vectors: see `truth.normals`."""
    return truth.normals(_surfaces(roll, frame), roll.bakery, roll.sheet, frame)


def shaded(roll: Roll, frame: int) -> Picture:
    """(h, w, 3) normals as colours: see `truth.shaded`."""
    return truth.shaded(_surfaces(roll, frame), roll.bakery, roll.sheet, frame)


def flow(roll: Roll, frame: int) -> tuple[F4, Flags]:
    """Pixels (h, w, 2) to the next frame of the pass, and where the same point is in sight there: see `truth.flow`."""
    return truth.flow(truth.kept(_surfaces(roll, frame)), _surfaces(roll, frame + 1), roll.bakery, roll.sheet, frame)


def surfaces(roll: Roll, frame: int, later: bool) -> Shown:
    """All of it from one drawing; with `later` the way to the next frame too."""
    found = dict(arrays(roll, frame, ("depth", "id", "normal", "flow") if later else ("depth", "id", "normal")))
    return Shown(found["depth"], found["id"], found["normal"], found["shaded"], found.get("flow"), found.get("seen"))


def arrays(roll: Roll, frame: int, kinds: Collection[str]) -> Iterator[tuple[str, NDArray[Any]]]:
    """The surface passes `kinds` by name, from one drawing, each made when it is asked for and not kept: normals with
    `shaded`, their picture, and flow, where there is a next frame, with what is `seen` there."""
    at = roll.bakery, roll.sheet, frame
    make = partial(_surfaces, roll)
    if "flow" not in kinds:
        one = make(frame)
    elif frame:
        one = roll.shelf.at(frame, make)
    else:  # comes after none, so that nobody would fetch it from the shelf
        one = truth.kept(make(0))
    if "depth" in kinds:
        yield "depth", truth.metres(one)
    if "id" in kinds:
        yield "id", _names(roll, one)
    if "normal" in kinds:
        yield "normal", truth.normals(one, *at)
        yield "shaded", truth.shaded(one, *at)
    if "flow" in kinds and frame + 1 < roll.frames:
        way, seen = truth.flow(one, roll.shelf.at(frame + 1, make), *at)
        yield "flow", way
        yield "seen", seen


def picture(roll: Roll, frame: int) -> Picture:
    """(h, w, 3) RGB: light, colour and lens blur; no ink, no grid."""
    return _halved(roll, _painted(roll, frame))


def picture_and_bright(roll: Roll, surface: Roll, frame: int) -> tuple[Picture, Picture]:
    """`picture` of one roll and `bright` of another that shows the same shot, from one drawing."""
    room = _painted(roll, frame)
    return _halved(roll, room), _brightened(surface, room.inverse, room.ids)


def _painted(roll: Roll, frame: int) -> Scratch:
    width, height = 2 * roll.sampling.width, 2 * roll.sampling.height
    return paint(roll.bakery, frame, view(roll.sheet, frame, width, height), width, height, plain=True)


def _halved(roll: Roll, room: Scratch) -> Picture:
    out = np.empty((roll.sampling.height, roll.sampling.width, 3), np.uint8)
    output.halve(room.picture, out)
    return out


def _brightened(roll: Roll, inverse: F4, ids: I4) -> Picture:
    out = np.empty((roll.sampling.height, roll.sampling.width), np.uint8)
    output.brighten(inverse, ids, raster.SKY, f4(roll.far), f4(roll.near - roll.far), out)
    return out


def _surfaces(roll: Roll, frame: int, fine: int = 1) -> Surfaces:
    size = roll.sampling
    return truth.surfaces(roll.sheet, roll.bakery, frame, fine * size.width, fine * size.height)


def _names(roll: Roll, one: Surfaces) -> Ids:
    out = np.empty(one.ids.shape, np.uint16)
    surface.numbers_of(one.ids, one.order, roll.bakery.scenery.merged.owner, roll.numbers, passes.FLOOR, out)
    return out


def _dressed(kind: str, whole: CutSheet) -> CutSheet:
    """Only pictures and their surfaces show mouths; bones and plain figures wear nothing, so that no look changes them,
    and figures are seen by day, all in focus."""
    if kind in passes.SPOKEN:
        return whole
    actors = tuple(replace(actor, mouth=np.zeros_like(actor.mouth)) for actor in whole.actors)
    if kind == "figure":
        grey = tuple(_plain(replace(actor, cloth=GREY)) for actor in actors)
        return replace(whole, actors=grey, stop=None, set=replace(whole.set, night=False), light=Light())
    return replace(whole, actors=tuple(map(_plain, actors)) if kind == "pose" else actors)


def _plain(actor: Actor) -> Actor:
    return replace(actor, shoulder=1.0, figure=sewn(False), colours=painted(sewn(False), actor.cloth, None))


def _numbers(own: CutSheet, known: Mapping[str, int]) -> Ids:
    found = np.zeros(scenery.THINGS + len(own.set.things), np.uint16)
    found[scenery.ROOM] = passes.ROOM
    for i, actor in enumerate(own.actors):
        found[i + 1] = known[actor.name]
    for i, thing in enumerate(own.set.things):
        found[scenery.THINGS + i] = known[thing.name]
    return found


def _ends(whole: CutSheet, fps: Fraction) -> tuple[float, float]:
    """The bright and the dark end of a shot's inverse depth: a few odd pixels decide neither."""
    step = max(1, math.floor(fps * OFTEN))
    width, height = WIDE, max(2, round(WIDE * whole.gate[1] / whole.gate[0]))
    scene, low, high = build(whole), math.inf, 0.0
    for frame in sorted({*range(0, whole.length, step), whole.length - 1}):
        room = scratch(width, height)
        visible(scene, unlit(scene, frame), frame, view(whole, frame, width, height), room)
        found = np.percentile(np.where(room.ids == raster.SKY, f4(0), room.inverse), (FARTHEST, NEAREST))
        low, high = min(low, float(found[0])), max(high, float(found[1]))
    return round(max(high, low + 1e-3), 6), round(low, 6)
