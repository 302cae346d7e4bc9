"""One script compiled several times over, for several providers or variants: a folder each, and an index of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import RenderableType

from ..core.show import visible
from ..core.timebase import clock
from ..studio import Film
from ..studio.compare import Column, Comparison, column, compare
from ..studio.edition import Edition
from . import build
from .columns import columns
from .page import dollars, fill


def write(films: Mapping[str, Film], target: Path) -> Comparison:
    """Each film in its own folder of `target`, by its name; beside them `compare.json` and `index.html`."""
    editions = {name: build.write(film, target / folder(name)) for name, film in films.items()}
    found = compare(editions)
    build.put({"compare.json": found.model_dump_json(indent=1) + "\n", "index.html": index(found)}, target)
    return found


def folder(name: str) -> str:
    """What a provider's or a variant's folder is called: a gateway's model gets no folder within a folder."""
    return name.replace("/", "--")


def index(found: Comparison) -> str:
    """The comparison as a page, each row a link to a build."""
    best = {"price": min(one.price_usd for one in found.columns), "lost": min(one.lost for one in found.columns),
            "segments": min(one.segments for one in found.columns), "thrown": min(one.thrown for one in found.columns)}
    return fill("compare.html.jinja2", lang="en", made=found, best=best,
                folders={one.name: folder(one.name) for one in found.columns})


def table(found: Comparison) -> list[RenderableType]:
    """The comparison for a terminal, and under it what each loses worst."""
    heads = ("for", "price", "segs", "asked", "thrown", "used", "approx.", "lost")
    rows = [(one.name, dollars(one.price_usd), str(one.segments), clock(one.seconds), clock(one.thrown), str(one.used),
             str(one.approximated), str(one.lost)) for one in found.columns]
    return [*columns(heads, rows, heads[1:]), *(line for one in found.columns for line in _worst(one))]


def hurts(name: str, made: Edition) -> list[str]:
    """What one film loses worst: why `--strict` is not content."""
    return _worst(column(name, made))


def _worst(one: Column) -> list[str]:
    errors = [f"  {one.errors} cannot be made"] if one.errors else []
    lost = [visible(f"  {each.count} x {each.kind} lost, from {each.shot} on: {each.how}") for each in one.worst]
    return [f"{visible(one.name)}:", *errors, *lost] if errors or lost else []
