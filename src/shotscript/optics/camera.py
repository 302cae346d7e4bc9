"""The camera, frame by frame, and the stage that holds everything it can see.

Convention: cam_to_world is 4x4, columns right, up, back, position; the camera looks along its own -Z.
A pan left turns the lens to the operator's left: a positive turn about +Y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .space import Carried, Set, Track, Vector


@dataclass(frozen=True, slots=True)
class Gate:
    """The part of the sensor the delivered picture uses, in millimetres."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Camera:
    """n frames of a camera.

    cam_to_world (n, 4, 4) metres · focal (n,) mm · focus (n,) metres along the axis, what is sharp · stop f-number or
    None for everything sharp · gate the delivered part of the sensor, mm.
    """

    cam_to_world: Vector
    focal: Vector
    focus: Vector
    stop: float | None
    gate: Gate

    def __len__(self) -> int:
        return len(self.focal)

    @property
    def position(self) -> Vector:
        return self.cam_to_world[:, :3, 3]

    def intrinsics(self, width: int, height: int) -> Vector:
        """K (n, 3, 3) in pixels for a picture of width x height, principal point in the middle."""
        k = np.zeros((len(self), 3, 3))
        k[:, 0, 0] = self.focal / self.gate.width * width
        k[:, 1, 1] = self.focal / self.gate.height * height
        k[:, 0, 2], k[:, 1, 2], k[:, 2, 2] = width / 2, height / 2, 1.0
        return k


@dataclass(frozen=True, slots=True)
class ShotStage:
    """What one shot sees. Arrays run from `lead` frames before the shot's first frame to `tail` after its last one,
    so that a dissolve has its handles: frame 0 of the shot is index `lead`.

    `caption` is for the slate: size, move and amounts in words. `subject` are the names in focus of interest. `carried`
    are things of the set that move; the set has them where they are as the shot begins.
    """

    label: str
    frames: int
    lead: int
    tail: int
    camera: Camera
    people: tuple[Track, ...]
    set: Set
    caption: str = ""
    subjects: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class Stage:
    shots: Mapping[str, ShotStage] = field(default_factory=dict)

    def camera(self, label: str) -> Camera:
        return self.shots[label].camera


Frames = NDArray[np.int64]
