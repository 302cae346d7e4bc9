"""Who sits has both feet on the floor, and two at a table do not tread on each other."""

import math

import numpy as np
import pytest

from shotscript.providers.previz.parts import PART
from shotscript.providers.previz.pose import ANKLE, Stance, bones, sitting


def seated(scale: float, at: float, turn: float) -> np.ndarray:
    return bones(Stance((at, 0.0, 0.0), turn, sitting(scale), (0.0, 0.0, 1.2), scale))


def joint(body: np.ndarray, name: str) -> np.ndarray:
    return body[PART[name]][:3, 3]


@pytest.mark.parametrize("scale", [1.0, 1.05, 1.1])
def test_both_feet_are_on_the_floor_one_before_the_knee_and_one_behind(scale: float):
    body = seated(scale, 0.0, 0.0)
    assert all(joint(body, f"{side} foot")[2] == pytest.approx(ANKLE * scale, abs=0.03) for side in ("left", "right"))
    ahead = [joint(body, f"{side} foot")[1] - joint(body, f"{side} shin")[1] for side in ("left", "right")]
    assert ahead[0] > 0.05 and ahead[1] < -0.05


def test_two_at_a_table_keep_their_feet_apart():
    left, right = seated(1.0, -0.7, -math.pi / 2), seated(1.03, 0.7, math.pi / 2)
    feet = [[joint(body, f"{side} foot") for side in ("left", "right")] for body in (left, right)]
    assert min(float(np.linalg.norm(a - b)) for a in feet[0] for b in feet[1]) > 0.12
