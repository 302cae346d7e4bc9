"""`shotscript previz`: the reel, tonight, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from ..studio import Film, Made, compile, prepare, produce
from . import options, report
from .progress import watching


@click.command("previz")
@options.files
@options.only
@options.jobs
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], only: str, jobs: int, out: Path | None, form: str,
    select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Render a moving previz reel on this machine. A faulty shot is marked on screen; the rest is made."""
    console, ends = options.words(), []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider="previz", only=only)
        found = report.chosen(film.problems, select, ignore, infos)
        report.show(found, film.read.sources, console)
        with watching(console) as watch:
            prepare(film.provider, lambda words: console.print(words))
            made = produce(film, out=folder, jobs=jobs, watch=watch)
        _tell(path, film, made, form)
        ends.append(options.status(found, strict))
    return max(ends)


def _tell(path: str, film: Film, made: Made, form: str) -> None:
    console = options.words()
    seconds = float(made.frames / film.timeline.fps)
    for note in made.notes:
        options.say(console, f"note: {note}")
    console.print(f"{seconds:.1f} s in {made.frames} frames: {made.fresh} segments rendered, {made.kept} kept")
    if form == "json":
        options.answer({"file": path, "reel": str(made.reel), "captions": str(made.captions), "frames": made.frames,
                        "rendered": made.fresh, "kept": made.kept})
    else:
        click.echo(str(made.reel))
