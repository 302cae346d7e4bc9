"""The half of the door that pays: what a film still costs at a service, and its jobs brought home.

    bill = price(film, takes=2)            pure: what is there, what is under way, what would be asked for
    made = render(bill, cap=Decimal(20))   acts: asks, waits, keeps; never pays for the same twice

A film of many rows is one bill: what they share is asked for once.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from ..core.diagnostic import Level
from ..core.errors import MoneyError, UsageError
from ..core.settings import Settings, settings
from ..plan.timeline import Segment
from ..providers.contract import Need, Provider, Status
from ..providers.service import Wire
from ..render.auth import Keys
from ..render.desk import Desk, Tempo, Wanted
from ..render.http import Http
from ..render.ledger import Ledger, events
from ..render.orders import OPEN, Books, Order, books
from ..render.paid import Errand, Outcome, alone, run
from ..render.place import unsendable
from ..render.store import Store
from .film import Film
from .lowering import LEDGER
from .needs import Shelf

Ask = Callable[["Bill"], bool]
Told = Callable[[Order], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A request of a film and what there is of it: the takes in the store, the orders still open, and how many takes
    are still to be asked for. `labels` are the shots in it."""

    wanted: Wanted
    segment: Segment
    takes: tuple[Order, ...]
    open: tuple[Order, ...]
    missing: int

    @property
    def owed(self) -> Decimal:
        return self.wanted.price * self.missing


@dataclass(frozen=True, slots=True)
class Bill:
    """What a film costs at a service, entry by entry. `older` are open orders of requests that are not in it any more:
    they are paid for, so they are brought home too."""

    film: Film
    provider: Provider
    entries: tuple[Entry, ...]
    older: tuple[Order, ...]
    books: Books
    shelf: Shelf = field(compare=False, repr=False)

    @property
    def owed(self) -> Decimal:
        """Still to be spent."""
        return sum((one.owed for one in self.entries), Decimal(0))

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.entries)

    @property
    def unknown(self) -> tuple[Order, ...]:
        found = (*(order for one in self.entries for order in one.open), *self.older)
        return tuple(order for order in found if order.state == "unknown")

    @property
    def project(self) -> Path:
        return self.film.read.project


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of a bill: its outcomes, and the bill as it stands now."""

    outcomes: tuple[Outcome, ...]
    bill: Bill

    @property
    def fresh(self) -> tuple[Order, ...]:
        return tuple(one.order for one in self.outcomes if one.order and one.order.state == "stored")

    @property
    def spent(self) -> Decimal:
        """What this run asked for anew costs, as far as is known."""
        return sum((one.order.usd for one in self.outcomes if one.order and one.errand.order is None), Decimal(0))

    @property
    def faults(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.order is None or one.order.state != "stored")


def price(films: Film | Sequence[Film], takes: int = 1, again: frozenset[str] = frozenset()) -> Bill:
    """What films of one script cost at their service. `takes` is how many of each segment there are to be; of segments
    named in `again` one more than there are. UsageError where the service cannot be asked at all."""
    listed = [films] if isinstance(films, Film) else list(films)
    film = listed[0]
    _askable(film)
    found = books(events(film.read.project / LEDGER))
    shelf, entries = Shelf(), dict[str, Entry]()
    for one in listed:
        _faultless(one)
        for entry in _entries(one, found, takes, again, shelf):
            known = entries.setdefault(entry.wanted.key, entry)
            entries[entry.wanted.key] = replace(known, missing=max(known.missing, entry.missing))
    name, home = film.provider.name, _film_name(film)
    older = tuple(one for one in found.orders.values() if one.state in OPEN and one.provider == name
                  and one.film == home and one.key not in entries)
    return Bill(film, film.provider, tuple(entries.values()), older, found, shelf)


def render(
    bill: Bill, *, cap: Decimal | None = None, ask: Ask | None = None, told: Told | None = None,
    tempo: Tempo | None = None, environment: Mapping[str, str] | None = None, jobs: int = 0,
) -> Rendered:
    """Ask for what a bill lacks, take up what is under way, and bring all of it home.

    `cap` is the most this run may spend; the project's own caps hold beside it. Without any cap `ask` is shown the bill
    and says whether to go on. `jobs` are under way at a time, as many as the service takes if it is 0.
    MoneyError, with nothing spent, where the money does not reach.
    """
    said, keys = settings(bill.project), Keys() if environment is None else Keys(environment)
    provider, tempo = bill.provider, tempo or Tempo()
    wire = provider.wire
    assert wire
    wire = replace(wire, at_once=jobs or wire.at_once)
    _sendable(bill, wire, said)
    if bill.missing and _most(bill, said, cap) is None:
        if not (ask and ask(bill)):
            raise MoneyError(f"this would cost ${bill.owed}: say how much may be spent, with --cap {bill.owed}")
        cap = bill.owed
    base = keys.base(said.base(provider.name) or wire.base, wire.auth)
    keys.headers(wire.auth)
    home = bill.project / ".shotscript"
    with alone(home):
        ledger, store = Ledger(home / "ledger.sqlite"), Store(home / "store")
        now = books(ledger.events())
        bill = _again(bill, now)  # another run may have spent something since
        most = _most(bill, said, cap)

        def opening(http: Http) -> Desk:
            return Desk(provider.name, wire, base, keys, http, ledger, store, now, bill.shelf.finder(bill, store, now),
                        most, lambda need: _named(said, provider, need), told or _untold, tempo)

        outcomes = run(tuple(_errands(bill, now)), opening, lambda: Http(tempo.quiet, _also(said, provider, wire)))
        ledger.close()
    return Rendered(outcomes, _again(bill, now))


def film_of(project: Path, script: str) -> str:
    """What the ledger calls a script: its path in the project."""
    try:
        return Path(script).resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        return Path(script).name


# ---------------------------------------------------------------------------------------------- helpers


def _entries(film: Film, found: Books, takes: int, again: frozenset[str], shelf: Shelf) -> Iterable[Entry]:
    keys = [request.key for request in film.requests]
    for i, (segment, request, usd) in enumerate(zip(film.segments, film.requests, film.prices, strict=True)):
        before = keys[i - 1] if i and segment.cuts[0].part > 1 else ""
        wanted = Wanted(request, usd, _film_name(film), before if shelf.begins_before(request) else "")
        shelf.know(film, segment, request)
        yield _entry(wanted, segment, found, takes, again)


def _entry(wanted: Wanted, segment: Segment, found: Books, takes: int, again: frozenset[str]) -> Entry:
    orders = found.of(wanted.request.provider, wanted.key)
    there = tuple(one for one in orders if one.state == "stored")
    under_way = tuple(one for one in orders if one.state in OPEN)
    least = len(there) + 1 if segment.name in again else takes
    return Entry(wanted, segment, there, under_way, max(0, least - len(there) - len(under_way)))


def _errands(bill: Bill, now: Books) -> Iterable[Errand]:
    """Open orders first, as they are paid for; then what is missing."""
    entries = [_entry(one.wanted, one.segment, now, len(one.takes) + len(one.open) + one.missing, frozenset())
               for one in bill.entries]
    yield from (Errand(None, now.orders[one.job], one.take) for one in bill.older
                if _goes_on(now.orders[one.job], bill))
    for one in entries:
        yield from (Errand(one.wanted, order, order.take) for order in one.open if _goes_on(order, bill))
    for one in entries:
        last = max((order.take for order in now.of(one.wanted.request.provider, one.wanted.key)), default=0)
        yield from (Errand(one.wanted, None, last + 1 + n) for n in range(one.missing))


def _goes_on(order: Order, bill: Bill) -> bool:
    """Whether there is something to do for an open order. One nobody knows of is looked up once more where it can be
    found by our own name and never had another: a list that knows it no more says nothing of what was paid."""
    if order.state != "unknown":
        return order.state in ("intent", "sent")
    return bool(bill.provider.wire and bill.provider.wire.find) and (not order.ticket or order.job in order.ticket)


def _again(bill: Bill, now: Books) -> Bill:
    """The bill as it stands after a run: what is missing now was not made."""
    entries = tuple(_entry(one.wanted, one.segment, now, len(one.takes) + len(one.open) + one.missing, frozenset())
                    for one in bill.entries)
    older = tuple(now.orders[one.job] for one in bill.older if now.orders[one.job].state in OPEN)
    return replace(bill, entries=entries, older=older, books=now)


def _most(bill: Bill, said: Settings, cap: Decimal | None) -> Decimal | None:
    """What may still be spent by every cap there is. MoneyError where the bill is larger."""
    caps = [("--cap", cap, Decimal(0)), ("the project's cap", said.cap, bill.books.spent),
            ("the film's cap", said.cap_film, bill.books.spent_on(_film_name(bill.film)))]
    left = [(name, most - spent, spent) for name, most, spent in caps if most is not None]
    for name, rest, spent in left:
        if bill.missing and bill.owed > rest:
            gone = f", of which ${spent} is spent" if spent else ""
            raise MoneyError(f"this would cost ${bill.owed}, and {name} leaves ${max(rest, Decimal(0))}{gone}; "
                             "nothing was asked for")
    return min((rest for _, rest, _ in left), default=None)


def _sendable(bill: Bill, wire: Wire, said: Settings) -> None:
    needs = {need.ref + need.key: need for one in bill.entries if one.missing for need in one.wanted.request.needs}
    wrong = unsendable(wire, needs.values(), lambda need: _named(said, bill.provider, need))
    if wrong:
        raise UsageError("; ".join(dict.fromkeys(wrong)))


def _also(said: Settings, provider: Provider, wire: Wire) -> dict[str, str]:
    """A service's other addresses, each with where the project says it is asked."""
    service = said.services.get(provider.name)
    return {one: (service.also.get(one, one) if service else one).rstrip("/") for one in wire.also}


def _named(said: Settings, provider: Provider, need: Need) -> str:
    """What the project says a service calls a file: by the model's name, its gateway's or its maker's."""
    known = said.assets.get(need.path or need.key, {})
    names = (provider.name, provider.name.partition("/")[0], provider.name.partition("-")[0])
    return next((known[name] for name in names if name in known), "")


def _askable(film: Film) -> None:
    provider = film.provider
    if provider.local:
        raise UsageError(f"{provider.title} is this machine and costs nothing: shotscript previz makes it")
    if not film.segments:
        _faultless(film)
        raise UsageError("there is nothing to render: the script has no scenes")
    if provider.wire is None:
        raise UsageError(f"nobody knows yet how to ask {provider.title}: its service has not been published")
    if provider.status is Status.RETIRED and not settings(film.read.project).base(provider.name):
        raise UsageError(closed(film))


def closed(film: Film) -> str:
    """Why a film is not made at a closed service, and what to do."""
    gone = film.provider
    others = f" (or {', '.join(gone.successors[1:])})" if gone.successors[1:] else ""
    to = f" --to {gone.successors[0]}" if gone.successors else ""
    path = shlex.quote(film.read.script.source)
    return (f"{gone.name} closed on {gone.retired} and takes nothing more; see what becomes of the film elsewhere: "
            f"shotscript retarget {path} --from {gone.name}{to}{others}. A service that copies "
            f'its API is asked where shotscript.toml says [services."{gone.name}"] base = "https://..."')


def _faultless(film: Film) -> None:
    """Nobody pays for a script with errors in it."""
    wrong = [p for p in film.problems if p.level is Level.ERROR]
    if wrong:
        raise UsageError(f"the script has {len(wrong)} error{'s' if len(wrong) > 1 else ''}, the first is "
                         f"{wrong[0].code}: {wrong[0].message}; nothing was asked for")


def _film_name(film: Film) -> str:
    return film_of(film.read.project, film.read.script.source)


def _untold(order: Order) -> None:
    return
