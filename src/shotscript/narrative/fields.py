"""`@fields`: what may differ from film to film, its defaults, and the values of one film.

    /*@fields
    city: Lisbon
    hook: Tonight it rains in {city}.
    */

A default or a variant's text may hold other fields, a row's value none. `\\{` is a literal brace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..core.diagnostic import Diagnostic, Fix, Problems, error, nearest, warning
from ..core.span import Source, Span
from ..lang.ast import Entry, Script
from . import marks
from .story import Field

LONGEST = 100_000
"""Most characters of a value: defaults that hold each other could grow without end."""

_BRACES = re.compile(r"\\[{}]|\{([^{}\\]*)\}")
_HALF = re.compile(r"\\[{}]|\{[^{}\\]*\}|\{(?P<open>\w+)|(?P<close>\w+)\}")


@dataclass(frozen=True, slots=True)
class Table:
    """The fields of a film. `number` counts them as marks do. Falsy without an `@fields` block: braces are text."""

    fields: tuple[Field, ...] = ()
    number: Mapping[str, int] = field(default_factory=dict)
    declared: bool = False

    def __bool__(self) -> bool:
        return self.declared

    def values(self, changes: Mapping[str, str] | None = None, row: Mapping[str, str] | None = None
               ) -> tuple[str, ...]:
        """A value for each field: the row's to the letter, else what a variant sets, else the default."""
        known: dict[str, str] = {}
        return tuple(self._value(one.name, changes or {}, row or {}, known, ()) for one in self.fields)

    def put(self, text: str, values: marks.Values, where: int = marks.PROSE) -> str:
        """A text with the values of its fields between marks. Unknown fields stay as they are."""
        if not self:
            return text
        return _sub(text, lambda name: marks.marked(self.number[name], values[self.number[name]] or "", where)
                    if name in self.number else None)

    def needs(self, numbers: frozenset[int], changes: Mapping[str, str]) -> frozenset[str]:
        """The names of these fields and of all that stand in their values."""
        found: set[str] = set()
        left = [self.fields[number].name for number in numbers]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += [inner for inner in inside(self._template(name, changes)) if inner in self.number]
        return frozenset(found)

    def loop(self, changes: Mapping[str, str]) -> str:
        """A field whose value holds itself, or nothing."""
        inner = {one.name: inside(self._template(one.name, changes)) for one in self.fields}
        safe: set[str] = set()
        while ready := [n for n, held in inner.items() if n not in safe and all(h in safe or h not in inner
                                                                                for h in held)]:
            safe.update(ready)
        return next((one.name for one in self.fields if one.name not in safe), "")

    def _template(self, name: str, changes: Mapping[str, str]) -> str:
        return changes.get(name) or self.fields[self.number[name]].default

    def _value(self, name: str, changes: Mapping[str, str], row: Mapping[str, str], known: dict[str, str],
               above: tuple[str, ...]) -> str:
        if name in known:
            return known[name]
        if row.get(name, "").strip():
            value = marks.clean(row[name])
        else:
            trail = (*above, name)
            value = marks.clean(_sub(self._template(name, changes), lambda inner: None if inner not in self.number else
                                     "" if inner in trail else self._value(inner, changes, row, known, trail)))
        known[name] = value[:LONGEST]
        return known[name]


def read(script: Script, sources: Mapping[str, Source]) -> tuple[Table, Problems]:
    """The fields of a script; of two of one name the last wins, so a film's own wins over an `@use`d one."""
    blocks = [block for block in script.blocks if block.name == "fields"]
    found: dict[str, Entry] = {}
    problems = [_misnamed(entry) for block in blocks for entry in block.entries if not is_name(entry.name)]
    for entry in (e for block in blocks for e in block.entries if is_name(e.name)):
        found[_nfc(entry.name)] = entry
    fields = tuple(Field(name=name, default=entry.text, span=entry.span) for name, entry in found.items())
    table = Table(fields, {one.name: number for number, one in enumerate(fields)}, bool(blocks))
    for one in fields:
        problems += table_faults(table, one.default, one.span, sources)
    if name := table.loop({}):
        problems.append(looped(name, found[name].span))
    return table, tuple(problems)


def table_faults(table: Table, text: str, span: Span, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """FD101 and FD102 for what stands in braces in a text that takes fields."""
    if not table or ("{" not in text and "}" not in text):
        return
    at = span.start
    yield from _halves(table, text, span, sources)
    for found in _BRACES.finditer(text):
        if found[1] is None:
            continue
        place = _place(found[0], at, span, sources)
        at = place.end if place != span else at
        name = _nfc(found[1])
        if not is_name(name):
            yield _no_field(found[0], name.strip(), table, place)
        elif name not in table.number:
            yield _unknown(name, table, place)


def misplaced(table: Table, text: str, span: Span, what: str, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """FD102 for fields that stand where none is put in."""
    for name in inside(text) if table and "{" in text else ():
        if name in table.number:
            yield warning("FD102", f"fields are not put into {what}: `{{{name}}}` stays as it is",
                          _place(f"{{{name}}}", span.start, span, sources), "not put in",
                          "fields stand in dialogue, action, looks, directives, quoted text and paths")


def looped(name: str, span: Span, where: str = "") -> Diagnostic:
    return error("FD103", f"the value of {name} holds itself{where}", span, "a loop",
                 f"take `{{{name}}}` out of the fields that stand in it")


def inside(text: str) -> tuple[str, ...]:
    """The names in braces in a text."""
    return tuple(_nfc(found[1]) for found in _BRACES.finditer(text) if found[1] is not None and is_name(found[1]))


def is_name(name: str) -> bool:
    """Letters and their marks of any script, digits, `_`."""
    return bool(name) and all(c == "_" or unicodedata.category(c)[0] in "LMN" for c in name)


# ---------------------------------------------------------------------------------------------- helpers


def _sub(text: str, value: Callable[[str], str | None]) -> str:
    """The text with each field replaced by what `value` gives for its name (None: as it is), `\\{` by `{`."""

    def one(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][1:]
        put = value(_nfc(found[1])) if is_name(found[1]) else None
        return found[0] if put is None else put

    return _BRACES.sub(one, text) if "{" in text or "\\}" in text else text


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _place(words: str, at: int, span: Span, sources: Mapping[str, Source]) -> Span:
    """Where words stand at or after `at`; the whole span where they are not to be found as they are."""
    source = sources.get(span.source)
    start = source.text.find(words, at) if source else -1
    return Span(start, start + len(words), span.source) if start >= 0 else span


def _misnamed(entry: Entry) -> Diagnostic:
    place = entry.span.part(0, min(len(entry.name), entry.span.end - entry.span.start))
    return error("FD104", f"`{entry.name}` is no name for a field", place, "letters, digits and `_` only",
                 "write it like `home_city`",
                 Fix(place, "".join(c if is_name(c) else "_" for c in entry.name)))


def _halves(table: Table, text: str, span: Span, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """FD102 for a field of which one brace is left out: `{city`."""
    for found in _HALF.finditer(text):
        name = _nfc(found["open"] or found["close"] or "")
        if name in table.number:
            side, word = ("never closed", "}") if found["open"] else ("never opened", "{")
            place = _place(found[0], span.start, span, sources)
            at = place.end if found["open"] else place.start
            yield warning("FD102", f"this brace is {side}, so `{found[0]}` is no field", place, "text as it stands",
                          f"write `{{{name}}}`",
                          Fix(Span(at, at, place.source), word) if place != span else None)


def _unknown(name: str, table: Table, place: Span) -> Diagnostic:
    near = nearest(name, table.number)
    help = f"did you mean `{{{near[0]}}}`?" if near else (
        f"add `{name}: ...` to @fields, or write `\\{{{name}}}` for a brace")
    return error("FD101", f"there is no field called {name}", place, "unknown field", help,
                 Fix(place, f"{{{near[0]}}}") if near else None)


def _no_field(words: str, name: str, table: Table, place: Span) -> Diagnostic:
    meant = next(iter(nearest(name, table.number)), "") if name else ""
    return warning("FD102", f"`{words}` is no field, so its braces are text", place, "no field",
                   f"write `{{{meant}}}`" if meant else "write `\\{` for a brace",
                   Fix(place, f"{{{meant}}}") if meant else Fix(Span(place.start, place.start, place.source), "\\"))
