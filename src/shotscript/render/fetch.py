"""One paid job from its intent to its clip. What is paid for is asked for once; everything else is tried again.

    intent -> sent -> stored          the ledger's rows, each on the disk before the next step is taken
    intent -> refused                 the service said no
    intent -> absent                  the service was never reached, or does not know the job
    intent -> unknown                 nobody can say: counted as spent, never asked for again by itself
    sent   -> failed                  taken in, and not made

An answer that is lost is looked for under our own name of the job, where the service can be asked by it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from ..core import files
from ..core.errors import MediaError, ProviderError
from ..film.whole import whole
from ..providers.contract import Request
from ..providers.service import Call, Ready, Refused, Working
from .desk import Desk, Wanted, worded
from .http import Lost, NotSent, Reply
from .ledger import Kind, Stored
from .links import Unsafe
from .orders import Order
from .place import Unplaced, laid

T = TypeVar("T")
_NOTHING = Decimal(0)
_SURE = 0.9
"""How much of the time for which a service says it knows our key is counted on."""
_ROUNDS = 3
"""How often a job is asked for whose answer was lost, and which the service then does not know."""
_ABSENT = 3
"""How often a service must say that it does not know a job before it is believed: some lists are slow to follow."""
_FRESH = 4
"""Links tried for one film."""
_GRACE = 20.0
"""Seconds a call under way may take when the program is told to stop: its answer is worth waiting for."""


async def fetch(desk: Desk, wanted: Wanted | None, order: Order | None, job: str, take: int) -> Order | str:
    """A clip for a request: a new job `job`, or one taken up again where it stands. Returns the order as it then
    stands; words alone where nothing was asked for. `wanted` is None for an order nobody wants any more."""
    request = None
    if wanted and (order is None or order.state == "intent"):
        try:
            request = await laid(desk, wanted)
        except (Unplaced, ProviderError, MediaError) as trouble:
            if order is None:
                return str(trouble)
    if order is None:
        assert wanted and request
        await desk.turn()
        order = await _asked(desk, desk.order(wanted, job, take), request)
    elif order.state == "intent":
        order = await _sought(desk, order, request, "the program ended before the answer came")
    return await _followed(desk, order) if order.state == "sent" else order


# --------------------------------------------------------------------------------------------- asking


async def _asked(desk: Desk, order: Order, request: Request, rounds: int = 1) -> Order:
    """Ask for the job. Only what surely was not taken in is sent again."""
    call, words = desk.wire.submit(request, order.job), ""
    for number in range(desk.tempo.tries):
        try:
            reply = await _to_the_end(desk.http.order(call, desk.base, desk.headers))
        except NotSent as trouble:
            words = str(trouble)
            await desk.tempo.pause(number)
            continue
        except Lost as trouble:
            return await _sought(desk, order, request, str(trouble), rounds)
        if reply.status >= 500 or (reply.plain and reply.status < 300):
            return await _sought(desk, order, request, f"the service answered HTTP {reply.status}", rounds)
        told = desk.wire.ticket(reply.status, reply.answer)
        if isinstance(told, str):
            return _sent(desk, order, request, told)
        words = told.words
        if told.final:
            return _not_taken(desk, order, "refused", words, rounds)
        await desk.tempo.pause(number, reply.after)
    return _not_taken(desk, order, "absent", words, rounds)


def _not_taken(desk: Desk, order: Order, event: Kind, words: str, rounds: int) -> Order:
    """The end of a job that was not taken in; unless it was asked for before, and only the service knows of that."""
    if rounds > 1 and desk.wire.find is None:
        return desk.note(order, "unknown", words=f"its first answer was lost, and asked once more: {words}")
    return desk.note(order, event, usd=_NOTHING, words=words)


def _sent(desk: Desk, order: Order, request: Request | None, ticket: str) -> Order:
    handle = desk.wire.handle(request, ticket) if desk.wire.handle and request else ticket
    return desk.note(order, "sent", ticket=handle)


async def _sought(desk: Desk, order: Order, request: Request | None, words: str, rounds: int = 0) -> Order:
    """A job whose answer is lost. Where the service does not know it, it is asked for now, under the same name."""
    if _kept_there(desk, order) and request is not None and rounds < _ROUNDS:
        return await _asked(desk, order, request, max(rounds, 1) + 1)
    if desk.wire.find is None:
        return desk.note(order, "unknown", words=f"{words}; this service cannot be asked whether it took the job")
    name = desk.wire.handle(request, order.job) if desk.wire.handle and request else order.job
    missing = 0
    for number in range(desk.tempo.tries):
        reply = await _looked(desk, desk.wire.find(name))
        if reply is not None:
            told = desk.wire.ticket(reply.status, reply.answer)
            if isinstance(told, str):
                return _sent(desk, order, request, told)
            missing += 1
            if missing == _ABSENT:
                if request is None or rounds == _ROUNDS:
                    return desk.note(order, "absent", usd=_NOTHING, words=words)
                return await _asked(desk, order, request, rounds + 1)
        await desk.tempo.pause(number, reply and reply.after)
    return desk.note(order, "unknown", words=f"{words}; and the service did not say whether it took the job")


async def _to_the_end(asking: Coroutine[object, object, T]) -> T:
    """A paid call is not broken off in the middle when the program is told to stop."""
    task = asyncio.ensure_future(asking)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,), timeout=_GRACE)
        raise


def _kept_there(desk: Desk, order: Order) -> bool:
    """Whether the service still gives the same job to the same key, so that asking again costs nothing."""
    age = datetime.now(UTC) - datetime.fromisoformat(order.at)
    return age.total_seconds() < desk.wire.keeps * _SURE


async def _looked(desk: Desk, call: Call) -> Reply | None:
    """The answer to a call that only looks; None where there was none worth the name."""
    try:
        reply = await desk.http.call(call, desk.base, desk.headers)
    except (NotSent, Lost, Unsafe):
        return None
    return None if reply.status >= 500 or reply.status == 429 or (reply.plain and reply.status < 300) else reply


# ------------------------------------------------------------------------------------------- following


async def _followed(desk: Desk, order: Order) -> Order:
    """Look until the job is done, and take its clip in. A service that cannot be reached keeps the job: the next run
    goes on from here."""
    first = call = desk.wire.poll(order.ticket)
    misses, links = 0, 0
    end = asyncio.get_running_loop().time() + desk.wire.patience * max(desk.tempo.scale, 0.01)
    while asyncio.get_running_loop().time() < end:
        reply = await _looked(desk, call)
        told = desk.wire.progress(reply.status, reply.answer) if reply else None
        if reply is None or (isinstance(told, Refused) and not told.final and reply.status >= 400):
            misses += 1
            if misses > desk.tempo.tries:
                return worded(order, "the service does not answer; the job is kept, and the next run goes on with it")
            await desk.tempo.pause(misses)
            continue
        misses = 0
        if isinstance(told, Refused):
            return desk.note(order, "failed", usd=_NOTHING, words=told.words)
        if isinstance(told, Ready):
            done = await _kept(desk, order, told)
            links += 1
            if isinstance(done, Order) or links == _FRESH:
                return done if isinstance(done, Order) else worded(order, f"{done}; the next run tries again")
            call = first
            await desk.tempo.pause(links)
            continue
        assert isinstance(told, Working)
        if told.then:
            call = told.then
        else:
            await desk.tempo.wait(reply.after if reply.after is not None else desk.wire.pace)
    return worded(order, "the job is still not done; it is kept, and the next run goes on with it")


async def _kept(desk: Desk, order: Order, ready: Ready) -> Order | str:
    """The clip in the store and in the books, or why not: another link may do."""
    draft = desk.store.draft(order.job)
    try:
        with open(draft, "wb") as file:
            status = await desk.http.fetch(ready.urls[0], desk.base, desk.headers, file)
            if status != 200:
                return f"the film's link answered HTTP {status}"
        stored = await asyncio.to_thread(_taken_in, desk, draft)
    except (NotSent, Lost) as trouble:
        return f"the film could not be fetched: {trouble}"
    except Unsafe as trouble:
        return f"the film was not fetched: {trouble}"
    except MediaError:
        return "what came is no film"
    finally:
        files.remove(draft)
    return desk.note(order, "stored", usd=ready.cost, clip=stored)


def _taken_in(desk: Desk, draft: Path) -> Stored:
    whole(draft)
    with open(draft, "rb") as file:
        os.fsync(file.fileno())
    return desk.store.keep(draft)
