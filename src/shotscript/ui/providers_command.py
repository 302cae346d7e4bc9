"""`shotscript providers`: whom a film can be compiled for, and what each can express."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from rich.text import Text

from ..core.timebase import plain
from ..providers import find, named
from ..providers.contract import Provider
from ..studio.matrix import matrix, second
from . import grid, options
from .columns import columns
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
        options.show(options.result(), *_lines(found))
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


def _lines(found: list[Provider]) -> Iterator[Text]:
    """A line for each, and under it what a producer should know."""
    heads = ("provider", "status", "facts of", "cuts", "seconds", "a second", "made by")
    rows = [(one.name, str(one.status), one.checked.isoformat(), str(one.limits.cuts), _seconds(one),
             dollars(second(one)), "this machine" if one.local else "a service" if one.wire else "none")
            for one in found]
    head, *lines = columns(heads, rows)
    yield head
    for one, line in zip(found, lines, strict=True):
        yield line
        if note := _note(one):
            yield Text(f"  {note}", "dim")


def _seconds(one: Provider) -> str:
    limits = one.limits
    if limits.durations:
        return "/".join(map(plain, limits.durations))
    return f"{plain(limits.shortest)}-{plain(limits.longest)}" if limits.longest else "any"


def _note(one: Provider) -> str:
    closed = f"closed {one.retired}" if one.retired else ""
    follow = f"followed by {', '.join(one.successors)}" if one.successors else ""
    return "; ".join(filter(None, (closed, follow, one.note)))
