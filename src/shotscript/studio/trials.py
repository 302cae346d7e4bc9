"""Every segment a film could be cut into at one provider, tried when it is asked about and never twice.

These are the packer's two questions, `fits` and `paid`, answered for the film and for every other version of it that is
packed with it: a stretch fits where it fits in all, and owes for each request that differs and is not paid yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from itertools import pairwise

from ..core.diagnostic import Diagnostic, Level
from ..plan.strip import Row, strip
from ..plan.timeline import Segment
from ..providers.contract import Context, Draft, Provider, Request
from ..render.job import job
from .inputs import Files, located
from .reading import Read


@dataclass(frozen=True, slots=True)
class Version:
    """The film, or a variant of it: its row has the same shots, cut at the same frames."""

    film: Read
    context: Context
    row: Row


class Trials:
    """`books` are the ledger's keys at this provider and the names their segments had. Indices are of `row`, both
    inclusive."""

    def __init__(self, film: Read, provider: Provider, templates: Mapping[str, str],
                 books: Mapping[str, str] | None = None, also: Sequence[Read] = ()) -> None:
        self.provider, self.templates, self._books = provider, templates, books or {}
        self.known, self.files = frozenset(self._books), Files(film.world)
        skip = finished(film, provider)
        self.row = strip(film.story, film.timeline, provider.limits, skip)
        self.versions = tuple(Version(one, Context(one.story, one.stage, one.sources, templates), row) for one, row in (
            (film, self.row),
            *((one, strip(one.story, one.timeline, provider.limits, skip, self.row.marks)) for one in also)))
        assert all(len(v.row.frames) == len(self.row.frames) for v in self.versions), "versions have the same shots"
        self._segments: dict[tuple[int, int, int], Segment | None] = {}
        self._drafts: dict[tuple[int, int, int], Draft] = {}
        self._prices: dict[tuple[int, int, int], Decimal] = {}

    def segment(self, first: int, last: int, version: int = 0) -> Segment | None:
        at = (version, first, last)
        if at not in self._segments:
            self._segments[at] = self.versions[version].row.segment(first, last)
        return self._segments[at]

    def draft(self, first: int, last: int, version: int = 0) -> Draft:
        """What the provider answers to a stretch that is a segment. A request does not know its segment's number."""
        at = (version, first, last)
        if at not in self._drafts:
            segment = self.segment(first, last, version)
            assert segment, at
            self._drafts[at] = self.written(segment, self.versions[version].context)
        return self._drafts[at]

    def written(self, segment: Segment, context: Context) -> Draft:
        """The provider's draft, its files named by what is in them."""
        draft = self.files.settled(self.provider.write(segment, context), context.story)
        return located(draft, context.story)

    def fits(self, first: int, last: int) -> bool:
        return self.provider.local or all(self._fits(first, last, i) for i in range(len(self.versions)))

    def paid(self, first: int, last: int) -> Decimal:
        """What is still to be paid, once for each request that differs."""
        alone = len(self.versions) == 1
        price = self.price(first, last)
        if not price or self.provider.local or (alone and not self.known):
            return price
        if first in self._settled:
            return Decimal(0) if last in self._settled[first] else price
        owed = {self.key(first, last, i): self.price(first, last, i) for i in range(len(self.versions))}
        return sum((price for key, price in owed.items() if key not in self.known), Decimal(0))

    def price(self, first: int, last: int, version: int = 0) -> Decimal:
        at = (version, first, last)
        if at not in self._prices:
            segment = self.segment(first, last, version)
            self._prices[at] = Decimal(self.provider.price(segment)) if segment else Decimal(0)
        return self._prices[at]

    def key(self, first: int, last: int, version: int = 0) -> str:
        """What the ledger calls it."""
        return booked(self.provider, self.draft(first, last, version).request)

    def faults(self, first: int, last: int) -> tuple[Diagnostic, ...]:
        """Why a stretch does not fit, in the first version that it does not fit in."""
        for i in range(len(self.versions)):
            if not self._fits(first, last, i):
                return tuple(p for p in self.draft(first, last, i).problems if p.level is Level.ERROR)
        return ()

    @cached_property
    def _settled(self) -> dict[int, set[int]]:
        """Of each shot in a run that the ledger holds as it stands, the ends of the paid segments that start there.

        Such a run costs nothing, so nothing else in it is tried: to know what a segment owes its request is written.
        """
        found: dict[int, set[int]] = {}
        starts = [i for i, frame in enumerate(self.row.frames) if frame.walled]
        for start, end in pairwise([*starts, len(self.row.frames)] if self.known else []):
            kept = {first: {last for last in range(first, min(first + self.row.limits.cuts, end))
                            if self._stands(first, last)} for first in range(start, end)}
            reached = {start}
            for first in range(start, end):
                reached |= {last + 1 for last in kept[first]} if first in reached else set()
            found |= kept if end in reached else {}
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._books.values())

    def _stands(self, first: int, last: int) -> bool:
        """Whether a segment of this name was made, and is paid as it is now in every version."""
        if self.row.called(first, last) not in self._names or not self.fits(first, last):
            return False
        return all(self.key(first, last, i) in self.known for i in range(len(self.versions)))

    def _fits(self, first: int, last: int, version: int) -> bool:
        segment = self.segment(first, last, version)
        if segment is None:
            return False
        if self.provider.fits and (version, first, last) not in self._drafts:
            return self.provider.fits(segment, self.versions[version].context)
        return not any(p.level is Level.ERROR for p in self.draft(first, last, version).problems)


def booked(provider: Provider, request: Request) -> str:
    """The key of a request in the ledger. What is drawn here also depends on who draws and encodes it."""
    if not provider.local:
        return request.key
    return job(0, request, making(provider)).key


def making(provider: Provider) -> str:
    """All that a clip drawn here depends on and its request does not say. The encoder is loaded for this alone: who
    compiles for a service never waits for it."""
    return f"{provider.edition} {import_module('..film.encode', __package__).PREVIZ}"


def finished(film: Read, provider: Provider) -> frozenset[str]:
    """Labels of shots that are finished footage, which nobody is paid for; this machine draws them all the same."""
    if provider.local:
        return frozenset()
    return frozenset(s.label for s in film.story.shots if any(said.head == "take" for said in s.said))
