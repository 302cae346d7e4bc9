"""What the clips themselves sound like: each heard where it is seen, and room tone where nothing was recorded.

Cuts are crossed within a hundredth of a second, dissolves and wipes over their whole length at equal power, fades go
with the picture. Clips cut one right after the other from one recording are not cut in sound at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from ..core import timebase
from ..film.loudness import SILENT, gain
from ..film.mix import Region, Room, Source
from ..film.sound import RATE
from ..film.tape import Tape
from ..narrative.story import Story
from .sequence import Edit, Sequence
from .shelf import Shelf

SPEECH = -18.0
"""LUFS at which speech lies in the mix, before the film as a whole is brought to its loudness."""
_FURTHEST = 12.0
"""dB a model's clips are moved by at most."""
_HALF = RATE // 200
"""Samples of a cut's crossing on either side of it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Edits heard as one: a recording from where the first begins, or (`path` None) the tone of a room."""

    edits: tuple[Edit, ...]
    path: Path | None
    interior: bool

    @property
    def model(self) -> str:
        return model(self.edits[0])


def at(frame: int, sequence: Sequence) -> int:
    """The film's sample at which a frame begins."""
    return timebase.frames(timebase.seconds(frame, sequence.fps), Fraction(RATE))


def model(edit: Edit) -> str:
    """Who made an edit's clip; nothing for previz and finished footage."""
    return f"{edit.take.provider}/{edit.take.model}" if edit.take and not edit.previz else ""


def stretches(sequence: Sequence, story: Story, shelf: Shelf) -> tuple[Stretch, ...]:
    """The whole film, in order, without a gap."""
    interior = {scene.index: scene.interior for scene in story.scenes}
    found: list[Stretch] = []
    for edit in sequence.edits:
        heard = not edit.previz and shelf.sounds(edit.path)
        stretch = Stretch((edit,), edit.path if heard else None, interior[edit.scene])
        if found and _goes_on(found[-1], stretch, sequence.fps):
            found[-1] = Stretch((*found[-1].edits, edit), stretch.path, stretch.interior)
        else:
            found.append(stretch)
    return tuple(found)


def levels(found: tuple[Stretch, ...], speaking: frozenset[str], shelf: Shelf) -> dict[str, float]:
    """For each model the factor that brings its clips of the `speaking` shots to the level of speech. All of a model's
    clips are moved alike, so that what they are to one another stays."""
    clips: dict[str, dict[Path, None]] = {}
    for stretch in found:
        if stretch.path and stretch.model and any(edit.label in speaking for edit in stretch.edits):
            clips.setdefault(stretch.model, {})[stretch.path] = None
    return {name: _toward(SPEECH, shelf.loudness(tuple(paths))) for name, paths in clips.items()}


def regions(sequence: Sequence, found: tuple[Stretch, ...], level: Mapping[str, float]) -> Iterator[Region]:
    """Every stretch with its fades. `level` is the factor of each model's clips."""
    nexts = (*(stretch.edits[0] for stretch in found[1:]), None)
    for stretch, coming in zip(found, nexts, strict=True):
        yield _region(sequence, stretch, coming, level.get(stretch.model, 1.0))


def _toward(wanted: float, loudness: float) -> float:
    return 1.0 if loudness == SILENT else gain(min(max(wanted - loudness, -_FURTHEST), _FURTHEST))


def _goes_on(last: Stretch, stretch: Stretch, fps: Fraction) -> bool:
    before, edit = last.edits[-1], stretch.edits[0]
    if stretch.path is None:
        faded = edit.fade_in or before.fade_out
        return last.path is None and last.interior == stretch.interior and not faded
    return last.path == stretch.path and not (edit.into or before.out) and before.moment(before.end, fps) == edit.at


def _region(sequence: Sequence, stretch: Stretch, coming: Edit | None, level: float) -> Region:
    first, last = stretch.edits[0], stretch.edits[-1]
    cut, begin = at(first.start, sequence), timebase.frames(first.at, Fraction(RATE))
    # A room goes on for ever; a clip has what its handles hold.
    before, after, reach = (first.lead, last.tail, begin) if stretch.path else (cut, sequence.frames, cut)
    start, fade_in = _way_in(first, sequence, before, reach)
    end, fade_out = _way_out(last, coming, sequence, after)
    if stretch.path is None:
        return Region(start, end, partial(Room, stretch.interior), start, fade_in, fade_out)
    return Region(start, end, _played(stretch.path), begin - (cut - start), fade_in, fade_out, level)


def _played(path: Path) -> Callable[[], Source]:
    return partial(Tape, path)


def _way_in(edit: Edit, sequence: Sequence, held: int, reach: int) -> tuple[int, int]:
    """Where an edit is first heard and how long it takes to be all there. Before its cut lie `held` frames that may be
    heard, and `reach` samples of anything."""
    cut = at(edit.start, sequence)
    if edit.fade_in:
        return cut, at(edit.start + edit.fade_in, sequence) - cut
    if not edit.start:
        return 0, 0
    if edit.crossing:
        begin = max(at(max(edit.start - min(edit.before, held), 0), sequence), cut - reach)
        return begin, at(edit.start + edit.after, sequence) - begin
    begin = cut - min(_HALF, reach)
    return begin, cut + _HALF - begin


def _way_out(edit: Edit, coming: Edit | None, sequence: Sequence, held: int) -> tuple[int, int]:
    """Where an edit is last heard and how long it takes to go. After its last frame lie `held` that may be heard."""
    cut = at(edit.end, sequence)
    if coming is None or (edit.fade_out and not coming.crossing):
        return cut, cut - at(edit.end - edit.fade_out, sequence) if edit.fade_out else 0
    if coming.crossing:
        end = at(edit.end + min(coming.after, held), sequence)
        return end, end - at(max(edit.end - coming.before, 0), sequence)
    return cut + _HALF, 2 * _HALF
