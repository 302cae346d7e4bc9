"""The files requests stand on, found or made when a job is about to be asked for: those of the script as the service
takes them, passes of our own renderer, and the last picture of the clip before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..core import digest, files
from ..film.fitted import fitted, shown, wish
from ..film.index import Index, index
from ..film.still import png
from ..plan.timeline import Segment
from ..providers.contract import Need, Request
from ..providers.passes import PASSES
from ..providers.phrase.casting import BEFORE
from ..render.desk import Finding, Wanted
from ..render.orders import Books
from ..render.store import Store
from . import passes
from .film import Film
from .inputs import ONLY, Files

if TYPE_CHECKING:
    from .paid import Bill


@dataclass
class Shelf:
    """Which film and segment each request is of, by the request's key."""

    made: dict[str, tuple[Film, Segment]] = field(default_factory=dict)

    def know(self, film: Film, segment: Segment, request: Request) -> None:
        self.made.setdefault(request.key, (film, segment))

    @staticmethod
    def begins_before(request: Request) -> bool:
        """Whether a request begins with the last picture of another's clip."""
        return any(_before(need) for need in request.needs)

    def finder(self, bill: Bill, store: Store, now: Books) -> Finding:
        """What brings the file of a need. Those to be made are made one after the other: each takes all of the
        machine, and two jobs may want the same."""
        folder, making = bill.project / ".shotscript" / "needs", asyncio.Lock()

        async def find(need: Need, wanted: Wanted) -> Path | None:
            film, _ = self.made[wanted.key]
            if _before(need):
                order = now.take(bill.provider.name, wanted.before)
                if order is None or order.clip is None:
                    return None
                _, segment = self.made[wanted.before]
                make = partial(last_picture, store.path(order.clip), segment, folder)
            elif need.role in PASSES and "pass" in need.recipe:
                make = partial(passes.fulfil, need, film, folder)
            else:
                make = partial(given, need, film, folder)
            async with making:
                return await asyncio.to_thread(make)

        return find


def given(need: Need, film: Film, folder: Path) -> Path | None:
    """The file of a need that a script writes, made ready as its recipe says; None where there is none. MediaError
    where that cannot be."""
    path = Files(film.read.world).path(need)
    if path is None:
        return None
    return fitted(path, wish(need.recipe, film.story.format.fps, ONLY.get(need.role, "")), folder)


def last_picture(clip: Path, segment: Segment, folder: Path) -> Path:
    """The picture a segment's clip shows when the last of its film's frames ends, as a PNG in `folder`."""
    cut = segment.cuts[-1]
    start = segment.seconds - cut.seconds
    end = start + Fraction(cut.lead + cut.frames + cut.tail) / segment.format.fps
    facts = index(clip)
    number = _ending(facts, end)
    path = files.folder(folder) / f"{digest.of([clip.name, number])}.png"
    if not path.is_file():
        png(path, shown(facts, number))
    return path


def _ending(source: Index, end: Fraction) -> int:
    """The picture that is shown until a time."""
    ticks = end / source.clip.time_base
    number = ceil(end * source.clip.fps) if source.even else int(np.searchsorted(source.times, ceil(ticks)))
    return min(max(number - 1, 0), source.pictures - 1)


def _before(need: Need) -> bool:
    return BEFORE.items() <= need.recipe.items()
