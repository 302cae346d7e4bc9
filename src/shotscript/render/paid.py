"""Many paid jobs under way at once, on the one event loop there is; the ledger tells how each of them stands."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..core import files
from ..core.errors import MoneyError, ShotscriptError, UsageError
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
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


def run(errands: Sequence[Errand], opening: Opening, opened: Callable[[], Http] = Http) -> tuple[Outcome, ...]:
    """Every errand's outcome, in the order given. `opening` sets the desk up once the network is there. Where we are
    told to stop, calls that are paid for are waited for first, and what they are answered is written down."""
    told: list[BaseException] = []
    try:
        return asyncio.run(_run(errands, opening, opened, told))
    except asyncio.CancelledError:
        if told:
            raise told[0] from None
        raise


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


async def _run(
    errands: Sequence[Errand], opening: Opening, opened: Callable[[], Http], told: list[BaseException]
) -> tuple[Outcome, ...]:
    with _heeding(told):
        async with opened() as http:
            return await _all(errands, opening(http))


async def _all(errands: Sequence[Errand], desk: Desk) -> tuple[Outcome, ...]:
    slots, loop = asyncio.Semaphore(desk.wire.at_once), asyncio.get_running_loop()
    for errand in errands:
        if errand.wanted:
            desk.clips.setdefault(errand.wanted.key, loop.create_future())
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_brought(desk, errand, slots)) for errand in errands]
    except BaseExceptionGroup as many:
        raise _one(many) from many
    finally:
        await desk.settled()
    return tuple(task.result() for task in tasks)


def _one(many: BaseExceptionGroup) -> BaseException:
    """What several jobs at once failed of, as one error: the world's in all its words, else the first fault of ours."""
    found = many.exceptions
    ours = next((one for one in found if not isinstance(one, ShotscriptError)), None)
    return ours or type(found[0])("; ".join(dict.fromkeys(map(str, found))))  # type: ignore[return-value,call-arg]


@contextmanager
def _heeding(told: list[BaseException]) -> Iterator[None]:
    """Signals to stop, taken between two steps of the loop: raised in the middle of one they would break off calls that
    are paid for. Whoever heard them before hears them still, what that raises is kept in `told`. The second one of a
    kind is heard as ever."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    before = {number: signal.getsignal(number) for name in _STOPS if (number := getattr(signal, name, None))}
    mine = [number for number, hearing in before.items() if callable(hearing)]

    def heard(number: int) -> None:
        loop.remove_signal_handler(number)
        signal.signal(number, before[number])
        try:
            before[number](number, None)  # type: ignore[operator]
        except (KeyboardInterrupt, SystemExit) as stop:
            assert task
            told.append(stop)
            task.cancel()

    if threading.current_thread() is not threading.main_thread() or os.name == "nt":
        mine = []
    for number in mine:
        loop.add_signal_handler(number, heard, number)
    try:
        yield
    finally:
        for number in mine:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])


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
