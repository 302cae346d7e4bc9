"""What goes from hand to hand is, in every shot, with whom it was given or where it was put."""

import numpy as np
import pytest
from script_kit import filmed, track

START = ("[[block: T table at 0 -1; JON stands at 3 2 facing MAYA; MAYA stands at -3 2 facing JON; {more}]]\n\n"
         "!! 1A: WS, 2s\n\n{deed}\n!! 1B: WS, 2s\n\n!! 1C: WS, 2s\n")


def where(text: str, thing: str = "CUP") -> list[np.ndarray]:
    shots, _ = filmed(text)
    return [np.array(next(t for t in shot.set.things if t.name == thing).at) for shot in shots.values()]


def near(at: np.ndarray, who: str, text: str) -> bool:
    shots, _ = filmed(text)
    floor = track(shots["1B"], who).floor[0]
    return bool(np.hypot(at[0] - floor[0], at[2] - floor[2]) < 0.6 and at[1] > 0.5)


def test_given_it_is_with_the_other() -> None:
    text = START.format(more="MAYA holds CUP", deed="[[block: MAYA gives CUP to JON]]")
    first, second, third = where(text)
    assert near(first, "MAYA", text) and near(second, "JON", text) and np.array_equal(second, third)


@pytest.mark.parametrize(("spot", "at"), [("on T", (0, 0.75, -1)), ("at 1 1", (1, 0, 1)), ("left of T", (-0.7, 0, -1))])
def test_put_down_it_is_there(spot: str, at: tuple[float, float, float]) -> None:
    text = START.format(more="MAYA holds CUP", deed=f"[[block: MAYA puts CUP {spot}]]")
    first, second, third = where(text)
    assert near(first, "MAYA", text) and np.abs(second - at).max() < 0.65 and second[1] == pytest.approx(at[1])
    assert np.array_equal(second, third)


def test_what_one_person_keeps_stays_where_it_is() -> None:
    places = where(START.format(more="MAYA holds CUP", deed=""))
    assert all(np.array_equal(places[0], at) for at in places)


def test_a_thing_of_the_block_is_taken_up() -> None:
    text = START.format(more="CUP box 0.1 x 0.1 x 0.1 on T", deed="[[block: JON holds CUP; JON puts CUP at 2 2]]")
    first, second, _ = where(text)
    assert first[1] == pytest.approx(0.75) and np.allclose(second, (2, 0, 2))
