"""The files requests stand on, found or made when a job is about to be asked for: those of the script, passes of our
own renderer, and the last picture of the clip before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ..core import digest, files
from ..film import colour
from ..film.index import index
from ..film.read import Reader
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
from .inputs import Files

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
        """What brings the file of a need, one after the other: drawing takes all of the machine."""
        folder, drawing = bill.project / ".shotscript" / "needs", asyncio.Lock()

        async def find(need: Need, wanted: Wanted) -> Path | None:
            film, _ = self.made[wanted.key]
            if _before(need):
                order = now.take(bill.provider.name, wanted.before)
                if order is None or order.clip is None:
                    return None
                _, segment = self.made[wanted.before]
                return await asyncio.to_thread(last_picture, store.path(order.clip), segment, folder)
            if need.role in PASSES and "pass" in need.recipe:
                async with drawing:
                    return await asyncio.to_thread(passes.fulfil, need, film, folder)
            return Files(film.read.world).path(need)

        return find


def last_picture(clip: Path, segment: Segment, folder: Path) -> Path:
    """The picture a segment's clip shows when the last of its film's frames ends, as a PNG in `folder`."""
    cut = segment.cuts[-1]
    start = segment.seconds - cut.seconds
    end = start + Fraction(cut.lead + cut.frames + cut.tail) / segment.format.fps
    facts = index(clip)
    number = min(max(int(end * facts.clip.fps) - 1, 0), facts.pictures - 1)
    path = files.folder(folder) / f"{digest.of([clip.name, number])}.png"
    if not path.is_file():
        with Reader(facts) as reader:
            png(path, colour.rgb(reader.frame(number)))
    return path


def _before(need: Need) -> bool:
    return BEFORE.items() <= need.recipe.items()
