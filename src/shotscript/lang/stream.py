"""The extension layer: a plain Fountain tree becomes scenes, each a flat stream of text, shots and directives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..core.diagnostic import Diagnostic, Problems
from ..core.span import Source, Span
from . import heads, known, traps, unclosed
from .ast import Block, Directive, Item, SceneNode, TransitionMark
from .cutting import Cutting
from .element import Element, Fountain, Kind, Note
from .names import Names, fold

Local = tuple[tuple[int, tuple[Block, ...]], ...]
"""Blocks that stand after the first heading, each with the offset of its boneyard, in text order."""


def read(source: Source, fountain: Fountain, blocks: tuple[Block, ...], local: Local = ()) -> tuple[
    tuple[SceneNode, ...], Problems
]:
    """The scenes of a file. `blocks` are the whole film's. Text before the first heading is a scene without one."""
    cast = speaking((*blocks, *(block for _, found in local for block in found)))
    base = Names.of([*known.in_blocks(blocks), *known.cues(fountain.elements)])
    return scenes(source, fountain, local, cast, base)


def speaking(blocks: Iterable[Block]) -> frozenset[str]:
    """Every way to write the name of somebody in `@cast`, folded, but single letters."""
    cast = (entry for entry in known.in_blocks(blocks) if entry[1] == "cast")
    return frozenset(fold(written) for name, _, also in cast for written in (name, *also) if len(written) > 1)


def scenes(source: Source, fountain: Fountain, local: Local, cast: frozenset[str], base: Names) -> tuple[
    tuple[SceneNode, ...], Problems
]:
    """The scenes of a file, or of a stretch of one that begins with a heading. `base` are the film's names."""
    parts = _parts(source, fountain, local)
    problems = list(traps.lint(source, (one for one in fountain.elements if not unclosed.block(source, one)), cast))
    scenes: list[SceneNode] = []
    waiting: tuple[Item, ...] = ()
    for at, part in enumerate(parts):
        items, found = _items(source, fountain, part, base)
        problems += found
        if part.heading is None and len(parts) > 1 and _only_opens(items):
            waiting = items
            continue
        if part.heading is not None or items:
            scenes.append(_scene(source, part, (*waiting, *items) if at == 1 else items, bool(waiting) and at == 1))
    return tuple(scenes), tuple(problems)


@dataclass(slots=True)
class _Part:
    """What stands from one heading to the next, in text order."""

    heading: Element | None
    events: list[Element | Note] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def first_heading(fountain: Fountain) -> int | None:
    """Where the first scene begins."""
    return next((e.span.start for e in fountain.elements if e.kind is Kind.HEADING), None)


def _parts(source: Source, fountain: Fountain, local: Local) -> list[_Part]:
    parts = [_Part(None)]
    at = 0
    for event in _in_order(source, fountain):
        if isinstance(event, Element) and event.kind is Kind.HEADING:
            while at < len(local) and local[at][0] < event.span.start:
                parts[-1].blocks += local[at][1]
                at += 1
            parts.append(_Part(event))
        else:
            parts[-1].events.append(event)
    for _, blocks in local[at:]:
        parts[-1].blocks += blocks
    return parts


def _in_order(source: Source, fountain: Fountain) -> Iterator[Element | Note]:
    loose, at = fountain.loose, 0
    for element in fountain.elements:
        while at < len(loose) and loose[at].span.start < element.span.start:
            yield loose[at]
            at += 1
        if not unclosed.block(source, element):
            yield element
    yield from loose[at:]


def _items(source: Source, fountain: Fountain, part: _Part, base: Names) -> tuple[tuple[Item, ...], list[Diagnostic]]:
    first = part.heading or (part.events[0] if part.events else None)
    cutting = Cutting(source, _names(part, base), fountain.boneyards, first.span.start if first else 0)
    if part.heading is not None:
        cutting.element(part.heading)
    last: Note | None = None
    for event in part.events:
        if isinstance(event, Note):
            cutting.loose(event)
            last = event if heads.read(event) else None
            continue
        if last and event.kind is Kind.CHARACTER and cutting.directly_above(event.span.start):
            cutting.problems.append(traps.above_cue(last, event))
        last = None
        cutting.element(event)
    return tuple(cutting.items), cutting.problems


def _names(part: _Part, base: Names) -> Names:
    """The names of a scene, gathered only where something in it may mention one."""
    events = part.events if part.heading is None else [part.heading, *part.events]
    notes = [note for event in events for note in ((event,) if isinstance(event, Note) else event.notes)]
    ours = [(note, headed) for note in notes if (headed := heads.read(note))]
    action = [event.text for event in part.events if isinstance(event, Element) and event.kind is Kind.ACTION]
    if not (notes or part.blocks or any("!" in text or "！" in text for text in action)):
        return base
    return known.scene(base, part.blocks, ours, (_without_shots(text) for text in action))


def _without_shots(text: str) -> str:
    """Action without its `!!` lines; the tree has taken the first of the two marks already."""
    kept: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        if not goes_on and not line.lstrip().startswith(("!", "！")):
            kept.append(line)
        else:
            goes_on = line.rstrip().endswith((",", "，"))
    return "\n".join(kept)


def _only_opens(items: tuple[Item, ...]) -> bool:
    """A `FADE IN:` and directives before the first heading open the first scene; they are no scene of their own."""
    return all(isinstance(item, TransitionMark | Directive) for item in items)


def _scene(source: Source, part: _Part, items: tuple[Item, ...], opened: bool) -> SceneNode:
    inside = [*([part.heading] if part.heading else []), *part.events]
    start = items[0].span.start if opened else inside[0].span.start
    span = Span(start, max(inside[-1].span.end, start), source.name)
    if part.heading is None:
        return SceneNode(span, "", "", items, tuple(part.blocks))
    return SceneNode(span, part.heading.text, part.heading.number, items, tuple(part.blocks))
