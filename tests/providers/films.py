"""Scripts understood and staged for the tests of providers, each text once, and packed as a provider takes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from filmset import stage_of
from scripts import FILES, tour

from shotscript.core.diagnostic import Problems
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.faults import mark
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Story
from shotscript.optics.direct import cover
from shotscript.plan.lay import timeline
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack
from shotscript.plan.timeline import Segment
from shotscript.providers.contract import Context

NAME = "film.fountain"
TOUR = 7


@dataclass(frozen=True)
class Film:
    """A script as a dialect gets it. `context` is made anew at each call: nothing is remembered between two."""

    text: str
    story: Story
    made: Context
    problems: Problems

    def context(self) -> Context:
        return Context(self.story, self.made.stage, self.made.sources)


@lru_cache(512)
def understood(text: str) -> Film:
    """A script through the real reader, with the stand-in stage of `filmset`."""
    world = TextWorld({NAME: text, **dict.fromkeys(FILES, b"")})
    tree, told, sources = parse(world, NAME)
    story, more = understand(tree)
    story, told = mark(story, (*told, *more, *check(story)))
    story, more = cover(story)
    return Film(text, story, Context(story, stage_of(story), sources), (*told, *more))


@cache
def toured() -> tuple[Film, ...]:
    """Films that together hold every form of the language."""
    return tuple(map(understood, tour(TOUR)))


@lru_cache(4096)
def _packed(text: str, limits: str) -> tuple[Segment, ...]:
    return packed(understood(text).story, Limits.model_validate_json(limits))


def segments(film: Film, limits: Limits) -> tuple[Segment, ...]:
    """The film's fullest segments for some limits."""
    return _packed(film.text, limits.model_dump_json())


def packed(story: Story, limits: Limits) -> tuple[Segment, ...]:
    """As few segments as the limits allow, whatever they hold."""
    return pack(story, timeline(story), limits, lambda first, last: True, lambda first, last: 0)[0]
