"""Arrays are named by kind, shape and content: equal bytes of another shape are another array."""

from __future__ import annotations

import numpy as np

import shotscript
from shotscript.providers.contract import array_ref


def test_equal_bytes_of_another_shape_or_kind_differ():
    zeros = [np.zeros((2, 4)), np.zeros((4, 2)), np.zeros(8), np.zeros(8, np.int64)]
    assert len({array_ref(array)["sha256"] for array in zeros}) == 4
    assert array_ref(np.arange(6.0))["sha256"] == array_ref(np.arange(6.0).copy())["sha256"]


def test_shots_of_a_frame_or_two_are_drawn():
    film = shotscript.compile(
        "/*@format\npicture: 128x72 24fps\n*/\n\nINT. ROOM - DAY\n\n!! CU on MAYA, 1f\n\n!! MS on MAYA, 1f\n\n"
        "!! WS on MAYA, 3f\n\nMAYA\n(beat)\n", provider="previz")
    assert film.provider.draw
    for request in film.requests:
        drawing = film.provider.draw(request)
        assert all(drawing.frame(i).shape == (108, 128) for i in range(drawing.frames))


def test_an_unknown_name_beside_a_known_one_is_a_fault_and_no_crash():
    film = shotscript.compile("INT. ROOM - DAY\n\n!! FS on MAYA and JON\n\nJON\nYes.\n", provider="previz")
    assert [p.code for p in film.problems if p.code.startswith("NM")] == ["NM801"]
