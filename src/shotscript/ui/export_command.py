"""`shotscript export`: the film for editing programs and players, its script for Final Draft and other writers."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..studio import Film, compile, exchange, usd
from ..studio.exchange import Exported
from ..studio.exporting import FORMATS, export
from ..studio.takes import chosen
from . import options, report
from .progress import watching

ALL = (*FORMATS, usd.FORMAT, *exchange.FORMATS)


@click.command("export")
@options.files
@click.option("--to", "wanted", default="otio", metavar="FORMATS", help=f"Some of {','.join(ALL)}; else otio.")
@click.option("--provider", default="", help="Whose takes to cut from; else the script's own, else previz.")
@options.variant
@options.only
@click.option("--start", default="", metavar="TIMECODE",
              help="Of the first frame; else 01:00:00:00. Written 01:00:00;00 it is drop-frame.")
@click.option("--bom", is_flag=True, help="Begin the shot list with a byte order mark, for Excel.")
@options.jobs
@options.out
@options.format
def command(
    files: tuple[str, ...], wanted: str, provider: str, variant: str, only: str, start: str, bom: bool,
    jobs: int, out: Path | None, form: str,
) -> int:
    """Write the film for an editing program: each clip with its shot, take, prompt, provider and cost. Shots whose
    clips were never made are drawn on this machine, so there is always a film.

    Or the script: fdx for Final Draft, fountain without shots, csv is the shot list, json the story. Or the stage: usd
    is a folder with cameras, sets and people, for 3D programs. Nothing is drawn for these.
    """
    formats = _formats(wanted)
    ends = []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider=provider, only=only, variant=variant)
        problems = report.chosen(film.problems, "", "", False)
        report.show(problems, film.read.sources, options.words())
        target = folder or (options.version_folder(film.read.project / "build" / film.read.name, variant)
                            if variant else None)
        found = _written(film, formats, target, start, jobs, bom)
        _tell(path, found, form)
        ends.append(options.status(problems, False))
    return max(ends)


def _formats(wanted: str) -> tuple[str, ...]:
    formats = options.names(wanted)
    if not formats:
        raise UsageError(f"--to names no format; there are {', '.join(ALL)}")
    if unknown := [one for one in formats if one not in ALL]:
        raise UsageError(f"there is no format {unknown[0]}; there are {', '.join(ALL)}")
    return formats


def _written(film: Film, formats: tuple[str, ...], target: Path | None, start: str, jobs: int, bom: bool) -> Exported:
    """The stage and the script's own formats need no clips."""
    own = [one for one in formats if one in exchange.FORMATS]
    paths = dict(zip(own, exchange.written(film.read, own, out=target, bom=bom), strict=True))
    if usd.FORMAT in formats:
        with watching(options.words()) as watch:
            paths[usd.FORMAT] = usd.write(film, out=target, watch=watch)
    cut = [one for one in formats if one not in paths]
    if not cut:
        return Exported(tuple(paths[one] for one in formats), ())
    with watching(options.words()) as watch:
        takes = chosen(film, jobs=jobs, watch=watch)
    made = export(film, takes, cut, out=target, start=start)
    paths |= dict(zip(cut, made.paths, strict=True))
    return Exported(tuple(paths[one] for one in formats), made.notes)


def _tell(path: str, found: Exported, form: str) -> None:
    for note in found.notes:
        options.say(options.words(), note)
    if form == "json":
        options.answer({"file": path, "files": [str(one) for one in found.paths], "notes": list(found.notes)})
    else:
        click.echo("\n".join(map(str, found.paths)))
