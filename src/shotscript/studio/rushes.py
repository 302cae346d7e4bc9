"""The rushes: a film as previz draws it, a clip a shot, so that an edit costs the shots it changed.

Clips lie in the project's store under the ledger, as all of ours do: what was drawn once is found by every later run.
Drawing can be held while something is more urgent, and be left for a newer text; what is finished stays, and a shot
that the newer text has as well is drawn to its end. The reel is named by its content, so a page that plays an older one
goes on playing.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ..core import digest, files
from ..lang.clause import Description
from ..narrative.story import Shot
from ..narrative.variants import listed
from ..plan.limits import Limits
from ..plan.select import keep
from ..providers import named
from ..render.job import Job, job
from ..render.ledger import Ledger
from ..render.run import run, waiting
from ..render.store import Store
from ..stitch.assemble import Options, assemble, sequence
from ..stitch.captioning import Captioning
from ..stitch.soundtrack import hearing
from .film import Film, build_folder
from .lettering import lettered
from .lowering import lowered
from .make import cores
from .reading import Read
from .trials import Trials, making
from .vary import varied
from .versions import packing
from .watching import stamp

_KEPT = 3
"""Reels of a film that are kept, the newest ones: pages may still be playing the one before."""
_SOON = 5.0
"""Seconds of drawing after which there is a reel of some shots, if there was none of all."""


@dataclass(frozen=True, slots=True)
class Rushes:
    """A reel. `key` names its content. By shot label, `starts` are its first frame and how many there are, `told` the
    digest it was drawn by."""

    path: Path
    key: str
    starts: Mapping[str, tuple[int, int]]
    told: Mapping[str, str]
    notes: tuple[str, ...] = ()


class Shift:
    """Some hours' drawing, as those see it who may need the machine for something else. Told from one thread, asked in
    another. `drawn` are the shots whose clips were finished in it."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self._going = threading.Event()
        self._going.set()
        self._kept: frozenset[str] | None = None

    def hold(self) -> None:
        """Stand still, until `go_on` or `leave`."""
        self._going.clear()

    def go_on(self) -> None:
        self._going.set()

    def leave(self, kept: Iterable[str] = ()) -> None:
        """End it: at once, unless what is being drawn is one of these keys, then after that."""
        self._kept = frozenset(kept)
        self._going.set()

    @property
    def over(self) -> bool:
        return self._kept is not None

    def heed(self, key: str = "") -> None:
        """Wait while it is held. `Left` when it is to end and this is not wanted any more."""
        self._going.wait()
        if self._kept is not None and key not in self._kept:
            raise Left


class Left(Exception):
    """A shift was ended before its work was done. Caught by who began it."""


Tell = Callable[[str, int, int], Any]
"""Told the shot that is drawn next, how many are drawn of those that had to be, and how many these are."""


def film(read: Read, variant: str = "") -> Film:
    """The film for previz, each shot a segment. UsageError for a variant there is not."""
    chosen = varied(read, listed(variant))
    trials = Trials(chosen, replace(named("previz"), limits=Limits(cuts=1)), {})
    return lowered(chosen, trials, packing(trials))


def told(film: Film) -> Mapping[str, str]:
    """The digest of each shot, its name left out: what is drawn, and every word of the script about it. A verdict on a
    shot holds as long as it has the same."""
    return {draft.request.segment: _told(draft.request.body, one.cuts[0].shot)
            for one, draft in zip(film.segments, film.drafts, strict=True)}


def keys(film: Film) -> Mapping[str, str]:
    """What the ledger calls the clip of each shot."""
    return {one.request.segment: one.key for one in _jobs(film)}


def draw(film: Film, shift: Shift, tell: Tell | None = None, first: Iterable[str] = (),
         part: Callable[[Rushes], Any] | None = None) -> Rushes | None:
    """The reel of a film of one shot a segment, `first` the shots to be drawn before the others. None if the shift was
    ended before it was done. `part` is handed reels of what there is so far, ever more seldom. FileError for the disk.
    """
    if not film.segments:
        return None
    try:
        clips: dict[int, Path] = {}
        for due in _intervals(_drawn(film, clips, shift, tell or _quiet, frozenset(first))):
            if part and due:
                part(_joined(film, clips, shift))
        return _joined(film, clips, shift)
    except Left:
        return None


# ---------------------------------------------------------------------------------------------- helpers


def _told(body: Mapping[str, Any], shot: Shot) -> str:
    cuts = [{name: value for name, value in cut.items() if name not in ("label", "scene")} for cut in body["cuts"]]
    asked = [[one.head, one.subject, one.text] for one in (shot.light, shot.weather, *shot.said) if one]
    return digest.of([
        body["picture"], cuts, asked, [[one.kind, one.who, one.delivery, one.text] for one in shot.beats],
        [[one.name, one.wears, one.text] for one in shot.states],
        [one.text for one in shot.clauses if isinstance(one, Description)],
    ])


def _jobs(film: Film) -> list[Job]:
    how = making(film.provider)
    return [job(one.index, draft.request, how) for one, draft in zip(film.segments, film.drafts, strict=True)]


def _drawn(film: Film, clips: dict[int, Path], shift: Shift, tell: Tell, first: frozenset[str]) -> Iterator[None]:
    """Fill in the clip of each segment: those that are there at once, the others one by one."""
    home = files.folder(film.read.project / ".shotscript")
    queue = _jobs(film)
    with closing(Ledger(home / "ledger.sqlite")) as ledger:
        store = Store(home / "store")
        make = partial(run, provider=film.provider, ledger=ledger, store=store, workers=cores())
        todo = sorted(waiting(queue, ledger, store), key=lambda one: one.request.segment not in first)
        there = [one for one in queue if one not in todo]
        clips |= {done.job.index: done.clip for done in make(there, progress=lambda _: shift.heed())}
        for count, one in enumerate(todo):
            shift.heed()
            tell(one.request.segment, count, len(todo))
            for done in make([one], progress=lambda _, key=one.key: shift.heed(key)):
                clips[one.index] = done.clip
                shift.drawn.append(one.request.segment)
            if count < len(todo) - 1:
                yield
        shift.heed()


def _intervals(steps: Iterable[None]) -> Iterator[bool]:
    """For each step whether a pause has passed; each pause is twice as long as the one before."""
    pause, since = _SOON, time.monotonic()
    for _ in steps:
        due = time.monotonic() - since >= pause
        if due:
            pause, since = pause * 2, time.monotonic()
        yield due


def _joined(film: Film, clips: dict[int, Path], shift: Shift) -> Rushes:
    there = tuple(one for one in film.segments if one.index in clips)
    labels = frozenset(cut.shot.label for one in there for cut in one.cuts)
    shown, frame = keep(film.timeline, labels), film.story.format
    laid = sequence(shown, there, clips)
    words, problems = lettered(film.read, laid, (frame.width, frame.height))
    folder = files.folder(build_folder(film.read) / "rushes")
    aside = files.part(folder / "reel.mp4")
    options = Options(kept=folder / "parts", track=folder / "parts", workers=cores())
    try:
        reel = assemble(laid, film.story, aside, report=lambda _: shift.heed(), options=options, words=words,
                        heard=hearing(film.read.world, film.losses), coding=lambda _: shift.heed(),
                        captioned=Captioning("none"))
        key = digest.of_file(aside)
        path = folder / f"{key[:32]}.mp4"
        os.replace(aside, path)
    finally:
        files.remove(aside)
    _sweep(folder)
    starts = {slot.label: (slot.start, slot.frames) for slot in shown.slots}
    notes = (*reel.notes, *(problem.message for problem in problems))
    return Rushes(path, key, starts, {label: one for label, one in told(film).items() if label in labels}, notes)


def _sweep(folder: Path) -> None:
    """Only the newest reels stay."""
    reels = [(found.at, path) for path in folder.glob("[0-9a-f]*.mp4") if (found := stamp(path))]
    for _, old in sorted(reels)[:-_KEPT]:
        files.remove(old)


def _quiet(label: str, done: int, of: int) -> None:
    return None
