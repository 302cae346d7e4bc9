"""What heads a note: `[[shot 1A: ...]]`, `[[light: ...]]`, `[[state MAYA: ...]]`. Any case, and only with a colon.

A note without one of our words and a colon is just a note.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Fix, edits, error, nearest, warning
from ..core.span import Span
from .element import Note
from .words import STARTERS

PLAIN = ("block", "light", "weather", "sound", "music", "super", "over", "plate", "take")
NAMED = ("state", "perform")
FRAMES = ("first", "last")
HEADS = ("shot", *PLAIN, *NAMED, "frame")

_SHOT = re.compile(r"\s*+(shot)\b\s*+((?:[^\W_]|[.\-])*+)\s*+[:：]", re.IGNORECASE)
_PLAIN = re.compile(rf"\s*+({'|'.join(PLAIN)})\s*+[:：]", re.IGNORECASE)
_NAMED = re.compile(rf"\s*+({'|'.join(NAMED)})(?![^\s:：@])\s*+([^:：]*+)[:：]", re.IGNORECASE)
_FRAME = re.compile(rf"\s*+frame\s++({'|'.join(FRAMES)})\s*+[:：]", re.IGNORECASE)
_LOOSE_FRAME = re.compile(r"\s*+frame(?!\w)\s*+([^\W_]*+)\s*+[:：]", re.IGNORECASE)
_LOOSE_SHOT = re.compile(r"\s*+shot\s++((?:[^\s:：]++[^\S\r\n]*+){2,3})[:：]", re.IGNORECASE)
_COLONLESS = re.compile(r"\s*+shot\s++(\d++[A-Za-z]\w?)((?:\s*[,;.\-–—])?)\s++(\w++)", re.IGNORECASE)
_WORD = re.compile(r"\s*+([^\W\d_]++)")
_ENDS = {"start": "first", "begin": "first", "beginning": "first", "opening": "first", "end": "last", "final": "last",
         "1": "first"}  # fmt: skip
_TOLD_AS_TEXT = frozenset({"light", "weather", "sound", "music", "super"})


class Headed(NamedTuple):
    """A note of ours. `body` are the offsets in the note's text of what follows the head; for a shot, of its id on."""

    head: str
    body: int
    subject: str = ""
    subject_at: int = 0


def read(note: Note) -> Headed | None:
    """The head of a note, or None for a plain note."""
    text = note.text
    if ":" not in text and "：" not in text:
        return None
    if match := _SHOT.match(text):
        return Headed("shot", match.start(2) if match.group(2) else match.end())
    if match := _PLAIN.match(text):
        return Headed(match.group(1).lower(), match.end())
    if match := _FRAME.match(text):
        return Headed(f"frame {match.group(1).lower()}", match.end())
    if match := _NAMED.match(text):
        return Headed(match.group(1).lower(), match.end(), match.group(2).rstrip(), match.start(2))
    return None


def slipped(note: Note) -> tuple[tuple[str, ...], Span]:
    """The heads that may have been meant by the first word of a plain note with a colon, and where that word stands."""
    match = _WORD.match(note.text)
    if match is None or (":" not in note.text and "：" not in note.text):
        return (), note.span
    word = match.group(1).casefold()
    near = (head for head in HEADS if (_same_letters if head in _TOLD_AS_TEXT else _one_edit)(word, head))
    return tuple(near), note.span.part(2 + match.start(1), 2 + match.end(1))


def bad_id(note: Note) -> Diagnostic | None:
    """`[[shot 1 A: ...]]`: a shot by its look, but its id is none."""
    match = _LOOSE_SHOT.match(note.text)
    if match is None or not any(letter.isdigit() for letter in match.group(1)):
        return None
    start = note.span.start + 2
    span = Span(start + match.start(1), start + match.start(1) + len(match.group(1).rstrip()), note.span.source)
    joined = "".join(match.group(1).split())
    return warning("FN902", "this note looks like a shot, but what stands before the colon is no id", span,
                   "an id has no spaces", f"write `{joined}`: letters, digits, `-` and `.`", Fix(span, joined))


def bad_frame(note: Note) -> Diagnostic | None:
    """`[[frame: a.png]]` and `[[frame middle: a.png]]`: which of a shot's two stills it is stays open. With a word and
    no file it is an ordinary note."""
    match = _LOOSE_FRAME.match(note.text)
    if match is None or (match.group(1) and "." not in note.text[match.end() :]):
        return None
    start = note.span.start + 2
    span = Span(note.span.start, start + match.end(), note.span.source)
    word = match.group(1).casefold()
    meant = _ENDS.get(word) or next(iter(nearest(word, FRAMES, 2)), "")
    place = Span(start + match.start(1), start + match.end(1), note.span.source)
    return error("SY511", "this frame does not say which it is", span, "`first` or `last`?",
                 f"write `frame {meant}`" if meant else "write `[[frame first: ...]]` or `[[frame last: ...]]`",
                 Fix(place, meant) if meant else None)  # fmt: skip


def no_colon(note: Note) -> Diagnostic | None:
    """`[[shot 1A CU on MAYA]]`: a shot by its look, without the colon that makes it one."""
    match = _COLONLESS.match(note.text)
    if match is None or ":" in note.text or match.group(3).casefold() not in STARTERS:
        return None
    start = note.span.start + 2
    span = Span(start + match.start(1), start + match.end(1), note.span.source)
    mark = Fix(Span(span.end, start + match.end(2), span.source), ":", safe=False)
    return warning("FN902", "this note looks like a shot, but no colon stands behind its id", span,
                   "read as a plain note", f"write `{match.group(1)}:`", mark)


def _one_edit(word: str, head: str) -> bool:
    return edits(word, head, 1) == 1


def _same_letters(word: str, head: str) -> bool:
    """A head whose body is free text is offered only for letters swapped or doubled: `[[lights: ...]]` is a note."""
    return word != head and set(word) == set(head) and edits(word, head, 2) <= 2
