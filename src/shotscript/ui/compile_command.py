"""`shotscript compile`: prompts, requests, losses and prices as plain files to read before paying."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from ..providers.contract import Verdict
from ..studio import Film, build_folder, compile
from . import build, options, report


@click.command("compile")
@options.files
@click.option("--provider", default="", help="Whom to compile for; else the script's own, else previz.")
@options.only
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], provider: str, only: str, out: Path | None, form: str,
    select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Write each segment's prompt and request for a provider, with prices and what the model will ignore."""
    console, ends = options.words(), []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider=provider, only=only)
        found = report.chosen(film.problems, select, ignore, infos)
        report.show(found, film.read.sources, console)
        target = build_folder(film.read, folder)
        build.write(film, target)
        _tell(path, film, target, form)
        lost = any(loss.verdict is Verdict.LOST for loss in film.losses)
        ends.append(max(options.status(found, strict), int(strict and lost)))
    return max(ends)


def _tell(path: str, film: Film, target: Path, form: str) -> None:
    tally = {str(v): sum(loss.verdict is v for loss in film.losses) for v in Verdict}
    price = sum(film.prices, Decimal(0))
    if form == "json":
        options.answer({"file": path, "provider": film.provider.name, "folder": str(target),
                        "segments": len(film.segments), "price_usd": str(price), "losses": tally})
        return
    options.words().print(f"{film.provider.title}: {len(film.segments)} segments, ${price}; " +
                          ", ".join(f"{count} {word}" for word, count in tally.items()))
    click.echo(str(target))
