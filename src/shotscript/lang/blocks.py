"""`/*@cast ... */` and its kin: what is said once for the whole film, or after a heading for that scene.

An unindented `NAME:` starts an entry, an indented `key:` is its property, other indented lines continue the text,
a line that starts `//` is a comment. In `@format` and `@fields` an entry is one `key: value`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Problems, nearest
from ..core.span import Span
from . import astray
from .ast import Block, Entry, Property
from .element import Note

_CAST = frozenset(("wears", "images", "clip", "voice", "speaks", "height", "also"))
_THING = frozenset(("images", "size", "also"))
KEYS: dict[str, frozenset[str] | None] = {
    "cast": _CAST, "places": _THING, "props": _THING, "variants": None, "fields": frozenset(), "format": frozenset(),
}
"""The properties an entry of each block may have; None: any."""
FORMAT = frozenset(("picture", "camera", "style", "never", "language", "provider", "seed", "font"))

_HEAD = re.compile(r"\s*@([^\W\d_]+)")
ENTRY = re.compile(r"([^:：]+)[:：]")
KEY = re.compile(r"([^\W\d_][\w.'’\-]*(?: [\w.'’\-]+)*)\s*+[:：]")
_BREAK = re.compile(r"\r\n|\n|\r")
_COMMENT = "//"


def tagged(note: Note) -> str:
    """The word after the `@` of a boneyard, in lower case; empty for a plain comment."""
    match = _HEAD.match(note.text)
    name = match.group(1).casefold() if match else ""
    return name if match and (match.start(1) == 1 or _is_meant(name, note.text[match.end() :])) else ""


def read(note: Note, near: str) -> tuple[Block | None, Problems]:
    """The block a boneyard holds; None for a plain comment, for `@use`, and for a name that is no block's."""
    name = tagged(note)
    if not name or name == "use":
        return None, ()
    if name not in KEYS:
        match, at = _HEAD.match(note.text), note.span.start + 2
        assert match
        place = Span(at + match.start(1), at + match.end(1), note.span.source)
        return None, (astray.unknown_block(name, place, {*KEYS, "use"}),)
    reader = _Reader(name, note.span.source)
    for row in _dedented(_rows(note)):
        if astray.overruns(row.text, row.indent):
            reader.problems.append(astray.not_closed(name, row.text, row.start, note.span.source))
            break
        reader.take(row)
    return Block(name, reader.entries(), note.span, near), tuple(reader.problems)


class Laid(NamedTuple):
    """A line of a block and what it is: entry, key, text, stray or comment."""

    start: int
    role: str
    text: str


def laid(note: Note) -> tuple[Laid, ...]:
    """The lines of a known block that say something, comments included."""
    reader = _Reader(tagged(note), note.span.source)
    every = [row for row in _every(note) if row.text]
    told = iter(_dedented([row for row in every if not row.text.startswith(_COMMENT)]))
    found: list[Laid] = []
    for row in every:
        role = "comment" if row.text.startswith(_COMMENT) else reader.take(next(told))
        found.append(Laid(row.start, role, row.text))
    return tuple(found)


def head_end(note: Note) -> int:
    """Where the name of a block ends in the file."""
    match = _HEAD.match(note.text)
    assert match
    return note.span.start + 2 + match.end()


def uses(note: Note) -> tuple[tuple[str, Span], ...]:
    """The paths of the `@use` lines of a boneyard tagged so, each with its place."""
    found: list[tuple[str, Span]] = []
    for row in _lines(note.text, 0, note.span.start + 2):
        word, _, path = row.text.strip().partition(" ")
        if word.casefold() == "@use":
            path = unquoted(path.strip())
            at = row.start + row.text.find(path, row.text.casefold().find("@use") + 4)
            found.append((path, Span(at, at + len(path), note.span.source)))
    return tuple(found)


def listed(text: str, span: Span) -> tuple[tuple[str, Span], ...]:
    """The members of a list value with their places: split at commas outside double quotes, which are taken off.

    Members of a value that runs over several lines have the place of the whole value.
    """
    exact = len(text) == span.end - span.start
    members: list[tuple[str, Span]] = []
    for start, end in _pieces(text):
        piece = text[start:end]
        low = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            place = span.part(low, low + len(piece.strip())) if exact else span
            members.append((unquoted(piece.strip()), place))
    return tuple(members)


def unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in '"“' and text[-1] in '"”' else text


# ---------------------------------------------------------------------------------------------- helpers


class _Row(NamedTuple):
    """A line of a block: `indent` columns of blanks, then `text`, which starts at `start` in the file."""

    start: int
    text: str
    indent: int = 0


@dataclass(slots=True)
class _Draft:
    """An entry or a property while its lines come in. `key` is where its name stands."""

    name: str
    key: Span
    parts: list[str]
    start: int
    end: int
    properties: list[_Draft] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.parts))

    def add(self, row: _Row) -> None:
        if not any(self.parts):
            self.start = row.start
        self.parts.append(row.text)
        self.end = row.start + len(row.text)


class _Reader:
    """Collects the entries of one block. `last` is what a continuation line continues."""

    def __init__(self, block: str, source: str) -> None:
        self.block = block
        self.source = source
        self.keys = KEYS[block]
        self.drafts: list[_Draft] = []
        self.last: _Draft | None = None
        self.problems: list[Diagnostic] = []

    def take(self, row: _Row) -> str:
        """Takes in a line; returns what it is."""
        if row.indent and self.last:
            if self._property(row):
                return "key"
            self.last.add(row)
            return "text"
        if (match := ENTRY.match(row.text)) and not self._parted(match[1]):
            return self._entry(row, match)
        self._stray(row)
        return "stray"

    def entries(self) -> tuple[Entry, ...]:
        self._twice(self.drafts, "last")
        found = []
        for draft in self.drafts:
            self._twice(draft.properties, "first")
            properties = tuple(
                Property(p.name, p.text, Span(p.start, p.end, self.source)) for p in draft.properties
            )
            found.append(Entry(draft.name, draft.text, Span(draft.key.start, draft.end, self.source), properties))
        return tuple(found)

    def _entry(self, row: _Row, match: re.Match[str]) -> str:
        name = match.group(1).strip()
        if self.drafts and self.keys and name.casefold() in self.keys:
            self.problems.append(astray.not_indented(name, Span(row.start, row.start, self.source)))
            return "key" if self._property(row) else "stray"
        return self._begun(row, match.end(1), match.end())

    def _begun(self, row: _Row, end: int, value: int) -> str:
        draft = self._draft(row, row.text[:end].strip(), end, value)
        self.last = draft
        if self.block == "format":
            draft.name = draft.name.casefold()
            if not self._known(draft, FORMAT):
                return "entry"
        self.drafts.append(draft)
        return "entry"

    def _parted(self, name: str) -> bool:
        """Whether the colon is one of the value's: `picture 16:9`."""
        return self.block == "format" and " " in name.strip() and name.split()[0].casefold() in FORMAT

    def _property(self, row: _Row) -> bool:
        """Takes an indented `key:` line; False where the line is text that goes on."""
        match = KEY.match(row.text)
        if match is None or self.keys == frozenset():
            return False
        name = match.group(1)
        if self.keys is not None:
            name = name.casefold()
            if name not in self.keys and " " in name:
                return False
        draft = self._draft(row, name, match.end(1), match.end())
        if self.keys is None or self._known(draft, self.keys):
            self.drafts[-1].properties.append(draft)
        self.last = draft
        return True

    def _draft(self, row: _Row, name: str, end: int, value: int) -> _Draft:
        """`end` is where the name ends in the row, `value` where what stands behind its colon begins."""
        text = row.text[value:]
        start = row.start + value + len(text) - len(text.lstrip())
        key = Span(row.start, row.start + len(row.text[:end].rstrip()), self.source)
        return _Draft(name, key, [text.strip()], start, row.start + len(row.text))

    def _known(self, draft: _Draft, keys: frozenset[str]) -> bool:
        if draft.name not in keys:
            self.problems.append(astray.unknown_key(self.block, draft.name, draft.key, keys))
        return draft.name in keys

    def _stray(self, row: _Row) -> None:
        """What a line that lacks its colon was to begin is begun, unless somebody of that name is there."""
        found = astray.head(self.block, row.text, FORMAT if self.block == "format" else None)
        if found and any(draft.name.casefold() == row.text[: found.end].casefold() for draft in self.drafts):
            found = None
        span = Span(row.start, row.start + len(row.text), self.source)
        self.problems.append(astray.fault(row.text, span, found, bool(self.drafts)))
        if found:
            self._begun(row, found.end, found.value)

    def _twice(self, drafts: list[_Draft], counts: str) -> None:
        seen: set[str] = set()
        for draft in drafts:
            if (name := draft.name.casefold()) in seen:
                self.problems.append(astray.twice(draft.name, draft.key, counts))
            seen.add(name)


def _is_meant(name: str, after: str) -> bool:
    """Whether a comment that has blanks before its `@` is a block: `/* @jon look at this */` is none."""
    return (not after or after[0].isspace()) and bool(nearest(name, (*KEYS, "use"), 1))


def _rows(note: Note) -> list[_Row]:
    """The lines after the block's name, comments and empty lines left out."""
    return [row for row in _every(note) if row.text and not row.text.startswith(_COMMENT)]


def _every(note: Note) -> list[_Row]:
    start = note.span.start + 2
    rows = _lines(note.text, head_end(note) - start, start)
    rows[0] = rows[0]._replace(indent=0)
    return rows


def _lines(text: str, first: int, offset: int) -> list[_Row]:
    """The lines of a text from character `first` on; `offset` is where the text starts in the file."""
    rows, at = [], first
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text, first)), (len(text), len(text))]:
        line = text[at:end]
        indent = len(line) - len(line.lstrip())
        rows.append(_Row(offset + at + indent, line.strip(), indent))
        at = after
    return rows


def _dedented(rows: list[_Row]) -> list[_Row]:
    """A block that is indented as a whole is read as if it were not."""
    base = min((row.indent for row in rows), default=0)
    return [row._replace(indent=row.indent - base) for row in rows]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the members between commas stand; a comma inside double quotes is text."""
    pieces, start, quoted = [], 0, False
    for at, letter in enumerate(text):
        if letter in '"“”':
            quoted = letter == "“" or (letter == '"' and not quoted)
        elif letter in ",，" and not quoted:
            pieces.append((start, at))
            start = at + 1
    return [*pieces, (start, len(text))]
