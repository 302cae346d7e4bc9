"""The parts of a film that cannot be copied: their pictures brought into the film's shape, composed and coded.

Each is kept under a digest of all it is made from, the bytes of its clips included, so that a film cut again makes only
what has changed. What is kept can be thrown away at any time, and what has not been used for a while is.
"""

from __future__ import annotations

import mmap
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from ..core import digest, files
from ..core.errors import FileError, MediaError
from ..film.compose import Layer, compose
from ..film.conform import Screen, Shape
from ..film.encode import CODER, Planes, Style, encode
from ..film.index import Index, index
from ..film.join import Report
from . import sequence as film
from .parts import Part
from .window import layers
from .words import Words

_EDITION = 1
"""Goes up when the same parts would be made otherwise."""
_KEPT = 30 * 24 * 3600
"""Seconds a part nobody used is kept."""


@dataclass(frozen=True, slots=True)
class Bench:
    """All that parts are made of and with. `folder` is where they are kept."""

    sequence: film.Sequence
    sources: Mapping[Path, Index]
    shape: Shape
    style: Style
    folder: Path
    words: Words | None = None
    workers: int = 1


def made(bench: Bench, parts: Sequence[Part], report: Report) -> tuple[list[Index], int]:
    """The clip of each part, in order, and how many frames of them had to be coded now. `report` is told frames as
    parts are done. MediaError for a clip that cannot be read, FileError for the disk."""
    digests = _digests(bench, parts)
    keys = [_key(bench, part, digests) for part in parts]
    wanted = dict(zip(keys, parts, strict=True))
    with ThreadPoolExecutor(bench.workers) as pool:
        waiting = {key: pool.submit(_made, bench, part, key) for key, part in wanted.items()}
        try:
            for part, key in zip(parts, keys, strict=True):
                waiting[key].result()
                report(part.end - part.start)
        finally:
            pool.shutdown(cancel_futures=True)
    done = {key: task.result() for key, task in waiting.items()}
    return [done[key][0] for key in keys], sum(count for _, count in done.values())


def sweep(folder: Path) -> None:
    """Throw away what has not been used for a month."""
    files.sweep(folder)
    for kept in folder.iterdir():
        if kept.is_file() and time.time() - kept.stat().st_mtime > _KEPT:
            files.remove(kept)


def _made(bench: Bench, part: Part, key: str) -> tuple[Index, int]:
    path = bench.folder / f"{key}{bench.style.suffix}"
    found = _kept(path, part)
    return (found, 0) if found else (_coded(bench, part, path), part.end - part.start)


def _coded(bench: Bench, part: Part, path: Path) -> Index:
    shape = bench.shape
    pictures = _lettered(bench, part, _pictures(bench, part))
    return index(encode(path, pictures, shape.width, shape.height, shape.fps, settings=bench.style).path)


def _pictures(bench: Bench, part: Part) -> Iterator[Planes]:
    seen, frames = _layers(bench, part), part.end - part.start
    if part.edit is None:
        yield from compose(seen, frames, bench.shape)
        return
    with Screen(seen[0].strip.source, bench.shape) as screen:
        for number in range(frames):
            yield screen.frame(seen[0].strip.number(seen[0].first + number))


def _layers(bench: Bench, part: Part) -> tuple[Layer, ...]:
    return layers(bench.sequence, part.start, part.end, bench.sources)


def _lettered(bench: Bench, part: Part, pictures: Iterator[Planes]) -> Iterator[Planes]:
    for number, planes in enumerate(pictures, part.start):
        yield bench.words.paint(number, planes) if bench.words and part.words else planes


def _kept(path: Path, part: Part) -> Index | None:
    """A part made before, if it is whole; used now, it is kept longer."""
    if not path.is_file():
        return None
    try:
        found = index(path)
        path.touch()
    except (MediaError, OSError):
        return None
    return found if found.pictures == part.end - part.start else None


def _digests(bench: Bench, parts: Sequence[Part]) -> dict[Path, str]:
    """Of the bytes of every clip that is seen in the parts."""
    paths = {layer.strip.source.clip.path for part in parts for layer in _layers(bench, part)}
    return {path: _digest(path) for path in sorted(paths)}


def _digest(path: Path) -> str:
    try:
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return digest.of_bytes(memoryview(data))
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble


def _key(bench: Bench, part: Part, digests: Mapping[Path, str]) -> str:
    shown = [
        [digests[layer.strip.source.clip.path], layer.strip.at, layer.strip.low, layer.strip.high, layer.start,
         layer.frames, layer.first, layer.dissolve, layer.wipe, layer.fade_in, layer.fade_out]
        for layer in _layers(bench, part)
    ]
    words = bench.words.key(part.start, part.end) if bench.words and part.words else ""
    return digest.of([_EDITION, CODER, part.edit is None, part.end - part.start, shown, words,
                      asdict(bench.shape), asdict(bench.style)])
