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
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from ..core import files, secret
from ..core.errors import FileError, MediaError, ShotscriptError
from ..film.whole import whole
from ..providers.contract import Request
from ..providers.service import Call, Ready, Refused, Working
from .desk import Desk, Wanted, worded
from .http import Lost, NotSent, Reply
from .ledger import Kind, Stored
from .links import Unsafe
from .orders import Order, handled
from .place import laid

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
_SKEW = 300.0
"""Seconds by which a clock may be set back."""
_LONGEST = 2000
"""Characters of a service's id of a job."""
_GONE, _SHUT, _OF_THE_JOB = (404, 410), (401, 402, 403, 407), 422
"""HTTP statuses: it is not there, whoever asks may not know, and the one that tells of a job and not of the look."""


async def fetch(desk: Desk, wanted: Wanted | None, order: Order | None, job: str, take: int) -> Order | str:
    """A clip for a request: a new job `job`, or one taken up again where it stands. Returns the order as it then
    stands; words alone where nothing was asked for. `wanted` is None for an order nobody wants any more."""
    request = None
    if wanted and (order is None or order.state == "intent"):
        try:
            request = await laid(desk, wanted)
        except (ShotscriptError, Unsafe, OSError) as trouble:
            if order is None:
                return str(trouble)
    if order is None:
        assert wanted and request
        await desk.turn()
        order = await _asked(desk, await desk.order(wanted, job, take), request)
    elif order.state in ("intent", "unknown"):
        order = await _sought(desk, order, request, order.words or "the program ended before the answer came")
    return await _followed(desk, order) if order.state == "sent" else order


# --------------------------------------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class _Later:
    """Nothing was taken in, why, and the seconds we were asked to wait; `final` where asking again does not help."""

    words: str
    after: float | None = None
    final: bool = False


async def _asked(desk: Desk, order: Order, request: Request, rounds: int = 1) -> Order:
    """Ask for the job. Only what surely was not taken in is sent again. A paid call is not broken off in the middle
    when the program is told to stop: its answer is waited for a while, and written down."""
    told = _Later("")
    for number in range(desk.tempo.tries):
        posting = asyncio.ensure_future(_posted(desk, order, request, rounds))
        try:
            told = await asyncio.shield(posting)
            if isinstance(told, Order):
                return told
            if told.final:
                break
            await desk.tempo.pause(number, told.after)
        except Lost as trouble:
            return await _sought(desk, order, request, str(trouble), rounds)
        except asyncio.CancelledError:
            await asyncio.wait((posting,), timeout=_GRACE)
            if rounds == 1 and posting.done() and not posting.exception() and isinstance(posting.result(), _Later):
                await desk.note(order, "absent", usd=_NOTHING, words=posting.result().words)
            raise
    return await _not_taken(desk, order, told, rounds)


async def _posted(desk: Desk, order: Order, request: Request, rounds: int) -> Order | _Later:
    """One paid call, and what it led to in the books. Lost where nobody can say."""
    try:
        reply = await desk.http.order(desk.wire.submit(request, order.job), desk.base, desk.headers)
    except NotSent as trouble:
        return _Later(str(trouble))
    if reply.status >= 500 or (reply.plain and reply.status < 400):
        raise Lost(f"the service answered HTTP {reply.status}")
    told = desk.wire.ticket(reply.status, reply.answer)
    if isinstance(told, str) and len(told) <= _LONGEST:
        return await _sent(desk, order, told)
    if isinstance(told, str) or told.unsure:
        raise Lost("the service's id of the job is no id" if isinstance(told, str) else told.words)
    if told.final and rounds == 1:
        return await desk.note(order, "refused", usd=_NOTHING, words=told.words)
    return _Later(told.words, reply.after, told.final)


async def _not_taken(desk: Desk, order: Order, told: _Later, rounds: int) -> Order:
    """The end of a job that was not taken in. Where it was asked for before, only the service knows of that time."""
    event: Kind = "refused" if told.final else "absent"
    found = "" if rounds == 1 else await _found(desk, order)
    if found:
        return await _sent(desk, order, found)
    if found is None:
        return await desk.note(order, "unknown", words=f"its first answer was lost, and asked once more: {told.words}")
    return await desk.note(order, event, usd=_NOTHING, words=told.words)


async def _sent(desk: Desk, order: Order, ticket: str) -> Order:
    try:
        return await desk.note(order, "sent", ticket=handled(order, ticket))
    except FileError as trouble:
        raise FileError(f"{trouble}; the service has {order.segment} as {ticket}: write that down, render again when "
                        f"the disk is well, and if the job is unknown then: settle {order.job} --took {ticket}"
                        ) from trouble


async def _sought(desk: Desk, order: Order, request: Request | None, words: str, rounds: int = 0) -> Order:
    """A job whose answer is lost. Where the service does not know it, it is asked for now, under the same name."""
    again = max(rounds, 1) + 1
    if _kept_there(desk, order) and request is not None and again <= _ROUNDS:
        return await _asked(desk, order, request, again)
    found = await _found(desk, order)
    if found:
        return await _sent(desk, order, found)
    if found is None:
        why = "the service did not say" if desk.wire.find else "this service cannot be asked"
        return order if order.state == "unknown" else await desk.note(
            order, "unknown", words=f"{words}; {why} whether it took the job")
    if request is None or again > _ROUNDS:
        return await desk.note(order, "absent", usd=_NOTHING, words=words)
    return await _asked(desk, order, request, again)


async def _found(desk: Desk, order: Order) -> str | None:
    """The service's id of a job of ours; "" where it says that it does not know it, None where it does not say. A
    refusal to look, as of a wrong key, says nothing of the job."""
    if desk.wire.find is None or (desk.wire.handle and not order.ticket):
        return None
    missing = 0
    for number in range(desk.tempo.tries):
        reply = await _looked(desk, desk.wire.find(order.ticket or order.job))
        told = desk.wire.ticket(reply.status, reply.answer) if reply else None
        if isinstance(told, str):
            return told
        missing += bool(reply and told and told.final and (reply.status < 400 or reply.status in _GONE))
        if missing == _ABSENT:
            return ""
        await desk.tempo.pause(number, reply and reply.after)
    return None


def _kept_there(desk: Desk, order: Order) -> bool:
    """Whether the service still gives the same job to the same key, so that asking again costs nothing. By a clock that
    was set back nobody can tell."""
    age = (datetime.now(UTC) - datetime.fromisoformat(order.at)).total_seconds()
    return -_SKEW < age < desk.wire.keeps * _SURE


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
    misses, links, leapt = 0, 0, False
    end = asyncio.get_running_loop().time() + desk.wire.patience * max(desk.tempo.scale, 0.01)
    while asyncio.get_running_loop().time() < end:
        reply = await _looked(desk, call)
        told = desk.wire.progress(reply.status, reply.answer) if reply else None
        if reply is None or (isinstance(told, Refused) and _of_the_look(reply, told)):
            misses += 1
            if misses > desk.tempo.tries:
                return await _given_up(desk, order, reply, told)
            await desk.tempo.pause(misses)
            continue
        misses = 0
        if isinstance(told, Refused):
            return await desk.note(order, "failed", usd=_NOTHING, words=told.words)
        if isinstance(told, Ready):
            done = await _kept(desk, order, told, links)
            links += 1
            if isinstance(done, Order) or links == _FRESH:
                return done if isinstance(done, Order) else worded(order, f"{done}; the next run tries again")
            call = first
            await desk.tempo.pause(links)
            continue
        assert isinstance(told, Working)
        call = told.then or call
        if leapt or not told.then:
            await desk.tempo.wait(max(reply.after or 0.0, desk.wire.pace))
        leapt = bool(told.then) and not leapt
    return worded(order, "the job is still not done; it is kept, and the next run goes on with it")


def _of_the_look(reply: Reply, told: Refused) -> bool:
    """Whether a refusal tells of our looking, or of nothing, and not of the job: one that was paid for is not given up
    for a key that is wrong today or a word we do not know."""
    return told.unsure or (reply.status >= 400 and not (told.final and reply.status == _OF_THE_JOB))


async def _given_up(desk: Desk, order: Order, reply: Reply | None, told: object) -> Order:
    """An order whose service could not be brought to say how it stands."""
    if reply is None or not isinstance(told, Refused) or not told.final or reply.status in _SHUT:
        why = f"does not let us look: {told.words}" if isinstance(told, Refused) else "does not answer"
        return worded(order, f"the service {secret.hidden(why)}; the job is kept, and the next run goes on with it")
    if not order.usd:
        return await desk.note(order, "failed", usd=_NOTHING, words=told.words)
    return await desk.note(order, "unknown", words=f"the service took the job, and then said: {told.words}")


async def _kept(desk: Desk, order: Order, ready: Ready, number: int) -> Order | str:
    """The clip in the store and in the books, or why not: another link may do."""
    draft = desk.store.draft(order.job)
    try:
        with open(draft, "wb") as file:
            status = await desk.http.fetch(ready.urls[number % len(ready.urls)], desk.base, desk.headers, file)
            if status != 200:
                return f"the film's link answered HTTP {status}"
        stored = await asyncio.to_thread(_taken_in, desk, draft)
    except (NotSent, Lost) as trouble:
        return f"the film could not be fetched: {trouble}"
    except Unsafe as trouble:
        return f"the film was not fetched: {trouble}"
    except MediaError:
        return "what came is no film"
    except OSError as trouble:
        raise FileError(f"cannot write {draft}: {trouble.strerror}; the film is still at the service") from trouble
    finally:
        files.remove(draft)
    return await desk.note(order, "stored", usd=ready.cost, clip=stored)


def _taken_in(desk: Desk, draft: Path) -> Stored:
    whole(draft)
    with open(draft, "rb") as file:
        os.fsync(file.fileno())
    return desk.store.keep(draft)
