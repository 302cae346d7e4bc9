"""Who speaks in the film, when, and from where the voice comes.

A clip of a service's speaks for itself: nobody speaks over it. Voices over are laid in by us over every picture, and so
are unseen voices that no model was asked for. Over previz everybody is. A voice is the recording of a `perform`, else
the robot's. A recording goes on over cuts, and lines of the same speaker that begin while it lasts are in it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from ..core import timebase
from ..core.span import Span
from ..film import sound
from ..film.loudness import SILENT, gain
from ..film.mix import Region
from ..film.sound import RATE
from ..film.tape import Tape
from ..film.voice import Booth, Voice, voice
from ..narrative.story import Beat, Shot, Story
from .native import SPEECH
from .sequence import Edit, Sequence
from .shelf import Recording, Shelf

_FURTHEST = 20.0
"""dB a recording is moved by at most to lie where speech lies."""


@dataclass(frozen=True, slots=True)
class Line:
    """A speech: from which sample of the film on, and for how many. `edit` is what is seen when it begins."""

    start: int
    length: int
    beat: Beat
    shot: Shot
    edit: Edit

    @property
    def end(self) -> int:
        return self.start + self.length


def lines(sequence: Sequence, story: Story) -> tuple[Line, ...]:
    """Every speech of the film in the order they begin, those of unseen speakers too."""
    shots = {shot.label: shot for shot in story.shots}
    found = [
        _line(beat, shots[edit.label], edit, sequence)
        for edit in sequence.shots for beat in shots[edit.label].beats if beat.kind == "speech" and beat.text
    ]
    return tuple(sorted(found, key=lambda line: line.start))


def regions(
    said: tuple[Line, ...], story: Story, booth: Booth, shelf: Shelf, unspoken: frozenset[Span]
) -> tuple[Region, ...]:
    """The voices we lay in. `unspoken` are the beats that no model was asked to speak."""
    found: list[Region] = []
    sounding: dict[str, int] = {}
    mute = tuple(dict.fromkeys(line.shot.label for line in said if _mute(line, shelf)))
    if mute:
        one = len(mute) == 1
        shelf.note(f"nobody is heard to speak in {'shot' if one else 'shots'} {', '.join(mute)}: "
                   f"{'its clip is' if one else 'their clips are'} silent")
    for line in said:
        if line.start < sounding.get(line.beat.who, 0) or not ours(line, shelf, unspoken):
            continue
        recording = _recorded(line, shelf)
        if recording:
            found.append(_played(line, recording))
            sounding[line.beat.who] = found[-1].end
        else:
            found.append(_robot(line, story, booth))
    return tuple(found)


def ours(line: Line, shelf: Shelf, unspoken: frozenset[Span]) -> bool:
    """Whether we give a line its voice: it is a voice over, or nobody else can."""
    beat, edit = line.beat, line.edit
    if beat.voice_over or edit.previz:
        return True
    if edit.footage:
        return False
    silent = not shelf.sounds(edit.path)
    return (beat.unseen and (silent or beat.span in unspoken)) or (silent and _performs(line))


class Spoken(AbstractContextManager["Spoken"]):
    """A line as the booth speaks it, asked for when it is first heard; silence if it cannot."""

    def __init__(self, booth: Booth, text: str, voice: Voice, seconds: Fraction, length: int) -> None:
        heard = booth.say(text, voice, seconds)
        mono = sound.fit(heard, length) if heard is not None else sound.silence(0)
        self._samples = np.repeat(mono, 2, axis=1) if mono.shape[1] == 1 else mono

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, first: int, count: int) -> sound.Samples:
        return sound.fit(self._samples[first : first + count], count)


def _line(beat: Beat, shot: Shot, whole: Edit, sequence: Sequence) -> Line:
    start = timebase.seconds(whole.start, sequence.fps) + beat.start
    frame = min(whole.start + int(beat.start * sequence.fps), whole.end - 1)
    seen = next(edit for edit in sequence.edits if edit.label == whole.label and edit.start <= frame < edit.end)
    return Line(timebase.frames(start, Fraction(RATE)), timebase.frames(beat.seconds, Fraction(RATE)), beat, shot, seen)


def _mute(line: Line, shelf: Shelf) -> bool:
    """Whether somebody is seen to speak in a service's clip that nothing is heard in, and we have no recording."""
    service = not line.edit.previz and not line.edit.footage
    return service and not line.beat.unseen and not _performs(line) and not shelf.sounds(line.edit.path)


def _performs(line: Line) -> bool:
    return any(said.head == "perform" and said.subject == line.beat.who for said in line.shot.said)


def _recorded(line: Line, shelf: Shelf) -> Recording | None:
    """The recording of a line: a `perform` of its speaker in its shot."""
    performed = (said for said in line.shot.said if said.head == "perform" and said.subject == line.beat.who)
    return next(filter(None, map(shelf.recording, performed)), None)


def _played(line: Line, recording: Recording) -> Region:
    level = 0.0 if recording.loudness == SILENT else SPEECH - recording.loudness
    return Region(line.start, line.start + recording.length, partial(Tape, recording.path), recording.first,
                  level=gain(min(max(level, -_FURTHEST), _FURTHEST)))


def _robot(line: Line, story: Story, booth: Booth) -> Region:
    person = story.person(line.beat.who)
    own = voice(line.beat.who, line.beat.language, person.look if person else "")
    return Region(line.start, line.end, partial(Spoken, booth, line.beat.text, own, line.beat.seconds, line.length))
