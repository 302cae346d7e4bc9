"""The story: who is there, what is said and done, shot by shot, and exactly how long it takes.

Frozen pydantic models, because a story leaves the process (`shotscript schema`). Times are Fractions of seconds from
the start of the shot; `frames` is the shot's length on the film's own grid.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..core.span import Span
from ..lang.ast import BlockPerson, BlockThing
from ..lang.clause import Clause


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class Format(Value):
    """What is delivered. `camera` names the gate (see `optics.lens`), `aspect` is width over height."""

    width: int = 1280
    height: int = 720
    aspect: str = "16:9"
    resolution: str = "720p"
    fps: Fraction = Fraction(24)
    camera: str = "full frame"
    style: str = ""
    style_span: Span | None = None
    never: tuple[str, ...] = ()
    never_span: Span | None = None
    language: str = "en"
    provider: str = "previz"
    seed: int | None = None
    font: str = ""


class Person(Value):
    """A cast member. `look` is the first line of the entry: identity, locked. `height` in metres."""

    name: str
    look: str = ""
    wears: str = ""
    images: tuple[str, ...] = ()
    clip: str = ""
    voice: str = ""
    speaks: str = ""
    height: Fraction = Fraction(17, 10)
    written_height: bool = False
    also: tuple[str, ...] = ()
    span: Span
    wears_span: Span | None = None
    speaks_span: Span | None = None
    images_span: Span | None = None
    clip_span: Span | None = None
    voice_span: Span | None = None
    """None of the looks is needed for one who is only heard; a speaker without a cast entry has an empty look."""


class Place(Value):
    """`size`: width (x) and depth (z) of the floor in metres, None where unbounded."""

    name: str
    look: str = ""
    images: tuple[str, ...] = ()
    size: tuple[Fraction, Fraction] | None = None
    also: tuple[str, ...] = ()
    span: Span
    images_span: Span | None = None


class Prop(Value):
    """`size`, metres, as far as it is written: the largest side; width and height; or width, height and depth."""

    name: str
    look: str = ""
    images: tuple[str, ...] = ()
    size: tuple[Fraction, ...] = ()
    also: tuple[str, ...] = ()
    span: Span
    images_span: Span | None = None


class Beat(Value):
    """A piece of the shot's text in time. Beats of one shot follow one another, save those marked `beside`.

    kind   action, speech, pause
    text   the author's words, to the letter (empty for a pause)
    who    the speaker's name
    unseen V.O., O.S., on the phone...: heard, never framed, no lips; `voice_over` runs over the shot
    beside runs together with the beat before it (dual dialogue, V.O.)
    """

    kind: Literal["action", "speech", "pause"]
    text: str = ""
    start: Fraction = Fraction(0)
    seconds: Fraction = Fraction(0)
    who: str = ""
    delivery: str = ""
    extension: str = ""
    unseen: bool = False
    voice_over: bool = False
    beside: bool = False
    lyric: bool = False
    language: str = "en"
    span: Span
    alone: Fraction = Fraction(0)
    """Seconds it takes by itself, whatever its shot's written length and `speed` make of it."""
    goes_on: bool = False
    """The same speech goes on after it, so its last words need not end a sentence."""


class State(Value):
    """What was last said of a person, thing or place. For a person `wears` is clothing, `text` anything else."""

    name: str
    wears: str = ""
    text: str = ""
    span: Span


class Transition(Value):
    """kind: dissolve, wipe, fade in, fade out. `frames` is its whole length; a plain cut is no Transition."""

    kind: Literal["dissolve", "wipe", "fade in", "fade out"]
    frames: int
    text: str
    span: Span


class BlockCue(Value):
    """Blocking that starts `at` seconds into the shot."""

    at: Fraction
    items: tuple[BlockPerson | BlockThing, ...]
    span: Span


class Said(Value):
    """A directive's words in force during a shot: light, weather, sound, music, super, plate..."""

    head: str
    subject: str = ""
    text: str
    span: Span


class Shot(Value):
    """One camera set-up and all that happens before it.

    label    what every output calls it: the written id, else the one `fmt` would give
    clauses  its own, then those taken over by `as`; names resolved, `at "words"` turned into times
    auto     the text is not covered by a written shot: the director's to fill (or filled by him)
    as_of    the label of the shot that `as` points at: the camera starts where that one ended
    faults   words for the screen: what is wrong with this shot
    why      where its length comes from, for a person
    """

    label: str
    id: str = ""
    scene: int
    span: Span
    clauses: tuple[Clause, ...] = ()
    as_of: str = ""
    auto: bool = False
    beats: tuple[Beat, ...] = ()
    seconds: Fraction
    frames: int
    why: str = ""
    blocking: tuple[BlockCue, ...] = ()
    states: tuple[State, ...] = ()
    light: Said | None = None
    weather: Said | None = None
    said: tuple[Said, ...] = ()
    transition_in: Transition | None = None
    transition_out: Transition | None = None
    faults: tuple[str, ...] = ()

    def clause(self, kind: type) -> object | None:
        """The first clause of a type, or None."""
        return next((c for c in self.clauses if isinstance(c, kind)), None)


class Scene(Value):
    """`label` is the written scene number, else its position. `people` are all who stand, act or speak in it.

    `night` by the heading's time; CONTINUOUS, SAME and LATER go on from the scene before.
    """

    index: int
    label: str
    heading: str
    interior: bool = True
    place: str = ""
    time: str = ""
    night: bool = False
    span: Span
    people: tuple[str, ...] = ()
    start: tuple[BlockPerson | BlockThing, ...] = ()
    shots: tuple[Shot, ...] = ()


class Field(Value):
    """A field of `@fields`. `default` is as written: other fields stand in it in their braces."""

    name: str
    default: str = ""
    span: Span


class Change(Value):
    """One thing a variant sets. `key` is light, weather, time, style, picture, language, NAME.wears, NAME.speaks,
    NAME.voice, or a field; `text` is as written."""

    key: str
    text: str
    span: Span


class Variant(Value):
    name: str
    changes: tuple[Change, ...] = ()
    span: Span


class Story(Value):
    title: str = ""
    source: str
    format: Format
    cast: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    props: tuple[Prop, ...] = ()
    scenes: tuple[Scene, ...] = ()
    fields: tuple[Field, ...] = ()
    variants: tuple[Variant, ...] = ()

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(shot for scene in self.scenes for shot in scene.shots)

    def handles(self) -> dict[str, tuple[int, int]]:
        """For each shot label, the frames needed before its first and after its last one: halves of dissolves.

        A dissolve of n frames covers n // 2 frames before its cut and the rest after it.
        """
        shots = self.shots
        lead = [_crossing(shot.transition_in) // 2 for shot in shots]
        tail = [*(_crossing(n.transition_in) - _crossing(n.transition_in) // 2 for n in shots[1:]), 0][: len(shots)]
        return {shot.label: (a, b) for shot, a, b in zip(shots, lead, tail, strict=True)}

    def person(self, name: str) -> Person | None:
        for person in self.cast:
            if person.name == name:
                return person
        return None

    def place(self, name: str) -> Place | None:
        return next((p for p in self.places if p.name == name), None)


def _crossing(transition: Transition | None) -> int:
    return transition.frames if transition and transition.kind in ("dissolve", "wipe") else 0
