"""`shotscript check`: what is wrong with a script, and where; `--fix` mends what mends itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from ..core.diagnostic import Diagnostic, Level, Problems
from ..core.errors import UsageError
from ..core.settings import settings
from ..core.world import project_of
from ..studio import Read, levels, read
from ..studio.mending import Mended, mended
from . import options, report, rewrite, sarif

_FIXES = (("fix", "Make every fix that cannot change what is meant, and write the files."),
          ("unsafe-fixes", "With --fix: make the others too."),
          ("diff", "Write nothing: print what --fix would change, and end in status 1 if anything would."))
_format = click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text",
                       help="How to answer.")


@dataclass(frozen=True, slots=True)
class How:
    """What a call asks for. `shown` are the files whose change was printed already: several films may use one."""

    form: str
    select: str
    ignore: str
    infos: bool
    strict: bool
    fix: bool
    unsafe: bool
    diff: bool
    shown: set[str] = field(default_factory=set)
    told: set[Diagnostic] = field(default_factory=set)
    """What was said of files that several films use: once is enough where all films are one answer."""

    @property
    def least(self) -> Level:
        return Level.INFO if self.infos else Level.WARNING


@dataclass(frozen=True, slots=True)
class Checked:
    """One film, what there is to say of it, and what became of its fixes."""

    path: str
    film: Read
    found: Problems
    mended: Mended | None
    changes: str


@click.command("check")
@options.files
@_format
@options.together(*(click.option(f"--{name}", is_flag=True, help=words) for name, words in _FIXES))
@options.problems
def command(files: tuple[str, ...], form: str, fix: bool, unsafe_fixes: bool, diff: bool, select: str, ignore: str,
            infos: bool, strict: bool) -> int:
    """Say what is wrong with a script: names, times, clauses, film grammar. With --fix, mend what mends itself."""
    if unsafe_fixes and not (fix or diff):
        raise UsageError("--unsafe-fixes says which fixes to make; give it with --fix, or with --diff to see them")
    if diff and form not in ("text", "json"):
        raise UsageError(f"--diff answers as text or as json, not as {form}")
    how = How(form, select, ignore, infos, strict, fix or diff, unsafe_fixes, diff)
    told = [_told(_checked(path, how), how) for path in files]
    if form == "sarif":
        options.answer(sarif.log((p, one.film.sources) for one in told for p in _once(one, how)))
    return max(int(bool(one.changes)) | options.status(one.found, strict) for one in told)


def _checked(path: str, how: How) -> Checked:
    config = levels.over(settings(project_of(Path(path))), options.names(how.select), options.names(how.ignore))
    if not how.fix:
        film = read(Path(path), config=config)
        return Checked(path, film, report.chosen(film.problems, "", "", how.infos), None, "")
    made = mended(Path(path), unsafe=how.unsafe, least=how.least, config=config)
    found = report.chosen(made.film.problems, "", "", how.infos)
    return Checked(path, made.film, found, made, _changes(made, how) if how.diff else _written(made))


def _written(made: Mended) -> str:
    """Each file whole or not at all; nothing is left to show."""
    for name, before in made.before.items():
        if before != made.after[name]:
            rewrite.write(Path(name), before, made.after[name])
    return ""


def _changes(made: Mended, how: How) -> str:
    fresh = [name for name in made.before if os.path.realpath(name) not in how.shown]
    how.shown.update(map(os.path.realpath, fresh))
    return "".join(rewrite.change(report.near(name), Path(name), made.before[name], made.after[name]) for name in fresh)


def _told(one: Checked, how: How) -> Checked:
    _FORMS[how.form](one, how)
    return one


def _text(one: Checked, how: How) -> None:
    console = options.words()
    if how.diff:
        click.echo(one.changes, nl=False)
    report.show(one.found, report.sources(one.path, one.film), console)
    for name, count in one.mended.made.items() if one.mended else ():
        left = sum(p.span.source == name for p in one.found)
        would = "would be" if how.diff else "was" if count == 1 else "were"
        options.say(console, f"{report.near(name)}: {count} fault{'s' * (count != 1)} {would} mended, "
                             f"{left or 'none'} {'is' if left == 1 else 'are'} left")
    options.say(console, report.summary(one.path, one.film, one.found))
    if one.found and console.is_terminal:
        first = max(one.found, key=lambda p: p.level)
        console.print(f"`shotscript explain {first.code}` says more", style="dim")


def _json(one: Checked, how: How) -> None:
    more: dict[str, Any] = {}
    if one.mended:
        more = {"mended": dict(one.mended.made), "written": bool(one.mended.made) and not how.diff}
    if how.diff:
        more["diff"] = one.changes
    options.answer({"file": one.path, "problems": [report.as_json(p, one.film.sources) for p in one.found], **more})


def _once(one: Checked, how: How) -> Problems:
    """What no film before it has said."""
    fresh = tuple(p for p in one.found if p not in how.told)
    how.told.update(fresh)
    return fresh


def _github(one: Checked, how: How) -> None:
    for problem in _once(one, how):
        click.echo(report.as_command(problem, one.film.sources, report.near(problem.span.source)))


def _sarif(one: Checked, how: How) -> None:
    """All films are one log, written at the end."""


_FORMS: dict[str, Callable[[Checked, How], None]] = {"text": _text, "json": _json, "github": _github, "sarif": _sarif}
