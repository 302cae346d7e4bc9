"""Moves jobs to clips: a clip that is in the store is never made again; what is made is kept at once.

Local providers draw frame by frame: a few threads (the kernels release the interpreter's lock) fill a short queue,
and the encoder takes from it in order, so the file does not depend on how many threads there were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files
from ..film.encode import encode
from ..providers.contract import Drawing, Provider
from .job import Done, Job
from .ledger import Ledger
from .store import Store
from .workers import in_order

Frame = NDArray[np.uint8]
Progress = Callable[[int], Any]


def waiting(jobs: Sequence[Job], ledger: Ledger, store: Store) -> tuple[Job, ...]:
    """The jobs whose clip is not in the store."""
    return tuple(job for job in jobs if _kept(job, ledger, store) is None)


def run(
    jobs: Sequence[Job], provider: Provider, ledger: Ledger, store: Store, workers: int, progress: Progress
) -> Iterator[Done]:
    """Every job's clip, in order. `progress` is told the number of frames just made."""
    assert provider.draw, f"{provider.name} does not draw on this machine"
    for job in jobs:
        kept = _kept(job, ledger, store)
        if kept is None:
            kept = _make(job, provider.draw(job.request), ledger, store, workers, progress)
        yield kept


def _kept(job: Job, ledger: Ledger, store: Store) -> Done | None:
    stored = ledger.stored(job.key)
    clip = store.find(stored) if stored else None
    return Done(job, clip, fresh=False) if clip else None


def _make(
    job: Job, drawing: Drawing, ledger: Ledger, store: Store, workers: int, progress: Progress
) -> Done:
    draft = store.draft(job.key)
    try:
        frames = _counted(in_order(drawing.frame, drawing.frames, workers), progress)
        encode(draft, frames, drawing.width, drawing.height, drawing.fps, drawing.keyframes)
        stored = store.keep(draft)
    finally:
        files.remove(draft)
    ledger.keep(job.key, job.request.provider, job.request.segment, stored)
    return Done(job, store.path(stored), fresh=True)


def _counted(frames: Iterator[Frame], progress: Progress) -> Iterator[Frame]:
    for frame in frames:
        yield frame
        progress(1)
