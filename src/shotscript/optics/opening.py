"""How a scene begins: the room, the things, and where everyone is before anything happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

import numpy as np

from ..lang.ast import BlockPerson, BlockThing, Step
from ..narrative.story import Scene, Story
from . import furnish
from .footprint import Point, footprint, solid
from .marks import default_marks, look_in
from .present import persons
from .space import Posture, Room, Thing, Vector
from .spots import Ground
from .steps import HANDS, STILL, rest_point, rest_yaw
from .walk import Course, moment, standing

_POSTURE = {"sits": Posture.SIT, "lies": Posture.LIE}
_ROUNDS = 3
"""How long a chain of `left of` may be: each round places those who stand beside someone placed before."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What one person does at the opening: the step that places them, whether they turn, what is left to play."""

    name: str
    places: Step | None
    turns: Step | None
    hidden: bool
    rest: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """`pending` are steps of the starting state that take time: they begin with the first frame."""

    room: Room
    things: tuple[Thing, ...]
    courses: dict[str, Course]
    homes: dict[str, Vector]
    pending: dict[str, tuple[Step, ...]]


def opening(scene: Scene, story: Story, names: tuple[str, ...]) -> Opening:
    place = story.place(scene.place) if scene.place else None
    grows = place is None or place.size is None
    written = _things(scene, story)
    bounds = furnish.room(scene, place)
    if grows:
        first = furnish.things(written, lambda _: None, bounds)
        bounds = furnish.grown(bounds, _points(scene), first)
    casts = [_cast(name, scene) for name in names]
    courses, homes = _placed(casts, written, bounds, grows)
    things = furnish.things(written, Ground((), courses).patch, bounds)
    if grows:
        bounds = furnish.grown(bounds, [_flat(c.goal) for c in courses.values()], things)
    courses = _faced(casts, courses, things)
    return Opening(bounds, things, courses, homes, {c.name: c.rest for c in casts if c.rest})


def _things(scene: Scene, story: Story) -> list[BlockThing]:
    """A prop whose three sides are written in `@props` has them here too, unless the block says others."""
    known = {prop.name: prop.size for prop in story.props}
    items = (*scene.start, *(item for shot in scene.shots for cue in shot.blocking for item in cue.items))
    return [_sized(item, known.get(item.name.text, ())) for item in items if isinstance(item, BlockThing)]


def _sized(item: BlockThing, sides: tuple[Fraction, ...]) -> BlockThing:
    if item.size or len(sides) != 3:
        return item
    return replace(item, size=(sides[0], sides[1], sides[2]))


def _points(scene: Scene) -> list[Point]:
    spots = [step.spot for person in persons(scene) for step in person.steps if step.spot]
    return [(float(spot.x), float(spot.z)) for spot in spots if spot.x is not None and spot.z is not None]


def _cast(name: str, scene: Scene) -> Cast:
    """The resting steps at the head of the starting state are so from the beginning.

    Somebody first placed later on, without coming in, was there all along.
    """
    steps = _steps_of(name, scene.start)
    head = tuple(takewhile(lambda s: s.verb in (*STILL, *HANDS), steps))
    rest = steps[len(head):]
    resting = [s for s in head if s.verb in STILL]
    turns = rest[0] if rest and rest[0].verb == "turns" and not resting else None
    later = [s for item in persons(scene) if item.name.text == name for s in item.steps]
    moving = [s for s in later if s.verb not in (*HANDS, "turns")]
    hidden = not resting and bool(moving) and moving[0].verb == "enters"
    places = _merged(resting) if resting else next((s for s in moving[:1] if s.verb in STILL and s.spot), None)
    return Cast(name, places, turns, hidden, rest[1:] if turns else rest)


def _steps_of(name: str, items: Iterable[BlockPerson | BlockThing]) -> tuple[Step, ...]:
    mine = [item for item in items if isinstance(item, BlockPerson) and item.name.text == name]
    return tuple(step for item in mine for step in item.steps)


def _merged(steps: list[Step]) -> Step:
    """The last word on posture, place and facing each."""
    last = steps[-1]
    spot = next((s.spot for s in reversed(steps) if s.spot), None)
    facing = next((s.facing for s in reversed(steps) if s.facing), None)
    return Step(last.span, last.verb, spot, facing)


def _placed(
    casts: list[Cast], written: list[BlockThing], bounds: Room, grows: bool
) -> tuple[dict[str, Course], dict[str, Vector]]:
    """Everybody somewhere: written places first, then default marks, then who stands beside those."""
    spotted = [c for c in casts if c.places and c.places.spot]
    placed = _beside({}, spotted, written, bounds)
    wanted = [c for c in casts if c.name not in placed]
    furniture = furnish.things(written, Ground((), placed).patch, bounds)
    blocks = [footprint(t) for t in furniture if solid(t)]
    taken = [_flat(course.goal) for course in placed.values()]
    marks = default_marks([c.name for c in wanted], taken, blocks, bounds, grows)
    homes = {name: np.array((x, 0.0, z)) for name, (x, z) in marks.items()}
    for cast in wanted:
        placed[cast.name] = standing(homes[cast.name], 0.0, _posture(cast), not cast.hidden)
    return _beside(placed, spotted, written, bounds), homes


def _beside(
    placed: dict[str, Course], spotted: list[Cast], written: list[BlockThing], bounds: Room
) -> dict[str, Course]:
    for _ in range(_ROUNDS):
        for cast in spotted:
            things = furnish.things(written, Ground((), placed).patch, bounds)
            assert cast.places is not None
            at = rest_point(cast.name, cast.places, np.zeros(3), Ground(things, placed))
            if at is not None:
                placed = placed | {cast.name: standing(at, 0.0, _posture(cast), not cast.hidden)}
    return placed


def _faced(casts: list[Cast], courses: dict[str, Course], things: tuple[Thing, ...]) -> dict[str, Course]:
    ground = Ground(things, courses)
    seen = {c.name: _flat(courses[c.name].goal) for c in casts if not c.hidden}
    return {cast.name: _face(cast, courses[cast.name], ground, seen) for cast in casts}


def _face(cast: Cast, course: Course, ground: Ground, seen: Mapping[str, Point]) -> Course:
    at = course.goal
    step = cast.turns or cast.places
    yaw = rest_yaw(cast.name, step, at, ground) if step else None
    if yaw is None:
        yaw = look_in(_flat(at), [p for name, p in seen.items() if name != cast.name])
    shown = bool(moment(course, 0.0).shown[0])
    return standing(at, yaw, _posture(cast), shown)


def _posture(cast: Cast) -> Posture:
    return _POSTURE.get(cast.places.verb, Posture.STAND) if cast.places else Posture.STAND


def _flat(point: Vector) -> Point:
    return float(point[0]), float(point[2])
