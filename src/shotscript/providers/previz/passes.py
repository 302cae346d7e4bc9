"""Clean passes of the renderer: depth, pose, names and the plain picture of any shot, frame by frame.

A recipe (`providers.passes`) and the staged film make a `Roll`; every frame of it is a pure function of its number,
safe to ask for from several threads. No slate, caption, tag, grid, ink or dissolve is in any of them.

The picture the film is framed for lies whole and in the middle of a pass, and pixels are square: a pass of another
shape shows more above and below, or at the sides. Pixel (x, y) has its centre at (x + 0.5, y + 0.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...optics.camera import Camera, Gate
from .. import passes
from ..contract import Context
from ..lighting import Light
from ..passes import Sampling
from . import scenery, sticks
from .bake import Bakery, unlit
from .frame import Lists, paint, scratch, visible
from .kernels import raster
from .people import Actor
from .people import paint as painted
from .sampled import sampled
from .scenery import F4, I4, build
from .seams import sewn
from .sheet import Z_UP, CutSheet
from .skeleton import JOINTS, Skeleton, skeleton
from .staged import staged
from .view import View, view

__all__ = ["JOINTS", "Roll", "Skeleton", "bright", "camera", "depth", "gate", "names", "picture", "pose",
           "pose_picture", "ready"]

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

    @property
    def frames(self) -> int:
        return self.sampling.frames


def ready(asked: dict[str, Any], context: Context) -> Roll:
    """A recipe's frames, ready to be drawn."""
    sampling, stage = passes.sampling_of(asked), context.stage.shots[asked["shot"]]
    whole = _dressed(asked["pass"], staged(asked["shot"], context))
    whole = replace(whole, gate=gate(whole.gate, sampling.width / sampling.height))
    own = sampled(whole, passes.moments(asked, stage, context.story.format.fps))
    near, far = _ends(whole, context.story.format.fps) if asked["pass"] == "depth" else (1.0, 0.0)
    return Roll(own, Bakery(build(own)), sampling, _numbers(own, context), near, far)


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
    _, _, inverse, ids = _surfaces(roll, frame, roll.sampling.width, roll.sampling.height)
    return np.where(ids == raster.SKY, f4(np.inf), f4(1) / inverse)


def bright(roll: Roll, frame: int) -> Picture:
    """(h, w) the nearer the brighter: inverse depth from `roll.far` (0) to `roll.near` (255), linear between, as depth
    estimators give it; the sky is 0. Four points a pixel, so that borders are smooth.
    """
    _, _, inverse, ids = _surfaces(roll, frame, 2 * roll.sampling.width, 2 * roll.sampling.height)
    shares = np.clip((np.where(ids == raster.SKY, f4(0), inverse) - f4(roll.far)) / f4(roll.near - roll.far), 0, 1)
    return np.rint(_halved(shares) * f4(255)).astype(np.uint8)


def pose(roll: Roll, frame: int) -> tuple[Skeleton, ...]:
    """Everyone who is on the set, in the order of the stage."""
    eye, lists, inverse, ids = _surfaces(roll, frame, roll.sampling.width, roll.sampling.height)
    owners = _owners(roll, lists, ids)
    return tuple(skeleton(actor, frame, i + 1, eye, inverse, owners) for i, actor in enumerate(roll.sheet.actors)
                 if actor.shown[frame])


def pose_picture(roll: Roll, frame: int) -> Picture:
    """(h, w, 3) limbs on black."""
    return sticks.draw(pose(roll, frame), roll.sampling.width, roll.sampling.height)


def names(roll: Roll, frame: int) -> Ids:
    """(h, w) the number of what each pixel shows: see `passes.numbers`."""
    _, lists, _, ids = _surfaces(roll, frame, roll.sampling.width, roll.sampling.height)
    found = roll.numbers[_owners(roll, lists, ids)]
    found[ids == raster.FLOOR] = passes.FLOOR
    return found


def picture(roll: Roll, frame: int) -> Picture:
    """(h, w, 3) RGB: light, colour and lens blur; no ink, no grid."""
    width, height = roll.sampling.width, roll.sampling.height
    room = paint(roll.bakery, frame, view(roll.sheet, frame, 2 * width, 2 * height), 2 * width, 2 * height, plain=True)
    shares = np.clip(np.stack([_halved(plane) for plane in room.picture], axis=-1), 0, 1)
    return np.rint(shares * f4(255)).astype(np.uint8)


def _surfaces(roll: Roll, frame: int, width: int, height: int) -> tuple[View, Lists, F4, I4]:
    """The visibility buffer of one frame; the arrays are this thread's own until it draws again."""
    eye, room, scene = view(roll.sheet, frame, width, height), scratch(width, height), roll.bakery.scenery
    lists, _, _ = visible(scene, unlit(scene, frame), frame, eye, room)
    return eye, lists, room.inverse, room.ids


def _owners(roll: Roll, lists: Lists, ids: I4) -> I4:
    out = np.empty(ids.shape, np.int32)
    raster.owners_of(ids, lists.order, roll.bakery.scenery.merged.owner, out)
    return out


def _dressed(kind: str, whole: CutSheet) -> CutSheet:
    """Only pictures show mouths; bones and plain figures wear nothing, so that no look changes them, and figures are
    seen by day, all in focus."""
    if kind == "picture":
        return whole
    actors = tuple(replace(actor, mouth=np.zeros_like(actor.mouth)) for actor in whole.actors)
    if kind == "figure":
        grey = tuple(_plain(replace(actor, cloth=GREY)) for actor in actors)
        return replace(whole, actors=grey, stop=None, set=replace(whole.set, night=False), light=Light())
    return replace(whole, actors=tuple(map(_plain, actors)) if kind == "pose" else actors)


def _plain(actor: Actor) -> Actor:
    return replace(actor, shoulder=1.0, figure=sewn(False), colours=painted(sewn(False), actor.cloth, None))


def _numbers(own: CutSheet, context: Context) -> Ids:
    known = passes.numbers(context)
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


def _halved(values: F4) -> F4:
    """Means of two by two."""
    return (values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2]) * f4(0.25)
