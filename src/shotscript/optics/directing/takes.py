"""Candidate set-ups of a scene: the idioms of film as pictures that could be taken (sixteen in Arijon's manner).

Wide of everyone (master and return, groups); two shots; shoulders both ways (external reverses); singles from medium
wide to close (internal reverses, tightening, cut-in, reactions, telephone, narration); an insert on a thing the action
names; look, view, look; a camera that goes along with who walks. Which of them are taken, and when, is the solver's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...core.span import Span
from ...lang.clause import Angle, Clause, Framing, Move, Moves
from ...lang.term import Name, Size, Verb, View
from .moments import Moment

PEOPLE, PAIRS = 6, 3
"""Of more people or pairs only those who say and do most have pictures of their own."""


@dataclass(frozen=True, slots=True)
class Take:
    """A set-up. `on` nobody is everyone, or the place · `by` whose shoulder or eyes · `only` the moments it may show,
    None for all · `follows` who walks · `high`: from a high angle."""

    number: int
    kind: str
    size: Size
    on: tuple[str, ...] = ()
    by: str = ""
    only: frozenset[int] | None = None
    follows: bool = False
    high: bool = False

    @property
    def zoom(self) -> int:
        """How close it is; a thing that fills the picture is a close-up, though a full shot of it."""
        return tuple(Size).index(Size.CU if self.kind == "insert" else self.size)

    @property
    def view(self) -> View:
        return {"shoulder": View.OTS, "view": View.POV}.get(self.kind, View.PLAIN)

    def framing(self, span: Span, kinds: Mapping[str, str]) -> Framing:
        names = tuple(Name(name, kinds.get(name, "cast"), span) for name in self.on)
        unsaid = self.kind in ("shoulder", "view")
        return Framing(span, None if unsaid else self.size, self.view, names,
                       Name(self.by, kinds.get(self.by, "cast"), span) if self.by else None)

    def manner(self, span: Span) -> tuple[Clause, ...]:
        """The angle and the move."""
        if self.high:
            return (Angle(span, "high"),)
        if not self.follows:
            return ()
        return (Moves(span, ((Move(span, Verb.TRACK, follow=Name(self.on[0], "cast", span)),),)),)


@dataclass(frozen=True, slots=True)
class Company:
    """Who is there, who walks at which moment, and which things can be framed; `outside` there is room for a crane."""

    people: tuple[str, ...]
    walking: Mapping[int, tuple[str, ...]]
    things: frozenset[str]
    outside: bool = False


def takes(found: Sequence[Moment], company: Company) -> tuple[Take, ...]:
    """All candidates of a stretch of moments, each once, in a fixed order."""
    return tuple(_numbered(_all(found, company)))


def _numbered(found: Iterable[Take]) -> Iterator[Take]:
    for number, take in enumerate(found):
        yield replace(take, number=number)


def _all(found: Sequence[Moment], company: Company) -> Iterator[Take]:
    people = company.people
    yield Take(0, "wide", Size.WS)
    if company.outside:
        yield Take(0, "wide", Size.EWS, high=True)
    if not people:
        yield Take(0, "wide", Size.EWS)
        yield Take(0, "wide", Size.FS)
    active = _active(found, people)
    for name in active:
        for size in (Size.MCU, Size.CU, Size.MWS):
            yield Take(0, "single", size, (name,))
    pairs = _pairs(found, people)
    for a, b in pairs:
        yield Take(0, "two", Size.MS, (a, b))
        yield Take(0, "shoulder", Size.MCU, (b,), a)
        yield Take(0, "shoulder", Size.MCU, (a,), b)
    yield from _joint(found, people, pairs)
    yield from _walks(company, active)
    yield from _details(found, company)


def _active(found: Sequence[Moment], people: tuple[str, ...]) -> tuple[str, ...]:
    """Who speaks or acts, those who do most first; a scene in which nobody does has its first two."""
    count = Counter(name for one in found for name in (*one.speakers, *one.named))
    order = sorted((name for name in people if count[name]), key=lambda name: (-count[name], people.index(name)))
    kept = order[:PEOPLE] or list(people[:2])
    if len(kept) == 1 and len(people) > 1:
        kept.append(next(name for name in people if name not in kept))
    return tuple(kept)


def _pairs(found: Sequence[Moment], people: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Who answer each other, the most talkative pairs first."""
    voices = [name for one in found for name in one.speakers]
    count = Counter(tuple(sorted(pair, key=people.index)) for pair in pairwise(voices) if pair[0] != pair[1])
    together = Counter(tuple(sorted(one.speakers[:2], key=people.index)) for one in found if len(one.speakers) > 1)
    order = sorted(count + together, key=lambda pair: (-together[pair], -count[pair], pair))
    if not order and len(people) == 2:
        order = [(people[0], people[1])]
    return tuple((a, b) for a, b in order[:PAIRS])


def _joint(found: Sequence[Moment], people: tuple[str, ...], pairs: Sequence[tuple[str, str]]) -> Iterator[Take]:
    """Two who do something together, at the moments that say so."""
    deeds: dict[tuple[str, str], list[int]] = {}
    for k, one in enumerate(found):
        if len(one.named) == 2 and not one.voices:
            a, b = sorted(one.named, key=people.index)
            deeds.setdefault((a, b), []).append(k)
    fresh = sorted((pair for pair in deeds if pair not in pairs), key=lambda pair: (-len(deeds[pair]), pair))
    for pair in fresh[:PAIRS]:
        yield Take(0, "two", Size.MS, pair, only=frozenset(deeds[pair]))


def _walks(company: Company, active: tuple[str, ...]) -> Iterator[Take]:
    """The camera goes along with somebody, as long as they walk."""
    for name in active:
        when = frozenset(k for k, who in company.walking.items() if name in who)
        if when:
            yield Take(0, "track", Size.FS, (name,), only=when, follows=True)


def _details(found: Sequence[Moment], company: Company) -> Iterator[Take]:
    """A whole thing at the moments that name it; what somebody looks at, as they see it, at the moments that say so."""
    said: dict[str, list[int]] = {}
    seen: dict[tuple[str, str], list[int]] = {}
    for k, one in enumerate(found):
        for thing in one.things:
            if thing in company.things:
                said.setdefault(thing, []).append(k)
        if one.looks and len(one.named) == 1 and one.things[:1] and one.things[0] in company.things:
            seen.setdefault((one.named[0], one.things[0]), []).append(k)
    for thing, when in said.items():
        yield Take(0, "insert", Size.FS, (thing,), only=frozenset(when))
    for (who, thing), when in seen.items():
        yield Take(0, "view", Size.MS, (thing,), who, frozenset(when))
