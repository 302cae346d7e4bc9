"""What of a scene is the director's: the stretches nobody shot, their text in moments, who and what is there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...narrative import names
from ...narrative.story import Scene, Shot, Story
from ..aim import SMALL
from ..block import block
from ..grammar.numbers import USUAL, Numbers
from ..props import size_of
from ..space import Thing, Track
from .acting import called
from .moments import MONTAGE, Cast, Moment, Places, moments


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a scene is the director's, and what a picture of it may be of: `texts` the moments of each stretch,
    `people` where they stand at its start (x, z; None for who comes later), `things` in it that can be framed."""

    texts: tuple[tuple[Moment, ...], ...]
    people: Mapping[str, tuple[float, float] | None]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """`numbers` the limits of film grammar · `places` where cuts may stand · `sayable` names a shot line can hold; None
    for all."""

    numbers: Numbers = USUAL
    places: Places = lambda _: True
    sayable: Container[str] | None = None


def matter(story: Story, scene: Scene, asked: Asked) -> Matter:
    """All of a scene that is the director's, without a single picture of it: for who thinks of pictures himself."""
    place, tracks, _ = block(scene, story, {shot.label: (0, 0) for shot in scene.shots})
    people = {track.name: track for track in tracks[scene.shots[0].label]}
    cast = cast_of(story, place.things, tuple(people.values()), asked)
    montage = bool(MONTAGE.search(scene.heading))
    texts = tuple(moments(scene.shots[first:stop], cast, asked.places, montage) for first, stop in left(scene.shots))
    named = {thing for found in texts for one in found for thing in one.things}
    here = named | {thing.name for thing in place.things}
    return Matter(texts, {name: _spot(people[name]) for name in cast.people},
                  tuple(thing for thing in dict.fromkeys(cast.things.canonical.values()) if thing in here))


def _spot(track: Track) -> tuple[float, float] | None:
    if not len(track.shown) or not track.shown[0]:
        return None
    x, _, z = track.floor[0]
    return round(float(x), 1), round(float(z), 1)


def left(shots: Sequence[Shot]) -> Iterator[tuple[int, int]]:
    """Runs of auto shots with something in them, between written ones and transitions."""
    def key(i: int) -> tuple[bool, int]:
        joins = sum(1 for k in range(1, i + 1) if shots[k].transition_in)
        return shots[i].auto and bool(shots[i].beats), joins

    for (auto, _), run in groupby(range(len(shots)), key=key):
        places = list(run)
        if auto:
            yield places[0], places[-1] + 1


def cast_of(story: Story, things: Sequence[Thing], people: Sequence[Track], asked: Asked) -> Cast:
    """Who and what a picture may be of."""
    sayable = asked.sayable
    here = tuple(track.name for track in people)
    kept = tuple(name for name in here if sayable is None or name in sayable)
    index = names.index((person.name, person.also) for person in story.cast)
    known = [(prop.name, prop.also) for prop in story.props] + [(thing.name, ()) for thing in things]
    said = [(name, also) for name, also in known if name not in here and (sayable is None or name in sayable)]
    large = _large(story, things)
    return Cast(kept, index, names.index(said), names.index(one for one in said if one[0] not in large),
                {person.name: called(person.look) for person in story.cast})


def _large(story: Story, things: Sequence[Thing]) -> set[str]:
    """Things nobody could take in a hand."""
    sizes = {prop.name: size_of(prop.name, tuple(map(float, prop.size))) for prop in story.props}
    sizes |= {thing.name: thing.size for thing in things}
    return {name for name, size in sizes.items() if max(size) > SMALL}
