"""`shotscript previz`: the reel, tonight, on this machine."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click

from ..core.errors import UsageError
from ..providers.previz import look as looks
from ..studio import Film, Made, build_folder, compile, passes, prepare, produce, read
from ..studio.rows import Personal, Series
from . import options, personal, report
from .progress import watching


@click.command("previz")
@options.files
@options.variant
@options.data
@options.rows
@options.only
@options.jobs
@click.option("--passes", "kinds", default="", metavar="KINDS",
              help=f"Clean passes of each shot instead of the reel: some of {','.join(passes.KINDS)}.")
@options.fps
@options.frames
@click.option("--theme", type=click.Choice(looks.THEMES), default="colour", show_default=True,
              help="How the reel looks: clay is bare plaster, ink a storyboard pencil.")
@click.option("--tags/--no-tags", default=True, help="Names over heads.")
@click.option("--slate/--no-slate", default=True, help="The strip with shot, lens and time.")
@click.option("--captions/--no-captions", default=True, help="What is said, set over the picture.")
@click.option("--ink/--no-ink", default=True, help="Outlines.")
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], variant: str, data: Path | None, rows: str, only: str, jobs: int, kinds: str,
    fps: Fraction | None, frames: int | None, theme: str, tags: bool, slate: bool, captions: bool, ink: bool,
    out: Path | None, form: str, select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Render a moving previz reel on this machine. A faulty shot is marked on screen; the rest is made.

    With --passes: a folder for each shot with plain pictures, depth, names, normals, poses and flow, for models and
    other tools; --fps and --frames are for them.
    With --data: a reel for each row, in a folder of its own.
    """
    personal.together(data, rows)
    console, ends = options.words(), []
    wanted = options.names(kinds)
    look = looks.Look(theme, tags, slate, captions, ink)
    if wanted and look != looks.USUAL:
        raise UsageError("--theme, --tags, --slate, --captions and --ink are for the reel; passes are always clean")
    if not wanted and (fps or frames):
        raise UsageError("--fps and --frames are for --passes; the reel has the film's own frames")
    for path, folder in zip(files, options.folders(files, out), strict=True):
        if data:
            script = read(Path(path), only=only)
            telling = personal.Telling(path, form, select, ignore, infos, strict)
            ends.append(_reels(Series(script, data, "previz", variant=variant), rows, build_folder(script, folder),
                               telling, jobs, wanted, look))
            continue
        film = _dressed(compile(Path(path), provider="previz", only=only, variant=variant), look)
        found = report.chosen(film.problems, select, ignore, infos)
        report.show(found, film.read.sources, console)
        target = folder or (options.version_folder(build_folder(film.read), variant) if variant else None)
        with watching(console) as watch:
            prepare(film.provider, lambda words: console.print(words))
            if wanted:
                made = passes.write(film, wanted, fps=fps, frames=frames, out=target, jobs=jobs, watch=watch)
            else:
                made = produce(film, out=target, jobs=jobs, watch=watch)
        if isinstance(made, Made):
            _tell(path, film, made, form)
        else:
            _tell_passes(path, made, form)
        ends.append(options.status(found, strict))
    return max(ends)


def _reels(series: Series, rows: str, target: Path, telling: personal.Telling, jobs: int, passes_: tuple[str, ...],
           look: looks.Look) -> int:
    """A reel for each row. Segments that rows share are rendered once: the store knows them."""
    if passes_:
        raise UsageError("--passes are made for one film at a time, without --data")
    prepare(series.trials.provider, lambda words: options.say(options.words(), words))

    def make(one: Personal) -> None:
        assert one.film
        made = produce(_dressed(one.film, look), out=target / one.row.folder, jobs=jobs)
        if telling.form == "json":
            options.answer({"file": telling.path, "id": one.row.id, "row": one.row.number, "reel": str(made.reel),
                            "frames": made.frames, "rendered": made.fresh, "kept": made.kept})

    return personal.run(series, rows, telling, make, "" if telling.form == "json" else str(target))


def _dressed(film: Film, look: looks.Look) -> Film:
    """The film drawn in that look."""
    drafts = (replace(draft, request=looks.worn(draft.request, look)) for draft in film.drafts)
    return replace(film, drafts=tuple(drafts))


def _tell_passes(path: str, shots: tuple[Path, ...], form: str) -> None:
    if form == "json":
        options.answer({"file": path, "passes": [str(shot) for shot in shots]})
    else:
        click.echo("\n".join(map(str, shots)))


def _tell(path: str, film: Film, made: Made, form: str) -> None:
    console = options.words()
    seconds = float(made.frames / film.timeline.fps)
    for note in made.notes:
        options.say(console, f"note: {note}")
    many = f"{made.fresh} segment{'s' if made.fresh != 1 else ''}"
    console.print(f"{seconds:.1f} s in {made.frames} frames: {many} rendered, {made.kept} kept")
    if form == "json":
        options.answer({"file": path, "reel": str(made.reel), "captions": str(made.captions), "frames": made.frames,
                        "rendered": made.fresh, "kept": made.kept})
    else:
        click.echo(str(made.reel))
