"""The floor plan of a shot: the board's drawing of its scene, and where camera and people are on it, frame by frame."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...optics.camera import ShotStage
from ...optics.space import Track, Vector
from ...studio.board.chart import Chart, chart
from ...studio.board.motion import own, turns
from ...studio.board.values import Board, Plan
from .values import Showing

WIDE, DEEP = 116.0, 84.0
"""Millimetres of the drawing: its letters can be read where it is 360 pixels wide."""


def floor(showing: Showing, label: str) -> dict[str, Any]:
    """JSON of a shot's moving things. {} for a shot that is not there.

    origin, metre  the floor's point in the plan's upper left corner, and millimetres of the plan a metre takes
    camera         x, z (metres), yaw (radians, at 0 it looks to -z, to its left above), spread (radians), reach (metres
                   to what is sharp): lists of a number for each frame, of one number where it does not change
    people         name, and the same lists x, z, yaw (at 0 they face +z), shown
    """
    if not showing.film or not showing.board or label not in showing.film.read.labels:
        return {}
    plan = next((one for one in showing.board.plans if label in one.shots), None)
    stage = showing.film.stage.shots.get(label)
    if not plan or not stage:
        return {}
    drawn = drawing(plan)
    return {
        "label": label, "frames": stage.frames, "origin": list(drawn.origin), "metre": 1000 / drawn.scale,
        "wide": WIDE, "deep": DEEP, "camera": _camera(stage),
        "people": [found for track in stage.people if (found := _person(track, stage))],
    }


@lru_cache(maxsize=1024)
def drawing(plan: Plan) -> Chart:
    """A plan drawn for the page."""
    return chart(plan, WIDE, DEEP, "system-ui, sans-serif")


def plans(board: Board | None, scene: str, heading: str) -> tuple[Plan, ...]:
    """Those of a scene."""
    return tuple(one for one in (board.plans if board else ()) if (one.scene, one.heading) == (scene, heading))


def _camera(stage: ShotStage) -> dict[str, list[float]]:
    camera = own(stage)
    spread = 2 * np.arctan(camera.gate.width / 2 / camera.focal)
    return {"x": _told(camera.position[:, 0]), "z": _told(camera.position[:, 2]), "yaw": _told(turns(camera).yaw),
            "spread": _told(spread), "reach": _told(camera.focus)}


def _person(track: Track, stage: ShotStage) -> dict[str, Any] | None:
    part = slice(stage.lead, stage.lead + stage.frames)
    if not track.shown[part].any():
        return None
    return {"name": track.name, "x": _told(track.floor[part, 0]), "z": _told(track.floor[part, 2]),
            "yaw": _told(np.unwrap(track.yaw[part])), "shown": _flags(track.shown[part])}


def _told(curve: Vector) -> list[float]:
    """Millimetres and thousandths of a radian; one number for a curve that stands still."""
    held = np.round(curve, 3) + 0.0
    return held[:1].tolist() if np.ptp(held) < 0.0015 else held.tolist()


def _flags(shown: NDArray[np.bool_]) -> list[int]:
    return [int(shown[0])] if shown.all() or not shown.any() else shown.astype(int).tolist()
