"""Where a camera cannot stand: outside its place, inside a body or a piece of furniture. Reported, never moved.

A wall is no such thing: as on a sound stage, the one the camera looks in through is left out of the picture, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, info, warning
from ..core.span import Span
from ..lang.clause import CameraAt, Framing, Lens, Moves
from ..narrative.story import Place, Shot
from . import body
from .aim import middle
from .camera import Camera
from .footprint import footprint
from .screen import crosses
from .space import Body, Set, Thing, Track
from .vantage import inside_body
from .view import Point, point
from .walls import inside

_SOLID = ("box", "table", "sofa", "bed", "counter", "car", "wall")
_SMALL = 0.3
"""Metres; what has no larger side is moved out of a camera's way."""

_STEP = 3
"""Frames from one look at where the camera is to the next: at a walk, less than half a body."""


def unseen(
    shot: Shot, camera: Camera, lead: int, tracks: Iterable[Track], set: Set, place: Place | None, eyes: str
) -> Problems:
    """At most one finding of each kind a shot: outside at its start or end, and inside somebody or something.

    `eyes` is whose view it is: nobody is in the way of their own eyes.
    """
    people = tuple(track for track in tracks if track.name != eyes)
    frames = _moments(shot, camera, lead, people)
    found = [_outside(shot, [camera.position[frames[0]], camera.position[frames[-1]]], place)]
    for frame in frames:
        there = [track.at(frame) for track in people if track.shown[frame]]
        found.append(_inside(point(camera.position[frame]), there, set))
    tell = info if shot.auto else warning
    lines = dict.fromkeys(line for line in found if line)
    return tuple(_said(tell, line, _span(shot)) for line in lines)


def open_set(
    shot: Shot, camera: Camera, lead: int, tracks: Sequence[Track], set: Set, place: Place | None,
    subjects: Sequence[str],
) -> tuple[Set, Problems]:
    """The set without the walls that stand between the camera and a subject all through the shot, and what is said of
    them. One that the camera or the subject comes out from behind stays: that is a shot of its own. Who stands outside
    a place of written size has been told; of the director's own cameras in a room nobody measured nothing is."""
    frames = _moments(shot, camera, lead, tracks)
    seen = [(name, _eyes(name, frames, tracks, set)) for name in subjects]
    gone = {thing: name for thing in set.things if thing.kind == "wall" for name, eyes in seen
            if eyes and all(crosses(thing, camera.position[i], at) for i, at in zip(frames, eyes, strict=True))}
    told = [_looked_through(f"{thing.name} stands between the camera and {name} and", shot, "take another side")
            for thing, name in gone.items()]
    ends = (camera.position[frames[0]], camera.position[frames[-1]])
    sized = place is not None and place.size is not None
    if set.room.walled and not sized and not shot.auto and not all(inside(at, set.room) for at in ends):
        told.append(_looked_through("the camera is outside the room: the wall before it", shot,
                                    "take a shorter lens or a closer size"))
    return (replace(set, things=tuple(t for t in set.things if t not in gone)) if gone else set), tuple(told)


def _looked_through(what: str, shot: Shot, help: str) -> Diagnostic:
    return info("FR709", f"{what} is left out of the picture", _span(shot), "wall left out",
                f"{help}, if it is to be seen")


def _moments(shot: Shot, camera: Camera, lead: int, tracks: Iterable[Track]) -> tuple[int, ...]:
    """The frames to look at: one where nothing stirs, else one in `_STEP` and the last."""
    first, last = lead, lead + shot.frames - 1
    own = slice(first, last + 1)
    moving = np.ptp(camera.position[own], axis=0).any() or any(
        np.ptp(track.floor[own], axis=0).any() or (track.shown[own] != track.shown[first]).any() for track in tracks)
    return tuple(dict.fromkeys((*range(first, last, _STEP), last))) if moving else (first,)


def _eyes(name: str, frames: Sequence[int], tracks: Iterable[Track], set: Set) -> list[np.ndarray]:
    """Where a subject's eyes are, or a thing's middle, at some frames; nothing for one who comes or goes."""
    track = next((track for track in tracks if track.name == name), None)
    if track is not None:
        return [body.eyes(track.at(i)) for i in frames] if all(track.shown[i] for i in frames) else []
    thing = next((thing for thing in set.things if thing.name == name and thing.kind != "wall"), None)
    return [] if thing is None else [middle(thing)] * len(frames)


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
    solid = (t for t in set.things if t.kind in _SOLID and max(t.size) >= _SMALL)
    what = next(whose, "") or next((t.name for t in solid if _within(t, at)), "")
    return (f"the camera stands inside {what}", "take another lens, size or side") if what else None


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
