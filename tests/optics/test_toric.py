"""Toric framing against the twelve published vectors and by reprojection."""

from math import asin, atan, atan2, cos, hypot, radians, sin, tan

import numpy as np
import pytest

from shotscript.optics import toric
from shotscript.optics.camera import Gate
from shotscript.optics.lens import gate
from shotscript.optics.view import ray, rotation, turn_to

FF = gate("full frame", 16 / 9)


def _free(hfov: float, aspect: float) -> tuple[float, Gate]:
    return 18 / tan(radians(hfov / 2)), Gate(36, 36 / aspect)


GENERAL = {
    "T1": (50, FF, (-.75, 1.6, 0), (.75, 1.6, 0), (-.4, .2), (.4, .2), 16.375285, 81.812358, 0,
           (0, 1.6, 5.212603068), (0, -2.319212, 0)),
    "T2": (50, FF, (-.75, 1.6, 0), (.75, 1.6, 0), (-.4, .2), (.4, .2), 16.375285, 81.812358, 30,
           (0, 4.206301534, 4.514246676), (0, -32.319212, 0)),
    "T3": (85, FF, (-.6, 1.55, 0), (.9, 1.68, .3), (-.55, .10), (.30, .33), 10.393802, 162.209265, 7.870539,
           (-1.688045743, 1.507340053, .120534760), (-90.326433, 1.564286, 0)),
    "T4": (85, FF, (-.6, 1.55, 0), (.9, 1.68, .3), (-.30, .33), (.55, .10), 10.393802, 7.396933, 9.753625,
           (1.849806282, 1.824835365, .826386534), (67.706568, -8.331169, 0)),
    "T5": (35, gate("super 35", 2.39), (-.6, 1.18, 0), (.9, 1.70, .3), (-.33, -.25), (.33, .45), 14.628639, 82.685681,
           39.982137, (-2.072040641, 5.268816066, 4.623588689), (-26.420138, -38.321077, 0)),
    "T6": (28, gate("full frame", 9 / 16), (-.4, 1.62, .2), (.35, 1.75, -.5), (-.45, .15), (.40, .25), 11.906700,
           154.288844, 9.959625, (-.841064123, 1.573564940, 1.310692893), (-27.841765, -1.440081, 0)),
    "T7": (*_free(60, 1), (0, 1.6, 0), (2, 1.6, -1), (.5, .1), (-.4, .1), 29.059754, 75.470123, 180,
           (-.929205964, 1.6, -4.358411928), (-151.888098, -3.304305, 0)),
    "T8": (*_free(70, 4 / 3), (1, .5, 2), (-1, 2, 3.5), (-.2, -.6), (.7, .5), 45.479655, 50, 25,
           (-1.947977646, 2.976064201, .678586345), (-130.951291, -24.922788, -20.788848)),
}


@pytest.mark.parametrize("name", GENERAL)
def test_general_vectors(name: str) -> None:
    mm, g, a, b, on_a, on_b, alpha, beta, phi, at, (yaw, pitch, roll) = GENERAL[name]
    a, b, to_a, to_b = np.array(a, float), np.array(b, float), ray(*on_a, mm, g), ray(*on_b, mm, g)
    assert toric.spread(to_a, to_b) == pytest.approx(radians(alpha), abs=1e-8)
    position, turned = toric.camera(a, b, to_a, to_b, radians(beta), radians(phi))
    assert position == pytest.approx(at, abs=2e-7)
    assert np.allclose(turned, rotation(radians(yaw), radians(pitch), radians(roll)), atol=2e-8)
    for target, wanted in ((a, to_a), (b, to_b)):
        seen = turned.T @ (target - position)
        assert seen / -seen[2] == pytest.approx(wanted, abs=1e-12)


def test_distance_to_b_chooses_front_or_behind() -> None:
    mm, g, a, b, on_a, on_b, _, beta, phi, at, _ = GENERAL["T3"]
    a, b, rays = np.array(a, float), np.array(b, float), (ray(*on_a, mm, g), ray(*on_b, mm, g))
    found = toric.beta_at(a, b, toric.spread(*rays), 2.6, behind=True)
    assert found == pytest.approx(radians(beta), abs=1e-8)
    level = toric.level_phi(a, b, rays, found, 0.0, radians(30))
    assert level == pytest.approx(radians(phi), abs=1e-8)
    position, turned = toric.camera(a, b, *rays, found, level)
    assert position == pytest.approx(at, abs=1e-8)
    assert abs(turned[1, 0]) < 1e-12


SHOULDERS = {
    "T9": (85, FF, (-.6, 1.55, 0), (.9, 1.68, .3), (-.55, .30, .33), 1.6, 2.6, 1,
           (-1.693876921, 1.6, .121667396), -90.298969, -.485131, -.312753),
    "T9 mirrored": (85, FF, (.6, 1.55, 0), (-.9, 1.68, .3), (.55, -.30, .33), 1.6, 2.6, -1,
                    (1.693876921, 1.6, .121667396), 90.298969, -.485131, -.312753),
    "T10": (85, FF, (.9, 1.58, .3), (-.6, 1.65, 0), (.55, -.30, .33), 1.6, 2.6, -1,
            (1.862962315, 1.6, .832956561), 67.681867, -1.147147, .014514),
    "T11": (35, gate("super 35", 2.39), (0, 1.5, 0), (0, 1.2, -1.8), (-.6, .25, .3), 2.1, 3.0, 1,
            (.696117965, 2.1, 1.118119220), 18.716045, -19.322452, -.677040),
}


@pytest.mark.parametrize("name", SHOULDERS)
def test_shoulder_vectors(name: str) -> None:
    mm, g, a, b, screen, lens, far, side, at, yaw, pitch, y_a = SHOULDERS[name]
    a, b = np.array(a, float), np.array(b, float)
    found = toric.shoulder(a, b, screen, lens, far, side, mm, g)
    assert found is not None
    assert found.position == pytest.approx(at, abs=1e-8)
    assert (found.yaw, found.pitch) == pytest.approx((radians(yaw), radians(pitch)), abs=2e-8)
    turned = rotation(found.yaw, found.pitch, 0.0)
    for target, x, y in ((a, screen[0], y_a), (b, screen[1], screen[2])):
        seen = turned.T @ (target - found.position)
        assert seen[0] / -seen[2] * 2 * mm / g.width == pytest.approx(x, abs=1e-9)
        assert seen[1] / -seen[2] * 2 * mm / g.height == pytest.approx(y, abs=1e-6)
    assert found.near == pytest.approx(hypot(*(a - found.position)[[0, 2]]))
    assert hypot(*(b - found.position)[[0, 2]]) == pytest.approx(far)


def test_no_shoulder_camera_where_none_can_stand() -> None:
    a, b = np.array((0, 1.6, 0.0)), np.array((.3, 1.6, 0.0))
    assert toric.shoulder(a, b, (-.55, .3, .33), 1.6, 3.0, 1, 24, FF) is None


def test_sized_target_t12() -> None:
    """A as a ball of radius .12 whose left edge is at x = -.5: ask for the edge, solve for the centre, repeat."""
    a, b = np.array((-.75, 1.6, 0)), np.array((.75, 1.6, 0))
    x, position = -.5, np.zeros(3)
    to_b = ray(.4, .2, 50, FF)
    for _ in range(40):
        to_a = ray(x, .2, 50, FF)
        alpha = toric.spread(to_a, to_b)
        position, turned = toric.camera(a, b, to_a, to_b, (np.pi - alpha) / 2, 0.0)
        seen = turned.T @ (a - position)
        far = hypot(seen[0], seen[2])
        x = tan(atan(-.5 * FF.width / 100) + asin(.12 / far)) * 100 / FF.width
    assert x == pytest.approx(-.432290297, abs=1e-9)
    assert position[2] == pytest.approx(5.010535, abs=1e-6)


@pytest.mark.parametrize("roll", [0.0, 0.3, -0.5])
def test_turning_to_a_point_puts_it_on_the_ray(roll: float) -> None:
    position, target, along = np.array((1.0, 2, 3)), np.array((-2.0, .5, -1)), ray(.4, -.6, 35, FF)
    yaw, pitch = turn_to(position, target, along, roll)
    seen = rotation(yaw, pitch, roll).T @ (target - position)
    assert seen / -seen[2] == pytest.approx(along, abs=1e-12)
    assert atan2(sin(yaw), cos(yaw)) == yaw
