"""What each take really shows: posed on the blocked set, seen as film grammar sees a shot.

The set is blocked once with the scene's text in one piece, so everybody's place and look is known at every moment. A
take is posed for the people as they stand when a moment begins. Scenes in which nobody stirs have a handful of states,
and everything here is remembered by state.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor

import numpy as np

from ...core.diagnostic import Level, Problems
from ...core.span import Span
from ...lang.clause import Clause, Lens
from ...lang.term import Size
from ...narrative.story import Shot, Story
from .. import frame, lens
from ..camera import Camera, ShotStage
from ..grammar.setup import Figure, Look, Setup
from ..space import Set, Track, Vector
from ..view import CameraPose
from .moments import Moment
from .takes import Take

_WALKED = 0.6
"""Metres somebody makes in a moment who walks in it."""
_FACE = -0.35
"""Cosine of the angle between a look and the way to the lens below which a face is not seen."""
_PLAIN, _PROFILE = 0.35, 0.2
"""The cosine above which all of a face is seen, and how much of it is not in profile."""
_SHOULDERS = 0.135
"""Half of somebody's width, of their height."""
_CUT, _BESIDE, _PART = 0.5, 0.15, 4.0
"""How much somebody cut by the edge of a picture of others, or between them, disturbs it; how much one who is merely
there; and how fast that grows with the part of the picture's width they have."""


@dataclass(frozen=True, eq=False)
class State:
    """Everybody at one frame; tracks are of that frame alone. `place`: where they stand, whatever they look at."""

    number: int
    tracks: tuple[Track, ...]
    place: bytes


@dataclass(frozen=True)
class Seen(Setup):
    """A take at one state: its first picture is its last."""

    take: Take
    problems: Problems

    @cached_property
    def last(self) -> Look:
        return self.first

    @cached_property
    def shown(self) -> frozenset[str]:
        """Who is in the picture."""
        return self.first.visible()

    @cached_property
    def faces(self) -> frozenset[str]:
        """Who is in the picture and not from behind."""
        return frozenset(name for name in self.shown if _turned(self.first, name) > _FACE)

    def averted(self, name: str) -> float:
        """How much of somebody's face is not seen, 0 to 1: all of it from behind, a little in profile."""
        if name not in self.shown:
            return 1.0
        return float(np.interp(_turned(self.first, name), (_FACE, 0.0, _PLAIN), (1.0, _PROFILE, 0.0)))

    @cached_property
    def strangers(self) -> float:
        """0 to 1, how much those disturb the picture whom it is not of."""
        own = [self.first.figures[name] for name in self.take.on if name in self.first.figures]
        if self.take.kind not in ("single", "two", "shoulder") or not own:
            return 0.0
        others = (f for name, f in self.first.figures.items() if name not in (*self.take.on, self.take.by))
        return min(sum(_disturbs(figure, own, self.first) for figure in others), 1.0)


class Stand:
    """The set of a scene with its people, for takes to be posed on."""

    def __init__(self, story: Story, place: Set, shots: Sequence[Shot], tracks: Mapping[str, tuple[Track, ...]],
                 kinds: Mapping[str, str], texture: tuple[Clause, ...] = ()) -> None:
        self.story, self.set, self.shots, self.tracks = story, place, shots, tracks
        self.kinds, self.texture = kinds, texture
        self._states: dict[bytes, State] = {}
        self._frames: dict[tuple[int, int], State] = {}
        self._posed: dict[Hashable, tuple[Shot, CameraPose]] = {}
        self._seen: dict[Hashable, Seen] = {}
        self._walkers: dict[tuple[int, int, int], tuple[str, ...]] = {}

    def began(self, moment: Moment) -> State:
        return self._at(moment, moment.start, 0)

    def ended(self, moment: Moment) -> State:
        return self._at(moment, moment.start + moment.seconds, -1)

    def seen(self, take: Take, moment: Moment, end: bool = False) -> Seen:
        """A take posed as a moment begins, at that frame or at the moment's last."""
        start = self.began(moment)
        state = self.ended(moment) if end else start
        ways = self._ways(moment)
        key = (take.number, start.place, ways.tobytes() if ways is not None else b"")
        found = self._seen.get((key, state.number))
        if found is None:
            shot, pose = self._pose(key, take, start, ways)
            camera = Camera(pose.matrix[None], np.array([pose.focal]), np.array([pose.focus]), pose.stop, pose.gate)
            stage = ShotStage(shot.label, 1, 0, 0, camera, state.tracks, self.set)
            found = self._seen[key, state.number] = Seen(shot, stage, take, pose.problems)
        return found

    def walkers(self, moment: Moment) -> tuple[str, ...]:
        """Who walks in a moment."""
        low, high = self._frames_of(moment)
        key = (moment.shot, low, high)
        if key not in self._walkers:
            tracks = self.tracks[self.shots[moment.shot].label]
            self._walkers[key] = tuple(track.name for track in tracks if _walked(track.floor[low : high + 1]))
        return self._walkers[key]

    def shot(self, take: Take, moment: Moment) -> Shot:
        """The shot that a take is when it begins with a moment."""
        return self.seen(take, moment).shot

    def _frames_of(self, moment: Moment) -> tuple[int, int]:
        return self._frame(moment, moment.start, 0), self._frame(moment, moment.start + moment.seconds, -1)

    def _frame(self, moment: Moment, seconds: float, more: int) -> int:
        frames = self.shots[moment.shot].frames
        return min(max(round(seconds * float(self.story.format.fps)) + more, 0), frames - 1)

    def _at(self, moment: Moment, seconds: float, more: int) -> State:
        where = (moment.shot, self._frame(moment, seconds, more))
        if where not in self._frames:
            self._frames[where] = self._state(self.tracks[self.shots[where[0]].label], where[1])
        return self._frames[where]

    def _state(self, tracks: tuple[Track, ...], at: int) -> State:
        own = tuple(_one(track, at) for track in tracks)
        place = b"".join(part.tobytes() for t in own for part in (t.floor, t.yaw, t.posture, t.shown))
        key = place + b"".join(track.gaze.tobytes() for track in own)
        return self._states.setdefault(key, State(len(self._states), own, place))

    def _ways(self, moment: Moment) -> Vector | None:
        if not self.walkers(moment):
            return None
        low, high = self._frames_of(moment)
        return np.concatenate([track.floor[low : high + 1 : 6] for track in self.tracks[self.shots[moment.shot].label]])

    def _pose(self, key: Hashable, take: Take, state: State, ways: Vector | None) -> tuple[Shot, CameraPose]:
        if key not in self._posed:
            bare = self._as_shot(take, _long(take, self.shots[0].span))
            bodies = {track.name: track.at(0) for track in state.tracks if track.shown[0]}
            given = (ways,) if ways is not None else ()
            pose = frame.pose(bare, bodies, self.set, self.story, ways=given)
            millimetres = max(floor(pose.focal + 1e-6), 8)
            shot = self._as_shot(take, (Lens(bare.span, mm=Fraction(millimetres)),))
            self._posed[key] = (shot, frame.pose(shot, bodies, self.set, self.story, ways=given))
        return self._posed[key]

    def _as_shot(self, take: Take, more: tuple[Clause, ...]) -> Shot:
        span = self.shots[0].span
        texture = self.texture if take.kind not in ("insert", "track") else ()
        clauses = (take.framing(span, self.kinds), *more, *take.manner(span), *texture)
        return Shot(label=str(take.number), scene=self.shots[0].scene, span=span, clauses=clauses,
                    seconds=Fraction(1), frames=1)


def unfit(seen: Seen) -> bool:
    """Whether a take cannot be had as it is wanted here: it would be warned of."""
    take = seen.take
    there = all(name in seen.first.figures for name in (*take.on, take.by) if name in seen.tracks)
    return not there or any(problem.level >= Level.WARNING for problem in seen.problems)


def _long(take: Take, span: Span) -> tuple[Clause, ...]:
    """A thing is seen through a close-up's lens, however much of it: a short one would stand over it."""
    return (Lens(span, mm=Fraction(lens.LENSES[Size.CU])),) if take.kind == "insert" else ()


def _walked(floor: Vector) -> bool:
    return float(np.ptp(floor, axis=0).max()) > _WALKED


def _one(track: Track, at: int) -> Track:
    i = min(at, len(track.yaw) - 1)
    own = slice(i, i + 1)
    return replace(track, floor=track.floor[own], yaw=track.yaw[own], posture=track.posture[own], gait=track.gait[own],
                   gaze=track.gaze[own], mouth=track.mouth[own], shown=track.shown[own])


def _turned(seen: Look, name: str) -> float:
    """Cosine of the angle between a look and the way to the lens."""
    figure = seen.figures[name]
    way = [seen.position[k] - figure.eyes[k] for k in range(3)]
    far = sum(part * part for part in way) ** 0.5 or 1.0
    return sum(figure.gaze[k] * way[k] for k in range(3)) / far


def _disturbs(figure: Figure, own: Sequence[Figure], seen: Look) -> float:
    """How much one stranger does, in a picture of others."""
    if figure.depth < 0.1 or not _within_height(figure, seen):
        return 0.0
    half = _SHOULDERS * figure.tall / figure.depth * 2 * seen.focal / 36.0
    part = (min(figure.x + half, 1.0) - max(figure.x - half, -1.0)) / 2
    if part <= 0:
        return 0.0
    if figure.depth < max(one.depth for one in own) - 0.3:
        return min(_PART * part, 1.0)
    between = min(one.x for one in own) < figure.x < max(one.x for one in own)
    return _CUT if between else min(_PART * part, _CUT) if abs(figure.x) + half > 1 else _BESIDE


def _within_height(figure: Figure, seen: Look) -> bool:
    """Whether anything from crown to waist is between the picture's bottom and top."""
    metre = 2 / (seen.high * figure.depth)
    return figure.y + 0.1 * figure.tall * metre > -1 and figure.y - 0.4 * figure.tall * metre < 1
