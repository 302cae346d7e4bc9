"""`camera at 1.2 2.5`: the lens exactly there, and what that leaves of the written size and lens."""

from __future__ import annotations

from dataclasses import replace
from math import atan, hypot

import numpy as np

from ..core.diagnostic import Diagnostic, Fix, error
from ..core.timebase import plain
from ..lang.clause import CameraAt, Lens
from . import lens
from .aim import EYE, Aim, Scenery
from .brief import Brief
from .camera import Gate
from .fit import Glass, column
from .view import CameraPose, depth, point, turn_to

TOLERANCE = 0.02


def stand_at(
    brief: Brief, aim: Aim, scenery: Scenery, focal: float | None, usual: float, gate: Gate
) -> CameraPose:
    """The camera where it was put. A size without a lens chooses the lens; both are checked against the place."""
    at = brief.at
    assert at is not None
    height = float(at.height) if at.height is not None else float(brief.height.metres) if brief.height else EYE
    position = np.array((float(at.x), height, float(at.z)))
    asked = None if at.facing is None else scenery.where(at.facing.text)
    if asked is not None and at.facing is not None and at.facing.text not in aim.names:
        return _facing(position, asked, focal or usual, gate, (at.facing.text,), brief)
    if aim.yaw is None and not aim.names:
        return _facing(position, np.array(aim.anchor), focal or usual, gate, aim.names, brief)
    away = max(hypot(aim.centre[0] - position[0], aim.centre[2] - position[2]), 0.05)
    low, high = atan((aim.bottom - height) / away), atan((aim.top - height) / away)
    fitting = lens.focal_for(high - low, gate.height)
    mm = focal or (fitting if brief.framing.size else usual)
    yaw, _ = turn_to(position, np.array(aim.anchor), np.array((0.0, 0.0, -1.0)))
    pitch = (low + high) / 2 if brief.pitch is None else brief.pitch
    pose = CameraPose(point(position), yaw, pitch, 0.0, mm, 1.0, gate, subjects=aim.names, anchor=aim.anchor,
                      part=aim.part)
    return replace(pose, problems=_contradiction(brief, at, pose, aim, fitting))


def _facing(
    position: np.ndarray, target: np.ndarray, mm: float, gate: Gate, names: tuple[str, ...], brief: Brief
) -> CameraPose:
    yaw, pitch = turn_to(position, target, np.array((0.0, 0.0, -1.0)))
    return CameraPose(point(position), yaw, pitch if brief.pitch is None else brief.pitch, 0.0, mm, 1.0, gate,
                      subjects=names, anchor=point(target))


def _contradiction(
    brief: Brief, at: CameraAt, pose: CameraPose, aim: Aim, fitting: float
) -> tuple[Diagnostic, ...]:
    """Size, lens and place all written, and more than 2 % apart."""
    if not (brief.framing.size and brief.framed and brief.lens and brief.lens.mm):
        return ()
    if abs(pose.focal / fitting - 1) <= TOLERANCE:
        return ()
    wanted = column(aim.bottom, aim.top, pose.position[1], Glass(pose.focal, pose.gate, height=pose.position[1])).away
    name = aim.names[0] if aim.names else "the subject"
    return (error(
        "LN601", f"{brief.framing.size} at {pose.focal:.4g} mm needs the camera {wanted:.2f} m from {name}",
        at.span, f"it is {depth(pose, pose.anchor):.2f} m away",
        f"write {fitting:.0f}mm here, or put the camera {wanted:.2f} m from {name}",
        Fix(brief.lens.span, _lens_words(brief.lens, fitting))),)


def _lens_words(written: Lens, fitting: float) -> str:
    stop = "" if written.stop is None else f" f/{plain(written.stop)}"
    return f"{fitting:.0f}mm{stop}{' anamorphic' if written.anamorphic else ''}"
