"""A film's sound brought to a loudness: heard once whole, then played again with the gain it needs, and limited."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..core.errors import FileError
from .ahead import ahead
from .loudness import SILENT, Meter, gain, limited, loudness
from .sound import RATE, Samples

LOUDNESS = -16.0
"""LUFS of a film for the web."""
PEAK = -1.0
"""dBTP that nothing passes."""
_MOST = 20.0
"""dB a soft film is raised by at the very most: what is softer is noise rather than sound."""
_NEAR = 0.1
_ROUNDS = 4


def levelled(
    blocks: Iterable[Samples], target: float | None, folder: Path, note: Callable[[str], object],
) -> Iterator[Samples]:
    """The sound at `target` LUFS, None: as loud as it is; its true peaks at `PEAK` at most. What is silent stays so.

    The sound is kept in an unnamed file in `folder` meanwhile. FileError for the disk.
    """
    if target is None:
        yield from limited(blocks, 1.0, gain(PEAK))
        return
    with _trouble(folder), tempfile.TemporaryFile(dir=folder) as spool:
        meter = Meter()
        for block in ahead(blocks):
            meter.add(block)
            spool.write(np.ascontiguousarray(block).data)
        raised = _raised(meter, target, spool, note)
        yield from limited(_kept(spool), gain(raised), gain(PEAK))


def _raised(meter: Meter, target: float, spool: BinaryIO, note: Callable[[str], object]) -> float:
    """dB that bring the sound to `target`, with what the limiter takes made up for."""
    was = meter.loudness
    if was == SILENT:
        return 0.0
    wanted = target - was
    if wanted > _MOST:
        note(f"the film's sound is very soft ({was:.1f} LUFS): raised by {_MOST:g} dB only, not to {target:g} LUFS")
        return _MOST
    for _ in range(_ROUNDS if meter.peak * gain(wanted) > gain(PEAK - 6) else 0):
        missing = target - loudness(limited(_kept(spool), gain(wanted), gain(PEAK)))
        if abs(missing) <= _NEAR:
            break
        wanted = min(wanted + missing, _MOST)
    return wanted


def _kept(spool: BinaryIO) -> Iterator[Samples]:
    spool.seek(0)
    while data := spool.read(RATE * 8):
        yield np.frombuffer(data, np.float32).reshape(-1, 2)


@contextmanager
def _trouble(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise FileError(f"cannot keep the film's sound in {folder}: {trouble.strerror}") from trouble
