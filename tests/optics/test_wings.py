"""Coming into the picture, and going out of it, by the edges of the frame: measured in the picture."""

import numpy as np
import pytest
from script_kit import filmed, lens, track

from shotscript.optics import body
from shotscript.optics.view import project

HALL = """
/*@cast
MAYA: woman
JON: man
*/

/*@places
HALL: a hall
  size: 40m x 30m
*/

INT. HALL - DAY #1#

"""
STANDS = "[[block: JON stands at 0 0 facing 20]]\n\n"


def edges(stage, who: str, frame: int) -> tuple[float, float]:
    """The left and right edge of a body on the screen, shoulders and hands taken in."""
    m = lens(stage, frame)
    at = track(stage, who).at(stage.lead + frame)
    points = np.array([body.landmark(at, name) for name in ("eyes", "chest", "knees")])
    x, _, far = project(m, points).T
    half = 0.3 / far * 2 * m.focal / m.gate.width
    return float((x - half).min()), float((x + half).max())


def shown(stage, who: str) -> np.ndarray:
    return np.flatnonzero(track(stage, who).shown[stage.lead : stage.lead + stage.frames])


@pytest.mark.parametrize("shot", [
    "WS on JON", "MS on JON, 50mm", "MCU on JON", "FS on JON, low angle", "MS on JON, back", "WS on JON, profile left",
    "MS on MAYA and JON", "MS on MAYA", "CU on MAYA", "MS on MAYA, 85mm, handheld", "WS"])
@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_who_enters_comes_in_by_that_edge(shot: str, side: str, sign: int) -> None:
    stage = filmed(f"{STANDS}[[block: MAYA enters {side}]]\n!! {shot}, 6s", HALL)[0]["1A"]
    first, last = shown(stage, "MAYA")[[0, -1]]
    left, right = edges(stage, "MAYA", first)
    assert right < -0.98 if sign < 0 else left > 0.98
    moved = (np.mean(edges(stage, "MAYA", last)) - np.mean(edges(stage, "MAYA", first))) * -sign
    assert moved > 0.2, "inwards"
    if "MAYA" in shot or shot == "WS":
        assert abs(np.mean(edges(stage, "MAYA", last))) < 1, "and is in the picture at the end"
        assert np.ptp(stage.camera.cam_to_world, axis=0).max() == 0 or "handheld" in shot, "which waits for them"


@pytest.mark.parametrize("shot", [
    "WS on JON", "MCU on JON", "MS on MAYA", "MS on JON, back", "CU on MAYA, profile right"])
@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_who_exits_goes_out_by_that_edge(shot: str, side: str, sign: int) -> None:
    block = "[[block: JON stands at 0 0 facing 20; MAYA stands at 0.8 -0.8 facing 0]]\n\n"
    stage = filmed(f"{block}[[block: MAYA exits {side}]]\n!! {shot}, 9s", HALL)[0]["1A"]
    frames = shown(stage, "MAYA")
    assert len(frames) < stage.frames, "gone before the end"
    left, right = edges(stage, "MAYA", frames[-1])
    assert right < -0.98 if sign < 0 else left > 0.98


def test_an_edge_is_not_beyond_the_wall() -> None:
    small = HALL.replace("40m x 30m", "4m x 3m")
    stage = filmed(f"{STANDS}[[block: MAYA enters left]]\n!! WS on JON, 6s", small)[0]["1A"]
    assert np.abs(track(stage, "MAYA").floor[:, 0]).max() <= 1.7 + 1e-9


def test_from_straight_above_an_edge_is_the_places_own() -> None:
    stage = filmed(f"{STANDS}[[block: MAYA enters left]]\n!! FS on JON, overhead, 6s", HALL)[0]["1A"]
    assert track(stage, "MAYA").floor[stage.lead, 0] == pytest.approx(-19.7)
