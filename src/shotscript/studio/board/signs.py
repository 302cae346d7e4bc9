"""The camera's moves as storyboard artists draw them: boxes for what is closed in on, arrows at the picture's edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from ...optics.camera import Camera
from .screen import FAR, corners, project, shape, spot, spots
from .values import Arrow, Box, Movement, Spot, Spots

_OUT = 0.05
_SMOOTH = 13


@dataclass(frozen=True, slots=True)
class Signs:
    """What is drawn over the first picture of a shot and over its last."""

    start: tuple[Arrow | Box, ...] = ()
    end: tuple[Arrow | Box, ...] = ()


def signs(camera: Camera, moves: Sequence[Movement]) -> Signs:
    """A sign for each movement; boxes stand in the picture that shows more."""
    start, end, seen = list[Arrow | Box](), list[Arrow | Box](), Counter[str]()
    pans_right = any(m.kind in ("pan", "whip") and m.amount < 0 for m in moves)
    for move in moves:
        again = seen[move.kind]
        seen[move.kind] += 1
        made = box(camera, move)
        if made:
            (start if made.inward else end).append(made)
        if not made or move.kind == "dolly zoom":
            start.append(_arrow(camera, move, again, pans_right))
    return Signs(tuple(start), tuple(end))


def box(camera: Camera, move: Movement) -> Box | None:
    """What a dolly or a zoom ends on, or comes from, at the distance of what is sharp. None where the picture does not
    close in: the camera goes with somebody. A dolly zoom's is that of the far background."""
    if move.kind not in ("dolly", "zoom", "dolly zoom"):
        return None
    a, b = move.first, move.last
    if move.kind == "dolly" and abs(camera.focus[a] - camera.focus[b]) < 0.5 * abs(move.amount):
        return None
    inward = bool(camera.focal[b] > camera.focal[a]) if move.kind != "dolly" else move.amount > 0
    inner, outer = (b, a) if inward else (a, b)
    depth = FAR if move.kind == "dolly zoom" else float(camera.focus[inner])
    found = project(camera, outer, corners(camera, inner, depth))
    if found[:, 2].min() <= 0 or _width(found) > 0.97 * shape(camera):
        return None
    return Box(move.kind, spots(found), inward, move.step)


def _width(found: np.ndarray) -> float:
    return float(np.linalg.norm(found[1, :2] - found[0, :2]))


def _arrow(camera: Camera, move: Movement, again: int, pans_right: bool) -> Arrow:
    wide, amount = shape(camera), move.amount
    if move.kind in ("pan", "whip"):
        seen = 2 * np.arctan(camera.gate.width / 2 / camera.focal[move.first])
        return _signed(move, _pan(wide, amount, abs(amount) / seen, again))
    if move.kind == "tilt":
        return _signed(move, _tilt(wide, amount, again))
    if move.kind == "roll":
        return _signed(move, _roll(wide, amount, again))
    if move.kind == "truck":
        return _signed(move, _level(wide, amount, 0.93 - 0.12 * again))
    if move.kind in ("pedestal", "crane"):
        return _signed(move, _upright(wide, amount, move.kind == "crane", pans_right, again))
    if move.kind == "orbit":
        return _signed(move, _round(wide, amount))
    return _inwards(move, wide, amount)


def _signed(move: Movement, points: Spots) -> Arrow:
    return Arrow(move.kind, points, step=move.step)


def _pan(wide: float, amount: float, share: float, again: int) -> Spots:
    """Across the edge it turns to, bent as a turn is; the longer the more of the picture goes by."""
    length, y = wide * (0.16 + 0.3 * min(share, 1.0)), 0.42 + 0.16 * again
    xs = np.linspace(length, -_OUT, _SMOOTH)
    bend = 0.05 * np.sin(np.linspace(0, pi, _SMOOTH))
    return spots([(x if amount > 0 else wide - x, y - b) for x, b in zip(xs, bend, strict=True)])


def _tilt(wide: float, amount: float, again: int) -> Spots:
    x = wide / 2 + 0.14 * again
    ys, bend = np.linspace(0.24, -_OUT, _SMOOTH), 0.04 * np.sin(np.linspace(0, pi, _SMOOTH))
    return spots([(x + b, y if amount > 0 else 1 - y) for y, b in zip(ys, bend, strict=True)])


def _roll(wide: float, amount: float, again: int) -> Spots:
    """About the picture's middle, from the top to the side the camera's top leans to."""
    radius, sweep = 0.40 - 0.09 * again, min(max(abs(amount), pi / 4), pi)
    side = -1 if amount > 0 else 1
    angles = np.linspace(-0.15, sweep, _SMOOTH)
    return spots([(wide / 2 + side * radius * sin(a), 0.5 - radius * cos(a)) for a in angles])


def _level(wide: float, amount: float, y: float) -> Spots:
    reach = wide * 0.22 * (1 if amount > 0 else -1)
    return spots([(wide / 2 - reach, y), (wide / 2 + reach, y)])


def _upright(wide: float, amount: float, bent: bool, left: bool, again: int) -> Spots:
    """Beside the picture's middle; a crane's is bent as its arm goes."""
    aside = 0.10 + 0.12 * again
    ys = np.linspace(0.72, 0.28, _SMOOTH) if amount > 0 else np.linspace(0.28, 0.72, _SMOOTH)
    bend = (0.07 if bent else 0.0) * np.sin(np.linspace(0, pi, _SMOOTH))
    return spots([((aside + b) if left else wide - aside - b, y) for y, b in zip(ys, bend, strict=True)])


def _round(wide: float, amount: float) -> Spots:
    """Half round the foot of what is seen, on the near side, the way the camera travels."""
    side, sweep = (1 if amount > 0 else -1), min(max(abs(amount) * 1.5, 1.1), 5.0)
    angles = np.linspace(-0.12, sweep, 2 * _SMOOTH)
    return spots([(wide / 2 + side * 0.32 * wide * sin(a), 0.80 + 0.11 * cos(a)) for a in angles])


def _inwards(move: Movement, wide: float, amount: float) -> Arrow:
    """Into the depth of the picture or out of it, lying on its floor, to the left of what is in the middle."""
    near, far, head, middle = 0.97, 0.70, 0.80, 0.16 * wide
    if amount > 0:
        outline = [(-0.10, near), (-0.055, head), (-0.10, head), (0.0, far), (0.10, head), (0.055, head), (0.10, near)]
        points: tuple[Spot, Spot] = (spot(middle, near), spot(middle, far))
    else:
        outline = [(-0.05, far), (-0.085, head + 0.05), (-0.16, head + 0.05), (0.0, near), (0.16, head + 0.05),
                   (0.085, head + 0.05), (0.05, far)]
        points = (spot(middle, far), spot(middle, near))
    slim = min(wide, 1.0)
    return Arrow("dolly", points, spots([(middle + x * slim, y) for x, y in outline]), move.step)
