"""Looks that are said of the screen: what the camera sees of them."""

import numpy as np
import pytest
from script_kit import filmed, lens, one, track

from shotscript.optics.looks import eyes


def look(stage, name: str, frame: int = 0) -> np.ndarray:
    """The direction of a look in the camera's own axes: right, up, back."""
    who = track(stage, name)
    way = (who.gaze - eyes(who, who.tall))[stage.lead + frame]
    return lens(stage, frame).rotation.T @ (way / np.linalg.norm(way))


@pytest.mark.parametrize("side", ["", ", front", ", profile left", ", profile right", ", three-quarter back left"])
@pytest.mark.parametrize(("word", "sign"), [("left", -1), ("right", 1)])
def test_left_and_right_are_the_screens_from_every_side(side: str, word: str, sign: int) -> None:
    stage = one(f"MS on MAYA{side}, MAYA looks {word}, 2s")
    assert look(stage, "MAYA")[0] * sign > 0.3


def test_looks_to_camera_meet_the_lens_wherever_it_goes() -> None:
    stage = one("CU on JON, looks to camera, orbit left 40deg, 2s")
    assert np.allclose(track(stage, "JON").gaze, stage.camera.position)
    assert not np.allclose(track(stage, "MAYA").gaze, stage.camera.position)


def test_up_is_up_and_down_is_down() -> None:
    assert look(one("MS on MAYA, looks up, 2s"), "MAYA")[1] > 0.4
    assert look(one("MS on MAYA, looks down, 2s"), "MAYA")[1] < -0.4


def test_a_look_that_is_there_already_stays_with_the_partner() -> None:
    stage = one("MS on MAYA and JON, MAYA looks right, 2s")
    jon = track(stage, "JON")
    assert np.allclose(track(stage, "MAYA").gaze[20], eyes(jon, jon.tall)[20])


def test_a_look_to_somebody_is_no_look_to_the_screen() -> None:
    shots, _ = filmed("[[block: MAYA stands at -0.7 0 facing JON; JON stands at 0.7 0; CUP box at 0 1]]\n\n"
                      "!! MS on MAYA, MAYA looks at CUP, 2s")
    assert track(shots["1A"], "MAYA").gaze[5] == pytest.approx((0, 0.2, 1))
