"""Paid jobs as the ledger tells them: how each stands, what it costs, which takes there are. No row, no order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from .ledger import Event, Kind, Stored

State = Literal["intent", "sent", "stored", "refused", "absent", "failed", "unknown", "settled"]
OPEN: tuple[State, ...] = ("intent", "sent", "unknown")
"""Nobody knows yet what comes of it: no other job is asked for in its place."""
OVER: tuple[State, ...] = ("refused", "absent", "failed", "settled")


@dataclass(frozen=True, slots=True)
class Order:
    """One paid job. `usd` is what it costs as far as is known: the price it was asked for at, until the service tells
    another; nothing where nothing is owed. `at` is when it was asked for. `ticket` is what it is polled by
    at the service; until it was taken in, what it would be found by there where that is more than `job`."""

    job: str
    key: str
    provider: str
    segment: str
    film: str
    take: int
    usd: Decimal
    state: State
    ticket: str = ""
    clip: Stored | None = None
    words: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """All orders of a project by their job, the jobs of each request by (provider, key), which takes were chosen, and
    what services keep for us by (provider, what of): its name there and when it is forgotten."""

    orders: dict[str, Order]
    jobs: dict[tuple[str, str], list[str]]
    chosen: dict[tuple[str, str], int]
    placed: dict[tuple[str, str], tuple[str, str]]

    @property
    def spent(self) -> Decimal:
        """What was spent so far, everything counted whose fate is not known."""
        return sum((one.usd for one in self.orders.values()), Decimal(0))

    def spent_on(self, film: str) -> Decimal:
        return sum((one.usd for one in self.orders.values() if one.film == film), Decimal(0))

    def of(self, provider: str, key: str) -> tuple[Order, ...]:
        """All orders of a request, oldest first."""
        return tuple(self.orders[job] for job in self.jobs.get((provider, key), ()))

    def takes(self, provider: str, key: str) -> tuple[Order, ...]:
        """Those of a request whose clip is in the store."""
        return tuple(one for one in self.of(provider, key) if one.state == "stored")

    def take(self, provider: str, key: str) -> Order | None:
        """The take to cut with: the one chosen, else the newest."""
        found = self.takes(provider, key)
        wanted = self.chosen.get((provider, key))
        return next((one for one in found if one.take == wanted), found[-1] if found else None)

    def at(self, provider: str, what: str) -> str:
        """What a service calls a file or an element it still keeps; nothing if it does not."""
        ref, until = self.placed.get((provider, what), ("", ""))
        return "" if until and datetime.fromisoformat(until) <= datetime.now(UTC) else ref


def books(events: Iterable[Event]) -> Books:
    """The ledger's rows, read from the first to the last."""
    found = Books({}, {}, {}, {})
    for one in events:
        enter(found, one)
    return found


def enter(found: Books, told: Event) -> None:
    """One row more."""
    if told.event == "chosen":
        found.chosen[told.provider, told.key] = told.take
    elif told.event == "placed":
        found.placed[told.provider, told.key] = (told.ticket, told.until)
    elif told.event == "intent":
        found.jobs.setdefault((told.provider, told.key), []).append(told.job)
        found.orders[told.job] = Order(told.job, told.key, told.provider, told.segment, told.film, told.take,
                                       Decimal(told.usd), "intent", told.ticket, at=told.at)
    elif told.job in found.orders:
        found.orders[told.job] = _after(found.orders[told.job], told)


def handled(order: Order, ticket: str) -> str:
    """What an order is polled by, from the service's id of it: in place of our own in what it was to be found by."""
    return order.ticket.replace(order.job, ticket) if order.job in order.ticket else ticket


def _after(order: Order, told: Event) -> Order:
    state: Kind = told.event
    assert state not in ("chosen", "placed")
    clip = Stored(told.clip, told.size) if told.clip else order.clip
    return replace(order, state=state, usd=Decimal(told.usd), ticket=told.ticket or order.ticket, clip=clip,
                   words=told.words)
