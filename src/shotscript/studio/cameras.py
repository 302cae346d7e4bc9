"""Cameras as numbers for other programs: each shot's on the film's own frames, or on a provider's.

Frame i is the state i / fps seconds after the shot's first frame; handles are left out. Between two frames of the
film's own grid the camera is where passes and their needs have it: straight on its way, turned about one axis, and
held beyond the last frame that is staged.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from ..optics.camera import Camera
from ..providers import passes
from ..providers.previz.sampled import between
from .reading import Read

CONVENTION = ("right-handed, Y up, camera looks along -Z, metres; K in pixels, x right and y down, pixel centres at "
              ".5; frame i is the state i / fps seconds after the shot's first frame")
COLUMNS = ("shot", "frame", "seconds", *(f"m{row}{column}" for row in range(4) for column in range(4)), "fx", "fy",
           "cx", "cy", "focal_mm", "focus_m", "stop")


@dataclass(frozen=True, slots=True)
class Shots:
    """The cameras of a film's shots by label, and their frames: all of one rate and size."""

    cameras: Mapping[str, Camera]
    fps: Fraction
    width: int
    height: int


def cameras(film: Read, fps: Fraction | None = None, frames: int | None = None) -> Shots:
    """The cameras of the shots that are meant, in the film's order."""
    fmt, found = film.story.format, {}
    for label in (slot.label for slot in film.timeline.slots if slot.label in film.labels):
        stage = film.stage.shots[label]
        size = passes.sampling(stage, fmt, fps, frames)
        asked = passes.written("picture", label, Fraction(0), size, size.frames)
        found[label] = _at(stage.camera, passes.moments(asked, stage, fmt.fps))
    return Shots(found, fps or fmt.fps, fmt.width, fmt.height)


def told(shots: Shots) -> dict[str, Any]:
    """As plain values, for JSON."""
    return {"convention": CONVENTION, "fps": str(shots.fps), "width": shots.width, "height": shots.height,
            "shots": {label: {
                "cam_to_world": np.round(one.cam_to_world, 9).tolist(), "K": _k(one, shots).tolist(),
                "focal_mm": np.round(one.focal, 6).tolist(), "focus_m": np.round(one.focus, 6).tolist(),
                "stop": one.stop, "gate_mm": [round(one.gate.width, 6), round(one.gate.height, 6)]}
                for label, one in shots.cameras.items()}}


def table(shots: Shots) -> str:
    """A row a frame: `COLUMNS`; the matrix row by row, no stop where all is sharp."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(shots))
    return out.getvalue()


def arrays(shots: Shots) -> bytes:
    """A numpy container: one entry a frame in `shot`, `frame`, `cam_to_world`, `K`, `focal_mm`, `focus_m`, `stop` (not
    a number where all is sharp); and `fps`, `width`, `height`, `convention`."""
    held, out = shots.cameras, io.BytesIO()
    stops = [np.full(len(one), np.nan if one.stop is None else one.stop) for one in held.values()]
    np.savez(
        out, shot=np.repeat(np.array(list(held), np.str_), [len(one) for one in held.values()]),
        frame=_joined([np.arange(len(one)) for one in held.values()], (), np.int64),
        cam_to_world=_joined([one.cam_to_world for one in held.values()], (4, 4)),
        K=_joined([one.intrinsics(shots.width, shots.height) for one in held.values()], (3, 3)),
        focal_mm=_joined([one.focal for one in held.values()]), focus_m=_joined([one.focus for one in held.values()]),
        stop=_joined(stops), fps=np.str_(shots.fps), width=np.int64(shots.width), height=np.int64(shots.height),
        convention=np.str_(CONVENTION))
    return out.getvalue()


def _at(camera: Camera, moments: tuple[Fraction, ...]) -> Camera:
    at, poses = between(moments, len(camera)), np.tile(np.eye(4), (len(moments), 1, 1))
    poses[:, :3, :3] = at.turned(camera.cam_to_world[:, :3, :3].transpose(0, 2, 1)).transpose(0, 2, 1)
    poses[:, :3, 3] = at.straight(camera.position)
    return replace(camera, cam_to_world=poses, focal=at.straight(camera.focal), focus=at.straight(camera.focus))


def _rows(shots: Shots) -> Iterator[list[Any]]:
    for label, one in shots.cameras.items():
        poses, k = np.round(one.cam_to_world, 9).reshape(-1, 16).tolist(), _k(one, shots)
        lens = np.round(np.stack([one.focal, one.focus], 1), 6).tolist()
        for i in range(len(one)):
            own = [float(k[i, 0, 0]), float(k[i, 1, 1]), float(k[i, 0, 2]), float(k[i, 1, 2])]
            yield [label, i, round(float(i / shots.fps), 9), *poses[i], *own, *lens[i], one.stop]


def _k(camera: Camera, shots: Shots) -> np.ndarray:
    return np.round(camera.intrinsics(shots.width, shots.height), 6)


def _joined(parts: list[np.ndarray], shape: tuple[int, ...] = (), kind: type[np.generic] = np.float64) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros((0, *shape), kind)
