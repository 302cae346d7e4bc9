"""`shotscript providers`: whom a film can be compiled for, and what each can express."""

from __future__ import annotations

import sys

import click
from rich.table import Table

from ..core.timebase import plain
from ..providers import find, named
from ..providers.contract import Provider
from ..studio.matrix import matrix, second
from . import grid, options
from .page import dollars


@click.command("providers")
@click.option("--matrix", "asked", is_flag=True, help="What each can express, clause by clause.")
@click.option("--providers", "wanted", default="", metavar="A,B,C", help="These only.")
@options.format
def command(asked: bool, wanted: str, form: str) -> int:
    """List the providers and what they can make; with --matrix, what each can express of all the language has."""
    found = [named(name) for name in options.names(wanted)] or list(find().values())
    if asked:
        _matrix(found, form)
    elif form == "json":
        for one in found:
            options.answer(_facts(one))
    else:
        options.show(options.result(), _table(found))
    return 0


def _matrix(found: list[Provider], form: str) -> None:
    made = matrix(found)
    if form == "json":
        options.answer(made.model_dump(mode="json"))
        return
    encoding = (sys.stdout.encoding or "ascii").casefold().replace("-", "")
    for line in grid.lines(made, options.result().width, letters=not encoding.startswith("utf")):
        click.echo(line)


def _facts(one: Provider) -> dict[str, object]:
    return {
        "name": one.name, "title": one.title, "status": str(one.status), "checked": one.checked.isoformat(),
        "retired": one.retired and one.retired.isoformat(), "successors": list(one.successors), "note": one.note,
        "second_usd": str(second(one)), "local": one.local, "wire": one.wire is not None,
        "limits": one.limits.model_dump(mode="json"),
    }


def _table(found: list[Provider]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("provider", no_wrap=True, style="bold")
    for name in ("status", "facts of", "cuts", "seconds", "a second", "made by"):
        table.add_column(name, no_wrap=True)
    table.add_column("note", overflow="fold")
    for one in found:
        table.add_row(one.name, str(one.status), one.checked.isoformat(), str(one.limits.cuts), _seconds(one),
                      dollars(second(one)), "this machine" if one.local else "its service" if one.wire else "nobody",
                      _note(one))
    return table


def _seconds(one: Provider) -> str:
    limits = one.limits
    if limits.durations:
        return "/".join(map(plain, limits.durations))
    return f"{plain(limits.shortest)}-{plain(limits.longest)}" if limits.longest else "any"


def _note(one: Provider) -> str:
    closed = f"closed {one.retired}; go to {' or '.join(one.successors)}" if one.retired else ""
    return "; ".join(filter(None, (closed, one.note)))
