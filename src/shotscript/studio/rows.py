"""A film for each row of a data file: parsed, covered, staged and packed once, then only what a row touches is made.

The file is read twice, a row at a time: first to see how long its values are and how many differ (`survey`), which
decides the packing, then to make the films. Segments that no field touches are the same for all; the others are kept
for as long as their values may come back. A row whose words need more time than the film has, or far more room than
the others', is a film of its own.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from ..core.diagnostic import Diagnostic, Level, Problems, error, info, nearest
from ..core.errors import UsageError
from ..core.span import Span
from ..narrative import variants
from ..plan.strip import Row as Strip
from ..plan.strip import strip
from ..plan.table import Stretch, table
from ..plan.timeline import Segment
from ..providers.contract import Context, Draft, Verdict
from .data import Row, rows
from .film import Film, Read
from .lowering import lower, lowered, tried
from .siblings import siblings
from .survey import bounded, survey
from .trials import Trials, booked, finished
from .vary import names_of, numbers, personal, values_of, varied

_KEPT = 2500
"""Segments with values in them that are remembered, shared out over those that fields touch: some 20 kB each."""


@dataclass(frozen=True)
class Piece:
    """One segment of one film, with its price and what the ledger calls it."""

    segment: Segment
    draft: Draft
    price: Decimal
    key: str

    @cached_property
    def json(self) -> str:
        """What is asked for, as JSON text: shared segments are written out once for all films."""
        request = self.draft.request
        return json.dumps({
            "name": self.segment.name, "seconds": str(self.segment.seconds), "price_usd": str(self.price),
            "key": self.key, "request": request.body, "needs": [need.model_dump(mode="json") for need in request.needs],
        }, ensure_ascii=False)

    @cached_property
    def tally(self) -> Mapping[Verdict, int]:
        return {verdict: sum(loss.verdict is verdict for loss in self.draft.losses) for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Personal:
    """A row's film, or why there is none (an error among its problems). `price` is that of all its segments, `fresh`
    of those that no row before it had."""

    row: Row
    film: Film | None
    pieces: tuple[Piece, ...]
    problems: Problems
    price: Decimal = Decimal(0)
    fresh: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Version:
    """The film in one combination of variants, packed. `held` are the fields of each of its segments, by number."""

    film: Film
    values: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    held: tuple[tuple[int, ...], ...]
    pieces: tuple[Piece, ...]
    row: Strip


class Series:
    """The films of a data file. `problems` are those of the film itself and of the file as a whole."""

    def __init__(self, film: Read, data: Path, provider: str = "", templates: Mapping[str, str] | None = None, *,
                 fresh: bool = False, variant: str = "") -> None:
        self.data, self.default, self.base = data, variant, film
        self.templates, self.fresh = templates, fresh
        fields = (film.marked or film.story).fields
        self.asked = survey(rows(data), [one.name for one in fields], variant)
        self.reads = self._reads()
        others = [one for one in siblings(film) if one.version not in self.reads]
        plain = tried(film, provider, templates, fresh=fresh)
        self.longest = bounded(film, plain, self.asked)
        words = [one for read in self.reads.values() for one in self.longest.over(read)]
        versions = [*(one for one in self.reads.values() if one is not film), *others, *words]
        self.trials = tried(film, provider, templates, fresh=fresh, also=versions)
        self.packed = tuple(table(self.trials.row, self.trials.fits, self._owed).best())
        self.versions: dict[str, _Version] = {}
        self.seen: set[str] = set()
        self.kept: dict[int, OrderedDict[tuple, Piece]] = {}
        self.problems = (*self.version(variant).film.problems, *self._columns())

    def films(self, picked: Sequence[range] = ()) -> Iterator[Personal]:
        """The films of all rows, or of the ones picked by number, in the order of the file."""
        last = max((one.stop - 1 for one in picked), default=0)
        if last > self.asked.count:
            raise UsageError(f"{self.data} has no row {last}: it has {self.asked.count}")
        for row in rows(self.data):
            if picked and row.number > last:
                return
            if not picked or any(row.number in one for one in picked):
                yield self.made(row)

    def made(self, row: Row) -> Personal:
        """One row's film."""
        if row.fault:
            return self._faulty(row, error("FD114", f"row {row.number} cannot be read: {row.fault}", self._here))
        chosen = ",".join(variants.listed(row.variant or self.default))
        if chosen not in self.reads:
            return self._faulty(row, error("FD115", f"the row {row.id} asks for variants the script does not have: "
                                           f"{chosen}", self._varied, "", "the variants are " + self._variants()))
        version = self.version(chosen)
        read, told = personal(version.film.read, row.values, row.id)
        if any(problem.level is Level.ERROR for problem in told):
            return self._faulty(row, *told)
        pieces = None if self.longest.beaten(row.values) else self._pieces(version, read, row)
        if pieces is None:
            return self._alone(row, read, told)
        return self._told(row, self._film(version, read, pieces), pieces, told)

    def version(self, called: str) -> _Version:
        """The film in some variants, cut as all films of the series are."""
        if called not in self.versions:
            self.versions[called] = self._version(self.reads[called])
        return self.versions[called]

    # ------------------------------------------------------------------------------------------ helpers

    def _reads(self) -> dict[str, Read]:
        """The film in every combination of variants that a row asks for."""
        known = {one.name for one in (self.base.marked or self.base.story).variants}
        called = dict.fromkeys((",".join(variants.listed(self.default)), *self.asked.variants))
        wrong = next((n for n in variants.listed(self.default) if n not in known), None)
        if wrong is not None:
            varied(self.base, (wrong,))
        return {one: varied(self.base, variants.listed(one)) for one in called
                if all(name in known for name in variants.listed(one))}

    def _owed(self, first: int, last: int) -> Decimal:
        """What a stretch costs for all rows: once for each different set of values its fields take."""
        labels = frozenset(frame.shot.label for frame in self.trials.row.frames[first : last + 1])
        sets = self.asked.sets(self._needed(labels))
        return self.trials.paid(first, last) + self.trials.price(first, last) * max(sets - 1, 0)

    def _needed(self, labels: frozenset[str]) -> frozenset[str]:
        return frozenset(name for read in self.reads.values() for name in names_of(read, numbers(read, labels)))

    def _version(self, read: Read) -> _Version:
        at = next(i for i, one in enumerate(self.trials.versions) if one.film is read)
        film = lowered(read, self.trials, self.packed, at)
        row = self.trials.versions[at].row
        kept = tuple(one for one in self.packed if one.made and any(
            frame.shot.label in read.labels for frame in row.frames[one.first : one.last + 1]))
        held = tuple(tuple(sorted(numbers(read, frozenset(cut.shot.label for cut in one.cuts))))
                     for one in film.segments)
        pieces = tuple(self._piece(a, b) for a, b in zip(film.segments, film.drafts, strict=True))
        return _Version(film, values_of(read, {}), kept, held, pieces, row)

    def _pieces(self, version: _Version, read: Read, row: Row) -> tuple[Piece, ...] | None:
        """The film in the series' segments; None where a row's words do not go in there."""
        values, cut = values_of(version.film.read, row.values), _Cut(self.trials, version, read)
        found: list[Piece] = []
        for at, base in enumerate(version.pieces):
            own = tuple(values[number] for number in version.held[at])
            usual = all(values[number] == version.values[number] for number in version.held[at])
            piece = base if usual and not cut.longer else self._made(version, at, own, cut)
            if piece is None:
                return None
            found.append(piece)
        return tuple(found)

    def _made(self, version: _Version, at: int, own: tuple[str, ...], cut: _Cut) -> Piece | None:
        """One segment with values of its own, from memory if it was made lately."""
        kept, name = self.kept.setdefault(at, OrderedDict()), (version.film.read.version, own, cut.longer)
        if name in kept:
            kept.move_to_end(name)
            return kept[name]
        segment = cut.segment(version.stretches[at], version.pieces[at].segment.index)
        if segment is None:
            return None
        draft = self.trials.written(segment, cut.context)
        if _worse(draft, version.pieces[at].draft):
            return None
        kept[name] = self._piece(segment, draft)
        if len(kept) > _KEPT // max(sum(map(bool, version.held)), 1):
            kept.popitem(last=False)
        return kept[name]

    def _piece(self, segment: Segment, draft: Draft) -> Piece:
        provider = self.trials.provider
        return Piece(segment, draft, Decimal(provider.price(segment)), booked(provider, draft.request))

    def _film(self, version: _Version, read: Read, pieces: tuple[Piece, ...]) -> Film:
        return replace(version.film, read=read, segments=tuple(p.segment for p in pieces),
                       drafts=tuple(p.draft for p in pieces))

    def _alone(self, row: Row, read: Read, told: Problems) -> Personal:
        """A film packed for itself; where that does not go either, the row is at fault."""
        film = lower(read, self.trials.provider.name, self.templates, fresh=self.fresh)
        known = {(p.code, p.span) for p in self.problems}
        wrong = [p for p in film.problems if p.level is Level.ERROR and (p.code, p.span) not in known]
        if wrong:
            return self._faulty(row, *told, *(replace(p, message=f"in the row {row.id} {p.message}") for p in wrong))
        apart = () if any(p.code == "FD113" for p in told) else (
            info("FD113", f"the values of row {row.id} do not fit the segments of the others, so it is a film of its "
                 "own", self._here, "", "shorten its values"),)
        pieces = tuple(self._piece(a, b) for a, b in zip(film.segments, film.drafts, strict=True))
        return self._told(row, film, pieces, (*told, *apart))

    def _told(self, row: Row, film: Film, pieces: tuple[Piece, ...], told: Problems) -> Personal:
        new = [piece for piece in pieces if piece.key not in self.seen]
        self.seen.update(piece.key for piece in new)
        return Personal(row, film, pieces, told, sum((p.price for p in pieces), Decimal(0)),
                        sum((p.price for p in new), Decimal(0)))

    def _faulty(self, row: Row, *told: Diagnostic) -> Personal:
        return Personal(row, None, (), told)

    def _columns(self) -> Iterator[Diagnostic]:
        known = [one.name for one in (self.base.marked or self.base.story).fields]
        for column in self.asked.columns:
            near = next(iter(nearest(column, known)), "")
            yield info("FD110", f"the column {column} is no field, so it is not used", self._here, "",
                       f"did you mean {near}?" if near else "")

    def _variants(self) -> str:
        return ", ".join(one.name for one in (self.base.marked or self.base.story).variants) or "none"

    @property
    def _varied(self) -> Span:
        variants = (self.base.marked or self.base.story).variants
        return variants[0].span if variants else self._here

    @property
    def _here(self) -> Span:
        """Where in the script the fields are said: faults of a data file have no place in it of their own."""
        fields = (self.base.marked or self.base.story).fields
        return fields[0].span if fields else Span(0, 0, self.base.story.source)


class _Cut:
    """One row's film cut as the series is: made when the first segment is asked for."""

    def __init__(self, trials: Trials, version: _Version, read: Read) -> None:
        self.trials, self.version, self.read = trials, version, read
        same = read.timeline is version.film.read.timeline
        self.longer = () if same else tuple(slot.frames for slot in read.timeline.slots)

    @cached_property
    def context(self) -> Context:
        return Context(self.read.story, self.read.stage, self.read.sources, self.trials.templates)

    @cached_property
    def row(self) -> Strip:
        skip = finished(self.read, self.trials.provider)
        return strip(self.read.story, self.read.timeline, self.trials.provider.limits, skip, self.trials.row.marks)

    def segment(self, stretch: Stretch, index: int) -> Segment | None:
        if len(self.row.frames) != len(self.trials.row.frames):
            return None
        return self.row.segment(stretch.first, stretch.last, index)


def _worse(draft: Draft, base: Draft) -> bool:
    known = {(p.code, p.span) for p in base.problems}
    return any(p.level is Level.ERROR and (p.code, p.span) not in known for p in draft.problems)
