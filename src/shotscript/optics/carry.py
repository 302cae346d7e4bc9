"""What people carry, frame by frame: in the hand of who walks with it, handed over, put down.

Who stands or sits by a table has what they hold on the table, as `props` puts it; who goes takes it up, and who is by
no table has it in hand. From place to place a thing takes a third of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..lang.ast import BlockPerson, Step
from ..narrative.story import Scene, Shot
from .props import LARGEST, placed_by, with_holder
from .rehearse import shot_times
from .space import Body, Carried, Posture, Set, Thing, Track, Vector

_HANDING = 4
"""Frames before and after it changes place that a thing is on its way."""
_GOING = (Posture.WALK, Posture.RUN)


@dataclass(frozen=True, slots=True)
class Deed:
    """From a second of the scene on, who has a thing, and the step that made it so."""

    time: float
    who: str
    step: Step
    after: bool
    doer: str


def carried(scene: Scene, shot: Shot, place: Set, people: Sequence[Track], lead: int, fps: Fraction
            ) -> tuple[Carried, ...]:
    """The things of a shot's set that move in it, or that somebody has in hand."""
    found = _deeds(scene, fps)
    if not found or not people:
        return ()
    times = dict(zip((one.label for one in scene.shots), shot_times(scene, fps), strict=True))
    start, end = times[shot.label]
    clock = start + np.maximum(np.arange(len(people[0].yaw)) - lead, 0) / float(fps)
    tracks = {track.name: track for track in people}
    made = []
    for thing in place.things:
        deeds = [_timed(deed, tracks, clock) for deed in found.get(thing.name, ()) if deed.time < end]
        if deeds and max(thing.size) <= LARGEST:
            made.append(_followed(thing, deeds, place.things, tracks, clock))
    return tuple(one for one in made if (one.holder >= 0).any() or np.ptp(one.at, axis=0).max() > 1e-6)


def _deeds(scene: Scene, fps: Fraction) -> Mapping[str, list[Deed]]:
    """By thing, all that is done with it, in order."""
    found: dict[str, list[Deed]] = {}
    for time, item in _told(scene, fps):
        walked = False
        for step in item.steps:
            if step.what is not None:
                who = step.to.text if step.to else "" if step.verb == "puts" and step.spot else item.name.text
                found.setdefault(step.what.text, []).append(Deed(time, who, step, walked, item.name.text))
            walked = walked or step.verb in ("walks", "runs", "moves", "enters")
    return found


def _told(scene: Scene, fps: Fraction) -> Iterator[tuple[float, BlockPerson]]:
    yield from ((0.0, item) for item in scene.start if isinstance(item, BlockPerson))
    for shot, (start, _) in zip(scene.shots, shot_times(scene, fps), strict=True):
        for cue in shot.blocking:
            yield from ((start + max(float(cue.at), 0.0), item) for item in cue.items if isinstance(item, BlockPerson))


def _timed(deed: Deed, tracks: Mapping[str, Track], clock: Vector) -> Deed:
    """What is done after a walk is done when whoever does it has arrived."""
    track = tracks.get(deed.doer)
    if not deed.after or track is None:
        return deed
    own = np.flatnonzero(clock >= deed.time - 1e-9)
    going = np.isin(track.posture[own], _GOING)
    if not going.any() or (deed.time < clock[0] and not going[0]):
        return deed
    begun = int(np.argmax(going))
    done = np.flatnonzero(~going[begun:])
    return replace(deed, time=float(clock[own[begun + done[0]]]) if len(done) else float(clock[-1]) + 1.0)


def _followed(thing: Thing, deeds: Sequence[Deed], things: Sequence[Thing], tracks: Mapping[str, Track], clock: Vector
              ) -> Carried:
    rest = tuple(other for other in things if other.name != thing.name)
    names = list(tracks)
    at, yaw = np.tile(np.array(thing.at), (len(clock), 1)), np.full(len(clock), thing.yaw)
    holder = np.full(len(clock), -1, np.int8)
    for k, deed in enumerate(deeds):
        stop = deeds[k + 1].time if k + 1 < len(deeds) else np.inf
        own = np.flatnonzero((clock >= deed.time - 1e-9) & (clock < stop))
        if not deed.who:
            put = placed_by(thing, deed.step, _body(tracks.get(deed.doer), own), rest) if len(own) else None
            at[own] = at[own] if put is None else np.array(put.at)
        elif deed.who in tracks:
            _held(thing, tracks[deed.who], names.index(deed.who), own, rest, at, yaw, holder)
    return Carried(thing.name, _eased(at), _eased(yaw), holder)


def _body(track: Track | None, own: NDArray[np.intp]) -> Body | None:
    return None if track is None else track.at(int(own[0]))


def _held(thing: Thing, track: Track, number: int, own: NDArray[np.intp], rest: tuple[Thing, ...], at: Vector,
          yaw: Vector, holder: NDArray[np.int8]) -> None:
    """Writes where a thing is while somebody has it: out before them as they go, on a table where they are by one."""
    known: dict[bytes, Thing] = {}
    for i in own:
        if not track.shown[i]:
            continue
        going = int(track.posture[i]) in _GOING
        key = b"%d" % going + track.floor[i].tobytes() + track.yaw[i].tobytes() + track.posture[i].tobytes()
        if key not in known:
            known[key] = with_holder(thing.name, thing.size, track.at(int(i)), () if going else rest)
        found = known[key]
        at[i] = found.at
        if going or np.hypot(found.at[0] - track.floor[i, 0], found.at[2] - track.floor[i, 2]) < 0.5:
            holder[i] = number
            yaw[i] = thing.yaw + float(track.yaw[i] - track.yaw[own[0]])


def _eased(values: Vector) -> Vector:
    """Means over the frames about each: a change of place is a movement, a steady way stays as it is."""
    shape = ((_HANDING, _HANDING), *((0, 0) for _ in values.shape[1:]))
    whole = np.cumsum(np.pad(values, shape, mode="edge"), axis=0)
    wide = 2 * _HANDING + 1
    before = np.concatenate((np.zeros_like(whole[:1]), whole[:-wide]))
    return (whole[wide - 1 :] - before) / wide
