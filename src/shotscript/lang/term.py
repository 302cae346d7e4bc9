"""The words and measures that clauses and directives are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ..core.span import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A person, place or thing as mentioned. `text` is its canonical name (of `also` names, the entry's own).

    `kind`: cast, place, prop, thing (from a `block`), cue (a speaker without a cast entry), caps (a run of capitals in
    the scene's action), quoted, or unknown.
    """

    text: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Time:
    """A written length of time: seconds, or whole frames when `frames` is set."""

    value: Fraction
    frames: bool
    span: Span

    def seconds(self, fps: Fraction) -> Fraction:
        return self.value / fps if self.frames else self.value


@dataclass(frozen=True, slots=True)
class Words:
    """`at "lifts his head"`: the moment the shot's text reaches these words."""

    text: str
    span: Span


class Size(StrEnum):
    """Shot sizes from widest to closest; body crops, see `optics.lens`."""

    EWS = "EWS"
    WS = "WS"
    FS = "FS"
    MWS = "MWS"
    COWBOY = "COWBOY"
    MS = "MS"
    MCU = "MCU"
    CU = "CU"
    ECU = "ECU"


class View(StrEnum):
    PLAIN = "plain"
    OTS = "over the shoulder"
    POV = "point of view"
    INSERT = "insert"


class Ease(StrEnum):
    IN = "ease in"
    OUT = "ease out"
    IN_OUT = "ease in out"
    LINEAR = "linear"


class Verb(StrEnum):
    DOLLY = "dolly"  # in, out: along the lens axis
    TRUCK = "truck"  # left, right
    PEDESTAL = "pedestal"  # up, down
    CRANE = "crane"  # up, down, subject kept in frame
    PAN = "pan"  # left, right
    TILT = "tilt"  # up, down
    ROLL = "roll"  # left, right
    WHIP_PAN = "whip pan"  # left, right
    ORBIT = "orbit"  # left, right, about the subject or `around`
    ZOOM = "zoom"  # in, out, to a focal length
    CRASH_ZOOM = "crash zoom"  # in, out
    DOLLY_ZOOM = "dolly zoom"  # in, out, subject size held
    TRACK = "track"  # keeps its offset to `follow`
    RACK_FOCUS = "rack focus"
    STATIC = "static"
    HANDHELD = "handheld"
    GIMBAL = "gimbal"
    HOLD = "hold"  # a rest inside a chain
