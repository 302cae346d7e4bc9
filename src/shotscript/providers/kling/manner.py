"""How Kling is spoken to: its official shot list, elements by `@id`, exclusions as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import digest
from ...narrative.story import Person, Story
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bound, Given, guarded, ids
from ..phrase.manner import QUOTES, Manner, Mark
from .facts import ASPECTS, ELEMENT_IMAGES, FPS, LIMITS, NAME, RESOLUTIONS, VOICED

MARKS = (
    Mark(";", "；", "a semicolon would end the shot, so it is written ；"),
    Mark(r"@(?=\w)", "＠", "an @ would name a reference, so it is written ＠"),
    QUOTES,
)


def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    """Two or more pictures make an element, one is a picture referred to; people first, as far as the model takes."""
    known = ids(story)
    return tuple(_bound(who, known[who.name]) for who in subjects[: LIMITS.references])


def _bound(who: Subject, id: str) -> Bound:
    images = who.images[: ELEMENT_IMAGES[1]]
    element = len(images) >= ELEMENT_IMAGES[0]
    voice = who.voice if isinstance(who, Person) and element else ""
    needs = [Need(role="image", name=f"{id}-{n}" if element else id, key=path, span=who.span)
             for n, path in enumerate(images, 1)]
    if voice:
        needs.append(Need(role="voice", name=id, key=voice, span=who.span))
    if element:
        wears = who.wears if isinstance(who, Person) else ""
        recipe = {"images": list(images), "voice": voice, "look": who.look, "wears": wears}
        needs.append(Need(role="element", name=id, key=digest.of(recipe), recipe=recipe, span=who.span))
    name = guarded(f"@{id}")
    return Bound(who.name, name, name, tuple(needs), len(images), bool(voice), carries=element)


MANNER = Manner(
    name=NAME, package=__package__ or "", limits=LIMITS, marks=MARKS, sound="asked", voiced=VOICED,
    aspects=ASPECTS, resolutions=RESOLUTIONS, fps=FPS, bind=bind,
)
