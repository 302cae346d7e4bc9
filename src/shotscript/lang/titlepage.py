"""The title page: `Key: value` lines at the very top, up to the first blank line.

Fountain does not say when the first line is a title entry. Ours: its key is one of the known keys; or the key is at
most three words not all in capitals (`FADE IN:` and `JON: hello` are screenplay) and every line down to the blank one
is an entry or an indented value. A first line `CUT TO:` alone is an entry too: there is nothing yet to cut from.
"""

from __future__ import annotations

import re

from ..core.span import Span
from .element import Note, TitleEntry
from .lines import Line

_KEY = re.compile(r"([^\W\d_][^:：\r\n]{0,60})[:：]")
_HEADING = re.compile(r"(?:INT|EXT|EST|I/E)[. /]", re.IGNORECASE)
_CUT = re.compile(r"(?:[^\W\d_]+ )?CUT TO:\Z")
KNOWN = frozenset(
    ("title", "credit", "author", "authors", "source", "notes", "copyright", "revision", "contact", "font", "format",
     "header", "footer", "date", "language", "watermark", "draft date", "contact info", "episode", "series",
     "episode title", "written by", "based on")
)


def read(lines: list[Line], name: str) -> tuple[tuple[TitleEntry, ...], int, tuple[Note, ...]]:
    """The entries, the number of the first line after them, and the notes that stood among them."""
    first = next((i for i, line in enumerate(lines) if line.text.strip()), len(lines))
    page = _page(lines, first)
    if not _opens(lines, page):
        return (), 0, ()
    entries: list[TitleEntry] = []
    for line in (lines[i] for i in page):
        _take(entries, line, name)
    notes = tuple(note for line in lines[: page.stop] for note in line.notes)
    return tuple(entries), page.stop, notes


def _page(lines: list[Line], first: int) -> range:
    """The lines that could be a title page: up to a blank line (two spaces are none) or one that is no entry."""
    at = first
    while at < len(lines) and (lines[at].bare or lines[at].text == "  " or lines[at].text.strip()):
        if lines[at].text[:1].strip() and not _KEY.match(lines[at].text):
            break
        at += 1
    return range(first, at)


def _opens(lines: list[Line], page: range) -> bool:
    if not page or not (match := _KEY.match(lines[page.start].text)):
        return False
    key = match.group(1).strip()
    if key.casefold() in KNOWN:
        return True
    whole = page.stop == len(lines) or not lines[page.stop].text.strip()
    line = lines[page.start]
    cut = len(page) == 1 and not line.hides and _CUT.match(line.text)
    return bool(whole and (cut or not key.isupper()) and len(key.split()) <= 3 and not _HEADING.match(key + " "))


def _take(entries: list[TitleEntry], line: Line, name: str) -> None:
    match = _KEY.match(line.text)
    if match:
        value = line.text[match.end() :].strip()
        entries.append(TitleEntry(match.group(1).strip(), (value,) if value else (), Span(line.start, line.end, name)))
    elif line.text.strip():
        last = entries[-1]
        span = Span(last.span.start, line.end, name)
        entries[-1] = TitleEntry(last.key, (*last.values, line.text.strip()), span)
