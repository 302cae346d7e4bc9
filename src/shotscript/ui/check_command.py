"""`shotscript check`: what is wrong with a script, and where."""

from __future__ import annotations

from pathlib import Path

import click

from ..studio import read
from . import options, report


@click.command("check")
@options.files
@options.format
@options.problems
def command(files: tuple[str, ...], form: str, select: str, ignore: str, infos: bool, strict: bool) -> int:
    """Say what is wrong with a script: names, times, clauses, film grammar."""
    console, ends = options.words(), []
    for path in files:
        film = read(Path(path))
        found = report.chosen(film.problems, select, ignore, infos)
        if form == "json":
            options.answer({"file": path, "problems": [report.as_json(p, film.sources) for p in found]})
        else:
            report.show(found, film.sources, console)
            shots, seconds = len(film.timeline.slots), float(film.timeline.frames / film.timeline.fps)
            options.say(console, f"{path}: {len(film.story.scenes)} scenes, {shots} shots, {seconds:.1f} s; "
                                 f"{report.counts(found)}")
        ends.append(options.status(found, strict))
    return max(ends)


