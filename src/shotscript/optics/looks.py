"""Where everyone looks and whose lips move, frame by frame.

The speaker looks at whom they talk to, the others at the speaker; nobody twists round to see what is behind them, and
who walks without talking looks ahead. A look written in the shot wins. Eyes take a quarter of a second to go over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, chain
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from ..lang.clause import Framing, Gaze
from ..lang.term import Name
from ..narrative.story import Beat, Scene, Shot
from . import body
from .space import Body, Posture, Thing, Track, Vector
from .walk import Course, Motion, moment, sample, together

SHIFT = 0.25
LINGER = 4.0
"""Seconds the eyes stay where they were after the last word."""

NEAR = 3.0
COMPANY = 8.0
"""Metres within which people who have nothing else to look at look at each other."""

SYLLABLES = 5.0

_MANY = 200_000
"""How many looks (somebody at somebody else in a frame) are weighed at once: bounds the memory."""

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
    """Everybody on the set at m moments: their motion, people in the first axis of its arrays and moments in the
    second, the points (p, m, 3) their eyes are at, and the things to look at."""

    names: tuple[str, ...]
    motion: Motion
    eyes: Vector
    things: tuple[Thing, ...]

    def moment(self, i: int) -> View:
        """One of the moments."""
        return replace(self, motion=self.motion.moment(i), eyes=self.eyes[:, i : i + 1])


def view(courses: Mapping[str, Course], tall: Mapping[str, float], things: tuple[Thing, ...], times: Vector) -> View:
    """Everybody (at least one) at `times`."""
    motions = [sample(course, times) for course in courses.values()]
    eyed = [eyes(motion, tall[name]) for name, motion in zip(courses, motions, strict=True)]
    return View(tuple(courses), together(motions), np.stack(eyed), things)


def eyes(motion: Motion | Track, tall: float) -> Vector:
    """The point (n, 3) between the eyes: `body.eyes` for every frame at once."""
    of = _between_eyes(tall)[motion.posture]
    return motion.floor + _facing(motion.yaw) * of[:, 2:] + np.array((0.0, 1.0, 0.0)) * of[:, 1:2]


@cache
def _between_eyes(tall: float) -> Vector:
    """(5, 3) where they are in each posture, of somebody who faces the viewer."""
    return np.array([body.eyes(Body("", tall, (0.0, 0.0, 0.0), 0.0, p)) for p in Posture])


def conversation(scene: Scene, starts: tuple[float, ...], courses: Mapping[str, Course]) -> tuple[Line, ...]:
    """The scene's lines in time, each with its addressee: whom the delivery names, else who spoke before, else whom
    the speaker faces, else who speaks next."""
    spoken = [
        (start + float(beat.start), beat)
        for shot, start in zip(scene.shots, starts, strict=True)
        for beat in shot.beats if beat.kind == "speech" and not beat.voice_over
    ]
    voices = [beat.who for _, beat in spoken]
    before, after = _others(voices, courses), _others(voices[::-1], courses)[::-1]
    return tuple(
        Line(time, time + float(beat.seconds), beat.who, _addressee(time, beat, earlier, later, courses))
        for (time, beat), earlier, later in zip(spoken, before, after, strict=True)
    )


def gazes(view: View, lines: tuple[Line, ...], times: Vector, shot: Shot, fps: float) -> Vector:
    """The points (p, n, 3) everybody looks at in a shot. Where nobody stirs, one moment is view enough for all n."""
    ahead = view.eyes + NEAR * _facing(view.motion.yaw)
    choice = _choices(view, _talk(view.names, lines, times))
    moments = view.eyes.shape[1]
    first, frame = choice[:, :moments], np.arange(moments)
    found = _at(view.eyes, np.where(first[..., None] > 0, view.eyes[first - 1, frame], ahead))
    found = found.repeat(len(times) // moments, axis=1)
    written = _written(view, shot)
    for i, name in enumerate(view.names):
        if name in written:
            found[i] = written[name]
        elif (choice[i] != choice[i, 0]).any():
            used, again = np.unique(choice[i], return_inverse=True)
            targets = [view.eyes[k - 1] if k else ahead[i] for k in used]
            found[i] = _shifted(view.eyes[i], targets, again, max(1, round(SHIFT * fps)))
    return found


def mouths(names: tuple[str, ...], shot: Shot, seconds: Vector) -> Vector:
    """(p, n) 0..1 for times in seconds from the shot's start: above 0 while they speak and are seen to."""
    opened = np.zeros((len(names), len(seconds)))
    for beat in shot.beats:
        if beat.kind != "speech" or beat.who not in names or beat.unseen or beat.voice_over:
            continue
        since, own = seconds - float(beat.start), names.index(beat.who)
        talking = (since >= 0) & (since < float(beat.seconds) - min(0.3, 0.2 * float(beat.seconds)))
        syllable = 0.5 - 0.5 * np.cos(2 * np.pi * SYLLABLES * since)
        stress = 0.7 + 0.3 * np.sin(2 * np.pi * 1.3 * since + 1.0)
        opened[own] = np.where(talking, 0.08 + 0.92 * syllable * stress, opened[own])
    return opened


def _others(voices: list[str], there: Container[str]) -> list[str]:
    """For each voice the last one before it that is somebody else's on the set; empty for none."""
    found, last, other = [], "", ""
    for voice in voices:
        found.append(other if last == voice else last)
        if voice != last and voice in there:
            last, other = voice, last
    return found


def _addressee(time: float, beat: Beat, before: str, after: str, courses: Mapping[str, Course]) -> str:
    told = beat.delivery.casefold()
    named = (n for n in courses if f"to {n}".casefold() in told)
    faced = (_faced(beat.who, time, courses) for _ in (0,))  # asked only when nobody spoke before
    return next((n for n in chain(named, (before,), faced, (after,), courses) if n != beat.who and n in courses), "")


def _faced(name: str, time: float, courses: Mapping[str, Course]) -> str:
    """Whom someone's body faces, within twenty degrees; empty for nobody."""
    if name not in courses:
        return ""
    now = {n: moment(course, time) for n, course in courses.items()}
    me = now.pop(name)
    angles = [(-float(_ahead(me.yaw, me.floor, m.floor)[0]), n) for n, m in now.items() if m.shown[0]]
    best = min(angles, default=(0.0, ""))
    return best[1] if best[0] < -_DIRECT else ""


def _choices(view: View, talk: Choice) -> Choice:
    """(p, n) whom everybody looks at in each frame, counted from 1; 0 is straight ahead. A few viewers at a time, for
    in a crowd that moves there is much to see."""
    some = max(1, _MANY // (len(view.names) * view.eyes.shape[1]))
    starts = range(0, len(view.names), some)
    return np.concatenate([_seen(view, talk, np.arange(len(view.names))[k : k + some]) for k in starts])


def _seen(view: View, talk: Choice, who: Choice) -> Choice:
    """What the talk makes them look at if it can be seen, else company."""
    motion, own = view.motion, np.arange(len(who))
    front = _ahead(motion.yaw[who, None], view.eyes[who, None], view.eyes)
    near = np.linalg.norm(view.eyes - view.eyes[who, None], axis=-1) < COMPANY
    near[own, who] = False
    walks = ((motion.posture == Posture.WALK) | (motion.posture == Posture.RUN))[who]
    at, frame = np.maximum(talk[who], 1) - 1, np.arange(view.eyes.shape[1])
    ahead = front[own[:, None], at, frame] >= np.where(walks, _ASIDE, _BEHIND)
    there = motion.shown & near & ~walks[:, None]
    return np.where((talk[who] > 0) & motion.shown[at, frame] & ahead, talk[who], _company(front, there))


def _company(front: Vector, there: Flags) -> Choice:
    """Whom people who just stand there look at: of those there (v, p, m) the one most in front of them, else ahead."""
    seen = np.where(there & (front > _AHEAD), np.round(front, 6), -2.0)
    best = seen.argmax(axis=1)
    return np.where(seen.max(axis=1) > -2.0, best + 1, 0)


def _talk(names: tuple[str, ...], lines: tuple[Line, ...], times: Vector) -> Choice:
    """(p, n) for each frame the number of the one the talk makes each look at, 0 for none."""
    choice = np.zeros((len(names), len(times)), np.int64)
    number = {name: i + 1 for i, name in enumerate(names)}
    for line in lines:
        on = (times >= line.start - 1e-9) & (times < line.end + LINGER)
        at = np.full((len(names), 1), number.get(line.who, 0))
        if line.who in number:
            at[number[line.who] - 1] = number.get(line.to, 0) if line.to != line.who else 0
        choice[:, on] = at
    return choice


def _at(eye: Vector, target: Vector) -> Vector:
    """The point looked at by somebody whose eyes rest on one target."""
    away = target - eye
    far = np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-6)
    way = away / far
    return eye + way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 0.05) * far


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


def _written(view: View, shot: Shot) -> dict[str, Vector]:
    """The points of written looks at somebody or something. Looks said of the screen are `eyeline`'s."""
    told: dict[str, Name | None] = {}
    for clause in shot.clauses:
        if isinstance(clause, Gaze):
            for name in _whose(clause, shot, view):
                told.setdefault(name, clause.at)
    found = {name: _point_at(at.text, view) for name, at in told.items() if at is not None and at.text != name}
    return {name: point for name, point in found.items() if point is not None}


def _whose(clause: Gaze, shot: Shot, view: View) -> tuple[str, ...]:
    """Whose gaze it is: that of the one named, else of the shot's subject, else everyone's."""
    if clause.who is not None:
        return (clause.who.text,)
    framing = shot.clause(Framing)
    subjects = framing.on if isinstance(framing, Framing) else ()
    return next(((n.text,) for n in subjects if n.text in view.names), view.names)


def _point_at(name: str, view: View) -> Vector | None:
    if name in view.names:
        return view.eyes[view.names.index(name)]
    thing = next((t for t in view.things if t.name == name), None)
    return None if thing is None else np.array((thing.at[0], thing.at[1] + thing.size[1] / 2, thing.at[2]))


def _ahead(yaw: Vector, eye: Vector, target: Vector) -> Vector:
    """Cosine of the angle on the floor between where the body faces and a target (..., n, 3)."""
    away = (target - eye)[..., (0, 2)]
    front = np.stack((np.sin(yaw), np.cos(yaw)), axis=-1)
    return (away * front).sum(axis=-1) / np.maximum(np.linalg.norm(away, axis=-1), 1e-6)


def _facing(yaw: Vector) -> Vector:
    return np.stack((np.sin(yaw), np.zeros_like(yaw), np.cos(yaw)), axis=-1)
