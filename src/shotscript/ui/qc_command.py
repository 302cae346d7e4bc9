"""`shotscript qc`: clips measured and held against the plan, ours or any folder of them."""

from __future__ import annotations

import shlex
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..core.diagnostic import Problems
from ..core.errors import UsageError
from ..core.show import visible
from ..core.timebase import plain
from ..stitch.qc_folder import takes as of_folder
from ..stitch.takes import Take
from ..studio import Film, compile
from ..studio.qc import Bounds, Checked, Drift, Quality, check
from ..studio.takes import chosen
from . import options, report
from .progress import watching

_PLAIN = 120
"""Characters a line where there is no terminal to ask."""


@click.command("qc")
@click.argument("file", metavar="FILE")
@click.argument("clips", required=False, type=click.Path(path_type=Path), metavar="[CLIPS]")
@click.option("--provider", default="", help="Whose takes; else the script's own, else previz.")
@options.variant
@options.only
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Another threshold; see docs/qc.md.")
@options.jobs
@options.format
@options.problems
def command(
    file: str, clips: Path | None, provider: str, variant: str, only: str, limits: tuple[str, ...], jobs: int,
    form: str, select: str, ignore: str, infos: bool, strict: bool,
) -> int:
    """Measure clips against the plan: size, rate, length, black, frozen, silent, every cut, colours in a scene.

    CLIPS is a folder whose files are named by segment or shot (1A-1D.mp4, 2B.mov); without it the chosen takes are
    measured, and previz where none was made.
    """
    bounds = bounded(limits)
    film = compile(Path(file), provider=provider, only=only, variant=variant)
    again = _again(file, provider, variant)
    takes, unmatched = _folder(film, clips) if clips else (_chosen(film, jobs), ())
    with watching(options.words(), "clips") as watch:
        quality, problems = check(film, takes, bounds, again=again, unmatched=unmatched, watch=watch)
    found = report.chosen(problems, select, ignore, infos)
    report.show(found, film.read.sources, options.words())
    if form == "json":
        told = [report.as_json(one, film.read.sources) for one in found]
        options.answer({"file": file, **quality.model_dump(mode="json"), "problems": told})
    else:
        _tell(quality, found)
    return options.status(found, strict)


def bounded(limits: tuple[str, ...]) -> Bounds:
    """The usual thresholds with others in place of some. UsageError for a name or a value that is none."""
    bounds = Bounds()
    for limit in limits:
        name, _, value = limit.partition("=")
        name = name.strip().replace("-", "_")
        part = next((p for p in ("tolerance", "levels") if name in _names(getattr(bounds, p))), "")
        if not part:
            known = sorted({*_names(bounds.tolerance), *_names(bounds.levels)})
            raise UsageError(f"--limit knows no {name or 'nameless threshold'}; there are {', '.join(known)}")
        old = getattr(bounds, part)
        new = replace(old, **{name: _value(name, value, getattr(old, name))})
        bounds = replace(bounds, **{part: new})
    return bounds


def _names(thresholds: Any) -> list[str]:
    return [one.name for one in fields(thresholds)]


def _value(name: str, text: str, usual: Any) -> Any:
    try:
        return type(usual)(Fraction(text.strip()))
    except (ValueError, ZeroDivisionError) as trouble:
        raise UsageError(f"--limit {name} takes a number such as {usual}, not {text!r}") from trouble


def _folder(film: Film, clips: Path) -> tuple[tuple[Take, ...], tuple[Path, ...]]:
    keys = {one.name: request.key for one, request in zip(film.segments, film.requests, strict=True)}
    return of_folder(clips, film.segments, keys, film.provider.name, film.provider.local)


def _chosen(film: Film, jobs: int) -> tuple[Take, ...]:
    with watching(options.words()) as watch:
        return chosen(film, jobs=jobs, watch=watch)


def _again(file: str, provider: str, variant: str) -> Any:
    """The command that makes a shot's segment anew, as this one was called."""
    chosen = f" --provider {shlex.quote(provider)}" if provider else ""
    version = f" --variant {shlex.quote(variant)}" if variant else ""
    return lambda label: f"shotscript retry {shlex.quote(file)} {shlex.quote(label)}{chosen}{version}"


def _tell(quality: Quality, found: Problems) -> None:
    console = options.result()
    console.width = console.width if console.is_terminal else max(console.width, _PLAIN)
    options.show(console, *_parts(quality, found, console))


def _parts(quality: Quality, found: Problems, console: Console) -> list[RenderableType]:
    count = f"{len(quality.takes)} clip{'' if len(quality.takes) == 1 else 's'}"
    parts: list[RenderableType] = [Text(visible(f"{quality.title or 'The film'}: {count} measured, "
                                                f"{report.counts(found)}"), "bold")]
    if quality.takes:
        parts += ["", _table(quality, found, console)]
    if quality.missing:
        parts.append(Text(visible(f"No clip for {', '.join(quality.missing)}"), "yellow"))
    parts += [Text(visible(f"Belongs to no shot: {one}"), "yellow") for one in quality.unmatched]
    return parts


def _table(quality: Quality, found: Problems, console: Console) -> Table:
    """Ruled on a terminal, plain columns elsewhere."""
    table = Table(box=SIMPLE_HEAD if console.is_terminal else None, pad_edge=False, header_style="bold")
    for name in ("segment", "take", "planned", "measured", "cuts", "findings"):
        table.add_column(name, no_wrap=name in ("segment", "take"))
    shown = {one.code for one in found}
    for one in quality.takes:
        table.add_row(*map(visible, _row(one, shown)))
    return table


def _row(one: Checked, shown: set[str]) -> tuple[str, ...]:
    plan, got = one.planned, one.found
    take = f"{one.take} {one.provider}" if one.take else "previz"
    planned = f"{plan.width}x{plan.height} {plain(plan.fps)} fps {plain(plan.seconds, 2)} s"
    codes = " ".join(code for code in one.codes if code in shown)
    if got is None:
        return one.segment, take, planned, "cannot be read", "", codes
    sound = "" if not got.sound else ", sound"
    measured = f"{got.width}x{got.height} {plain(got.fps)} fps {plain(got.seconds, 2)} s{sound}"
    extra = (f"+{plain(moment, 2)} s" for moment in got.extra)
    return one.segment, take, planned, measured, " ".join((*map(_cut, got.cuts), *extra)), codes or "fine"


def _cut(one: Drift) -> str:
    """How many frames late a cut comes: 0 is on time."""
    if one.frames is None:
        return f"{one.after} {'seamless' if one.seamless else 'missing'}"
    frames = plain(one.frames, 1)
    return f"{one.after} {'+' if one.frames > 0 else ''}{frames}"
