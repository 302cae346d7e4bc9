"""A shot or directive set anew in its place: its head, its clauses and what stands between them, each a change of its
own.

Line breaks after a comma or semicolon are the author's and stay. A clause that is at fault or holds a comment is left
to the letter, and so are the signs around it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..core.span import Source, Span
from . import hidden, spelling
from .ast import BlockPerson, BlockThing, Directive, ShotLine
from .clause import Clause
from .details import ID
from .element import Note
from .heads import Headed
from .masking import mask
from .names import Names

_OPEN = re.compile(r"\[\[\s*shot\b", re.IGNORECASE)
_HEAD = re.compile(rf"\s*(?:({ID.pattern})\s*)?[:：]")
_TWICE = re.compile(rf"\s*[:：](?=\s*{ID.pattern}\s*[:：])")
_BREAK = re.compile(r"\r\n|\n|\r")
_FOLD = re.compile(r"[ \t]*(\r\n|\n|\r)[ \t]*")
_BELOW = re.compile(r"[ \t]*(?:\r\n|\n|\r)(?=[ \t]*[^\s])")
_INDENT = {",": "   ", ";": "  "}
_FULL = {",": "，", ";": "；"}

Spelt = Callable[[], str | None]


class Edit(NamedTuple):
    """Characters [start, end) of the file become `text`."""

    start: int
    end: int
    text: str


class _Part(NamedTuple):
    """What stands between two signs, and how it is best written; None: to the letter."""

    start: int
    end: int
    text: str | None


class _Body(NamedTuple):
    """Characters [start, end) of the file: parts with `sign` between them, and what is hidden there."""

    start: int
    end: int
    parts: tuple[_Part, ...]
    hidden: tuple[tuple[int, int], ...]
    sign: str

    @property
    def first(self) -> int:
        """Where its first word or comment stands; its end where there is none."""
        return min([self.end, *(part.start for part in self.parts[:1]), *(place[0] for place in self.hidden[:1])])

    def between(self, low: int, high: int) -> list[tuple[int, int]]:
        return list(self.hidden[bisect_left(self.hidden, (low, 0)) : bisect_left(self.hidden, (high, 0))])


def shot(source: Source, line: ShotLine, concealed: Sequence[Note], id: str, form: str) -> Iterator[Edit]:
    """A shot in the form `line` or `note`; `id` is the one it gets if it has none and is a shot. `concealed` are the
    comments and notes that stand in it, in text order."""
    body = _shot_body(source, line, concealed)
    if body is None:
        return
    name = line.id or ("" if line.auto or not ID.fullmatch(id) else id)
    head = ("!!" if form == "line" else "[[shot") + (f" {name}" if name else "")
    colon = ":" if name or form == "note" else ""
    yield Edit(line.span.start, body.first, head + colon + " " * (body.first < body.end))
    yield from _set(source, body, "" if form == line.form or form == "line" else "]]", _hangs(source, line, concealed))
    if form == "line" and line.form == "note":
        yield Edit(line.span.end - 2, line.span.end, "")


def turns(source: Source, line: ShotLine, concealed: Sequence[Note]) -> bool:
    """Whether the words of a shot can stand in the other form: `!!` lines break after commas only, and hold no note."""
    text = hidden.without(source, line.span.start + 2, line.span.end - 2 * (line.form == "note"), tuple(concealed))
    body = _shot_body(source, line, concealed)
    if body is None or "[[" in text or "]]" in text or _hangs(source, line, concealed):
        return False
    return all(part.text is not None and not _BREAK.search(part.text) for part in body.parts)


def held(source: Source, line: ShotLine, concealed: Sequence[Note]) -> list[Note]:
    """Those of the comments and notes in a shot that split one of its clauses: the blanks they leave are part of it."""
    body = _shot_body(source, line, concealed)
    solid = [(part.start, part.end) for part in body.parts] if body else [(line.span.start, line.span.end)]
    return [note for note in concealed if _within(solid, note.span.start)]


def directive(source: Source, note: Note, headed: Headed, told: Directive | None, concealed: Sequence[Note]
              ) -> Iterator[Edit]:
    """A directive's note. `told` is what it says, None where that is not known; `concealed` are the comments in it."""
    low, high = note.span.start + 2 + headed.body, note.span.end - 2
    if any(one.span.start < low for one in concealed) or not source.text[low:high].strip():
        return
    known = told is not None and told.subject is not None and told.subject.kind != "unknown"
    subject = " ".join(headed.subject.split()) if known else headed.subject
    head = f"[[{headed.head} {subject}: " if subject else f"[[{headed.head}: "
    if headed.head == "block" and told:
        items = {(item.span.start, item.span.end): _item(source, item) for item in told.items}
        body = _body(source, low, high, concealed, items, ";")
        yield Edit(note.span.start, body.first, head)
        yield from _set(source, body, "", False)
        return
    text = source.text[low:high]
    low, high = low + len(text) - len(text.lstrip()), low + len(text.rstrip())
    yield Edit(note.span.start, low, head)
    yield from () if concealed else _free(source, Span(low, high, source.name), headed.head)
    yield Edit(high, note.span.end - 2, "")


# ---------------------------------------------------------------------------------------------- what stands in it


def _shot_body(source: Source, line: ShotLine, concealed: Sequence[Note]) -> _Body | None:
    """What follows the head of a shot; None where the head is at fault or holds a comment."""
    low, high = line.span.start + 2, line.span.end
    if not line.id and "SY110" in line.faulty:
        return None
    if line.form == "note":
        opened = _OPEN.match(source.text, line.span.start, high)
        assert opened
        low, high = opened.end(), high - 2
        twice = _TWICE.match(source.text, low, high)
        low = twice.end() if twice and line.id else low
    elif source.text[line.span.start : low].strip("!！"):
        return None
    head = _HEAD.match(hidden.without(source, low, high, tuple(concealed)))
    after = low + head.end() if head else low
    if (head[1] or "" if head else "") != line.id or any(note.span.start < after for note in concealed if head):
        return None
    clauses: dict[tuple[int, int], Spelt]
    clauses = {(one.span.start, one.span.end): _clause(source, one, not line.faulty)
               for one in line.clauses}
    if line.auto:
        text = hidden.without(source, after, high, tuple(concealed))
        start = after + len(text) - len(text.lstrip())
        clauses = {(start, start + len(text.strip())): lambda: "auto"}
    return _body(source, after, high, concealed, clauses, ",")


def _clause(source: Source, clause: Clause, sound: bool) -> Spelt:
    return lambda: spelling.clause(source.slice(clause.span), clause.span, clause, sound)


def _item(source: Source, item: BlockPerson | BlockThing) -> Spelt:
    return lambda: spelling.item(source.slice(item.span), item.span, item)


def _body(source: Source, low: int, high: int, concealed: Sequence[Note], known: Mapping[tuple[int, int], Spelt],
          sign: str) -> _Body:
    """Cut at the signs that stand in no quote and in nothing that is `known`."""
    text = hidden.without(source, low, high, tuple(concealed))
    work = mask(text, Span(low, high, source.name), Names(), frozenset()).work
    places = tuple((max(note.span.start, low), min(note.span.end, high)) for note in concealed
                   if note.span.end > low and note.span.start < high)
    cuts = [low + match.start() for match in re.finditer(sign, work)]
    taken = sorted(known)
    cuts = [cut for cut in cuts if not _within(taken, cut)]
    parts: list[_Part] = []
    for start, end in zip([low, *(cut + 1 for cut in cuts)], [*cuts, high], strict=True):
        piece = text[start - low : end - low]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            split = bisect_left(places, (start, 0)) < bisect_left(places, (end, 0))
            spelt = known.get((start, end))
            parts.append(_Part(start, end, spelt() if spelt and not split else None))
    solid = [(part.start, part.end) for part in parts]
    outside = (place for place in places if not _within(solid, place[0]))
    return _Body(low, high, tuple(parts), tuple(outside), sign)


def _within(places: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of some places in text order, none over another, holds a character."""
    last = bisect_right(places, (at, sys.maxsize)) - 1
    return last >= 0 and at < places[last][1]


# ---------------------------------------------------------------------------------------------- how it is set


def _hangs(source: Source, line: ShotLine, concealed: Sequence[Note]) -> bool:
    """Whether a `!!` line ends in a comma above a line that is not its own: what that is may hang on the comma."""
    text = hidden.without(source, line.span.start, line.span.end, tuple(concealed))
    if line.form == "note" or text.rstrip()[-1:] not in (",", "，"):
        return False
    return bool(_BELOW.match(source.text, line.span.end))


def _set(source: Source, body: _Body, closing: str, hangs: bool) -> Iterator[Edit]:
    """The parts and all that stands between and after them; `closing` is added at the end. A sign there stays if it
    `hangs`."""
    last: _Part | None = None
    for part in body.parts:
        if last is None:
            yield from _gap(source, body, body.first, part.start, "", "")
        elif last.text is not None and part.text is not None:
            yield from _gap(source, body, last.end, part.start, body.sign, "")
        if part.text is not None:
            yield Edit(part.start, part.end, part.text)
        last = part
    low = max(body.first, last.end if last else body.first)
    if last and last.text is None:
        rest = source.text[low : body.end]
        yield Edit(low + len(rest.rstrip()), body.end, closing)
    else:
        yield from _gap(source, body, low, body.end, body.sign if hangs else "", closing)


def _gap(source: Source, body: _Body, low: int, high: int, sign: str, closing: str) -> Iterator[Edit]:
    """Between two parts one `sign` and one blank, around comments a blank on either side."""
    edges = [low, *(edge for place in body.between(low, high) for edge in place), high]
    owed = sign
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        raw = source.text[start:end]
        paid = owed if owed and (owed in raw or _FULL[owed] in raw) else ""
        owed = "" if paid else owed
        broken = _BREAK.search(raw) if sign and not owed and end == high else None
        if source.text[end : end + 1] in ("!", "！"):
            broken = None  # such a line would be a shot of its own
        blank = broken[0] + _INDENT[sign] if broken else " "
        if end == body.end:
            blank = closing
        elif start == end == low:
            blank = ""
        yield Edit(start, end, paid + blank)


def _free(source: Source, span: Span, head: str) -> Iterator[Edit]:
    """Words for a model or a screen: only their line breaks are set. The length of a transition is spelt."""
    text = source.slice(span)
    if head == "over":
        yield Edit(span.start, span.end, spelling.time(text, span) or text)
        return
    for match in _FOLD.finditer(text):
        yield Edit(span.start + match.start(), span.start + match.end(), f"{match[1]}  ")
