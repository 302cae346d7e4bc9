"""A film for each row of `--data`: made one after the other, told as they come, none kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import click

from ..core.diagnostic import Diagnostic, Problems
from ..core.errors import UsageError
from ..providers.contract import Verdict
from ..studio.data import picked
from ..studio.rows import Personal, Series
from . import build, options, report
from .progress import watching


@dataclass
class Telling:
    """How the films of one script are told of, and what there was to tell so far: the first problems, and counts."""

    path: str
    form: str
    select: str = ""
    ignore: str = ""
    infos: bool = False
    strict: bool = False
    shown: list[Diagnostic] = field(default_factory=list)
    status: int = 0
    made: int = 0
    faulty: int = 0
    price: Decimal = Decimal(0)

    def take(self, problems: Problems) -> None:
        found = report.chosen(problems, self.select, self.ignore, self.infos)
        self.status = max(self.status, options.status(found, self.strict))
        self.shown += found[: max(report.MOST + 1 - len(self.shown), 0)]

    def count(self, one: Personal) -> None:
        self.take(one.problems)
        self.made += one.film is not None
        self.faulty += one.film is None
        self.price += one.fresh
        if one.film is None or (self.strict and any(piece.tally[Verdict.LOST] for piece in one.pieces)):
            self.status = 1


def together(data: Path | None, rows: str) -> None:
    if rows and not data:
        raise UsageError("--rows picks rows of --data, and there is none")


def compile(series: Series, rows: str, target: Path, telling: Telling) -> int:
    """Each film in a folder of `target`, or as one line of JSON on stdout. The exit status."""

    def made(one: Personal) -> None:
        if telling.form == "json":
            click.echo(line(telling.path, one))
        elif one.film is not None:
            build.write(one.film, target / one.row.folder)

    return run(series, rows, telling, made, "" if telling.form == "json" else str(target))


def run(series: Series, rows: str, telling: Telling, make: Callable[[Personal], None], target: str) -> int:
    """Every film made by `make`; at the end the problems, and what all of it costs."""
    console, wanted = options.words(), picked(rows)
    total = sum(len(one) for one in wanted) or series.asked.count
    telling.take(series.problems)
    with watching(console, "rows") as watch:
        for at, one in enumerate(series.films(wanted), 1):
            telling.count(one)
            if one.film is not None:
                make(one)
            watch("making films", at, total)
    report.show(telling.shown, series.base.sources, console)
    left = f", {_many(telling.faulty, 'row')} left out" if telling.faulty else ""
    options.say(console, f"{telling.path}: {_many(telling.made, 'film')}{left}; ${telling.price} for all of "
                         "them, what they share paid once")
    if target:
        click.echo(target)
    return telling.status


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' if count != 1 else ''}"


def line(path: str, one: Personal) -> str:
    """One film as one line of JSON; segments that films share are not written out anew."""
    tally: Counter[str] = Counter()
    for piece in one.pieces:
        tally.update({str(verdict): count for verdict, count in piece.tally.items()})
    head = json.dumps({
        "file": path, "id": one.row.id, "row": one.row.number, "variant": one.row.variant,
        "price_usd": str(one.price), "new_usd": str(one.fresh), "losses": dict(tally),
        "problems": [{"code": p.code, "level": str(p.level), "message": p.message, "shot": p.shot}
                     for p in one.problems],
    }, ensure_ascii=False)
    return f'{head[:-1]}, "segments": [{", ".join(piece.json for piece in one.pieces)}]}}'
