"""`shotscript jobs`: what happened to each segment that was asked for, and what it cost."""

from __future__ import annotations

from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ..core.show import visible
from ..core.world import project_of
from ..render.ledger import events
from ..render.orders import Books, Order, books
from ..studio.lowering import LEDGER
from ..studio.paid import film_of
from ..studio.reasons import dollars
from . import bills, options

_COLOURS = {"stored": "green", "sent": "cyan", "intent": "cyan", "unknown": "bold red", "refused": "red",
            "failed": "red", "absent": "yellow", "settled": ""}


@click.command("jobs")
@options.files
@click.option("--provider", default="", help="Only this one's.")
@options.format
def command(files: tuple[str, ...], provider: str, form: str) -> int:
    """List every paid job of a script: its segment and take, how it stands, its price, and the service's own words.

    Ends in status 4 while there are jobs of which nobody knows whether the service took them: see `settle`.
    """
    ends = []
    for path in files:
        project = project_of(Path(path))
        found = books(events(project / LEDGER))
        home = film_of(project, path)
        mine = [one for one in found.orders.values() if one.film == home and provider in ("", one.provider)]
        if form == "json":
            options.answer({"file": path, "spent_usd": str(found.spent_on(home)),
                            "project_usd": str(found.spent), "jobs": [bills.as_json(one) | {
                                "chosen": _chosen(one, found)} for one in mine]})
        elif mine:
            options.show(options.result(), _table(mine, found), "",
                         f"{dollars(found.spent_on(home))} spent on this film, {dollars(found.spent)} in the project")
        else:
            options.say(options.words(), f"{path}: nothing was asked for yet")
        ends.append(bills.MONEY if any(one.state == "unknown" for one in mine) else 0)
    return max(ends)


def _table(orders: list[Order], found: Books) -> Table:
    table = Table(box=SIMPLE_HEAD if options.result().is_terminal else None, pad_edge=False, header_style="bold")
    for name in ("segment", "take", "state", "price", "asked for"):
        table.add_column(name, justify="right" if name in ("take", "price") else "left", no_wrap=True)
    table.add_column("", ratio=1)
    for one in sorted(orders, key=lambda one: (one.provider, one.at)):
        words = f"{one.words}; settle {one.job} --never, or --took ID" if one.state == "unknown" else one.words
        mark = "*" if _chosen(one, found) else ""
        table.add_row(Text(visible(one.segment)), f"{one.take}{mark}", Text(one.state, _COLOURS[one.state]),
                      dollars(one.usd) if one.usd else "", one.at[:16].replace("T", " "), Text(visible(words)))
    return table


def _chosen(order: Order, found: Books) -> bool:
    take = found.take(order.provider, order.key)
    return take is not None and take.job == order.job
