"""A shot's geometry for other programs: solids of the set, people as skin on joints, and the light. Metres, y up.

Joints are those the renderer itself draws with, so skin goes where the reel shows it: points hang on one bone, about
the waist on two, and a chin on the head and its jaw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...optics.camera import Camera, Gate
from ...optics.space import Thing
from ..contract import Context
from .face import JAW
from .figure import waist
from .lights import rig
from .mesh import Floats, Ints, turn_z
from .parts import PART, PARTS
from .people import Actor
from .piece import Piece
from .pose import STAND, Stance, bones, mouth
from .scenery import furnished
from .sheet import Z_UP, CutSheet
from .skin import BONES, JOINTS, LEVELS, frames
from .staged import staged
from .themes import staged as mood_of

JAW_BONE = BONES  # the joint after the renderer's own
NAMES = (*PARTS, *(f"{child} bend {level + 1}" for _, child in JOINTS for level in range(LEVELS)), "jaw")
AJAR = 0.2  # how far the mouth is open at rest: shut, it would have no height to open from
BOX = np.array(((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)), np.int32)
"""Sides of a box of eight corners, counted x slowest; each counter-clockwise seen from outside."""


@dataclass(frozen=True, slots=True)
class Solid:
    """points (v, 3) · faces (f, 3 or 4) counter-clockwise seen from outside · colours (v, 3), 0..1 display values."""

    points: Floats
    faces: Ints
    colours: Floats


@dataclass(frozen=True, slots=True)
class Puppet:
    """A person: `skin` at rest, what it hangs on, and where that is in each of n frames.

    joints names · hung (v, 2) which joints a point follows, and shares (v, 2) how far · rest (j, 4, 4) ·
    poses (n, j, 4, 4) joint to world · shown (n,).
    """

    name: str
    skin: Solid
    joints: tuple[str, ...]
    hung: Ints
    shares: Floats
    rest: Floats
    poses: Floats
    shown: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lamp:
    """The key: `at` a place, or from afar towards `way`; `colour`, and that of the light from everywhere."""

    at: Floats | None
    way: Floats
    colour: tuple[float, ...]
    ambient: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A shot's own frames, without handles."""

    camera: Camera
    room: tuple[Solid, ...]
    things: tuple[tuple[Thing, tuple[Solid, ...]], ...]
    people: tuple[Puppet, ...]
    lamp: Lamp


def model(label: str, context: Context) -> Model:
    sheet = staged(label, context)
    stage = context.stage.shots[label]
    own = slice(sheet.lead, sheet.lead + sheet.frames)
    shot = stage.camera
    camera = Camera(shot.cam_to_world[own], shot.focal[own], shot.focus[own], shot.stop,
                    Gate(shot.gate.width, shot.gate.height))
    things = zip(sheet.set.things, furnished(sheet), strict=True)
    return Model(
        camera, tuple(_room(sheet)),
        tuple((thing, tuple(_solid(piece, thing) for piece in pieces)) for thing, pieces in things),
        tuple(_puppet(actor, own) for actor in sheet.actors if actor.shown[own].any()), _lamp(sheet))


def _room(sheet: CutSheet) -> list[Solid]:
    """The floor, then walls and ceiling facing in: they are one-sided, as in the reel."""
    room = sheet.set.room
    x, z, h = room.width / 2, room.depth / 2, room.height
    if not room.walled:
        x = z = 100.0
    grey = np.array((0.72, 0.71, 0.69))
    floor = [((-x, 0, z), (x, 0, z), (x, 0, -z), (-x, 0, -z))]
    walls = [((-x, 0, -z), (x, 0, -z), (x, h, -z), (-x, h, -z)), ((x, 0, z), (-x, 0, z), (-x, h, z), (x, h, z)),
             ((-x, 0, z), (-x, 0, -z), (-x, h, -z), (-x, h, z)), ((x, 0, -z), (x, 0, z), (x, h, z), (x, h, -z)),
             ((-x, h, -z), (x, h, -z), (x, h, z), (-x, h, z))]
    panels = [np.array(corners, float) for corners in (floor + walls if room.walled else floor)]
    return [Solid(panel, np.array(((0, 1, 2, 3),), np.int32), np.tile(grey, (4, 1))) for panel in panels]


def _solid(piece: Piece, thing: Thing) -> Solid:
    """A box of a thing by its eight corners; any other shape as it is drawn."""
    colours = np.clip(piece.colours, 0, 1)
    if len(piece.corners) != 24:
        return Solid(piece.mesh.points @ Z_UP, piece.mesh.faces, colours)
    foot, turn = np.array((thing.at[0], -thing.at[2], thing.at[1])), turn_z(thing.yaw)
    own = (piece.mesh.points - foot) @ turn
    low, high = own.min(0), own.max(0)
    corners = np.array([[(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]]
                        for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    return Solid((corners @ turn.T + foot) @ Z_UP, BOX, np.tile(colours.mean(0), (8, 1)))


def _puppet(actor: Actor, own: slice) -> Puppet:
    """Joints are turned and moved, never scaled, but for lips: the size of a person is in skin and rest."""
    hung, shares = _hung(actor)
    used = np.unique(hung)
    rest = _joints(Stance((0, 0, 0), 0.0, STAND, (0, 5, 1.6 * actor.scale), actor.scale, actor.shoulder), AJAR)
    rest[JAW_BONE] = rest[PART["head"]]
    skin = _through(rest[actor.figure.bone], actor.figure.points)
    frame = _there(actor.shown[own]) + own.start
    poses = np.stack([_joints(actor.stance(int(i)), float(actor.mouth[i]))[used] for i in frame])
    rest = rest[used]
    unit = np.linalg.norm(rest[:, :3, :3], axis=1)[:, None, :]
    for joints in (rest, poses):
        joints[..., :3, :3] /= unit
    solid = Solid(skin @ Z_UP, actor.figure.faces, np.clip(actor.colours, 0, 1))
    return Puppet(actor.name, solid, tuple(NAMES[i] for i in used),
                  np.searchsorted(used, hung).astype(np.int32), shares, _up(rest), _up(poses), actor.shown[own])


def _hung(actor: Actor) -> tuple[Ints, Floats]:
    """(v, 2) the two joints of each point and their shares."""
    figure = actor.figure
    hung, shares = np.stack([figure.bone, figure.bone], 1), np.tile((1.0, 0.0), (len(figure.bone), 1))
    at, _, upper = waist()
    hung[at], shares[at] = (PART["abdomen"], PART["chest"]), np.hstack([1 - upper, upper])
    low, drop = figure.chin[:, 0].astype(np.int32), figure.chin[:, 1:]
    hung[low, 1], shares[low] = JAW_BONE, np.hstack([1 - drop, drop])
    return hung, shares


def _through(bones: Floats, points: Floats) -> Floats:
    return (bones[:, :3, :3] * points[:, None, :]).sum(-1) + bones[:, :3, 3]


def _joints(stance: Stance, opening: float) -> Floats:
    """(j, 4, 4) the renderer's bones with the mouth opened, and the jaw."""
    parts = bones(stance)
    head = parts[PART["head"]]
    for name, bone in mouth(head, opening).items():
        parts[PART[name]] = bone
    jaw = head.copy()
    jaw[:3, 3] -= head[:3, 2] * JAW * opening
    return np.concatenate([frames(parts), jaw[None]])


def _there(shown: NDArray[np.bool_]) -> Ints:
    """For each frame the last in which the person is on the set, else the first: nobody moves while away."""
    at = np.where(shown, np.arange(len(shown)), -1)
    return np.where(np.maximum.accumulate(at) < 0, int(np.argmax(shown)), np.maximum.accumulate(at)).astype(np.int32)


def _up(joints: Floats) -> Floats:
    """Matrices to a world whose y is up."""
    return np.concatenate([np.einsum("ji,...jk->...ik", Z_UP, joints[..., :3, :]), joints[..., 3:, :]], axis=-2)


def _lamp(sheet: CutSheet) -> Lamp:
    light = rig(sheet, mood_of(sheet, "colour"))
    placed = bool(light.lamp[4] > 0)
    tint = [round(float(v), 4) for v in light.tint]
    return Lamp(light.lamp[:3].astype(float) @ Z_UP if placed else None, light.key.astype(float) @ Z_UP,
                tuple(tint[3:6]), tuple(tint[:3]))
