"""`shotscript retry`: one take more of the segments that hold some shots."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import click

from ..studio import compile
from ..studio.paid import price
from ..studio.takes import request_of, segment_of
from . import bills, options


@click.command("retry")
@click.argument("file", metavar="FILE")
@click.argument("shots", nargs=-1, required=True, metavar="SHOT...")
@click.option("--provider", default="", help="Whom to ask; else the script's own, else the project's.")
@options.variant
@options.cap
@options.format
def command(file: str, shots: tuple[str, ...], provider: str, variant: str, cap: Decimal | None, form: str) -> int:
    """Ask for one take more of each segment that holds one of the shots; the newest take is the one that is cut."""
    film = compile(Path(file), provider=provider, variant=variant)
    segments = [segment_of(film, shot) for shot in shots]
    names, keys = frozenset(one.name for one in segments), {request_of(film, one).key for one in segments}
    bill = price(film, 0, names)
    kept = tuple(one for one in bill.entries if one.wanted.key in keys)
    return bills.status(bills.paid(file, replace(bill, entries=kept), cap, form))
