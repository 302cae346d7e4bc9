"""`shotscript import`: a Final Draft script as Fountain, every paragraph with its type and text."""

from __future__ import annotations

from pathlib import Path

import click

from ..core import files
from ..core.errors import UsageError
from ..studio.exchange import Imported, imported
from . import options


@click.command("import")
@options.files
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="The Fountain file to write; else the same name with .fountain.")
@click.option("--stdout", is_flag=True, help="Write no file: print the text.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@options.format
def command(files: tuple[str, ...], output: Path | None, stdout: bool, force: bool, form: str) -> int:
    """Read Final Draft scripts (FDX) and write them as Fountain.

    What Fountain cannot say stands in notes, so that `export --to fdx` gives the same paragraphs back.
    """
    if output and (len(files) > 1 or stdout):
        raise click.UsageError("--output is for one file, and not with --stdout.")
    for path in files:
        found = imported(Path(path))
        target = None if stdout else output or Path(path).with_suffix(".fountain")
        if target:
            _write(target, found.text, force)
        _tell(path, found, target, form)
    return 0


def _write(target: Path, text: str, force: bool) -> None:
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; name another file with --output, or write over it with --force")
    files.write(target, text)


def _tell(path: str, found: Imported, target: Path | None, form: str) -> None:
    for note in found.notes:
        options.say(options.words(), f"{path}: left out {note}")
    if form == "json":
        told = {"text": found.text} if target is None else {"written": str(target)}
        options.answer({"file": path, "paragraphs": found.paragraphs, "left_out": list(found.notes), **told})
    elif target is None:
        click.echo(found.text, nl=False)
    else:
        click.echo(str(target))
