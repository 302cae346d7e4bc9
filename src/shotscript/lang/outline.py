"""A block set anew: its mark and its end on lines of their own, entries at the margin, properties two blanks in, lines
that go on with a text further in. Values stay to the letter, comments stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..core.span import Source
from . import blocks
from .blocks import Laid
from .element import Note
from .typeset import Edit

_BREAK = re.compile(r"\r\n|\n|\r")
_INDENT = {"entry": "", "stray": "", "key": "  ", "text": "    "}


def block(source: Source, note: Note) -> Iterator[Edit]:
    """The changes to a block that stands on lines of its own; none to any other comment."""
    name = blocks.tagged(note)
    rows = {row.start: row for row in blocks.laid(note)} if name in blocks.KEYS else {}
    if not rows or not _alone(source, note):
        return
    indents = _indents(rows, name)
    after = blocks.head_end(note)
    stop = note.span.end - 2
    ends = [match.span() for match in _BREAK.finditer(source.text, after, stop)]
    newline = source.text[slice(*ends[0])] if ends else _newline(source)
    yield Edit(note.span.start, after, f"/*@{name}")
    for start, end in pairwise([(after, after), *ends, (stop, stop)]):
        low, high = start[1], end[0]
        text = source.text[low:high]
        row = rows.get(low + len(text) - len(text.lstrip()))
        words = indents[row.start] + _spelt(row, name) if row else ""
        opening = newline if words and low == after else ""
        yield Edit(low, high, opening + words + (newline if high == stop and words else ""))


# ---------------------------------------------------------------------------------------------- helpers


def _indents(rows: dict[int, Laid], block: str) -> dict[int, str]:
    """How far in each row stands. A comment stands as far in as the row it is about, the next one."""
    found: dict[int, str] = {}
    below = ""
    for start in sorted(rows, reverse=True):
        role = rows[start].role
        if role != "comment":
            below = "  " if role == "text" and block in ("format", "fields") else _INDENT[role]
        found[start] = below
    return found


def _spelt(row: Laid, block: str) -> str:
    """`NAME: text`, our own keys in small letters."""
    head = {"entry": blocks.ENTRY, "key": blocks.KEY}.get(row.role)
    match = head.match(row.text) if head else None
    if match is None:
        return row.text
    name, value = match.group(1).strip(), row.text[match.end() :].strip()
    keys = blocks.FORMAT if block == "format" else blocks.KEYS[block] if row.role == "key" else None
    folded = name.casefold()
    return f"{folded if keys and folded in keys else name}: {value}".rstrip()


def _alone(source: Source, note: Note) -> bool:
    first, _ = source.position(note.span.start)
    last, column = source.position(note.span.end)
    before = source.text[source.line_starts[first - 1] : note.span.start]
    return not before.strip() and not source.line(last)[column - 1 :].strip()


def _newline(source: Source) -> str:
    found = _BREAK.search(source.text)
    return found[0] if found else "\n"
