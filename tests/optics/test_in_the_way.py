"""What stands between the camera and a face: people, furniture, walls; and who walks while a camera looks on."""

import numpy as np
import pytest
from script_kit import FACE_TO_FACE, filmed, lens, one, seen, track

from shotscript.core.diagnostic import Level
from shotscript.optics.screen import screens
from shotscript.optics.vantage import hides


def told(problems) -> list[str]:
    return [p.code for p in problems if p.code == "FR706"]


@pytest.mark.parametrize("side", ["front", "from MAYA", "three-quarter left", "profile right"])
@pytest.mark.parametrize("size", ["MS", "MCU", "CU"])
def test_the_camera_goes_past_who_is_in_the_way(size: str, side: str) -> None:
    stage = one(f"{size} on JON, {side}, 2s")
    people = {t.name: t.at(0) for t in stage.people}
    assert not hides(lens(stage), people["MAYA"], people["JON"])
    assert abs(seen(stage, "JON")[0]) < 0.6


def test_a_written_lens_stays_and_what_it_does_not_see_is_told() -> None:
    shots, problems = filmed(f"{FACE_TO_FACE}\n!! MS on JON, front, 50mm, 2s")
    assert shots["1A"].camera.focal[0] == 50 and told(problems) == ["FR706"]


@pytest.mark.parametrize("wall", ["wall 2 x 2.8 x 0.1 at 0.9 1.2", "box 1.5 x 2 x 0.5 at -0.5 1.5"])
def test_no_wall_between_an_unwritten_camera_and_a_face(wall: str) -> None:
    shots, problems = filmed(f"[[block: MAYA stands at 0 0 facing 40; W {wall}]]\n\n!! MS on MAYA, 2s")
    stage = shots["1A"]
    who = track(stage, "MAYA").at(0)
    at = lens(stage).position
    assert screens(at, who, stage.set.things) is None and not told(problems)


ACROSS = "[[block: MAYA stands at 0 0 facing 0; W wall {at}]]\n\n!! MS on MAYA, front, 50mm{more}, 2s"


@pytest.mark.parametrize(("at", "more", "gone"), [
    ("at 0 0.4", "", True), ("2 x 2.8 x 0.1 at 0 0.8", "", True), ("at 0 -0.6", "", False),
    ("1 x 2.8 x 0.1 at 0 1.2", ", truck left 2m", False), ("8 x 2.8 x 0.1 at 0 1.2", ", truck left 2m", True),
    ("1 x 1 x 0.1 at 0 0.8", "", False),
])
def test_a_wall_before_the_camera_is_left_out_and_said(at: str, more: str, gone: bool) -> None:
    """But one that a move comes out from behind, or that one sees over, is there."""
    shots, problems = filmed(ACROSS.format(at=at, more=more))
    assert [t.name for t in shots["1A"].set.things if t.kind == "wall"] == ([] if gone else ["W"])
    said = [(p.code, p.level) for p in problems if p.code in ("FR706", "FR709")]
    assert said == ([("FR709", Level.INFO)] if gone else [])


def test_furniture_before_a_face_stays_and_is_told() -> None:
    shots, problems = filmed(ACROSS.format(at="at 0 -2; CASE box 1 x 2 x 0.4 at 0 0.8", more=""))
    assert {t.name for t in shots["1A"].set.things} == {"W", "CASE"} and told(problems) == ["FR706"]


def test_a_camera_outside_an_unmeasured_room_looks_in_and_says_so() -> None:
    head = "INT. ATTIC - DAY\n\n[[block: MAYA stands at 0 0 facing 0]]\n\n"
    for shot, count in (("MS on MAYA, front, 200mm, 2s", 1), ("MS on MAYA, front, 35mm, 2s", 0)):
        _, problems = filmed(f"!! {shot}", head)
        assert [p.code for p in problems].count("FR709") == count, shot


def test_a_measured_room_is_told_once() -> None:
    _, problems = filmed("[[block: MAYA stands at 0 0 facing 0]]\n\n!! MS on MAYA, front, 200mm, 2s")
    assert [p.code for p in problems if p.code in ("FR709", "LN601")] == ["LN601"]


@pytest.mark.parametrize("way", ["dolly in 3.4m", "truck left 3m"])
def test_a_move_through_a_body_or_furniture_is_told(way: str) -> None:
    """Wherever on its way: not only at its ends."""
    block = "[[block: MAYA stands at 0 -3 facing 0; JON stands at 0 0.6 facing 0; DESK box 0.6 x 2 x 0.6 at -1.2 2.5]]"
    _, problems = filmed(f"{block}\n\n!! camera at 0 2.5 height 1.5m facing MAYA, 35mm, {way}, 4s")
    inside = [p.message for p in problems if p.code == "LN601"]
    assert inside == [f"the camera stands inside {'JON' if 'dolly' in way else 'DESK'}"]


WALKS = "[[block: MAYA stands at {start}; JON stands at 4 -4 facing MAYA]]\n\n[[block: MAYA walks to {end}]]\n!! {shot}"


@pytest.mark.parametrize("start,end", [("-3 0", "3 0"), ("0 -3", "0 3"), ("3 -2", "-3 2"), ("2 2", "-2 -3")])
@pytest.mark.parametrize("shot", ["MS on MAYA, 4s", "MCU on MAYA, handheld, 4s", "FS on MAYA, 50mm, 4s"])
def test_who_walks_stays_in_the_picture(start: str, end: str, shot: str) -> None:
    stage = filmed(WALKS.format(start=start, end=end, shot=shot))[0]["1A"]
    places = np.array([seen(stage, "MAYA", frame=i) for i in range(0, stage.frames, 4)])
    assert np.abs(places[:, :2]).max() < 0.95 and places[:, 2].min() > 0.4
    turn = np.diff(stage.camera.cam_to_world[:, :3, 2], axis=0)
    assert np.linalg.norm(turn, axis=1).max() < np.radians(6), "a pan, not a jump"
    assert np.ptp(stage.camera.position, axis=0).max() < 0.1


@pytest.mark.parametrize("shot", ["MS on MAYA, static, 4s", "MS on MAYA, 50mm, dolly in 0.3m, 4s"])
def test_static_is_static(shot: str) -> None:
    stage = filmed(WALKS.format(start="-3 0", end="3 0", shot=shot))[0]["1A"]
    assert np.ptp(stage.camera.cam_to_world[:, 0, 2]) < 0.1


def test_who_exits_is_let_go() -> None:
    block = "[[block: MAYA stands at -1 0]]\n\n[[block: MAYA exits right]]\n"
    stage = filmed(f"{block}!! MS on MAYA, 8s")[0]["1A"]
    assert np.ptp(stage.camera.cam_to_world[:, 0, 2]) == 0


def test_a_head_is_whole_in_a_tall_picture() -> None:
    tall = "/*@format\npicture: 9:16\n*/\n"
    from_text = filmed(f"{FACE_TO_FACE}\n!! CU on MAYA, 2s")[0]["1A"]
    assert from_text.camera.gate.width > from_text.camera.gate.height
    head = "\n/*@cast\nMAYA: woman\n  height: 168cm\nJON: man\n*/\n\nINT. ROOM - DAY\n\n"
    stage = filmed(f"{FACE_TO_FACE}\n!! CU on MAYA, 2s", tall + head)[0]["1A"]
    x, _, far = seen(stage, "MAYA")
    half = 0.085 * 2 * stage.camera.focal[0] / stage.camera.gate.width / far
    assert abs(x) + half < 1.0


def test_from_straight_above_the_picture_is_a_plan() -> None:
    for clauses in ("FS on JON, overhead, 2s", "WS, overhead, 2s"):
        across = one(clauses).camera.cam_to_world[0, :3, 0]
        assert np.abs(across) == pytest.approx((1, 0, 0), abs=1e-6)


def test_a_part_of_somebody_is_a_close_up() -> None:
    plain, close = one("MS on MAYA, push in to MAYA's hands, 2s"), one("MS on MAYA, push in to CU on MAYA's hands, 2s")
    assert np.allclose(plain.camera.cam_to_world, close.camera.cam_to_world)


def test_a_truck_to_somebody_nearer_keeps_their_head() -> None:
    stage = one("MS on MAYA, truck right to JON, 2s")
    x, y, _ = seen(stage, "JON", frame=stage.frames - 1)
    assert abs(x) < 0.05 and abs(y) < 0.5


@pytest.mark.parametrize(("clauses", "count"), [
    ("CU on MAYA, rack focus to JON", 1), ("CU on MAYA, pan to JON, rack focus to JON", 0),
    ("OTS MAYA on JON, rack focus to MAYA", 0),
])
def test_a_rack_to_somebody_out_of_the_picture_is_told(clauses: str, count: int) -> None:
    _, problems = filmed(f"{FACE_TO_FACE}\n!! {clauses}, 2s")
    assert [p.code for p in problems].count("LN602") == count
