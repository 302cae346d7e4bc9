"""The half of the door that acts: renders what is not in the store, and stitches the reel."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ..core import files
from ..core.errors import UsageError
from ..core.settings import settings
from ..plan.select import keep
from ..providers.contract import Provider
from ..render.job import Job, job
from ..render.ledger import Ledger
from ..render.run import run, waiting
from ..render.store import Store
from ..stitch.assemble import assemble, sequence
from ..stitch.soundtrack import hearing
from .film import Film, Made, build_folder
from .lettering import lettered
from .trials import making

Watch = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and of how much, for a progress bar."""


def produce(film: Film, *, out: Path | None = None, jobs: int = 0, watch: Watch | None = None) -> Made:
    """Render what is not in the store, and stitch the reel. Writes below the project folder and to `out`."""
    if not film.provider.local:
        raise UsageError(f"{film.provider.title} is not on this machine: `shotscript render` asks for its clips, "
                         "`shotscript cut` makes the film of them")
    if not film.segments:
        raise UsageError("there is nothing to render: the script has no scenes")
    watch = watch or unwatched
    target = _target(film, out)
    ledger, store = _books(film.read.project)
    how = making(film.provider)
    queue = [job(one.index, request, how) for one, request in zip(film.segments, film.requests, strict=True)]
    clips, fresh = _rendered(queue, film, ledger, store, jobs or settings(film.read.project).jobs or cores(), watch)
    watch("stitching", 0, 1)
    shown = keep(film.timeline, film.read.labels)
    heard = hearing(film.read.world, film.losses)
    laid, frame = sequence(shown, film.segments, clips), film.story.format
    words, told = lettered(film.read, laid, (frame.width, frame.height))
    result = assemble(laid, film.story, target, heard=heard, words=words)
    watch("stitching", 1, 1)
    notes = (*result.notes, *(problem.message for problem in told))
    return Made(target, result.captions, shown.frames, fresh, len(queue) - fresh, notes)


def prepare(provider: Provider, say: Callable[[str], None]) -> None:
    """Make a local provider ready; `say` is told in words what takes long (the first compile of its kernels)."""
    if provider.prepare:
        provider.prepare(say)


def _rendered(
    queue: list[Job], film: Film, ledger: Ledger, store: Store, workers: int, watch: Watch
) -> tuple[dict[int, Path], int]:
    todo = {one.key for one in waiting(queue, ledger, store)}
    sizes = {one.index: one.frames for one in film.segments}
    total = sum(sizes[one.index] for one in queue if one.key in todo)
    made = 0

    def progress(count: int) -> None:
        nonlocal made
        made += count
        watch("rendering", made, total)

    clips, fresh = {}, 0
    for done in run(queue, film.provider, ledger, store, workers, progress):
        clips[done.job.index] = done.clip
        fresh += done.fresh
    return clips, fresh


def _target(film: Film, out: Path | None) -> Path:
    folder = files.folder(build_folder(film.read, out))
    return folder / "reel.mp4"


def _books(project: Path) -> tuple[Ledger, Store]:
    home = files.folder(project / ".shotscript")
    return Ledger(home / "ledger.sqlite"), Store(home / "store")


def cores() -> int:
    return min(os.cpu_count() or 1, 8)


def unwatched(what: str, done: int, total: int) -> None:
    return
