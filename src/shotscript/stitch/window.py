"""Where the film is composed and where it is copied.

A window is a run of frames in which more than one shot, or a fade, is seen. Between windows stand pieces of single
clips, to be copied. Windows that overlap (a shot shorter than its two dissolves) become one of more layers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..film.compose import Layer
from ..film.index import Index
from ..film.strip import Strip
from .sequence import Edit, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames [start, end) of the film. `edit` is the one whose clip is copied; None is a window to compose."""

    start: int
    end: int
    edit: Edit | None = None


def pieces(sequence: Sequence) -> tuple[Piece, ...]:
    """The whole film, in order, without a gap."""
    found: list[Piece] = []
    at = 0
    for start, end in (*_spans(sequence), (sequence.frames, sequence.frames)):
        found += _copies(sequence, at, start)
        if end > start:
            found.append(Piece(start, end))
        at = end
    return tuple(found)


def layers(sequence: Sequence, start: int, end: int, sources: Mapping[Path, Index]) -> tuple[Layer, ...]:
    """The shots seen in frames [start, end) of the film, lowest first."""
    return tuple(
        _layer(edit, strip(edit, sources[edit.path], sequence.fps), start, end, begin, stop, stop == edit.end)
        for edit, begin, stop in _seen(sequence) if begin < end and stop > start
    )


def strip(edit: Edit, source: Index, fps: Fraction) -> Strip:
    """An edit's clip on the film's beat: frame 0 is the edit's own first one."""
    return Strip(source, fps, edit.at, -edit.lead, edit.frames + edit.tail)


def holds(sequence: Sequence) -> tuple[str, ...]:
    """A line for each dissolve or wipe whose clips do not reach as far as it does."""
    said: list[str] = []
    for last, edit in zip(sequence.edits, sequence.edits[1:], strict=False):
        if edit.crossing and last.tail < edit.after:
            said.append(f"shot {last.label} holds its last frame under the {_kind(edit)} to {edit.label}")
        if edit.crossing and edit.lead < edit.before:
            said.append(f"shot {edit.label} holds its first frame in the {_kind(edit)} from {last.label}")
    return tuple(said)


def _spans(sequence: Sequence) -> list[tuple[int, int]]:
    """The frames of all transitions, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_transitions(sequence)):
        start, end = max(start, 0), min(end, sequence.frames)
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _transitions(sequence: Sequence) -> Iterator[tuple[int, int]]:
    for number, edit in enumerate(sequence.edits):
        if number and edit.crossing:
            yield edit.start - edit.before, edit.start + edit.after
        if edit.fade_in:
            yield edit.start, edit.start + edit.fade_in
        if edit.fade_out and not _crossed(sequence, number):
            yield edit.end - edit.fade_out, edit.end


def _crossed(sequence: Sequence, number: int) -> bool:
    """Whether the next shot dissolves or wipes in over this one: its fade out then has no place."""
    return number + 1 < len(sequence.edits) and bool(sequence.edits[number + 1].crossing)


def _copies(sequence: Sequence, start: int, end: int) -> list[Piece]:
    return [
        Piece(max(start, edit.start), min(end, edit.end), edit)
        for edit in sequence.edits if max(start, edit.start) < min(end, edit.end)
    ]


def _seen(sequence: Sequence) -> Iterator[tuple[Edit, int, int]]:
    """Each edit and the frames [begin, stop) of the film it is seen in, dissolves included."""
    for number, edit in enumerate(sequence.edits):
        begin = edit.start - (edit.before if number else 0)
        after = sequence.edits[number + 1].after if _crossed(sequence, number) else 0
        yield edit, begin, min(edit.end + after, sequence.frames)


def _layer(edit: Edit, strip: Strip, start: int, end: int, begin: int, stop: int, ends: bool) -> Layer:
    """The edit cut to the window, with those of its own transitions that lie in it."""
    entering = edit.crossing if begin < edit.start else 0
    enters = begin + (entering or edit.fade_in) > start
    begin = begin if enters else max(begin, start)
    leaves = ends and edit.fade_out and edit.end - edit.fade_out < end
    wipe = bool(edit.into and edit.into.kind == "wipe")
    return Layer(
        strip, begin - start, (stop if leaves else min(stop, end)) - begin, begin - edit.start,
        dissolve=0 if wipe or not enters else entering, wipe=entering if wipe and enters else 0,
        fade_in=edit.fade_in if enters else 0, fade_out=edit.fade_out if leaves else 0,
    )


def _kind(edit: Edit) -> str:
    return edit.into.kind if edit.into else "cut"
