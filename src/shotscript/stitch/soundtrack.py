"""The sound of the film: one continuous track, laid out from the story and the edits, then played block by block.

Every region begins at a sample counted from its frame's exact time, so nothing drifts however long the film is. What is
heard: the clips where they are seen and room tone under silent ones (`native`), voices we lay in (`lines`), music and
sound files (`beds`); all of it at one loudness, nothing above the peak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from ..core import timebase
from ..core.span import Span
from ..film import sound
from ..film.level import LOUDNESS, levelled
from ..film.mix import Region, mix
from ..film.voice import Booth, voice
from ..narrative.story import Beat, Story
from . import beds, native
from . import lines as speech
from .sequence import Sequence
from .shelf import Find, Shelf, nowhere


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

    def _note(self, words: str) -> None:
        self._notes[words] = None


def score(sequence: Sequence, story: Story, booth: Booth, heard: Heard) -> Score:
    """All that the film sounds like. Recordings are looked at; nothing is spoken yet."""
    shelf, length = Shelf(heard.find, sequence.fps), native.at(sequence.frames, sequence)
    said = speech.lines(sequence, story)
    voices = speech.regions(said, story, booth, shelf, heard.unspoken)
    laid = tuple(beds.regions(beds.beds(sequence, story), length, shelf))
    clips = native.stretches(sequence, story, shelf)
    models = {stretch.model for stretch in clips if stretch.path}
    # Clips of one model alone, with nothing laid over them, are as loud to one another as they should be.
    speaking = frozenset(line.shot.label for line in said) if voices or laid or len(models) > 1 else frozenset[str]()
    own = native.regions(sequence, clips, native.levels(clips, speaking, shelf))
    spoken = sorted([(line.start, line.end) for line in said] + [(voice.start, voice.end) for voice in voices])
    bare = not voices and not laid and not any(stretch.path for stretch in clips)
    return Score(length, (*own, *laid, *voices), tuple(spoken), bare, shelf.notes)


_RATE = Fraction(sound.RATE)
_LEVEL = np.float32(0.7)
"""Of a voice in the mix: two may speak at once without the limiter being heard."""


@dataclass(frozen=True, slots=True)
class Line:
    """A speech: from which sample of the film on, and for how many."""

    start: int
    length: int
    beat: Beat


def samples(sequence: Sequence) -> int:
    """How many samples the film lasts."""
    return timebase.frames(timebase.seconds(sequence.frames, sequence.fps), _RATE)


def tones(sequence: Sequence, story: Story) -> tuple[sound.Tone, ...]:
    """The room tone, changing where a scene indoors meets one outdoors."""
    interior = {scene.index: scene.interior for scene in story.scenes}
    found: list[sound.Tone] = []
    for edit in sequence.edits:
        if not found or found[-1].interior != interior[edit.scene]:
            start = timebase.frames(timebase.seconds(edit.start, sequence.fps), _RATE)
            found.append(sound.Tone(start, interior[edit.scene]))
    return tuple(found)


def lines(sequence: Sequence, story: Story) -> tuple[Line, ...]:
    """Every speech of the film in the order they begin, those of unseen speakers too."""
    shots = {shot.label: shot for shot in story.shots}
    found = [
        Line(timebase.frames(timebase.seconds(edit.start, sequence.fps) + beat.start, _RATE),
             timebase.frames(beat.seconds, _RATE), beat)
        for edit in sequence.shots for beat in shots[edit.label].beats if beat.kind == "speech" and beat.text
    ]
    return tuple(sorted(found, key=lambda line: line.start))


def spoken(said: tuple[Line, ...], story: Story, booth: Booth) -> Iterator[sound.Cue]:
    """The speeches as the booth speaks them, one by one when they are asked for; those it cannot speak are left out."""
    for line in said:
        person = story.person(line.beat.who)
        heard = booth.say(
            line.beat.text, voice(line.beat.who, line.beat.language, person.look if person else ""), line.beat.seconds
        )
        if heard is not None:
            yield sound.Cue(line.start, sound.fit(heard, line.length) * _LEVEL)
