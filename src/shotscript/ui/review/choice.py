"""Whom the selected shot is compiled for: every provider with its price, every variant of the script, and where in that
film the shot stands. What cannot be compiled says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from ...core import same
from ...core.diagnostic import Diagnostic, Level
from ...core.errors import ShotscriptError
from ...core.same import Same
from ...core.span import Span
from ...narrative.variants import listed
from ...providers import find
from ...providers.contract import Provider, Status
from ...studio.film import Film
from ...studio.matrix import second
from ..page import dollars
from .values import Showing, Wish

Films = Callable[[str, str], Film]
"""The film as it stands, for a provider and in variants; it takes its time."""


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Whose models these are, or which gateway's."""

    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """What there is to choose from, and what is chosen; what nobody knows, but was asked for, can be taken back:
    `wanted` is such a provider."""

    makers: tuple[Maker, ...]
    variants: tuple[str, ...]
    provider: str
    chosen: tuple[str, ...]
    wanted: str = ""


def switch(now: Showing, wish: Wish, film: Film | None) -> Switch:
    provider = film.provider.name if film else wish.provider
    story = now.film and (now.film.read.marked or now.film.story)
    names, chosen = (one.name for one in story.variants) if story else (), listed(wish.variant)
    return Switch(makers(), tuple(dict.fromkeys((*names, *chosen))), provider, chosen,
                  "" if provider in find() else provider)


def compiled(now: Showing, films: Films, wish: Wish) -> tuple[Film | None, str]:
    """The film as wished, or why there is none."""
    if now.film is None:
        return None, now.trouble or "the script cannot be read"
    try:
        return films(wish.provider, wish.variant), ""
    except ShotscriptError as trouble:
        return None, str(trouble)


def holding(film: Film, label: str) -> Sequence[int]:
    """The numbers of the segments a shot stands in: several, where it is longer than one."""
    return homes(Same(film)).get(label, ())


@lru_cache(maxsize=16)
def homes(held: Same[Film]) -> Mapping[str, Sequence[int]]:
    """`holding` of every shot that stands in one."""
    found: dict[str, list[int]] = {}
    for n, one in enumerate(same.held(held).segments):
        for label in dict.fromkeys(cut.shot.label for cut in one.cuts):
            found.setdefault(label, []).append(n)
    return found


def absent(film: Film, label: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Why a shot stands in no segment: in words, and the faults that say so."""
    shot = next((one for one in film.story.shots if one.label == label), None)
    if shot is None:
        return "the script holds no such shot any more", ()
    if any(loss.shot == label for loss in film.takes):
        return "this shot is finished footage: nothing is generated or paid for it", ()
    spans = (shot.span, *(beat.span for beat in shot.beats))
    faults = tuple(one for one in film.told if one.level is Level.ERROR
                   and (one.shot == label or any(_inside(one.span, span) for span in spans)))
    return f"{film.provider.title} cannot make this shot", faults


def standing(provider: Provider) -> str:
    """What to know of a provider before it is asked for anything; nothing of one that is simply there."""
    if provider.status is Status.RETIRED:
        follow = f"; followed by {', '.join(provider.successors)}" if provider.successors else ""
        return f"closed {provider.retired}: it takes nothing more{follow}"
    if provider.wire is None and not provider.local:
        return f"{provider.status}: nobody knows yet how to ask it"
    return "a preview: what it takes and costs may still change" if provider.status is Status.PREVIEW else ""


@cache
def makers() -> tuple[Maker, ...]:
    """Every provider there is, by whose it is, this machine first and gateways last."""
    named = sorted(((_maker(one), one) for one in find().values()), key=lambda each: each[0])
    return tuple(Maker(name, tuple(Offer(one.name, _offer(one)) for _, one in each))
                 for (*_, name), each in groupby(named, key=lambda each: each[0]))


def _maker(one: Provider) -> tuple[bool, bool, str]:
    gateway = one.name.partition("/")[0] if "/" in one.name else ""
    return not one.local, bool(gateway), gateway.capitalize() or one.title.partition(" ")[0]


def _offer(one: Provider) -> str:
    return " · ".join((one.title, *_facts(one)))


def _facts(one: Provider) -> Iterator[str]:
    price = second(one)
    yield f"{dollars(price)} a second" if price else "free"
    if one.status is not Status.LIVE:
        yield f"{one.status} {one.retired or ''}".strip()


def _inside(one: Span, other: Span) -> bool:
    return one.source == other.source and other.start <= one.start <= one.end <= other.end
