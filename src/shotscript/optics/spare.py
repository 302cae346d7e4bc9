"""Which shots of a scene need no looking at, for who only asks what is wrong on the stage.

Where the writer moves nobody in a scene, everybody stands still from its first frame to its last. What the camera sees
there depends on nothing but the set-up: so of the director's own shots with one set-up the first speaks for all, and
what is wrong with it is wrong with each at its own place. Whoever adds a rule that looks at more than that (at faces,
at time, at the shot before) finds `tests/studio/test_sparing.py` against them, and spares less here.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping
from dataclasses import replace

from ..core.diagnostic import Problems
from ..lang.clause import Framing, Lens
from ..narrative.story import Scene, Shot
from .present import persons

_FOOTAGE = ("plate", "take")


def alike(scene: Scene, repeated: Container[str]) -> Mapping[str, str]:
    """By the labels of shots that see what an earlier one saw: the label of that one. `repeated` are labels that an
    `as` goes on from: those are looked at for themselves."""
    if persons(scene):
        return {}
    found: dict[str, str] = {}
    first: dict[Hashable, str] = {}
    for shot in scene.shots:
        key = _set_up(shot) if shot.auto and shot.label not in repeated else None
        if key is not None and first.setdefault(key, shot.label) != shot.label:
            found[shot.label] = first[key]
    return found


def moved(problems: Problems, shot: Shot) -> Problems:
    """What is wrong with one shot, said of another of the same set-up."""
    return tuple(replace(problem, span=shot.span, shot=shot.label) for problem in problems)


def _set_up(shot: Shot) -> Hashable:
    """All that a shot of the director's sees by; None for one that holds more, or has it from somewhere else."""
    framing, lens = shot.clause(Framing), shot.clause(Lens)
    if shot.as_of or len(shot.clauses) != 2 or not isinstance(framing, Framing) or not isinstance(lens, Lens):
        return None
    if framing.by or any(part.span != shot.span for part in (framing, lens, *framing.on)):
        return None
    filmed = any(said.head in _FOOTAGE for said in shot.said)
    on = tuple((name.text, name.kind) for name in framing.on)
    return on, framing.size, framing.view, framing.part, lens.mm, lens.stop, lens.anamorphic, filmed
