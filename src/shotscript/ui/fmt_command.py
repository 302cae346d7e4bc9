"""`shotscript fmt`: only shots, directives and blocks change; prose stays as it is, to the byte."""

from __future__ import annotations

from pathlib import Path

import click

from ..studio.formatting import Formatted, formatted
from . import options, report, rewrite

_HOW = (("write", "Change the files; what happens if nothing is said."),
        ("check", "Change nothing: show what would change, and end in status 1 if anything would."),
        ("stdout", "Change nothing: print the formatted text."))


@click.command("fmt")
@options.files
@click.option("--shots", type=click.Choice(["line", "note"]), default=None,
              help="All shots as visible `!!` lines or as hidden notes, wherever the text around allows both.")
@options.together(*(click.option(f"--{name}", is_flag=True, help=words) for name, words in _HOW))
@options.format
def command(files: tuple[str, ...], shots: str | None, write: bool, check: bool, stdout: bool, form: str) -> int:
    """Number shots, and write shots, directives and blocks in one spelling.

    A file is replaced whole or not at all, and only if something changes. One that is not UTF-8 text is left alone.
    """
    if write + check + stdout > 1:
        raise click.UsageError("--write, --check and --stdout exclude one another.")
    how = "check" if check else "stdout" if stdout else "write"
    return max([_one(path, shots or "", how, form) for path in files])


def _one(path: str, shots: str, how: str, form: str) -> int:
    made = formatted(Path(path), shots)
    if made.faults:
        report.show(made.faults, made.sources, options.words())
    elif how == "write" and not made.same:
        rewrite.write(Path(path), made.before, made.after)
    if form == "json":
        _answer(made, how)
    elif not made.faults:
        _tell(made, how)
    return int(bool(made.faults) or (how == "check" and not made.same))


def _answer(made: Formatted, how: str) -> None:
    written = how == "write" and not made.same
    problems = [report.as_json(one, made.sources) for one in made.faults]
    text = {"text": made.after} if how == "stdout" and not made.faults else {}
    options.answer({"file": made.path, "changed": not made.same, "written": written,
                    "diff": _diff(made), "problems": problems, **text})


def _tell(made: Formatted, how: str) -> None:
    if how == "check":
        click.echo(_diff(made), nl=False)
    elif how == "stdout":
        click.echo(rewrite.encoded(Path(made.path), made.before, made.after), nl=False)
    else:
        options.say(options.words(), f"{made.path} is {'as it should be' if made.same else 'formatted'}")


def _diff(made: Formatted) -> str:
    return rewrite.diff(made.path, made.mark + made.before, made.mark + made.after)
