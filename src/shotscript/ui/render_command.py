"""`shotscript render`: ask a service for what a film lacks, bring it home, and never pay for the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from ..core.errors import MoneyError, UsageError
from ..studio import Film, read, version
from ..studio.paid import Bill, price
from ..studio.rows import Series
from . import bills, options, personal, report


@click.command("render")
@options.files
@click.option("--provider", default="", help="Whom to ask; else the script's own, else the project's.")
@options.cap
@click.option("--takes", type=click.IntRange(1, 99), default=1, metavar="N", help="How many takes of each segment.")
@click.option("--jobs", type=click.IntRange(0, 1000), default=0, help="Jobs at a time; 0 is what the service takes.")
@click.option("--dry-run", is_flag=True, help="Show what it would cost, and ask for nothing.")
@options.variant
@options.data
@options.rows
@options.only
@options.format
@options.problems
def command(
    files: tuple[str, ...], provider: str, cap: Decimal | None, takes: int, jobs: int, dry_run: bool, variant: str,
    data: Path | None, rows: str, only: str, form: str, select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Render a film's segments at a service, within a cap. Clips end in `.shotscript/store`, and `cut` joins them.

    What is in the store is not paid for again; what an earlier run asked for is brought home first. With --data: a film
    for each row, what they share asked for once.
    """
    personal.together(data, rows)
    ends, priced = [], []
    for path in files:
        script = read(Path(path), only=only)
        films = _rows(Series(script, data, provider, variant=variant), rows) if data else [
            version(script, provider, variant=variant)]
        found = report.chosen(films[0].problems, select, ignore, infos)
        report.show(found, script.sources, options.words())
        priced.append((path, price(films, takes)))
        ends.append(options.status(found, strict))
    if dry_run:
        for path, bill in priced:
            bills.show(path, bill, form)
        return max(ends)
    return max(*ends, *_paid(priced, cap, form, jobs))


def _paid(asked: list[tuple[str, Bill]], cap: Decimal | None, form: str, jobs: int) -> Iterator[int]:
    """One film after the other; the cap is that of all of them together."""
    owed = sum((bill.owed for _, bill in asked), Decimal(0))
    if cap is not None and owed > cap:
        raise MoneyError(f"this would cost ${owed}, and --cap leaves ${cap}; nothing was asked for")
    for path, bill in asked:
        made = bills.paid(path, bill, cap, form, jobs)
        cap = None if cap is None else max(cap - made.spent, Decimal(0))
        yield bills.status(made)


def _rows(series: Series, rows: str) -> list[Film]:
    films = [one.film for one in series.films(personal.picked(rows)) if one.film]
    if not films:
        raise UsageError("no row makes a film")
    return films
