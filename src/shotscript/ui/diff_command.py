"""`shotscript diff`: what differs between two builds, two scripts, or one script at two providers, as words."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..studio import read, version
from ..studio.changes import changes
from ..studio.edition import Edition, edition
from . import build, difference, options

WRONG = "name two builds or scripts, or one script and --providers A,B (or --provider A --with B, or --variant V)"


@click.command("diff")
@click.argument("what", nargs=-1, required=True, metavar="A [B]")
@click.option("--provider", default="", help="Whom scripts are compiled for; else each script's own.")
@click.option("--with", "other", default="", metavar="PROVIDER", help="With one script: the provider to set against.")
@click.option("--providers", default="", metavar="A,B", help="With one script: both providers at once.")
@options.variant
@options.only
@options.format
def command(
    what: tuple[str, ...], provider: str, other: str, providers: str, variant: str, only: str, form: str
) -> int:
    """What differs between A and B, by segment, as words. Each is a build folder or a script.

    Or one script and `--provider X --with Y`, `--providers X,Y`, or `--variant V`: without and with it.
    """
    pair = options.names(providers) if providers else (provider, other) if other else ()
    before, after = _versions(what[0], pair, provider, variant, only) if len(what) == 1 else _two(
        what, pair, provider, variant, only)
    found = changes(before, after)
    if form == "json":
        options.answer(found.model_dump(mode="json"))
    else:
        difference.show(found)
    return 0


def _versions(what: str, pair: tuple[str, ...], provider: str, variant: str, only: str) -> tuple[Edition, Edition]:
    """One script at two providers, or without and with its variants."""
    if Path(what).is_dir() or (len(pair) != 2 if pair or not variant else False):
        raise UsageError(WRONG)
    film = read(Path(what), only=only)
    if pair:
        first, last = (version(film, name, variant=variant) for name in pair)
    else:
        first, last = version(film, provider), version(film, provider, variant=variant)
    return edition(first), edition(last)


def _two(
    what: tuple[str, ...], pair: tuple[str, ...], provider: str, variant: str, only: str
) -> tuple[Edition, Edition]:
    if len(what) != 2 or pair or variant:
        raise UsageError(WRONG)
    return _edition(what[0], provider, only), _edition(what[1], provider, only)


def _edition(what: str, provider: str, only: str) -> Edition:
    path = Path(what)
    return build.load(path) if path.is_dir() else edition(version(read(path, only=only), provider))
