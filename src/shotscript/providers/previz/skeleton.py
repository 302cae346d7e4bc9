"""Where the joints of a mannequin are, in the room and in the picture, and which of them the picture shows.

The eighteen points are those of OpenPose's COCO body, in its order: they are what pose-driven models are trained on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .frame import NEAR
from .mesh import Floats
from .parts import PART
from .people import Actor
from .pose import bones
from .scenery import F4, I4
from .view import View, on_screen

LIMBS = tuple(f"{side} {joint}" for side in ("right", "left") for joint in ("shoulder", "elbow", "wrist"))
LEGS = tuple(f"{side} {joint}" for side in ("right", "left") for joint in ("hip", "knee", "ankle"))
JOINTS = ("nose", "neck", *LIMBS, *LEGS, "right eye", "left eye", "right ear", "left ear")
FACE = frozenset(i for i, name in enumerate(JOINTS) if name == "nose" or name.split()[-1] in ("eye", "ear"))
HIDDEN, NEARLY, SEEN = 0, 1, 2
THIN = 0.08  # metres beside a hidden joint within which its person must show for it to be nearly seen

_ORIGIN = {"shoulder": "upper arm", "elbow": "forearm", "wrist": "hand", "hip": "thigh", "knee": "shin",
           "ankle": "foot"}
_DEEP = {"nose": 0.03, "eye": 0.03, "ear": 0.05, "neck": 0.16, "shoulder": 0.14, "elbow": 0.09, "wrist": 0.07,
         "hip": 0.19, "knee": 0.11, "ankle": 0.11}
"""How far under the skin a joint may lie and still be seen, metres for a person of 1.76 m."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """points (18, 3) metres, y up · pixels (18, 2) · depth (18,) metres along the lens axis ·
    seen (18,): 2 in plain sight; 1 behind the own body, or something so thin that the body shows beside it; 0 behind
    something or someone else, or out of the picture.
    """

    name: str
    points: Floats
    pixels: Floats
    depth: Floats
    seen: NDArray[np.int8]

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """What a detector would find: joints in sight or nearly so; of a face only what is in sight."""
        face = np.isin(np.arange(len(JOINTS)), list(FACE))
        return (self.seen == SEEN) | ((self.seen == NEARLY) & ~face)


def skeleton(actor: Actor, frame: int, number: int, eye: View, inverse: F4, owners: I4) -> Skeleton:
    """An actor's joints in one frame. `inverse` (h, w) is the picture's inverse depth, `owners` (h, w) whose each
    pixel is; `number` is the actor's own.
    """
    places = _places(actor, bones(actor.stance(frame)))
    found = np.array([on_screen(eye, place) for place in places], np.float64)
    seen = [_seen(spot, _DEEP[name.split()[-1]] * actor.scale, number, eye, inverse, owners)
            for name, spot in zip(JOINTS, found, strict=True)]
    points = np.stack([places[:, 0], places[:, 2], -places[:, 1]], axis=1)
    return Skeleton(actor.name, np.round(points, 6), np.round(found[:, :2], 3), np.round(found[:, 2], 6),
                    np.array(seen, np.int8))


def _places(actor: Actor, joints: Floats) -> Floats:
    """(18, 3) metres, z up."""
    found = {name: _place(actor, joints, name) for name in JOINTS if name != "neck"}
    found["neck"] = (found["left shoulder"] + found["right shoulder"]) / 2
    return np.array([found[name] for name in JOINTS])


def _place(actor: Actor, joints: Floats, name: str) -> Floats:
    """A limb's joint is where its part begins; a point of the face is the middle of its part."""
    side, _, kind = name.rpartition(" ")
    if kind in _ORIGIN:
        return joints[PART[f"{side} {_ORIGIN[kind]}"]][:3, 3]
    bone, middle = joints[PART[name]], actor.figure.centres[PART[name]]
    return (bone[:3, :3] * middle).sum(-1) + bone[:3, 3]


def _seen(spot: Floats, deep: float, number: int, eye: View, inverse: F4, owners: I4) -> int:
    """The pixel under a joint and those beside it tell whether it is in sight; a wider look whether it nearly is."""
    height, width = owners.shape
    if not (spot[2] > NEAR and 0 <= spot[0] < width and 0 <= spot[1] < height):
        return HIDDEN
    at = _around(spot, 1)
    own = inverse[at][owners[at] == number]
    if len(own):
        return SEEN if spot[2] - 1 / float(own.min()) < deep else NEARLY
    beside = owners[_around(spot, int(THIN * eye.pixels / spot[2]))]
    return NEARLY if (beside == number).any() else HIDDEN


def _around(spot: Floats, reach: int) -> tuple[slice, slice]:
    x, y = int(spot[0]), int(spot[1])
    return slice(max(y - reach, 0), y + reach + 1), slice(max(x - reach, 0), x + reach + 1)
