"""A script as a plain screenplay: without shots, directives and blocks; every other letter stays.

A line that held nothing else goes. What would then be read as something else, a name below a shot line for one, is
forced to be what it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ..core.span import Source, Span
from . import fountain, heads
from .ast import Script, ShotLine
from .element import Fountain, Kind

_BLOCK = re.compile(r"\s*@[^\W\d_]")
_SPOKEN = (Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS)
_PASSES = 8


class _Line(NamedTuple):
    """A line that stays; `kind` is what it was read as."""

    text: str
    kind: Kind | None


def cleaned(script: Script, source: Source) -> str:
    """The text of a script without our layer."""
    lines = _kept(source, sorted(_ours(script)), _kinds(script.fountain))
    for _ in range(_PASSES):
        lines, same = _as_before(lines)
        if same:
            break
    return "".join(line.text for line in lines)


def _ours(script: Script) -> Iterator[Span]:
    """Where our layer stands."""
    tree = script.fountain
    notes = (*tree.loose, *(note for element in tree.elements for note in element.notes))
    yield from (note.span for note in notes if heads.read(note))
    yield from (bone.span for bone in tree.boneyards if _BLOCK.match(bone.text))
    for scene in script.scenes:
        for item in scene.items:
            if isinstance(item, ShotLine) and item.form == "line":
                yield item.span


def _kept(source: Source, ours: list[Span], kinds: dict[int, Kind]) -> list[_Line]:
    """The lines that are left; two empty ones that meet are one."""
    found: list[_Line] = []
    starts = [span.start for span in ours]
    ends = (*source.line_starts[1:], len(source.text))
    done, gone = 0, False
    for start, end in zip(source.line_starts, ends, strict=True):
        low = max(done, start)
        inside = ours[bisect_left(starts, start) : bisect_left(starts, end)]
        if low >= end and not inside:
            continue
        text, done = _without(source, low, end, inside, done)
        if (inside or low > start) and not text.strip():
            gone = True
        elif gone and not text.strip() and (not found or not found[-1].text.strip()):
            gone = not found
        else:
            found.append(_Line(text, kinds.get(start)))
            gone = False
    return found


def _without(source: Source, start: int, end: int, ours: list[Span], done: int) -> tuple[str, int]:
    """A line without our stretches, and the end of the last of them."""
    parts: list[str] = []
    at = start
    for span in ours:
        if span.start >= at:
            parts.append(source.text[at : span.start])
        at = done = max(span.end, at)
    parts.append(source.text[at:end] if at < end else "")
    text = "".join(parts)
    if not ours:
        return text, done
    body = text.rstrip("\r\n")
    return body.rstrip() + text[len(body) :], done


def _kinds(tree: Fountain) -> dict[int, Kind]:
    return {line.start: element.kind for element in tree.elements for line in element.lines}


def _as_before(lines: list[_Line]) -> tuple[list[_Line], bool]:
    """The lines with what is now read otherwise put right, and whether there was nothing of the kind."""
    text = "".join(line.text for line in lines)
    source = Source("", text)
    tree, _ = fountain.read(source)
    kinds = _kinds(tree)
    titled = max((entry.span.end for entry in tree.title), default=0)
    made: list[_Line] = []
    at, same = 0, True
    for line in lines:
        now, size = kinds.get(at), len(line.text)
        wrong = bool(line.kind) and now is not line.kind and not (line.kind is Kind.ACTION and now in _SPOKEN)
        if wrong and line.kind is Kind.ACTION and (now is not None or at < titled):
            line = line._replace(text=_forced(line.text))
        elif wrong and made and made[-1].text.strip():
            made.append(_Line(_end(line.text), None))
        else:
            wrong = False
        made.append(line)
        same = same and not wrong
        at += size
    return made, same


def _forced(text: str) -> str:
    indent = len(text) - len(text.lstrip())
    return f"{text[:indent]}!{text[indent:]}"


def _end(text: str) -> str:
    return text[len(text.rstrip("\r\n")) :] or "\n"
