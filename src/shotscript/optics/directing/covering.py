"""A scene covered: its stretches without shots solved one after another, then looked at as film grammar sees it.

What the table cannot know (walks, laws of a side over more than two shots, a camera inside somebody) is found on the
finished stage; each fault forbids its cut or its take there, and the scene is solved again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from ...core.diagnostic import Diagnostic, Level
from ...core.memo import Memo
from ...core.span import Span
from ...lang.clause import Allow, Clause, Move, Moves
from ...lang.term import Verb
from ...narrative import label
from ...narrative.story import Beat, Scene, Shot, Story
from ..block import block
from ..direct import cover, laid
from ..grammar.check import findings
from ..grammar.numbers import Numbers
from ..grammar.setup import Setup
from ..shoot import by_scene
from ..space import Vector
from .matter import Asked, cast_of, left
from .moments import MONTAGE, Moment, moments
from .reasons import Reason, reasons
from .showing import Stretch
from .sights import Stand
from .solve import solve
from .table import Run, Table
from .takes import Company, Take, takes
from .terms import Style
from .weighing import weighed

ROUNDS = 60
"""Solved again at most so often; what is left then is a scene in which no coverage is without fault."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A shot the director chose: its take, the offset in the text it begins at, what it costs and why it is there."""

    shot: Shot
    take: Take
    at: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Covered:
    """`scene` with shots in place of auto ones; `picked` those that are new, in order; `cost` of all; `faults` that no
    coverage could avoid."""

    scene: Scene
    picked: tuple[Picked, ...]
    cost: float
    faults: tuple[Diagnostic, ...] = ()


@dataclass
class _Part:
    """A stretch being covered: its table, in which faults found are forbidden, and what was solved last."""

    stretch: Stretch
    table: Table
    runs: tuple[Run, ...] = ()
    cost: float = 0.0


def direct(story: Story, scene: Scene, style: Style, asked: Asked | None = None) -> Covered | None:
    """A scene of a story (as `understand` gives it) covered; None where nothing in it is left to the director."""
    asked = asked or Asked()
    if not any(shot.auto and shot.beats for shot in scene.shots):
        return None
    parts = [_Part(stretch, table) for stretch, table in stretches(story, scene, style, asked)]
    for part in parts:
        part.runs, part.cost = solve(part.table, style)
    made, owners = _assembled(story, scene, parts)
    told = _faults(story, made, owners, asked.numbers)
    for _ in range(ROUNDS):
        if not told or not _forbid(told, owners, made):
            break
        for part in parts:
            part.runs, part.cost = solve(part.table, style)
        made, owners = _assembled(story, scene, parts)
        told = _faults(story, made, owners, asked.numbers)
    return _covered(made, owners, parts, told, style)


def _covered(made: Scene, owners: _Owners, parts: Sequence[_Part], told: list[_Fault], style: Style) -> Covered:
    why = {id(part): reasons(part.runs, part.table, part.stretch.moments, part.stretch.takes, style) for part in parts}
    found = []
    for shot in made.shots:
        if shot.label in owners:
            part, k = owners[shot.label]
            run = part.runs[k]
            found.append(Picked(shot, part.stretch.takes[run.take], part.stretch.moments[run.first].beats[0].span.start,
                                why[id(part)][k]))
    return Covered(made, tuple(found), sum(part.cost for part in parts), tuple(fault[0] for fault in told))


# ---------------------------------------------------------------------------------------------- what there is to cover


def stretches(story: Story, scene: Scene, style: Style, asked: Asked) -> Iterator[tuple[Stretch, Table]]:
    """What of a scene is the director's, each stretch with its table."""
    place, tracks, _ = block(scene, story, {shot.label: (0, 0) for shot in scene.shots})
    written = _written(story, scene)
    cast = cast_of(story, place.things, tracks[scene.shots[0].label], asked)
    for first, stop in left(scene.shots):
        shots = scene.shots[first:stop]
        kinds = dict.fromkeys(cast.things.canonical.values(), "thing")
        stand = Stand(story, place, shots, tracks, kinds, _texture(style, shots[0].span))
        found = moments(shots, cast, asked.places, bool(MONTAGE.search(scene.heading)))
        walking = {k: stand.walkers(one) for k, one in enumerate(found)}
        chosen = takes(found, Company(cast.people, walking, frozenset(cast.things.canonical.values()),
                                      not scene.interior))
        before = written.get(scene.shots[first - 1].label) if first else None
        after = written.get(scene.shots[stop].label) if stop < len(scene.shots) else None
        stretch = Stretch(found, chosen, stand, _voices(scene, first, stop, found), asked.numbers, not first,
                          None if shots[0].transition_in else before, None if shots[-1].transition_out else after)
        yield stretch, weighed(stretch, style)


def _texture(style: Style, span: Span) -> tuple[Clause, ...]:
    """What a style adds to every line: a hand that moves, or consent to a shot as long as its scene."""
    if style.texture == "handheld":
        return (Moves(span, ((Move(span, Verb.HANDHELD),),)),)
    return (Allow(span, "TM402"),) if style.texture == "long" else ()


def _written(story: Story, scene: Scene) -> dict[str, Setup]:
    """The shots somebody wrote, as they stand on the stage."""
    if all(shot.auto for shot in scene.shots):
        return {}
    covered, _ = cover(story)
    whole = next(one for one in covered.scenes if one.index == scene.index)
    seen = next(by_scene(covered, Memo(), [whole]))
    return {shot.label: Setup(shot, seen.shots[shot.label]) for shot in whole.shots if not shot.auto}


def _voices(scene: Scene, first: int, stop: int, found: Sequence[Moment]) -> tuple[tuple[int, str], ...]:
    """Who speaks when, counted in the moments of a stretch."""
    def heard(shots: Sequence[Shot], at: int) -> list[tuple[int, str]]:
        return [(at, beat.who) for shot in shots for beat in shot.beats if _voice(beat)]

    inside = [(k, beat.who) for k, one in enumerate(found) for beat in one.beats if _voice(beat)]
    return tuple([*heard(scene.shots[:first], -1), *inside, *heard(scene.shots[stop:], len(found))])


def _voice(beat: Beat) -> bool:
    return beat.kind == "speech" and not beat.voice_over


# ---------------------------------------------------------------------------------------------- put together, looked at

_Owners = dict[str, tuple[_Part, int]]
"""By label of a shot the stretch and run it came from."""
_Fault = tuple[Diagnostic, str, str]


def _assembled(story: Story, scene: Scene, parts: Sequence[_Part]) -> tuple[Scene, _Owners]:
    taken = {label.fold(shot.label) for other in story.scenes for shot in other.shots if not shot.auto}
    fresh = label.free(scene.label, taken)
    homes = {shot.label: (part, k) for part in parts for k, shot in enumerate(part.stretch.stand.shots)}
    shots: list[Shot] = []
    owners: _Owners = {}
    for auto in scene.shots:
        if auto.label not in homes:
            shots.append(auto)
            continue
        part, number = homes[auto.label]
        own = [k for k, run in enumerate(part.runs) if part.stretch.moments[run.first].shot == number]
        made = laid(auto, [_piece(part, part.runs[k]) for k in own], fresh, story.format)
        shots += [shot.model_copy(update={"auto": False}) for shot in made]
        owners |= {shot.label: (part, k) for shot, k in zip(made, own, strict=True)}
    return scene.model_copy(update={"shots": tuple(shots)}), owners


def _piece(part: _Part, run: Run):
    found = part.stretch.moments
    beats = tuple(beat for one in found[run.first : run.stop] for beat in one.beats)
    take = part.stretch.takes[run.take]
    clauses = part.stretch.stand.shot(take, found[run.first]).clauses
    return beats, lambda _: clauses


def _faults(story: Story, made: Scene, owners: Container[str], numbers: Numbers) -> list[_Fault]:
    """What is seen wrong with the director's own shots, at a warning's level and above, and the shots it lies in."""
    film = story.model_copy(update={"scenes": tuple(made if s.index == made.index else s for s in story.scenes)})
    seen = next(by_scene(film, Memo(), [made], numbers=numbers))
    told = [(one, before.label, after.label) for one, before, after in
            findings(made, seen.shots, story.format.fps, numbers) if one.level >= Level.WARNING]
    grammar = {one.code for one, _, _ in told}
    told += [(one, one.shot, one.shot) for one in seen.problems
             if one.shot in owners and one.level >= Level.WARNING and one.code not in grammar]
    return [fault for fault in told if fault[1] in owners or fault[2] in owners]


def _forbid(told: Sequence[_Fault], owners: _Owners, made: Scene) -> bool:
    """Forbids what is at fault. False where nothing more can be forbidden."""
    order = [shot.label for shot in made.shots]
    changed = False
    for fault, before, after in told:
        near = abs(order.index(after) - order.index(before)) == 1 and not fault.code.startswith("AX")
        changed = _forbidden(owners.get(before), owners.get(after), near) or changed
    return changed


def _forbidden(before: tuple[_Part, int] | None, after: tuple[_Part, int] | None, near: bool) -> bool:
    """Forbids the cut between two neighbours, or else the later take of the director's where it begins."""
    part, k = after or before or (None, 0)
    assert part
    run, table = part.runs[k], part.table
    if near and after and before and before[0] is part:
        return _closed(table.closed, (run.first, part.runs[k - 1].take, run.take), True) or _unallowed(table, run)
    if near and after and not k:
        return _closed(table.entry, (run.take,), False) or _unallowed(table, run)
    if near and not after:
        return _closed(table.exit, (run.take,), False) or _unallowed(table, run)
    return _unallowed(table, run)


def _unallowed(table: Table, run: Run) -> bool:
    return _closed(table.allowed, (run.take, run.first), False)


def _closed(where: Vector, at: tuple[int, ...], to: bool) -> bool:
    """Writes one sign; whether that changed anything."""
    changed = bool(where[at]) is not to
    where[at] = to
    return changed
