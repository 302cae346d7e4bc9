"""Framings that stand on somebody: over a shoulder, or behind their eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan, copysign, cos, hypot, inf, radians, tan

import numpy as np

from ..core.diagnostic import Diagnostic, info, warning
from ..lang.term import Size
from . import body, lens, toric
from .aim import Aim, Scenery, apart, of_person, of_thing
from .brief import Brief
from .camera import Gate
from .fit import GROUND
from .space import Body, Posture, Room, Vector, facing, yaw_towards
from .toric import Shoulder
from .vantage import faced, normal
from .view import CameraPose, depth, point, ray, turn_to
from .walls import AIR, inside, reach

FRONT_X, SUBJECT_X = 0.55, 0.30
"""Where on the screen the shoulder's owner and the subject stand, either side of the middle."""

BEHIND = 0.7
"""How far behind the head it looks past the camera stands at least, metres of plan."""

ROOMY = 1.4
"""How far behind it stands with a lens of its own choice, or as far as the two are apart, if the room has as much: from
nearer the head in front would be several times as large as the one behind."""

EDGE_X, HEAD = 0.18, 0.09
"""How far from the middle of the screen the head in front ends at the least, and half its width in metres."""

HEAD_ROOM, EYES = 0.1, 0.8
"""How far above the crown in front the lens's axis may pass, and how far below its eyes, on half a picture there."""

SIGHT = 0.7
"""How much of the slope between the two the lens follows behind the shoulder."""

POV_LENS = 35.0
AHEAD = 2.0
"""How far someone looks who faces nothing, metres."""

_DRAWN = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1)
_ROUNDS, _SAME = 30, 1e-5

_BROW = 0.06
_TILT = radians(35)


@dataclass(frozen=True, slots=True)
class Over:
    """A shoulder to look over: head and target points, the picture at the target, and where the two stand in it.

    `side` is +1 with the shoulder on the left; `focal` None leaves the lens free, `usual` is then the first choice.
    `front_x` is where the head in front is written to be, None if nowhere.
    """

    head: Vector
    target: Vector
    bottom: float
    top: float
    lens: float
    side: int
    subject_x: float
    front_x: float | None
    focal: float | None
    usual: float
    gate: Gate
    room: Room

    @property
    def length(self) -> float:
        return hypot(*(self.target - self.head)[[0, 2]])

    @property
    def subject_y(self) -> float:
        """Where the picture of this size has the target, from its own crop."""
        return 1 - 2 * (self.top - float(self.target[1])) / (self.top - self.bottom)


def over_shoulder(
    brief: Brief, owner: Body, aim: Aim, focal: float | None, usual: float, gate: Gate, room: Room
) -> CameraPose:
    """The camera behind `owner`, the subject in focus at the other third. Size and lens fix the distance; where they
    would put the camera before the shoulder it goes behind it and says so, or takes a longer lens if none is written.
    """
    over = _over(brief, owner, aim, focal, usual, gate, room)
    mm, far = _reach(over)
    if brief.height is None:
        over = replace(over, lens=_seeing(over, owner, mm, far))
    found = _solve(over, mm, far)
    pose = CameraPose(point(found.position), found.yaw, found.pitch, 0.0, mm, 1.0, gate, subjects=aim.names,
                      anchor=point(over.target), part=aim.part)
    return replace(pose, problems=_misfit(pose, over, brief, owner))


def point_of_view(brief: Brief, owner: Body, aim: Aim | None, focal: float | None, gate: Gate) -> CameraPose:
    """The camera at somebody's eyes. It cannot choose its distance, so a size without a lens chooses the lens."""
    eyes = sight(owner)
    target = ahead(owner) if aim is None else np.array(aim.anchor)
    mm = focal or POV_LENS * gate.width / 36.0
    if aim is not None and focal is None and brief.framing.size is not None:
        mm = lens.usable(float(np.linalg.norm(target - eyes)) * gate.height / (aim.top - aim.bottom))
    yaw, pitch = turn_to(eyes, target, np.array((0.0, 0.0, -1.0)))
    return CameraPose(point(eyes), yaw, pitch, 0.0, mm, 1.0, gate, subjects=aim.names if aim else (),
                      anchor=point(target), part=aim.part if aim else "")


def sight(owner: Body) -> Vector:
    """Where somebody sees from: just before their eyes."""
    return body.eyes(owner) + facing(owner.yaw) * _BROW


def ahead(owner: Body) -> Vector:
    """A point in front of somebody's eyes; above them if they lie."""
    rise = np.array((0.0, 2 * AHEAD if owner.posture == Posture.LIE else 0.0, 0.0))
    return sight(owner) + facing(owner.yaw) * AHEAD + rise


def looked_at(owner: Body, size: Size, scenery: Scenery, gate: Gate) -> Aim | None:
    """What someone faces: a person within 45 degrees, else the nearest thing within 30, else nothing."""
    eyes = body.eyes(owner)
    person = faced(owner, scenery.bodies.values())
    if person and apart(yaw_towards(eyes, body.eyes(person)), owner.yaw) < radians(45):
        return of_person(person, size)
    near = [(hypot(t.at[0] - eyes[0], t.at[2] - eyes[2]), t.name, t) for t in scenery.set.things
            if apart(yaw_towards(eyes, np.array(t.at)), owner.yaw) < radians(30)]
    best = min((n for n in near if n[0] > 0.5), default=None, key=lambda n: n[:2])
    return of_thing(best[2], size, gate) if best else None


def _over(
    brief: Brief, owner: Body, aim: Aim, focal: float | None, usual: float, gate: Gate, room: Room
) -> Over:
    head, target = body.eyes(owner), np.array(aim.anchor)
    if hypot(*(target - head)[[0, 2]]) < 0.2:
        target = head + facing(owner.yaw) * AHEAD
    x, own = brief.screen(aim.names), _own(brief, owner)
    return Over(head, target, aim.bottom, aim.top, _lens_height(brief, head, target),
                _hand(brief, owner, aim, head, target), SUBJECT_X if x is None else abs(x),
                None if own is None else abs(own), focal, usual, gate, room)


def _hand(brief: Brief, owner: Body, aim: Aim, head: Vector, target: Vector) -> int:
    """+1 puts the shoulder at the left: written shoulder, then written places, then the viewer's side of the line."""
    if brief.framing.shoulder:
        return 1 if brief.framing.shoulder == "right" else -1
    theirs, own = brief.screen(aim.names), _own(brief, owner)
    if theirs or own:
        return int(copysign(1, theirs or -(own or 0.0)))
    _, h, _ = toric.basis(head * (1, 0, 1), target * (1, 0, 1))
    return 1 if h @ facing(normal(head, target)) >= 0 else -1


def _own(brief: Brief, owner: Body) -> float | None:
    named = replace(brief, places=tuple(p for p in brief.places if p.name is not None))
    return named.screen((owner.name,))


def _lens_height(brief: Brief, head: Vector, target: Vector) -> float:
    """Unwritten: near the line from the subject through the eyes of the one whose shoulder it is, so that both show
    when one sits and one stands. A written angle lifts or lowers it about the subject."""
    if brief.height:
        return max(float(brief.height.metres), GROUND)
    if brief.pitch is None:
        slope = (head[1] - target[1]) / hypot(*(target - head)[[0, 2]])
        return max(float(head[1] + SIGHT * slope * BEHIND), GROUND)
    reach = hypot(*(target - head)[[0, 2]]) + BEHIND
    return max(float(target[1]) - reach * tan(max(-_TILT, min(_TILT, brief.pitch))), GROUND)


def _reach(over: Over) -> tuple[float, float]:
    """The lens and the plan distance to the subject."""
    mm = over.focal or over.usual
    least, far = over.length + (BEHIND if over.focal else _roomy(over)), _plan(over, mm)
    if far >= least:
        return mm, far
    if over.focal is None:
        return lens.usable(mm * least / far), least
    return mm, least


def _roomy(over: Over) -> float:
    free = inf
    if over.room.walled and inside(over.head, over.room):
        free = reach(over.head, yaw_towards(over.target, over.head), over.room) - AIR
    return max(BEHIND, min(ROOMY, over.length, free))


def _seeing(over: Over, owner: Body, mm: float, far: float) -> float:
    """The height of the lens, kept where the head it looks past is in the picture: over a child it goes down."""
    near = far - over.length
    half, share = near * over.gate.height / (2 * mm), near / far
    axis = share * float(over.target[1]) - half * over.subject_y
    lowest = (body.height(owner, "eyes") - EYES * half - axis) / (1 - share)
    highest = (body.height(owner, "crown") + HEAD_ROOM * half - axis) / (1 - share)
    return max(GROUND, min(max(over.lens, lowest), highest))


def _front(over: Over, mm: float, near: float) -> float:
    """The head in front, `near` metres of plan away, at its place, or further out where it would reach the middle."""
    if over.front_x is not None:
        return over.front_x
    return max(FRONT_X, EDGE_X + HEAD / max(near, BEHIND / 2) * 2 * mm / over.gate.width)


def _plan(over: Over, mm: float) -> float:
    depth = lens.distance(over.top - over.bottom, mm, over.gate)
    return depth / cos(atan(over.subject_x * over.gate.width / (2 * mm)))


def _solve(over: Over, mm: float, far: float) -> Shoulder:
    """The wanted screen places; where people stand too near each other for them, the head in front comes in."""
    for part in _DRAWN:
        found = _behind(over, mm, far, part)
        if found is not None and found.near >= BEHIND / 2:
            return found
    return _straight(over, mm, far)


def _behind(over: Over, mm: float, far: float, part: float) -> Shoulder | None:
    """The camera with the two drawn together to `part` of their distance on the screen. How large the head in front
    is, and so its place, follows from how near the camera comes to it: ask, solve, and ask again."""
    near, found = far - over.length, None
    for _ in range(_ROUNDS):
        apart = (_front(over, mm, near) + over.subject_x) * part
        screen = (-over.side * (apart - over.subject_x), over.side * over.subject_x, over.subject_y)
        found = toric.shoulder(over.head, over.target, screen, over.lens, far, over.side, mm, over.gate)
        if found is None or abs(found.near - near) < _SAME:
            return found
        near = found.near
    return found


def _straight(over: Over, mm: float, far: float) -> Shoulder:
    """Right behind the head, a hand's breadth aside."""
    d, h, _ = toric.basis(over.head * (1, 0, 1), over.target * (1, 0, 1))
    position = over.target * (1, 0, 1) - d * far + h * over.side * 0.25 + np.array((0.0, over.lens, 0.0))
    yaw, pitch = turn_to(position, over.target, ray(0.0, over.subject_y, mm, over.gate))
    return Shoulder(position, yaw, pitch, max(far - over.length, 0.0))


def _misfit(pose: CameraPose, over: Over, brief: Brief, owner: Body) -> tuple[Diagnostic, ...]:
    """A written lens that would have stood before the shoulder."""
    wanted, real = lens.distance(over.top - over.bottom, pose.focal, pose.gate), depth(pose, pose.anchor)
    if over.focal is None or abs(real / wanted - 1) <= 0.02:
        return ()
    size = brief.size or Size.MCU
    better = round(pose.focal * real / wanted)
    tell = warning if brief.framing.size else info
    return (tell("LN601", f"{size} at {pose.focal:.4g} mm puts the camera in front of {owner.name}'s shoulder",
                 brief.lens.span if brief.lens else brief.span, f"framed from {real:.1f} m, wider than {size}",
                 f"write {better}mm for this size from behind the shoulder"),)
