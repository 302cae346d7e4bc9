"""`shotscript compile`: prompts, requests, losses and prices as plain files to read before paying."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import click

from ..core.diagnostic import Diagnostic
from ..core.errors import UsageError
from ..providers.contract import Verdict
from ..studio import Film, Read, build_folder, read, version
from ..studio.rows import Series
from ..studio.templates import load
from . import build, options, personal, report, several


@click.command("compile")
@options.files
@click.option("--provider", default="", help="Whom to compile for; else the script's own, else previz.")
@click.option("--providers", default="", metavar="A,B,C", help="Compile for several, and compare them side by side.")
@click.option("--templates", type=click.Path(path_type=Path), metavar="DIR",
              help="A folder of your own words for prompts, as DIR/kling/shot.jinja2: docs/templates.md.")
@options.variant
@options.data
@options.rows
@options.only
@options.fresh
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], provider: str, providers: str, templates: Path | None, variant: str, data: Path | None,
    rows: str, only: str, fresh: bool, out: Path | None, form: str, select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Write each segment's prompt and request for a provider, with prices and what the model will ignore.

    With --data: a film for each row, each in a folder of its own, or with --format json a line each.
    """
    wanted, ends = _wanted(provider, providers), []
    personal.together(data, rows)
    own = load(templates) if templates else None
    for path, folder in zip(files, options.folders(files, out), strict=True):
        script = read(Path(path), only=only)
        if data:
            series = Series(script, data, _one(wanted), own, fresh=fresh, variant=variant)
            telling = personal.Telling(path, form, select, ignore, infos, strict)
            ends.append(personal.compile(series, rows, build_folder(script, folder), telling))
            continue
        films = {name: version(script, name, own, fresh=fresh, variant=variant) for name in wanted}
        found = report.chosen(_problems(script, films), select, ignore, infos)
        report.show(found, script.sources, options.words())
        target = build_folder(script, folder) if folder else options.version_folder(build_folder(script), variant)
        _write(path, films, target, form, alone=not providers, strict=strict)
        lost = any(loss.verdict is Verdict.LOST for film in films.values() for loss in film.losses)
        ends.append(max(options.status(found, strict), int(strict and lost)))
    return max(ends)


def _wanted(provider: str, providers: str) -> tuple[str, ...]:
    if provider and providers:
        raise UsageError("say --provider for one or --providers for several, not both")
    found = options.names(providers)
    if providers and not found:
        raise UsageError("--providers names nobody")
    return found or (provider,)


def _one(wanted: tuple[str, ...]) -> str:
    if len(wanted) > 1:
        raise UsageError("--data is compiled for one provider at a time: name it with --provider")
    return "".join(wanted)


def _problems(script: Read, films: Mapping[str, Film]) -> tuple[Diagnostic, ...]:
    """The script's own problems once, and what each provider adds."""
    known = set(script.problems)
    if len(films) == 1:
        return next(iter(films.values())).problems
    added = dict.fromkeys(one for film in films.values() for one in film.problems if one not in known)
    return (*script.problems, *added)


def _write(path: str, films: Mapping[str, Film], target: Path, form: str, *, alone: bool, strict: bool) -> None:
    if alone:
        film = next(iter(films.values()))
        made = build.write(film, target)
        if strict and form == "text":
            for line in several.hurts(film.provider.name, made):
                options.say(options.words(), line)
        _tell(path, film, target, form)
        return
    found = several.write(films, target)
    if form == "json":
        options.answer({"file": path, "folder": str(target), **found.model_dump(mode="json")})
        return
    options.show(options.result(), *several.table(found))
    click.echo(str(target))


def _tell(path: str, film: Film, target: Path, form: str) -> None:
    tally = {str(v): sum(loss.verdict is v for loss in film.losses) for v in Verdict}
    price = sum(film.prices, Decimal(0))
    if form == "json":
        options.answer({"file": path, "provider": film.provider.name, "folder": str(target),
                        "segments": len(film.segments), "price_usd": str(price), "losses": tally})
        return
    many = len(film.segments)
    options.say(options.words(), f"{film.provider.title}: {many} segment{'s' if many != 1 else ''}, ${price}; " +
                ", ".join(f"{count} {word}" for word, count in tally.items()))
    click.echo(str(target))
