"""Who and what there is: the `@cast`, `@places` and `@props` blocks, and everybody who speaks without an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from ..core.diagnostic import Diagnostic, Fix, Problems, error, warning
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from ..lang.ast import Block, BlockPerson, Cue, Directive, Entry, Item, Property, SceneNode, Script, ShotLine
from ..lang.blocks import listed
from ..lang.term import Name
from . import measures, names, strangers
from .story import Person, Place, Prop

Measured = TypeVar("Measured")
_TALLEST, _SMALLEST = Fraction(4), Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class Roster:
    """People in cast order, then speakers as they first speak. The indexes find names in prose."""

    cast: tuple[Person, ...]
    places: tuple[Place, ...]
    props: tuple[Prop, ...]
    people_index: names.Index
    place_index: names.Index

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Everybody in cast order with how they speak."""
        return tuple((person.name, person.speaks) for person in self.cast)

    def person(self, name: str) -> str:
        """The canonical name of a speaker or cast member, or the name as given."""
        return self.people_index.canonical.get(names.fold(name), name)


def read(script: Script, memo: Memo) -> tuple[Roster, Problems]:
    problems: list[Diagnostic] = []
    blocks = (*script.blocks, *_scene_blocks(script.scenes, script.blocks, problems))
    cast = [_person(entry, problems) for entry in _entries(blocks, "cast")]
    places = [_place(entry, problems) for entry in _entries(blocks, "places")]
    props = [_prop(entry, problems) for entry in _entries(blocks, "props")]
    problems += strangers.told(cast, script.scenes, memo)
    cast += _speakers(script.scenes, _index(cast, memo), memo)
    return Roster(tuple(cast), tuple(places), tuple(props), _index(cast, memo), _index(places, memo)), tuple(problems)


def scene_wardrobe(node: SceneNode) -> tuple[tuple[str, Property], ...]:
    """`wears` in a scene's own `@cast`: clothes for that scene."""
    return tuple((entry.name, prop) for block in node.blocks if block.name == "cast" for entry in block.entries
                 for prop in entry.properties if prop.key == "wears")  # fmt: skip


def _index(known: Iterable[Person | Place], memo: Memo) -> names.Index:
    entries = tuple((one.name, one.also) for one in known)
    return memo.of(("index", entries), lambda: names.index(entries))


def _entries(blocks: Iterable[Block], name: str) -> tuple[Entry, ...]:
    """One entry a name: the last written wins in the place of the first, so a film's own wins over `@use`d ones."""
    found: dict[str, Entry] = {}
    for entry in (e for block in blocks if block.name == name for e in block.entries):
        found[names.fold(entry.name)] = entry
    return tuple(found.values())


def _scene_blocks(scenes: tuple[SceneNode, ...], film: tuple[Block, ...], problems: list[Diagnostic]) -> list[Block]:
    """Blocks of scenes, with only the entries that are new: a look is the same in every shot of a film."""
    known = {(block.name, names.fold(entry.name)) for block in film for entry in block.entries}
    added: list[Block] = []
    for block in (b for node in scenes for b in node.blocks):
        fresh = tuple(e for e in block.entries if (block.name, names.fold(e.name)) not in known)
        known |= {(block.name, names.fold(e.name)) for e in fresh}
        if block.name in ("cast", "places", "props"):
            problems += [_not_here(e) for e in block.entries if e not in fresh and not _only_wears(block, e)]
            added.append(Block(block.name, fresh, block.span, block.near))
        elif block.name == "format":
            problems.append(warning("SY124", "@format holds for the whole film and is not read inside a scene",
                                    block.span, help="move it before the first scene"))
    return added


def _only_wears(block: Block, entry: Entry) -> bool:
    return block.name == "cast" and not entry.text.strip() and all(p.key == "wears" for p in entry.properties)


def _not_here(entry: Entry) -> Diagnostic:
    return warning("SY125", f"{entry.name} has an entry for the whole film; of a scene's own only `wears` is used",
                   entry.span, help="put clothing under `wears:`; a look is the same in every shot")


def _person(entry: Entry, problems: list[Diagnostic]) -> Person:
    height = _measured(entry, "height", _height, "168cm", problems)
    return Person(
        name=entry.name, look=entry.text.strip(), wears=entry.get("wears").strip(),
        images=_listed(entry.get("images")), clip=_path(entry, "clip"), voice=_path(entry, "voice"),
        speaks=entry.get("speaks").strip(), also=_listed(entry.get("also")), span=entry.span,
        written_height=height is not None, height=Person.model_fields["height"].default if height is None else height,
        **_spans(entry, "wears", "speaks", "images", "clip", "voice"),
    )  # fmt: skip


def _place(entry: Entry, problems: list[Diagnostic]) -> Place:
    return Place(name=entry.name, look=entry.text.strip(), images=_listed(entry.get("images")),
                 size=_measured(entry, "size", _floor, "4m x 3m", problems), also=_listed(entry.get("also")),
                 span=entry.span, **_spans(entry, "images"))  # fmt: skip


def _spans(entry: Entry, *keys: str) -> dict[str, Span]:
    """Where properties stand, the first of each."""
    return {f"{p.key}_span": p.span for p in reversed(entry.properties) if p.key in keys}


def _prop(entry: Entry, problems: list[Diagnostic]) -> Prop:
    return Prop(name=entry.name, look=entry.text.strip(), images=_listed(entry.get("images")),
                size=_measured(entry, "size", _sides, "20cm x 10cm x 5cm", problems) or (),
                also=_listed(entry.get("also")), span=entry.span, **_spans(entry, "images"))  # fmt: skip


def _speakers(scenes: tuple[SceneNode, ...], known: names.Index, memo: Memo) -> list[Person]:
    """People without an entry: whoever speaks or a block puts on the floor, then whom a shot frames by the body. In
    that order, for people stand as they come up here, and must not change places when a scene is shot."""
    told: dict[str, Name] = {}
    framed: dict[str, Name] = {}
    for node in scenes:
        here = memo.of(("speakers", Same(node)), lambda node=node: _in_scene(node))
        _add(told, here[0])
        _add(framed, here[1])
    order = dict.fromkeys(key for key in (*told, *framed) if key not in known.canonical)
    return [Person(name=name.text, span=name.span) for name in (told.get(key) or framed[key] for key in order)]


def _in_scene(node: SceneNode) -> tuple[dict[str, Name], dict[str, Name]]:
    """Whoever may need an entry in a scene, each as first written: those told of, and those framed."""
    return _first(name for item in node.items for name in _told(item)), _first(
        name for item in node.items if isinstance(item, ShotLine) for name in names.inside(item.clauses)
        if name.kind == "cue")


def _add(found: dict[str, Name], more: dict[str, Name]) -> None:
    for key, name in more.items():
        found.setdefault(key, name)


def _first(written: Iterable[Name]) -> dict[str, Name]:
    found: dict[str, Name] = {}
    for name in written:
        if key := names.fold(name.text):
            found.setdefault(key, name)
    return found


def _told(item: Item) -> Iterator[Name]:
    if isinstance(item, Cue):
        yield item.name
    elif isinstance(item, ShotLine):
        yield from (name for directive in item.above for name in _told(directive))
    elif isinstance(item, Directive):
        yield from (one.name for one in item.items if isinstance(one, BlockPerson) and one.name.kind == "cue")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for word, _ in listed(text, Span(0, 0)))


def _path(entry: Entry, key: str) -> str:
    return next(iter(_listed(entry.get(key))), "")


def _measured(entry: Entry, key: str, reader: Callable[[str], Measured | None], example: str,
                 problems: list[Diagnostic]) -> Measured | None:
    written = next((p for p in entry.properties if p.key == key), None)
    if not written:
        return None
    value = reader(written.value)
    if value is None:
        problems.append(error("SY126", f"{written.value.strip()!r} is no {key} for {entry.name}", written.span,
                              help=f"write it like `{key}: {example}`",
                              fix=Fix(written.span, example)))
    return value


def _height(text: str) -> Fraction | None:
    value = measures.metres(text)
    return value if value and _SMALLEST <= value <= _TALLEST else None


def _sides(text: str) -> tuple[Fraction, ...] | None:
    value = measures.sides(text)
    return value if value and all(side <= 100 for side in value) else None


def _floor(text: str) -> tuple[Fraction, Fraction] | None:
    value = measures.floor(text)
    return value if value and all(Fraction(1, 2) <= side <= 10_000 for side in value) else None
