"""`@variants`: named changes of a film, written as properties. What they do to a story is `vary`'s business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from ..core.diagnostic import Diagnostic, Fix, Problems, error, nearest, warning
from ..core.errors import UsageError
from ..core.span import Source, Span
from ..lang.ast import Block, Entry, Property, SceneNode, Script
from . import delivered, fields, put
from .roster import Roster
from .story import Change, Format, Variant

WHOLE = ("light", "weather", "time", "style", "picture", "language")
OWN = ("wears", "speaks", "voice")
_TIMED = ("language", "speaks")
_MOST = 5
"""Variants that change what is said are tried in every combination up to so many; above it each and in pairs."""

Changes = dict[str, Change]
"""What several variants together change, by key: of two that set one thing the later has won."""


def read(script: Script, table: fields.Table, known: Roster, wanted: Format, sources: Mapping[str, Source]
         ) -> tuple[tuple[Variant, ...], Problems]:
    """The variants of a script; of two of one name the last wins, so a film's own wins over an `@use`d one."""
    problems: list[Diagnostic] = list(_inside_scenes(script.scenes))
    found: dict[str, Variant] = {}
    for entry in (e for block in script.blocks if block.name == "variants" for e in block.entries):
        variant = _variant(entry, table, known, wanted, sources, problems)
        name = table.loop(_texts(variant.changes))
        if name and not table.loop({}):
            problems.append(fields.looped(name, variant.span, f" in the variant {variant.name}"))
        found[variant.name] = variant
    return tuple(found.values()), tuple(problems)


def together(variants: Sequence[Variant], names: Iterable[str]) -> Changes:
    """What the variants called `names` change; the later wins. UsageError for a name that is none."""
    known = {variant.name: variant for variant in variants}
    changes: Changes = {}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no variant called {name!r}{_hint(name, tuple(known))}")
        changes |= {change.key: change for change in known[name].changes}
    return changes


def listed(text: str) -> tuple[str, ...]:
    """The names in `rain,tall`."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


def outcomes(variants: Sequence[Variant]) -> tuple[tuple[str, ...], ...]:
    """The combinations of variants that can differ in what is said and how long it takes, each alone first."""
    timed = [variant for variant in variants if any(timing(change.key) for change in variant.changes)]
    sizes = range(1, len(timed) + 1) if len(timed) <= _MOST else (1, 2)
    found: dict[tuple, tuple[str, ...]] = {}
    for group in (g for size in sizes for g in combinations(timed, size)):
        for order in {group, group[::-1]}:
            changes = {c.key: c.text for variant in order for c in variant.changes if timing(c.key)}
            found.setdefault(tuple(sorted(changes.items())), tuple(variant.name for variant in order))
    return tuple(sorted(found.values(), key=lambda names: (len(names), names)))


def timing(key: str) -> bool:
    """Whether a key changes words or the language they are said in."""
    return key.rpartition(".")[2] in _TIMED or not (key in WHOLE or key.rpartition(".")[2] in OWN)


def path_faults(change: Change, table: fields.Table, values: Sequence[str]) -> str:
    """What keeps the fields of a `voice:` out of its path, in words."""
    held = (table.number[name] for name in fields.inside(change.text) if name in table.number)
    return next((fault for n in held if (fault := put.path_fault(values[n], put.marks.PATH))), "")


# ---------------------------------------------------------------------------------------------- helpers


def _variant(entry: Entry, table: fields.Table, known: Roster, wanted: Format, sources: Mapping[str, Source],
             problems: list[Diagnostic]) -> Variant:
    changes: list[Change] = []
    if not entry.properties:
        problems.append(warning("FD109", f"the variant {entry.name} changes nothing", entry.span, "nothing under it",
                                "put `light:`, `weather:`, `NAME.wears:` or a field under it, indented"))
    for prop in entry.properties:
        key = _key(prop.key, table, known)
        if not key:
            problems.append(_unknown_key(prop, table, known, sources))
            continue
        change = Change(key=key, text=prop.value, span=prop.span)
        if key == "language":
            known_as, faults = delivered.language(Entry("language", prop.value, prop.span))
            change = change.model_copy(update={"text": known_as.get("language", prop.value)})
            problems += faults
        problems += fields.table_faults(table, prop.value, prop.span, sources)
        if key == "picture":
            problems += delivered.pictured(Entry("picture", prop.value, prop.span), wanted)[1]
        changes.append(change)
    return Variant(name=entry.name, changes=tuple(changes), span=entry.span)


def _key(written: str, table: fields.Table, known: Roster) -> str:
    """A key as a story knows it, or nothing."""
    if written.casefold() in WHOLE:
        return written.casefold()
    name, dot, what = written.rpartition(".")
    if dot and what.casefold() in OWN:
        person = known.person(name.strip())
        return f"{person}.{what.casefold()}" if any(p.name == person for p in known.cast) else ""
    return next((key for key in table.number if key == written), "")


def _unknown_key(prop: Property, table: fields.Table, known: Roster, sources: Mapping[str, Source]) -> Diagnostic:
    keys = (*WHOLE, *table.number, *(f"{person.name}.{what}" for person in known.cast for what in OWN))
    near = nearest(prop.key, keys)
    place = _before(prop, sources)
    help = f"did you mean `{near[0]}`?" if near else (
        f"the keys are {', '.join(WHOLE)}, NAME.wears, NAME.speaks, NAME.voice and the fields of @fields")
    return error("FD105", f"`{prop.key}` is nothing a variant can change", place, "unknown key", help,
                 Fix(place, near[0]) if near and place != prop.span else None)


def _before(prop: Property, sources: Mapping[str, Source]) -> Span:
    """Where a property's key stands: before its value."""
    source = sources.get(prop.span.source)
    at = source.text.rfind(prop.key, 0, prop.span.start) if source else -1
    return Span(at, at + len(prop.key), prop.span.source) if at >= 0 else prop.span


def _inside_scenes(scenes: Iterable[SceneNode]) -> Iterator[Diagnostic]:
    blocks: Iterable[Block] = (block for node in scenes for block in node.blocks)
    for block in blocks:
        if block.name in ("fields", "variants"):
            yield warning("SY124", f"@{block.name} holds for the whole film and is not read inside a scene",
                          block.span, help="move it before the first scene")


def _texts(changes: Iterable[Change]) -> dict[str, str]:
    return {change.key: change.text for change in changes}


def _hint(name: str, known: tuple[str, ...]) -> str:
    near = nearest(name, known)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there is {', '.join(known)}" if known else ": the script has no @variants"
