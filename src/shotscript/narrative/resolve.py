"""From the tree to the story: names to people and places, text to beats, shots with their exact lengths.

Nothing is decided here about cameras; text without shots stays one `auto` shot for the director.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from ..core.diagnostic import Diagnostic, Problems, in_text_order, warning
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Source, Span
from ..lang.ast import Directive, SceneNode, Script, ShotLine, TransitionMark
from . import capitals, continuity, cuts, delivered, divide, fields, heading, presence, roster, scenes, slate
from . import variants as varied
from .put import Writer
from .scenes import Carried, Film, Order, Plan
from .story import Scene, Shot, Story


def understand(script: Script, sources: Mapping[str, Source] | None = None, memo: Memo | None = None
               ) -> tuple[Story, Problems]:
    """The story of a script, whole even where it is faulty, and what is wrong with it. Where there are fields, their
    values stand in its texts between marks (see `marks`). `sources` make faults in braces exact. A scene that `memo`
    knows, in a film that is the same to it, is not read again."""
    memo = memo or Memo()
    script = capitals.peopled(script, memo)
    wanted, format_faults = delivered.read(script.blocks)
    known, roster_faults = roster.read(script, memo)
    table, field_faults = fields.read(script, sources or {})
    versions, variant_faults = varied.read(script, table, known, wanted, sources or {})
    writer = Writer(table, sources or {}, memo)
    script, known, wanted = writer.script(script), writer.roster(known), writer.format(wanted)
    order = memo.one(known.order)
    plans = _plans(script.scenes, known, memo)
    labels, label_faults = slate.slate([(plan.label, group) for plan in plans for group in plan.groups], memo)
    film = scenes.Film(wanted, known, order, scenes.ids_of(plans), {problem.shot: problem for problem in label_faults})
    stage = scenes.Carried()
    sequence = _shoot(plans, labels, stage, film, memo)
    shots, cut_faults = cuts.place(sequence, wanted.fps, memo)
    story = Story(
        title=script.title, source=script.source, format=wanted, cast=known.cast, places=known.places,
        props=known.props, scenes=_scenes(plans, shots, known, order, memo), fields=table.fields, variants=versions,
    )  # fmt: skip
    unused = _unused(plans, stage.used, memo)
    told = (*field_faults, *variant_faults, *writer.problems)
    return story, in_text_order((*format_faults, *roster_faults, *told, *stage.problems, *cut_faults, *unused))


def _plans(nodes: Sequence[SceneNode], known: roster.Roster, memo: Memo) -> list[Plan]:
    plans, position = [], 0
    for node in nodes:
        position += bool(node.heading)
        number = node.number or (str(position) if node.heading else "0")
        key = ("plan", Same(node), Same(known.place_index), number)
        plans.append(memo.of(key, partial(_plan, node, number, known)))
    return plans


def _plan(node: SceneNode, number: str, known: roster.Roster) -> Plan:
    return Plan(node, heading.read(node.heading, known.place_index), number, divide.divide(node))


def _shoot(plans: list[Plan], labels: tuple[str, ...], stage: Carried, film: Film, memo: Memo
           ) -> list[Shot | TransitionMark]:
    """Every shot and transition of the film in order."""
    sequence: list[Shot | TransitionMark] = []
    at = number = 0
    for plan in plans:
        own = labels[at : at + len(plan.groups)]
        sequence += scenes.shoot(plan, own, number, stage, film, memo)
        at += len(own)
        number += bool(own)
    return sequence


def _scenes(plans: list[Plan], shots: tuple[Shot, ...], known: roster.Roster, order: Order, memo: Memo
            ) -> tuple[Scene, ...]:
    """Scenes with their shots; text before the first heading is a scene only if something is shown in it."""
    by_scene: dict[int, list[Shot]] = {}
    for shot in shots:
        by_scene.setdefault(shot.scene, []).append(shot)
    shown = [plan for plan in plans if plan.groups]
    nights = heading.nights(plan.heading.time for plan in shown)
    found: list[Scene] = []
    for index, (plan, night) in enumerate(zip(shown, nights, strict=True)):
        people = _people(plan.node, known, order, memo)
        found.append(_scene(index, plan, tuple(by_scene.get(index, ())), people, night, memo))
    return tuple(found)


def _people(node: SceneNode, known: roster.Roster, order: Order, memo: Memo) -> tuple[str, ...]:
    return memo.closely(("people", Same(node), Same(known.people_index), Same(order)),
                        lambda: ("people", Same(node), *scenes.known_in(node, known.people_index, order, memo)),
                        lambda: presence.people(node.items, known))


def _scene(index: int, plan: Plan, shots: tuple[Shot, ...], people: tuple[str, ...], night: bool, memo: Memo) -> Scene:
    node = plan.node
    key = ("scene", index, Same(plan), tuple(map(Same, shots)), night, people)
    return memo.of(key, lambda: Scene(
        index=index, label=plan.label, heading=node.heading, interior=plan.heading.interior, place=plan.heading.place,
        time=plan.heading.time, night=night, span=node.span, people=people, start=scenes.start(node), shots=shots,
    ))  # fmt: skip


def _unused(plans: list[Plan], used: set[Span], memo: Memo) -> list[Diagnostic]:
    """Light, weather, music or states that hold in no shot: written over before any picture, or after the last."""
    return [
        warning("CV303", f"this {d.head} holds in no shot", d.span, "holds in none",
                "move it before the shot it is meant for")
        for plan in plans for d in memo.of(("holding", Same(plan.node)), partial(_holding, plan.node))
        if d.span not in used
    ]  # fmt: skip


def _holding(node: SceneNode) -> tuple[Directive, ...]:
    """What a scene says that holds on."""
    every = (d for item in node.items for d in (item.above if isinstance(item, ShotLine) else (item,)))
    return tuple(d for d in every
                 if isinstance(d, Directive) and d.head in divide.HOLDING and not continuity.is_off(d))
