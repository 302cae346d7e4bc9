"""A packing looked at before it is paid for: its segments and why, what an edit costs, what other packings would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..core.diagnostic import Problems, in_text_order
from ..plan.pack import cut
from ..plan.table import Stretch, Table, table
from ..render.ledger import names
from .lowering import LEDGER, finished_footage, tried
from .reading import Read
from .reasons import reasons
from .trials import Trials, finished
from .vary import touched

State = Literal["kept", "again", "new"]


class Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Packed(Value):
    """A segment as planned. `asked` seconds are paid for, `thrown` of them are not shown.

    state    kept: paid already; again: it differs from what was made of these shots; new: nothing was made of them yet
    ends     why it ends where it does
    """

    name: str
    shots: tuple[str, ...]
    asked: Fraction
    thrown: Fraction
    price_usd: Decimal
    state: State
    ends: str


class Amount(Value):
    """What some of the segments come to."""

    segments: int
    seconds: Fraction
    price_usd: Decimal


class Personal(Value):
    """A field, the segments it stands in, and what these cost: once more for every value it takes."""

    name: str
    segments: tuple[str, ...]
    seconds: Fraction
    price_usd: Decimal


class Way(Value):
    """One way to pack the film. `owed_usd` is still to be paid, `price_usd` is that of making all of it."""

    name: str
    owed_usd: Decimal
    price_usd: Decimal
    segments: int
    asked: Fraction
    thrown: Fraction
    left_out: int


class Planning(Value):
    """What `plan` answers. `edit` is what the film costs since it was last rendered, by state; `ways` are other
    packings, this one first; `fields` what the script's fields touch. `footage` are shots that are finished, `left_out`
    those that fit no segment."""

    title: str
    provider: str
    provider_title: str
    seconds: Fraction
    segments: tuple[Packed, ...]
    edit: dict[State, Amount]
    ways: tuple[Way, ...]
    fields: tuple[Personal, ...]
    footage: tuple[str, ...]
    left_out: tuple[str, ...]
    rendered: bool


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledger tells of a film at one provider: the keys of its clips, and the places they were made of."""

    keys: frozenset[str]
    made: frozenset[int]


def plan(
    film: Read, provider: str = "", templates: Mapping[str, str] | None = None, *, fresh: bool = False,
    also: Sequence[Read] = (),
) -> tuple[Planning, Problems]:
    """The packing `lower` makes of the same, and what there is to say of it. Nothing is written and nothing paid.

    Nobody stands anywhere yet: what is seen wrong from the camera is `check`'s to tell.
    """
    trials = tried(film, provider, templates, fresh=fresh, also=also)
    costs = table(trials.row, trials.fits, trials.paid)
    packing = tuple(costs.best())
    _, told = cut(trials.row, packing)
    books = _books(film, trials, fresh)
    rows = [_packed(trials, books, stretch, why)
            for stretch, why in zip(packing, reasons(trials, costs, packing), strict=True)
            if stretch.made and _meant(trials, stretch)]
    footage = finished(film, trials.provider) & film.labels
    made = Planning(
        title=film.story.title, provider=trials.provider.name, provider_title=trials.provider.title,
        seconds=Fraction(sum(s.frames for s in film.timeline.slots if s.label in film.labels)) / film.timeline.fps,
        segments=tuple(rows), edit=_edit(rows), ways=tuple(_ways(trials, costs, packing)),
        fields=tuple(_fields(film, trials, packing)),
        footage=tuple(s.label for s in film.timeline.slots if s.label in footage),
        rendered=bool(books.keys or books.made),
        left_out=tuple(trials.row.frames[s.first].name for s in packing if not s.made and _meant(trials, s)),
    )
    return made, in_text_order((*film.told, *told, *finished_footage(film, trials)))


# ------------------------------------------------------------------------------------------- segments


def _packed(trials: Trials, books: Books, stretch: Stretch, why: str) -> Packed:
    segment = trials.segment(stretch.first, stretch.last)
    assert segment, stretch
    return Packed(
        name=segment.name, shots=tuple(cut.shot.label for cut in segment.cuts), asked=segment.seconds,
        thrown=segment.seconds - Fraction(segment.frames) / segment.format.fps,
        price_usd=trials.price(stretch.first, stretch.last), state=_state(trials, books, stretch), ends=why,
    )


def _state(trials: Trials, books: Books, stretch: Stretch) -> State:
    if books.keys and trials.key(stretch.first, stretch.last) in books.keys:
        return "kept"
    return "again" if books.made.intersection(range(stretch.first, stretch.last + 1)) else "new"


def _books(film: Read, trials: Trials, fresh: bool) -> Books:
    rows = names(film.project / LEDGER, trials.provider.name)
    at: dict[str, list[int]] = {}
    for i, frame in enumerate(trials.row.frames):
        at.setdefault(frame.slot.label, []).append(i)
        at.setdefault(frame.name, [i])
    made = frozenset(i for name in {name for _, name in rows} for i in _places(name, at))
    return Books(frozenset() if fresh else frozenset(key for key, _ in rows), made)


def _places(name: str, at: Mapping[str, Sequence[int]]) -> Iterable[int]:
    """The places in the row that a segment of this name was made of, as far as its first and last shot still stand."""
    if name in at:
        return at[name]
    halves = [(name[:i], name[i + 1 :]) for i, letter in enumerate(name) if letter == "-"]
    for first, last in halves:
        if first in at and last in at:
            return range(at[first][0], at[last][-1] + 1)
    return [i for pair in halves for end in pair for i in at.get(end, ())]


def _edit(rows: Sequence[Packed]) -> dict[State, Amount]:
    found: dict[State, Amount] = {}
    for state in ("kept", "again", "new"):
        of = [row for row in rows if row.state == state]
        found[state] = Amount(segments=len(of), seconds=sum((row.asked for row in of), Fraction(0)),
                              price_usd=sum((row.price_usd for row in of), Decimal(0)))
    return found


def _fields(film: Read, trials: Trials, packing: Sequence[Stretch]) -> Iterable[Personal]:
    """In the order of `@fields`."""
    if not film.story.fields:
        return
    made = [(s, one) for s in packing
            if s.made and _meant(trials, s) and (one := trials.segment(s.first, s.last))]
    standing = [(s, one, frozenset(touched(film, one))) for s, one in made]
    for each in film.story.fields:
        held = [(s, one) for s, one, names in standing if each.name in names]
        yield Personal(name=each.name, segments=tuple(one.name for _, one in held),
                       seconds=sum((one.seconds for _, one in held), Fraction(0)),
                       price_usd=sum((trials.price(s.first, s.last) for s, _ in held), Decimal(0)))


# ---------------------------------------------------------------------------------------- other packings


def _ways(trials: Trials, costs: Table, packing: Sequence[Stretch]) -> Iterable[Way]:
    yield _way("as planned", packing, trials)
    if trials.known and not trials.provider.local:
        anew = table(trials.row, trials.fits, trials.price)
        yield _way("as if nothing were paid", tuple(anew.best()), trials)
    yield _way("longest first", _greedy(costs, lambda options: options[-1][0]), trials)
    yield _way("one shot a segment", _greedy(costs, lambda options: options[0][0]), trials, alone=True)


def _greedy(costs: Table, pick: Callable[[tuple[tuple[int, int], ...]], int]) -> tuple[Stretch, ...]:
    """Segments taken from the first shot on, each the longest or the shortest there is."""
    found, at = list[Stretch](), 0
    while at < len(costs.options):
        options = costs.options[at]
        last = pick(options) if options else at
        found.append(Stretch(at, last, bool(options)))
        at = last + 1
    return tuple(found)


def _way(name: str, packing: Sequence[Stretch], trials: Trials, alone: bool = False) -> Way:
    meant = [s for s in packing if _meant(trials, s)]
    made = [s for s in meant if s.made]
    if alone and any(s.last > s.first for s in made):
        name = "as few shots a segment as it takes"
    prices = [trials.price(s.first, s.last) for s in made]
    owed = [price if trials.paid(s.first, s.last) else Decimal(0) for s, price in zip(made, prices, strict=True)]
    segments = [one for s in made if (one := trials.segment(s.first, s.last))]
    asked = sum((one.seconds for one in segments), Fraction(0))
    return Way(
        name=name, owed_usd=sum(owed, Decimal(0)), price_usd=sum(prices, Decimal(0)), segments=len(made), asked=asked,
        thrown=asked - sum((Fraction(one.frames) / one.format.fps for one in segments), Fraction(0)),
        left_out=len(meant) - len(made),
    )


def _meant(trials: Trials, stretch: Stretch) -> bool:
    """Whether a stretch holds a shot of `--only`."""
    labels = trials.versions[0].film.labels
    return any(frame.slot.label in labels for frame in trials.row.frames[stretch.first : stretch.last + 1])
