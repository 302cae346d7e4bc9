"""The tree of a screenplay: what was written, nothing decided yet.

Two layers. `Element`s are plain Fountain 1.1 and know nothing of shots. A `SceneNode` holds the same text as a flat
stream of items in text order, in which our shots and directives stand where they were written: a cut inside a speech
is simply a `ShotLine` between two `SpeechText`s.

Lengths are metres, angles degrees, both Fractions. Left and right are as written (LANGUAGE.md §4 says whose they are).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ..core.span import Span

# ---------------------------------------------------------------------------------------------- plain Fountain


class Kind(StrEnum):
    HEADING = "heading"
    ACTION = "action"
    CENTERED = "centered"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    PAGE_BREAK = "page break"


@dataclass(frozen=True, slots=True)
class Note:
    """A `[[note]]`: `text` is what stands between the brackets, `span` includes them."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Element:
    """One Fountain element. `text` is without force marks, notes and boneyard; emphasis marks are kept.

    `lines` are the spans of its source lines, `extension` the `(V.O.)` of a cue, `number` a scene number without #,
    `depth` the level of a section.
    """

    kind: Kind
    text: str
    span: Span
    lines: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    forced: bool = False
    number: str = ""
    extension: str = ""
    dual: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TitleEntry:
    key: str
    values: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fountain:
    """A whole file as plain Fountain. `boneyards` are the `/* */` comments, `loose` the notes that stand alone."""

    source: str
    title: tuple[TitleEntry, ...]
    elements: tuple[Element, ...]
    boneyards: tuple[Note, ...]
    loose: tuple[Note, ...]


# ---------------------------------------------------------------------------------------------- words and measures


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


# ---------------------------------------------------------------------------------------------- shot clauses


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

# ---------------------------------------------------------------------------------------------- directives


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the floor: metres `x z`, or a relation (on, behind, in front of, left of, right of) to a name."""

    span: Span
    x: Fraction | None = None
    z: Fraction | None = None
    relation: str = ""
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Facing:
    """Towards a name, the camera, or degrees (0 faces the viewer at the place's front, 90 faces x)."""

    span: Span
    name: Name | None = None
    camera: bool = False
    degrees: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does. `verb`: stands sits lies walks runs moves turns enters exits holds puts gives."""

    span: Span
    verb: str
    spot: Spot | None = None
    facing: Facing | None = None
    over: Time | None = None
    edge: str = ""
    what: Name | None = None
    to: Name | None = None


@dataclass(frozen=True, slots=True)
class BlockPerson:
    span: Span
    name: Name
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class BlockThing:
    """`TABLE table 1.2 x 0.75 x 0.8 at 0 0`: width, height, depth in metres, or None for the kind's own."""

    span: Span
    name: Name
    kind: str
    size: tuple[Fraction, Fraction, Fraction] | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class Directive:
    """`[[head subject: text]]`. `items` is the parsed body of a `block`, `time` that of `over`.

    `first_last` is which frame a `frame` directive gives.
    """

    span: Span
    head: str
    text: str
    subject: Name | None = None
    items: tuple[BlockPerson | BlockThing, ...] = ()
    time: Time | None = None


# ---------------------------------------------------------------------------------------------- the stream of a scene


@dataclass(frozen=True, slots=True)
class ActionText:
    """A paragraph of action, or the part of one between two cuts. `text` is plain: no notes, no emphasis marks."""

    span: Span
    text: str
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A speaker begins. `extension` is what stood in parentheses, `dual` marks the second of two at once."""

    span: Span
    name: Name
    extension: str = ""
    dual: bool = False


@dataclass(frozen=True, slots=True)
class Parenthetical:
    """`text` without its parentheses."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class SpeechText:
    span: Span
    text: str
    lyric: bool = False


@dataclass(frozen=True, slots=True)
class TransitionMark:
    """`kind`: cut, dissolve, wipe, fade in, fade out (what the film does); `text` as written; `over` its length."""

    span: Span
    kind: str
    text: str
    over: Time | None = None


@dataclass(frozen=True, slots=True)
class ShotLine:
    """A shot as written. `above` are the directives on the lines directly over it, which are its own.

    `auto` hands back to the director. `form` is "line" (`!!`) or "note" (`[[shot]]`). `faulty` are the codes of the
    errors found in it.
    """

    span: Span
    id: str
    clauses: tuple[Clause, ...]
    form: str
    auto: bool = False
    above: tuple[Directive, ...] = ()
    faulty: tuple[str, ...] = ()


Item = ActionText | Cue | Parenthetical | SpeechText | TransitionMark | ShotLine | Directive

# ---------------------------------------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True)
class Property:
    key: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """`NAME: text` with its indented properties. In `@format` an entry is one `key: value`."""

    name: str
    text: str
    span: Span
    properties: tuple[Property, ...] = ()

    def get(self, key: str) -> str:
        return next((p.value for p in self.properties if p.key == key), "")


@dataclass(frozen=True, slots=True)
class Block:
    """`/*@name ... */`. `near` is the file it stands in: its paths are relative to that."""

    name: str
    entries: tuple[Entry, ...]
    span: Span
    near: str


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A scene heading (None for text before the first) and everything up to the next one."""

    span: Span
    heading: str
    number: str
    items: tuple[Item, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A file read whole: its plain Fountain, its blocks (those of `@use`d files first), and its scenes."""

    source: str
    fountain: Fountain
    blocks: tuple[Block, ...]
    scenes: tuple[SceneNode, ...]

    @property
    def title(self) -> str:
        return next((" ".join(e.values) for e in self.fountain.title if e.key.casefold() == "title"), "")
