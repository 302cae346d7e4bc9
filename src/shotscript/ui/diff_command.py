"""`shotscript diff`: what differs between two builds, two scripts, or one script at two providers, as words."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..studio import lower, read
from ..studio.changes import changes
from ..studio.edition import Edition, edition
from . import build, difference, options


@click.command("diff")
@click.argument("what", nargs=-1, required=True, metavar="A [B]")
@click.option("--provider", default="", help="Whom scripts are compiled for; else each script's own.")
@click.option("--with", "other", default="", metavar="PROVIDER", help="With one script: the provider to set against.")
@click.option("--providers", default="", metavar="A,B", help="With one script: both providers at once.")
@options.only
@options.format
def command(what: tuple[str, ...], provider: str, other: str, providers: str, only: str, form: str) -> int:
    """What differs between A and B, by segment, as words. Each is a build folder or a script; or one script and
    `--provider X --with Y`, or `--providers X,Y`."""
    before, after = _sides(what, provider, other, providers, only)
    found = changes(before, after)
    if form == "json":
        options.answer(found.model_dump(mode="json"))
    else:
        difference.show(found)
    return 0


def _sides(
    what: tuple[str, ...], provider: str, other: str, providers: str, only: str
) -> tuple[Edition, Edition]:
    pair = options.names(providers) if providers else (provider, other) if other else ()
    if len(what) == 2 and not pair:
        return _edition(what[0], provider, only), _edition(what[1], provider, only)
    if len(what) == 1 and len(pair) == 2 and not Path(what[0]).is_dir():
        film = read(Path(what[0]), only=only)
        return edition(lower(film, pair[0])), edition(lower(film, pair[1]))
    raise UsageError("name two builds or scripts, or one script and --providers A,B (or --provider A --with B)")


def _edition(what: str, provider: str, only: str) -> Edition:
    path = Path(what)
    return build.load(path) if path.is_dir() else edition(lower(read(path, only=only), provider))
