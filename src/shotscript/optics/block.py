"""Blocking: where everyone is at every frame of a scene.

From what the script says of places, things and movements, and from sensible defaults for what it does not say, to a
furnished set and a track for each person in each shot. State carries over every cut. Pure: the same scene gives the
same arrays.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..core.diagnostic import Problems, in_text_order
from ..core.span import Span
from ..narrative.story import Scene, Shot, Story
from . import looks
from .clash import clashes
from .furnish import chair_for, grown, seat_near
from .opening import Opening, opening
from .present import present
from .props import props, too_large
from .rehearse import Courses, rehearse, shot_times
from .space import Posture, Set, Thing, Track, Vector
from .spots import Ground
from .steps import Floor
from .view import CameraPose
from .walk import Course, before, moment, rests

TALL = 1.7

Handles = Mapping[str, tuple[int, int]]
"""By label, the frames of a shot's lead and tail."""


@dataclass(frozen=True, slots=True)
class Window:
    """The times a shot's arrays are taken at: scene seconds `times` (n,), clamped to the shot at its beginning."""

    shot: Shot
    times: Vector
    start: float
    end: float


def block(
    scene: Scene, story: Story, handles: Handles, spared: Container[str] | None = None,
    cameras: Mapping[Span, CameraPose] | None = None,
) -> tuple[Set, dict[str, tuple[Track, ...]], Problems]:
    """The set, and for each shot label the track of everyone on the set.

    Tracks run from `lead` frames before the shot's first frame, where all stand as in that first frame, to `tail`
    frames after its last one: `handles` are `story.handles()`. Who is only after what is wrong says what
    shots are `spared`: those have no tracks, and in the others nobody looks anywhere or speaks. `cameras` see those
    who come or go by an edge of the frame; without them that edge is the wall, or a few steps off.
    """
    fps, names = story.format.fps, present(scene, story)
    began = opening(scene, story, names)
    ground = Ground(_seated(began.courses, began.things), began.courses)
    floor = Floor(ground, began.room, began.homes, fps, cameras=cameras or {})
    pending = {name: (0.0, steps) for name, steps in began.pending.items()}
    courses, hurried = rehearse(scene, began.courses, pending, floor)
    furniture = _turned_seats(_seated(courses, began.things), began.things, courses)
    tall = {name: _tall(name, story) for name in names}
    sizes = {prop.name: tuple(map(float, prop.size)) for prop in story.props}
    starts = tuple(start for start, _ in shot_times(scene, fps))
    things = (*furniture, *props(scene, starts, courses, furniture, tall, sizes))
    place = _set(scene, story, began, courses, things)
    windows = [window for window in _windows(scene, fps, handles) if window.shot.label not in (spared or ())]
    tracks = _tracks(scene if spared is None else None, courses, things, tall, windows, float(fps))
    problems = (*hurried, *too_large(scene, things), *clashes(scene, courses, furniture, place.room))
    return place, tracks, in_text_order(problems)


def _set(scene: Scene, story: Story, began: Opening, courses: Courses, things: tuple[Thing, ...]) -> Set:
    place = story.place(scene.place) if scene.place else None
    room = began.room
    if place is None or place.size is None:
        ends = [s.path[-1] for c in courses.values() for s in c.stretches if s.shown and not s.leaves]
        room = grown(room, [(float(p[0]), float(p[2])) for p in ends])
    return Set(room, things, scene.interior, scene.night)


def _seated(courses: Mapping[str, Course], things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """The things, and a chair under everyone who sits where there is no seat."""
    for name, course in courses.items():
        for stretch in course.stretches:
            at = stretch.path[-1]
            if stretch.then != Posture.SIT or at[1] > 0.01:
                continue
            if not seat_near((float(at[0]), float(at[2])), _seats_for(name, things)):
                yaw = float(moment(course, stretch.end + 0.35).yaw[0])
                things = (*things, chair_for(name, at, yaw, things))
    return things


def _seats_for(name: str, things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """A chair brought for somebody else is no seat of mine."""
    return tuple(t for t in things if "'s chair" not in t.name or t.name.startswith(f"{name}'s chair"))


def _turned_seats(
    things: tuple[Thing, ...], written: tuple[Thing, ...], courses: Mapping[str, Course]
) -> tuple[Thing, ...]:
    """Written chairs face as the first who sits on them."""
    kept = {t.name for t in written}
    return tuple(_turned(t, courses) if t.kind == "chair" and t.name in kept else t for t in things)


def _turned(chair: Thing, courses: Mapping[str, Course]) -> Thing:
    for course in courses.values():
        for stretch in course.stretches:
            at = stretch.path[-1]
            if stretch.then == Posture.SIT and seat_near((float(at[0]), float(at[2])), (chair,)):
                return replace(chair, yaw=float(moment(course, stretch.end + 0.35).yaw[0]))
    return chair


def _tracks(
    scene: Scene | None, courses: Courses, things: tuple[Thing, ...], tall: Mapping[str, float],
    windows: list[Window], fps: float,
) -> dict[str, tuple[Track, ...]]:
    """By shot; faces where there is a `scene` to take the talk from."""
    if not courses or not windows:
        return {w.shot.label: () for w in windows}
    heard = looks.Heard(looks.conversation(scene, tuple(w.start for w in windows), courses)) if scene else None
    began = looks.view(courses, tall, things, np.array([w.times[0] for w in windows]))
    found = {}
    for i, window in enumerate(windows):
        still = all(rests(course, window.times[0], window.end) for course in courses.values())
        seen = began.moment(i) if still else looks.view(_until(courses, window.end), tall, things, window.times)
        gaze, mouth = _faces(window, seen, heard, fps) if heard else _blank(window, seen)
        found[window.shot.label] = _shot_tracks(window, seen, gaze, mouth, tall)
    return found


def _until(courses: Courses, time: float) -> Courses:
    return {name: before(course, time) for name, course in courses.items()}


def _windows(scene: Scene, fps: Fraction, handles: Handles) -> list[Window]:
    first, windows = 0, []
    for shot, (start, end) in zip(scene.shots, shot_times(scene, fps), strict=True):
        lead, tail = handles[shot.label]
        frames = np.maximum(np.arange(-lead, shot.frames + tail), 0) + first
        windows.append(Window(shot, frames * fps.denominator / fps.numerator, start, end))
        first += shot.frames
    return windows


def _faces(window: Window, view: looks.View, heard: looks.Heard, fps: float) -> tuple[Vector, Vector]:
    """Where everybody looks (p, n, 3), and how far their mouths are open (p, n)."""
    lines = heard.until(window.times[0], window.end)
    gaze = looks.gazes(view, lines, window.times, window.shot, fps)
    return gaze, looks.mouths(view.names, window.shot, window.times - window.start) * view.motion.shown


def _blank(window: Window, view: looks.View) -> tuple[Vector, Vector]:
    people, frames = len(view.names), len(window.times)
    return np.broadcast_to(0.0, (people, frames, 3)), np.broadcast_to(0.0, (people, frames))


def _shot_tracks(
    window: Window, view: looks.View, gaze: Vector, mouth: Vector, tall: Mapping[str, float]
) -> tuple[Track, ...]:
    """Everybody frame by frame; the view is of every frame, or of one where nobody stirs."""
    motion, frames = view.motion, len(window.times)
    whole = motion._replace(yaw=_normal(motion.yaw))
    floor, yaw, posture, gait, shown = (field.repeat(frames // field.shape[1], axis=1) for field in whole)
    return tuple(Track(name, tall[name], floor[i], yaw[i], posture[i], gait[i], gaze[i], mouth[i], shown[i])
                 for i, name in enumerate(view.names))


def _normal(yaw: Vector) -> Vector:
    """Unwrapped (p, n), with the first frame between -pi and pi."""
    return yaw - 2 * np.pi * np.round(yaw[:, :1] / (2 * np.pi))


def _tall(name: str, story: Story) -> float:
    person = story.person(name)
    return float(person.height) if person else TALL
