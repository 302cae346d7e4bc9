"""People, props and places bound to their pictures, clips and voices, as far as a request takes them together.

Two or more pictures make an element, one is a picture referred to; a clip makes an element that holds the voice too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from ...core import digest
from ...narrative.story import Person, Story
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bind, Bound, Given, guarded, ids, plainly
from .facts import BESIDE_FRAMES, ELEMENT_IMAGES

Allowed = Callable[[Counter[str], Given], bool]
"""Whether so many elements, clips and pictures may stand in one request, beside what is handed in."""
Call = Callable[[str, int, str], str]
"""What a prompt calls one: by kind, its number among those of its kind, and its id."""


def by_id(kind: str, number: int, id: str) -> str:
    """`@Maya`: the new standard's."""
    return f"@{id}"


def by_number(kind: str, number: int, id: str) -> str:
    """`<<<element_1>>>`: the legacy standard's."""
    return f"<<<{'image' if kind == 'picture' else 'element'}_{number}>>>"


def binder(allowed: Allowed, call: Call, voices: bool = True, clips: bool = True) -> Bind:
    """Everyone in turn, as long as all of them may stand together. `voices`: whether theirs are bound too; `clips`:
    whether one can stand for a person."""

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        known, taken = ids(story), Counter[str]()
        found: list[Bound] = []
        for who in subjects:
            kind = kind_of(who, clips)
            if kind and allowed(taken + Counter([kind]), given):
                taken[kind] += 1
                number = taken[kind] if kind == "picture" else taken["element"] + taken["clip"]
                found.append(_bound(who, kind, known[who.name], call(kind, number, known[who.name]), voices))
        return tuple(found)

    return bind


def speaking(most: int) -> Bind:
    """Voices alone, by `@id`: people look as the first frame shows them."""

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        heard = [who for who in subjects if isinstance(who, Person) and who.voice]
        return tuple(_speaker(who, number) for number, who in enumerate(heard[:most], 1))

    return bind


def portrait(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    """The one who is moved: whom the performance is of, else the first with a picture."""
    people = [who for who in subjects if isinstance(who, Person) and who.images]
    driven = given["performance"].name if "performance" in given else ""
    known = ids(story)
    who = next((who for who in people if known[who.name] == driven), next(iter(people), None))
    if who is None:
        return ()
    need = Need(role="image", name=known[who.name], key=who.images[0], span=who.span)
    name = plainly(who.name, who)
    return (Bound(who.name, name, name, (need,), 1, carries=False),)


def omni(taken: Counter[str], given: Given) -> bool:
    """What `omni-video` takes together."""
    pictures, clips = taken["picture"] + taken["element"], taken["clip"]
    if "plate" in given:
        return pictures <= 4 if not clips else clips == 1 and not pictures
    if "first frame" in given:
        return not taken["picture"] and pictures + clips <= BESIDE_FRAMES
    return pictures <= 7 if not clips else clips <= 3 and pictures <= 4


def video(taken: Counter[str], given: Given) -> bool:
    """What `image-to-video` takes beside a first frame; `text-to-video` takes nothing."""
    return "first frame" in given and not taken["picture"] and taken.total() <= BESIDE_FRAMES


def next_(taken: Counter[str], given: Given) -> bool:
    """What Kling 4 takes: ten pictures, frames among them, and seven elements."""
    frames = sum(role in given for role in ("first frame", "last frame"))
    return taken["picture"] + frames <= 10 and taken["element"] <= 7 and taken.total() + frames <= 10


def kind_of(who: Subject, clips: bool = True) -> str:
    """How one would be bound: clip, element, picture, or not."""
    if clips and isinstance(who, Person) and who.clip:
        return "clip"
    return ("element" if len(who.images) >= ELEMENT_IMAGES[0] else "picture") if who.images else ""


def _bound(who: Subject, kind: str, id: str, call: str, voices: bool) -> Bound:
    images = who.images[: ELEMENT_IMAGES[1]] if kind != "clip" else ()
    voice = who.voice if isinstance(who, Person) and kind != "picture" and voices else ""
    needs = [Need(role="image", name=f"{id}-{n}" if kind == "element" else id, key=path, span=who.span)
             for n, path in enumerate(images, 1)]
    recipe: dict[str, Any] = {"images": list(images)}
    if kind == "clip" and isinstance(who, Person):
        needs.append(Need(role="clip", name=id, key=who.clip, span=who.span))
        recipe = {"clip": who.clip}
    if voice:
        needs.append(Need(role="voice", name=id, key=voice, span=who.span))
    if kind != "picture":
        wears = who.wears if isinstance(who, Person) else ""
        recipe |= {"voice": voice, "look": who.look, "wears": wears}
        needs.append(Need(role="element", name=id, key=digest.of(recipe), recipe=recipe, span=who.span))
    name = guarded(call)
    return Bound(who.name, name, name, tuple(needs), len(images), bool(voice), carries=kind != "picture")


def _speaker(who: Person, number: int) -> Bound:
    name, id = plainly(who.name, who), f"voice_{number}"
    need = Need(role="voice", name=id, key=who.voice, span=who.span)
    return Bound(who.name, name, name, (need,), 0, True, carries=False, says=f"{name} {guarded(f'@{id}')}")
