"""All of film grammar over one scene.

Told is what the writer wrote: a cut between two shots the director chose for text nobody shot is not the writer's, so
`findings` says of each fault which shots it lies in, and `check` keeps those with a written one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ...core.diagnostic import Diagnostic, Problems
from ...narrative.story import Scene
from ..camera import ShotStage
from . import axis, balance, depth, direction, eyelines, jump, opening, pace, reverse
from .cut import Company, Cut, company
from .numbers import USUAL, Numbers
from .setup import Setup

Finding = tuple[Diagnostic, Setup, Setup]
"""A fault and the shots it lies in, which are one for a fault of a single shot. Told at the second."""

_FILMED = ("plate", "take")


def check(scene: Scene, stages: Mapping[str, ShotStage], fps: Fraction, numbers: Numbers = USUAL) -> Problems:
    """What is wrong with the shots somebody wrote."""
    if all(shot.auto for shot in scene.shots):
        return ()
    return tuple(replace(told, shot=after.label) for told, before, after in findings(scene, stages, fps, numbers)
                 if not (before.shot.auto and after.shot.auto))


def findings(
    scene: Scene, stages: Mapping[str, ShotStage], fps: Fraction, numbers: Numbers = USUAL
) -> list[Finding]:
    """Everything, the director's own shots as well."""
    setups = [Setup(shot, stages[shot.label]) for shot in scene.shots if shot.label in stages]
    people = company(scene, setups)
    found = [(told, setup, setup) for setup in setups for told in _alone(setup, people, fps, numbers)]
    found += [(told, setups[0], setups[0]) for told in opening.unplaced(scene, setups, numbers)]
    return [*found, *_between(setups, people, fps, numbers)]


def _alone(setup: Setup, people: Company, fps: Fraction, numbers: Numbers) -> Iterator[Diagnostic]:
    yield from depth.unlikely(setup)
    if any(said.head in _FILMED for said in setup.shot.said):
        return
    yield from depth.blurred(setup)
    yield from pace.hasty(setup, fps, numbers)
    yield from axis.travelled(setup, people, numbers)
    yield from balance.unbalanced(setup, numbers)


def _between(setups: Sequence[Setup], people: Company, fps: Fraction, numbers: Numbers) -> Iterator[Finding]:
    """Of cuts. One that crosses the line turns looks and walks round as well: that is one fault, not three."""
    cuts = [Cut(before, after) for before, after in pairwise(setups)]
    crossings = list(axis.crossed(setups, people, numbers))
    crossing = {after.label for _, _, after in crossings}
    yield from crossings
    for told, before, after in direction.reversed_on_screen(setups, fps, numbers):
        if after.label not in crossing:
            yield told, before, after
    yield from ((told, cut.before, cut.after) for told, cut in jump.jumps(cuts, numbers))
    for cut in cuts:
        if cut.after.label not in crossing:
            yield from ((told, cut.before, cut.after) for told in eyelines.mismatched(cut, people, numbers))
            yield from ((told, cut.before, cut.after) for told in reverse.unlike(cut, people, numbers))
