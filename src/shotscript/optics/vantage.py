"""From which side the camera looks. A yaw from the subject to the camera: 0 is the viewer at the place's front.

Written sides win. Else people are seen from the side they face, a little towards the camera's side of the line between
them and whom they face; that side is the viewer's (+z) for the whole scene, so that shot and reverse match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import atan2, pi, radians
from types import MappingProxyType

import numpy as np

from ..lang.clause import Side
from ..lang.term import Name, Size, View
from . import body
from .aim import Aim, Scenery, apart, turned
from .brief import Brief
from .fit import plan_distance
from .screen import screens
from .space import Body, Posture, Vector, yaw_towards
from .view import CameraPose, Point, seen
from .walls import inside

OFF_FACE = 25
"""Degrees an unwritten single stands off the face, towards the camera's side of the line."""

ASIDE = radians(12)
"""How far off the line a camera stands that looks past something in the foreground, or to the background."""

STEEP = radians(75)
"""Pitch beyond which a picture is a plan: nobody's face is in it."""

WAY = 1.2
"""Metres a camera keeps from where people are going to walk in its shot, where another side will do."""

LONG, CORNER = 1.6, radians(35)
"""How much longer than wide a thing is that shows two of its sides, and how far off its front it is seen."""

_CLEAN = tuple(radians(a) for a in (OFF_FACE, 35, 45, 55, 65, 75, 85))
_SIDES = MappingProxyType({
    "front": 0, "three-quarter": 45, "profile": 90, "three-quarter back": 135, "back": 180,
})
_HEAD = 0.4
"""Half a head on half a body across the shoulders."""

_WIDE = (Size.EWS, Size.WS)


def written(brief: Brief, aim: Aim, scenery: Scenery) -> float | None:
    """The side a clause names, or None. Left and right are where the face points on the screen."""
    if brief.side:
        return _side(brief.side, aim, scenery)
    if brief.from_:
        return _towards(aim, scenery.where(brief.from_.name.text))
    ahead, behind = brief.depth("foreground"), brief.depth("background")
    for name, back in ((ahead, False), (behind, True)):
        way = None if name is None or name.text in aim.names else _towards(aim, scenery.where(name.text))
        if way is not None:
            return way + (pi - ASIDE if back else ASIDE)
    return None


def usual(brief: Brief, aim: Aim, scenery: Scenery, place: Callable[[float], CameraPose]) -> float:
    """The side of a shot that names none. `place` puts the camera at a side, to see who would be in the way."""
    if brief.pitch is not None and abs(brief.pitch) > STEEP:
        return _plan_side(aim, scenery)
    if not aim.people:
        return _of_things(aim, scenery)
    if aim.people > 1:
        return _swapped(brief, aim, scenery)
    who = next(scenery.bodies[name] for name in aim.names if name in scenery.bodies)
    partner = faced(who, scenery.bodies.values())
    viewer = normal(body.eyes(who), body.eyes(partner)) if partner else 0.0
    if brief.size in _WIDE and brief.framing.view == View.PLAIN:
        return viewer
    return _single(who, partner, viewer, scenery, place)


def _plan_side(aim: Aim, scenery: Scenery) -> float:
    """From straight above the picture is a plan: its bottom is the place's front, or along somebody who lies."""
    who = scenery.bodies.get(aim.names[0]) if aim.people == 1 else None
    if who is None or who.posture != Posture.LIE:
        return 0.0
    return min((who.yaw + k * pi / 2 for k in range(4)), key=lambda side: (round(apart(side, 0.0), 6), side))


def _of_things(aim: Aim, scenery: Scenery) -> float:
    """A thing is seen from the front it has; one that is longer than wide, a car, from off its corner."""
    thing = scenery.thing(aim.names[0]) if len(aim.names) == 1 else None
    if thing is not None and thing.size[2] > LONG * thing.size[0]:
        return thing.yaw + (CORNER if thing.at[0] <= 0 else -CORNER)
    return aim.yaw or 0.0


def faced(who: Body, others: Iterable[Body]) -> Body | None:
    """Whom someone faces: the person nearest to the middle of their view, else the nearest one."""
    eyes = body.eyes(who)

    def rank(other: Body) -> tuple[bool, float, str]:
        way = yaw_towards(eyes, body.eyes(other))
        off = apart(way, who.yaw)
        return off > radians(60), plan_distance(eyes, body.eyes(other)) * (1 + off), other.name

    return min((o for o in others if o.name != who.name), key=rank, default=None)


def normal(a: Vector, b: Vector) -> float:
    """The yaw square to the line AB on the viewer's side; where the line runs to the viewer, on the side of +x."""
    x, z = float(-(b[2] - a[2])), float(b[0] - a[0])
    if abs(z) < 1e-6 * max(abs(x), 1e-9):
        return pi / 2
    return atan2(x, z) if z > 0 else atan2(-x, -z)


def pair(aim: Aim, scenery: Scenery) -> tuple[Vector, Vector] | None:
    """The two people the line of a group runs through: the first and last of those on the screen."""
    eyes = [body.eyes(scenery.bodies[n]) for n in aim.names if n in scenery.bodies]
    if len(eyes) < 2:
        return None
    if len(eyes) == 2:
        return eyes[0], eyes[1]
    ordered = sorted(eyes, key=lambda e: (round(float(e[0]), 6), round(float(e[2]), 6)))
    return ordered[0], ordered[-1]


def clear(pose: CameraPose, subject: Body, others: Iterable[Body], tight: bool) -> bool:
    """Whether nobody else stands in the way; a `tight` picture has nobody else in front at all."""
    own = seen(pose, body.spot(subject, "eyes"))
    own_half = _half(subject, own[2], pose)
    for other in others:
        if other.name == subject.name:
            continue
        if plan_distance(pose.position, other.floor) < (0.5 if tight else body.RADIUS + 0.1):
            return False
        if _blocks(pose, other, own, own_half, tight):
            return False
    return True


def hides(pose: CameraPose, other: Body, subject: Body) -> bool:
    """Whether somebody nearer covers the subject's face."""
    x, y, depth = seen(pose, body.spot(subject, "mouth"))
    middle, crown, near = seen(pose, body.spot(other, "crown"))
    if other.name == subject.name or near < 0.1 or near > depth - 0.15 or y >= crown:
        return False
    neck, feet = (seen(pose, body.spot(other, name))[1] for name in ("shoulders", "feet"))
    return abs(middle - x) < _half(other, near, pose) * (_HEAD if y > neck else 1.0) and feet < y


def inside_body(position: Point, who: Body) -> bool:
    """Whether a point is within somebody."""
    near = plan_distance(position, who.floor) < body.RADIUS
    return near and who.floor[1] < position[1] < body.height(who, "crown")


def _single(
    who: Body, partner: Body | None, viewer: float, scenery: Scenery, place: Callable[[float], CameraPose]
) -> float:
    """The first side nothing speaks against, else the first of those with the least grave faults."""
    least, best = (True,) * 6, 0.0
    for angle in _CLEAN:
        side = _off(who, partner, viewer, angle)
        faults = _faults(place(side), who, partner is not None, scenery)
        if not any(faults):
            return side
        if faults < least:
            least, best = faults, side
    return best


def _faults(pose: CameraPose, who: Body, tight: bool, scenery: Scenery) -> tuple[bool, ...]:
    """What speaks against a camera, the gravest first: someone behind furniture or another, a camera where people are
    going to walk or beyond the walls, somebody else in front of a `tight` picture."""
    others, room = scenery.bodies.values(), scenery.set.room
    screened = screens(pose.position, who, scenery.set.things) is not None
    crowded = tight and not clear(pose, who, others, True)
    if (crowded or not tight) and not clear(pose, who, others, False):
        return screened, True
    return (screened, False, not scenery.clear_of_ways(pose.position, WAY),
            room.walled and not inside(pose.position, room), crowded)


def _off(who: Body, partner: Body | None, viewer: float, angle: float) -> float:
    """Off the face towards the viewer's side, and never across the line unless only their back is there. The face of
    who lies is turned to whom they look at."""
    if who.posture == Posture.LIE:
        towards = viewer if partner is None else yaw_towards(body.eyes(who), body.eyes(partner))
        return turned(towards, viewer, angle)
    side = turned(who.yaw, viewer, angle)
    kept = turned(viewer, side, radians(80))
    return kept if apart(kept, who.yaw) <= radians(100) else side


def _blocks(pose: CameraPose, other: Body, own: Point, own_half: float, tight: bool) -> bool:
    for landmark in ("crown", "chest", "waist", "knees"):
        x, y, depth = seen(pose, body.spot(other, landmark))
        if depth < 0.1 or depth > own[2] - 0.15:
            continue
        half = _half(other, depth, pose)
        if abs(x) - half < (1.0 if tight else -2.0) and abs(y) < 1.0:
            return True
        if abs(x - own[0]) < half + own_half:
            return True
    return False


def _half(who: Body, depth: float, pose: CameraPose) -> float:
    return 0.135 * who.tall / max(depth, 0.05) * 2 * pose.focal / pose.gate.width


def _swapped(brief: Brief, aim: Aim, scenery: Scenery) -> float:
    """Several: square to their line on the viewer's side, or the other one where written places ask for it."""
    ends = pair(aim, scenery)
    if ends is None:
        return aim.yaw or 0.0
    side = normal(*ends)
    right = np.array((np.cos(side), 0.0, -np.sin(side)))
    middle = float(np.mean([e @ right for e in ends]))
    for name in aim.names:
        wanted = brief.screen((name,)) if _named(brief, name) else None
        if wanted and name in scenery.bodies:
            is_right = body.eyes(scenery.bodies[name]) @ right > middle
            return side if is_right == (wanted > 0) else side + pi
    return side


def _named(brief: Brief, name: str) -> bool:
    return any(p.name is not None and p.name.text == name for p in brief.places)


def _side(side: Side, aim: Aim, scenery: Scenery) -> float:
    yaw = _facing(side.of, aim, scenery)
    view, _, hand = side.view.rpartition(" ")
    if hand not in ("left", "right"):
        view, hand = side.view, ""
    off = radians(_SIDES.get(view, 0))
    return yaw + (off if hand == "left" else -off)


def _facing(of: Name | None, aim: Aim, scenery: Scenery) -> float:
    if of is not None and of.text in scenery.bodies:
        return scenery.bodies[of.text].yaw
    thing = scenery.thing(of.text) if of else None
    if thing:
        return thing.yaw
    if aim.yaw is not None:
        return aim.yaw
    ends = pair(aim, scenery)
    return normal(*ends) if ends else 0.0


def _towards(aim: Aim, goal: Vector | None) -> float | None:
    centre = np.array((aim.anchor[0], 0.0, aim.anchor[2]))
    if goal is None or plan_distance(centre, goal) < 1e-6:
        return None
    return yaw_towards(centre, goal)
