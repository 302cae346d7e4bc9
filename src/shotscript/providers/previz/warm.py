"""Compiling every kernel ahead, on a tiny picture: some ten seconds once a machine, nothing after that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..contract import Request, array_ref
from .compiled import is_cold, mark_warm
from .draw import draw
from .look import Look, worn


def warm(report: Callable[[str], None]) -> None:
    """Make sure all machine code is there; says so through `report` when it has to be made first."""
    if not is_cold():
        return
    report("compiling the renderer, once on this machine (about half a minute)")
    for roll, theme in ((0.0, "colour"), (0.3, "ink")):
        draw(worn(_tiny(roll), Look(theme))).frame(0)
    mark_warm()
    report("the renderer is ready")


def _tiny(roll: float) -> Request:
    """One frame of one person, a box and a room, out of focus, the camera leaning by `roll` radians."""
    arrays: dict[str, Any] = {}

    def held(values: Any, kind: type = np.float64) -> dict[str, Any]:
        array = np.ascontiguousarray(values, kind)
        array.setflags(write=False)
        ref = array_ref(array)
        arrays[ref["sha256"]] = array
        return ref

    c, s = np.cos(roll), np.sin(roll)
    camera = np.array([[[c, -s, 0, 0], [s, c, 0, 1.5], [0, 0, 1, 3], [0, 0, 0, 1]]])
    person = {"name": "A", "tall": 1.7, "color": [0.5, 0.5, 0.5], "shoulder": 1.0,
              "hair": {"long": False, "color": None}, "floor": held([[0, 0, 0]]), "yaw": held([0]), "gait": held([0]),
              "gaze": held([[0, 1.5, 3]]), "mouth": held([0.5]), "posture": held([0], np.int8),
              "shown": held([1], np.uint8)}
    things = [{"name": "B", "kind": "box", "size": [0.5, 0.5, 0.5], "at": [1, 0, 0], "yaw": 0.0}]
    cut = {"label": "1", "scene": "1", "caption": "", "banner": "", "lead": 0, "frames": 1, "tail": 0,
           "camera": {"cam_to_world": held(camera), "focal": held([50.0]), "focus": held([8.0]), "stop": 1.0,
                      "gate": [36.0, 20.25]},
           "people": [person], "speech": [], "subjects": ["B"],
           "set": {"room": {"width": 5.0, "depth": 5.0, "height": 2.8, "walled": True}, "things": things,
                   "interior": True, "night": False}, "light": {"phase": "day", "weather": "rain"}}
    body = {"picture": {"width": 320, "height": 180, "fps": "24"}, "cuts": [cut], "keyframes": [0]}
    return Request(provider="previz", model="warm", segment="1", body=body, arrays=arrays)
