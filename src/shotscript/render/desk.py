"""What the paid jobs of one run share: whom they go to, the books, the money there is, and how long to wait."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from ..core import digest
from ..core.errors import FileError, MoneyError
from ..core.secret import hidden
from ..providers.contract import Need, Request
from ..providers.service import Wire
from .auth import Keys
from .http import Http
from .ledger import Event, Kind, Ledger, Stored
from .orders import Books, Order, enter
from .store import Store

_FIRST, _MOST, _TRIES = 1.0, 60.0, 8
"""Seconds of the first pause between tries and of the longest, and how many tries there are."""
_ASKED = 600.0
"""Seconds of the longest pause a service is granted: some say a year, or infinity."""
_GATHERED = 0.005
"""Seconds in which rows gather that then go to the disk together: nobody feels them, and a thousand jobs do."""
_WORDS = 2000
"""Characters of a service's words that are kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request to be made by a service, at a price. `before` is the key of the request whose clip must be there first:
    its last picture is where this one begins."""

    request: Request
    price: Decimal
    film: str
    before: str = ""

    @property
    def key(self) -> str:
        return self.request.key


@dataclass(frozen=True, slots=True)
class Tempo:
    """How patient a run is: `scale` stretches or shrinks every pause, `tries` is how often a call is tried that fails
    for reasons that pass, `quiet` the seconds without a word after which a line counts as broken."""

    scale: float = 1.0
    tries: int = _TRIES
    quiet: float = 120.0

    async def pause(self, number: int, asked: float | None = None) -> None:
        """The pause after try `number` (from 0): twice as long each time, a little by chance, or what was asked for."""
        seconds = max(asked, _FIRST) if asked is not None else min(_FIRST * 2**number, _MOST) * random.uniform(0.5, 1.0)
        await self.wait(seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, _ASKED) * self.scale)


Finding = Callable[[Need, Wanted], Awaitable[Path | None]]
"""The file of a need, made if it is one of ours to make; None where there is none."""


@dataclass
class Desk:
    """`base` is the service's address as it is asked. `most` is what this run may still spend, None without a limit;
    `named` what the project says a service calls a need of its own; `told` hears of every change."""

    provider: str
    wire: Wire
    base: str
    keys: Keys
    http: Http
    ledger: Ledger
    store: Store
    books: Books
    file: Finding
    most: Decimal | None = None
    named: Callable[[Need], str] = lambda need: ""
    told: Callable[[Order], None] = lambda order: None
    tempo: Tempo = field(default_factory=Tempo)
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    clips: dict[str, asyncio.Future[Path | None]] = field(default_factory=dict)
    _next: float = 0.0
    _rows: list[tuple[Event, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Future[None] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Made anew each time: some tokens live for half an hour."""
        return self.keys.headers(self.wire.auth)

    @property
    def address(self) -> str:
        """The service's address as the books know it. Where a variable is part of it, its digest stands for it."""
        told = hidden(self.base)
        return self.base if told == self.base else f"{told}#{digest.of(self.base)[:16]}"

    def lock(self, what: str) -> asyncio.Lock:
        return self.locks.setdefault(what, asyncio.Lock())

    async def turn(self) -> None:
        """Wait until the service may be asked for one more job."""
        now = asyncio.get_running_loop().time()
        start, self._next = max(now, self._next), max(now, self._next) + self.wire.gap * self.tempo.scale
        if start > now:
            await asyncio.sleep(start - now)

    async def order(self, wanted: Wanted, job: str, take: int) -> Order:
        """The intent to spend, on the disk before anything is asked for. MoneyError where there is no money for it."""
        if self.most is not None and wanted.price > self.most:
            raise MoneyError(f"{wanted.request.segment} costs ${wanted.price}, and the cap leaves ${self.most}")
        name = self.wire.handle(wanted.request, job) if self.wire.handle else ""
        if self.most is not None:
            self.most -= wanted.price
        await self._write(Event("intent", wanted.key, self.provider, wanted.request.segment, job, take, wanted.film,
                                str(wanted.price), name))
        return self.books.orders[job]

    async def note(self, order: Order, event: Kind, *, usd: Decimal | None = None, ticket: str = "", words: str = "",
                   clip: Stored | None = None) -> Order:
        """What became of an order, on the disk. `words` are a service's own: keys in them are hidden."""
        owed = order.usd if usd is None else usd
        told = Event(event, order.key, order.provider, order.segment, order.job, order.take, order.film, str(owed),
                     _plain(ticket), clip.clip if clip else "", clip.size if clip else 0, words=_plain(words))
        await self._write(told)
        if self.most is not None:
            self.most += order.usd - owed
        now = self.books.orders[order.job]
        self.told(now)
        return now

    async def placed(self, what: str, ref: str, until: str) -> None:
        await self._write(Event("placed", what, self.address, ticket=_plain(ref), until=until))

    async def _write(self, told: Event) -> None:
        """A row that is on the disk when this returns. Rows that come while others are being written go together: the
        disk is waited for once, and by a thread, so that nobody else waits for it."""
        written = asyncio.get_running_loop().create_future()
        self._rows.append((told, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._written())
        await asyncio.shield(written)

    async def settled(self) -> None:
        """Wait until every row is on the disk, those of jobs among them that nobody waits for any more."""
        if self._writing is not None:
            await asyncio.wait((self._writing,))

    async def _written(self) -> None:
        while self._rows:
            await asyncio.sleep(_GATHERED)
            rows, self._rows = self._rows, []
            try:
                await asyncio.to_thread(self.ledger.add, *(told for told, _ in rows))
            except FileError as trouble:
                for _, written in rows:
                    written.set_exception(trouble)
                continue
            for told, written in rows:
                enter(self.books, replace(told, at=datetime.now(UTC).isoformat()))
                written.set_result(None)


def worded(order: Order, words: str) -> Order:
    """An order that stands as it stood, with a word for whoever waits for it."""
    return replace(order, words=_plain(words))


def _plain(words: str) -> str:
    """What others said, without keys and in characters that can be written down."""
    return hidden(words).encode(errors="backslashreplace").decode()
