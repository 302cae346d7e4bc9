"""The words of one shot, part by part: each stands or falls as one when a shot is too long.

A bit holds the values its template section prints, the claims it answers, and its rank: the order in which LANGUAGE.md
§5 lets things go. Rank 0 never goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from typing import Any

from ...core.span import Span
from ..claims import Claim
from ..phrase.text import Text, said


class Rank(IntEnum):
    NEVER = 0
    BOUND = 1
    """A look that the person's pictures carry as well."""
    STYLE = 2
    LIGHT_ON = 3
    WEATHER_ON = 4
    """Light and weather beyond the first shot."""
    DESCRIPTION = 5
    ACTION = 6
    SOUND = 7
    WEATHER = 8
    LIGHT = 9
    """The last resort before the shot is refused: those of the first shot, and what is heard."""


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    section: str
    values: dict[str, Any]
    rank: Rank = Rank.NEVER
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = field(default=())


def bit(section: str, rank: Rank = Rank.NEVER, claims: tuple[Claim, ...] = (), **values: Any) -> Bit:
    """A bit whose words keep clear of the marks the shot list gives a meaning to; what was changed is noted.

    The value called `line` is spoken: it stands between double quotes.
    """
    clean = {key: _clean(value, key == "line") if isinstance(value, Text) else value for key, value in values.items()}
    notes = [note for key, value in values.items() for note in notes_of(str(value), key == "line")]
    return Bit(section, clean, rank, claims, tuple(dict.fromkeys(notes)))


def author(words: str, span: Span | None) -> Text:
    """The author's words: none of them may pass for a reference of ours."""
    return said(words.replace(MENTION, ""), span)


MENTION = "\ue000"
"""Stands for the @ of our own references until the words around them are clean."""
_FOREIGN = re.compile(r"@(?=\w)")


def _clean(words: Text, spoken: bool) -> Text:
    return Text(tuple((_marked(run, spoken), span) for run, span in words.runs))


def _marked(words: str, spoken: bool) -> str:
    clean = _FOREIGN.sub("＠", words.replace(";", "；")).replace(MENTION, "@")
    return clean.replace('"', "'") if spoken else clean


def notes_of(words: str, spoken: bool = False) -> list[str]:
    """What is said of words that must be changed a little."""
    found = ["a semicolon would end the shot, so it is written ；"] if ";" in words else []
    found += ["an @ would name a reference, so it is written ＠"] if _FOREIGN.search(words) else []
    return found + (["double quotes would end the line, so they are written '"] if spoken and '"' in words else [])


_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|(?<=[。！？])[」』”’）]*")


def sentences(words: str) -> list[str]:
    """A text cut after each sentence; together they hold every word of it."""
    cuts = [m.end() for m in _SENTENCE.finditer(words) if 0 < m.end() < len(words)]
    edges = [0, *cuts, len(words)]
    return [s for a, b in pairwise(edges) if (s := words[a:b].strip())]
