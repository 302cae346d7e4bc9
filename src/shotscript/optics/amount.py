"""How far a move goes when nobody says: stated amounts, and the side with more room."""

from __future__ import annotations

from math import pi
from types import MappingProxyType

from ..core.diagnostic import Diagnostic, info, warning
from ..lang.clause import Move
from ..lang.term import Verb
from . import walls
from .chain import Timed
from .space import Room
from .view import CameraPose

METRES = MappingProxyType({Verb.DOLLY: 0.5, Verb.TRUCK: 0.5, Verb.PEDESTAL: 0.3, Verb.CRANE: 1.0})
DEGREES = MappingProxyType({Verb.PAN: 30.0, Verb.TILT: 15.0, Verb.ROLL: 10.0, Verb.WHIP_PAN: 90.0, Verb.ORBIT: 30.0})
FACTORS = MappingProxyType({Verb.ZOOM: 1.5, Verb.CRASH_ZOOM: 2.5, Verb.DOLLY_ZOOM: 1.5})
"""How many times longer a lens gets by zooming in; zooming out divides. Dolly zoom in moves in and shortens it."""

SIDEWAYS = (Verb.TRUCK, Verb.PAN, Verb.WHIP_PAN, Verb.ORBIT, Verb.ROLL)
_USUAL = MappingProxyType({
    Verb.DOLLY: "in", Verb.PEDESTAL: "up", Verb.CRANE: "up", Verb.TILT: "up", Verb.ZOOM: "in", Verb.CRASH_ZOOM: "in",
    Verb.DOLLY_ZOOM: "in",
})


def amount(timed: Timed) -> float:
    """Metres or degrees of a move: written, else the stated one, halved or doubled by its adverb."""
    move = timed.move
    if move.amount is not None:
        return float(move.amount)
    return {**METRES, **DEGREES}[move.verb] * timed.pace


def focal(timed: Timed, now: float, direction: str) -> float:
    """The focal length a zoom ends on, millimetres."""
    move = timed.move
    if move.mm is not None and move.mm > 0:
        return float(move.mm)
    longer = (direction == "in") != (move.verb == Verb.DOLLY_ZOOM)
    factor = FACTORS[move.verb] ** timed.pace
    return now * factor if longer else now / factor


def direction(move: Move, pose: CameraPose, room: Room) -> str:
    """The written direction, the usual one (in, up), or the side with more room."""
    if move.direction:
        return move.direction
    if move.verb in _USUAL:
        return _USUAL[move.verb]
    left = walls.reach(pose.position, pose.yaw - pi / 2, room)
    return "left" if left > walls.reach(pose.position, pose.yaw + pi / 2, room) else "right"


def contrary(timed: Timed, pose: CameraPose) -> tuple[Diagnostic, ...]:
    """A dolly zoom whose lens asks for the other direction: size is held, so the lens decides."""
    move = timed.move
    if move.verb != Verb.DOLLY_ZOOM or move.mm is None or not move.direction:
        return ()
    way = "in" if float(move.mm) < pose.focal else "out"
    if move.direction == way or float(move.mm) == pose.focal:
        return ()
    return (warning("MV505", f"from {pose.focal:.4g} mm to {float(move.mm):g} mm the camera has to move {way}",
                    move.span, f"not {move.direction}", f"write dolly zoom {way}, or another lens"),)


def chosen(timed: Timed, way: str) -> tuple[Diagnostic, ...]:
    """What was not written and has been chosen."""
    move, told = timed.move, []
    ends = move.amount is not None or move.mm is not None or move.target is not None
    if not ends and move.verb in {**METRES, **DEGREES}:
        unit = "m" if move.verb in METRES else "degrees"
        told.append(info("MV507", f"{move.verb} without an amount goes {amount(timed):g} {unit}", move.span,
                         "no amount", "write an amount or a framing to end on"))
    if not ends and move.verb in FACTORS:
        told.append(info("MV507", f"{move.verb} without a lens to end on takes a stated one", move.span, "no lens",
                         "write `to` and a focal length"))
    if not move.direction and move.verb in SIDEWAYS and move.target is None:
        told.append(info("MV508", f"{move.verb} without a direction goes {way}, where there is more room", move.span,
                         "no direction", f"write {move.verb} {way}"))
    return tuple(told)
