"""Plain Fountain: what any Fountain app sees, nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..core.span import Span


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
