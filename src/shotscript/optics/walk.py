"""A person's way through a scene: where they stand, walk and turn, and that way sampled at any times.

A `Course` is written in seconds from the scene's first frame. Later stretches win over earlier ones, so an
interruption is simply a stretch that starts before another has ended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .space import Posture, Vector

WALK, RUN = 1.3, 4.0
"""Metres a second of a walk and a run that nobody timed."""

STRIDE, RUN_STRIDE = 1.32, 2.6
"""Metres of one gait cycle: two steps."""

TURN = 0.3
"""Seconds the body takes to turn to where it walks, and back."""

BEFORE = -1.0
"""The time of what was so before the scene began."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """From `start` for `seconds` along `path` (k, 3) at even speed: `going` on the way, `then` after it.

    phase is the gait at the end of it, radians; `leaves`: off the set once it is over.
    """

    start: float
    seconds: float
    path: Vector
    going: Posture
    then: Posture
    phase: float = 0.0
    shown: bool = True
    leaves: bool = False

    @property
    def end(self) -> float:
        return self.start + self.seconds


@dataclass(frozen=True, slots=True)
class Turn:
    """The body turns from `begin` to `end` (radians, unwrapped: the short way round)."""

    start: float
    seconds: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Course:
    stretches: tuple[Stretch, ...]
    turns: tuple[Turn, ...]

    @property
    def goal(self) -> Vector:
        """Where it ends."""
        return self.stretches[-1].path[-1]


class Motion(NamedTuple):
    """A course sampled at n times; see `space.Track`. Of several people at once the arrays have one axis before."""

    floor: Vector
    yaw: Vector
    posture: NDArray[np.int8]
    gait: Vector
    shown: NDArray[np.bool_]

    def moment(self, i: int) -> Motion:
        """One of the times of several people."""
        one = slice(i, i + 1)
        return Motion(self.floor[:, one], self.yaw[:, one], self.posture[:, one], self.gait[:, one], self.shown[:, one])


def standing(floor: Vector, yaw: float, posture: Posture = Posture.STAND, shown: bool = True) -> Course:
    """The course of someone who has always been there."""
    stretch = Stretch(BEFORE, 0.0, floor.reshape(1, 3), posture, posture, shown=shown)
    return Course((stretch,), (Turn(BEFORE, 0.0, yaw, yaw),))


def before(course: Course, time: float) -> Course:
    """The course without what starts at `time` or later."""
    return Course(
        tuple(s for s in course.stretches if s.start < time - 1e-9),
        tuple(t for t in course.turns if t.start < time - 1e-9),
    )


def rests(course: Course, time: float, until: float) -> bool:
    """Whether someone neither walks nor turns from `time` on, by all that starts before `until`."""
    return all(one.start + one.seconds <= time
               for one in (*course.stretches, *course.turns) if one.start < until - 1e-9)


def sample(course: Course, times: Vector) -> Motion:
    n = len(times)
    motion = Motion(np.zeros((n, 3)), yaw_at(course, times), np.zeros(n, np.int8), np.zeros(n), np.zeros(n, bool))
    for stretch in course.stretches:
        _lay(stretch, times, motion)
    return motion


def together(motions: list[Motion]) -> Motion:
    """Several people at the same times."""
    return Motion(np.stack([m.floor for m in motions]), np.stack([m.yaw for m in motions]),
                  np.stack([m.posture for m in motions]), np.stack([m.gait for m in motions]),
                  np.stack([m.shown for m in motions]))


def moment(course: Course, time: float) -> Motion:
    """One sample, arrays of length 1."""
    return sample(course, np.array((time,)))


def yaw_at(course: Course, times: Vector) -> Vector:
    yaw = np.zeros(len(times))
    for turn in course.turns:
        on = times >= turn.start - 1e-9
        yaw[on] = turn.begin + (turn.end - turn.begin) * _smooth(_share(times[on], turn.start, turn.seconds))
    return yaw


def turned(course: Course, time: float, yaw: float, seconds: float = TURN) -> Course:
    """The course with a turn to `yaw` added at `time`."""
    begin = float(yaw_at(course, np.array((time,)))[0])
    end = begin + (yaw - begin + pi) % (2 * pi) - pi
    return replace(course, turns=(*course.turns, Turn(time, seconds, begin, end)))


def length(path: Vector) -> float:
    """Metres along a path (k, 3)."""
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def along(path: Vector, share: Vector) -> Vector:
    """Points at shares 0..1 of a path's length."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    reached = np.concatenate(((0.0,), np.cumsum(steps)))
    return np.stack([np.interp(share * reached[-1], reached, path[:, k]) for k in range(3)], axis=1)


def gait(metres: float, running: bool) -> float:
    """The phase at the end of a walk: whole steps, so that it ends with the feet together."""
    stride = RUN_STRIDE if running else STRIDE
    return pi * max(1, round(2 * metres / stride))


def _lay(stretch: Stretch, times: Vector, motion: Motion) -> None:
    """Write a stretch over everything from its start on."""
    on = times >= stretch.start - 1e-9
    share = _share(times[on], stretch.start, stretch.seconds)
    under_way = share < 1.0
    motion.floor[on] = along(stretch.path, share)
    motion.posture[on] = np.where(under_way, int(stretch.going), int(stretch.then))
    motion.gait[on] = np.where(under_way, share * stretch.phase, 0.0)
    motion.shown[on] = stretch.shown & (under_way if stretch.leaves else True)


def _share(times: Vector, start: float, seconds: float) -> Vector:
    if seconds <= 0:
        return np.ones(len(times))
    share = np.clip((times - start) / seconds, 0.0, 1.0)
    return np.where(share > 1 - 1e-9, 1.0, share)


def _smooth(u: Vector) -> Vector:
    return u * u * (3 - 2 * u)
