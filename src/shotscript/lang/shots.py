"""The clauses of a shot line: text in, clauses and problems out. The door to everything about shots and blocking.

A line is masked (names and quotes laid aside), split at its commas, and each clause is parsed alone: a fault costs its
own clause and nothing else. No input raises.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..core.diagnostic import Diagnostic, Problems, in_text_order
from ..core.span import Span
from . import measures, mistakes
from .blocking import blocking
from .clause import Clause, Framing, Lens
from .details import ID, build
from .grammars import UnexpectedToken
from .masking import Masked, mask
from .moved import moved
from .names import Names
from .piece import Piece
from .repair import mend
from .slips import Outcome
from .stops import tree_of
from .term import Time
from .words import SHOT, STARTERS, WORDS

__all__ = ["WORDS", "blocking", "shot", "time"]

Place = tuple[int, int]

_LIST_OF_NAMES = re.compile(r" *\ue000\ue001*(?: +and +\ue000\ue001*)* *")
_ENDS_IN_NAME = re.compile(r"\ue000\ue001*(?:\ue005+ *\ue002\ue003*)? *$")
_CHAINED = re.compile(r" *(?:then|while)(?!\w)")
_STOP = re.compile(r"(?<!\w)[ft]/?\d+(?:\.\d+)?$")
_TIMED = re.compile(r"\d+(?:\.\d+)?[sf](?!\w)")
_BARE = re.compile(r"(?:^|[,:]) *\d+$")
_PLACE_PARTED = re.compile(r"(?<!\w)(camera +at +[+-]?\d*\.?\d+ *m?),"
                           r"(?= *[+-]?\d*\.?\d+ *m?(?: +(?:height|facing)(?!\w)| *(?:,|$)))")
_OTHER_MARK = re.compile(r" *(\d+[a-z][a-z0-9]?)( *[;,.\-–—]) +(?=([\w']+)|\ue000)")
_NUMBERED = re.compile(r" *([a-z.\-]*\d[a-z\d.\-]*) *:")
_NUMBER_AHEAD = re.compile(r" *(\d+[a-z][a-z0-9]?) +(?=([\w']+)|\ue000)")


def shot(text: str, span: Span, names: Names) -> tuple[str, tuple[Clause, ...], bool, Problems]:
    """The id, clauses, whether it is `auto`, and problems of a shot: `text` is what follows `!!` or the word `shot`."""
    return moved(_shot(text, names), span.start, span.source)


@lru_cache(1024)
def _shot(text: str, names: Names) -> tuple[str, tuple[Clause, ...], bool, Problems]:
    """The same, places counted from the beginning of the text. Kept, as whoever writes one line leaves the others."""
    span = Span(0, len(text))
    line = mask(text, span, names, SHOT)
    problems: list[Diagnostic] = []
    if line.unclosed >= 0:
        problems.append(mistakes.unclosed(line.opening(), span.part(len(text), len(text))))
    id, at = _id(line, problems)
    if line.work[at:].strip() == "auto":
        return id, (), True, tuple(problems)
    clauses: list[Clause] = []
    line, places = _places(_camera_place(line, problems), at)
    for start, end in places:
        found, faults = _clause(line, start, end, names)
        problems += faults
        clauses += found
    kept = _once(line, tuple(clauses), problems)
    return id, kept, False, in_text_order(problems)


def time(text: str, span: Span) -> tuple[Time | None, Problems]:
    """A length of time that stands alone, like the text of an `over`."""
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    place = span.part(start, start + len(stripped)) if stripped else span
    found = measures.time(stripped.lower(), place)
    return (None, (found,)) if isinstance(found, Diagnostic) else (found, ())


# ---------------------------------------------------------------------------------------------- helpers


def _id(line: Masked, problems: list[Diagnostic]) -> tuple[str, int]:
    """The id before the first colon, and where the clauses begin."""
    colon = line.work.find(":")
    if colon < 0 or any(mark in line.work[:colon] for mark in ',"'):
        return _id_without_colon(line, problems)
    head = line.text[:colon].strip()
    if not head or ID.fullmatch(head):
        return head, _second_id(line, colon + 1, problems) if head else colon + 1
    words = line.work[:colon].split()
    if len(words) > 2 or words[0] in STARTERS or "\ue000" in line.work[:colon]:
        return "", 0
    words = head.split()
    head = words[-1] if words[0].casefold() == "shot" else head
    parts = re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*", head)
    fixed = ("" if re.fullmatch(r"\d+ [A-Za-z]{1,2}", head) else "-").join(parts)
    problems.append(mistakes.bad_id(" ".join(words), line.place(0, colon), fixed))
    return fixed, colon + 1


def _second_id(line: Masked, at: int, problems: list[Diagnostic]) -> int:
    """Where the clauses begin behind an id that another follows: `1A: 1B: CU`."""
    match = _NUMBERED.match(line.work, at)
    if not match:
        return at
    second = line.text[match.start(1) : match.end(1)]
    problems.append(mistakes.second_id(second, line.place(match.start(1), match.end())))
    return match.end()


def _id_without_colon(line: Masked, problems: list[Diagnostic]) -> tuple[str, int]:
    match = _OTHER_MARK.match(line.work)
    if match and not measures.kind_of(match[1]) and (not match[3] or match[3] in STARTERS):
        head, span = line.text[match.start(1) : match.end(1)], line.place(match.start(1), match.end(2))
        problems.append(mistakes.id_colon(head, span))
        return head, match.end(2)
    match = _NUMBER_AHEAD.match(line.work)
    if not match or measures.kind_of(match[1]) or (match[2] and match[2] not in STARTERS):
        return "", 0
    head = line.text[match.start(1) : match.end(1)]
    problems.append(mistakes.id_colon(head, line.place(match.start(1), match.end(1))))
    return head, match.end(1)


def _places(line: Masked, at: int) -> tuple[Masked, list[Place]]:
    """Where the clauses stand: between commas, but names joined by commas and a `, then` are taken together again."""
    places: list[Place] = []
    for start, end in _between_commas(line, at):
        if not line.work[start:end].strip():
            continue
        whole = (places[-1][0], end) if places else (start, end)
        chained = _without_comma(line, start - 1) if places and _CHAINED.match(line.work, start) else None
        if chained and _holds(chained, whole):
            line, places[-1] = chained, whole
        elif places and _goes_on(line, places[-1], (start, end)):
            places[-1] = whole
        else:
            places.append((start, end))
    return line, places


def _camera_place(line: Masked, problems: list[Diagnostic]) -> Masked:
    """`camera at 1.2, 2.5`: the comma between its two numbers read as the blank it should be."""
    for match in reversed([*_PLACE_PARTED.finditer(line.work)]):
        comma = match.end(1)
        if line.work.count('"', 0, comma) % 2 == 0:
            problems.append(mistakes.parted_numbers(line.place(comma, comma + 1)))
            line = _without_comma(line, comma)
    return line


def _without_comma(line: Masked, comma: int) -> Masked:
    return replace(line, work=line.work[:comma] + " " + line.work[comma + 1 :])


def _holds(line: Masked, place: Place) -> bool:
    return not isinstance(tree_of(line, *place), UnexpectedToken)


def _between_commas(line: Masked, at: int) -> list[Place]:
    cuts = [m.start() for m in re.finditer(",", line.work) if m.start() >= at and not _decimal(line, m.start())]
    return list(zip([at, *(cut + 1 for cut in cuts)], [*cuts, len(line.work)], strict=True))


def _decimal(line: Masked, comma: int) -> bool:
    """Whether a comma stands in a number, where a point was meant: `1,2m`, and no `f/2,4s`. A full-width comma does
    only where no clause can end before it: `4，5s`."""
    before, after = line.work[:comma], line.work[comma + 1 :]
    if not (before[-1:].isdigit() and after[:1].isdigit()):
        return False
    if line.text[comma] == ",":
        return not (_STOP.search(before) and _TIMED.match(after))
    return bool(_BARE.search(before) and _TIMED.match(after))


def _goes_on(line: Masked, last: Place, place: Place) -> bool:
    """Whether a bare list of names belongs to the clause before it, which ends in a name."""
    if not _LIST_OF_NAMES.fullmatch(line.work[place[0] : place[1]]):
        return False
    if not _ENDS_IN_NAME.search(line.work[last[0] : last[1]]):
        return False
    return _holds(line, (last[0], place[1]))


def _clause(line: Masked, start: int, end: int, names: Names) -> Outcome:
    if line.work[start:end].strip() == "auto":
        return (), (mistakes.auto_alone(line.place(start, end)),)
    trouble: UnexpectedToken | None = None
    for reading in _readings(line, start, end):
        tree = tree_of(reading, start, end)
        if not isinstance(tree, UnexpectedToken):
            piece = Piece(reading, start, end)
            clause = build(piece, tree)
            return ((clause,) if clause else ()), tuple(piece.problems)
        trouble = trouble or tree
    assert trouble is not None
    return mend(line, start, end, trouble, names)


def _readings(line: Masked, start: int, end: int) -> list[Masked]:
    """The clause with its names, then with its first name read as the word of ours it also is, then with all."""
    words = tuple(m for m in line.words if start <= m.start < end)
    if not words:
        return [line]
    return [line, line.without(words[:1]), *([line.without(words)] if len(words) > 1 else [])]


def _with_comma(line: Masked, span: Span) -> Span:
    """A clause with the comma before it: one that is taken out leaves none behind."""
    before = line.work[: span.start - line.span.start].rstrip()
    return Span(line.span.start + len(before) - 1, span.end, span.source) if before.endswith(",") else span


def _once(line: Masked, clauses: tuple[Clause, ...], problems: list[Diagnostic]) -> tuple[Clause, ...]:
    """The clauses without those that say again what a shot has only one of."""
    kept: list[Clause] = []
    seen: set[str] = set()
    for clause in clauses:
        slots = _slots(clause)
        again = [slot for slot in slots if slot in seen]
        if again:
            problems.append(mistakes.said_twice(f"the {again[0]}", clause.span, _with_comma(line, clause.span)))
            continue
        seen.update(slots)
        kept.append(clause)
    return tuple(kept)


_SINGLE = {"Length": "length", "Hold": "hold", "Speed": "speed", "As": "shot to repeat", "CameraAt": "camera's place",
           "Angle": "angle", "Dutch": "dutch", "Height": "height", "Focus": "focus"}  # fmt: skip


def _slots(clause: Clause) -> tuple[str, ...]:
    if isinstance(clause, Framing):
        return ("framing",)
    if isinstance(clause, Lens):
        return tuple(what for what, value in (("lens", clause.mm), ("stop", clause.stop)) if value)
    kind = type(clause).__name__
    return (_SINGLE[kind],) if kind in _SINGLE else ()
