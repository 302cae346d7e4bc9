"""The stage: each scene blocked, each shot framed and moved in order. `as` starts where the repeated shot ended."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from math import radians

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, in_text_order
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from ..lang.ast import BlockPerson
from ..lang.clause import Angle, CameraAt, Clause, Dutch, Focus, Framing, From, Height, Lens, PlaceInFrame, Side
from ..lang.term import View
from ..narrative.story import Scene, Shot, Story
from . import frame, spare
from .block import Handles, block
from .brief import Brief, read
from .camera import ShotStage, Stage
from .carry import carried
from .eyeline import on_screen
from .grammar.check import check
from .grammar.numbers import USUAL, Numbers
from .move import run
from .present import persons
from .props import handed
from .sight import open_set, unseen
from .slate import caption
from .space import Body, Set, Track, Vector, facing
from .view import CameraPose, depth, point

_ROUNDS = 2
"""How often those who come by an edge of the frame and the camera that sees it are put where the other has them."""

_ALONE = radians(20)
"""The way somebody alone faces by default."""

_PLACING = (Side, From, CameraAt)
_FOOTAGE = ("plate", "take")
"""Where the camera stood already when it was filmed."""
Spared = Callable[[Scene], Mapping[str, str] | None]
_COMPOSING = (Framing, Angle, Height, PlaceInFrame)


@dataclass
class _Shoot:
    """What is shot so far: stages, the pose each shot ended in, and the clauses it had."""

    story: Story
    shots: dict[str, ShotStage] = field(default_factory=dict)
    ends: dict[str, CameraPose] = field(default_factory=dict)
    clauses: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    told: list[Diagnostic] = field(default_factory=list)


def stage(story: Story, numbers: Numbers = USUAL) -> tuple[Stage, Problems]:
    """Everyone and the camera at every frame of every shot, with the halves of its dissolves. `numbers` are the limits
    of film grammar."""
    shots: dict[str, ShotStage] = {}
    told: list[Diagnostic] = []
    for seen in by_scene(story, Memo(), numbers=numbers):
        shots |= seen.shots
        told += seen.problems
    return Stage(shots), in_text_order(told)


@dataclass(frozen=True, slots=True)
class Seen:
    """The stage of one scene, what is wrong on it, and what a later `as` goes on from."""

    shots: Mapping[str, ShotStage]
    problems: Problems
    ends: Mapping[str, CameraPose]
    clauses: Mapping[str, tuple[Clause, ...]]


def of_shot(story: Story, label: str, memo: Memo) -> ShotStage | None:
    """What one shot sees, with no more scenes shot than it takes."""
    homes = {shot.label: scene for scene in story.scenes for shot in scene.shots}
    wanted, asked = set[int](), [label]
    while asked:
        scene = homes.get(asked.pop())
        if scene and scene.index not in wanted:
            wanted.add(scene.index)
            asked += [shot.as_of for shot in scene.shots if shot.as_of]
    found = by_scene(story, memo, [scene for scene in story.scenes if scene.index in wanted])
    return next((seen.shots[label] for seen in found if label in seen.shots), None)


def faults(story: Story, memo: Memo, numbers: Numbers = USUAL) -> Iterator[Problems]:
    """What is seen wrong on the stage, scene by scene, and no more of the stage than that takes. Film grammar is asked
    of every scene with a written shot, and looks at faces, at time and at the shots on either side."""
    repeated = frozenset(shot.as_of for shot in story.shots if shot.as_of)

    def spared(scene: Scene) -> Mapping[str, str] | None:
        return spare.alike(scene, repeated) if all(shot.auto for shot in scene.shots) else None

    return (seen.problems for seen in by_scene(story, memo, spared=spared, numbers=numbers))


def by_scene(story: Story, memo: Memo, scenes: Iterable[Scene] = (), spared: Spared | None = None,
             numbers: Numbers = USUAL) -> Iterator[Seen]:
    """The stage scene by scene, for those who do something else in between. One that `memo` knows is not shot again.
    `scenes`: only these, with all that they repeat. `spared`: which shots say nothing that another does not say; of
    those, and of faces, nothing is made."""
    handles = story.handles()
    ends: dict[str, CameraPose] = {}
    clauses: dict[str, tuple[Clause, ...]] = {}
    for scene in scenes or story.scenes:
        repeated = {shot.as_of for shot in scene.shots if shot.as_of in ends}
        wanted = story.format
        like = spared(scene) if spared else None
        key = ("stage", numbers, None if like is None else tuple(like.items()), Same(scene), wanted.camera, wanted.fps,
               wanted.width, wanted.height, _people(scene, story), _place(scene, story),
               tuple((prop.name, prop.size) for prop in story.props if prop.size),
               tuple(handles[shot.label] for shot in scene.shots),
               tuple((label, Same(ends[label])) for label in sorted(repeated)))
        made = memo.of(key, partial(_scene, scene, story, handles, {n: ends[n] for n in repeated},
                                    {n: clauses[n] for n in repeated}, like, numbers))
        ends |= made.ends
        clauses |= made.clauses
        yield made


def _scene(scene: Scene, story: Story, handles: Handles, ends: dict[str, CameraPose],
           clauses: dict[str, tuple[Clause, ...]], like: Mapping[str, str] | None, numbers: Numbers) -> Seen:
    place, tracks, told = block(scene, story, handles, like)
    gates = {shot.label: _by_edge(scene, shot) for shot in scene.shots}
    for _ in range(_ROUNDS if any(gates.values()) else 0):
        cameras = {span: _sees_in(shot, story, place, tracks[shot.label], handles[shot.label][0], gates[shot.label])
                   for shot in scene.shots for span in gates[shot.label]}
        place, tracks, told = block(scene, story, handles, like, cameras)
    shoot, said = _Shoot(story, ends=ends, clauses=clauses, told=list(told)), dict[str, Problems]()
    for shot in scene.shots:
        other = (like or {}).get(shot.label)
        found = spare.moved(said[other], shot) if other else _shoot(
            shoot, scene, shot, handed(scene, shot, place, tracks[shot.label], handles[shot.label][0]),
            tracks[shot.label], handles[shot.label], like is None,
            tuple(name for name, verb in gates[shot.label].values() if verb == "enters"))
        shoot.told += found
        said[shot.label] = found
    shoot.told += check(scene, shoot.shots, story.format.fps, numbers)
    return Seen(shoot.shots, tuple(shoot.told), shoot.ends, shoot.clauses)


def _by_edge(scene: Scene, shot: Shot) -> dict[Span, tuple[str, str]]:
    """Who comes or goes in a shot by an edge of its frame: name and verb by where it is written."""
    start = scene.start if scene.shots and shot.label == scene.shots[0].label else ()
    items = (*start, *(item for cue in shot.blocking for item in cue.items))
    return {step.span: (item.name.text, step.verb) for item in items if isinstance(item, BlockPerson)
            for step in item.steps if step.edge}


def _sees_in(
    shot: Shot, story: Story, place: Set, people: tuple[Track, ...], lead: int, gates: Mapping[Span, tuple[str, str]]
) -> CameraPose:
    """The first camera of a shot that people come into, or go out of, by an edge."""
    tracks = {track.name: track for track in people}
    coming = tuple(name for name, verb in gates.values() if verb == "enters")
    return frame.pose(shot, cast_of(tracks, shot, lead, coming), place, story, ways=_ways(shot, tracks, lead))


def _people(scene: Scene, story: Story) -> tuple[Hashable, ...]:
    """What the stage knows of the people who may be on it."""
    here = {*scene.people, *(item.name.text for item in persons(scene))}
    return tuple((one.name, one.height, one.also) for one in story.cast if one.name in here)


def _place(scene: Scene, story: Story) -> tuple[Hashable, ...]:
    place = story.place(scene.place) if scene.place else None
    return (place.name, place.size) if place else ()


def cast_of(
    tracks: Mapping[str, Track], shot: Shot, lead: int, coming: Container[str] = ()
) -> dict[str, Body]:
    """People as they stand when the shot begins; who comes in later and is framed, as they come in. If nobody is
    there at the beginning, all who come. Who is `coming` by an edge of the frame, as they arrive."""
    here = {name: track.at(lead) for name, track in tracks.items() if track.shown[min(lead, len(track.shown) - 1)]}
    here |= {name: _arrived(track, lead, lead + shot.frames - 1) for name, track in tracks.items()
             if name in coming and track.shown[lead : lead + shot.frames].any()}
    framing = read(shot).framing
    wanted = {name.text for name in (*framing.on, framing.by) if name}
    late = {name: track.at(int(np.argmax(track.shown))) for name, track in tracks.items()
            if name not in here and track.shown.any() and (name in wanted or not here)}
    return {name: {**here, **late}[name] for name in tracks if name in here or name in late}


def _arrived(track: Track, first: int, last: int) -> Body:
    """Somebody at the end of their way into the picture. Who goes on looking where they went would be looked at by a
    camera that they come to by its edge: for that camera they face as anyone does who stands alone."""
    begin = first + int(np.argmax(track.shown[first : last + 1]))
    way, who = track.floor[last] - track.floor[begin], track.at(last)
    ahead = float(way @ facing(who.yaw))
    return replace(who, yaw=_ALONE) if ahead > 0.9 * float(np.linalg.norm(way)) > 0.05 else who


def _shoot(
    shoot: _Shoot, scene: Scene, shot: Shot, place: Set, people: tuple[Track, ...], handles: tuple[int, int],
    staged: bool, coming: Container[str] = ()
) -> Problems:
    lead, tail = handles
    tracks = {track.name: track for track in people}
    start = _start(shoot, shot, place, tracks, lead, coming)
    arriving = any(name in coming for name in start.subjects)
    take = run(start, shot, tracks, place, shoot.story, lead, tail,
               float((shot.frames - 1) / shoot.story.format.fps) if arriving else 0.0)
    eyes = _eyes(read(shot))
    shoot.ends[shot.label], shoot.clauses[shot.label] = take.end, shot.clauses
    known = shoot.story.place(scene.place) if scene.place else None
    filmed = any(said.head in _FOOTAGE for said in shot.said)
    found = () if filmed else unseen(shot, take.camera, lead, people, place, known, eyes)
    opened, told = (place, ()) if filmed or eyes else open_set(
        shot, take.camera, lead, people, place, known, start.subjects)
    if staged:
        looking = on_screen(shot, people, take.camera, lead)
        shown = tuple(_unshown(track) if track.name == eyes else track for track in looking)
        shoot.shots[shot.label] = ShotStage(
            shot.label, shot.frames, lead, tail, take.camera, shown, opened, caption(shot, shoot.story.format.fps),
            start.subjects, carried(scene, shot, place, shown, lead, shoot.story.format.fps))
    return tuple(replace(p, shot=shot.label) for p in (*start.problems, *take.problems, *found, *told))


def _start(
    shoot: _Shoot, shot: Shot, place: Set, tracks: Mapping[str, Track], lead: int, coming: Container[str]
) -> CameraPose:
    """The pose of the shot's first frame: framed, or where the shot it repeats ended, changed by what is written."""
    bodies = cast_of(tracks, shot, lead, coming)
    ended = shoot.ends.get(shot.as_of)
    ways = _ways(shot, tracks, lead)
    if ended is None:
        return frame.pose(shot, bodies, place, shoot.story, ways=ways)
    own = [c for c in shot.clauses if c not in shoot.clauses[shot.as_of]]
    if any(isinstance(c, _PLACING) for c in own):
        return frame.pose(shot, bodies, place, shoot.story, ways=ways)
    ended = _with_lens(ended, own)
    if any(isinstance(c, _COMPOSING) for c in own):
        given = frame.Given(read(shot).framing, ended.focal, ended.yaw)
        return frame.pose(shot, bodies, place, shoot.story, given)
    return _refocused(ended, shot, own, bodies, place)


def _ways(shot: Shot, tracks: Mapping[str, Track], lead: int) -> tuple[Vector, ...]:
    """Where people walk in a shot, four points a second at least."""
    seen = [track.floor[lead : lead + shot.frames : 6][track.shown[lead : lead + shot.frames : 6]]
            for track in tracks.values()]
    return tuple(way for way in seen if len(way) and np.ptp(way, axis=0).max() > 0.3)


def _with_lens(ended: CameraPose, own: list[Clause]) -> CameraPose:
    lens = next((c for c in own if isinstance(c, Lens)), None)
    if lens is None:
        return ended
    return replace(ended, focal=float(lens.mm) if lens.mm else ended.focal,
                   stop=float(lens.stop) if lens.stop else ended.stop)


def _refocused(
    ended: CameraPose, shot: Shot, own: list[Clause], bodies: Mapping[str, Body], place: Set
) -> CameraPose:
    """The ended pose on its subject as it stands now."""
    scenery = frame.Scenery(bodies, place)
    found = [where for name in ended.subjects if (where := scenery.where(name)) is not None]
    anchor = point(np.mean(found, axis=0)) if found and not ended.part else ended.anchor
    roll = read(shot).roll if any(isinstance(c, Dutch) for c in own) else ended.roll
    pose = replace(ended, anchor=anchor, roll=roll, problems=())
    focus = next((c for c in own if isinstance(c, Focus)), None)
    sharp = scenery.where(focus.on.text) if focus else None
    return replace(pose, focus=max(depth(pose, anchor if sharp is None else point(sharp)), 0.05))


def _eyes(brief: Brief) -> str:
    """Whose eyes the camera sees with: their own head is not in their view."""
    framing = brief.framing
    return framing.by.text if framing.view == View.POV and framing.by and brief.at is None else ""


def _unshown(track: Track) -> Track:
    return replace(track, shown=np.zeros_like(track.shown))
