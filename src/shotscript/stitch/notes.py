"""What had to be done to clips so that they fit the film, in words for whoever chose them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from ..core import timebase
from ..core.errors import MediaError
from ..film.conform import Shape, placing, upright
from ..film.index import Index
from .sequence import Edit, Sequence
from .window import strip


def enough(edit: Edit, source: Index) -> None:
    """MediaError where a clip ends before the shot that is cut from it begins: there is nothing to show."""
    if edit.at >= source.seconds:
        raise MediaError(
            f"cannot use {edit.path}: it lasts {timebase.clock(source.seconds)}, shot {edit.label} begins "
            f"{timebase.clock(edit.at)} into it")


def conformed(sequence: Sequence, sources: Mapping[Path, Index], shape: Shape) -> tuple[str, ...]:
    """A line for each thing done to a clip that can be seen, with the shots it is seen in, and for each shot whose clip
    ends too early."""
    shots: dict[str, list[str]] = {}
    for edit in sequence.edits:
        for words in _done(sources[edit.path], shape):
            shots.setdefault(words, []).append(edit.label)
    said = [f"{_shots(labels)} {words}" for words, labels in shots.items()]
    return (*said, *_short(sequence, sources))


def _short(sequence: Sequence, sources: Mapping[Path, Index]) -> Iterator[str]:
    for edit in sequence.edits:
        missing = strip(edit, sources[edit.path], sequence.fps).missing(edit.frames)
        if missing:
            frames = f"{missing} frame{'s' if missing > 1 else ''}"
            yield f"shot {edit.label} holds its last picture for {frames}: its clip is that much too short"


def _done(source: Index, shape: Shape) -> Iterator[str]:
    clip, (wide, high), size = source.clip, upright(source), placing(source, shape)
    if not source.steady(shape.fps):
        yield f"brought from {_rate(clip.fps)} to {_rate(shape.fps)} frames a second"
    if size.width > shape.width + 1 or size.height > shape.height + 1:
        yield f"cropped at the edges: {wide}x{high} in a film of {shape.width}x{shape.height}"
    elif size.width < shape.width - 1 or size.height < shape.height - 1:
        yield f"set between black bars: {wide}x{high} in a film of {shape.width}x{shape.height}"
    elif wide < shape.width:
        yield f"enlarged from {wide}x{high}"
    if source.interlaced:
        yield "shown with its half pictures woven together: it is interlaced"


def _rate(fps: Fraction) -> str:
    return timebase.plain(fps)


def _shots(labels: list[str]) -> str:
    unique = list(dict.fromkeys(labels))
    some = ", ".join(unique[:6]) + (f" and {len(unique) - 6} more" if len(unique) > 6 else "")
    return f"shot{'s' if len(unique) > 1 else ''} {some}:"
