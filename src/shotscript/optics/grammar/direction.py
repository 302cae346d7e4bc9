"""AX102: somebody who walks to the right walks to the left after a cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...core.diagnostic import Diagnostic, warning
from ...lang.term import View
from . import line
from .numbers import Numbers
from .setup import Point, Setup, look


@dataclass(frozen=True, slots=True)
class Walk:
    """How somebody goes in a shot: `first` and `last` ways (metres a second) and their turns in the picture, and
    whether they are on the move as the shot begins and as it ends."""

    setup: Setup
    first: Point
    last: Point
    enters: int
    leaves: int
    starting: bool
    ending: bool


def reversed_on_screen(
    setups: Sequence[Setup], fps: Fraction, numbers: Numbers
) -> Iterator[tuple[Diagnostic, Setup, Setup]]:
    """Each reversal between a shot somebody walks in and the next one they walk in."""
    before: dict[str, Walk] = {}
    for i, setup in enumerate(setups):
        if setup.shot.transition_in or (i and setups[i - 1].shot.transition_out) or setup.framing.view is View.POV:
            before.clear()
        if setup.aside or any(beat.kind == "speech" and not beat.unseen for beat in setup.shot.beats):
            continue
        for name in setup.on:
            last, walk = before.pop(name, None), walked(setup, name, float(fps), numbers)
            if last and walk and _flips(last, walk):
                yield _told(name, last, walk), last.setup, setup
            if walk:
                before[name] = walk


def walked(setup: Setup, name: str, fps: float, numbers: Numbers) -> Walk | None:
    """How a person goes in a shot; None for who stands or is not on the set."""
    track, stage = setup.tracks[name], setup.stage
    frames = slice(stage.lead, stage.lead + stage.frames)
    floor, shown = track.floor[frames], track.shown[frames]
    if len(floor) < 2 or not shown.any():
        return None
    speed = np.diff(floor, axis=0) * fps
    going = np.flatnonzero((np.linalg.norm(speed[:, ::2], axis=1) > numbers.moving) & shown[1:])
    if not len(going) or np.linalg.norm(speed[going], axis=1).sum() / fps < numbers.walked:
        return None
    ways = [tuple(speed[going[k]].tolist()) for k in (0, -1)]
    turns = [_turn(setup, name, stage.lead + int(going[k]), way, numbers) for k, way in zip((0, -1), ways, strict=True)]
    return Walk(setup, ways[0], ways[1], turns[0], turns[1], going[0] == 0, going[-1] == len(speed) - 1)


def _turn(setup: Setup, name: str, frame: int, way: Point, numbers: Numbers) -> int:
    seen = look(setup.stage, frame)
    return line.turn(seen, seen.figures[name].eyes, way, numbers) if name in seen.figures else 0


def _flips(before: Walk, after: Walk) -> bool:
    """Another way on the screen, though they go the same way in the world, or without a stop at the cut."""
    same = before.last[0] * after.first[0] + before.last[2] * after.first[2] > 0
    return before.leaves * after.enters < 0 and (same or (before.ending and after.starting))


def _told(name: str, before: Walk, after: Walk) -> Diagnostic:
    ways = {1: "right", -1: "left"}
    return warning(
        "AX102", f"{name} goes {ways[before.leaves]} in {before.setup.label} and {ways[after.enters]} in"
        f" {after.setup.label}", after.setup.span, "the other way on the screen",
        f"see it from the other side of where {name} goes, or put a shot from straight ahead or behind between")
