"""The film in exact frames, and its segments: what is asked of a provider in one go."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from ..narrative.story import Format, Scene, Shot, Transition


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class Slot(Value):
    """A shot's place in the film: frames [start, start + frames)."""

    label: str
    scene: int
    start: int
    frames: int
    transition_in: Transition | None = None
    transition_out: Transition | None = None


class Timeline(Value):
    fps: Fraction
    slots: tuple[Slot, ...] = ()

    @property
    def frames(self) -> int:
        return self.slots[-1].start + self.slots[-1].frames if self.slots else 0


class Cut(Value):
    """A shot inside a segment, or a part of a shot that is too long for one.

    shot     of a part a copy under the same label, with the beats and blocking of that part alone, timed from its start
    start    its first frame in the film
    frames   what the film uses of it
    lead     frames rendered before its first one (its half of a dissolve), `tail` after its last one
    seconds  what is asked of the provider for it, handles and padding included
    part     which of the shot's `parts`, from 1
    offset   frames of the shot before this part
    """

    shot: Shot
    scene: Scene
    start: int
    frames: int
    lead: int = 0
    tail: int = 0
    seconds: Fraction
    part: int = 1
    parts: int = 1
    offset: int = 0


class Segment(Value):
    """Up to six cuts asked for in one request. `name` is `first-last` of its shot labels, or the one label; a part of
    a shot adds its number: `2B.1`."""

    index: int
    name: str
    format: Format
    cuts: tuple[Cut, ...]

    @property
    def seconds(self) -> Fraction:
        return sum((cut.seconds for cut in self.cuts), Fraction(0))

    @property
    def frames(self) -> int:
        """Frames of the film's own grid in the segment, handles included."""
        return sum(cut.lead + cut.frames + cut.tail for cut in self.cuts)
