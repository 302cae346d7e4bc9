"""What is wrong with blocks and their lines.

A line that begins no entry for want of its colon, `MAYA woman, 34`, is read as what it was meant to be, so that those
who name MAYA are not at fault as well.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Fix, error, nearest, warning
from ..core.span import Span

_GAP = re.compile(r"\s*[,;.=–—\-]\s+|\s+|$")
_WORD = re.compile(r"[^\W_](?:[\w'’.\-]*\w)?(?!\w)")
_MARKED = re.compile(r"(?=\s*[,;=–—]|\s+-\s)")
_OVERRUN = re.compile(r"/\*|[!！]{2}|\[\[|(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I\.?/E|E\.?/I)[. ]")
_KEYED = ("fields", "variants", "format")


class Head(NamedTuple):
    """A name in characters [0, end) of a line, and where the text after it begins."""

    end: int
    value: int


def head(block: str, text: str, keys: frozenset[str] | None) -> Head | None:
    """The name that a line without a colon probably begins with; of `@format` one of `keys`."""
    end = _key(text, keys) if block in _KEYED else _shouted(text) or _marked(text)
    gap = _GAP.match(text, end)
    return Head(end, gap.end()) if end and gap else None


def fault(text: str, span: Span, found: Head | None, entries: bool) -> Diagnostic:
    """SY503. `span` is the line's; `entries`: there are some above it."""
    if found:
        name = text[: found.end]
        gap = Fix(span.part(found.end, found.value), ": " if found.value < len(text) else ":")
        return error("SY503", f"`{name}` has no colon behind it, so no entry begins here", span.part(0, found.end),
                     "a colon is missing", f"write `{name}:`", gap)
    help = "start an entry with `NAME:`" + (", or indent the line to go on with the one above" * entries)
    return error("SY503", "this line belongs to no entry", span, "no `NAME:` in front", help)


def overruns(text: str, indent: int) -> bool:
    """Whether a line of a block is one of the screenplay, as the block was never closed above it."""
    return not indent and bool(_OVERRUN.match(text))


def unknown_block(name: str, place: Span, known: set[str]) -> Diagnostic:
    near = nearest(name, sorted(known))
    help = f"did you mean `@{near[0]}`?" if near else "the blocks are @" + ", @".join(sorted(known))
    return error("SY501", f"`@{name}` is no block", place, "unknown block", help, Fix(place, near[0]) if near else None)


def not_closed(block: str, text: str, at: int, source: str) -> Diagnostic:
    """FN904 of a block that runs on into the line at `at`, and ends where the next comment does."""
    return error("FN904", f"`@{block}` is not closed above this line, so all down to the next `*/` is hidden",
                 Span(at, at + min(len(text), 40), source), "no line of a block", "close the block with `*/`",
                 Fix(Span(at, at, source), "*/\n\n"))


def not_indented(name: str, start: Span) -> Diagnostic:
    """SY505. `start` is the place before the property."""
    span = Span(start.start, start.start + len(name), start.source)
    return error("SY505", f"`{name}` is a property, so it must be indented under its entry", span, "not indented",
                 "put two spaces in front", Fix(start, "  ", safe=True))


def unknown_key(block: str, name: str, key: Span, keys: frozenset[str]) -> Diagnostic:
    near = nearest(name, sorted(keys))
    what = "format key" if block == "format" else "property"
    help = f"did you mean `{near[0]}`?" if near else f"the keys are {', '.join(sorted(keys))}"
    return warning("SY120", f"`{name}` is no {what} of @{block}", key, "unknown key", help,
                   Fix(key, near[0]) if near else None)


def twice(name: str, key: Span, counts: str) -> Diagnostic:
    return warning("SY504", f"`{name}` is written twice here; the {counts} one counts", key, "written again",
                   "remove one of the two")


# ---------------------------------------------------------------------------------------------- helpers


def _key(text: str, keys: frozenset[str] | None) -> int:
    """One word: of a field or a variant any, of a format one that it has."""
    word = _WORD.match(text)
    return word.end() if word and (not keys or word[0].casefold() in keys) else 0


def _shouted(text: str) -> int:
    """Where the capitals that a line begins with end."""
    end, at = 0, 0
    while (word := _WORD.match(text, at)) and (word[0].isupper() or (end and word[0].isdigit())):
        end = word.end()
        at = end + 1 if text[end : end + 1] == " " else len(text)
    return end if end > 1 else 0


def _marked(text: str) -> int:
    """A name in small letters is one only before a mark: `Maya - woman, 34`."""
    word = _WORD.match(text)
    return word.end() if word and word[0][0].isupper() and _MARKED.match(text, word.end()) else 0
