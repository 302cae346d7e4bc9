"""`shotscript providers`: whom a film can be compiled for."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from ..providers import find
from ..providers.contract import Provider
from . import options


@click.command("providers")
@options.format
def command(form: str) -> int:
    """List the providers and what they can make."""
    found = list(find().values())
    if form == "json":
        for one in found:
            options.answer({"name": one.name, "title": one.title, "status": str(one.status),
                            "checked": one.checked.isoformat(), "limits": one.limits.model_dump(mode="json")})
        return 0
    table = Table("provider", "status", "facts of", "cuts", "seconds", "renders here")
    for one in found:
        table.add_row(one.name, str(one.status), one.checked.isoformat(), str(one.limits.cuts), _seconds(one),
                      "yes" if one.local else "not yet")
    console = Console()
    with console.capture() as drawn:
        console.print(table)
    click.echo(drawn.get(), nl=False)
    return 0


def _seconds(one: Provider) -> str:
    longest = one.limits.longest
    return f"{one.limits.shortest}-{longest}" if longest else "any"
