"""The sound of the film: one continuous track, laid out from the story and the edits, then played block by block.

Every region begins at a sample counted from its frame's exact time, so nothing drifts however long the film is. What is
heard: the clips where they are seen and room tone under silent ones (`native`), voices we lay in (`lines`), music and
sound files (`beds`); all of it at one loudness, nothing above the peak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..core import digest, files
from ..core.errors import FileError
from ..core.span import Span
from ..core.world import World
from ..film import sound, track
from ..film.encode import CODER
from ..film.level import LOUDNESS, PEAK, levelled
from ..film.mix import Region, Source, mix
from ..film.voice import Booth, Voice
from ..narrative.story import Story
from ..providers.contract import Loss, Verdict
from . import beds, lines, native
from .sequence import Sequence
from .shelf import Find, Shelf, nowhere, reach


@dataclass(frozen=True, slots=True)
class Score:
    """What is heard, region by region.

    length  samples of the film
    speech  the stretches [start, end) of samples in which somebody speaks, in order
    bare    whether nothing is heard but the rooms: there is no loudness to bring that to
    notes   what is otherwise than asked: files that are missing, clips that are silent
    """

    length: int
    regions: tuple[Region, ...]
    speech: tuple[tuple[int, int], ...]
    bare: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the sound needs to know that no story tells.

    find      the file a directive names, None where there is none (see `shelf.reach`)
    unspoken  spans of the speeches that no model was asked to speak
    loudness  LUFS of the film as a whole; None: as loud as it is
    """

    find: Find = nowhere
    unspoken: frozenset[Span] = frozenset()
    loudness: float | None = LOUDNESS


HEARD = Heard()


def hearing(world: World | None, losses: Iterable[Loss] = (), loudness: float | None = LOUDNESS) -> Heard:
    """What is to be heard of a film whose script was read in `world`, `losses` being what its models were not asked."""
    lost = frozenset(loss.span for loss in losses if loss.kind == "voice over" and loss.verdict is Verdict.LOST)
    return Heard(reach(world) if world else nowhere, lost, loudness)


class Playing:
    """The track of a film. `notes` are complete when it was played to its end."""

    def __init__(self, sequence: Sequence, story: Story, booth: Booth, folder: Path, heard: Heard = HEARD) -> None:
        """`booth` speaks what nobody recorded; the sound is kept in `folder` while it is measured."""
        self.score = score(sequence, story, booth, heard)
        self._booth, self._folder, self._loudness = booth, folder, heard.loudness
        self._notes = dict.fromkeys(self.score.notes)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is otherwise than asked, each said once."""
        return (*self._notes, *self._booth.notes)

    def track(self) -> Iterator[sound.Pcm]:
        """Blocks of 16-bit stereo at 48 kHz, as long as the pictures to the sample, true peaks at -1 dBTP at most.
        FileError for the disk."""
        blocks = mix(self.score.length, self.score.regions, self.score.speech, self._note)
        target = None if self.score.bare else self._loudness
        yield from map(sound.pcm, levelled(blocks, target, self._folder, self._note))

    @property
    def key(self) -> str:
        """A digest of all that the track is made of, the bytes of recordings included. FileError where one is gone."""
        regions = [[*(getattr(one, name) for name in _LAID), _source(one.source)] for one in self.score.regions]
        return digest.of([_EDITION, CODER, self.score.length, self.score.speech, self.score.bare, self._loudness,
                          PEAK, regions])

    def _note(self, words: str) -> None:
        self._notes[words] = None


def kept(playing: Playing, folder: Path, report: Callable[[int], object]) -> Path:
    """The track as coded sound in `folder`: as it was made the last time, if it is of the same. What is otherwise than
    asked is no part of a file, so a track of which there is something to say is made anew each time."""
    path = folder / f"{playing.key}.m4a"
    if path.is_file():
        path.touch()
        return path
    before = playing.notes
    track.keep(path, _reported(playing.track(), report))
    return path if playing.notes == before else path.replace(files.part(path))


def score(sequence: Sequence, story: Story, booth: Booth, heard: Heard) -> Score:
    """All that the film sounds like. Recordings are looked at; nothing is spoken yet."""
    shelf, length = Shelf(heard.find, sequence.fps), native.at(sequence.frames, sequence)
    said = lines.lines(sequence, story)
    voices = lines.regions(said, story, booth, shelf, heard.unspoken)
    laid = tuple(beds.regions(beds.beds(sequence, story), length, shelf))
    clips = native.stretches(sequence, story, shelf)
    models = {stretch.model for stretch in clips if stretch.path}
    # Clips of one model alone, with nothing laid over them, are as loud to one another as they should be.
    speaking = frozenset(line.shot.label for line in said) if voices or laid or len(models) > 1 else frozenset[str]()
    own = native.regions(sequence, clips, native.levels(clips, speaking, shelf))
    spoken = sorted([(line.start, line.end) for line in said] + [(voice.start, voice.end) for voice in voices])
    bare = not voices and not laid and not any(stretch.path for stretch in clips)
    return Score(length, (*own, *laid, *voices), tuple(spoken), bare, shelf.notes)


_EDITION = 1
"""Goes up when the same score would sound otherwise."""
_LAID = ("start", "end", "first", "fade_in", "fade_out", "level", "bed")


def _source(source: Callable[[], Source]) -> list[Any]:
    """What a region's source is made of."""
    assert isinstance(source, partial), source
    return [source.func.__name__, *map(_meant, source.args)]


def _meant(value: Any) -> Any:
    if isinstance(value, Booth):
        return value.edition
    if isinstance(value, Path):
        return _bytes(value)
    return astuple(value) if isinstance(value, Voice) else value


def _bytes(path: Path) -> str:
    try:
        return digest.of_file(path)
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble


def _reported(blocks: Iterator[sound.Pcm], report: Callable[[int], object]) -> Iterator[sound.Pcm]:
    for block in blocks:
        report(0)
        yield block
