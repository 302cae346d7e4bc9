"""From the tree to the story: names to people and places, text to beats, shots with their exact lengths.

Nothing is decided here about cameras; text without shots stays one `auto` shot for the director.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.diagnostic import Diagnostic, Problems, in_text_order, warning
from ..core.span import Source, Span
from ..lang.ast import BlockPerson, BlockThing, Directive, SceneNode, Script, ShotLine, TransitionMark
from . import beats as reading
from . import capitals, continuity, cuts, delivered, divide, fields, heading, presence, roster, shooting, slate
from . import variants as varied
from .beats import is_text
from .divide import Group
from .put import Writer
from .story import Format, Said, Scene, Shot, Story


@dataclass(frozen=True, slots=True)
class Plan:
    """A scene before its shots are read."""

    node: SceneNode
    heading: heading.Heading
    label: str
    entries: tuple[Group | TransitionMark, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Group))


def understand(script: Script, sources: Mapping[str, Source] | None = None) -> tuple[Story, Problems]:
    """The story of a script, whole even where it is faulty, and what is wrong with it. Where there are fields, their
    values stand in its texts between marks (see `marks`). `sources` make faults in braces exact."""
    script = capitals.peopled(script)
    wanted, format_faults = delivered.read(script.blocks)
    known, roster_faults = roster.read(script)
    table, field_faults = fields.read(script, sources or {})
    versions, variant_faults = varied.read(script, table, known, wanted, sources or {})
    writer = Writer(table, sources or {})
    script, known, wanted = writer.script(script), writer.roster(known), writer.format(wanted)
    plans = _plans(script.scenes, known)
    labels, label_faults = slate.slate([(plan.label, group) for plan in plans for group in plan.groups])
    stage = _stage(plans, known, wanted)
    stage.repeated = {problem.shot: problem for problem in label_faults}
    sequence = _shoot(plans, labels, stage, known, wanted)
    shots, cut_faults = cuts.place(sequence, wanted.fps)
    story = Story(
        title=script.title, source=script.source, format=wanted, cast=known.cast, places=known.places,
        props=known.props, scenes=_scenes(plans, shots, known), fields=table.fields, variants=versions,
    )  # fmt: skip
    unused = _unused(plans, stage.used)
    told = (*field_faults, *variant_faults, *writer.problems)
    return story, in_text_order((*format_faults, *roster_faults, *told, *stage.problems, *cut_faults, *unused))


def _plans(nodes: Sequence[SceneNode], known: roster.Roster) -> list[Plan]:
    plans, position = [], 0
    for node in nodes:
        position += bool(node.heading)
        entries = divide.divide(node)
        number = node.number or (str(position) if node.heading else "0")
        plans.append(Plan(node, heading.read(node.heading, known.place_index), number, entries))
    return plans


def _stage(plans: list[Plan], known: roster.Roster, wanted: Format) -> shooting.Set:
    ids = shooting.ids_of([group for plan in plans for group in plan.groups])
    return shooting.Set(wanted.fps, frozenset(ids), reading.reader((), known.people_index, {}, wanted.language))


def _shoot(plans: list[Plan], labels: tuple[str, ...], stage: shooting.Set, known: roster.Roster,
           wanted: Format) -> list[Shot | TransitionMark]:
    """Every shot and transition of the film in order."""
    speaks = {person.name: person.speaks for person in known.cast}
    sequence: list[Shot | TransitionMark] = []
    left = iter(labels)
    number = 0
    for plan in plans:
        _enter(plan, stage)
        stage.reader = reading.reader(plan.node.items, known.people_index, speaks, wanted.language)
        stage.voice = None
        for entry in plan.entries:
            if isinstance(entry, Group):
                last = entry is plan.groups[-1]
                shot = shooting.shoot(entry, next(left), number, stage, _heading_span(plan.node), last)
                shooting.remember(stage, shot)
                sequence.append(shot)
            else:
                sequence.append(entry)
        number += bool(plan.groups)
        stage.force = continuity.leave(stage.force, roster.scene_wardrobe(plan.node))
    return sequence


def _enter(plan: Plan, stage: shooting.Set) -> None:
    stage.force = continuity.enter(stage.force, plan.heading.goes_on, roster.scene_wardrobe(plan.node))
    early = _before_first_shot(plan.node)
    stage.scene_start = frozenset(d.span for d in early if d.head == "block")
    stage.scene_sounds = tuple(Said(head=d.head, text=d.text, span=d.span) for d in early if d.head == "sound")


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


def _scenes(plans: list[Plan], shots: tuple[Shot, ...], known: roster.Roster) -> tuple[Scene, ...]:
    """Scenes with their shots; text before the first heading is a scene only if something is shown in it."""
    by_scene: dict[int, list[Shot]] = {}
    for shot in shots:
        by_scene.setdefault(shot.scene, []).append(shot)
    shown = [plan for plan in plans if plan.groups]
    scenes = tuple(_scene(i, plan, tuple(by_scene.get(i, ())), known) for i, plan in enumerate(shown))
    nights = heading.nights(scene.time for scene in scenes)
    return tuple(scene.model_copy(update={"night": dark}) for scene, dark in zip(scenes, nights, strict=True))


def _scene(index: int, plan: Plan, shots: tuple[Shot, ...], known: roster.Roster) -> Scene:
    return Scene(
        index=index, label=plan.label, heading=plan.node.heading, interior=plan.heading.interior,
        place=plan.heading.place, time=plan.heading.time, span=plan.node.span,
        people=presence.people(plan.node.items, known), start=_start(plan.node), shots=shots,
    )  # fmt: skip


def _start(node: SceneNode) -> tuple[BlockPerson | BlockThing, ...]:
    return tuple(item for d in _before_first_shot(node) if d.head == "block" for item in d.items)


def _heading_span(node: SceneNode) -> Span:
    return Span(node.span.start, min(node.span.end, node.span.start + len(node.heading)), node.span.source)


def _unused(plans: list[Plan], used: set[Span]) -> list[Diagnostic]:
    """Light, weather, music or states that hold in no shot: written over before any picture, or after the last."""
    return [
        warning("CV303", f"this {d.head} holds in no shot", d.span, help="move it before the shot it is meant for")
        for plan in plans for item in plan.node.items
        for d in (item.above if isinstance(item, ShotLine) else (item,))
        if isinstance(d, Directive) and d.head in divide.HOLDING and d.span not in used and not continuity.is_off(d)
    ]  # fmt: skip


