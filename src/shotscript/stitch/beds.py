"""Music and sound files of the script, each laid in once over all the pictures it holds for.

Music plays from the first shot it is in force in to the last, and is lowered under speech. A sound file of a shot is
heard at its place in the shot's text and ends with the shot; one of a scene is its ambience and goes round until the
scene ends. What is said in words is asked of a model or of nobody: no file, no sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise

from ..core import timebase
from ..core.span import Span
from ..film.loudness import SILENT, gain
from ..film.mix import Region
from ..film.sound import RATE
from ..film.tape import Tape
from ..lang.media import footage
from ..narrative.story import Said, Shot, Story
from ..providers.outside import is_file
from .native import at
from .sequence import Edit, Sequence
from .shelf import Recording, Shelf

MUSIC = -20.0
"""LUFS of music where nobody speaks, before the film as a whole is brought to its loudness."""
_FURTHEST = 20.0
"""dB music is moved by at most to lie there."""
_CUT_IN, _CUT_OUT = RATE // 2, 2 * RATE
"""Samples over which music comes that begins within its file, and over which it goes where it is cut off."""
_EDGE = RATE // 50
_TAIL = RATE
"""Samples that a sound is heard on, fading, where its shot ends before it does."""
_ROUND = RATE // 2
"""Samples over which ambience that goes round crosses its own end; what is shorter is heard once."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A directive and the samples [start, end) of the film it holds for. `scene` if it is a whole scene's."""

    said: Said
    start: int
    end: int
    scene: bool = False


def beds(sequence: Sequence, story: Story) -> tuple[Bed, ...]:
    """Each music and each sound file of the film once, in the order they begin."""
    shots = {shot.label: shot for shot in story.shots}
    held: dict[Span, tuple[Said, list[Edit]]] = {}
    for edit in sequence.shots:
        for said in filter(is_file, shots[edit.label].said):
            held.setdefault(said.span, (said, []))[1].append(edit)
    found = [
        _bed(said, first, last, story, sequence) for said, edits in held.values() for first, last in _unbroken(edits)
    ]
    return tuple(sorted(found, key=lambda bed: bed.start))


def regions(laid: tuple[Bed, ...], length: int, shelf: Shelf) -> Iterator[Region]:
    """The beds as they are heard in a film of `length` samples. Files that cannot be are left out, with a note."""
    for bed in laid:
        recording = shelf.recording(bed.said)
        if recording is None:
            continue
        if bed.said.head == "music":
            yield _music(bed, recording, length, shelf)
        elif bed.scene and recording.length > 2 * _ROUND:
            yield from _ambience(bed, recording)
        else:
            yield _effect(bed, recording)


def _bed(said: Said, first: Edit, last: Edit, story: Story, sequence: Sequence) -> Bed:
    shots = next(scene.shots for scene in story.scenes if scene.index == first.scene)
    # A shot's own sound stands in that shot; one that all shots of the scene have was said before the first.
    whole = said.head == "sound" and len(shots) > 1 and all(said in shot.said for shot in shots)
    shot = next(shot for shot in shots if shot.label == first.label)
    place = Fraction(0) if said.head == "music" or whole else _place(said, shot)
    start = timebase.seconds(first.start, sequence.fps) + place
    return Bed(said, timebase.frames(start, Fraction(RATE)), at(last.end, sequence), whole)


def _unbroken(edits: list[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """The first and the last of each run of shots that follow one another in the film."""
    breaks = [i for i, (last, edit) in enumerate(pairwise(edits), 1) if last.end != edit.start]
    for first, end in pairwise((0, *breaks, len(edits))):
        yield edits[first], edits[end - 1]


def _place(said: Said, shot: Shot) -> Fraction:
    """The moment of the shot's text at which a directive stands, within the shot."""
    if said.span.start < shot.span.start or said.span.source != shot.span.source:
        return Fraction(0)
    after = [beat.start for beat in shot.beats if beat.span.start >= said.span.end]
    ends = [beat.start + beat.seconds for beat in shot.beats if not beat.voice_over]
    return min(after[0] if after else max(ends, default=Fraction(0)), shot.seconds)


def _music(bed: Bed, recording: Recording, length: int, shelf: Shelf) -> Region:
    """Cut off where it is over or changed: it goes across that cut, at the film's end before it."""
    rest = bed.end + _CUT_OUT // 2 if bed.end < length else bed.end
    end = min(rest, bed.start + recording.length)
    if recording.length < bed.end - bed.start - RATE:
        early = (bed.end - bed.start - recording.length) / RATE
        shelf.note(f"music `{footage(bed.said.text)[0]}` ends {early:.1f} s before the shots it is for")
    level = 0.0 if recording.loudness == SILENT else MUSIC - recording.loudness
    return Region(
        bed.start, end, partial(Tape, recording.path), recording.first,
        fade_in=min(_CUT_IN if recording.first else _EDGE, (end - bed.start) // 2),
        fade_out=min(_CUT_OUT, (end - bed.start) // 2) if end == rest else 0,
        level=gain(min(max(level, -_FURTHEST), _FURTHEST)), bed=True,
    )


def _effect(bed: Bed, recording: Recording) -> Region:
    end = min(bed.end + _TAIL, bed.start + recording.length)
    return Region(bed.start, end, partial(Tape, recording.path), recording.first,
                  fade_in=_EDGE if recording.first else 0, fade_out=max(end - bed.end, 0))


def _ambience(bed: Bed, recording: Recording) -> Iterator[Region]:
    start, fade_in = bed.start, _EDGE
    while True:
        end = start + recording.length
        last = end >= bed.end + _EDGE
        yield Region(start, bed.end + _EDGE if last else end, partial(Tape, recording.path), recording.first,
                     fade_in, 2 * _EDGE if last else _ROUND)
        if last:
            return
        start, fade_in = end - _ROUND, _ROUND
