"""Things the shots speak of that nobody placed: an `insert CUP` needs a cup to look at.

Such a thing lies on a table near the person of that shot, else it is held out before them at the height of the hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, info
from ..lang.ast import BlockPerson, Spot, Step
from ..lang.term import Name
from ..narrative.story import Scene, Shot
from .footprint import Footprint, footprint
from .present import named, persons
from .space import Body, Posture, Set, Thing, Track, Vector, facing
from .spots import of_thing, spot_point
from .walk import Course, moment

SIZES: tuple[tuple[tuple[str, ...], tuple[float, float, float]], ...] = (
    (("letter", "paper", "photo", "photograph", "note", "map", "newspaper", "envelope"), (0.22, 0.3, 0.02)),
    (("phone", "cellphone", "radio"), (0.08, 0.16, 0.02)),
    (("cup", "mug", "glass", "candle"), (0.09, 0.12, 0.09)),
    (("bottle", "lamp", "lantern"), (0.1, 0.3, 0.1)),
    (("key", "keys", "ring", "coin", "watch"), (0.12, 0.05, 0.03)),
    (("gun", "pistol", "revolver", "knife"), (0.24, 0.14, 0.04)),
    (("book", "ledger", "diary"), (0.2, 0.06, 0.26)),
)
SIZE = (0.2, 0.16, 0.14)
"""Width, height, depth in metres of a prop we know nothing of."""

HAND, LAP = 0.6, 0.44
"""Height of a thing held out, as a share of the body's height, standing and sitting."""

LARGEST = 1.2
"""The largest side, metres, of what somebody can carry about."""

REACH = 1.5
"""Metres from a person within which a table takes their props."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing to be placed: its name, whose it is (or nobody's), and when it is first seen, scene seconds."""

    name: str
    owner: str
    time: float


def props(
    scene: Scene, starts: tuple[float, ...], courses: Mapping[str, Course], things: tuple[Thing, ...],
    tall: Mapping[str, float], sizes: Mapping[str, tuple[float, ...]],
) -> tuple[Thing, ...]:
    """The things named by shots or held by people that the blocking has not placed. `sizes` are those written."""
    placed: list[Thing] = []
    for want in _wanted(scene, starts, courses, {t.name for t in things}):
        placed.append(_place(want, size_of(want.name, sizes.get(want.name, ())), courses, (*things, *placed), tall))
    return tuple(placed)


def too_large(scene: Scene, things: Sequence[Thing]) -> Problems:
    """Once a thing: what nobody could carry stays where it is in the picture."""
    large = {thing.name for thing in things if max(thing.size) > LARGEST}
    first: dict[str, Step] = {}
    for step in (s for person in persons(scene) for s in person.steps if s.what):
        first.setdefault(step.what.text if step.what else "", step)
    return tuple(_still(name, step) for name, step in first.items() if name in large)


def size_of(name: str, written: tuple[float, ...] = ()) -> tuple[float, float, float]:
    """Width, height, depth: what is written of them, the rest in the shape such a thing has."""
    words = name.casefold().split()
    usual = next((size for known, size in SIZES if any(w in known for w in words)), SIZE)
    if len(written) == 3:
        return written[0], written[1], written[2]
    if len(written) == 2:
        return written[0], written[1], usual[2] * max(written) / max(usual[:2])
    grown = written[0] / max(usual) if written else 1.0
    return usual[0] * grown, usual[1] * grown, usual[2] * grown


def _still(name: str, step: Step) -> Diagnostic:
    return info("MV515", f"{name} is too large to be carried and stays in its place", step.span, "holds still",
                f"nothing over {LARGEST:g} m is drawn in somebody's hands")


def _wanted(scene: Scene, starts: tuple[float, ...], courses: Mapping[str, Course], known: set[str]) -> list[Wanted]:
    holders = {s.what.text: p.name.text for p in persons(scene) for s in p.steps if s.what}
    wanted: dict[str, Wanted] = {}
    person = next((n for n in scene.people if n in courses), "")
    for shot, start in zip(scene.shots, starts, strict=True):
        names = named(shot)
        person = next((n.text for n in names if n.text in courses), person)
        for name in (*(n.text for n in names if _thing(n)), *_hands(shot)):
            if name not in known and name not in courses and name != scene.place:
                wanted.setdefault(name, Wanted(name, holders.get(name, person), start))
    for name, holder in holders.items():
        if name not in known and name not in courses:
            wanted.setdefault(name, Wanted(name, holder, 0.0))
    return list(wanted.values())


def _thing(name: Name) -> bool:
    return name.kind in ("prop", "caps", "quoted", "thing")


def _hands(shot: Shot) -> list[str]:
    items = [item for cue in shot.blocking for item in cue.items]
    return [s.what.text for item in items for s in getattr(item, "steps", ()) if s.what]


def _place(
    want: Wanted, size: tuple[float, float, float], courses: Mapping[str, Course], things: tuple[Thing, ...],
    tall: Mapping[str, float],
) -> Thing:
    course = courses.get(want.owner)
    if course is None:
        tables = [t for t in things if t.kind in ("table", "counter")]
        at = _on(tables[0], np.array(tables[0].at), things) if tables else np.zeros(3)
        return _thing_at(want.name, size, at)
    now = moment(course, want.time)
    x, y, z = now.floor[0].tolist()
    who = Body(want.owner, tall[want.owner], (x, y, z), float(now.yaw[0]), Posture(int(now.posture[0])))
    return with_holder(want.name, size, who, things)


def with_holder(name: str, size: tuple[float, float, float], who: Body, things: tuple[Thing, ...]) -> Thing:
    """A thing somebody has: on the table beside them, else held out at the height of the hands."""
    floor, yaw = np.array(who.floor), who.yaw
    tables = [t for t in things if t.kind in ("table", "counter")]
    near = [(footprint(t).distance((float(floor[0]), float(floor[2]))), t) for t in tables]
    best = min(near, default=None, key=lambda n: n[0])
    if best and best[0] <= REACH:
        return _thing_at(name, size, _on(best[1], floor, things))
    share = HAND if who.posture in (Posture.STAND, Posture.WALK, Posture.RUN) else LAP
    right = np.array((np.cos(yaw), 0.0, -np.sin(yaw)))
    held = sum(hypot(t.at[0] - floor[0], t.at[2] - floor[2]) < 0.6 and t.at[1] > 0.3 for t in things)
    up = np.array((0.0, share * who.tall - size[1] / 2, 0.0))
    return _thing_at(name, size, floor + up + facing(yaw) * 0.38 + right * (-0.14 + 0.25 * held))


def handed(scene: Scene, shot: Shot, place: Set, people: Iterable[Track], lead: int) -> Set:
    """The set of one shot, with what people hold where it is when the shot begins: with whom it was given, or where it
    was put."""
    told = _deeds(scene, shot)
    if not told:
        return place
    bodies = {track.name: track.at(lead) for track in people if track.shown[min(lead, len(track.shown) - 1)]}
    things = place.things
    for name, (holder, step) in told.items():
        old = next((t for t in things if t.name == name), None)
        rest = tuple(t for t in things if t.name != name)
        if old is not None and (new := _now(old, holder, step, bodies, rest)) is not None:
            things = tuple(new if t is old else t for t in things)
    return replace(place, things=things)


def _deeds(scene: Scene, shot: Shot) -> dict[str, tuple[str, Step]]:
    """By thing, who has it when a shot begins and the last that was done with it."""
    done: dict[str, tuple[str, Step]] = {}
    for item in _until(scene, shot) if any(step.what for person in persons(scene) for step in person.steps) else ():
        for step in item.steps:
            if step.what:
                done[step.what.text] = (step.to.text if step.to else item.name.text, step)
    return done


def _until(scene: Scene, shot: Shot) -> list[BlockPerson]:
    """All that people are told before a shot, and in the moment it begins."""
    at = scene.shots.index(shot)
    items = [*scene.start, *(item for one in scene.shots[:at] for cue in one.blocking for item in cue.items),
             *(item for cue in shot.blocking if cue.at <= 0 for item in cue.items)]
    return [item for item in items if isinstance(item, BlockPerson)]


def _now(old: Thing, holder: str, step: Step, bodies: Mapping[str, Body], things: tuple[Thing, ...]) -> Thing | None:
    if step.verb == "puts" and step.spot:
        return _put(old, step.spot, bodies.get(holder), things)
    return with_holder(old.name, old.size, bodies[holder], things) if holder in bodies else None


def placed_by(thing: Thing, step: Step, who: Body | None, things: tuple[Thing, ...]) -> Thing | None:
    """A thing where somebody puts it."""
    return _put(thing, step.spot, who, things) if step.spot else None


def _put(thing: Thing, spot: Spot, who: Body | None, things: tuple[Thing, ...]) -> Thing | None:
    under = next((t for t in things if spot.name and t.name == spot.name.text), None)
    if spot.relation == "on" and under is not None and under.kind in ("table", "counter"):
        towards = np.array(under.at if who is None else who.floor)
        return _thing_at(thing.name, thing.size, _on(under, towards, things))
    half = (thing.size[0] / 2, thing.size[2] / 2)
    at = spot_point(spot, lambda _: None if under is None else of_thing(under), half, 0.05)
    return None if at is None else _thing_at(thing.name, thing.size, at)


def _on(table: Thing, towards: Vector, things: tuple[Thing, ...]) -> Vector:
    """A free point of the table top, the nearest to someone."""
    top, spread = table.at[1] + table.size[1], footprint(table)
    taken = [footprint(t) for t in things if t.name != table.name and abs(t.at[1] - top) < 0.05]
    inset = Footprint(spread.x, spread.z, max(spread.hx - 0.22, 0.0), max(spread.hz - 0.2, 0.0), spread.yaw)
    x, z = inset.local((float(towards[0]), float(towards[2])))
    x, z = min(max(x, -inset.hx), inset.hx), min(max(z, -inset.hz), inset.hz)
    spots = [inset.world((min(max(x + s, -inset.hx), inset.hx), z)) for s in (0.0, 0.28, -0.28, 0.56, -0.56)]
    free = [p for p in spots if all(f.distance(p) > 0.14 for f in taken)]
    point = (free or spots)[0]
    return np.array((point[0], top, point[1]))


def _thing_at(name: str, size: tuple[float, float, float], at: Vector) -> Thing:
    """Its broad side to the viewer, so that a letter is no line."""
    return Thing(name, "box", size, (float(at[0]), float(at[1]), float(at[2])))
