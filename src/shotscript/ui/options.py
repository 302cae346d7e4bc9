"""The options that mean the same everywhere, and the consoles: words to stderr, results to stdout."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ..core.diagnostic import Diagnostic, Level
from ..core.errors import UsageError

files = click.argument("files", nargs=-1, required=True, metavar="FILE...")
only = click.option("--only", default="", metavar="WHAT", help="Scenes or shots: 1-3,2B. An id wins over a range.")
out = click.option("--out", type=click.Path(path_type=Path), help="The folder to write to; else build/<script name>.")
format = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
strict = click.option("--strict", is_flag=True, help="Warnings, and clauses a provider loses, end in status 1 too.")
select = click.option("--select", default="", metavar="CODES", help="Only problems of these codes or prefixes.")
ignore = click.option("--ignore", default="", metavar="CODES", help="No problems of these codes or prefixes.")
infos = click.option("--info", "infos", is_flag=True, help="Show infos as well.")
jobs = click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Frames rendered at once; 0 is one a core.")


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


def answer(value: Any) -> None:
    """One JSON value on one line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def status(found: Iterable[Diagnostic], strict: bool) -> int:
    """1 when there is an error, or under `strict` a warning; else 0."""
    least = Level.WARNING if strict else Level.ERROR
    return int(any(p.level >= least for p in found))


def folders(paths: Sequence[str], out: Path | None) -> list[Path | None]:
    """The output folder of each file: two files of one name get their relative path as folder."""
    stems = Counter(Path(path).stem for path in paths)
    if len(paths) == 1:
        return [out]
    return [_folder(Path(path), out, stems[Path(path).stem] > 1) for path in paths]


def _folder(path: Path, out: Path | None, shared: bool) -> Path | None:
    if not out and not shared:
        return None
    name = path.with_suffix("") if shared else Path(path.stem)
    if shared and (name.is_absolute() or ".." in name.parts):
        raise UsageError(f"two files are called {path.stem}; name them from a folder that holds both")
    return (out or Path("build")) / name
