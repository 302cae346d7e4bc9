"""What cannot be where it was put: people inside furniture, in each other, or outside the room."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import hypot

from ..core.diagnostic import Problems, warning
from ..core.span import Span
from ..lang.ast import BlockThing
from ..narrative.story import Scene
from .footprint import footprint, solid
from .present import persons
from .space import Posture, Room, Thing, Vector
from .walk import Course, Stretch

DEEP = 0.12
"""Metres into a piece of furniture that still count as at its edge."""

_RESTS = (Posture.STAND, Posture.SIT, Posture.LIE)


def clashes(scene: Scene, courses: Mapping[str, Course], things: tuple[Thing, ...], room: Room) -> Problems:
    """One warning for each person and thing, at the first item that blocks the person."""
    spans = _spans(scene)
    found = [
        *(_outside(name, courses[name], room, spans[name]) for name in courses if name in spans),
        *(_inside(name, courses[name], thing, spans[name]) for name in courses if name in spans for thing in things),
        *(_together(a, b, courses, spans[b]) for a, b in combinations(courses, 2) if a in spans and b in spans),
        *(_beyond(thing, room, spans[thing.name]) for thing in things if thing.name in spans),
    ]
    return tuple(p for problems in found for p in problems)


def _spans(scene: Scene) -> dict[str, Span]:
    items = (*scene.start, *(item for shot in scene.shots for cue in shot.blocking for item in cue.items))
    spans: dict[str, Span] = {}
    for item in (*persons(scene), *(i for i in items if isinstance(i, BlockThing))):
        spans.setdefault(item.name.text, item.span)
    return spans


def _rests(course: Course) -> list[Stretch]:
    return [s for s in course.stretches if s.then in _RESTS and s.shown and not s.leaves]


def _outside(name: str, course: Course, room: Room, span: Span) -> Problems:
    if not room.walled or all(_holds(room, s.path[-1]) for s in _rests(course)):
        return ()
    size = f"{room.width:g} x {room.depth:g} m"
    return (warning("MV513", f"{name} is outside the room of {size}", span, "outside", "move them, or write a larger "
                    "`size` for the place"),)


def _inside(name: str, course: Course, thing: Thing, span: Span) -> Problems:
    if not solid(thing) or not any(_within(s, thing) for s in _rests(course)):
        return ()
    return (warning("MV512", f"{name} is inside {thing.name}", span, f"inside {thing.name}",
                    f"give them a place beside it, or `on {thing.name}`"),)


def _within(stretch: Stretch, thing: Thing) -> bool:
    x, y, z = stretch.path[-1]
    seated = stretch.then != Posture.STAND and thing.kind not in ("table", "counter", "wall")
    driving = thing.kind == "car"
    return not seated and not driving and y < thing.at[1] + thing.size[1] - 0.1 and (
        footprint(thing).distance((x, z)) < -DEEP and stretch.then != Posture.LIE
    )


def _together(a: str, b: str, courses: Mapping[str, Course], span: Span) -> Problems:
    """At the opening only: later on they may pass."""
    first, second = courses[a].stretches[0], courses[b].stretches[0]
    p, q = first.path[-1], second.path[-1]
    if not (first.shown and second.shown) or hypot(p[0] - q[0], p[2] - q[2]) >= 0.25:
        return ()
    return (warning("MV517", f"{b} is where {a} is", span, "the same spot", "move one of them half a metre"),)


def _beyond(thing: Thing, room: Room, span: Span) -> Problems:
    x, z = abs(thing.at[0]) - room.width / 2, abs(thing.at[2]) - room.depth / 2
    if not room.walled or max(x, z) <= 0.06:
        return ()
    size = f"{room.width:g} x {room.depth:g} m"
    return (warning("MV513", f"{thing.name} is outside the room of {size}", span, "outside", "move it, or write a "
                    "larger `size` for the place"),)


def _holds(room: Room, point: Vector) -> bool:
    return abs(point[0]) <= room.width / 2 and abs(point[2]) <= room.depth / 2
