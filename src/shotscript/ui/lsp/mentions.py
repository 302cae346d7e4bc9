"""Who and what is named where, in cues, shots, directives and blocks: definition, references, highlights, rename."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from ...core.same import Same
from ...core.span import Span
from ...lang import measures
from ...lang.ast import Block, Cue, Directive, Item, SceneNode, ShotLine
from ...lang.blocks import listed
from ...lang.clause import As
from ...lang.names import fold
from ...narrative import names
from .links import link_at
from .scripts import Current

_BAD = re.compile(r"[\n\r:：,，;；\"“”\[\]{}()（）^#]")
_FORCED = re.compile(r"[!！@＠.．~～>＞=/*_]|.*(?:/\*|\*/)")
"""What Fountain would read otherwise as a cue."""
_NAMED = ("cast", "places", "props")


class Mention(NamedTuple):
    """A name at a place. `key` tells names apart: `NAME maya`, `SHOT 1a`; `home` says that it is explained here,
    `exact` that the name itself is written and not another name of the same."""

    key: str
    span: Span
    home: bool = False
    exact: bool = True


def definition(now: Current, position: types.Position) -> list[types.Location]:
    offset = now.page.offset(position)
    if target := link_at(now, offset):
        return [types.Location(target, types.Range(types.Position(0, 0), types.Position(0, 0)))]
    found = at(now, offset)
    if found is None:
        return []
    alike = [one for one in every(now) if one.key == found.key]
    homes = [one for one in alike if one.home] or alike[:1]
    return [now.location(one.span) for one in homes]


def references(now: Current, position: types.Position, declaration: bool) -> list[types.Location]:
    found = at(now, now.page.offset(position))
    places = dict.fromkeys(now.place(one.span) for one in every(now)
                           if found and one.key == found.key and (declaration or not one.home))
    return [now.location(place) for place in sorted(places, key=lambda place: (place.source, place.start))]


def highlights(now: Current, position: types.Position) -> list[types.DocumentHighlight]:
    found = at(now, now.page.offset(position))
    return [types.DocumentHighlight(now.range(one.span), types.DocumentHighlightKind.Text)
            for one in every(now) if found and one.key == found.key and _here(now, one)]


def prepare(now: Current, position: types.Position) -> types.Range | None:
    """What would be renamed; None where nothing has a name that can be changed."""
    found = at(now, now.page.offset(position))
    return now.range(found.span) if found and _here(now, found) else None


def rename(now: Current, position: types.Position, new: str) -> types.WorkspaceEdit | None:
    """The new name wherever the old one is written. Prose stays as it was written; so do other names of the same."""
    found = at(now, now.page.offset(position))
    if found is None:
        return None
    new = new.strip().removeprefix("@")
    _allowed(now, found, new)
    changes: dict[str, list[types.TextEdit]] = {}
    seen: set[Span] = set()
    written = fold(now.text(found.span).removeprefix("@"))
    for one in every(now):
        alike = one.exact if found.exact else fold(now.text(one.span).removeprefix("@")) == written
        if one.key == found.key and alike and one.span not in seen:
            seen.add(one.span)
            place = now.location(one.span)
            changes.setdefault(place.uri, []).append(types.TextEdit(place.range, _spelt(now, one, new)))
    return types.WorkspaceEdit(changes)


def at(now: Current, offset: int) -> Mention | None:
    """The name at a place of the text, the smallest of those that overlap."""
    here = [one for one in every(now) if now.inside(one.span, offset)]
    return min(here, key=lambda one: one.span.end - one.span.start, default=None)


def every(now: Current) -> Iterator[Mention]:
    """All mentions of a script, in the order of its text after its blocks."""
    aliases = _aliases(now)
    for block in now.draft.text.script.blocks:
        yield from _in_block(now, block, aliases)
    for node in now.draft.text.script.scenes:
        for span, word, shot in now.memo.of(("mentions", Same(node)), lambda node=node: tuple(_in_scene(node))):
            key = fold(word)
            yield Mention(f"SHOT {key}", span, shot == "home") if shot else _name(now, key, span, aliases)
        for block in node.blocks:
            yield from _in_block(now, block, aliases)


# ---------------------------------------------------------------------------------------------- helpers


def _aliases(now: Current) -> dict[str, str]:
    """Every way to call somebody or something, and the name it stands for."""
    people = now.draft.story
    return {fold(word): fold(one.name) for one in (*people.cast, *people.places, *people.props)
            for word in (one.name, *one.also)}


def _name(now: Current, key: str, span: Span, aliases: dict[str, str]) -> Mention:
    name = aliases.get(key, key)
    return Mention(f"NAME {name}", span, exact=fold(now.text(span).removeprefix("@")) == name)


def _in_block(now: Current, block: Block, aliases: dict[str, str]) -> Iterator[Mention]:
    if block.name in _NAMED:
        for entry in block.entries:
            yield Mention(f"NAME {fold(entry.name)}", Span(
                entry.span.start, entry.span.start + len(entry.name), entry.span.source), home=True)
            for prop in entry.properties:
                if prop.key == "also":
                    for word, span in listed(prop.value, prop.span):
                        yield Mention(f"NAME {aliases.get(fold(word), fold(word))}", span, exact=False)


def _in_scene(node: SceneNode) -> Iterator[tuple[Span, str, str]]:
    """The places of names and ids; for an id whether it is a shot's own (`home`) or `as` points at it."""
    for item in node.items:
        yield from _in_item(item)


def _in_item(item: Item) -> Iterator[tuple[Span, str, str]]:
    if isinstance(item, Cue):
        yield item.name.span, item.name.text, ""
    elif isinstance(item, Directive):
        found = (item.subject,) if item.subject else ()
        yield from ((n.span, n.text, "") for n in names.inside((*found, item.items)) if n.kind != "quoted")
    elif isinstance(item, ShotLine):
        if item.id:
            yield item.span, item.id, "home"
        for clause in item.clauses:
            if isinstance(clause, As):
                yield clause.span.part(max(clause.span.end - clause.span.start - len(clause.id), 0),
                                       clause.span.end - clause.span.start), clause.id, "as"
        yield from ((n.span, n.text, "") for n in names.inside(item.clauses) if n.kind != "quoted")
        for directive in item.above:
            yield from _in_item(directive)


def _here(now: Current, one: Mention) -> bool:
    """Whether it is in the open text itself. Shots are called otherwise by `fmt` alone."""
    return now.place(one.span).source == now.source.name and one.key.startswith("NAME ")


def _spelt(now: Current, one: Mention, new: str) -> str:
    """A cue that is not in capitals needs its mark."""
    place = now.place(one.span)
    source = now.source if place.source == now.source.name else now.draft.text.sources[place.source]
    before = source.text[: place.start]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    cue = any(isinstance(item, Cue) and item.name.span == one.span
              for node in now.draft.text.script.scenes if node.span.source == one.span.source for item in node.items)
    return new if not cue or new.isupper() or line.rstrip().endswith(("@", "＠")) else f"@{new}"


def _allowed(now: Current, found: Mention, new: str) -> None:
    """JsonRpcInvalidParams, in words, for what cannot be a name, or is somebody's already."""
    if not found.key.startswith("NAME "):
        raise JsonRpcInvalidParams("a shot's id stays; only names of people, places and things change")
    if not new or _BAD.search(new):
        raise JsonRpcInvalidParams("a name is one line, without colons, commas, quotes and brackets")
    if _FORCED.match(new) or (new[0].isdigit() and measures.kind_of(new)):
        raise JsonRpcInvalidParams("a name begins with no mark of Fountain's and is no measure")
    taken = {one.key for one in every(now)} | {f"NAME {word}" for word in _aliases(now)}
    if f"NAME {fold(new)}" in taken and f"NAME {fold(new)}" != found.key:
        raise JsonRpcInvalidParams(f"there is a {new} already")
