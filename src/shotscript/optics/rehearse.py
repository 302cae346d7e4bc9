"""A scene's blocking in time: everyone's course from its first frame to its last, shot after shot.

Steps of one person follow one another from their cue. A walk without `over` takes its natural time, or less where it
must fit its shot; one with `over` takes that and runs on across the cut. What is not reached in a shot goes on in the
next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, info, warning
from ..core.timebase import plain
from ..lang.ast import BlockPerson, Step
from ..lang.clause import Allow
from ..narrative.story import Scene, Shot
from .footprint import Footprint, standing
from .space import Posture, yaw_towards
from .steps import HANDS, Floor, Here, Task, inside, tasks
from .walk import TURN, Course, Stretch, before, gait, length, moment, turned

SEEN = 0.25
"""Seconds: what would start later than this before the cut starts with the next shot."""

FASTEST = {"walks": 2.0, "runs": 7.0, "moves": 7.0}
"""Metres a second above which a way is reported."""

Courses = dict[str, Course]
Waiting = dict[str, tuple[float, tuple[Step, ...]]]
"""Steps that are still to come, and the scene second from which they can."""
Told = tuple[float, str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Order:
    """Steps of one person from `time` on, scene seconds. They have until `limit`."""

    name: str
    steps: tuple[Step, ...]
    time: float
    limit: float
    shot_end: float
    jump: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    course: Course
    ready: float
    left: tuple[Step, ...]
    problems: Problems


def shot_times(scene: Scene, fps: Fraction) -> tuple[tuple[float, float], ...]:
    """Start and end of each shot in seconds from the scene's first frame."""
    at, times = 0, []
    for shot in scene.shots:
        times.append((float(at / fps), float((at + shot.frames) / fps)))
        at += shot.frames
    return tuple(times)


def rehearse(scene: Scene, courses: Courses, pending: Waiting, floor: Floor) -> tuple[Courses, Problems]:
    """Everyone's course through the scene. `pending` are steps that wait for the first frame."""
    problems: list[Diagnostic] = []
    for shot, (start, end) in zip(scene.shots, shot_times(scene, floor.fps), strict=True):
        orders, late = _orders(shot, start, end, pending)
        pending = {}
        for _, group in groupby(orders, key=lambda o: o.time):
            together = list(group)
            courses, left, found = _together(together, courses, floor)
            told = {o.name for o in together}
            pending = {name: wait for name, wait in pending.items() if name not in told} | left
            problems += [p for p in found if p.code not in _allowed(shot)]
        pending |= late
    return courses, (*problems, *_unseen(pending))


def _orders(shot: Shot, start: float, end: float, pending: Waiting) -> tuple[list[Order], Waiting]:
    """What begins in a shot, in time order, and what comes too late in it to be seen."""
    said = [(start + max(float(cue.at), 0.0), cue.items) for cue in shot.blocking]
    cues = [(time, item.name.text, item.steps) for time, items in said for item in items
            if isinstance(item, BlockPerson)]
    told = sorted([*_due(pending, start, cues), *cues], key=lambda t: t[0])
    late: Waiting = {}
    for time, name, steps in told:
        if _too_late(time, start, end):
            late[name] = (max(time, end), (*late.get(name, (0.0, ()))[1], *steps))
    now = [t for t in told if not _too_late(t[0], start, end)]
    return [Order(n, s, t, _limit(now, n, t, end), end, t == start) for t, n, s in _latest(now)], late


def _due(pending: Waiting, start: float, cues: list[Told]) -> list[Told]:
    """Steps from before the cut, unless the person is told something else first."""
    due = [(max(ready, start), name, steps) for name, (ready, steps) in pending.items()]
    return [d for d in due if not any(n == d[1] and t < d[0] for t, n, _ in cues)]


def _too_late(time: float, start: float, end: float) -> bool:
    return time > start and time > end - SEEN


def _latest(told: list[Told]) -> list[Told]:
    """At one moment the last thing said to a person counts, after what they hold, put or give."""
    kept: dict[tuple[float, str], tuple[Step, ...]] = {}
    for time, name, steps in told:
        hands = tuple(s for s in kept.get((time, name), ()) if s.verb in HANDS)
        kept[time, name] = (*hands, *steps)
    return [(time, name, steps) for (time, name), steps in kept.items()]


def _limit(told: Iterable[Told], name: str, time: float, end: float) -> float:
    """A person has time until they are told something else, or the shot ends."""
    return min([t for t, n, _ in told if n == name and t > time], default=end)


def _together(orders: list[Order], courses: Courses, floor: Floor) -> tuple[Courses, Waiting, list[Diagnostic]]:
    """Orders of one moment. Twice over: who goes or turns to somebody must know where that one is going."""
    new, outcomes = courses, {}
    for _ in range(2):
        outcomes = {
            o.name: _play(o, courses[o.name], floor.with_courses(new)) for o in orders if o.name in courses
        }
        new = courses | {name: outcome.course for name, outcome in outcomes.items()}
    left = {name: (o.ready, o.left) for name, o in outcomes.items() if o.left}
    return new, left, [p for o in outcomes.values() for p in o.problems]


def _play(order: Order, course: Course, floor: Floor) -> Outcome:
    if all(step.verb in HANDS for step in order.steps):
        return Outcome(course, order.time, (), ())
    course = _halted(course, order.time)
    now = moment(course, order.time)
    here = Here(now.floor[0], float(now.yaw[0]), Posture(int(now.posture[0])))
    plan = _plan(order, here, replace(floor, people=_staying(order, floor)))
    seconds, count = fit(plan, order.limit - order.time)
    time, problems = order.time, []
    for task, duration in zip(plan[:count], seconds, strict=True):
        course = _laid(course, task, time, duration)
        problems += _report(order, task, duration)
        time += duration
    if count and plan[count - 1].open:
        course = _running_on(course, order.shot_end, floor)
    return Outcome(course, max(time, order.limit), _steps_left(plan, count), tuple(problems))


def _staying(order: Order, floor: Floor) -> tuple[Footprint, ...]:
    """Everybody else who is there and goes nowhere until the order's time is up."""
    found = []
    for name, course in floor.ground.courses.items():
        now = moment(course, order.time)
        goes = any(s.end > order.time + 1e-9 and length(s.path) > 0.05 for s in before(course, order.limit).stretches)
        if name != order.name and now.shown[0] and not goes and int(now.posture[0]) != Posture.LIE:
            found.append(standing(float(now.floor[0, 0]), float(now.floor[0, 2]), float(now.yaw[0])))
    return tuple(found)


def _plan(order: Order, here: Here, floor: Floor) -> tuple[Task, ...]:
    """The order as tasks; a walk without an end takes the time that the others leave."""
    plan = tasks(order.name, order.steps, here, floor, order.jump)
    count = sum(task.open for task in plan)
    if not count:
        return plan
    others = sum(task.seconds for task in plan if not task.open)
    spare = max((order.limit - order.time - others) / count, SEEN)
    return tasks(order.name, order.steps, here, replace(floor, spare=spare), order.jump)


def fit(plan: tuple[Task, ...], available: float) -> tuple[tuple[float, ...], int]:
    """Seconds for the tasks that start within `available`, and how many those are.

    If they do not fit, those without a written time are shortened alike; a written time runs on past the end.
    """
    natural = [task.seconds for task in plan]
    clock = 0.0
    for i, task in enumerate(plan):
        clock += natural[i]
        if clock <= available + 1e-9:
            continue
        return (tuple(natural[: i + 1]), i + 1) if task.fixed else _squeezed(plan, natural, i, available)
    return tuple(natural), len(plan)


def _squeezed(plan: tuple[Task, ...], natural: list[float], at: int, available: float) -> tuple[
    tuple[float, ...], int
]:
    """The tasks around the one that would cross the end, up to the next one with a written time."""
    count = next((j for j in range(at + 1, len(plan)) if plan[j].fixed), len(plan))
    fixed = sum(s for s, task in zip(natural[:count], plan, strict=False) if task.fixed)
    loose = sum(natural[:count]) - fixed
    if available - fixed < SEEN and at > 0 and fixed > 0:
        return tuple(natural[:at]), at
    share = max(available - fixed, 1e-3) / loose
    return tuple(s if task.fixed else s * share for s, task in zip(natural[:count], plan, strict=False)), count


def _halted(course: Course, time: float) -> Course:
    """The course up to `time`; someone in mid-walk stops there."""
    course = before(course, time)
    now = moment(course, time)
    if int(now.posture[0]) not in (Posture.WALK, Posture.RUN):
        return course
    stop = Stretch(time, 0.0, now.floor, Posture.STAND, Posture.STAND, shown=bool(now.shown[0]))
    return replace(course, stretches=(*course.stretches, stop))


def _laid(course: Course, task: Task, time: float, seconds: float) -> Course:
    phase = gait(length(task.path), task.going == Posture.RUN) if task.walked else 0.0
    stretch = Stretch(time, seconds, task.path, task.going, task.then, phase, True, task.leaves)
    if task.step.verb not in HANDS:
        course = replace(course, stretches=(*course.stretches, stretch))
    if not task.walked:
        return course if task.yaw is None else turned(course, time, task.yaw, min(TURN, seconds))
    metres, gone = max(length(task.path), 1e-9), 0.0
    for a, b in zip(task.path, task.path[1:], strict=False):
        leg = float(np.linalg.norm(b - a))
        if leg > 1e-6:
            yaw = yaw_towards(a, b)
            course = turned(course, time + seconds * gone / metres, yaw, min(TURN, seconds * leg / metres))
        gone += leg
    return course if task.yaw is None else turned(course, time + seconds, task.yaw)


def _running_on(course: Course, end: float, floor: Floor) -> Course:
    """A walk without an end goes on into the shot's handle; the next shot finds them where they were at the cut."""
    last = course.stretches[-1]
    metres = length(last.path)
    if last.end < end - 1e-9 or metres < 1e-6:
        return course
    halt = Stretch(last.end, 0.0, last.path[-1:], Posture.STAND, Posture.STAND)
    more = 1.0 + 5.0 / max(last.seconds, 1e-3)
    goal = inside(last.path[0], last.path[0] + (last.path[-1] - last.path[0]) * more, floor.room)
    share = length(np.stack((last.path[0], goal))) / metres
    onward = np.stack((last.path[0], goal))
    longer = replace(last, path=onward, seconds=last.seconds * share, phase=last.phase * share)
    return replace(course, stretches=(*course.stretches[:-1], longer, halt))


def _steps_left(plan: tuple[Task, ...], count: int) -> tuple[Step, ...]:
    started = {id(task.step) for task in plan[:count]}
    return tuple(dict.fromkeys(task.step for task in plan[count:] if id(task.step) not in started))


def _report(order: Order, task: Task, seconds: float) -> list[Diagnostic]:
    found, span = [], task.step.span
    if not task.free:
        found.append(info("MV514", f"{order.name}'s way leads through furniture", span, "no way round was found"))
    if not task.walked or task.open or seconds <= 0:
        return found
    speed, verb = length(task.path) / seconds, task.step.verb
    said = f"{order.name} goes at {plain(Fraction(round(speed * 10), 10))} m/s"
    if speed > FASTEST.get(verb, FASTEST["walks"]) * 1.001:
        help = "give the shot or the walk more time; with `over` it runs on across the cut"
        found.append(warning("MV511", f"{said}: too fast for someone who {verb}", span, "too fast", help))
    elif not task.fixed and seconds < task.seconds * 0.99:
        found.append(info("MV510", f"{said} to arrive by the end of the shot", span, "hurried"))
    return found


def _unseen(pending: Waiting) -> Problems:
    return tuple(
        info("MV516", f"the scene ends before {name} {steps[0].verb}", steps[0].span, "never seen")
        for name, (_, steps) in pending.items()
    )


def _allowed(shot: Shot) -> frozenset[str]:
    return frozenset(c.code for c in shot.clauses if isinstance(c, Allow))
