"""How the film is put together: which frames are copied from their clips as they are, and which are coded anew.

A clip is copied where it is like the film already, from a picture that needs none before it up to one that none after
it is needed for; what lies before and after that in its shot is coded anew. Of clips that differ in their coding, those
are copied that most of the film is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from ..film import conform, h264
from ..film.conform import Shape
from ..film.encode import Style
from ..film.index import Index
from ..film.join import Run
from .sequence import Edit, Sequence
from .window import Piece, pieces, strip
from .words import Words

_PROFILES = {66: "baseline", 77: "main", 100: "high"}
"""The profiles both sides can write: a film has one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Frames [start, end) of the film: a run copied from a clip, or None to be coded. `edit` is the one shot that is
    seen in it, None where there are several or a fade."""

    start: int
    end: int
    edit: Edit | None = None
    run: Run | None = None
    words: bool = False


def parts(
    sequence: Sequence, sources: Mapping[Path, Index], shape: Shape, style: Style, words: Words | None = None
) -> tuple[tuple[Part, ...], Style]:
    """The whole film in order, and how the parts to be coded are to be: so that they can stand beside those copied."""
    whole = [part for piece in pieces(sequence) for part in _lettered(piece, words)]
    runs = [_run(part, sequence, sources, shape) if style.codec == "h264" else None for part in whole]
    copied = _copied([run for run in runs if run])
    made = [cut for part, run in zip(whole, runs, strict=True) for cut in _cut(part, run, copied, sequence.fps)]
    return tuple(made), _beside(copied, style)


def _lettered(piece: Piece, words: Words | None) -> Iterator[Part]:
    """A piece, divided where words over it begin and end."""
    spans = [(max(a, piece.start), min(b, piece.end)) for a, b in words.spans()] if words else []
    spans = [(a, b) for a, b in spans if a < b]
    edges = sorted({piece.start, piece.end, *(edge for span in spans for edge in span)})
    for start, end in pairwise(edges):
        yield Part(start, end, piece.edit, words=any(a <= start < b for a, b in spans))


def _run(part: Part, sequence: Sequence, sources: Mapping[Path, Index], shape: Shape) -> Run | None:
    """The most of a part that its clip could be copied for, or None."""
    edit = part.edit
    if edit is None or part.words:
        return None
    source = sources[edit.path]
    if source.clip.codec != "h264" or not conform.same(source, shape) or not source.steady(sequence.fps):
        return None
    own = strip(edit, source, sequence.fps)
    first = own.number(part.start - edit.start)
    last = own.number(part.end - 1 - edit.start)
    return _whole(source, first, min(first + part.end - part.start, last + 1))


def _whole(source: Index, first: int, end: int) -> Run | None:
    """The longest run of packets that shows pictures out of [first, end) and needs no other packet."""
    entry = next((key for key in source.entries if key >= first and source.shown[key] == key), end)
    shown = source.shown[entry:end]
    reached = np.maximum.accumulate(shown) == np.arange(entry, entry + len(shown)) if len(shown) else np.zeros(0, bool)
    if entry >= end or not reached.any() or int(shown.min()) < entry:
        return None
    return Run(source, entry, int(np.flatnonzero(reached)[-1]) + 1)


def _copied(runs: list[Run]) -> tuple[bytes, ...]:
    """The set-up bytes of the clips that are copied: those of the most frames first, and any that fit beside them."""
    frames: dict[bytes, int] = {}
    for run in runs:
        frames[run.source.setup] = frames.get(run.source.setup, 0) + run.frames
    chosen: list[bytes] = []
    for setup in sorted(frames, key=lambda one: (-frames[one], one)):
        found = h264.sets(setup)
        if found and found.profile in _PROFILES and h264.merged([*chosen, setup]):
            chosen.append(setup)
    return tuple(chosen)


def _cut(part: Part, run: Run | None, copied: tuple[bytes, ...], fps: Fraction) -> Iterator[Part]:
    """A part as one to code, one to copy and one to code; those that are empty left out."""
    if run is None or run.source.setup not in copied or part.edit is None:
        yield part
        return
    own = strip(part.edit, run.source, fps)
    begin = part.start + run.first - own.number(part.start - part.edit.start)
    end = begin + run.frames
    if begin > part.start:
        yield replace(part, end=begin)
    yield replace(part, start=begin, end=end, run=run)
    if end < part.end:
        yield replace(part, start=end)


def _beside(copied: tuple[bytes, ...], style: Style) -> Style:
    """The style with a profile like theirs, and a number for its parameter sets that none of theirs has."""
    found = [one for setup in copied if (one := h264.sets(setup))]
    if not found or style.codec != "h264":
        return replace(style, profile="high") if style.codec == "h264" else style
    taken = {number for one in found for _, number in one.numbers}
    free = next(number for number in range(1, 32) if number not in taken)
    return replace(style, number=free, profile=_PROFILES[found[0].profile])
