"""What is sharp: the focus stays on its subject as camera and people move, and a rack takes it to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..core.diagnostic import Diagnostic, warning
from ..lang.clause import Framing
from ..lang.term import Name, Verb
from . import lens
from .chain import Timed
from .space import Vector
from .view import CameraPose, depth, project
from .watch import Watch

NEAREST = 0.05
"""Metres; nothing nearer is ever in focus."""

_SEEN = 1.15
"""How far out on the screen somebody is still partly seen."""


@dataclass(frozen=True, slots=True)
class Pull:
    """Focus goes to `points` (k, 3) as `share` (k,) goes from 0 to 1."""

    points: Vector
    share: Vector


def distances(position: Vector, axis: Vector, pulls: list[Pull]) -> Vector:
    """(k,) metres along the `axis` (k, 3) to what is sharp. The first pull is where focus begins."""
    focus = np.zeros(len(position))
    for pull in pulls:
        focus += pull.share * (np.sum((pull.points - position) * axis, axis=-1) - focus)
    return np.maximum(focus, NEAREST)


def pulled(timed: Timed, goal: CameraPose | None, share: Vector, watch: Watch) -> list[Pull]:
    """The pulls of one move: a rack of its own, or to the new subject a move ends on."""
    move = timed.move
    if goal is not None:
        return [Pull(watch.subject(goal, float(timed.end)), share)]
    if move.verb != Verb.RACK_FOCUS:
        return []
    ends = ((move.focus_from, np.ones_like(share)), (_rack_end(timed), share))
    found = [(watch.points(name.text), part) for name, part in ends if name]
    return [Pull(points, part) for points, part in found if points is not None]


def idle_rack(timed: Timed, pose: CameraPose, watch: Watch, alone: bool) -> tuple[Diagnostic, ...]:
    """A rack between distances that are both sharp all the time, or to somebody a camera at rest does not see."""
    where = watch.scenery(float(timed.start)).where
    if alone and (unseen := _out_of_sight(timed, pose, where)):
        return (warning("LN602", f"{unseen} is not in the picture to rack focus to", timed.move.span, "nothing to see",
                        "pan to them, or frame both"),)
    ends = [where(name.text) for name in (timed.move.focus_from, _rack_end(timed)) if name]
    points = [np.array(pose.anchor), *(end for end in ends if end is not None)][-2:]
    if len(points) < 2:
        return ()
    near, far = (max(depth(pose, p), NEAREST) for p in points)
    sharp_near, sharp_far = lens.sharp(near, pose.focal, pose.stop, pose.gate)
    if not sharp_near <= far <= sharp_far:
        return ()
    return (warning("LN602", f"at {pose.focal:.4g} mm f/{pose.stop:g} both ends of the rack are sharp all the time"
                    if pose.stop else "both ends of the rack are sharp all the time", timed.move.span,
                    "no visible effect", "open the stop or take a longer lens"),)


def _out_of_sight(timed: Timed, pose: CameraPose, where: Callable[[str], Vector | None]) -> str:
    name = _rack_end(timed)
    at = where(name.text) if name else None
    if name is None or at is None:
        return ""
    x, y, far = project(pose, at[None])[0]
    return name.text if far < NEAREST or max(abs(x), abs(y)) > _SEEN else ""


def _rack_end(timed: Timed) -> Name | None:
    target = timed.move.target
    if isinstance(target, Framing):
        return target.on[0] if target.on else None
    return target
