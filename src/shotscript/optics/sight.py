"""Where a camera cannot stand: outside its place, inside a body or a piece of furniture. Reported, never moved."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, info, warning
from ..core.span import Span
from ..lang.clause import CameraAt, Framing, Lens, Moves
from ..narrative.story import Place, Shot
from .camera import Camera
from .footprint import footprint
from .space import Body, Set, Thing, Track
from .vantage import inside_body
from .view import Point, point

_SOLID = ("box", "table", "sofa", "bed", "counter", "car", "wall")


def unseen(
    shot: Shot, camera: Camera, lead: int, tracks: Iterable[Track], set: Set, place: Place | None, eyes: str
) -> Problems:
    """At most one finding of each kind a shot: outside at its start or end, and inside somebody or something.

    `eyes` is whose view it is: nobody is in the way of their own eyes.
    """
    first, last = lead, lead + shot.frames - 1
    found = [_outside(shot, [camera.position[first], camera.position[last]], place)]
    for frame in (first, (first + last) // 2, last):
        there = [track.at(frame) for track in tracks if track.shown[frame] and track.name != eyes]
        found.append(_inside(point(camera.position[frame]), there, set))
    tell = info if shot.auto else warning
    lines = dict.fromkeys(line for line in found if line)
    return tuple(_said(tell, line, _span(shot)) for line in lines)


def _said(tell, line: tuple[str, str], span: Span) -> Diagnostic:
    message, help = line
    return tell("LN601", message, span, "camera", help)


def _outside(shot: Shot, positions: list[np.ndarray], place: Place | None) -> tuple[str, str] | None:
    if place is None or place.size is None:
        return None
    width, depth = (float(side) for side in place.size)
    beyond = max(max(abs(float(p[0])) - width / 2, abs(float(p[2])) - depth / 2) for p in positions)
    if beyond < 0.05:
        return None
    return (f"the camera stands {beyond:.1f} m outside {place.name}, which is {width:g} m x {depth:g} m",
            "take a shorter lens, a closer size, or make the place larger")


def _inside(at: Point, people: Iterable[Body], set: Set) -> tuple[str, str] | None:
    whose = (who.name for who in people if inside_body(at, who))
    inside = next(whose, "") or next((t.name for t in set.things if t.kind in _SOLID and _within(t, at)), "")
    return (f"the camera stands inside {inside}", "take another lens, size or side") if inside else None


def _within(thing: Thing, at: Point) -> bool:
    foot = thing.at[1]
    return foot < at[1] < foot + thing.size[1] and footprint(thing).distance((at[0], at[2])) < 0


def _span(shot: Shot) -> Span:
    """The clause that put the camera there: its place, the lens, the framing, the move."""
    for kind in (CameraAt, Lens, Framing, Moves):
        clause = next((c for c in shot.clauses if isinstance(c, kind)), None)
        if clause:
            return clause.span
    return shot.span
