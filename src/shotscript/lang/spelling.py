"""How a clause of a shot, or an item of a block, is written: the author's words in the author's order, each in one
spelling.

A form that LANGUAGE.md lists stays as it is (`push in` is no `dolly in`); one that is only understood becomes the
listed one next to it (`XCU` is `ECU`, `in the foreground` is `foreground`, `30°` is `30deg`). Names, quotes and parts
of bodies stay to the letter. What is written anew is read again: where it would say anything else it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ..core.span import Span
from . import shots
from .ast import BlockPerson, BlockThing
from .bare import bare
from .clause import Allow, As, Clause, Description, Lens
from .masking import Masked, mask
from .names import Names
from .respelt import respelt
from .term import Name
from .words import BLOCK, SHOT

_LAID = re.compile("\ue000\ue001*|\ue002\ue003*|\"\ue004*\"|\ue005+")
_CHAINED = re.compile(r",(?= *(?:then|while)(?!\w))")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")

Said = tuple[Any, ...]


def clause(text: str, span: Span, value: Clause, sound: bool = False) -> str | None:
    """The clause `value`, which is all of `text`, as it is best written; None where nothing is to be said of it.

    `sound`: nothing is wrong with its line, so what is well written need not be read again.
    """
    if isinstance(value, Description) and not value.quoted:
        return text
    if isinstance(value, As | Allow):
        return f"as {value.id}" if isinstance(value, As) else f"allow {value.code}"
    return _spelt(text, span, value, SHOT, _clauses, sound)


def item(text: str, span: Span, value: BlockPerson | BlockThing) -> str | None:
    """An item of a block, likewise."""
    return _spelt(text, span, value, BLOCK, _items, False)


def time(text: str, span: Span) -> str | None:
    """A length of time that stands alone, likewise."""
    new = "".join(text.lower().split())
    told, _ = shots.time(text, span)
    return new if told and bare(shots.time(new, span)[0]) == bare(told) else None


# ---------------------------------------------------------------------------------------------- helpers


def _spelt(text: str, span: Span, value: Clause | BlockPerson | BlockThing, words: frozenset[str],
           read: Callable[[str, Names], Said], sound: bool) -> str | None:
    mentioned = tuple(_names_in(value))
    if any(name.kind == "unknown" for name in mentioned):
        return None
    names = Names.of((name.text, name.kind, (_written(text, span, name),)) for name in mentioned)
    line = _masked(text, span, names, words, {name.span.start for name in mentioned})
    new = _filled(line, respelt(_words(line, words), isinstance(value, Lens)))
    if new == text and sound:
        return text
    meant = ((bare(value),), 0)
    if not new or read(text, names) != meant:
        return None
    return new if new == text or read(new, names) == meant else None


def _clauses(text: str, names: Names) -> Said:
    _, found, _, problems = shots.shot(":" + text, Span(0, len(text) + 1), names)
    return bare(found), len(problems)


def _items(text: str, names: Names) -> Said:
    found, problems = shots.blocking(text, Span(0, len(text)), names)
    return bare(found), len(problems)


def _names_in(value: Any) -> Iterator[Name]:
    """Every name mentioned in a tree, those in quotes aside."""
    if isinstance(value, Name):
        if value.kind != "quoted":
            yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _names_in(each)
    elif is_dataclass(value) and not isinstance(value, Span):
        for field in fields(value):
            yield from _names_in(getattr(value, field.name))


def _written(text: str, span: Span, name: Name) -> str:
    return text[max(name.span.start - span.start, 0) : max(name.span.end - span.start, 0)]


def _masked(text: str, span: Span, names: Names, words: frozenset[str], meant: set[int]) -> Masked:
    """The text with the names laid aside that are meant as names."""
    line = mask(text, span, names, words)
    return line.without(tuple(m for m in line.words if m.name.span.start not in meant))


def _words(line: Masked, words: frozenset[str]) -> str:
    work = _CHAINED.sub(" ", line.work)
    if words is SHOT:
        work = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", work)
    return " ".join(work.split())


def _filled(line: Masked, work: str) -> str:
    """Words in their new spelling with everything that was laid aside back in its place; nothing where that is not
    all of it."""
    old, new = list(_LAID.finditer(line.work)), list(_LAID.finditer(work))
    if [m[0] for m in old] != [m[0] for m in new]:
        return ""
    parts, at = list[str](), 0
    for was, now in zip(old, new, strict=True):
        parts += (work[at : now.start()], _raw(line.text[was.start() : was.end()], was[0][0]))
        at = now.end()
    return "".join((*parts, work[at:]))


def _raw(text: str, kind: str) -> str:
    if kind == "\ue000":
        return " ".join(text.split())
    return text if kind == '"' else _BREAKS.sub(" ", text)
