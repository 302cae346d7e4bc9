"""Who is on the set: everyone in the scene but voices that are only heard."""

from __future__ import annotations

import re

from ..lang.ast import BlockPerson
from ..lang.clause import CameraAt, Clause, Focus, Framing, From, Gaze, Move, Moves, PlaceInFrame, Side
from ..lang.term import Name
from ..narrative.story import Scene, Shot, Story


def present(scene: Scene, story: Story) -> tuple[str, ...]:
    """Names on the set, in the scene's order. Someone only heard is there if blocked, framed or seen to act."""
    blocked = dict.fromkeys(item.name.text for item in persons(scene))
    everyone = dict.fromkeys((*scene.people, *blocked))
    framed = {name.text for shot in scene.shots for name in named(shot)}
    return tuple(p for p in everyone if p in blocked or p in framed or not _only_heard(p, scene, story))


def persons(scene: Scene) -> tuple[BlockPerson, ...]:
    """Everything people are told to do, in order."""
    items = (*scene.start, *(item for shot in scene.shots for cue in shot.blocking for item in cue.items))
    return tuple(item for item in items if isinstance(item, BlockPerson))


def named(shot: Shot) -> tuple[Name, ...]:
    """Every name the shot's clauses point the camera or the eyes at, in clause order."""
    names: list[Name | None] = []
    for clause in shot.clauses:
        if isinstance(clause, Framing):
            names += [*clause.on, clause.by]
        elif isinstance(clause, Moves):
            names += [name for part in clause.parts for move in part for name in _in_move(move)]
        else:
            names += _in_clause(clause)
    return tuple(name for name in names if name is not None)


def _in_clause(clause: Clause) -> tuple[Name | None, ...]:
    match clause:
        case Focus(on=name) | From(name=name) | PlaceInFrame(name=name) | Side(of=name) | CameraAt(facing=name):
            return (name,)
        case Gaze(who=who, at=at):
            return who, at
        case _:
            return ()


def _in_move(move: Move) -> list[Name | None]:
    target = [*move.target.on, move.target.by] if isinstance(move.target, Framing) else [move.target]
    return [*target, move.around, move.follow, move.focus_from]


def _only_heard(name: str, scene: Scene, story: Story) -> bool:
    beats = [beat for shot in scene.shots for beat in shot.beats]
    spoken = [beat for beat in beats if beat.kind == "speech" and beat.who == name]
    if not spoken or not all(beat.unseen or beat.voice_over for beat in spoken):
        return False
    person = story.person(name)
    called = "|".join(re.escape(n) for n in (name, *(person.also if person else ())))
    seen = re.compile(rf"(?<!\w)(?<!voice of )(?:{called})(?!\w|['’]s? (?:\w+ ){{0,2}}voice)", re.IGNORECASE)
    return not any(beat.kind == "action" and seen.search(beat.text) for beat in beats)
