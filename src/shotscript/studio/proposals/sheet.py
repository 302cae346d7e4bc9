"""A scene as it is put to a model: its text in pieces, numbered where a shot may begin, and who and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...lang.names import Names
from ...narrative.story import Beat, Scene
from ...optics.directing.matter import Matter, left, matter
from ...optics.directing.moments import Moment
from ..directing import Task, Work

LETTERS = 200_000
"""Of a scene's text; no model reads more with profit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a shot may begin: the offset of the text it then holds, and whether one has to begin there."""

    at: int
    must: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`spots` by number, `names` that a shot may mention, `known` how they are read, `facts` all that is told."""

    task: Task
    spots: Mapping[int, Spot]
    names: frozenset[str]
    known: Names
    facts: Mapping[str, Any]


def sheet(work: Work, task: Task) -> Sheet | None:
    """None where no shot line can stand where one has to, or the scene is too long for anybody."""
    found = matter(work.bare.story, task.scene, task.asked)
    spots, numbers = _spots(found, task)
    letters = sum(len(one.text) for text in found.texts for one in text)
    if not spots or letters > LETTERS:
        return None
    facts = {"heading": task.scene.heading, **_there(work, task.scene, found),
             "text": list(_rows(work, task.scene, found, numbers, spots))}
    return Sheet(task, spots, frozenset((*found.people, *found.things)), work.words.names, facts)


def _spots(found: Matter, task: Task) -> tuple[dict[int, Spot], dict[int, int]]:
    """The places by number, and the numbers of moments by their identity; no places where one that has to be is none.
    What lies between two places is the first one's, and so is what has its place in the very same spot."""
    spots: dict[int, Spot] = {}
    numbers: dict[int, int] = {}
    taken = set[int]()
    for first, one in ((one is text[0], one) for text in found.texts for one in text):
        must, at = first or one.must, one.beats[0].span.start
        place = task.page.place(at) if must or one.free else None
        if place is not None and place.at not in taken:
            taken.add(place.at)
            numbers[id(one)] = len(spots) + 1
            spots[len(spots) + 1] = Spot(at, must)
        elif place is None and must:
            return {}, {}
    return spots, numbers


def _there(work: Work, scene: Scene, found: Matter) -> dict[str, Any]:
    """Who and what is there, by the names a shot line holds."""
    story, spelt = work.bare.story, work.words.spelt
    place = story.place(scene.place) if scene.place else None
    looks = {person.name: person.look for person in story.cast}
    people = [{"name": spelt.get(name, name), "look": looks.get(name, ""), "stands": list(spot) if spot else None}
              for name, spot in found.people.items()]
    told: dict[str, Any] = {"people": people, "things": [spelt.get(name, name) for name in found.things]}
    if place:
        told["place"] = {"name": place.name, "look": place.look,
                         "metres": [float(side) for side in place.size] if place.size else None}
    return told


def _rows(work: Work, scene: Scene, found: Matter, numbers: Mapping[int, int], spots: Mapping[int, Spot]
          ) -> Iterator[dict[str, Any]]:
    """The text in order, with the shots that stand in it already."""
    runs = {first: (stop, text) for (first, stop), text in zip(left(scene.shots), found.texts, strict=True)}
    k = 0
    while k < len(scene.shots):
        if k in runs:
            k, text = runs[k]
            yield from (_row(one, numbers.get(id(one), 0), spots) for one in text)
            continue
        shot = scene.shots[k]
        yield {"shot": "" if shot.auto else work.bare.source.slice(shot.span),
               "holds": [_said(beat) for beat in shot.beats]}
        k += 1


def _row(one: Moment, number: int, spots: Mapping[int, Spot]) -> dict[str, Any]:
    told: dict[str, Any] = {"at": number} if number else {}
    if number and spots[number].must:
        told["must"] = True
    return {**told, "seconds": round(one.seconds, 1), "holds": [_said(beat) for beat in one.beats]}


def _said(beat: Beat) -> dict[str, Any]:
    if beat.kind == "action":
        return {"action": beat.text}
    if beat.kind == "pause":
        return {"who": beat.who, "pause": True}
    told: dict[str, Any] = {"who": beat.who, "speech": beat.text}
    if beat.delivery:
        told["how"] = beat.delivery
    return {**told, "unseen": True} if beat.unseen else told
