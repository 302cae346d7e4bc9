"""A scene from above: where people and things stand, the line between those who speak, and every camera's place.

A scene of many shots is told in several plans, else nobody could read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import atan, hypot

import numpy as np

from ...narrative.story import Scene, Shot
from ...optics.camera import ShotStage
from ...optics.looks import eyes
from ...optics.space import Set, Thing, Track, Vector
from ..film import Film
from .motion import own, turns
from .screen import spot, spots
from .values import Plan, Rect4, Spot, Spots, Standing, Station

SETUPS, SHOTS = 6, 18
"""The most set-ups and the most shots on one plan."""

ROOMY = 1.6
"""How much larger than all that happens a room may be to be shown whole."""

WAY, TURN = 0.3, 0.05
"""Metres and radians from which a person's way, and a camera's move, are drawn."""

_NEAR_LOOK = 0.6
_AIR = 0.7
_LEAST = 3.0
_POINTS = 48


def plans(film: Film) -> Iterator[Plan]:
    """Those of the scenes whose shots are meant, in the order of the film."""
    for scene in film.story.scenes:
        meant = [shot for shot in scene.shots if shot.label in film.read.labels]
        parts = _shared(meant, film.stage.shots)
        place = film.story.place(scene.place) if scene.place else None
        for i, shots in enumerate(parts, 1):
            yield plan(scene, shots, [film.stage.shots[shot.label] for shot in shots], (i, len(parts)),
                       bool(place and place.size))


def plan(scene: Scene, shots: Sequence[Shot], stages: Sequence[ShotStage], part: tuple[int, int], sized: bool) -> Plan:
    """Some shots of a scene. `sized`: the place's floor is written, so its edge is drawn outdoors as well."""
    place = stages[0].set
    people = tuple(_people(stages))
    stations = tuple(map(_station, stages))
    walls = _walls(place) if place.room.walled or sized else None
    things = tuple(dict.fromkeys(thing for stage in stages for thing in stage.set.things))
    return Plan(
        scene.label, scene.heading, part[0], part[1], tuple(shot.label for shot in shots), walls, place.room.walled,
        things, people, stations, axis(shots, stages), bounds(_core(people, things), stations, walls))


def axis(shots: Sequence[Shot], stages: Sequence[ShotStage]) -> tuple[Spot, Spot] | None:
    """Between the two who talk longest, as they stand when their talk begins; without talk, between two who look at
    each other. A speaker's partner is whom they look at."""
    talked, where = Counter[frozenset[str]](), dict[frozenset[str], tuple[Spot, Spot]]()
    for shot, stage in zip(shots, stages, strict=True):
        for name, seconds, frame in _speeches(shot, stage):
            partner = _looked_at(stage, name, frame)
            if partner:
                pair = frozenset((name, partner))
                talked[pair] += round(seconds * 1000)
                where.setdefault(pair, _ends(stage, pair, frame))
    if talked:
        return where[max(talked, key=lambda pair: (talked[pair], sorted(pair)))]
    return next((found for stage in stages for found in _mutual(stage)), None)


def bounds(core: Rect4, stations: Sequence[Station], walls: Rect4 | None = None) -> Rect4:
    """What the plan shows: people and things, the cameras that are not much farther off than that, and the walls unless
    all that happens would be small between them."""
    low_x, low_z, high_x, high_z = core
    far = hypot(high_x - low_x, high_z - low_z) * 0.6 + 1.5
    shown = [at for one in stations for at in (one.at, *one.path)
             if low_x - far <= at[0] <= high_x + far and low_z - far <= at[1] <= high_z + far]
    xs, zs = [low_x, high_x, *(at[0] for at in shown)], [low_z, high_z, *(at[1] for at in shown)]
    if walls and hypot(walls[2] - walls[0], walls[3] - walls[1]) < ROOMY * hypot(max(xs) - min(xs), max(zs) - min(zs)):
        xs, zs = [*xs, walls[0], walls[2]], [*zs, walls[1], walls[3]]
    return min(xs) - _AIR, min(zs) - _AIR, max(xs) + _AIR, max(zs) + _AIR


# ---------------------------------------------------------------------------------------------- helpers


def _shared(shots: Sequence[Shot], stages: Mapping[str, ShotStage]) -> list[list[Shot]]:
    """Over plans of few set-ups each: shots from one place, with one look, are one."""
    parts, seen = list[list[Shot]](), list[Station]()
    for shot in shots:
        station = _station(stages[shot.label])
        known = any(same(station, other) for other in seen)
        if not parts or len(parts[-1]) == SHOTS or (not known and len(seen) == SETUPS):
            parts.append([])
            seen, known = [], False
        parts[-1].append(shot)
        seen += [] if known else [station]
    return parts


def same(one: Station, other: Station) -> bool:
    """Whether two cameras stand and look alike, and neither moves."""
    return (not one.path and not other.path and hypot(one.at[0] - other.at[0], one.at[1] - other.at[1]) < 0.1
            and abs(one.yaw - other.yaw) < TURN and abs(one.spread - other.spread) < TURN)


def _walls(place: Set) -> Rect4:
    room = place.room
    return -room.width / 2, -room.depth / 2, room.width / 2, room.depth / 2


def _core(people: Sequence[Standing], things: Sequence[Thing]) -> Rect4:
    points = [at for one in people for at in (one.at, *one.path)]
    for thing in things:
        reach = hypot(thing.size[0], thing.size[2]) / 2
        points += [(thing.at[0] - reach, thing.at[2] - reach), (thing.at[0] + reach, thing.at[2] + reach)]
    xs, zs = [x for x, _ in points] or [0.0], [z for _, z in points] or [0.0]
    wide, deep = max(0.0, _LEAST - (max(xs) - min(xs))) / 2, max(0.0, _LEAST - (max(zs) - min(zs))) / 2
    return min(xs) - wide, min(zs) - deep, max(xs) + wide, max(zs) + deep


def _people(stages: Sequence[ShotStage]) -> Iterator[Standing]:
    """Everyone who is there in one of the shots, from where they are first seen over all of them."""
    names = dict.fromkeys(track.name for stage in stages for track in stage.people)
    for name in names:
        parts = [(track, stage) for stage in stages for track in stage.people
                 if track.name == name and track.shown[_own(stage)].any()]
        if parts:
            yield _standing(name, parts)


def _own(stage: ShotStage) -> slice:
    return slice(stage.lead, stage.lead + stage.frames)


def _standing(name: str, parts: Sequence[tuple[Track, ShotStage]]) -> Standing:
    track, stage = parts[0]
    first = stage.lead + int(np.argmax(track.shown[_own(stage)]))
    floor = np.concatenate([t.floor[_own(s)][t.shown[_own(s)]] for t, s in parts])
    last, last_stage = parts[-1]
    end = _own(last_stage).stop - 1
    return Standing(name, _flat(track.floor[first]), float(track.yaw[first]), _sight(track, first),
                    _way(floor, WAY), float(last.yaw[end]))


def _sight(track: Track, frame: int) -> Spot | None:
    eye, gaze = eyes(track, track.tall)[frame], track.gaze[frame]
    return _flat(gaze) if hypot(gaze[0] - eye[0], gaze[2] - eye[2]) > 0.1 else None


def _way(points: Vector, least: float) -> Spots:
    """A way on the floor, evenly along it; empty where it is shorter than `least`."""
    flat = points[:, (0, 2)]
    along = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(flat, axis=0), axis=1))))
    if along[-1] < least:
        return ()
    even = np.linspace(0, along[-1], _POINTS)
    return spots(np.column_stack([np.interp(even, along, flat[:, k]) for k in (0, 1)]))


def _station(stage: ShotStage) -> Station:
    camera = own(stage)
    yaw = turns(camera).yaw
    spread = [2 * atan(camera.gate.width / 2 / float(camera.focal[i])) for i in (0, -1)]
    path = _way(camera.position, WAY / 4)
    moved = path or abs(yaw[-1] - yaw[0]) > TURN or abs(spread[1] - spread[0]) > TURN
    at = _flat(camera.position[0])
    return Station(stage.label, at, float(yaw[0]), spread[0], float(camera.focus[0]),
                   (path or (at, at)) if moved else (), float(yaw[-1]), spread[1])


def _flat(point: Vector) -> Spot:
    return spot(point[0], point[2])


def _speeches(shot: Shot, stage: ShotStage) -> Iterator[tuple[str, float, int]]:
    """Who speaks on the set, for how long, and the frame in the middle of it."""
    spoken = [beat for beat in shot.beats if beat.kind == "speech" and not beat.unseen and not beat.voice_over]
    length = float(shot.seconds) or 1.0
    for beat in spoken:
        middle = (float(beat.start) + float(beat.seconds) / 2) / length
        yield beat.who, float(beat.seconds), stage.lead + min(int(middle * stage.frames), stage.frames - 1)


def _there(stage: ShotStage, frame: int) -> dict[str, Track]:
    return {track.name: track for track in stage.people if track.shown[frame]}


def _looked_at(stage: ShotStage, name: str, frame: int) -> str:
    """Whose eyes somebody's look ends at; empty for nobody."""
    there = _there(stage, frame)
    me = there.pop(name, None)
    if me is None:
        return ""
    off = {other: float(np.linalg.norm(eyes(track, track.tall)[frame] - me.gaze[frame]))
           for other, track in there.items()}
    best = min(off, key=lambda other: (off[other], other), default="")
    return best if best and off[best] < _NEAR_LOOK else ""


def _mutual(stage: ShotStage) -> Iterator[tuple[Spot, Spot]]:
    frame = stage.lead
    for a, b in combinations(_there(stage, frame), 2):
        if _looked_at(stage, a, frame) == b and _looked_at(stage, b, frame) == a:
            yield _ends(stage, frozenset((a, b)), frame)


def _ends(stage: ShotStage, pair: frozenset[str], frame: int) -> tuple[Spot, Spot]:
    there = _there(stage, frame)
    a, b = (_flat(there[name].floor[frame]) for name in sorted(pair))
    return a, b
