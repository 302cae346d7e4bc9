"""From a shot's framing to a camera: where it stands, where it looks, through which lens.

`pose` never fails: what cannot be had as written is framed as near as can be, and `CameraPose.problems` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sin

import numpy as np

from ..core.diagnostic import Diagnostic, Problems, info, warning
from ..lang.clause import Framing
from ..lang.term import Name, Size, View
from ..narrative.story import Shot, Story
from . import lens
from .aim import Aim, Scenery, apart, everyone, of_group, resolve
from .brief import Brief, read
from .camera import Gate
from .exact import stand_at
from .fit import EDGE, Glass, holds, settle, slide
from .screen import screens
from .shoulder import looked_at, over_shoulder, point_of_view
from .space import Body, Set, Vector
from .vantage import clear, hides, usual, written
from .view import CameraPose, depth
from .walls import inside, room_behind

__all__ = ["CameraPose", "Given", "pose"]

LEAD = 0.3
"""How far a turned face moves aside to look into free space: this times the sine of its turn, on a half screen."""

MOST_LEAD = 0.2
HEAD = 0.2
"""The width of a head in metres, that a narrow picture keeps whole."""

WIDEST = 18.0
"""The widest lens, on full frame, that is chosen to keep an unwritten camera inside the walls."""

_FOCUS = 0.05


@dataclass(frozen=True, slots=True)
class Given:
    """What the end of a move brings along: its framing, the lens on the camera, the side it looks from, its pitch."""

    framing: Framing
    focal: float
    azimuth: float | None = None
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    brief: Brief
    scenery: Scenery
    gate: Gate
    camera: str
    size: Size
    focal: float | None
    given: Given | None
    auto: bool = False

    @property
    def usual(self) -> float:
        return lens.default_focal(self.size, self.camera)


def pose(
    shot: Shot, bodies: Mapping[str, Body], set: Set, story: Story, given: Given | None = None,
    ways: tuple[Vector, ...] = (),
) -> CameraPose:
    """The camera of a shot for people as they stand in `bodies`: at its first own frame, or at the end of a move.

    `ways` are where people are going to walk: a camera that may choose stands clear of them.
    """
    job = _job(shot, Scenery(bodies, set, ways), story, given)
    found = _by_view(job)
    stop = float(job.brief.lens.stop) if job.brief.lens and job.brief.lens.stop else lens.STOP
    found = replace(found, roll=found.roll + job.brief.roll, stop=stop)
    return replace(found, focus=max(depth(found, _sharp_on(job, found)), _FOCUS))


def subject(job_brief: Brief, scenery: Scenery, gate: Gate, size: Size) -> tuple[Aim, Problems]:
    """What the framing is of: its names, else everyone, else the place. Names that are nowhere are reported."""
    framing = job_brief.framing
    found: list[Aim] = []
    lost: list[Name] = []
    for name in framing.on:
        aim = resolve(name, size, scenery, gate, framing.part)
        if aim is None:
            lost.append(name)
        else:
            found.append(aim)
    told = [_absent(name) for name in lost]
    told += [info("FR705", f"{aim.unknown} has no place of its own on the set", name.span, "framed by guess")
             for name, aim in zip([n for n in framing.on if n not in lost], found, strict=True)
             if aim.unknown and name.kind != "unknown"]
    return of_group(found) if found else everyone(size, scenery), tuple(told)


def _absent(name: Name) -> Diagnostic:
    return warning("FR704", f"{name.text} is not on the set in this shot", name.span, "framed without",
                   "block them in, or frame someone who is there")


def _job(shot: Shot, scenery: Scenery, story: Story, given: Given | None) -> _Job:
    brief = read(shot, given.framing if given else None)
    size = brief.size or (Size.MS if brief.framing.view != View.POV else Size.WS)
    written_mm = float(brief.lens.mm) if brief.lens and brief.lens.mm else None
    focal = given.focal if given else written_mm
    gate = lens.gate_of(story.format, bool(brief.lens and brief.lens.anamorphic))
    return _Job(brief, scenery, gate, story.format.camera, size, lens.usable(focal) if focal else None, given,
                shot.auto)


def _by_view(job: _Job) -> CameraPose:
    framing = job.brief.framing
    owner = job.scenery.bodies.get(framing.by.text) if framing.by else None
    if framing.by and framing.by.kind == "cast" and owner is None and job.brief.at is None:
        found = _plain(job)
        return replace(found, problems=(_absent(framing.by), *found.problems))
    if job.brief.at is not None:
        return _exact(job)
    if owner and framing.view == View.POV:
        return _eyes(job, owner)
    if owner and framing.view == View.OTS:
        return _shoulder(job, owner)
    return _plain(job)


def _exact(job: _Job) -> CameraPose:
    aim, told = subject(job.brief, job.scenery, job.gate, job.size)
    found = stand_at(job.brief, aim, job.scenery, job.focal, job.usual, job.gate)
    return replace(found, problems=(*told, *found.problems))


def _eyes(job: _Job, owner: Body) -> CameraPose:
    others = Scenery({n: b for n, b in job.scenery.bodies.items() if n != owner.name}, job.scenery.set)
    aim, told = subject(job.brief, others, job.gate, job.size) if job.brief.framing.on else (None, ())
    return replace(point_of_view(job.brief, owner, aim, job.focal, job.gate), problems=told)


def _shoulder(job: _Job, owner: Body) -> CameraPose:
    told: Problems = ()
    if job.brief.framing.on:
        aim, told = subject(job.brief, job.scenery, job.gate, job.size)
    else:
        aim = looked_at(owner, job.size, job.scenery, job.gate)
    if aim is None or aim.names == (owner.name,):
        return replace(_plain(job), problems=told)
    found = over_shoulder(job.brief, owner, aim, job.focal, job.usual, job.gate, job.scenery.set.room)
    return replace(found, problems=(*told, *found.problems))


def _plain(job: _Job) -> CameraPose:
    aim, told = subject(job.brief, job.scenery, job.gate, job.size)
    azimuth = _side(job, aim)
    found = _placed(job, aim, _stand(job, aim, azimuth, job.focal or _chosen(job, aim, azimuth)))
    return replace(found, problems=(*told, *_floor(job, found), *_hidden(job, aim, found)))


def _side(job: _Job, aim: Aim) -> float:
    if job.given and job.given.azimuth is not None:
        return job.given.azimuth
    asked = written(job.brief, aim, job.scenery)
    if asked is not None:
        return asked
    return usual(job.brief, aim, job.scenery, lambda side: _placed(job, aim, _stand(job, aim, side, _first(job))))


def _first(job: _Job) -> float:
    return job.focal or job.usual


def _stand(job: _Job, aim: Aim, azimuth: float, focal: float) -> CameraPose:
    height = float(job.brief.height.metres) if job.brief.height else None
    pitch = job.brief.pitch
    if pitch is None and height is None and job.brief.angle is None:
        pitch = aim.pitch
    if job.given and job.given.pitch is not None:
        pitch, height = job.given.pitch, None
    return settle(aim, azimuth, Glass(focal, job.gate, pitch, height))


def _chosen(job: _Job, aim: Aim, azimuth: float) -> float:
    """The size's usual lens, or a wider one where that would stand outside the walls."""
    mm = job.usual
    room = job.scenery.set.room
    if not room.walled:
        return _before_others(job, aim, azimuth, mm)
    for _ in range(4):
        found = _stand(job, aim, azimuth, mm)
        if inside(found.position, room):
            break
        share = room_behind(aim.centre, azimuth, found.position, room)
        mm = max(mm * share, WIDEST * job.usual / lens.LENSES[job.size])
    return _before_others(job, aim, azimuth, min(mm, job.usual))


def _before_others(job: _Job, aim: Aim, azimuth: float, mm: float) -> float:
    """A wider lens where somebody would stand before the one person of a close picture: the camera goes past them."""
    who, others = _only(job, aim)
    if who is None or job.size in (Size.EWS, Size.WS):
        return mm
    least = WIDEST * job.usual / lens.LENSES[job.size]
    for share in (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3):
        found = _placed(job, aim, _stand(job, aim, azimuth, mm * share))
        bare = screens(found.position, who, job.scenery.set.things) is None
        if mm * share >= least and bare and clear(found, who, others, False):
            return mm * share
    return mm


def _only(job: _Job, aim: Aim) -> tuple[Body | None, list[Body]]:
    """The one person of a picture, and all who shall not be in the way: not those written into the foreground."""
    ahead = job.brief.depth("foreground")
    others = [who for name, who in job.scenery.bodies.items() if ahead is None or name != ahead.text]
    return (job.scenery.bodies.get(aim.names[0]) if aim.people == 1 else None), others


def _hidden(job: _Job, aim: Aim, found: CameraPose) -> Problems:
    who, others = _only(job, aim)
    if who is None:
        return ()
    thing = screens(found.position, who, (t for t in job.scenery.set.things if t.kind != "wall"))
    before = next((o.name for o in others if hides(found, o, who)), thing.name if thing else "")
    if not before:
        return ()
    tell = info if job.auto else warning
    return (tell("FR706", f"{before} stands between the camera and {who.name}", job.brief.span, "hidden",
                 "take another side or a shorter lens, or move one of them"),)


def _placed(job: _Job, aim: Aim, found: CameraPose) -> CameraPose:
    """The subject at its place in frame; a single person who looks aside gets room to look into."""
    wanted = job.brief.screen(aim.names) if aim.people <= 1 else None
    if wanted is not None:
        return slide(found, wanted)
    if aim.people > 1:
        return _shifted(job, aim, found)
    if aim.people == 1 and not aim.part and aim.yaw is not None and job.size not in (Size.EWS, Size.WS):
        turn = aim.yaw - found.yaw
        most = max(0.0, min(MOST_LEAD, EDGE - HEAD * found.focal / (found.gate.width * depth(found, aim.anchor))))
        if apart(aim.yaw, found.yaw) < 2.6:
            return slide(found, max(-most, min(most, -LEAD * sin(turn))))
    return found


def _shifted(job: _Job, aim: Aim, found: CameraPose) -> CameraPose:
    """One of several at a written place: moved there as far as all the others stay in the picture."""
    for name in aim.names:
        wanted = job.brief.screen((name,)) if any(p.name and p.name.text == name for p in job.brief.places) else None
        where = job.scenery.where(name)
        if wanted is None or where is None:
            continue
        named = replace(found, anchor=(float(where[0]), float(where[1]), float(where[2])))
        for share in np.linspace(1.0, 0.0, 11):
            here = _at_share(named, wanted, float(share))
            if holds(aim, here):
                return replace(here, anchor=found.anchor)
    return found


def _at_share(named: CameraPose, wanted: float, share: float) -> CameraPose:
    moved = np.array(slide(named, wanted).position)
    start = np.array(named.position)
    x, y, z = start + (moved - start) * share
    return replace(named, position=(float(x), float(y), float(z)))


def _floor(job: _Job, found: CameraPose) -> Problems:
    """A written number of degrees that the floor does not leave room for."""
    angle = job.brief.angle
    asked = job.brief.pitch
    if angle is None or angle.degrees is None or asked is None or abs(asked - found.pitch) < 0.035:
        return ()
    real = abs(np.degrees(found.pitch))
    why = "height" if job.brief.height else "floor"
    return (warning("LN601", f"{job.size} at {found.focal:.4g} mm and the {why} leave an angle of {real:.0f} degrees",
                    angle.span, f"not {float(angle.degrees):g}", "leave the degrees out, or change size or lens"),)


def _sharp_on(job: _Job, found: CameraPose) -> tuple[float, float, float]:
    where = job.scenery.where(job.brief.focus.text) if job.brief.focus else None
    return found.anchor if where is None else (float(where[0]), float(where[1]), float(where[2]))
