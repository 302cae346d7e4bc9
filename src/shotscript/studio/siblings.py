"""The other versions a film is packed with, so that all of them have the same cuts in the same segments."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from ..core import same
from ..core.same import Same
from ..narrative.story import Change
from .reading import Read
from .vary import changed, varied

_MOST = 64
"""Versions a packing is tried with, at most."""


def siblings(film: Read) -> tuple[Read, ...]:
    """The film's variants, each alone, and one in which everything that variants set has its longest words. A film that
    is a variant or a row itself has none."""
    return () if film.version else _siblings(Same(film))


@lru_cache(maxsize=8)
def _siblings(held: Same[Read]) -> tuple[Read, ...]:
    film = same.held(held)
    source = film.marked or film.story
    alone = [varied(film, (one.name,)) for one in source.variants if one.changes]
    return tuple(islice((*([_longest(film)] if len(alone) > 1 else []), *alone), _MOST))


def _longest(film: Read) -> Read:
    """All variants at once, of those that set one thing the one with the most to say."""
    found: dict[str, Change] = {}
    for change in (c for one in (film.marked or film.story).variants for c in one.changes if c.key != "picture"):
        if change.key not in found or _size(change) > _size(found[change.key]):
            found[change.key] = change
    return changed(film, found)


def _size(change: Change) -> int:
    return len(change.text.encode())
