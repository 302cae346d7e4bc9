"""Points of the set over time: where a name's eyes or middle are at every moment a move is computed for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from ..lang.term import Size
from . import body
from .aim import Scenery
from .space import Body, Posture, Set, Track, Vector
from .view import CameraPose, seen

_DOWN = tuple((size, body.BOTTOMS[size]) for size in (
    Size.FS, Size.MWS, Size.COWBOY, Size.MS, Size.MCU, Size.CU, Size.ECU))
"""The landmarks of the sizes from the feet up, and the size whose crop has each at its bottom edge."""

_EDGE = 1.02
"""How far below the middle of the picture its bottom edge is, with a little to spare."""


@dataclass(frozen=True)
class Watch:
    """People's tracks on the clock of one shot: frame 0 of the shot is index `lead` of the tracks.

    `times` are the k moments in seconds that points are given for, some of them before or after the shot.
    """

    tracks: Mapping[str, Track]
    set: Set
    lead: int
    fps: Fraction
    times: Vector

    @cached_property
    def frames(self) -> Vector:
        """The times as indices into the tracks, fractional."""
        return self.times * float(self.fps) + self.lead

    def bodies(self, seconds: float) -> dict[str, Body]:
        """Everyone on the set at a moment."""
        at = seconds * float(self.fps) + self.lead
        return {name: between(track, at) for name, track in self.tracks.items() if _shown(track, at)}

    def scenery(self, seconds: float) -> Scenery:
        return Scenery(self.bodies(seconds), self.set)

    def floor(self, name: str) -> Vector | None:
        """(k, 3) where someone stands at the times."""
        track = self.tracks.get(name)
        if track is None:
            return None
        every = np.arange(len(track.yaw), dtype=np.float64)
        return np.stack([np.interp(self.frames, every, track.floor[:, i]) for i in range(3)], -1)

    def points(self, name: str, part: str = "") -> Vector | None:
        """(k, 3) eyes of a person, or a part of them, or the middle of a thing; None for a name that is nowhere."""
        track = self.tracks.get(name)
        if track is None:
            fixed = Scenery({}, self.set).where(name)
            return None if fixed is None else np.tile(fixed, (len(self.times), 1))
        if _rests(track):
            return np.tile(_point(track.at(0), part), (len(self.times), 1))
        return np.array([_point(between(track, float(at)), part) for at in self.frames])

    def subject(self, pose: CameraPose, seconds: float = 0.0) -> Vector:
        """(k, 3) the anchor of a pose carried along by its people; the pose is that of a moment of the shot."""
        clock = replace(self, times=np.append(self.times, seconds))
        found = [p for name in pose.subjects if (p := clock.points(name, pose.part)) is not None]
        if not found:
            return np.tile(np.array(pose.anchor), (len(self.times), 1))
        mean = np.mean(found, axis=0)
        return (mean - mean[-1] + np.array(pose.anchor))[:-1]

    def extent(self, pose: CameraPose, seconds: float) -> Vector | None:
        """(2, 3) the crown of the one person of a pose, and the lowest landmark of theirs that its picture shows; None
        of a part, a thing, several, or somebody who lies."""
        who = self.bodies(seconds).get(pose.subjects[0]) if len(pose.subjects) == 1 and not pose.part else None
        if who is None or who.posture == Posture.LIE:
            return None
        for size, lowest in _DOWN:
            x, _, z = body.centre(who, size)
            low = (x, body.height(who, lowest), z)
            if seen(pose, low)[1] >= -_EDGE:
                return np.array([(x, body.height(who, "crown"), z), low])
        return None

    def at(self, moments: Vector) -> Watch:
        return replace(self, times=moments)


def between(track: Track, at: float) -> Body:
    """A body at a fractional frame: floor and yaw between its neighbours, posture of the nearer one."""
    low = min(max(int(np.floor(at)), 0), len(track.yaw) - 1)
    high, share = min(low + 1, len(track.yaw) - 1), min(max(at - low, 0.0), 1.0)
    near = track.at(high if share > 0.5 else low)
    if share == 0.0:
        return near
    floor = track.floor[low] * (1 - share) + track.floor[high] * share
    turn = float(np.arctan2(np.sin(track.yaw[high] - track.yaw[low]), np.cos(track.yaw[high] - track.yaw[low])))
    return Body(track.name, track.tall, (float(floor[0]), float(floor[1]), float(floor[2])),
                float(track.yaw[low]) + share * turn, Posture(near.posture))


def _point(who: Body, part: str) -> Vector:
    found = body.part(who, part) if part else None
    return body.eyes(who) if found is None else found


def _rests(track: Track) -> bool:
    """Whether someone keeps their place, facing and posture for the whole shot: most people in most shots."""
    same = (track.floor == track.floor[0]).all() and (track.yaw == track.yaw[0]).all()
    return bool(same and (track.posture == track.posture[0]).all())


def _shown(track: Track, at: float) -> bool:
    return bool(track.shown[min(max(round(at), 0), len(track.shown) - 1)])
