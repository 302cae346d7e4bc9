"""What the film sounds like: the room of each scene, and every speech at its sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..core import timebase
from ..film import sound
from ..film.voice import Booth, voice
from ..narrative.story import Beat, Story
from .sequence import Sequence

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
