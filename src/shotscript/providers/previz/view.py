"""The camera of one frame as the kernels want it: a projection, its rays, and what the lens does to focus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .mesh import Floats
from .scenery import F4
from .sheet import CutSheet

f4 = np.float32
CRISP = 0.11  # metres before and behind the focus that stay sharp


@dataclass(frozen=True, slots=True)
class View:
    """project (3, 4) metres to homogeneous pixels · rays (3, 3) pixel to ray, see `kernels.raster.clear` · eye, right,
    up, forward, rim (3,) · focus metres · blur pixels of confusion radius per unit of inverse depth (0: all sharp), but
    for the first `keep` ·
    pixels: how many pixels one metre has at one metre.
    """

    project: F4
    rays: F4
    eye: F4
    right: F4
    up: F4
    rim: F4
    rolled: bool
    focus: float
    blur: float
    keep: float
    focal: float
    pixels: float


def view(sheet: CutSheet, frame: int, width: int, height: int) -> View:
    right, up, forward = sheet.axes[frame]
    eye, focal = sheet.eye[frame], float(sheet.focal[frame])
    sx, sy = focal / sheet.gate[0] * width, focal / sheet.gate[1] * height
    project = np.zeros((3, 4))
    project[0, :3] = sx * right + width / 2 * forward
    project[1, :3] = -sy * up + height / 2 * forward
    project[2, :3] = forward
    project[:, 3] = -(project[:, :3] * eye).sum(1)
    rays = np.stack([right / sx, -up / sy, forward - width / 2 / sx * right + height / 2 / sy * up])
    level = abs(float(right[2])) < 1e-5
    if level:
        rays[0, 2] = 0.0
    rim = forward * 0.75 + np.array((0.0, 0.0, 0.55)) + _level(forward, right) * 0.45
    focus = max(0.3, float(sheet.focus[frame]))
    blur = (focal * 1e-3) ** 2 / sheet.stop / (sheet.gate[0] * 1e-3) * width * 0.5 if sheet.stop else 0.0
    return View(project.astype(f4), rays.astype(f4), eye.astype(f4), right.astype(f4), up.astype(f4),
                (rim / np.sqrt((rim * rim).sum())).astype(f4), not level, focus, blur, CRISP / focus**2, focal, sx)


def _level(forward: Floats, right: Floats) -> Floats:
    """The level direction to the camera's right: leaning moves no light."""
    flat = np.array((forward[1], -forward[0], 0.0))
    length = float(np.sqrt((flat * flat).sum()))
    return flat / length if length > 1e-3 else right


def on_screen(view: View, point: np.ndarray) -> tuple[float, float, float]:
    """Pixel x, y and depth in metres of a point (3,), z up."""
    x, y, w = (view.project[:, :3].astype(float) * point).sum(1) + view.project[:, 3].astype(float)
    return (float(x / w), float(y / w), float(w)) if abs(w) > 1e-6 else (0.0, 0.0, 0.0)
