"""The words of one shot, part by part: each stands or falls as one when there is too little room.

A bit holds the values its template section prints, the claims it answers, and its rank: the order in which LANGUAGE.md
§5 lets things go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

from ...core.span import Span
from ..claims import Claim
from .casting import clear
from .manner import Manner
from .names import bare
from .text import Text, said


class Rank(IntEnum):
    NEVER = 0
    BOUND = 1
    """A look that the person's pictures carry as well."""
    THING = 2
    """Where a thing stands when a scene begins: the place's own words tell most of it."""
    OPENING = 3
    """Where everyone stands when a scene begins: marks are the camera's more than the model's."""
    STYLE = 4
    LIGHT_ON = 5
    WEATHER_ON = 6
    """Light and weather beyond the first shot."""
    DESCRIPTION = 7
    ACTION = 8
    SOUND = 9
    WEATHER = 10
    LIGHT = 11
    """The last resort before the shot is refused: those of the first shot, and what is heard."""
    EXCLUSION = 12
    """What must not be seen, where only a sentence can say so."""


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """`size` is the number of characters of the author's words in it; `notes` say what had to be changed in them."""

    section: str
    values: dict[str, Any]
    rank: Rank = Rank.NEVER
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return sum(len(value) for value in self.values.values() if isinstance(value, Text))


def bit(manner: Manner, section: str, rank: Rank, claims: tuple[Claim, ...], values: dict[str, Any]) -> Bit:
    """A bit whose words keep clear of the marks the model gives a meaning to; what was changed is noted.

    The value called `line` is spoken.
    """
    notes: list[str] = []
    for key, value in values.items():
        if isinstance(value, Text) and any(manner.odd.search(words) for words, _ in value.runs):
            values[key] = Text(tuple((_clean(words, manner, key == "line", notes), span) for words, span in value.runs))
    return Bit(section, values, rank, claims, tuple(dict.fromkeys(notes)))


def author(words: str, span: Span | None) -> Text:
    """The author's words: none of them may pass for a reference of ours."""
    return said(bare(words), span)


def notes_of(words: str, manner: Manner, spoken: bool = False) -> list[str]:
    """What is said of words that must be changed a little."""
    notes: list[str] = []
    if manner.odd.search(words):
        _clean(words, manner, spoken, notes)
    return notes


def _clean(words: str, manner: Manner, spoken: bool, notes: list[str]) -> str:
    def clean(part: str) -> str:
        for mark in manner.marks:
            changed = part if mark.spoken and not spoken else re.sub(mark.find, mark.instead, part)
            if changed != part:
                notes.append(mark.why)
            part = changed
        return part

    return clear(words, clean)


_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|(?<=[。！？])[」』”’）]*")


def sentences(words: str) -> list[str]:
    """A text cut after each sentence; together they hold every word of it."""
    cuts = [m.end() for m in _SENTENCE.finditer(words) if 0 < m.end() < len(words)]
    edges = [0, *cuts, len(words)]
    return [s for a, b in pairwise(edges) if (s := words[a:b].strip())]
