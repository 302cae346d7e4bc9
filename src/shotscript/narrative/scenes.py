"""One scene's shots, from its stream and what the film hands it: a function of the scene and a small frozen context.

What a scene hands on to the next (what is in force, the shots that `as` may name) is `Carried`. All that a scene's
shots depend on stands in `_key`, so that a scene read before, in a film that is the same to it, has its shots at hand.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from ..core.diagnostic import Diagnostic
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from ..lang.ast import (
    ActionText,
    BlockPerson,
    BlockThing,
    Cue,
    Directive,
    Parenthetical,
    SceneNode,
    ShotLine,
    TransitionMark,
)
from ..lang.clause import As
from . import beats as reading
from . import continuity, label, names, roster, shooting
from .beats import is_text
from .continuity import Force
from .divide import Group
from .heading import Heading
from .story import Format, Said, Shot

Order = tuple[tuple[str, str], ...]
"""Everybody in cast order with how they speak; the same one for as long as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A scene before its shots are read."""

    node: SceneNode
    heading: Heading
    label: str
    entries: tuple[Group | TransitionMark, ...]
    groups: tuple[Group, ...] = field(init=False)
    ids: frozenset[str] = field(init=False)
    """Every id that is written, folded."""

    def __post_init__(self) -> None:
        groups = tuple(entry for entry in self.entries if isinstance(entry, Group))
        object.__setattr__(self, "groups", groups)
        object.__setattr__(self, "ids", frozenset(label.fold(g.line.id) for g in groups if g.line and g.line.id))


@dataclass(frozen=True, slots=True)
class Film:
    """What holds for every scene: the format, who there is, every written id, and the faults of repeated ones."""

    wanted: Format
    known: roster.Roster
    order: Order
    ids: frozenset[str]
    repeated: Mapping[str, Diagnostic]


@dataclass(slots=True)
class Carried:
    """What goes from scene to scene while a film is read."""

    force: Force = field(default_factory=Force)
    shots: dict[str, Shot] = field(default_factory=dict)
    used: set[Span] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A scene's shots and transitions in order, and what reading them left behind."""

    entries: tuple[Shot | TransitionMark, ...]
    force: Force
    used: frozenset[Span]
    problems: tuple[Diagnostic, ...]
    ids: Mapping[str, Shot]
    """Shots that may be repeated, the first of each id, folded."""


def shoot(plan: Plan, labels: tuple[str, ...], number: int, stage: Carried, film: Film, memo: Memo
          ) -> tuple[Shot | TransitionMark, ...]:
    """A scene's shots and transitions in order; what it hands on goes into `stage`."""
    key = _key(plan, labels, number, stage, film)
    known = film.known
    taken = memo.closely((*key, Same(known.people_index), Same(film.order)),
                         lambda: (*key, *map(frozenset, known_in(plan.node, known.people_index, film.order, memo))),
                         lambda: _taken(plan, labels, number, stage, film))
    stage.force = taken.force
    stage.used |= taken.used
    stage.problems += taken.problems
    for id, shot in taken.ids.items():
        stage.shots.setdefault(id, shot)
    return taken.entries


def ids_of(plans: list[Plan]) -> frozenset[str]:
    """Every id that is written, folded."""
    return frozenset().union(*(plan.ids for plan in plans))


def start(node: SceneNode) -> tuple[BlockPerson | BlockThing, ...]:
    """Where everybody and everything stands when the scene begins."""
    return tuple(item for d in _before_first_shot(node) if d.head == "block" for item in d.items)


def known_in(node: SceneNode, people: names.Index, order: Order, memo: Memo) -> tuple[frozenset[Hashable], Order]:
    """All of the film's people that a scene can tell: those whose names occur in it, in order, and how they speak."""
    words = memo.of(("words", Same(node)), lambda: _words(node))
    written = frozenset((word, name) for word, name in people.canonical.items() if word in words)
    here = {name for _, name in written}
    return written, tuple((name, speaks) for name, speaks in order if name in here)


# ---------------------------------------------------------------------------------------------- helpers


def _key(plan: Plan, labels: tuple[str, ...], number: int, stage: Carried, film: Film) -> tuple[Hashable, ...]:
    """All that a scene's shots depend on, but the people it knows."""
    repeated = tuple(film.repeated[name] for name in labels if name in film.repeated)
    return ("shots", Same(plan), labels, number, stage.force, film.wanted.fps, film.wanted.language, repeated,
            _repeats(plan, stage, film))


def _repeats(plan: Plan, stage: Carried, film: Film) -> tuple[Hashable, ...]:
    """What the `as` clauses of a scene find outside it. One that finds nothing is told what there would have been."""
    found: list[Hashable] = []
    own: set[str] = set()
    for group in plan.groups:
        for wanted in (label.fold(c.id) for c in (group.line.clauses if group.line else ()) if isinstance(c, As)):
            if wanted in stage.shots:
                found.append(Same(stage.shots[wanted]))
            elif wanted not in own:
                found.append((wanted in film.ids, tuple(sorted(shot.id for shot in stage.shots.values()))))
        if group.line and group.line.id:
            own.add(label.fold(group.line.id))
    return tuple(found)


def _words(node: SceneNode) -> str:
    """Every text of a scene in which somebody may be named, as names are compared."""
    found: list[str] = []
    for item in node.items:
        if isinstance(item, ActionText | Parenthetical):
            found.append(item.text)
        elif isinstance(item, Cue):
            found += (item.name.text, item.extension)
        elif isinstance(item, ShotLine):
            found += [name.text for name in names.inside(item.clauses)]
            found += chain.from_iterable(map(_told, item.above))
        elif isinstance(item, Directive):
            found += _told(item)
    return names.fold("\n".join(found))


def _told(directive: Directive) -> list[str]:
    return [directive.text, *(name.text for name in names.inside((directive.subject, directive.items)))]


def _taken(plan: Plan, labels: tuple[str, ...], number: int, stage: Carried, film: Film) -> _Taken:
    node, known, wanted = plan.node, film.known, film.wanted
    wardrobe = roster.scene_wardrobe(node)
    early = _before_first_shot(node)
    speaks = dict(film.order)
    reader = reading.reader(node.items, known.people_index, speaks, wanted.language)
    held = shooting.Set(
        wanted.fps, film.ids, reader, force=continuity.enter(stage.force, plan.heading.goes_on, wardrobe),
        shots=dict(stage.shots), repeated=dict(film.repeated),
        scene_start=frozenset(d.span for d in early if d.head == "block"),
        scene_sounds=tuple(Said(head=d.head, text=d.text, span=d.span) for d in early if d.head == "sound"))
    entries: list[Shot | TransitionMark] = []
    left, last = iter(labels), plan.groups[-1] if plan.groups else None
    for entry in plan.entries:
        if isinstance(entry, Group):
            shot = shooting.shoot(entry, next(left), number, held, _heading_span(node), entry is last)
            shooting.remember(held, shot)
            entries.append(shot)
        else:
            entries.append(entry)
    ids = {label.fold(shot.id): shot for shot in reversed(entries) if isinstance(shot, Shot) and shot.id}
    return _Taken(tuple(entries), continuity.leave(held.force, wardrobe), frozenset(held.used), tuple(held.problems),
                  dict(reversed(ids.items())))


def _before_first_shot(node: SceneNode) -> tuple[Directive, ...]:
    """Directives before a scene's first shot line; in a scene without one, before its first words."""
    written = any(isinstance(item, ShotLine) for item in node.items)
    found: list[Directive] = []
    for item in node.items:
        if isinstance(item, ShotLine) or (not written and is_text(item)):
            break
        if isinstance(item, Directive):
            found.append(item)
    return tuple(found)


def _heading_span(node: SceneNode) -> Span:
    return Span(node.span.start, min(node.span.end, node.span.start + len(node.heading)), node.span.source)
