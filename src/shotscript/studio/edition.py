"""A compiled film as it is written down: what a build folder holds, and all that a comparison of two films looks at.

An `Edition` is made from a `Film`, or from the files of a build folder alone. Places are file, line and column (from 1,
in characters), because that is what a person and an editor read; files are named from the project folder.
"""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NotRequired

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict

from ..core.diagnostic import Level
from ..core.span import Span
from ..plan.timeline import Cut, Segment
from ..providers.contract import Draft, Loss, Piece, Status, Verdict
from .film import Film

STEM = 60
"""Most characters of a segment's name in a file's name."""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class LossRow(Value):
    """What becomes of one clause of one shot, and where the clause stands. `segment` is a segment's name, empty for
    finished footage."""

    segment: str
    shot: str
    kind: str
    clause: str
    verdict: Verdict
    how: str
    file: str
    line: int
    column: int


class PieceRow(TypedDict):
    """Characters [start, end) of a prompt and the words of the script they came from; no file: the compiler's own.

    A plain dictionary, as a long film has tens of thousands.
    """

    start: int
    end: int
    text: str
    file: NotRequired[str]
    line: NotRequired[int]
    column: NotRequired[int]
    end_line: NotRequired[int]
    end_column: NotRequired[int]


class CutRow(Value):
    """A shot in a segment, or which of its parts: `seconds` asked of the provider for it, `frames` the film shows."""

    shot: str
    scene: str
    start: int
    frames: int
    lead: int
    tail: int
    seconds: Fraction
    part: int
    parts: int


class NeedRow(Value):
    role: str
    name: str
    key: str


class SegmentRow(Value):
    """`stem` is what its files are called, `key` the digest of its request; `thrown` are seconds paid and not shown."""

    stem: str
    name: str
    model: str
    key: str
    seconds: Fraction
    thrown: Fraction
    price_usd: Decimal
    errors: tuple[str, ...]
    cuts: tuple[CutRow, ...]
    needs: tuple[NeedRow, ...]


class Plan(Value):
    """The packing: `plan.json`.

    `version` names the variants or the row it is of, `checked` is the day the provider's facts were checked, `paid` are
    the ledger's keys that the packing went by, and `left_out` the shots that stand in no segment: finished footage, or
    what no segment can hold.
    """

    title: str
    script: str
    version: str
    provider: str
    provider_title: str
    status: Status
    checked: date
    retired: date | None
    fps: Fraction
    seconds: Fraction
    thrown: Fraction
    price_usd: Decimal
    paid: tuple[str, ...]
    left_out: tuple[str, ...]
    segments: tuple[SegmentRow, ...]


class Prices(Value):
    """What each segment costs, by its stem: `price.json`."""

    provider: str
    checked: date
    currency: str = "USD"
    note: str
    total: Decimal
    segments: dict[str, Decimal]


class Edition(Value):
    """A whole build. `sources` are the pieces of each segment's prompt, by its stem."""

    plan: Plan
    losses: tuple[LossRow, ...]
    sources: dict[str, tuple[PieceRow, ...]]

    def prompt(self, segment: SegmentRow) -> str:
        """The text that is sent: its pieces cover it without a gap."""
        return "".join(piece["text"] for piece in self.sources.get(segment.stem, ()))

    @property
    def footage(self) -> frozenset[str]:
        """Shots that are finished footage: nothing is made for them."""
        return frozenset(loss.shot for loss in self.losses if not loss.segment)

    def count(self, verdict: Verdict) -> int:
        return sum(loss.verdict is verdict for loss in self.losses)


class Places:
    """Where spans are in the files of one film."""

    def __init__(self, film: Film) -> None:
        self.sources = film.read.sources
        self.files = {name: file_of(name, film.read.project) for name in self.sources}

    def start(self, span: Span) -> tuple[str, int, int]:
        """File, line and column of a span's first character."""
        return self.files.get(span.source, span.source), *self._at(span.start, span)

    def end(self, span: Span) -> tuple[int, int]:
        return self._at(span.end, span)

    def _at(self, offset: int, span: Span) -> tuple[int, int]:
        source = self.sources.get(span.source)
        return source.position(offset) if source else (1, 1)


def edition(film: Film) -> Edition:
    """A film as it is written down."""
    places = Places(film)
    written = list(zip(film.segments, film.drafts, strict=True))
    return Edition(
        plan=plan(film),
        losses=(*(_loss(one.name, loss, places) for one, draft in written for loss in draft.losses),
                *(_loss("", loss, places) for loss in film.takes)),
        sources={stem(one): tuple(_piece(draft.request.prompt, p, places) for p in draft.request.pieces)
                 for one, draft in written},
    )


def plan(film: Film) -> Plan:
    """The packing, with what it costs and what was known of the provider."""
    one = film.provider
    rows = tuple(map(segment_row, film.segments, film.drafts, film.prices))
    made = {cut.shot for row in rows for cut in row.cuts}
    return Plan(
        title=film.story.title, script=file_of(film.story.source, film.read.project), version=film.read.version,
        provider=one.name, provider_title=one.title, status=one.status, checked=one.checked, retired=one.retired,
        fps=film.timeline.fps, paid=tuple(sorted(film.paid)), segments=rows,
        seconds=sum((row.seconds for row in rows), Fraction(0)), thrown=sum((row.thrown for row in rows), Fraction(0)),
        price_usd=sum((row.price_usd for row in rows), Decimal(0)),
        left_out=tuple(s.label for s in film.timeline.slots if s.label in film.read.labels and s.label not in made),
    )


def segment_row(segment: Segment, draft: Draft, price: Decimal) -> SegmentRow:
    """One segment as it is written down."""
    request = draft.request
    return SegmentRow(
        stem=stem(segment), name=segment.name, model=request.model, key=request.key, seconds=segment.seconds,
        thrown=thrown(segment), price_usd=price, cuts=tuple(map(_cut, segment.cuts)),
        errors=tuple(f"{p.code}: {p.message}" for p in draft.problems if p.level is Level.ERROR),
        needs=tuple(NeedRow(role=n.role, name=n.name, key=n.key) for n in request.needs),
    )


def stem(segment: Segment) -> str:
    """What a segment's files are called: its number and its name."""
    return f"{segment.index + 1:03d}-{segment.name[:STEM]}"


def prices(film: Film) -> Prices:
    each = dict(zip(map(stem, film.segments), film.prices, strict=True))
    one = film.provider
    return Prices(provider=one.name, checked=one.checked, note=one.note, total=sum(each.values(), Decimal(0)),
                  segments=each)


def thrown(segment: Segment) -> Fraction:
    """Seconds asked for that the film does not show, handles of dissolves not counted."""
    return max(segment.seconds - segment.frames / segment.format.fps, Fraction(0))


def file_of(name: str, project: Path) -> str:
    """A source's name from the project folder, so that a build reads the same wherever it was made."""
    full = Path(os.path.abspath(name))
    found = full.relative_to(project).as_posix() if full.is_relative_to(project) else name
    return found.encode(errors="backslashreplace").decode()


def _cut(cut: Cut) -> CutRow:
    return CutRow(shot=cut.shot.label, scene=cut.scene.label, start=cut.start, frames=cut.frames, lead=cut.lead,
                  tail=cut.tail, seconds=cut.seconds, part=cut.part, parts=cut.parts)


def _loss(segment: str, loss: Loss, places: Places) -> LossRow:
    file, line, column = places.start(loss.span)
    return LossRow(segment=segment, shot=loss.shot, kind=loss.kind, clause=loss.clause, verdict=loss.verdict,
                   how=loss.how, file=file, line=line, column=column)


def _piece(prompt: str, piece: Piece, places: Places) -> PieceRow:
    words, span = prompt[piece.start : piece.end], piece.span
    if span is None:
        return {"start": piece.start, "end": piece.end, "text": words}
    file, line, column = places.start(span)
    end_line, end_column = places.end(span)
    return {"start": piece.start, "end": piece.end, "text": words, "file": file, "line": line, "column": column,
            "end_line": end_line, "end_column": end_column}
