"""The clauses of a shot line, as written. Lengths are metres, angles degrees, both Fractions.

Left and right are as written; whose they are is LANGUAGE.md §4: the screen's in side, place and gaze, the operator's
own in moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..core.span import Span
from .term import Ease, Name, Size, Time, Verb, View, Words


@dataclass(frozen=True, slots=True)
class Framing:
    """`CU on MAYA's hands`, `OTS MAYA on JON left shoulder`, `POV MAYA on PANE`, `insert CUP`, `two shot A and B`.

    `by` is whose shoulder or eyes; `on` empty means everyone in the scene, or the place; `size` None is unsaid.
    """

    span: Span
    size: Size | None = None
    view: View = View.PLAIN
    on: tuple[Name, ...] = ()
    by: Name | None = None
    part: str = ""
    shoulder: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    span: Span
    mm: Fraction | None = None
    stop: Fraction | None = None
    anamorphic: bool = False


@dataclass(frozen=True, slots=True)
class Angle:
    """`kind`: eye level, low, high, overhead, worm's eye."""

    span: Span
    kind: str
    degrees: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Dutch:
    span: Span
    side: str
    degrees: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Height:
    """Of the lens above the floor, metres."""

    span: Span
    metres: Fraction


@dataclass(frozen=True, slots=True)
class Side:
    """`view`: front, three-quarter left, profile left, three-quarter back left, back, ... of `of` or the subject."""

    span: Span
    view: str
    of: Name | None = None


@dataclass(frozen=True, slots=True)
class From:
    """`from NAME`: the camera looks from that side."""

    span: Span
    name: Name


@dataclass(frozen=True, slots=True)
class PlaceInFrame:
    """`where`: screen left, screen right, center, left third, right third, background, foreground."""

    span: Span
    name: Name | None
    where: str


@dataclass(frozen=True, slots=True)
class Gaze:
    """`direction`: left, right, up, down (the screen's), camera, or empty when `at` is named."""

    span: Span
    who: Name | None
    direction: str = ""
    at: Name | None = None


@dataclass(frozen=True, slots=True)
class Focus:
    span: Span
    on: Name


@dataclass(frozen=True, slots=True)
class Length:
    span: Span
    time: Time


@dataclass(frozen=True, slots=True)
class Hold:
    span: Span
    time: Time


@dataclass(frozen=True, slots=True)
class Speed:
    span: Span
    percent: Fraction


@dataclass(frozen=True, slots=True)
class As:
    span: Span
    id: str


@dataclass(frozen=True, slots=True)
class CameraAt:
    """The lens exactly here: floor metres from the place's centre."""

    span: Span
    x: Fraction
    z: Fraction
    height: Fraction | None = None
    facing: Name | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Words for the prompt, to the letter. Unquoted ones are clauses we do not know, kept with a warning."""

    span: Span
    text: str
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Allow:
    span: Span
    code: str


@dataclass(frozen=True, slots=True)
class Move:
    """One camera move. `amount` is metres for travel, degrees for turns; `mm` the focal length a zoom ends on.

    `target` is a name or a framing to end on; at most one of `amount`, `mm`, `target` is written.
    `pace` is the adverb as written ("slow", "very slow"). `at` counts from the start of its part of the chain;
    `narrative` turns `Words` into `Time` and keeps them in `at_words`.
    """

    span: Span
    verb: Verb
    direction: str = ""
    amount: Fraction | None = None
    mm: Fraction | None = None
    target: Name | Framing | None = None
    around: Name | None = None
    follow: Name | None = None
    focus_from: Name | None = None
    over: Time | None = None
    at: Time | Words | None = None
    at_words: str = ""
    ease: Ease | None = None
    pace: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """`A while B then C`: parts one after the other, the moves of a part together."""

    span: Span
    parts: tuple[tuple[Move, ...], ...]


@dataclass(frozen=True, slots=True)
class Pacing:
    """`over 3s` or `ease in` as a clause of its own: for every move of the shot that has none."""

    span: Span
    over: Time | None = None
    ease: Ease | None = None


Clause = (
    Framing | Lens | Angle | Dutch | Height | Side | From | PlaceInFrame | Gaze | Focus | Length | Hold | Speed | As
    | CameraAt | Description | Allow | Moves | Pacing
)
