"""Clips to one film: what is like it copied, the rest conformed, transitions composed, one sound track, captions
beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..core import files
from ..film.clip import Clip
from ..film.conform import Shape
from ..film.encode import Style
from ..film.index import Index, index
from ..film.join import Chapter, Report, Run, join
from ..film.voice import Booth
from ..narrative.story import Story
from ..plan.timeline import Segment, Timeline
from . import captioning, conform, lay, notes
from .captioning import Captioning
from .parts import parts
from .sequence import Sequence
from .soundtrack import HEARD, Heard, Playing, kept
from .takes import Take
from .words import Words


@dataclass(frozen=True, slots=True)
class Reel:
    """The film on disk. `notes` say what is otherwise than asked: held frames, voices that could not be made.

    captions the first of the files `beside` it that hold them, the film's own language; the film where none does
    copied   frames taken over from the clips as they are; `coded`: all others, `fresh` of them in this run
    """

    path: Path
    captions: Path
    clip: Clip
    notes: tuple[str, ...]
    copied: int = 0
    coded: int = 0
    fresh: int = 0
    beside: tuple[Path, ...] = ()


SIDECAR = Captioning()
STYLE = Style("medium", 16)
"""Of a film's own pictures: next to nothing may be lost where a service's clip was not."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a film is put together.

    style    how pictures are coded that cannot be copied; ProRes and AV1 films are coded as a whole
    shape    the film's pictures; None: those of its first clip
    kept     the folder where coded parts are kept for the next time; None: nowhere
    track    the folder where the coded sound is kept for the next time, in films that hold AAC; None: nowhere
    workers  parts coded at once
    """

    style: Style = STYLE
    shape: Shape | None = None
    kept: Path | None = None
    track: Path | None = None
    workers: int = 1
    voices: bool = True


def sequence(timeline: Timeline, segments: tuple[Segment, ...], clips: Mapping[int, Path]) -> Sequence:
    """The edits of a film all of whose clips are our own previz, by the number of their segment."""
    return lay.lay(timeline, tuple(Take(segment, clips[segment.index]) for segment in segments))


def assemble(
    sequence: Sequence, story: Story, out: Path, voices: bool = True, report: Report | None = None,
    options: Options | None = None, words: Words | None = None, heard: Heard = HEARD,
    coding: Report | None = None, captioned: Captioning = SIDECAR,
) -> Reel:
    """Write the film to `out` and its captions where `captioned` says, each file whole or not at all.

    `words` are set over the pictures, `heard` is what the sound needs to know; `report` is told the number of frames
    just written, `coding` of those coded before. MediaError for clips that cannot be used, FileError for the disk.
    """
    assert sequence.edits, "a film has at least one shot"
    options = options or Options(voices=voices)
    files.sweep(files.folder(out.parent))
    sources = indexed(sequence, options.workers)
    shape = options.shape or _shape(sequence, sources)
    with _workshop(out, options.kept) as folder, Booth(options.voices) as booth:
        runs, fresh = _runs(sequence, sources, shape, options, folder, words, coding or _quiet)
        # Hook: all that is heard.
        playing = Playing(sequence, story, booth, folder, heard)
        track = kept(playing, files.folder(options.track), report or _quiet) if options.track else playing.track()
        clip = join(out, [run for run, _ in runs], track, _chapters(sequence, story), report, sequence.fps,
                    captioning.tracks(sequence, story, captioned))
    assert clip.frames == sequence.frames, f"{clip.frames} frames written of {sequence.frames}"
    beside = captioning.sidecars(out, sequence, story, captioned)
    copied = sum(run.frames for run, copy in runs if copy)
    said = (*sequence.notes, *notes.conformed(sequence, sources, shape), *playing.notes)
    return Reel(out, beside[0] if beside else out, clip, said, copied, clip.frames - copied, fresh, beside)


def indexed(sequence: Sequence, workers: int = 1) -> dict[Path, Index]:
    """The pictures of every clip. MediaError where one cannot be read, or ends before a shot of it begins."""
    paths = tuple(dict.fromkeys(edit.path for edit in sequence.edits))
    with ThreadPoolExecutor(workers) as pool:
        sources = dict(zip(paths, pool.map(index, paths), strict=True))
    for edit in sequence.edits:
        notes.enough(edit, sources[edit.path])
    return sources


def _runs(
    sequence: Sequence, sources: Mapping[Path, Index], shape: Shape, options: Options, folder: Path,
    words: Words | None, report: Report,
) -> tuple[list[tuple[Run, bool]], int]:
    """The film as runs of clips, each with whether it is a copy, and the frames coded now."""
    whole, style = parts(sequence, sources, shape, options.style, words)
    bench = conform.Bench(sequence, sources, shape, style, folder, words, options.workers)
    made, fresh = conform.made(bench, [part for part in whole if part.run is None], report)
    coded = iter(made)
    runs = [(part.run, True) if part.run else (Run(next(coded), 0, part.end - part.start), False) for part in whole]
    return runs, fresh


def _shape(sequence: Sequence, sources: Mapping[Path, Index]) -> Shape:
    clip = sources[sequence.edits[0].path].clip
    return Shape(clip.width, clip.height, sequence.fps)


@contextmanager
def _workshop(out: Path, kept: Path | None) -> Iterator[Path]:
    """Where coded parts are made: the folder they are kept in, or one beside the film that is gone afterwards."""
    place = kept or files.part(out.with_suffix(".windows"))
    try:
        conform.sweep(files.folder(place))
        yield place
    finally:
        if not kept:
            files.remove(place)


def _chapters(sequence: Sequence, story: Story) -> list[Chapter]:
    """One for each scene, named by its heading."""
    headings = {scene.index: scene.heading or scene.label for scene in story.scenes}
    starts = [edit for last, edit in zip((None, *sequence.edits), sequence.edits, strict=False)
              if last is None or last.scene != edit.scene]
    return [Chapter(edit.start, headings[edit.scene]) for edit in starts]


def _quiet(_: int) -> None:
    return None
