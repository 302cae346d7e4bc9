"""Where two skins meet, their normals lean towards one another, so that light runs over hips without a step.
Only normals change.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from .figure import Figure, figure
from .mesh import Floats
from .parts import PART
from .pose import STAND, Stance, bones
from .skin import frames

SEAMS = tuple((f"{side} thigh", "pelvis", 0.055) for side in ("left", "right"))


@cache
def sewn(long_hair: bool) -> Figure:
    """The mannequin with its seams shaded over."""
    plain = figure(long_hair)
    rest = frames(bones(Stance((0, 0, 0), 0.0, STAND, (0, 5, 1.5), 1.0)))
    turn = rest[plain.bone][:, :3, :3]
    points = (turn * plain.points[:, None, :]).sum(-1) + rest[plain.bone][:, :3, 3]
    normals = (turn * plain.normals[:, None, :]).sum(-1)
    lean = normals.copy()
    for one, other, reach in SEAMS:
        a, b = (np.flatnonzero(plain.part == PART[name]) for name in (one, other))
        lean[a] += _borrowed(points[a], normals[a], points[b], normals[b], reach)
        lean[b] += _borrowed(points[b], normals[b], points[a], normals[a], reach)
    lean /= np.maximum(np.linalg.norm(lean, axis=1, keepdims=True), 1e-9)
    return replace(plain, normals=np.round((turn.transpose(0, 2, 1) * lean[:, None, :]).sum(-1), 6))


def _borrowed(points: Floats, normals: Floats, others: Floats, other_normals: Floats, reach: float) -> Floats:
    """What to add to each normal: towards the mean with the other part's surface where it is nearest, none beyond
    `reach` metres."""
    apart = np.sqrt(((points[:, None, :] - others[None]) ** 2).sum(-1))
    near = np.exp(-((apart / (reach * 0.6)) ** 2))
    mean = (near[:, :, None] * other_normals[None]).sum(1)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    share = np.clip(1 - apart.min(1) / reach, 0, 1)[:, None]
    return (mean - normals) * share * 0.5
