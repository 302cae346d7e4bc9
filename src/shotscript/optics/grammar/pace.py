"""MV501: a camera that turns too fast to be looked at. MV502: too many moves. MV503: a camera that travels faster than
anybody walks.

The seven seconds a picture's width may not be swept in are RED's panning table (24 fps, 180 degree shutter).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import atan2, degrees, hypot
from types import MappingProxyType

import numpy as np

from ...core import timebase
from ...core.diagnostic import Diagnostic, Fix, error, info, warning
from ...lang.clause import Framing
from ...lang.term import Verb
from .. import lens
from ..chain import RESTS, Part, Timed, schedule
from .numbers import Numbers
from .setup import Setup

_TURNS = (Verb.PAN, Verb.TILT)
_TRAVELS = (Verb.DOLLY, Verb.TRUCK, Verb.PEDESTAL, Verb.CRANE, Verb.ORBIT, Verb.DOLLY_ZOOM)
_NAMES: Mapping[Verb, str] = MappingProxyType({Verb.PAN: "pan", Verb.TILT: "tilt"})
_STROLL = 0.3
"""Metres somebody walks while a camera turns with them: then the picture keeps still on them."""


def hasty(setup: Setup, fps: Fraction, numbers: Numbers) -> Iterator[Diagnostic]:
    """All that is wrong with the pace of one shot's moves."""
    parts = schedule(setup.shot, fps)
    for part in parts:
        for timed in part.moves:
            if timed.move.verb in _TURNS and not _with_somebody(setup, timed, fps):
                yield from _turning(setup, timed, fps, numbers)
            elif timed.move.verb in _TRAVELS:
                yield from _travelling(setup, timed, part, fps, numbers)
    yield from _crowded(setup, parts, fps, numbers)


def _turning(setup: Setup, timed: Timed, fps: Fraction, numbers: Numbers) -> Iterator[Diagnostic]:
    start, stop = _frames(setup, timed, fps)
    seconds = float(timed.end - timed.start)
    if stop <= start or seconds <= 0:
        return
    ahead = -setup.stage.camera.cam_to_world[[start, stop], :3, 2]
    angle = _swept(timed.move.verb, ahead.tolist())
    focal = float(setup.stage.camera.focal[start : stop + 1].mean())
    width = degrees(lens.field(focal, setup.stage.camera.gate.width))
    least = angle / width * numbers.sweep
    if least <= seconds * 1.001:
        return
    name = _NAMES[timed.move.verb]
    needed = Fraction(int(least * 10) + 1, 10)
    fix = Fix(timed.move.over.span, f"{timebase.plain(needed)}s") if timed.move.over else None
    yield warning(
        "MV501", f"the {name} turns {angle:.0f} degrees in {seconds:.3g} s, {angle / seconds:.3g} a second; at"
        f" {focal:.4g} mm the picture smears above {width / numbers.sweep:.2g}", timed.move.span, "too fast to see",
        f"take {timebase.plain(needed)} s for it, turn less, take a shorter lens, or write whip pan", fix)


def _swept(verb: Verb, ahead: list[list[float]]) -> float:
    (x, y, z), (u, v, w) = ahead
    if verb is Verb.TILT:
        return degrees(abs(atan2(v, hypot(u, w)) - atan2(y, hypot(x, z))))
    turned = abs(degrees(atan2(u, w) - atan2(x, z)))
    return min(turned, 360 - turned)


def _with_somebody(setup: Setup, timed: Timed, fps: Fraction) -> bool:
    """Whether the camera turns with somebody who walks."""
    move = timed.move
    target = move.target.on if isinstance(move.target, Framing) else (move.target,) if move.target else ()
    names = {name.text for name in (*target, *([move.follow] if move.follow else []))} | set(setup.on)
    start, stop = _frames(setup, timed, fps)
    ways = [setup.tracks[name].floor[start : stop + 1] for name in names if name in setup.tracks]
    return any(len(way) and float(np.ptp(way, axis=0).max()) > _STROLL for way in ways)


def _travelling(setup: Setup, timed: Timed, part: Part, fps: Fraction, numbers: Numbers) -> Iterator[Diagnostic]:
    """By the way the camera makes, unless it goes along with somebody."""
    start, stop = _frames(setup, timed, fps)
    seconds = float(timed.end - timed.start)
    following = any(other.move.verb is Verb.TRACK for other in part.moves) or _with_somebody(setup, timed, fps)
    if stop <= start or seconds <= 0 or following:
        return
    way = setup.stage.camera.position[start : stop + 1]
    metres = float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())
    speed = metres / seconds
    if speed <= numbers.walk * 1.001:
        return
    tell = error if speed > numbers.ride else warning
    needed = Fraction(int(metres / numbers.walk * 10) + 1, 10)
    fix = Fix(timed.move.over.span, f"{timebase.plain(needed)}s") if timed.move.over else None
    yield tell("MV503", f"the camera travels {metres:.3g} m in {seconds:.3g} s, {speed:.3g} m/s; a person walks"
               f" {numbers.walk:g} m/s", timed.move.span, "very fast",
               f"take {timebase.plain(needed)} s for it, go less far, or zoom", fix)


def _crowded(setup: Setup, parts: tuple[Part, ...], fps: Fraction, numbers: Numbers) -> Iterator[Diagnostic]:
    main = [part for part in parts if any(timed.move.verb not in (*RESTS, Verb.RACK_FOCUS) for timed in part.moves)]
    seconds = float(setup.shot.frames / fps)
    if len(main) > max(1, round(seconds / numbers.main)):
        yield info("MV502", f"{len(main)} moves in {seconds:.3g} s", main[1].moves[0].move.span, "one move too many",
                   f"give each main move about {numbers.main:g} s, or cut between them")


def _frames(setup: Setup, timed: Timed, fps: Fraction) -> tuple[int, int]:
    """The stage's frames a move begins and ends on."""
    last = setup.stage.frames - 1
    start, stop = (min(round(float(at * fps)), last) for at in (timed.start, timed.end))
    return setup.stage.lead + max(start, 0), setup.stage.lead + max(stop, 0)
