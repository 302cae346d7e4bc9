"""The tree of a screenplay: what was written, nothing decided yet.

A `SceneNode` holds its text as a flat stream of items in text order, in which our shots and directives stand where
they were written: a cut inside a speech is simply a `ShotLine` between two `SpeechText`s. Plain Fountain, before any
of that, is in `element`; what a shot line says is in `clause`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..core.span import Span
from .clause import Clause
from .element import Fountain
from .emphasis import plain
from .term import Name, Time


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

    `lasts`: seconds of the footage or recording it names; parsing does not know them.
    """

    span: Span
    head: str
    text: str
    subject: Name | None = None
    items: tuple[BlockPerson | BlockThing, ...] = ()
    time: Time | None = None
    lasts: Fraction | None = None


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
        """As it is read, without marks of emphasis."""
        return next((plain(" ".join(e.values)) for e in self.fountain.title if e.key.casefold() == "title"), "")
