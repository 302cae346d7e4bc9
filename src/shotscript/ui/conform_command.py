"""`shotscript conform`: an editor's cut brought back into the script, as a diff to be read or written at once."""

from __future__ import annotations

from pathlib import Path

import click

from ..stitch.exports import reading
from ..studio import read
from ..studio.conform import conform
from . import options, rewrite


@click.command("conform")
@click.argument("file", metavar="FILE")
@click.argument("edit", metavar="EDIT")
@click.option("--write", is_flag=True, help="Change the script at once, instead of showing what would change.")
@options.format
def command(file: str, edit: str, write: bool, form: str) -> int:
    """Bring an editor's changed order and lengths back into the shot lines of FILE.

    EDIT is an .otio, .fcpxml, .xml (Final Cut Pro 7), .edl or .aaf file. What is shown is a unified diff, as `patch`
    and git read it; what a script cannot hold is told in words. A shot the editor took out stays in the script,
    between /* and */.
    """
    path = Path(file)
    film = read(path)
    found = conform(film, reading.read(Path(edit), film.timeline.fps))
    for note in found.notes:
        options.say(options.words(), note)
    if write and not found.same:
        rewrite.write(path, found.before, found.after)
    text = rewrite.diff(found.path, found.before, found.after)
    if form == "json":
        options.answer({"file": file, "edit": edit, "changed": not found.same, "written": write and not found.same,
                        "diff": text, "notes": list(found.notes)})
    elif write:
        options.say(options.words(), "the script is as the edit has it" if found.same else f"{file} is changed")
    else:
        click.echo(text, nl=False)
    return 0
