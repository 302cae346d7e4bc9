"""Long work, shown: a bar with the time left on a terminal, a plain line now and then anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from . import stop

Watch = Callable[[str, int, int], None]
PAUSE = 5.0
"""Seconds between two plain lines about the same work."""


@contextmanager
def watching(console: Console, unit: str = "frames") -> Iterator[Watch]:
    """A function to be told `(what, done, total)`; what it shows goes to `console`. Whoever tells it can be stopped."""
    if console.is_terminal:
        with _bars(console, unit) as watch:
            yield _stoppable(watch)
    else:
        yield _stoppable(_lines(console, unit))


def _stoppable(show: Watch) -> Watch:
    def watch(what: str, done: int, total: int) -> None:
        stop.heed()
        show(what, done, total)

    return watch


@contextmanager
def _bars(console: Console, unit: str) -> Iterator[Watch]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TextColumn(unit), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield watch


def _lines(console: Console, unit: str) -> Watch:
    said: dict[str, float] = {}

    def watch(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if total <= 1:
            if not done:
                console.print(what)
        elif done >= total or now - said.get(what, now - PAUSE) >= PAUSE:
            said[what] = now
            console.print(f"{what}: {done} of {total} {unit} ({100 * done // total} %)", highlight=False)

    return watch
