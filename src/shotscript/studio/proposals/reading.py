"""What a model answered, read as shot lines of one scene and nothing else.

Its words never go anywhere: a line is taken apart by our own parser, what is in it is looked at piece by piece, and
what is written into a script is that, spelt anew. Whatever is not a framing, a lens, an angle, a side, a place in the
frame, a focus or a move, on people and things of this scene, in sane numbers, is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ...core.diagnostic import Level
from ...core.show import visible
from ...core.span import Span
from ...lang import shots, spelling
from ...lang.clause import Angle, Clause, Dutch, Focus, Framing, From, Height, Lens, Moves, Pacing, PlaceInFrame, Side
from ...lang.term import Name, Time
from ...optics.body import PARTS
from .sheet import Sheet

LETTERS = 160
"""Of a line."""
_SAID = 300
"""Letters of a finding."""
_KINDS = (Framing, Lens, Angle, Dutch, Height, Side, From, PlaceInFrame, Focus, Moves, Pacing)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,./'@%°-")
_LEAST_MM, _MOST_MM, _LEAST_STOP, _MOST_STOP = 8, 400, Fraction(1, 2), 64
_MOST, _LONGEST = 360, 30
"""Of any other number, and the seconds of a move."""
_FORM = 'the answer is not one JSON object {"shots": [{"at": 1, "line": "..."}, ...]} with nothing else in it'


@dataclass(frozen=True, slots=True)
class Line:
    """A shot that begins at a numbered place; `text` is ours."""

    number: int
    text: str


class _Shot(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    at: int
    line: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    shots: list[_Shot]


def lines(answer: str, sheet: Sheet, whole: bool = True) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of an answer, and what is wrong with it: with anything wrong none of it is believed."""
    if not whole:
        return (), ("the answer is cut off: make it shorter",)
    try:
        found = _Answer.model_validate_json(_json(answer)).shots
    except (ValidationError, RecursionError):
        return (), (_FORM,)
    faults = [*_places([shot.at for shot in found], sheet)]
    made = list[Line]()
    for shot in found[: len(sheet.spots)]:
        text, wrong = _line(shot.line, sheet)
        faults += (f"at {min(max(shot.at, 0), 9999)}: {one}"[:_SAID] for one in wrong)
        made.append(Line(shot.at, text))
    return ((), tuple(dict.fromkeys(faults))) if faults else (tuple(made), ())


def _json(answer: str) -> str:
    """The object in an answer: all of it, or the one fenced block in it; what was thought before is left out."""
    if answer.lstrip().startswith("<think>"):
        answer = answer.partition("</think>")[2]
    rows = answer.splitlines()
    fences = [k for k, row in enumerate(rows) if row.startswith("```")]
    return "\n".join(rows[fences[0] + 1 : fences[1]]) if len(fences) == 2 else answer.strip()


def _places(numbers: list[int], sheet: Sheet) -> Iterator[str]:
    if any(number not in sheet.spots for number in numbers):
        yield f"`at` is a number of the text, from 1 to {len(sheet.spots)}"
    if any(a >= b for a, b in pairwise(numbers)):
        yield "the numbers `at` go up, each at most once"
    lacking = [number for number, spot in sheet.spots.items() if spot.must and number not in numbers]
    if lacking:
        yield f"a shot has to begin at {', '.join(map(str, lacking[:20]))}"


def _line(line: str, sheet: Sheet) -> tuple[str, tuple[str, ...]]:
    """A line in our spelling, and what is wrong with it."""
    if not line.strip() or len(line) > LETTERS:
        return "", (f"a line has from 1 to {LETTERS} letters",)
    if not set(line) <= _PLAIN | _letters(sheet):
        return "", ("a line holds letters, figures, blanks, commas and the signs . / ' - % alone: no quotes, no ids, "
                    "no notes, no line breaks",)
    text = f":{line}"
    _, clauses, auto, problems = shots.shot(text, Span(0, len(text)), sheet.known)
    wrong = [f"{one.message}{f' ({one.help})' if one.help else ''}" for one in problems if one.level >= Level.WARNING]
    if auto or not clauses:
        wrong.append("this says no shot")
    wrong += (fault for clause in clauses for fault in _faults(clause, sheet))
    if wrong:
        return "", tuple(map(visible, wrong))
    return ", ".join(_spelt(text, clause, sheet) for clause in clauses), ()


def _letters(sheet: Sheet) -> frozenset[str]:
    """The letters of the names that may be said, large and small."""
    names = "".join(name for name, _, _ in sheet.known.entries if name in sheet.names)
    also = "".join("".join(also) for name, _, also in sheet.known.entries if name in sheet.names)
    return frozenset(c for c in {*names, *also, *names.lower(), *also.lower(), *names.upper(), *also.upper()}
                     if c.isalnum() or c in "&+-.'’ ")


def _faults(clause: Clause, sheet: Sheet) -> Iterator[str]:
    """What in a clause is not a model's to say."""
    if not isinstance(clause, _KINDS):
        yield f"`{_WORDS.get(type(clause).__name__, 'this')}` is not yours to write: leave it out"
        return
    for one in parts(clause):
        if isinstance(one, Name) and one.text not in sheet.names:
            yield f"`{one.text}` is nobody and nothing of this scene that a shot can be of"
        if isinstance(one, Framing) and one.part and one.part.casefold() not in PARTS:
            yield f"`{one.part}` is no part of a body; there are {', '.join(PARTS)}"
    if not all(_sane(one) for one in parts(clause)):
        yield "a number is out of all measure"


_WORDS = {"Length": "4s", "Hold": "hold 1s", "Speed": "speed 50%", "As": "as 1B", "CameraAt": "camera at",
          "Description": "a description", "Allow": "allow", "Gaze": "looks"}


def parts(value: Any) -> Iterator[Any]:
    """A tree and all that is in it."""
    yield value
    if isinstance(value, tuple):
        for one in value:
            yield from parts(one)
    elif is_dataclass(value) and not isinstance(value, Span):
        for field in fields(value):
            yield from parts(getattr(value, field.name))


def _sane(value: Any) -> bool:
    if isinstance(value, Lens):
        return ((value.mm is None or _LEAST_MM <= value.mm <= _MOST_MM)
                and (value.stop is None or _LEAST_STOP <= value.stop <= _MOST_STOP))
    if isinstance(value, Time):
        return 0 < value.seconds(Fraction(24)) <= _LONGEST
    if getattr(value, "mm", None) is not None:
        return _LEAST_MM <= value.mm <= _MOST_MM
    return not isinstance(value, Fraction) or abs(value) <= _MOST


def _spelt(text: str, clause: Clause, sheet: Sheet) -> str:
    written = text[clause.span.start : clause.span.end]
    return spelling.clause(written, clause.span, clause) or " ".join(written.split())
