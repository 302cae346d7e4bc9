"""The hand that holds the camera: one shot's sway is its own, whatever the shot is called."""

from __future__ import annotations

import numpy as np

from shotscript.core.world import TextWorld
from shotscript.studio import read

HEAD = "INT. ROOM - DAY\n\nMaya waits.\n\n[[block: MAYA stands at 0 0]]\n\n"


def camera(text: str, label: str) -> np.ndarray:
    return read("film.fountain", world=TextWorld({"film.fountain": HEAD + text})).stage.camera(label).cam_to_world


def test_a_name_moves_no_hand() -> None:
    one = "!! {}CU on MAYA, handheld, 2s\n\nMaya turns.\n"
    assert np.array_equal(camera(one.format("1B: "), "1B"), camera(one.format("9Z: "), "9Z"))


def test_two_shots_are_held_differently() -> None:
    two = "!! 1B: CU on MAYA, handheld, 2s\n\nMaya turns.\n\n!! 1C: CU on MAYA, handheld, 2s\n\nMAYA\nYes.\n"
    assert not np.array_equal(camera(two, "1B"), camera(two, "1C"))


def test_what_is_said_moves_no_hand() -> None:
    """Nor do other words in a description: variants differ in words, and keep the camera."""
    one = '!! 1B: CU on MAYA, handheld, "{}", 2s\n\nMaya {}.\n'
    assert np.array_equal(camera(one.format("dawn", "turns"), "1B"), camera(one.format("dusk", "looks"), "1B"))
