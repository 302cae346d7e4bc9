"""`shotscript plan`: the segments a film is cut into, why there, and what that costs, an edit or another way."""

from __future__ import annotations

from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..core.show import visible
from ..core.timebase import clock
from ..studio import read
from ..studio.plans import Amount, Packed, Personal, Planning, State, Way, plan
from ..studio.reasons import dollars
from . import options, report

_STATES = {"kept": ("kept", "green"), "again": ("again", "yellow"), "new": ("new", "cyan")}
_EDIT: dict[State, str] = {"kept": "kept as they are", "again": "to be made again", "new": "new"}

_PLAIN = 120
"""Characters a line where there is no terminal to ask."""


@click.command("plan")
@options.files
@click.option("--provider", default="", help="Whom to plan for; else the script's own, else previz.")
@options.only
@options.fresh
@options.format
@options.problems
def command(
    files: tuple[str, ...], provider: str, only: str, fresh: bool, form: str,
    select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Say how a film is cut into segments, why there, what an edit costs, and what other ways to cut it would."""
    ends = []
    for path in files:
        film = read(Path(path), only=only)
        found, problems = plan(film, provider, fresh=fresh)
        chosen = report.chosen(problems, select, ignore, infos)
        report.show(chosen, film.sources, options.words())
        if form == "json":
            options.answer({"file": path, **found.model_dump(mode="json")})
        else:
            console = options.result()
            console.width = console.width if console.is_terminal else max(console.width, _PLAIN)
            options.show(console, *_parts(found, console))
        ends.append(options.status(chosen, strict))
    return max(ends)


def _parts(found: Planning, console: Console) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(_head(found), "bold"), ""]
    if found.segments:
        since = "Since the last render" if found.rendered else "Nothing rendered yet"
        parts += [_segments(found, console), "", Text(since, "bold"),
                  *(_amount(state, amount) for state, amount in found.edit.items() if amount.segments), "",
                  Text("Other ways to cut it", "bold"), _ways(found.ways, console)]
    if found.fields:
        parts += ["", Text("What one more value costs", "bold"), *map(_field, found.fields)]
    if found.left_out:
        parts.append(Text(f"In no segment: {visible(', '.join(found.left_out))}", "red"))
    if found.footage:
        parts.append(f"Finished footage, nothing to pay: {visible(', '.join(found.footage))}")
    return parts


def _head(found: Planning) -> str:
    this = found.ways[0]
    count = f"{this.segments} segment{'' if this.segments == 1 else 's'}"
    title = f"{visible(found.title)} for " if found.title else ""
    cost = f"{_money(this)}" if this.price_usd else "free"
    return f"{title}{found.provider_title}: {clock(found.seconds)} in {count}, {clock(this.asked)} asked for, {cost}"


def _money(way: Way) -> str:
    owed = "" if way.owed_usd == way.price_usd else f", {dollars(way.owed_usd)} still to be paid"
    return f"{dollars(way.price_usd)}{owed}"


def _segments(found: Planning, console: Console) -> Table:
    table, rows = _table(console), [_row(one) for one in found.segments]
    for at, name in enumerate(("segment", "shots", "asked", "thrown", "price", "")):
        # Measured here: a long film has a thousand rows, and rich would lay every cell out to see how wide it is.
        width = max(cell_len(str(cell)) for cell in (name, *(row[at] for row in rows)))
        table.add_column(name, justify="right" if 0 < at < 5 else "left", no_wrap=True, width=width)
    table.add_column("ends here because", ratio=1)
    for row in rows:
        table.add_row(*row)
    return table


def _row(one: Packed) -> tuple[Text | str, ...]:
    word, colour = _STATES[one.state]
    return (Text(visible(one.name)), str(len(one.shots)), clock(one.asked), clock(one.thrown) if one.thrown else "",
            dollars(one.price_usd) if one.price_usd else "", Text(word, colour), Text(visible(one.ends)))


def _amount(state: State, amount: Amount) -> str:
    count = f"{amount.segments} segment{'' if amount.segments == 1 else 's'}"
    paid = " paid already" if state == "kept" else ""
    cost = f", {dollars(amount.price_usd)}{paid}" if amount.price_usd else ""
    return f"  {_EDIT[state]}: {count}, {clock(amount.seconds)}{cost}"


def _field(one: Personal) -> str:
    cost = f": {clock(one.seconds)}{f', {dollars(one.price_usd)}' if one.price_usd else ''}" if one.segments else ""
    return visible(f"  {{{one.name}}} stands in {', '.join(one.segments) or 'no segment'}{cost}")


def _ways(ways: tuple[Way, ...], console: Console) -> Table:
    table = _table(console)
    table.add_column("", no_wrap=True)
    costs = any(one.price_usd for one in ways)
    _numbers(table, *(("to pay", "all of it") if costs else ()), "segments", "asked", "thrown", "left out")
    for one in ways:
        money = (dollars(one.owed_usd), dollars(one.price_usd)) if costs else ()
        table.add_row(one.name, *money, str(one.segments), clock(one.asked), clock(one.thrown) if one.thrown else "",
                      str(one.left_out or ""))
    return table


def _numbers(table: Table, *names: str) -> None:
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)


def _table(console: Console) -> Table:
    """Ruled on a terminal, plain columns elsewhere."""
    return Table(box=SIMPLE_HEAD if console.is_terminal else None, pad_edge=False, header_style="bold")
