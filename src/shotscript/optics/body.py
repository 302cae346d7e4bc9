"""Where the parts of a body are, and how much of it each shot size shows.

Heights are fractions of the standing height. A seated body keeps its upper part and lowers it by the seat; one who
lies has the middle over the spot where they stand, the feet the way they face. Checked against `lens.CROPS`: the
bottom edge at its landmark plus that height puts the eyes a third below the top in close sizes and leaves headroom in
wide ones.
"""

from __future__ import annotations

from math import cos, sin
from types import MappingProxyType

import numpy as np

from ..lang.term import Size
from . import lens
from .space import Body, Posture, Vector, facing

STANDING = MappingProxyType({
    "crown": 1.0, "eyes": 0.935, "mouth": 0.895, "chin": 0.87, "shoulders": 0.80, "chest": 0.69, "waist": 0.56,
    "hips": 0.53, "thigh": 0.385, "knees": 0.285, "feet": 0.0, "hands": 0.46, "back": 0.74, "legs": 0.26,
})

SEATED_HIP = 0.518
"""Height of the hip joint of anyone who sits, metres: chairs are alike."""

_HIP_JOINT = 0.537

SEATED = MappingProxyType({"hips": 0.285, "thigh": 0.26, "knees": 0.20, "feet": 0.0, "hands": 0.40, "legs": 0.20})

BOTTOMS = MappingProxyType({
    Size.ECU: "chin", Size.CU: "shoulders", Size.MCU: "chest", Size.MS: "waist", Size.COWBOY: "thigh",
    Size.MWS: "knees", Size.FS: "feet",
})
"""The landmark at the bottom edge of each size; full shots leave `SOLE` below the feet."""

SOLE = 0.03
HALF_WIDTH = 0.155
"""Half the width of the shoulders with a hand's breadth of air, as a fraction of height."""

RADIUS = 0.25
"""A body in plan, metres: a lens nearer than this to its middle is inside it."""

PARTS = MappingProxyType({
    "hand": "hands", "hands": "hands", "fingers": "hands", "fist": "hands", "fists": "hands", "wrist": "hands",
    "eye": "eyes", "eyes": "eyes", "face": "mouth", "head": "eyes", "mouth": "mouth", "lips": "mouth", "chin": "chin",
    "shoulder": "shoulders", "shoulders": "shoulders", "chest": "chest", "back": "back", "waist": "waist",
    "belt": "waist", "hip": "hips", "hips": "hips", "leg": "legs", "legs": "legs", "knee": "knees", "knees": "knees",
    "foot": "feet", "feet": "feet", "shoe": "feet", "shoes": "feet", "boots": "feet",
})
"""What `CU on MAYA's hands` may name, and the landmark it means."""

_FORWARD = MappingProxyType({"eyes": 0.05, "mouth": 0.05, "chin": 0.05, "hands": 0.06})
_FORWARD_SEATED = MappingProxyType({
    "crown": 0.016, "eyes": 0.066, "mouth": 0.066, "chin": 0.066, "hands": 0.26, "knees": 0.26,
    "legs": 0.26, "feet": 0.27,
})
_LYING = 0.13
_ARM = 0.2
_WIDE = MappingProxyType({Size.WS: 1 / 3, Size.EWS: 0.42})


def height(body: Body, landmark: str) -> float:
    """Height of a landmark above the world's floor, metres."""
    return body.floor[1] + body.tall * _fraction(body, landmark)


def landmark(body: Body, name: str) -> Vector:
    """A landmark in the world, on the body's middle plane."""
    return np.array(spot(body, name))


def spot(body: Body, name: str) -> tuple[float, float, float]:
    """The same in plain numbers."""
    if body.posture == Posture.LIE:
        ahead = 0.5 - STANDING[name]
    else:
        ahead = (_FORWARD_SEATED if body.posture == Posture.SIT else _FORWARD).get(name, 0.0)
    x, _, z = body.floor
    return x + sin(body.yaw) * ahead * body.tall, height(body, name), z + cos(body.yaw) * ahead * body.tall


def lying_hands(body: Body) -> Vector:
    """(2, 4) both hands of someone who lies with their arms beside them, and half their width."""
    middle, aside = landmark(body, "hands"), facing(body.yaw + np.pi / 2) * _ARM * body.tall
    return np.array([(*(middle + aside), 0.06), (*(middle - aside), 0.06)])


def eyes(body: Body) -> Vector:
    return landmark(body, "eyes")


def part(body: Body, words: str) -> Vector | None:
    """Where a named part of a person is, or None if we know no such part."""
    known = next((PARTS[w] for w in reversed(words.casefold().split()) if w in PARTS), None)
    return None if known is None else landmark(body, known)


def crop(body: Body, size: Size) -> tuple[float, float]:
    """Bottom and top edge of the picture at the body's own distance, world heights in metres."""
    if body.posture == Posture.LIE:
        middle, half = height(body, "eyes"), lens.crop(size, body.tall) / 2
        return middle - half, middle + half
    if size in _WIDE:
        return _wide(body, size)
    tall, floor = body.tall, body.floor[1]
    top = floor + tall * (STANDING[BOTTOMS[size]] - _sole(size)) + lens.crop(size, tall) - tall * _drop(body)
    return floor + tall * (_fraction(body, BOTTOMS[size]) - _sole(size)), top


def centre(body: Body, size: Size) -> Vector:
    """The point of the floor plan the picture of this size is centred on."""
    if body.posture != Posture.LIE:
        return landmark(body, "eyes") * (1, 0, 1) if size == Size.ECU else np.array((body.floor[0], 0.0, body.floor[2]))
    lowest = "feet" if size in _WIDE else BOTTOMS[size]
    middle = (landmark(body, "crown") + landmark(body, lowest)) / 2
    return np.array((middle[0], 0.0, middle[2]))


def _wide(body: Body, size: Size) -> tuple[float, float]:
    """Wide pictures put the eyes where `_WIDE` says; a seated figure sinks half as far as it sits."""
    tall, room = body.tall, lens.crop(size, body.tall)
    top = body.floor[1] + tall * (STANDING["eyes"] - _drop(body) / 2) + _WIDE[size] * room
    return top - room, top


def _fraction(body: Body, name: str) -> float:
    if body.posture == Posture.LIE:
        return _LYING
    if body.posture == Posture.SIT:
        return SEATED.get(name, STANDING[name] - _drop(body))
    return STANDING[name]


def _drop(body: Body) -> float:
    """How far sitting lowers everything from the waist up, as a fraction of height."""
    return max(0.0, _HIP_JOINT - SEATED_HIP / body.tall) if body.posture == Posture.SIT else 0.0


def _sole(size: Size) -> float:
    return SOLE if size == Size.FS else 0.0
