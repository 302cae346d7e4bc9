"""What lies on a face lies on it from every side: nothing of a brow stands out where the face ends."""

import numpy as np
import pytest

from shotscript.providers.previz.face import face


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_brow_lies_on_the_skull(side):
    shapes = face(False)
    head, brow = shapes["head"][0], shapes[f"{side} brow"][0].points
    near = np.linalg.norm(brow[:, None] - head.points[None], axis=2).argmin(axis=1)
    out = ((brow - head.points[near]) * head.normals[near]).sum(axis=1)
    assert out.max() < 0.005 and (out > 0).mean() > 0.1


def test_both_sides_of_a_face_are_alike():
    shapes = face(True)
    for part in ("brow", "eye", "lid"):
        left, right = (np.sort(np.abs(shapes[f"{side} {part}"][0].points), axis=0) for side in ("left", "right"))
        assert np.allclose(left, right, atol=1e-4)
