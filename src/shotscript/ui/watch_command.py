"""`shotscript watch`: a film checked and drawn anew at every save, told here and on the review page."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from ..core.errors import UsageError
from ..providers import named
from . import options, report
from .review.room import Room
from .review.values import Showing

_PAUSE = 5.0
"""Seconds between two lines about the same long work."""
_NAMED = 8
"""Shots that are named; of more it is told how many they are."""


@click.command("watch")
@click.argument("file", metavar="FILE")
@click.option("--provider", default="", metavar="NAME", help="Whose prompts the page shows first; else the script's.")
@options.variant
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The page's port; 0 is any that is free.")
@click.option("--page/--no-page", "paged", default=True, help="Whether to serve the review page as well.")
@options.select
@options.ignore
@options.infos
def command(file: str, provider: str, variant: str, port: int, paged: bool, select: str, ignore: str, infos: bool
            ) -> None:
    """Check a film and draw it anew at every save, until Ctrl-C.

    Says what `check` says, then which shots were drawn and how long it took. What has not changed is never drawn again.
    The review page follows too, at the address that is printed.
    """
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if provider:
        named(provider)
    console = options.words()
    room = Room(path, provider=provider, variant=variant, tell=Told(file, console, select, ignore, infos))
    if paged:
        import_module("..review.serving", __name__).serve(
            room, port=port, opened=lambda address: options.say(console, f"the page: {address}"))
    else:
        asyncio.run(_alone(room))


@dataclass
class Told:
    """What a terminal hears of a room: what changed since it was last told."""

    path: str
    console: Console
    select: str = ""
    ignore: str = ""
    infos: bool = False
    last: Showing = field(default_factory=lambda: Showing(0, None))
    said: float = 0.0

    def __call__(self, now: Showing) -> None:
        last, self.last = self.last, now
        if now.trouble and now.trouble != last.trouble:
            options.say(self.console, f"{self.path}: {now.trouble}")
        if now.film and now.film is not last.film:
            self._text(now)
        if now.reel and now.reel is not last.reel and not now.stale:
            self._reel(now)
        elif now.doing and now.doing != last.doing:
            self._doing(now.doing)

    def _text(self, now: Showing) -> None:
        assert now.film
        film = now.film.read
        found = report.chosen(film.problems, self.select, self.ignore, self.infos)
        report.show(found, report.sources(self.path, film), self.console)
        options.say(self.console, report.summary(self.path, film, found))
        if now.work.stills:
            options.say(self.console, f"stills of {_shots(now.work.stills)} after {now.work.seconds:.1f} s")
        self.said = time.monotonic()

    def _reel(self, now: Showing) -> None:
        assert now.reel
        clips, all_ = now.work.clips, len(now.told)
        kept = f", {all_ - len(clips)} as they were" if len(clips) < all_ else ""
        options.say(self.console, f"reel after {now.work.seconds:.1f} s: {_shots(clips)} drawn{kept}; {now.reel.path}")
        for note in now.work.notes:
            options.say(self.console, f"note: {note}")

    def _doing(self, words: str) -> None:
        if time.monotonic() - self.said >= _PAUSE:
            self.said = time.monotonic()
            options.say(self.console, words)


def _shots(labels: Sequence[str]) -> str:
    if 0 < len(labels) <= _NAMED:
        return ", ".join(labels)
    return f"{len(labels) or 'no'} shots"


async def _alone(room: Room) -> None:
    """The room without a page, until Ctrl-C. Whoever started us with that ignored has other means."""
    loop, task, before = asyncio.get_running_loop(), asyncio.current_task(), signal.getsignal(signal.SIGINT)
    assert task
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        await room.run()
    except asyncio.CancelledError:
        return
    finally:
        signal.signal(signal.SIGINT, before)
