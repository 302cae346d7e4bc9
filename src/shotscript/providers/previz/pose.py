"""From posture, gait and gaze to the place of every part: forward kinematics in z-up metres.

Angles in degrees, as an animator writes them: an arm is (forward, twist, out), a thigh likewise; elbows and knees bend.
Poses blend by weights, so that sitting down or breaking into a walk has an in-between.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .face import EYES, LIPS, MOUTH_AT
from .figure import HIP, TALL
from .limbs import FORE, SHIN, THIGH, UPPER
from .mesh import Floats, turn_x, turn_y, turn_z
from .parts import PART, PARTS
from .skin import SHOULDER

SEAT = 0.45
HIP_OVER_SEAT = 0.068
ANKLE = 0.072
WORN_BY_HEAD = ("head", "hair", *(f"{s} {part}" for s in ("left", "right") for part in ("eye", "lid", "ear", "brow")))
HEAD_TURN, HEAD_NOD = 75.0, 35.0
EYE_TURN, EYE_NOD = 24.0, 16.0
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """`hip` is the height of the pelvis in metres for a person of 1.76 m; `lean` bends the spine, `sway` twists it."""

    left_arm: Triple = (4, 0, 10)
    right_arm: Triple = (-3, 0, 9)
    left_elbow: float = 16
    right_elbow: float = 12
    left_thigh: Triple = (2, 0, 4)
    right_thigh: Triple = (-3, 0, 3)
    left_knee: float = 4
    right_knee: float = 2
    hip: float = 0.945
    lean: float = 0
    sway: float = 0
    lying: float = 0


STAND = Pose()
LIE = Pose(left_arm=(-9, 0, 17), right_arm=(-10, 0, 14), left_elbow=9, right_elbow=12, left_thigh=(0, 0, 6),
           right_thigh=(2, 0, 6), left_knee=2, right_knee=5, lying=1)


def sitting(scale: float) -> Pose:
    """On a seat of 0.45 m whatever the person's size: the knees give what the legs are too long or too short by. One
    foot before the knee, one behind it, so that two at a table have room for theirs."""
    hip = (SEAT + HIP_OVER_SEAT) / scale
    left, right = _seated_knee(hip, 84.0), _seated_knee(hip, 86.0, back=True)
    return Pose(left_arm=(17, 0, 7), right_arm=(19, 0, 8), left_elbow=54, right_elbow=56, left_thigh=(84, 0, 6),
                right_thigh=(86, 0, 7), left_knee=left, right_knee=right, hip=hip, lean=4)


def walking(phase: float) -> Pose:
    s, c = math.sin(phase), math.cos(phase)
    return Pose(left_arm=(-26 * s, 0, 7), right_arm=(26 * s, 0, 7), left_elbow=20 + 14 * max(-s, 0),
                right_elbow=20 + 14 * max(s, 0), left_thigh=(27 * s, 0, 1.5), right_thigh=(-27 * s, 0, 1.5),
                left_knee=7 + 46 * max(c, 0) ** 1.5, right_knee=7 + 46 * max(-c, 0) ** 1.5,
                hip=0.935 - 0.028 * abs(s) ** 1.5, lean=4, sway=5 * s)


def running(phase: float) -> Pose:
    s, c = math.sin(phase), math.cos(phase)
    return Pose(left_arm=(-48 * s + 6, 0, 9), right_arm=(48 * s + 6, 0, 9), left_elbow=92, right_elbow=92,
                left_thigh=(46 * s + 10, 0, 2), right_thigh=(-46 * s + 10, 0, 2), left_knee=22 + 78 * max(c, 0) ** 1.3,
                right_knee=22 + 78 * max(-c, 0) ** 1.3, hip=0.915 + 0.03 * abs(c) - 0.03 * abs(s), lean=14, sway=8 * s)


def blended(poses: list[tuple[float, Pose]]) -> Pose:
    """Weights that sum to one; a single pose is returned as it is."""
    if len(poses) == 1:
        return poses[0][1]
    values: list[Any] = [_mean([(w, getattr(pose, f.name)) for w, pose in poses]) for f in fields(Pose)]
    return Pose(*values)


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a person is: floor point, yaw in kernel radians, a pose, what they look at, scale and shoulder width.

    `hands`: points the left and right hand rest on, or None.
    """

    at: Triple
    turn: float
    pose: Pose
    gaze: Triple
    scale: float
    shoulder: float = 1.0
    hands: tuple[Triple | None, Triple | None] = (None, None)


def bones(stance: Stance) -> Floats:
    """(p, 4, 4) part to world, rounded to a micrometre so that maths libraries agree."""
    pose, k = stance.pose, stance.scale
    root = _root(stance)
    pelvis = root @ _joint(turn_z(_rad(pose.sway)) @ turn_x(-_rad(pose.lean * 0.3)), (0, 0, pose.hip))
    abdomen = pelvis @ _joint(turn_x(-_rad(pose.lean * 0.5)), (0, 0, 0.135))
    chest = abdomen @ _joint(turn_z(_rad(-1.8 * pose.sway)) @ turn_x(-_rad(pose.lean * 0.4)), (0, 0, 0.145))
    neck = chest @ _joint(turn_x(-_rad(7)), (0, -0.014, 0.252))
    head, eyes = _head(chest, neck, stance.gaze)
    out = np.empty((len(PARTS), 4, 4))
    for name, bone in (("pelvis", pelvis), ("abdomen", abdomen), ("chest", chest), ("neck", neck)):
        out[PART[name]] = bone
    for name in WORN_BY_HEAD:
        out[PART[name]] = head
    out[PART["nose"]] = head @ _joint(turn_x(0.16), (0, 0.100, 0.100))
    for name, bone in mouth(head, 0.0).items():
        out[PART[name]] = bone
    for side in ("left", "right"):
        out[PART[f"{side} iris"]] = head @ _joint(eyes, EYES[side])
    for side, sign in (("left", -1), ("right", 1)):
        _arm(out, side, sign, chest, stance, k)
        _leg(out, side, sign, pelvis, pose)
    return np.round(out, 6)


def mouth(head: Floats, opening: float) -> dict[str, Floats]:
    """The mouth's parts on a head, `opening` 0..1: lips that touch when shut, else dark between them."""
    narrow = 1.0 - 0.14 * opening
    sizes = {"mouth": (narrow, 1.0, 0.0006 + 0.0125 * opening), "upper lip": (narrow, 1.0, 1.0),
             "lower lip": (narrow, 1.0, 1.0)}
    drops = {"mouth": -0.0055 * opening, "upper lip": 0.0030 * opening, "lower lip": -0.0142 * opening}
    found = {}
    for name, (x, y, z) in LIPS.items():
        at = (MOUTH_AT[0] + x, MOUTH_AT[1] + y, MOUTH_AT[2] + z + drops[name])
        found[name] = np.round(head @ _joint(turn_x(0.10) @ np.diag(sizes[name]), at), 6)
    return found


def _root(stance: Stance) -> Floats:
    """Upright at `at`; lying on the back about `at`, feet the way the body faces."""
    flat, k = stance.pose.lying, stance.scale
    turn = turn_z(stance.turn)
    offset = turn @ np.array((0.0, 0.5 * TALL * k * flat, 0.125 * k * flat))
    return _joint(turn @ turn_x(_rad(90 * flat)) * k, np.asarray(stance.at) + offset)


def _head(chest: Floats, neck: Floats, gaze: Triple) -> tuple[Floats, Floats]:
    """The head on the neck, turned to the gaze as far as a neck goes; and how the eyes turn in it for the rest."""
    base = neck @ _joint(turn_x(_rad(7)), (0, 0.006, 0.050))
    back = np.linalg.inv(chest)
    v = (back @ np.array((*gaze, 1.0)))[:3] - (back @ base[:, 3])[:3] - np.array((0, 0, 0.12))
    side, nod = math.degrees(math.atan2(-v[0], v[1])), math.degrees(math.atan2(v[2], math.hypot(v[0], v[1])))
    turned, nodded = _clamped(side, HEAD_TURN), _clamped(nod, HEAD_NOD)
    rest = _clamped(side - turned, EYE_TURN) * (abs(side) < 150), _clamped(nod - nodded, EYE_NOD)
    eyes = turn_z(_rad(rest[0])) @ turn_x(_rad(rest[1]))
    return base @ _joint(turn_z(_rad(turned)) @ turn_x(_rad(nodded)), (0, 0, 0)), eyes


def _arm(out: Floats, side: str, sign: int, chest: Floats, stance: Stance, k: float) -> None:
    pose = stance.pose
    (swing, twist, spread), elbow, hand = (
        (pose.left_arm, pose.left_elbow, stance.hands[0]) if sign < 0 else
        (pose.right_arm, pose.right_elbow, stance.hands[1]))
    shoulder = (sign * SHOULDER[0] * stance.shoulder, SHOULDER[1], SHOULDER[2])
    upper = chest @ _joint(turn_y(-sign * _rad(spread)) @ turn_x(_rad(swing)) @ turn_z(sign * _rad(twist)), shoulder)
    fore = upper @ _joint(turn_x(_rad(elbow)), (0, 0, -UPPER))
    palm = fore @ _joint(turn_z(-sign * _rad(8)) @ turn_x(_rad(6)), (0, 0, -FORE))
    if hand is not None:
        upper, fore = _reach(chest, (chest @ np.array((*shoulder, 1.0)))[:3], np.asarray(hand), sign, k)
        palm = fore @ _joint(turn_z(sign * _rad(78)) @ turn_x(_rad(-8)), (0, 0, -FORE))
    out[PART[f"{side} upper arm"]], out[PART[f"{side} forearm"]], out[PART[f"{side} hand"]] = upper, fore, palm


def _leg(out: Floats, side: str, sign: int, pelvis: Floats, pose: Pose) -> None:
    (swing, _, spread), knee = (pose.left_thigh, pose.left_knee) if sign < 0 else (pose.right_thigh, pose.right_knee)
    thigh = pelvis @ _joint(turn_y(-sign * _rad(spread)) @ turn_x(_rad(swing)), (sign * HIP[0], HIP[1], HIP[2]))
    shin = thigh @ _joint(turn_x(-_rad(knee)), (0, 0, -THIGH))
    foot = shin @ _joint(turn_x(_rad(knee - swing) * 0.85 * (1 - 0.6 * pose.lying)), (0, 0, -SHIN))
    out[PART[f"{side} thigh"]], out[PART[f"{side} shin"]], out[PART[f"{side} foot"]] = thigh, shin, foot


def _reach(chest: Floats, start: Floats, target: Floats, sign: int, k: float) -> tuple[Floats, Floats]:
    """Two bones from the shoulder to a point, the elbow down and out."""
    upper, fore = UPPER * k, FORE * k
    v = target - start
    far = min(float(np.linalg.norm(v)), (upper + fore) * 0.995)
    u = v / np.linalg.norm(v)
    a = (upper * upper - fore * fore + far * far) / (2 * far)
    down = -chest[:3, 2] * 0.85 - chest[:3, 1] * 0.35 + chest[:3, 0] * sign * 0.55
    pole = down - u * float(down @ u)
    pole /= np.linalg.norm(pole)
    elbow = start + u * a + pole * math.sqrt(max(upper * upper - a * a, 0.0))
    return _aimed(start, start - elbow, -pole, k), _aimed(elbow, elbow - (start + u * far), -pole, k)


def _aimed(at: Floats, up: Floats, pole: Floats, k: float) -> Floats:
    z = up / np.linalg.norm(up)
    x = np.cross(pole, z)
    x /= np.linalg.norm(x) + 1e-9
    return _joint(np.stack([x, np.cross(z, x), z], 1) * k, at)


def _seated_knee(hip: float, thigh: float, back: bool = False) -> float:
    drop = hip - 0.045 - THIGH * math.cos(_rad(thigh)) - ANKLE
    lean = math.degrees(math.acos(min(max(drop / SHIN, 0.2), 1.0)))
    return thigh + lean if back else thigh - lean


def _joint(turn: Floats, at: Triple | Floats) -> Floats:
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = turn, at
    return out


def _mean(values: list[tuple[float, Any]]) -> float | tuple[float, ...]:
    if isinstance(values[0][1], tuple):
        return tuple(sum(w * v[i] for w, v in values) for i in range(3))
    return sum(w * v for w, v in values)


def _rad(degrees: float) -> float:
    return math.radians(degrees)


def _clamped(value: float, most: float) -> float:
    return max(-most, min(most, value))
