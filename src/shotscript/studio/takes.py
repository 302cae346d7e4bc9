"""The takes a film is cut from: those its service made, as chosen; previz where one is missing. And what a person says
of a job whose answer was lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core import files
from ..core.errors import UsageError
from ..core.settings import settings
from ..core.world import project_of
from ..plan.timeline import Segment
from ..providers import named
from ..providers.contract import Request
from ..render.job import job
from ..render.ledger import Event, Ledger, events
from ..render.orders import Order, books, handled
from ..render.paid import alone
from ..render.run import Progress, run, waiting
from ..render.store import Store
from ..stitch.takes import Take
from .film import Film
from .lowering import LEDGER
from .make import Watch, cores, unwatched
from .trials import making


def chosen(film: Film, *, jobs: int = 0, watch: Watch | None = None) -> tuple[Take, ...]:
    """A take a segment, in order. What the service has not made is drawn here, so there is always a film."""
    home = files.folder(film.read.project / ".shotscript")
    ledger, store = Ledger(home / "ledger.sqlite"), Store(home / "store")
    there = {} if film.provider.local else _made(film, ledger, store)
    missing = [one for one in film.segments if one.index not in there]
    drawn = _drawn(film, missing, ledger, store, jobs, watch or unwatched)
    ledger.close()
    return tuple(there.get(one.index) or drawn[one.index] for one in film.segments)


def choose(film: Film, segment: Segment, number: int) -> Order:
    """Say which take of a segment the film is cut with. UsageError where there is no such take."""
    request = request_of(film, segment)
    path = film.read.project / LEDGER
    found = books(events(path)).takes(film.provider.name, request.key)
    order = next((one for one in found if one.take == number), None)
    if order is None:
        there = ", ".join(str(one.take) for one in found)
        raise UsageError(f"there is no take {number} of {segment.name} as it is written now"
                         f"{f'; there are {there}' if there else '; none was made yet'}")
    ledger = Ledger(path)
    ledger.add(Event("chosen", order.key, order.provider, order.segment, take=order.take, film=order.film))
    ledger.close()
    return order


def settle(script: Path, job: str, ticket: str = "") -> Order:
    """Somebody's word on an unknown job: the service has it as `ticket`, or never took it. Who said the latter and then
    finds it may say so. UsageError for any other job."""
    project = project_of(script)
    with alone(project / ".shotscript"):
        rows = events(project / LEDGER)
        order = books(rows).orders.get(job)
        if order is None or order.state not in (("unknown", "settled") if ticket else ("unknown",)):
            state = f"that job is {order.state}" if order else f"there is no job {job}"
            raise UsageError(f"{state}: only jobs nobody knows the fate of are settled; `shotscript jobs` lists them")
        asked = books(one for one in rows if one.event == "intent").orders[job]
        event = Event("sent" if ticket else "settled", order.key, order.provider, order.segment, order.job, order.take,
                      order.film, str(asked.usd if ticket else 0), handled(asked, ticket), words="by hand")
        ledger = Ledger(project / LEDGER)
        ledger.add(event)
        ledger.close()
    return order


def segment_of(film: Film, name: str) -> Segment:
    """The segment of a name, or the one a shot stands in. UsageError where there is none."""
    folded = name.strip().casefold()
    for one in film.segments:
        if one.name.casefold() == folded:
            return one
    for one in film.segments:
        if any(cut.shot.label.casefold() == folded for cut in one.cuts):
            return one
    raise UsageError(f"no segment holds a shot {name}; the segments are "
                     f"{', '.join(one.name for one in film.segments[:12])}{' ...' if len(film.segments) > 12 else ''}")


def request_of(film: Film, segment: Segment) -> Request:
    return next(request for one, request in zip(film.segments, film.requests, strict=True) if one is segment)


def _made(film: Film, ledger: Ledger, store: Store) -> dict[int, Take]:
    """The takes of the service, by segment. One whose file is gone counts as missing."""
    found, made = books(ledger.events()), dict[int, Take]()
    for segment, request in zip(film.segments, film.requests, strict=True):
        order = found.take(film.provider.name, request.key)
        clip = store.find(order.clip) if order and order.clip else None
        if order and clip:
            made[segment.index] = Take(segment, clip, order.take, order.provider, request.model, order.usd, order.key,
                                       request.prompt)
    return made


def _drawn(
    film: Film, missing: Sequence[Segment], ledger: Ledger, store: Store, jobs: int, watch: Watch
) -> dict[int, Take]:
    """Our own pictures in place of clips."""
    if not missing:
        return {}
    previz = film.provider if film.provider.local else named("previz")
    context, how = film.context, making(previz)
    queue = [job(one.index, previz.write(one, context).request, how) for one in missing]
    frames = {one.index: one.frames for one in missing}
    total = sum(frames[one.index] for one in waiting(queue, ledger, store))
    workers = jobs or settings(film.read.project).jobs or cores()
    clips = list(run(queue, previz, ledger, store, workers, _counting(watch, total)))
    return {one.index: Take(one, done.clip) for one, done in zip(missing, clips, strict=True)}


def _counting(watch: Watch, total: int) -> Progress:
    made = 0

    def told(count: int) -> None:
        nonlocal made
        made += count
        watch("drawing previz", made, total)

    return told


