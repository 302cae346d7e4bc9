"""Where everyone looks and whose lips move, frame by frame.

The speaker looks at whom they talk to, the others at the speaker; nobody twists round to see what is behind them, and
who walks without talking looks ahead. A look written in the shot wins. Eyes take a quarter of a second to go over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from ..lang.clause import Framing, Gaze
from ..narrative.story import Beat, Scene, Shot
from . import body
from .space import Body, Posture, Thing, Track, Vector
from .walk import Course, Motion, moment

SHIFT = 0.25
LINGER = 4.0
"""Seconds the eyes stay where they were after the last word."""

NEAR = 3.0
COMPANY = 8.0
"""Metres within which people who have nothing else to look at look at each other."""

SYLLABLES = 5.0

_BEHIND, _ASIDE, _AHEAD, _DIRECT = (cos(radians(angle)) for angle in (110, 95, 65, 20))
Choice = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """A speech in scene seconds. `to` is whom it is said to, empty when nobody else is there."""

    start: float
    end: float
    who: str
    to: str


class Heard:
    """A scene's lines, asked for by shot: one look-up each, however long the scene is."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.lines = tuple(sorted(lines, key=lambda line: line.start))
        self.starts = [line.start for line in self.lines]
        self.over = list(accumulate((line.end + LINGER for line in self.lines), max))

    def until(self, start: float, end: float) -> tuple[Line, ...]:
        """The lines that begin before `end` and are still in mind at `start`."""
        return self.lines[bisect_right(self.over, start) : bisect_left(self.starts, end - 1e-9)]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Everybody on the set in one shot: their motion, the points their eyes are at, and the things to look at."""

    motion: Mapping[str, Motion]
    eyes: Mapping[str, Vector]
    things: tuple[Thing, ...]


def eyes(motion: Motion | Track, tall: float) -> Vector:
    """The point (n, 3) between the eyes: `body.eyes` for every frame at once."""
    origin = (0.0, 0.0, 0.0)
    of = np.array([body.eyes(Body("", tall, origin, 0.0, p)) for p in Posture])[motion.posture]
    return motion.floor + _facing(motion.yaw) * of[:, 2:] + np.array((0.0, 1.0, 0.0)) * of[:, 1:2]


def conversation(scene: Scene, starts: tuple[float, ...], courses: Mapping[str, Course]) -> tuple[Line, ...]:
    """The scene's lines in time, each with its addressee: whom the delivery names, else who spoke before, else whom
    the speaker faces, else who speaks next."""
    spoken = [
        (start + float(beat.start), beat)
        for shot, start in zip(scene.shots, starts, strict=True)
        for beat in shot.beats if beat.kind == "speech" and not beat.voice_over
    ]
    voices = [beat.who for _, beat in spoken]
    return tuple(
        Line(time, time + float(beat.seconds), beat.who, _addressee(i, time, beat, voices, courses))
        for i, (time, beat) in enumerate(spoken)
    )


def gaze(name: str, view: View, lines: tuple[Line, ...], times: Vector, shot: Shot, fps: float) -> Vector:
    """The points (n, 3) someone looks at."""
    eye = view.eyes[name]
    written = _written(name, view, shot)
    targets, choice = _targets(name, view, lines, times)
    if written is not None:
        return written
    return _shifted(eye, targets, choice, max(1, round(SHIFT * fps)))


def mouth(name: str, shot: Shot, seconds: Vector) -> Vector:
    """0..1 for times in seconds from the shot's start: above 0 while they speak and are seen to."""
    opened = np.zeros(len(seconds))
    for beat in shot.beats:
        if beat.kind != "speech" or beat.who != name or beat.unseen or beat.voice_over:
            continue
        since = seconds - float(beat.start)
        talking = (since >= 0) & (since < float(beat.seconds) - min(0.3, 0.2 * float(beat.seconds)))
        syllable = 0.5 - 0.5 * np.cos(2 * np.pi * SYLLABLES * since)
        stress = 0.7 + 0.3 * np.sin(2 * np.pi * 1.3 * since + 1.0)
        opened = np.where(talking, 0.08 + 0.92 * syllable * stress, opened)
    return opened


def _addressee(index: int, time: float, beat: Beat, voices: list[str], courses: Mapping[str, Course]) -> str:
    told = beat.delivery.casefold()
    named = (n for n in courses if f"to {n}".casefold() in told)
    before = (voices[i] for i in range(index - 1, -1, -1))
    after = (voices[i] for i in range(index + 1, len(voices)))
    faced = (_faced(beat.who, time, courses) for _ in (0,))  # asked only when nobody spoke before
    return next((n for n in chain(named, before, faced, after, courses) if n != beat.who and n in courses), "")


def _faced(name: str, time: float, courses: Mapping[str, Course]) -> str:
    """Whom someone's body faces, within twenty degrees; empty for nobody."""
    if name not in courses:
        return ""
    now = {n: moment(course, time) for n, course in courses.items()}
    me = now.pop(name)
    angles = [(-float(_ahead(me.yaw, me.floor, m.floor)[0]), n) for n, m in now.items() if m.shown[0]]
    best = min(angles, default=(0.0, ""))
    return best[1] if best[0] < -_DIRECT else ""


def _targets(name: str, view: View, lines: tuple[Line, ...], times: Vector) -> tuple[list[Vector], Choice]:
    """What is looked at in this shot, straight ahead first, and which of it in each frame."""
    others = [other for other in view.eyes if other != name]
    motion, eye = view.motion[name], view.eyes[name]
    targets = [eye + NEAR * _facing(motion.yaw), *(view.eyes[other] for other in others)]
    if not others:
        return targets, np.zeros(len(eye), np.int64)
    shown = np.stack([view.motion[o].shown for o in others])
    front, walks = _ahead(motion.yaw, eye, np.stack(targets[1:])), _walks(motion)
    talk, frame = _talk(name, lines, times, others), np.arange(len(eye))
    whom = np.maximum(talk, 1) - 1
    sees = (talk > 0) & shown[whom, frame] & (front[whom, frame] >= np.where(walks, _ASIDE, _BEHIND))
    near = np.linalg.norm(np.stack(targets[1:]) - eye, axis=2) < COMPANY
    return _used(targets, np.where(sees, talk, _company(front, shown & near & ~walks)))


def _company(front: Vector, there: Flags) -> Choice:
    """Whom someone who just stands there looks at: of those there (k, n) the one most in front of them, else ahead."""
    seen = np.where(there & (front > _AHEAD), np.round(front, 6), -2.0)
    best = seen.argmax(axis=0)
    return np.where(seen.max(axis=0) > -2.0, best + 1, 0)


def _used(targets: list[Vector], choice: Choice) -> tuple[list[Vector], Choice]:
    """Only what is looked at: in a crowd that is little of what there is."""
    used, again = np.unique(choice, return_inverse=True)
    return [targets[k] for k in used], again


def _talk(name: str, lines: tuple[Line, ...], times: Vector, others: list[str]) -> Choice:
    """For each frame the number of the one the talk makes them look at, 0 for none."""
    choice = np.zeros(len(times), np.int64)
    for line in lines:
        on = (times >= line.start - 1e-9) & (times < line.end + LINGER)
        at = line.to if line.who == name else line.who
        choice[on] = others.index(at) + 1 if at in others else 0
    return choice


def _shifted(eye: Vector, targets: list[Vector], choice: Choice, frames: int) -> Vector:
    """Directions blended over the last frames, so that eyes go from one thing to the next and stick to a moving one."""
    one_hot = np.stack([choice == k for k in range(len(targets))], axis=1).astype(float)
    padded = np.concatenate((np.repeat(one_hot[:1], frames - 1, axis=0), one_hot))
    total = np.concatenate((np.zeros((1, len(targets))), np.cumsum(padded, axis=0)))
    weight = (total[frames:] - total[:-frames]) / frames
    away = [target - eye for target in targets]
    far = np.stack([np.maximum(np.linalg.norm(a, axis=1), 1e-6) for a in away], axis=1)
    ways = np.stack(away, axis=1) / far[:, :, None]
    way = (weight[:, :, None] * ways).sum(axis=1)
    size = np.linalg.norm(way, axis=1, keepdims=True)
    now = ways[np.arange(len(eye)), choice]
    way = np.where(size > 0.05, way / np.maximum(size, 0.05), now)
    return eye + way * (weight * far).sum(axis=1)[:, None]


def _written(name: str, view: View, shot: Shot) -> Vector | None:
    """The points (n, 3) of a written look at somebody or something. Looks said of the screen are `eyeline`'s."""
    mine = [c for c in shot.clauses if isinstance(c, Gaze) and _whose(c, shot, view) in (name, "")]
    at = mine[0].at if mine else None
    return None if at is None or at.text == name else _point_at(at.text, view, len(view.eyes[name]))


def _whose(clause: Gaze, shot: Shot, view: View) -> str:
    """Whose gaze it is: the one named, else the shot's subject; empty for everyone."""
    if clause.who is not None:
        return clause.who.text
    framing = shot.clause(Framing)
    subjects = framing.on if isinstance(framing, Framing) else ()
    return next((n.text for n in subjects if n.text in view.eyes), "")


def _point_at(name: str, view: View, count: int) -> Vector | None:
    if name in view.eyes:
        return view.eyes[name]
    thing = next((t for t in view.things if t.name == name), None)
    if thing is None:
        return None
    return np.tile((thing.at[0], thing.at[1] + thing.size[1] / 2, thing.at[2]), (count, 1))


def _ahead(yaw: Vector, eye: Vector, target: Vector) -> Vector:
    """Cosine of the angle on the floor between where the body faces and a target (..., n, 3)."""
    away = (target - eye)[..., (0, 2)]
    front = np.stack((np.sin(yaw), np.cos(yaw)), axis=1)
    return (away * front).sum(axis=-1) / np.maximum(np.linalg.norm(away, axis=-1), 1e-6)


def _walks(motion: Motion) -> Flags:
    return (motion.posture == Posture.WALK) | (motion.posture == Posture.RUN)


def _facing(yaw: Vector) -> Vector:
    return np.stack((np.sin(yaw), np.zeros_like(yaw), np.cos(yaw)), axis=1)
