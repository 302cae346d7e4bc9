"""FR701: too much or too little air above a head. FR702: somebody looks, or goes, out of the nearer edge."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.diagnostic import Diagnostic, info
from ...lang.clause import Angle, CameraAt, PlaceInFrame
from ...lang.term import Size
from ..body import HALF_WIDTH
from . import line
from .numbers import Numbers
from .setup import Figure, Look, Setup

_PORTRAITS = (Size.MS, Size.MCU, Size.CU)
_GRAIN = 0.01
"""A picture that is composed to a limit is not beyond it."""
_LEVEL = 0.17
"""Sine of the pitch from which a picture is a high or low angle."""


def unbalanced(setup: Setup, numbers: Numbers) -> Iterator[Diagnostic]:
    """Of a level portrait of one person, as the shot begins or, where the camera moved, as it ends."""
    name = setup.single
    if not name or any(isinstance(clause, (Angle, CameraAt)) for clause in setup.shot.clauses):
        return
    for look in (setup.first, setup.last):
        if not look.shows(name) or abs(look.ahead[1]) > _LEVEL or setup.size(look) not in _PORTRAITS:
            return
        found = [*_headroom(setup, look.figures[name], numbers), *_lead(setup, look, look.figures[name], numbers)]
        if found:
            yield from found
            return


def _headroom(setup: Setup, figure: Figure, numbers: Numbers) -> Iterator[Diagnostic]:
    above = (1 - figure.y) / 2
    if not numbers.high - _GRAIN <= above <= numbers.low + _GRAIN:
        much = "much" if above > numbers.low else "little"
        yield info("FR701", f"the eyes of {figure.name} are {above:.0%} of the picture below its top, so there is too"
                   f" {much} air above", setup.span, f"too {much} headroom",
                   f"{numbers.high:.0%} to {numbers.low:.0%} is usual; raise or lower the camera")


def _lead(setup: Setup, look: Look, figure: Figure, numbers: Numbers) -> Iterator[Diagnostic]:
    """The free width is the picture's without the person; more than its share behind a look is told."""
    way = line.turn(look, figure.eyes, figure.gaze, numbers)
    if not way or any(isinstance(clause, PlaceInFrame) for clause in setup.shot.clauses):
        return
    half = min(HALF_WIDTH * figure.tall / (look.high * figure.depth * setup.stage.camera.gate.width
                                           / setup.stage.camera.gate.height) * 2, 0.9)
    free = 2 - 2 * half
    behind = min((1 + figure.x * way - half) / free, 1.0)
    if behind > numbers.behind:
        edge = "right" if way > 0 else "left"
        yield info("FR702", f"{figure.name} looks {edge} with {behind:.0%} of the free width behind", setup.span,
                   "no room to look into", f"put {figure.name} screen {'left' if way > 0 else 'right'}")
