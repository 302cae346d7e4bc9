"""Who is in a scene: all who speak and are seen, whom blocking or a shot names, and whom the action mentions.

A voice over or off screen does not put its speaker on the set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lang.ast import ActionText, BlockPerson, Cue, Directive, Item, ShotLine
from . import names
from .beats import unseen_kind
from .roster import Roster


def people(items: Iterable[Item], roster: Roster) -> tuple[str, ...]:
    """Names of the cast in cast order (speakers without an entry come after it, as they first speak)."""
    here = {name for item in items for name in _of(item, roster)}
    return tuple(person.name for person in roster.cast if person.name in here)


def _of(item: Item, roster: Roster) -> Iterator[str]:
    if isinstance(item, Cue) and not unseen_kind(item.extension)[0]:
        yield roster.person(item.name.text)
    elif isinstance(item, ActionText):
        yield from names.mentioned(item.text, roster.people_index)
    elif isinstance(item, ShotLine):
        for name in names.inside(item.clauses):
            if name.kind in ("cast", "cue"):
                yield roster.person(name.text)
        for directive in item.above:
            yield from _of(directive, roster)
    elif isinstance(item, Directive):
        yield from (roster.person(i.name.text) for i in item.items if isinstance(i, BlockPerson))
