"""Arms, legs, hands and feet. An arm or a leg is one skin from shoulder to wrist, from hip to ankle, hanging straight.

Its rings lie closest about the joint, one for every other level of the bend (`skin`), so that it bends in an arc.
"""

from __future__ import annotations

import numpy as np

from .mesh import Floats, Mesh, joined, loft, mirrored, moved, rings, skin, solid, turn_x
from .skin import eased
from .stuff import Shape, Stuff

UPPER, FORE = 0.275, 0.265
THIGH, SHIN = 0.415, 0.415
ELBOW, KNEE = 0.062, 0.085
"""Half the length over which an elbow and a knee bend, metres."""

NOTHING = np.zeros((0, 3), np.int32)


def limbs() -> dict[str, Shape]:
    hand, shapes = _hand(), {}
    leg = _leg()
    for side, palm in (("left", hand), ("right", mirrored(hand))):
        shapes |= {f"{side} {name}": shape for name, shape in leg.items()}
        shapes[f"{side} hand"] = (palm, [(0, 0, -0.05, 0.04), (0, 0, -0.11, 0.035)], Stuff.SKIN)
    return shapes


def sleeve(around: int) -> tuple[Floats, int]:
    """The arm from below the shoulder to the wrist, rings of `around` points hanging straight from the joint, and how
    many of the rings are the upper arm's."""
    sections = [(-0.004, 0.0490, 0.0540), (-0.030, 0.0505, 0.0565), (-0.080, 0.0480, 0.0535), (-0.140, 0.0440, 0.0490),
                (-0.220, 0.0400, 0.0415), (-0.275, 0.0385, 0.0400), (-0.330, 0.0410, 0.0430), (-0.400, 0.0385, 0.0395),
                (-0.480, 0.0345, 0.0335), (-0.528, 0.0355, 0.0330), (-0.533, 0.0310, 0.0290), (-0.534, 0.0170, 0.0180)]
    path = rings(sections, _heights(list(np.linspace(-0.14, -UPPER + ELBOW, 4)), UPPER, ELBOW, sections[-1][0]))
    return skin(path, around).points, _above(path, UPPER)


def _leg() -> dict[str, Shape]:
    sections = [(0.070, 0.008, 0.010), (0.064, 0.026, 0.034), (0.045, 0.046, 0.062), (0.010, 0.064, 0.084),
                (-0.050, 0.0790, 0.0930), (-0.110, 0.0835, 0.0920), (-0.220, 0.0770, 0.0800), (-0.330, 0.0630, 0.0655),
                (-0.415, 0.0550, 0.0580), (-0.490, 0.0545, 0.0605), (-0.560, 0.0560, 0.0630), (-0.680, 0.0470, 0.0490),
                (-0.790, 0.0405, 0.0425), (-0.835, 0.0420, 0.0455), (-0.842, 0.0370, 0.0400),
                (-0.843, 0.0240, 0.0260)]
    thigh, shin = _cut(sections, THIGH, KNEE, 20)
    return {
        "thigh": (thigh, [(0, 0, -0.06, 0.085), (0, 0, -0.17, 0.082), (0, 0, -0.27, 0.072), (0, 0, -0.37, 0.06)],
                  Stuff.TROUSERS),
        "shin": (shin, [(0, 0, -0.06, 0.058), (0, 0, -0.16, 0.058), (0, 0, -0.26, 0.046), (0, 0, -0.36, 0.04)],
                 Stuff.TROUSERS),
        "foot": (_foot(), [(0, -0.03, -0.03, 0.045), (0, 0.05, -0.035, 0.045), (0, 0.13, -0.045, 0.035)], Stuff.SHOE),
    }


def _cut(sections: list[tuple[float, float, float]], joint: float, reach: float, around: int) -> tuple[Mesh, Mesh]:
    """One skin in two parts: points above the joint are the first's, with all faces, the rest the second's."""
    above = [*(z for z, _, _ in sections if z > -0.06), *np.linspace(-0.06, -joint + reach, 7)]
    path = rings(sections, _heights(above, joint, reach, sections[-1][0]))
    whole = skin(path, around)
    cut = _above(path, joint) * around
    low_points = whole.points[cut:] + np.array((0, 0, joint))
    return (Mesh(whole.points[:cut], whole.normals[:cut], whole.faces),
            Mesh(low_points, whole.normals[cut:], NOTHING))


def _heights(above: list[float], joint: float, reach: float, low: float) -> list[float]:
    """Of rings, falling: those given above the joint's bend, one for every other level of the bend, and the rest."""
    bend = [-joint + reach * (1 - 2 * at) for at in eased(8)]
    rest = [*np.linspace(-joint - reach, low + 0.012, 8), low + 0.006, low + 0.001, low]
    return sorted({round(float(z), 6) for z in (*above, *bend, *rest)}, reverse=True)


def _above(path: Floats, joint: float) -> int:
    return int((path[:, 0] > -joint - 1e-9).sum())


def _foot() -> Mesh:
    last = loft([(-0.075, 0.033, 0.036), (-0.02, 0.040, 0.048), (0.05, 0.045, 0.042), (0.12, 0.046, 0.030),
                 (0.175, 0.036, 0.022)], 20, 13)
    points = last.points[:, [0, 2, 1]] - np.array((0, 0, 0.035))
    points[:, 2] = np.maximum(points[:, 2], -0.070)
    return solid(points, last.faces[:, ::-1])


def _hand() -> Mesh:
    """The left one at rest: palm towards the body, thumb in front, fingers a little curled."""
    palm = loft([(0.032, 0.0185, 0.0225), (0.0, 0.0185, 0.0245), (-0.030, 0.0175, 0.0345), (-0.060, 0.0160, 0.0395),
                 (-0.084, 0.0135, 0.0385), (-0.096, 0.0095, 0.0350)], 16, 11, dome=0.5)
    fingers = [_finger(y, drop, long, radius) for y, drop, long, radius in (
        (0.0285, -0.082, 0.074, 0.0092), (0.0098, -0.086, 0.082, 0.0095), (-0.0092, -0.085, 0.077, 0.0091),
        (-0.0272, -0.080, 0.062, 0.0081))]
    thumb = loft([(0.010, 0.0135, 0.0150), (-0.020, 0.0135, 0.0140, 0.003), (-0.045, 0.0110, 0.0110, 0.009),
                  (-0.066, 0.0085, 0.0085, 0.017)], 10, 7)
    return joined(palm, *fingers, moved(thumb, turn_x(0.52), (0.003, 0.028, -0.022)))


def _finger(y: float, drop: float, long: float, radius: float) -> Mesh:
    """Bent towards the palm at its joints, where it is a little thicker."""
    bends = ((0.0, 1.0, 0.0), (0.25, 0.94, 0.003), (0.42, 1.0, 0.007), (0.70, 0.86, 0.017), (0.94, 0.76, 0.029),
             (1.0, 0.40, 0.032))
    return loft([(drop - long * at * 0.95, radius * k, radius * k, bend, y) for at, k, bend in bends], 8, 9, caps=False)
