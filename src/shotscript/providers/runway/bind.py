"""The one character of a performance: whom it is of, by one picture, or by a clip where there is no picture."""

from __future__ import annotations

from collections.abc import Sequence

from ...narrative.story import Person, Story
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bound, Given, plainly, slug


def portrait(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    driven = given["performance"].name if "performance" in given else None
    who = next((who for who in subjects if isinstance(who, Person) and slug(who.name) == driven), None)
    if who is None:
        return ()
    role, path = ("image", who.images[0]) if who.images else ("clip", who.clip)
    need = Need(role=role, name="character", key=path, span=who.span)
    name = plainly(who.name, who)
    return (Bound(who.name, name, name, (need,), int(role == "image"), carries=False),)
