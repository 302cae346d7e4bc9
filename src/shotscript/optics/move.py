"""From the first pose of a shot to a camera for every frame: its moves, its focus and the hand that holds it.

Frame i is the state at i / fps from the shot's first own frame, and a move's end is reached at its end time. Frames of
a dissolve before or after the shot hold its first and last state, but whoever follows a person goes on following.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..core.diagnostic import Diagnostic, Problems
from ..lang.clause import Framing
from ..lang.term import Name, Verb, View
from ..narrative.story import Shot, Story
from . import amount, focus, follow, hold, target, travel
from .brief import moves, read
from .camera import Camera
from .chain import RESTS, Part, Timed, schedule
from .ease import progress
from .focus import Pull
from .hand import held
from .space import Set, Track, Vector
from .travel import Leg
from .view import CameraPose, State, rotations
from .watch import Watch


@dataclass(frozen=True, slots=True)
class Take:
    """A shot's camera, the pose it ends in (without the shake of a hand), and what was chosen for the writer."""

    camera: Camera
    end: CameraPose
    problems: Problems = ()


@dataclass(frozen=True)
class Rig:
    """A shot and its clock: the moments of its frames, then the shot's end, then the starts of its parts. The pose it
    starts with is composed for the second `composed`."""

    start: CameraPose
    shot: Shot
    story: Story
    watch: Watch
    parts: tuple[Part, ...]
    whole: float
    count: int
    composed: float = 0.0

    @property
    def clock(self) -> Vector:
        """Times before and after the shot count as its first and last moment."""
        return np.clip(self.watch.times, 0.0, self.whole)

    @property
    def scene(self) -> target.Scene:
        return target.Scene(self.shot, self.story, self.watch)

    def index(self, seconds: Fraction) -> int:
        return int(np.argmin(np.abs(self.watch.times - float(seconds))))


@dataclass(frozen=True, slots=True)
class Going:
    """How far a shot has been moved: the state at every moment, its subject (k, 3) and where that was carried (k, 3)
    by a camera that follows, whose anchor it is, the pulls of focus, and what has been chosen or reported."""

    state: State
    subject: Vector
    carried: Vector
    like: CameraPose
    pulls: tuple[Pull, ...]
    told: tuple[Diagnostic, ...] = ()


def run(
    start: CameraPose, shot: Shot, tracks: Mapping[str, Track], set: Set, story: Story, lead: int = 0, tail: int = 0,
    composed: float = 0.0,
) -> Take:
    """The camera of a shot over lead + frames + tail frames; `tracks` have as many. `start` is composed on its subject
    as it stands at `composed` seconds: at the beginning, or where it arrives that comes into the picture."""
    rig = replace(_rig(start, shot, tracks, set, story, lead, tail), composed=composed)
    going = _opening(rig)
    for part in rig.parts:
        going = _part(rig, part, going)
    state = going.state
    sharp = focus.distances(state.position, state.axis, list(going.pulls))
    i = rig.count
    end = replace(state.pose(i, going.like, going.subject[i]), focus=float(sharp[i]), problems=())
    shown = held(shot, rig.parts, state, rig.watch.times, rig.whole).upto(i)
    matrices = np.tile(np.eye(4), (i, 1, 1))
    matrices[:, :3, :3], matrices[:, :3, 3] = rotations(shown.yaw, shown.pitch, shown.roll), shown.position
    return Take(Camera(matrices, shown.focal, sharp[:i], start.stop, start.gate), end, going.told)


def _rig(
    start: CameraPose, shot: Shot, tracks: Mapping[str, Track], set: Set, story: Story, lead: int, tail: int
) -> Rig:
    fps = story.format.fps
    parts = _together(schedule(shot, fps))
    count, whole = lead + shot.frames + tail, Fraction(shot.frames) / fps
    frames = np.arange(-lead, count - lead) * fps.denominator / fps.numerator
    moments = np.concatenate((frames, [float(whole), *(float(part.start) for part in parts)]))
    return Rig(start, shot, story, Watch(tracks, set, lead, fps, moments), parts, float(whole), count)


def _together(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts of different chains that start at one moment are one part: a comma means what `while` means."""
    alike: dict[Fraction, list[Part]] = {}
    for part in parts:
        alike.setdefault(part.start, []).append(part)
    return tuple(Part(start, max(p.end for p in same), tuple(m for p in same for m in p.moves))
                 for start, same in alike.items())


def _opening(rig: Rig) -> Going:
    """The shot's pose at every moment, turned with who walks in it, or the eyes of whoever it is the view of."""
    state = State.still(rig.start, len(rig.watch.times))
    brief = read(rig.shot)
    framing = brief.framing
    if framing.view == View.POV and framing.by and framing.by.text in rig.watch.tracks and brief.at is None:
        position, yaw, pitch = follow.eyes(framing.by.text, rig.start, framing, rig.watch)
        state = replace(state, position=position, yaw=yaw, pitch=pitch)
    subject = rig.watch.subject(rig.start, rig.composed)
    along = follow.panned(rig.start, rig.shot, rig.watch, subject)
    if along is not None:
        state = replace(state, yaw=along[0], pitch=along[1])
    sharp = rig.watch.points(brief.focus.text) if brief.focus else None
    pull = Pull(subject if sharp is None else sharp, np.ones(len(subject)))
    return Going(state, subject, np.zeros_like(subject), rig.start, (pull,))


def _part(rig: Rig, part: Part, going: Going) -> Going:
    """One part: shifts and turns add up, orbits go round; what a target ends on is the subject from then on."""
    i = rig.index(part.start)
    base = going.state.pose(i, going.like, going.subject[i])
    legs: list[Leg] = []
    own: list[Leg] = []
    subject, carried = going.subject, going.carried[i]
    for timed in part.moves:
        share = progress(rig.clock, float(timed.start), float(timed.end), timed.ease)
        made, goal = _leg(rig, timed, base, share, going.subject[i])
        legs.append(made)
        going = replace(
            going, told=(*going.told, *_told(rig, timed, base, goal)),
            pulls=(*going.pulls, *focus.pulled(timed, goal, share, rig.watch)),
        )
        if timed.move.verb == Verb.TRACK:
            going = replace(going, carried=going.carried + made.shift)
        else:
            own.append(made)
        if goal is not None:
            reached = rig.watch.subject(goal, float(timed.end))
            going = replace(going, like=goal, subject=np.where(share[:, None] >= 1, reached, going.subject))
    gone = going.carried - carried
    watched = subject - gone if any(made.follows for made in own) else np.tile(subject[i], (len(subject), 1))
    return replace(going, state=_added(going.state, legs, gone, hold.turns(base, own, watched)))


def _leg(
    rig: Rig, timed: Timed, base: CameraPose, share: Vector, subject: Vector
) -> tuple[Leg, CameraPose | None]:
    move = timed.move
    if move.verb == Verb.TRACK:
        return travel.leg(share, follow.shift(timed, base, rig.watch, rig.whole)), None
    if move.verb != Verb.RACK_FOCUS and isinstance(move.target, Name | Framing):
        goal = target.end(timed, base, rig.scene)
        return target.way(timed, base, goal, rig.watch, share), goal
    around = rig.watch.scenery(float(timed.start)).where(move.around.text) if move.around else None
    way = amount.direction(move, base, rig.watch.set.room)
    extent = rig.watch.extent(base, float(timed.start)) if move.verb == Verb.DOLLY_ZOOM else None
    start = travel.Start(base, subject if around is None else around, way, extent)
    return travel.written(timed, start, share), None


def _added(state: State, legs: list[Leg], carried: Vector, held_on: tuple[Vector, Vector]) -> State:
    """All legs of a part on top of a state, with the turns that hold the subject; an orbit's pivot goes along with a
    camera that follows."""
    position = state.position + np.sum([made.shift for made in legs], axis=0)
    yaw = state.yaw + held_on[0] + np.sum([made.yaw for made in legs], axis=0)
    for made in legs:
        if made.orbit is not None and made.pivot is not None:
            position = _round(position, made.pivot + carried, made.orbit)
            yaw = yaw + made.orbit
    return State(
        position, yaw, state.pitch + held_on[1] + np.sum([made.pitch for made in legs], axis=0),
        state.roll + np.sum([made.roll for made in legs], axis=0),
        np.maximum(state.focal + np.sum([made.focal for made in legs], axis=0), 1.0))


def _round(position: Vector, pivot: Vector, angle: Vector) -> Vector:
    """Each position turned about the vertical through its pivot."""
    x, z = position[:, 0] - pivot[:, 0], position[:, 2] - pivot[:, 2]
    c, s = np.cos(angle), np.sin(angle)
    turned = np.stack((pivot[:, 0] + c * x + s * z, position[:, 1], pivot[:, 2] - s * x + c * z), -1)
    return np.where(angle[:, None] == 0, position, turned)


def _told(rig: Rig, timed: Timed, base: CameraPose, goal: CameraPose | None) -> tuple[Diagnostic, ...]:
    chosen = amount.chosen(timed, amount.direction(timed.move, base, rig.watch.set.room))
    against = amount.contrary(timed, base)
    alone = all(move.verb in (*RESTS, Verb.RACK_FOCUS) for move in moves(rig.shot))
    idle = focus.idle_rack(timed, base, rig.watch, alone) if timed.move.verb == Verb.RACK_FOCUS else ()
    return (*chosen, *against, *idle, *(goal.problems if goal else ()))
