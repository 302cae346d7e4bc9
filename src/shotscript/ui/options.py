"""The options that mean the same everywhere, and the consoles: words to stderr, results to stdout."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from rich.console import Console, RenderableType

from ..core import timebase
from ..core.diagnostic import Diagnostic, Level
from ..core.errors import UsageError
from ..core.show import visible
from ..core.world import project_of
from ..studio import script_name
from ..studio.data import folder_name

files = click.argument("files", nargs=-1, required=True, metavar="FILE...")
only = click.option("--only", default="", metavar="WHAT", help="Scenes or shots: 1-3,2B. An id wins over a range.")
variant = click.option("--variant", default="", metavar="NAMES", help="Variants of the script, as rain,tall.")
data = click.option("--data", type=click.Path(path_type=Path), metavar="FILE",
                    help="A film for each row of a .jsonl or .csv file: columns are fields, `id` names a row.")
rows = click.option("--rows", default="", metavar="WHICH", help="With --data: only these rows, 1-20,35.")
fresh = click.option("--fresh", is_flag=True, help="As if nothing were paid yet.")
out = click.option("--out", type=click.Path(path_type=Path), help="The folder to write to; else build/<script name>.")
format = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
cap = click.option("--cap", default=None, metavar="USD", callback=lambda _, __, value: amount(value),
                   help="The most this call may spend; checked before anything is asked for.")
strict = click.option("--strict", is_flag=True, help="Warnings, and clauses a provider loses, end in status 1 too.")
select = click.option("--select", default="", metavar="CODES", help="Only problems of these codes or prefixes.")
ignore = click.option("--ignore", default="", metavar="CODES", help="No problems of these codes or prefixes.")
infos = click.option("--info", "infos", is_flag=True, help="Show infos as well.")
jobs = click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Frames rendered at once; 0 is one a core.")

fps = click.option("--fps", default="", metavar="RATE", callback=lambda _, __, value: rate(value),
                   help="Frames a second; else the film's.")
frames = click.option("--frames", type=click.IntRange(1, 100_000), help="How many of each shot; else all.")


def rate(words: str) -> Fraction | None:
    """Frames a second as a person writes them. UsageError where that is no rate."""
    if not words:
        return None
    try:
        return timebase.rate(words)
    except (ValueError, ZeroDivisionError) as trouble:
        raise UsageError(f"--fps takes a rate such as 16, 24 or 23.976, not {words}") from trouble


def amount(words: str | None) -> Decimal | None:
    """US dollars as a person writes them: `20`, `$19.50`. UsageError for anything else."""
    if words is None:
        return None
    try:
        found = Decimal(words.strip().removeprefix("$"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise UsageError(f"--cap takes an amount in US dollars such as 20 or 19.50, not {words}")
    return found


def together(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Several options as one decorator, in reading order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


problems = together(select, ignore, infos, strict)


def words() -> Console:
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def result() -> Console:
    """For words that are the answer; what it prints goes out by `show`."""
    return Console(highlight=False, markup=False, soft_wrap=True)


def show(console: Console, *parts: RenderableType) -> None:
    """Print parts of an answer to stdout, coloured where that is a terminal."""
    with console.capture() as drawn:
        for part in parts:
            console.print(part)
    click.echo(drawn.get(), nl=False)


def names(text: str) -> tuple[str, ...]:
    """The members of a list like `a,b,c`, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def answer(value: Any) -> None:
    """One JSON value on one line of stdout, in letters where they can be written there, else escaped."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, default=str)
    click.echo(text)


def say(console: Console, text: str) -> None:
    """One line of words, some of which may come from a script or a file's name."""
    console.print(visible(text))


def status(found: Iterable[Diagnostic], strict: bool) -> int:
    """1 when there is an error, or under `strict` a warning; else 0."""
    least = Level.WARNING if strict else Level.ERROR
    return int(any(p.level >= least for p in found))


def version_folder(folder: Path, variant: str) -> Path:
    """Where a variant's build goes: below the film's own, so that neither takes the other's place."""
    return folder / folder_name("+".join(names(variant))) if variant else folder


def folders(paths: Sequence[str], out: Path | None) -> list[Path | None]:
    """The output folder of each file, None for the usual one. Files of one name get their path in the project.

    UsageError where two files would be written to the same place all the same.
    """
    if len(paths) == 1:
        return [out]
    stems = Counter(Path(path).stem.casefold() for path in dict.fromkeys(map(os.path.realpath, paths)))
    found = [_folder(Path(path), out, stems[Path(path).stem.casefold()] > 1) for path in paths]
    _distinct(paths, found)
    return found


def _folder(path: Path, out: Path | None, shared: bool) -> Path | None:
    if not shared:
        return out and out / script_name(path)
    home, full = project_of(path), Path(os.path.realpath(path))
    return (out or home / "build") / full.relative_to(home).parent / script_name(full)


def _distinct(paths: Sequence[str], found: Sequence[Path | None]) -> None:
    """Two scripts of one folder may differ in their suffix alone, or be of two projects and one relative path."""
    taken: dict[str, str] = {}
    for path, folder in zip(paths, found, strict=True):
        other = taken.setdefault(str(folder).casefold(), path) if folder else path
        if os.path.realpath(other) != os.path.realpath(path):
            raise UsageError(f"{other} and {path} would both be written to {folder}; take them one by one with --out")
