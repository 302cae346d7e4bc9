"""Clips to one film: cuts copied, transitions composed, one sound track, captions beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ..core import files, timebase
from ..core.errors import MediaError
from ..film import sound
from ..film.clip import Clip
from ..film.compose import compose
from ..film.encode import PREVIZ, Settings, encode
from ..film.join import Chapter, Report, Run, join
from ..film.probe import probe
from ..film.voice import Booth
from ..narrative.story import Story
from ..plan.timeline import Cut, Segment, Slot, Timeline
from . import soundtrack
from .captions import captions, srt
from .sequence import Edit, Sequence
from .takes import Take
from .window import Piece, holds, layers, pieces


@dataclass(frozen=True, slots=True)
class Reel:
    """The film on disk. `notes` say what is otherwise than asked: held frames, voices that could not be made."""

    path: Path
    captions: Path
    clip: Clip
    notes: tuple[str, ...]


def sequence(timeline: Timeline, segments: tuple[Segment, ...], clips: Mapping[int, Path]) -> Sequence:
    """Every shot of the timeline at its place in its segment's clip, which holds for each cut lead, shot and tail. A
    shot made in parts is as many edits, one right after the other."""
    found: dict[str, list[tuple[Cut, Take, Fraction]]] = {}
    for segment in segments:
        take = Take(segment, clips[segment.index])
        for cut, at in _laid(segment):
            found.setdefault(cut.shot.label, []).append((cut, take, at / timeline.fps))
    edits: list[Edit] = []
    for slot in timeline.slots:
        parts = sorted(found[slot.label], key=lambda part: part[0].part)
        frames = sum(cut.frames for cut, _, _ in parts)
        assert frames == slot.frames, f"shot {slot.label} has two lengths: {frames} and {slot.frames}"
        edits += (_edit(slot, cut, take, at, timeline.fps) for cut, take, at in parts)
    made = Sequence(timeline.fps, tuple(edits))
    return replace(made, notes=holds(made))


def assemble(
    sequence: Sequence, story: Story, out: Path, voices: bool = True, report: Report | None = None,
    settings: Settings = PREVIZ,
) -> Reel:
    """Write the film to `out` and its captions beside it as `.srt`, each whole or not at all.

    `settings` are those the clips were made with; `report` is told the number of frames just written. MediaError for
    clips that do not fit the film or one another, FileError for the disk.
    """
    assert sequence.edits, "a film has at least one shot"
    files.sweep(files.folder(out.parent))
    clips = _probed(sequence)
    with _workshop(out) as folder, Booth(voices) as booth:
        runs = _runs(sequence, clips, folder, settings)
        said = soundtrack.lines(sequence, story)
        cues = soundtrack.spoken(said, story, booth)
        track = sound.track(soundtrack.samples(sequence), soundtrack.tones(sequence, story), cues)
        clip = join(out, runs, track, _chapters(sequence, story), report)
    assert clip.frames == sequence.frames, f"{clip.frames} frames written of {sequence.frames}"
    words = out.with_suffix(".srt")
    files.write(words, srt(captions(sequence, story)))
    return Reel(out, words, clip, (*sequence.notes, *booth.notes))


def _edit(slot: Slot, cut: Cut, take: Take, at: Fraction, fps: Fraction) -> Edit:
    return Edit(
        slot.label, slot.scene, take.clip, slot.start + cut.offset, cut.frames, at + cut.lead / fps, cut.lead, cut.tail,
        slot.transition_in if cut.part == 1 else None, slot.transition_out if cut.part == cut.parts else None,
        cut.offset, take,
    )


def _laid(segment: Segment) -> list[tuple[Cut, int]]:
    """The cuts of a segment and the frame of its clip each begins at, handles included."""
    laid, at = list[tuple[Cut, int]](), 0
    for cut in segment.cuts:
        laid.append((cut, at))
        at += cut.lead + cut.frames + cut.tail
    return laid


def _probed(sequence: Sequence) -> dict[Path, Clip]:
    """The facts of every clip. MediaError where one is not of the film's rate, or too short for its shots."""
    clips = {edit.path: probe(edit.path) for edit in sequence.edits}
    for edit in sequence.edits:
        clip, needed = clips[edit.path], _first(edit, sequence.fps) + edit.frames + edit.tail
        if clip.fps != sequence.fps:
            raise MediaError(f"cannot use {clip.path}: it has {clip.fps} frames a second, the film {sequence.fps}")
        if clip.frames < needed:
            raise MediaError(f"cannot use {clip.path}: it has {clip.frames} frames, shot {edit.label} needs {needed}")
    return clips


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder for the windows beside the film, gone afterwards."""
    place = files.part(out.with_suffix(".windows"))
    try:
        yield files.folder(place)
    finally:
        files.remove(place)


def _runs(sequence: Sequence, clips: Mapping[Path, Clip], folder: Path, settings: Settings) -> list[Run]:
    """The film as runs of clips: copied where one shot stands alone, windows made in `folder` elsewhere."""
    return [
        _copy(piece.edit, piece, clips) if piece.edit else _window(sequence, piece, clips, folder, settings)
        for whole in pieces(sequence) for piece in _copyable(whole, clips)
    ]


def _copyable(piece: Piece, clips: Mapping[Path, Clip]) -> Iterator[Piece]:
    """The piece; where its clip has no keyframe at its start, what lies before the next one is a window first."""
    if piece.edit is None:
        yield piece
        return
    first = _first(piece.edit, clips[piece.edit.path].fps) + piece.start - piece.edit.start
    last = first + piece.end - piece.start
    key = min((key for key in clips[piece.edit.path].keyframes if first <= key < last), default=last)
    if key > first:
        yield Piece(piece.start, piece.start + key - first)
    if key < last:
        yield Piece(piece.start + key - first, piece.end, piece.edit)


def _copy(edit: Edit, piece: Piece, clips: Mapping[Path, Clip]) -> Run:
    return Run(clips[edit.path], _first(edit, clips[edit.path].fps) + piece.start - edit.start, piece.end - piece.start)


def _first(edit: Edit, fps: Fraction) -> int:
    return timebase.frames(edit.at, fps)


def _window(sequence: Sequence, piece: Piece, clips: Mapping[Path, Clip], folder: Path, settings: Settings) -> Run:
    seen, frames = layers(sequence, piece.start, piece.end, clips), piece.end - piece.start
    size = seen[0].clip
    made = compose(seen, frames)
    clip = encode(folder / f"{piece.start}.mp4", made, size.width, size.height, sequence.fps, settings=settings)
    return Run(clip, 0, frames)


def _chapters(sequence: Sequence, story: Story) -> list[Chapter]:
    """One for each scene, named by its heading."""
    headings = {scene.index: scene.heading or scene.label for scene in story.scenes}
    starts = [edit for last, edit in zip((None, *sequence.edits), sequence.edits, strict=False)
              if last is None or last.scene != edit.scene]
    return [Chapter(edit.start, headings[edit.scene]) for edit in starts]
