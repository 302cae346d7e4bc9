"""`shotscript doctor`: what is installed, which keys are set, and what to do about each lack.

Where a package is missing that everything else is built on, this command starts all the same, and says which.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import click

from ..core.installed import packages

FAILED = 3


@click.command("doctor")
@click.argument("file", required=False, default="", metavar="[FILE]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def command(file: str, form: str) -> int:
    """Say what is installed, which keys are set (their names alone), where caches lie, for which scripts there are
    letters, and what to do about each lack. With FILE: of its project; else of the folder one stands in.

    Ends in 0 when previz can run, else in 3. Asks nobody: it works without a network.
    """
    lacks = [one for one in packages() if one.state == "missing"]
    if not lacks:
        return import_module(".sickbed", __package__).shown(Path(file or "here.fountain"), form)
    if form == "json":
        told = [{"topic": one.topic, "name": one.name, "state": one.state, "told": one.told, "remedy": one.remedy}
                for one in lacks]
        click.echo(json.dumps({"ready": False, "findings": told}))
        return FAILED
    for one in lacks:
        click.echo(f"{one.name}: {one.told}; {one.remedy}")
    return FAILED
