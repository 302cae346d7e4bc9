"""`shotscript conform`: an editor's cut brought back into the script, as a diff to be read or written at once."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path

import click

from ..core import files
from ..core.errors import FileError, UsageError
from ..stitch.exports import reading
from ..studio import read
from ..studio.conform import Conformed, conform
from . import options

_MARK = b"\xef\xbb\xbf"


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
        _write(path, found)
    text = diff(found)
    if form == "json":
        options.answer({"file": file, "edit": edit, "changed": not found.same, "written": write and not found.same,
                        "diff": text, "notes": list(found.notes)})
    elif write:
        options.say(options.words(), "the script is as the edit has it" if found.same else f"{file} is changed")
    else:
        click.echo(text, nl=False)
    return 0


def diff(found: Conformed) -> str:
    """The change as a unified diff; nothing where there is none."""
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (found.before, found.after))
    lines = unified_diff(before, after, f"a/{found.path}", f"b/{found.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _write(path: Path, found: Conformed) -> None:
    """The new text in the script's place, as long as that is still the one that was read."""
    try:
        data = path.read_bytes()
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    mark = _MARK if data.startswith(_MARK) else b""
    if data[len(mark) :] != found.before.encode():
        raise UsageError(f"{path} has changed while it was read; run it again")
    files.write(path, mark + found.after.encode())
