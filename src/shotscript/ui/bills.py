"""What a film costs and what became of it, shown: the bill before, each job as it goes, the words of refusals after."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..core.diagnostic import Diagnostic, error, info, warning
from ..core.show import visible
from ..plan.timeline import Segment
from ..render.orders import Order
from ..render.paid import Outcome
from ..studio.paid import Bill, Entry, Rendered, render
from ..studio.reasons import dollars
from . import options, report

WORLD, MONEY = 3, 4
_WORDS = {"intent": "asking", "sent": "taken in", "stored": "here", "refused": "refused", "absent": "not taken in",
          "failed": "failed", "unknown": "unknown", "settled": "settled: never made"}


def paid(path: str, bill: Bill, cap: Decimal | None, form: str, jobs: int = 0) -> Rendered:
    """Ask for what a bill lacks, and tell of it."""
    console = options.words()
    if bill.missing:
        options.say(console, _head(bill))

    def told(order: Order) -> None:
        cost = f", {dollars(order.usd)}" if order.state in ("sent", "stored") and order.usd else ""
        with suppress(OSError, SystemExit):  # rich ends a program whose reader has gone: not one that pays
            options.say(console, f"{order.segment} take {order.take}: {_WORDS[order.state]}{cost}")

    made = render(bill, cap=cap, ask=_asked, told=told, jobs=jobs)
    report.show(faults(made), bill.film.read.sources, console)
    if form == "json":
        options.answer(_json(path, made))
    else:
        options.show(options.result(), *_after(made))
    return made


def show(path: str, bill: Bill, form: str) -> None:
    """A bill, and nothing else."""
    if form == "json":
        options.answer({"file": path, "provider": bill.provider.name, "owed_usd": str(bill.owed),
                        "spent_usd": str(bill.books.spent), "entries": [_entry(one) for one in bill.entries]})
        return
    options.show(options.result(), Text(_head(bill), "bold"), "", _table(bill))


def faults(made: Rendered) -> tuple[Diagnostic, ...]:
    """What did not come, at the line of the script it was asked for."""
    where = {one.wanted.key: one for one in made.bill.entries}
    return tuple(found for one in made.outcomes if (found := fault(one, where)))


def fault(outcome: Outcome, where: dict[str, Entry]) -> Diagnostic | None:
    """What to tell of one take that did not come; `where` are the entries of the bill by their key."""
    wanted, order = outcome.errand.wanted, outcome.order
    entry = where.get(wanted.key) if wanted else None
    if entry is None or (order and order.state == "stored"):
        return None
    if order is None:
        name, shot = entry.segment.name, entry.segment.cuts[0].shot
        return error("JB101", f"{name} was not asked for: {visible(outcome.words)}", shot.span,
                     "nothing was spent on it")
    return told(replace(order, words=outcome.words), entry.segment)


def told(order: Order, segment: Segment) -> Diagnostic | None:
    """What to tell of an order at the line it was asked for; nothing of one whose clip is here, or
    that somebody has settled."""
    shot, name, words = segment.cuts[0].shot, segment.name, f": {visible(order.words)}" if order.words else ""
    match order.state:
        case "refused" | "failed":
            return error("JB102", f"the service did not make {name}{words}", shot.span, "refused",
                         f"change the line, then render again; or ask once more: retry {shot.label}")
        case "absent":
            return warning("JB103", f"the service did not take {name}{words}", shot.span, "nothing was spent on it",
                           "render again")
        case "unknown":
            return error("JB104", f"nobody can say whether the service took {name}{words}", shot.span,
                         f"{dollars(order.usd)} are counted as spent",
                         f"look at the service's own page, then: settle {order.job} --never, or --took ID")
        case "stored" | "settled":
            return None
        case _:
            return info("JB105", f"{name} is still at the service{words}", shot.span, "paid for",
                        "render again later: it is brought home first")


def status(made: Rendered) -> int:
    if any(one.money for one in made.outcomes) or made.bill.unknown:
        return MONEY
    return WORLD if made.faults else 0


def _asked(bill: Bill) -> bool:
    """Without a cap somebody says yes, or nothing is spent."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"Spend up to {dollars(bill.owed)} at {visible(bill.provider.title)}?", err=True)


def _head(bill: Bill) -> str:
    many = f"{bill.missing} clip{'' if bill.missing == 1 else 's'}"
    spent = f"; {dollars(bill.books.spent)} spent in this project so far" if bill.books.spent else ""
    return f"{visible(bill.provider.title)}: {many} to ask for, {dollars(bill.owed)}{spent}"


def _after(made: Rendered) -> Iterable[RenderableType]:
    bill, fresh = made.bill, len(made.fresh)
    new = {one.job for one in made.fresh}
    kept = sum(take.job not in new for one in bill.entries for take in one.takes)
    spent = sum((one.usd for one in made.fresh), Decimal(0))
    open_ = sum(len(one.open) for one in bill.entries) + len(bill.older)
    left = f", {open_} still at the service" if open_ else ""
    yield f"{fresh} rendered for {dollars(spent)}, {kept} kept{left}; {dollars(bill.books.spent)} in all"


def _table(bill: Bill) -> Table:
    table = Table(box=SIMPLE_HEAD if options.result().is_terminal else None, pad_edge=False, header_style="bold")
    for name in ("segment", "seconds", "takes", "open", "to ask for", "price"):
        table.add_column(name, justify="left" if name == "segment" else "right", no_wrap=True)
    for one in bill.entries:
        table.add_row(Text(visible(one.segment.name)), f"{float(one.segment.seconds):g}", str(len(one.takes)),
                      str(len(one.open) or ""), str(one.missing or ""), dollars(one.owed) if one.missing else "")
    return table


def _entry(one: Entry) -> dict[str, Any]:
    return {"segment": one.segment.name, "key": one.wanted.key, "price_usd": str(one.wanted.price),
            "takes": [order.take for order in one.takes], "open": [as_json(order) for order in one.open],
            "missing": one.missing}


def as_json(order: Order) -> dict[str, Any]:
    return {"segment": order.segment, "take": order.take, "state": order.state, "usd": str(order.usd), "job": order.job,
            "key": order.key, "provider": order.provider, "at": order.at, "words": order.words}


def _json(path: str, made: Rendered) -> dict[str, Any]:
    return {"file": path, "provider": made.bill.provider.name, "rendered": len(made.fresh),
            "spent_usd": str(made.bill.books.spent),
            "jobs": [as_json(one.order) if one.order else {"segment": _name(one), "state": "not asked for",
                                                           "words": one.words} for one in made.outcomes]}


def _name(outcome: Outcome) -> str:
    return outcome.errand.wanted.request.segment if outcome.errand.wanted else ""
