"""Comments, notes and blocks that are never closed: what is said of them, and where such a block may have ended.

A mark that is never closed hides nothing, as Fountain has it. A block of ours is read all the same, as far as the first
empty line, so that those it names are not at fault as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostic import Diagnostic, Fix, error, warning
from ..core.span import Source, Span
from . import blocks
from .element import Element, Fountain, Note

_EMPTY = re.compile(r"(?>\r\n|\n|\r)[^\S\r\n]*+(?=[\r\n]|\Z)")
_OURS = (*blocks.KEYS, "use")


def opened(source: Source, tree: Fountain) -> Iterator[Note]:
    """Blocks that are never closed."""
    return filter(None, (block(source, element) for element in tree.elements))


def block(source: Source, element: Element) -> Note | None:
    """The block that an element is for want of its end: text to Fountain."""
    if not element.text.startswith("/*"):
        return None
    at = source.text.find("/*", element.span.start, element.span.end)
    if at < 0 or source.text[element.span.start : at].strip():
        return None
    found = Note(source.text[at + 2 : element.span.end], Span(at, element.span.end, source.name))
    return found if blocks.tagged(found) in _OURS else None


def comment(source: Source, start: int) -> Diagnostic:
    """FN904; an error where it is a block."""
    end = match.start() if (match := _EMPTY.search(source.text, start)) else len(source.text.rstrip())
    name = blocks.tagged(Note(source.text[start + 2 : end], Span(start, end)))
    place = Span(start, start + 2, source.name)
    if name in _OURS:
        return error("FN904", f"this `@{name}` is never closed, and prints as text", place, "opened here",
                     "close it with `*/`", Fix(Span(end, end, source.name), "\n*/"))
    return _warned("FN904", "comment", "*/", place)


def note(place: Span) -> Diagnostic:
    """FN905."""
    return _warned("FN905", "note", "]]", place)


def _warned(code: str, what: str, close: str, place: Span) -> Diagnostic:
    return warning(code, f"this {what} is never closed, so it is read as text", place, "opened here",
                   f"close it with `{close}`, or remove the mark")
