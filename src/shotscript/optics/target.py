"""Moves that end on a name or a framing: the pose they end in, and the way there.

The end is framed for people as they stand when the move ends, and is reached exactly. On the way the subject goes
evenly from its place in the first picture to its place in the last one, whatever it does meanwhile: raw angles would
let it drift.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan, hypot, pi, radians

import numpy as np

from ..lang.clause import Framing
from ..lang.term import Name, Size, Verb, View
from ..narrative.story import Shot, Story
from . import frame, lens
from .aim import Aim, turned
from .brief import Brief, read
from .chain import Timed
from .space import Vector, yaw_towards
from .travel import Leg, leg
from .vantage import OFF_FACE
from .view import CameraPose, point, project, ray, rightward, turn_to, wrap
from .watch import Watch

FROM_ABOVE = radians(-20)
"""Pitch at the end of a crane up to a framing; down ends level."""

_TURNS = (Verb.PAN, Verb.TILT, Verb.WHIP_PAN, Verb.ROLL)
_ZOOMS = (Verb.ZOOM, Verb.CRASH_ZOOM, Verb.DOLLY_ZOOM)
_LIFTS = (Verb.CRANE, Verb.PEDESTAL)
_IN_SIGHT = 1.5
_HEADROOM = 0.4
"""How far from the middle of the picture's height eyes may end after a truck to somebody taller or nearer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All a target needs to know: the shot, the story, and where everyone is when."""

    shot: Shot
    story: Story
    watch: Watch


def end(timed: Timed, base: CameraPose, scene: Scene) -> CameraPose:
    """The pose a move ends in."""
    brief = _brief(timed, scene)
    if timed.move.verb in _TURNS:
        return _turned(timed, base, scene, brief)
    if timed.move.verb in _ZOOMS:
        return _zoomed(timed, base, scene, brief)
    if timed.move.verb == Verb.TRUCK and isinstance(timed.move.target, Name):
        return _beside(timed, base, scene)
    given = frame.Given(brief.framing, base.focal, _azimuth(timed, base, scene, brief), _pitch(timed, base))
    return frame.pose(scene.shot, scene.watch.bodies(float(timed.end)), scene.watch.set, scene.story, given)


def way(timed: Timed, base: CameraPose, goal: CameraPose, watch: Watch, share: Vector) -> Leg:
    """The leg from the pose a move starts with to the one it ends in."""
    if timed.move.verb in _TURNS:
        return leg(share, yaw=wrap(goal.yaw - base.yaw), pitch=goal.pitch - base.pitch)
    positions = _path(timed, base, goal, share)
    focal = base.focal + share * (goal.focal - base.focal)
    roll = goal.roll - base.roll
    yaw, pitch = _aimed(timed, base, goal, watch, share, positions, focal)
    made = leg(share, positions - np.array(base.position), roll=roll, focal=focal - base.focal)
    return replace(made, yaw=yaw, pitch=pitch, aims=True)


def _brief(timed: Timed, scene: Scene) -> Brief:
    """The framing a move ends on; without a name it keeps the shot's subject, a name alone is framed closer."""
    own, target = read(scene.shot), timed.move.target
    if isinstance(target, Framing):
        on = target.on or (own.framing.on if target.view in (View.PLAIN, View.INSERT) else ())
        part = target.part if target.on else own.framing.part
        return read(scene.shot, replace(target, on=on, part=part))
    assert isinstance(target, Name)
    size = own.size or Size.MS
    closer = timed.move.verb not in (Verb.ORBIT, *_LIFTS) and timed.move.direction != "out"
    return read(scene.shot, Framing(target.span, _closer(size) if closer else size, on=(target,)))


def _closer(size: Size) -> Size:
    return Size.CU if size in (Size.MS, Size.MCU, Size.CU) else size if size == Size.ECU else Size.MS


def _aim(timed: Timed, scene: Scene, brief: Brief) -> Aim:
    anamorphic = bool(brief.lens and brief.lens.anamorphic)
    return frame.subject(brief, scene.watch.scenery(float(timed.end)), lens.gate_of(scene.story.format, anamorphic),
                         brief.size or Size.MS)[0]


def _turned(timed: Timed, base: CameraPose, scene: Scene, brief: Brief) -> CameraPose:
    """The lens turned until the target is in the middle, about as high in the picture as the subject is now, and near
    enough to the axis for a zoom to keep it."""
    aim = _aim(timed, scene, brief)
    now = project(base, np.array([base.anchor]))[0]
    y = float(np.clip(now[1], -0.1, 0.25)) if now[2] > 0.1 else 0.2
    along = ray(0.0, y, base.focal, base.gate)
    yaw, pitch = turn_to(np.array(base.position), np.array(aim.anchor), along, base.roll)
    return replace(base, yaw=yaw, pitch=pitch, subjects=aim.names, anchor=aim.anchor, part=aim.part)


def _zoomed(timed: Timed, base: CameraPose, scene: Scene, brief: Brief) -> CameraPose:
    """The camera stays; the lens closes until the aim's height fills the picture."""
    aim = _aim(timed, scene, brief)
    x, y, z = base.position
    away = max(hypot(aim.centre[0] - x, aim.centre[2] - z), 0.05)
    low, high = atan((aim.bottom - y) / away), atan((aim.top - y) / away)
    mm = lens.focal_for(high - low, base.gate.height)
    middle = np.array((aim.anchor[0], y + away * np.tan((low + high) / 2), aim.anchor[2]))
    yaw, pitch = turn_to(np.array(base.position), middle, np.array((0.0, 0.0, -1.0)), base.roll)
    return replace(base, yaw=yaw, pitch=pitch, focal=mm, subjects=aim.names, anchor=aim.anchor, part=aim.part)


def _beside(timed: Timed, base: CameraPose, scene: Scene) -> CameraPose:
    """Sideways until the target is in the middle of the picture's width; its head is kept in the picture."""
    target = timed.move.target
    assert isinstance(target, Name)
    where = scene.watch.scenery(float(timed.end)).where(target.text)
    if where is None:
        return base
    right, position = rightward(base.yaw), np.array(base.position)
    shift = float((where - position) @ right)
    found = replace(base, position=point(position + right * shift), subjects=(target.text,), anchor=point(where))
    seen = project(found, where[None])[0]
    if seen[2] < 0.1 or abs(seen[1]) < _HEADROOM:
        return found
    along = ray(0.0, float(np.clip(seen[1], -_HEADROOM, _HEADROOM)), found.focal, found.gate)
    return replace(found, pitch=turn_to(np.array(found.position), where, along, found.roll)[1])


def _azimuth(timed: Timed, base: CameraPose, scene: Scene, brief: Brief) -> float | None:
    """The side the end is seen from: the one the camera is on, or for an orbit the one it comes round to."""
    if brief.framing.view in (View.OTS, View.POV):
        return None
    aim = _aim(timed, scene, brief)
    centre, here = aim.centre * (1, 0, 1), np.array(base.position) * (1, 0, 1)
    now = yaw_towards(centre, here) if np.linalg.norm(here - centre) > 0.1 else base.yaw
    if timed.move.verb != Verb.ORBIT:
        return now
    if isinstance(timed.move.target, Name) and aim.yaw is not None and aim.people == 1:
        return turned(aim.yaw, now, radians(OFF_FACE))
    return now + radians(30 * timed.pace) * (-1 if timed.move.direction == "left" else 1)


def _pitch(timed: Timed, base: CameraPose) -> float | None:
    if timed.move.verb not in _LIFTS:
        return None
    return 0.0 if timed.move.direction == "down" else min(base.pitch, FROM_ABOVE)


def _path(timed: Timed, base: CameraPose, goal: CameraPose, share: Vector) -> Vector:
    """Straight, or for an orbit round the subject of the end at an evenly changing distance and height."""
    start, last = np.array(base.position), np.array(goal.position)
    if timed.move.verb != Verb.ORBIT:
        return start + share[:, None] * (last - start)
    pivot = np.array(goal.anchor)
    turn = _round(timed, yaw_towards(pivot, start), yaw_towards(pivot, last))
    near, far = hypot(*(start - pivot)[[0, 2]]), hypot(*(last - pivot)[[0, 2]])
    angle = yaw_towards(pivot, start) + share * turn
    away = near + share * (far - near)
    height = start[1] + share * (last[1] - start[1])
    return np.stack((pivot[0] + away * np.sin(angle), height, pivot[2] + away * np.cos(angle)), -1)


def _round(timed: Timed, start: float, last: float) -> float:
    """The turn about the subject: to the camera's left it shrinks the angle, to the right it grows."""
    turn = (last - start) % (2 * pi)
    if turn < 1e-9 or 2 * pi - turn < 1e-9:
        return 0.0
    if timed.move.direction == "left":
        return turn - 2 * pi
    return turn if timed.move.direction == "right" or turn <= pi else turn - 2 * pi


def _aimed(
    timed: Timed, base: CameraPose, goal: CameraPose, watch: Watch, share: Vector, positions: Vector, focal: Vector
) -> tuple[Vector, Vector]:
    """Yaw and pitch (k,) to add: the subject held on an even way across the picture."""
    whole = wrap(goal.yaw - base.yaw)
    anchors = _anchors(timed, goal, watch)
    first = project(base, anchors[:1])[0]
    if first[2] < 0.1 or max(abs(first[:2])) > _IN_SIGHT or not goal.subjects:
        return share * whole, share * (goal.pitch - base.pitch)
    last = project(goal, np.array([goal.anchor]))[0]
    screen = first[:2] + share[:, None] * (last[:2] - first[:2])
    rolls = base.roll + share * (goal.roll - base.roll)
    turns = np.array([
        turn_to(at, to, ray(float(x), float(y), float(mm), base.gate), float(roll))
        for at, to, (x, y), mm, roll in zip(positions, anchors[1:], screen, focal, rolls, strict=True)
    ])
    yaw = np.array([wrap(float(y) - base.yaw) for y in turns[:, 0]])
    moving = share > 0
    return np.where(moving, yaw, 0.0), np.where(moving, turns[:, 1] - base.pitch, 0.0)


def _anchors(timed: Timed, goal: CameraPose, watch: Watch) -> Vector:
    """(1 + k, 3): the end's subject when the move starts, then at each moment, at rest before and after the move."""
    begin, done = float(timed.start), float(timed.end)
    moments = np.concatenate(([begin], np.clip(watch.times, begin, done)))
    return watch.at(moments).subject(goal, done)
