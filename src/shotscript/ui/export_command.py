"""`shotscript export`: the film for Resolve, Premiere, Final Cut, Avid, and its words for players."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..studio import Film, compile
from ..studio.exporting import FORMATS, Exported, export
from ..studio.takes import chosen
from . import options, report
from .progress import watching


@click.command("export")
@options.files
@click.option("--to", "wanted", default="otio", metavar="FORMATS", help=f"Some of {','.join(FORMATS)}; else otio.")
@click.option("--provider", default="", help="Whose takes to cut from; else the script's own, else previz.")
@options.variant
@options.only
@click.option("--start", default="", metavar="TIMECODE",
              help="Of the first frame; else 01:00:00:00. Written 01:00:00;00 it is drop-frame.")
@options.jobs
@options.out
@options.format
def command(
    files: tuple[str, ...], wanted: str, provider: str, variant: str, only: str, start: str, jobs: int,
    out: Path | None, form: str,
) -> int:
    """Write the film for an editing program: each clip with its shot, take, prompt, provider and cost.

    Shots whose clips were never made are drawn on this machine, so there is always a film.
    """
    formats = options.names(wanted)
    if not formats:
        raise UsageError(f"--to names no format; there are {', '.join(FORMATS)}")
    ends = []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider=provider, only=only, variant=variant)
        problems = report.chosen(film.problems, "", "", False)
        report.show(problems, film.read.sources, options.words())
        target = folder or (options.version_folder(film.read.project / "build" / film.read.name, variant)
                            if variant else None)
        found = _written(film, formats, target, start, jobs)
        _tell(path, found, form)
        ends.append(options.status(problems, False))
    return max(ends)


def _written(film: Film, formats: tuple[str, ...], target: Path | None, start: str, jobs: int) -> Exported:
    with watching(options.words()) as watch:
        takes = chosen(film, jobs=jobs, watch=watch)
    return export(film, takes, formats, out=target, start=start)


def _tell(path: str, found: Exported, form: str) -> None:
    for note in found.notes:
        options.say(options.words(), note)
    if form == "json":
        options.answer({"file": path, "files": [str(one) for one in found.paths], "notes": list(found.notes)})
    else:
        click.echo("\n".join(map(str, found.paths)))
