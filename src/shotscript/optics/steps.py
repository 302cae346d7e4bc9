"""What a person is told to do, as tasks: a way to go, how long it takes by nature, and how they end up.

A task is not yet in time: `rehearse` fits it to its shot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import hypot, inf, pi

import numpy as np

from ..core.span import Span
from ..lang.ast import Step
from . import wings
from .footprint import Footprint, detour, footprint
from .furnish import lying_height, seat_height, seat_near
from .seating import EDGES, company, place_on, seat_side, yaw_from
from .space import Posture, Room, Thing, Vector, facing, yaw_towards
from .spots import Ground, facing_yaw, spot_point
from .view import CameraPose
from .walk import RUN, WALK, length

HANDS = ("holds", "puts", "gives")
STILL = ("stands", "sits", "lies")
GOING = ("walks", "runs", "moves")

SETTLE, PIVOT = 0.8, 0.5
"""Seconds to sit down or get up, and to turn on the spot."""

NEAR = 1.0
"""Metres up to which someone who `stands at` a place shifts there without a walk."""

_POSTURE = {"stands": Posture.STAND, "sits": Posture.SIT, "lies": Posture.LIE}


@dataclass(frozen=True, slots=True)
class Here:
    """Someone between two steps."""

    floor: Vector
    yaw: float
    posture: Posture


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """`seconds` by nature, or as written when `fixed`. `yaw` to end on, None to keep what the way gives.

    open: a walk without an end, as long as time allows (`Floor.spare`); free: nothing stands in the way.
    """

    step: Step
    path: Vector
    seconds: float
    going: Posture
    then: Posture
    yaw: float | None = None
    fixed: bool = False
    leaves: bool = False
    open: bool = False
    free: bool = True

    @property
    def walked(self) -> bool:
        return self.going in (Posture.WALK, Posture.RUN)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a scene is played on. `homes` are the default marks of those who enter to nowhere in particular; `cameras`
    see those who come or go by an edge of the frame, by where that is written. `people` stay where they are while the
    steps are played, to be walked round."""

    ground: Ground
    room: Room
    homes: Mapping[str, Vector]
    fps: Fraction
    spare: float = 1.0
    cameras: Mapping[Span, CameraPose] = field(default_factory=dict)
    people: tuple[Footprint, ...] = ()

    def with_courses(self, courses: Mapping) -> Floor:
        return replace(self, ground=Ground(self.ground.things, courses))


def tasks(name: str, steps: tuple[Step, ...], here: Here, floor: Floor, jump: bool) -> tuple[Task, ...]:
    """The steps one after another. With `jump`, at a cut, resting steps at the beginning take no time.

    Walks without an end last `floor.spare` seconds.
    """
    done: list[Task] = []
    for i, step in enumerate(steps):
        after = steps[i + 1] if i + 1 < len(steps) else None
        for task in _of_step(name, step, after, here, floor, jump):
            done.append(task)
            here = Here(task.path[-1], _yaw_after(task, here.yaw), task.then)
        jump = jump and step.verb in (*STILL, *HANDS)
    return tuple(done)


def rest_point(name: str, step: Step, here: Vector, ground: Ground) -> Vector | None:
    """Where someone stands, sits or lies; None when it is said of a name that is nowhere yet."""
    spot = None if step.spot and step.spot.name and step.spot.name.text == name else step.spot
    at = here if spot is None else spot_point(spot, ground.patch, (0.25, 0.25), 0.2)
    if at is None:
        return None
    on = spot.name.text if spot and spot.name and spot.relation == "on" else ""
    thing = next((t for t in ground.things if t.name == on), None)
    if step.verb == "stands":
        return at if spot or thing else at * (1.0, 0.0, 1.0)
    if thing:
        yaw = facing_yaw(step.facing, at, ground.patch)
        at = place_on(name, thing, ground, seat_side(name, thing, ground, yaw) if step.verb == "sits" else None)
    return _settled(step.verb, at, thing, ground.things)


def rest_yaw(name: str, step: Step, at: Vector, ground: Ground) -> float | None:
    """The facing as written; who sits and was told nothing faces as the seat, the table or the company, and who lies
    lies along the bed."""
    written = facing_yaw(step.facing, at, ground.patch)
    if written is not None or step.verb == "stands":
        return written
    point = (float(at[0]), float(at[2]))
    if step.verb == "lies":
        return _along(point, ground.things)
    on = step.spot.name.text if step.spot and step.spot.name and step.spot.relation == "on" else ""
    thing = next((t for t in ground.things if t.name == on and t.kind in EDGES), None)
    if thing:
        along = yaw_from(at, thing)
        return seat_side(name, thing, ground, None).yaw if along is None else along
    seat = seat_near(point, ground.things)
    if seat and seat.kind in ("sofa", "car"):
        return seat.yaw
    tables = [(footprint(t).distance(point), t) for t in ground.things if t.kind in ("table", "counter")]
    near = min(tables, default=None, key=lambda n: n[0])
    if near and near[0] < 1.2:
        return yaw_towards(at, np.array(near[1].at))
    return company(name, at, ground)


def edge(side: str, here: Vector, room: Room) -> Vector:
    """Just inside the wall on the viewer's left or right; outdoors a few steps beyond where anyone plays."""
    sign = -1.0 if side == "left" else 1.0
    reach = room.width / 2 - 0.3 if room.walled else max(3.0, sign * float(here[0]) + 2.0)
    return np.array((sign * reach, 0.0, float(here[2])))


def _of_step(
    name: str, step: Step, after: Step | None, here: Here, floor: Floor, jump: bool
) -> tuple[Task, ...]:
    if step.verb in STILL:
        return (_rest(name, step, here, floor, jump),)
    if step.verb in GOING:
        return (_go(step, here, floor),)
    if step.verb == "enters":
        return _enter(name, step, after, here, floor)
    if step.verb == "exits":
        return (_exit(step, here, floor),)
    if step.verb == "turns":
        yaw = facing_yaw(step.facing, here.floor, floor.ground.patch)
        return (Task(step, here.floor.reshape(1, 3), PIVOT, here.posture, here.posture, yaw),)
    return (Task(step, here.floor.reshape(1, 3), 0.0, here.posture, here.posture),)


def _rest(name: str, step: Step, here: Here, floor: Floor, jump: bool) -> Task:
    posture = _POSTURE[step.verb]
    at = rest_point(name, step, here.floor, floor.ground)
    at = here.floor if at is None else at
    yaw = rest_yaw(name, step, at, floor.ground)
    far = hypot(at[0] - here.floor[0], at[2] - here.floor[2])
    if jump:
        return Task(step, at.reshape(1, 3), 0.0, posture, posture, yaw)
    if far > NEAR:
        path, free = _way(here.floor, at, floor)
        return Task(step, path, length(path) / WALK, Posture.WALK, posture, yaw, free=free)
    moved = far > 0.05 or posture != here.posture
    return Task(step, np.stack((here.floor, at)), SETTLE if moved else 0.0, posture, posture, yaw)


def _go(step: Step, here: Here, floor: Floor) -> Task:
    speed, going = (RUN, Posture.RUN) if step.verb == "runs" else (WALK, Posture.WALK)
    over = float(step.over.seconds(floor.fps)) if step.over else None
    at = spot_point(step.spot, floor.ground.patch, (0.25, 0.25), 0.2)
    if at is None:
        ahead = speed * (over or floor.spare) * facing(here.yaw)
        path = np.stack((here.floor, inside(here.floor, here.floor + ahead, floor.room)))
        return Task(step, path, over or length(path) / speed, going, Posture.STAND, fixed=bool(over), open=not over)
    if step.spot and step.spot.relation == "on":
        at = at * (1.0, 1.0 if at[1] <= 0.3 else 0.0, 1.0)
    path, free = _way(here.floor, at, floor)
    yaw = _met(step, at, floor) if step.facing is None else facing_yaw(step.facing, at, floor.ground.patch)
    if length(path) < 0.05:
        return Task(step, here.floor.reshape(1, 3), over or 0.0, Posture.STAND, Posture.STAND, yaw, bool(over))
    return Task(step, path, over or length(path) / speed, going, Posture.STAND, yaw, bool(over), free=free)


def _met(step: Step, at: Vector, floor: Floor) -> float | None:
    """Who goes up to somebody or something ends up facing it."""
    patch = floor.ground.patch(step.spot.name.text) if step.spot and step.spot.name else None
    if patch is None or step.spot is None or step.spot.relation not in ("in front of", "behind"):
        return None
    goal = np.array((patch.x, 0.0, patch.z))
    return yaw_towards(at, goal) if hypot(goal[0] - at[0], goal[2] - at[2]) > 0.05 else None


def _enter(name: str, step: Step, after: Step | None, here: Here, floor: Floor) -> tuple[Task, ...]:
    """Appear at the frame's edge, the door or the place named; walk on to one's mark if nothing else is said."""
    home = floor.homes.get(name, here.floor)
    goal = home
    if after and after.spot:
        told = spot_point(after.spot, floor.ground.patch, (0.25, 0.25), 0.2)
        goal = home if told is None else told
    at = _gate(step, goal, floor)
    yaw = facing_yaw(step.facing, at, floor.ground.patch)
    if yaw is None and hypot(goal[0] - at[0], goal[2] - at[2]) > 1e-6:
        yaw = yaw_towards(at, goal)
    come = Task(step, at.reshape(1, 3), 0.0, Posture.STAND, Posture.STAND, yaw)
    if step.spot or (after and after.verb in (*GOING, *STILL, "exits")):
        return (come,)
    path, free = _way(at, home, floor)
    return come, Task(step, path, length(path) / WALK, Posture.WALK, Posture.STAND, free=free)


def _exit(step: Step, here: Here, floor: Floor) -> Task:
    path, free = _way(here.floor, _gate(step, here.floor, floor), floor)
    return Task(step, path, length(path) / WALK, Posture.WALK, Posture.STAND, leaves=True, free=free)


def _gate(step: Step, goal: Vector, floor: Floor) -> Vector:
    """Where someone comes in or goes out: as written, else the nearest door, else the nearer side."""
    if step.edge:
        beyond = wings.beyond(floor.cameras.get(step.span), goal, step.edge)
        return edge(step.edge, goal, floor.room) if beyond is None else inside(goal, beyond, floor.room)
    written = spot_point(step.spot, floor.ground.patch, (0.25, 0.25), 0.0)
    if written is not None:
        return written * (1.0, 0.0, 1.0)
    doors = [np.array((t.at[0], 0.0, t.at[2])) for t in floor.ground.things if t.kind == "door"]
    if doors:
        return min(doors, key=lambda d: float(np.linalg.norm(d - goal)))
    return edge("right" if goal[0] > 0 else "left", goal, floor.room)


def inside(start: Vector, end: Vector, room: Room) -> Vector:
    """The walk's end, stopped short of the wall it would run into."""
    if not room.walled:
        return end
    step, share = end - start, 1.0
    for k, half in ((0, room.width / 2 - 0.3), (2, room.depth / 2 - 0.3)):
        if abs(end[k]) > half and abs(step[k]) > 1e-9 and abs(start[k]) <= half:
            share = min(share, (np.sign(step[k]) * half - start[k]) / step[k])
    return start + step * max(share, 0.0)


def _way(start: Vector, end: Vector, floor: Floor) -> tuple[Vector, bool]:
    a, b = (float(start[0]), float(start[2])), (float(end[0]), float(end[2]))
    room = floor.room
    walls = (room.width / 2 - 0.25, room.depth / 2 - 0.25) if room.walled else (inf, inf)
    points, free = detour(a, b, floor.ground.things, floor.people, walls)
    path = np.array([(x, 0.0, z) for x, z in points])
    path[0, 1], path[-1, 1] = start[1], end[1]
    return path, free


def _yaw_after(task: Task, yaw: float) -> float:
    if task.yaw is not None:
        return task.yaw
    return yaw_towards(task.path[-2], task.path[-1]) if task.walked and len(task.path) > 1 else yaw


def _settled(verb: str, at: Vector, thing: Thing | None, things: tuple[Thing, ...]) -> Vector:
    """The point at the height of what one sits or lies on."""
    point = (float(at[0]), float(at[2]))
    if verb == "sits":
        seat = thing or seat_near(point, things)
        high = max(thing.at[1] + thing.size[1] - 0.45, 0.0) if thing and thing.kind == "table" else None
        return np.array((at[0], high if high is not None else seat_height(seat) if seat else 0.0, at[2]))
    beds = [t for t in things if t.kind in ("bed", "sofa", "table", "box") and footprint(t).distance(point) < 0]
    bed = thing or (beds[0] if beds else None)
    return np.array((at[0], lying_height(bed) if bed else 0.0, at[2]))


def _along(point: tuple[float, float], things: tuple[Thing, ...]) -> float | None:
    """Along what one lies on: the head at the head of a bed, which is its back, or at one end of a sofa."""
    under = [t for t in things if t.kind in ("bed", "sofa", "table") and footprint(t).distance(point) < 0]
    bed = next(iter(under), None)
    if bed is None:
        return None
    return bed.yaw if bed.kind == "bed" or bed.size[2] >= bed.size[0] else bed.yaw + pi / 2
