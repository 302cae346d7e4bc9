"""The review room: one script, looked at anew at every save, and everybody who listens told of it.

Three tasks on one loop, whose work is done in threads. One waits for the files to change and looks at the script; one
draws, the stills that are missing and then the reel; one makes the parts of the page for those who listen. A save holds
the drawing until the new text is shown; then what is drawn for a text that is no more is left, but for a shot the new
text has as well.

Nothing that goes wrong ends the room. Where a file cannot be read, or a fault is ours, the page keeps what it last
showed and says what the trouble is, and the next save is looked at like any other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from ...core.errors import UsageError
from ...studio import Read, rushes, version, watching
from ...studio.board.values import Panel
from ...studio.film import Film
from ...studio.judgements import Judgement, add, load, path_of
from . import page
from .look import Look, look, pictures, warm
from .values import News, Reel, Showing, Work
from .work import done

_AT_ONCE = 3
"""Changed shots whose stills are drawn before anything is shown: an edit is seen once, with its picture."""
_BATCH = 4
"""Shots whose stills are drawn between two showings where many are missing."""


@dataclass
class _Films:
    """Films of one text by provider and variant, compiled when somebody asks."""

    text: Read
    made: dict[tuple[str, str], Film] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class Room:
    """`provider` is the one the desk shows unless it is asked for another; the pictures are of the script in `variant`.
    `tell` hears of each showing, on the loop."""

    def __init__(self, script: Path, *, provider: str = "", variant: str = "",
                 tell: Callable[[Showing], Any] = lambda _: None) -> None:
        self.script, self.provider, self.variant = script, provider, variant
        self.now = Showing(0, None)
        self.judgements: tuple[Judgement, ...] = ()
        self._said, self._tell = path_of(script), tell
        self._look: Look | None = None
        self._films: _Films | None = None
        self._world: watching.Witness | None = None
        self._around, self._book = dict[Path, watching.Stamp | None](), dict[Path, watching.Stamp | None]()
        self._news: News | None = None
        self._since, self._ears, self._over, self._warm = 0.0, 0, False, False
        self._carried: tuple[str, ...] = ()
        self._turn, self._fresh, self._todo = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        """Look at the script now and at every save, until cancelled."""
        tasks = [asyncio.create_task(work()) for work in (self._follow, self._draw, self._herald)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._over = True
            if self._look:
                self._look.shift.leave()
            self._turn.set()
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end

    def film(self, provider: str = "", variant: str = "") -> Film:
        """The newest text for a provider (none: the room's own, else the script's), in variants. Blocking. UsageError
        for one there is not, and as long as no text was read."""
        films = self._films
        if films is None:
            raise UsageError(self.now.trouble or f"{self.script} is not read yet")
        wish = provider or self.provider, variant
        with films.lock:
            if wish not in films.made:
                films.made[wish] = version(films.text, wish[0], variant=variant)
            return films.made[wish]

    async def listen(self) -> AsyncIterator[News]:
        """The present state at once, then what is new; who is slow hears the newest. Ends with the room."""
        heard = -1
        self._ears += 1
        self._fresh.set()
        try:
            while not self._over:
                if self._news and self._news.revision > heard:
                    heard = self._news.revision
                    yield self._news
                else:
                    await self._turn.wait()
        finally:
            self._ears -= 1

    def judge(self, one: Judgement) -> None:
        """Put a judgement in the file, and tell everybody. On the loop. FileError for the disk."""
        add(self._said, one)
        self.judgements = (*self.judgements, one)
        self._show()

    # ------------------------------------------------------------------------------------------ the text

    async def _follow(self) -> None:
        await self._heard()
        await self._looked()
        while True:
            found = await watching.changed(self._stamps)
            if self._said in found:
                await self._heard()
            if found - {self._said}:
                await self._looked()

    def _stamps(self) -> watching.Stamps:
        """The files that the film stands on, as they were just before they were looked at."""
        return {**(self._world.asked if self._world else {}), **self._around, **self._book}

    async def _looked(self) -> None:
        """Look at the script, and show it."""
        self._since, self._around = time.monotonic(), watching.around(self.script)
        before = self._look
        if before:
            before.shift.hold()
        found, trouble = await done(self._read)
        if found is not None and before:
            found, trouble = await _pictured(found, _changed(found, before))
        if before:
            before.shift.leave(rushes.keys(found.film).values()) if found else before.shift.go_on()
        self._shown(found, trouble) if found else self._show(trouble=trouble)

    def _read(self) -> Look:
        self._world = None
        self._world = watching.witness(self.script)
        return look(self.script, self._world, self.variant)

    def _shown(self, found: Look, trouble: str) -> None:
        self._look, self._films = found, _Films(found.text)
        had = {label: both for label, both in self.now.stills.items() if label in found.told}
        self._show(film=found.film, board=found.board, told=found.told, trouble=trouble, doing="",
                   stills={**had, **found.stills}, reel=self.now.reel if found.film.segments else None,
                   work=Work(found.drawn, seconds=self._spent()))
        self._todo.set()

    async def _heard(self) -> None:
        """Read what was said of the film, as others write there too."""
        self._book = watching.stamps((self._said,))
        found, trouble = await done(partial(load, self._said, self.script.name))
        if found is None:
            self._show(trouble=trouble)
        elif found != self.judgements:
            self.judgements = found
            self._show()

    # ------------------------------------------------------------------------------------------ its pictures

    async def _draw(self) -> None:
        while True:
            await self._todo.wait()
            self._todo.clear()
            one = self._look
            assert one
            for start in range(0, len(one.missing), _BATCH):
                if one is self._look:
                    self._show(doing=f"drawing stills, {start} of {len(one.missing)} shots")
                    await self._stills(one, one.missing[start : start + _BATCH])
            if one is self._look:
                await self._reel(one)
            if not self._warm:
                self._warm = True
                await done(partial(warm, one))

    async def _stills(self, one: Look, panels: tuple[Panel, ...]) -> None:
        made, trouble = await done(partial(pictures, one, panels, self._saying(one)))
        if one is not self._look:
            return
        if made:
            work = replace(self.now.work, stills=(*self.now.work.stills, *made), seconds=self._spent())
            self._show(stills={**self.now.stills, **made}, work=work)
        elif trouble:
            self._show(trouble=trouble)

    async def _reel(self, one: Look) -> None:
        say, loop = self._saying(one), asyncio.get_running_loop()
        whole = self.now.reel and self.now.reel.starts.keys() >= one.told.keys()
        made, trouble = await done(partial(
            rushes.draw, one.film, one.shift, lambda label, had, of: say(f"drawing {label}, {had + 1} of {of}"),
            self.now.stale, None if whole else lambda some: loop.call_soon_threadsafe(self._partly, one, some)))
        clips = (*self._carried, *one.shift.drawn)
        self._carried = clips if one is not self._look else ()
        if one is not self._look:
            return
        if made:
            work = replace(self.now.work, clips=clips, notes=made.notes, seconds=self._spent())
            self._show(reel=_reel(made), doing="", work=work)
        else:
            self._show(trouble=trouble or self.now.trouble, doing="")

    def _partly(self, one: Look, made: rushes.Rushes) -> None:
        """A film that never had a reel has one of some shots, while the others are drawn."""
        if one is self._look:
            self._show(reel=_reel(made))

    def _saying(self, one: Look) -> Callable[[str], None]:
        """How a thread says what it does."""
        loop = asyncio.get_running_loop()

        def say(words: str) -> None:
            loop.call_soon_threadsafe(lambda: self._show(doing=words) if one is self._look else None)

        return say

    def _spent(self) -> float:
        return time.monotonic() - self._since

    # ------------------------------------------------------------------------------------------ who listens

    def _show(self, **changes: Any) -> None:
        self.now = replace(self.now, revision=self.now.revision + 1, **changes)
        self._tell(self.now)
        self._fresh.set()

    async def _herald(self) -> None:
        """The page's parts, made anew when something is new and somebody listens."""
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            showing = self.now
            if not self._ears or (self._news and self._news.revision == showing.revision):
                continue
            parts, trouble = await done(partial(page.parts, showing, self.judgements))
            if parts is None:
                self.now = replace(self.now, trouble=trouble)
                self._tell(self.now)
                continue
            digests = {name: part.digest for name, part in parts.items()}
            self._news = News(showing.revision, digests, tuple(digests))
            turn, self._turn = self._turn, asyncio.Event()
            turn.set()


# ---------------------------------------------------------------------------------------------- helpers


def _reel(made: rushes.Rushes) -> Reel:
    return Reel(made.path, made.key, made.starts, made.told)


def _changed(one: Look, before: Look) -> tuple[Panel, ...]:
    """Those of the missing panels that the last edit is about."""
    return tuple(panel for panel in one.missing if one.told.get(panel.label) != before.told.get(panel.label))


async def _pictured(one: Look, soon: tuple[Panel, ...]) -> tuple[Look, str]:
    """A look with the stills that are wanted soon: drawn, if they are few, else to be drawn before the others."""
    if not soon:
        return one, ""
    if len(soon) > _AT_ONCE:
        return replace(one, missing=(*soon, *(panel for panel in one.missing if panel not in soon))), ""
    made, trouble = await done(partial(pictures, one, soon, lambda _: None))
    if not made:
        return one, trouble
    left = tuple(panel for panel in one.missing if panel.label not in made)
    return replace(one, stills={**one.stills, **made}, missing=left, drawn=tuple(made)), trouble
