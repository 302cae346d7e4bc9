"""Many paid jobs under way at once, on the one event loop there is; the ledger tells how each of them stands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..core import files
from ..core.errors import MoneyError, UsageError
from .desk import Desk, Wanted
from .fetch import fetch
from .http import Http
from .orders import Order

try:
    import fcntl
except ImportError:  # Windows: two renders at once are not told apart there
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Errand:
    """A take to bring home: a new job, or an order that is open still. `wanted` is None for one of an older script."""

    wanted: Wanted | None
    order: Order | None
    take: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an errand. `order` is None where nothing was asked for, `words` say why not, or what is wrong."""

    errand: Errand
    order: Order | None
    words: str = ""
    money: bool = False


Opening = Callable[[Http], Desk]


def run(errands: Sequence[Errand], opening: Opening, opened: Callable[[], Http] = Http) -> tuple[Outcome, ...]:
    """Every errand's outcome, in the order given. `opening` sets the desk up once the network is there."""
    return asyncio.run(_run(errands, opening, opened))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One paid run of a project at a time: a second one could not tell the first one's jobs from lost ones."""
    with open(files.folder(home) / "render.lock", "w", encoding="utf-8") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as trouble:
                raise UsageError("another render of this project is running; wait for it to end") from trouble
        yield


async def _run(errands: Sequence[Errand], opening: Opening, opened: Callable[[], Http]) -> tuple[Outcome, ...]:
    async with opened() as http:
        desk = opening(http)
        slots, loop = asyncio.Semaphore(desk.wire.at_once), asyncio.get_running_loop()
        for errand in errands:
            if errand.wanted:
                desk.clips.setdefault(errand.wanted.key, loop.create_future())
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_brought(desk, errand, slots)) for errand in errands]
    return tuple(task.result() for task in tasks)


async def _brought(desk: Desk, errand: Errand, slots: asyncio.Semaphore) -> Outcome:
    """One errand; whoever begins where its clip ends hears of it."""
    outcome = Outcome(errand, errand.order)
    try:
        await _after(desk, errand)
        async with slots:
            outcome = await _outcome(errand, fetch(desk, errand.wanted, errand.order, _job(), errand.take))
    finally:
        waiting = desk.clips.get(errand.wanted.key) if errand.wanted else None
        if waiting and not waiting.done():
            clip = outcome.order.clip if outcome.order else None
            waiting.set_result(desk.store.path(clip) if clip else None)
    return outcome


async def _outcome(errand: Errand, fetching: Awaitable[Order | str]) -> Outcome:
    try:
        told = await fetching
    except MoneyError as trouble:
        return Outcome(errand, None, str(trouble), money=True)
    if isinstance(told, str):
        return Outcome(errand, errand.order, told)
    return Outcome(errand, told, told.words)


async def _after(desk: Desk, errand: Errand) -> None:
    """Wait for the clip this one begins with the last picture of, where it is made in this run."""
    waiting = desk.clips.get(errand.wanted.before) if errand.wanted and errand.wanted.before else None
    if waiting and errand.order is None:
        await asyncio.shield(waiting)


def _job() -> str:
    """Our name of a job: services take letters, digits and dashes, some no more than 64."""
    return f"shotscript-{uuid4().hex}"
