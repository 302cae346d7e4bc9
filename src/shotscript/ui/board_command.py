"""`shotscript board`: the film on paper, and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from ..providers.previz.look import THEMES
from ..studio import build_folder, compile, prepare
from ..studio.board import Boards, write
from ..studio.board.layout import MOST, PAPERS, Paper
from . import options, report
from .progress import watching


@click.command("board")
@options.files
@options.variant
@options.only
@options.jobs
@click.option("--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True, help="The PDF's paper.")
@click.option("--panels", type=click.IntRange(1, MOST), default=6, show_default=True, metavar="N",
              help=f"Panels a page, 1 to {MOST}.")
@click.option("--theme", type=click.Choice(THEMES), default="ink", show_default=True, help="How pictures are drawn.")
@click.option("--font", "fonts", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="A font, or a folder of fonts, looked in before the system's; as often as there are some.")
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], variant: str, only: str, jobs: int, paper: str, panels: int, theme: str,
    fonts: tuple[Path, ...], out: Path | None, form: str, select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Write a storyboard with floor plans: board.pdf to print and board.html to look at.

    A panel for each shot: its first and last picture with arrows for what camera and people do, its words, its
    length. A faulty shot's panel says what is wrong with it; the rest is made.
    """
    console, ends = options.words(), []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider="previz", only=only, variant=variant)
        found = report.chosen(film.problems, select, ignore, infos)
        report.show(found, film.read.sources, console)
        target = folder or (options.version_folder(build_folder(film.read), variant) if variant else None)
        with watching(console, "shots") as watch:
            prepare(film.provider, lambda words: console.print(words))
            made = write(film, paper=cast(Paper, paper), panels=panels, theme=theme, fonts=fonts, out=target,
                         jobs=jobs, watch=watch)
        _tell(path, made, form)
        ends.append(options.status(found, strict))
    return max(ends)


def _tell(path: str, made: Boards, form: str) -> None:
    console = options.words()
    for note in made.notes:
        options.say(console, f"note: {note}")
    if form == "json":
        options.answer({"file": path, "html": str(made.html), "pdf": str(made.pdf), "panels": made.panels,
                        "plans": made.plans})
    else:
        click.echo(f"{made.html}\n{made.pdf}")
