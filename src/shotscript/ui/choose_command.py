"""`shotscript choose`: which take of a segment the film is cut with."""

from __future__ import annotations

from pathlib import Path

import click

from ..studio import compile
from ..studio.takes import choose, segment_of
from . import options


@click.command("choose")
@click.argument("file", metavar="FILE")
@click.argument("shot", metavar="SHOT")
@click.argument("take", type=click.IntRange(1), metavar="TAKE")
@click.option("--provider", default="", help="Whose takes; else the script's own provider, else the project's.")
@options.variant
def command(file: str, shot: str, take: int, provider: str, variant: str) -> int:
    """Cut the film with this take of the segment that holds the shot. Nothing is thrown away: choose again at will."""
    film = compile(Path(file), provider=provider, variant=variant)
    segment = segment_of(film, shot)
    order = choose(film, segment, take)
    options.say(options.words(), f"{segment.name} is cut with take {order.take}")
    return 0
