"""What a board draws over a picture and from above, as values against closed forms."""

from __future__ import annotations

import re
from itertools import combinations
from math import atan, cos, hypot, radians, sin
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import shotscript
from shotscript.optics.camera import ShotStage
from shotscript.studio.board import Board, board
from shotscript.studio.board.chart import chart
from shotscript.studio.board.labels import Rect, Room
from shotscript.studio.board.layout import MOST, PAPERS, layout
from shotscript.studio.board.motion import movements
from shotscript.studio.board.plans import SETUPS
from shotscript.studio.board.values import Arrow, Box, Movement, Panel, Picture

HEAD = """/*@places
HALL: a hall
  size: 40m x 40m
*/

INT. HALL - DAY #1#

[[block: MAYA stands at 0 0 facing camera; JON stands at 2 0 facing MAYA; BELL box 0.2 x 0.2 x 0.2 at -4 -4]]

"""
FPS = 24.0


def made(text: str) -> tuple[Board, dict[str, ShotStage]]:
    film = shotscript.compile(text, provider="previz")
    return board(film), dict(film.stage.shots)


def shot(clauses: str, blocking: str = "") -> tuple[Panel, ShotStage, tuple[Movement, ...]]:
    """One shot of MAYA, who stands in the middle of a hall."""
    made_, stages = made(f"{HEAD}{blocking}!! 1A: {clauses}\n\nThey wait.\n")
    return made_.panels[0], stages["1A"], movements(stages["1A"], FPS)


def only(things: tuple) -> Arrow | Box:
    assert len(things) == 1, things
    return things[0]


def drawn(panel: Panel) -> list[Arrow | Box]:
    return [one for picture in panel.pictures for one in (*picture.arrows, *picture.boxes)]


def way(arrow: Arrow) -> tuple[float, float]:
    (x, y), (to_x, to_y) = arrow.points[0], arrow.points[-1]
    return to_x - x, to_y - y


MOVES = [
    ("dolly in 1m", "dolly", 1.0), ("dolly out 0.6m", "dolly", -0.6), ("truck left 0.8m", "truck", -0.8),
    ("truck right 0.5m", "truck", 0.5), ("pedestal up 0.4m", "pedestal", 0.4), ("pedestal down 0.3m", "pedestal", -0.3),
    ("crane up 1.2m", "crane", 1.2), ("pan left 20deg", "pan", radians(20)), ("pan right 35deg", "pan", -radians(35)),
    ("tilt up 8deg", "tilt", radians(8)), ("tilt down 12deg", "tilt", -radians(12)),
    ("roll left 10deg", "roll", radians(10)), ("roll right 25deg", "roll", -radians(25)),
    ("orbit left 30deg", "orbit", -radians(30)), ("orbit right 45deg", "orbit", radians(45)),
    ("zoom in to 85mm", "zoom", 85 / 50), ("zoom out to 35mm", "zoom", 35 / 50), ("whip pan right 60deg", "whip",
                                                                               -radians(60)),
]


@pytest.mark.parametrize("angle", ["eye level", "high angle", "low angle 10deg", "dutch left 10deg"])
@pytest.mark.parametrize(("words", "kind", "amount"), MOVES, ids=[words for words, *_ in MOVES])
def test_a_written_move_is_read_off_the_cameras_path(words: str, kind: str, amount: float, angle: str):
    timing = "" if kind == "whip" else " over 2s"
    _, _, found = shot(f"MS on MAYA, 50mm, {angle}, {words}{timing}, 3s")
    assert [move.kind for move in found] == [kind]
    assert found[0].amount == pytest.approx(amount, rel=2e-3)
    assert found[0].step == 0


def test_a_camera_that_looks_straight_down_is_read_as_well():
    _, _, found = shot("FS on MAYA, 35mm, overhead, truck right 0.5m over 2s, 3s")
    assert [(move.kind, round(move.amount, 3)) for move in found] == [("truck", 0.5)]


@pytest.mark.parametrize("words", ["static", "handheld", "gimbal", "hold 1s"])
def test_a_hand_that_sways_is_no_move(words: str):
    panel, _, found = shot(f"CU on MAYA, 85mm, {words}, 6s")
    assert found == ()
    assert drawn(panel) == []


def test_moves_one_after_another_are_numbered_and_those_together_are_not():
    _, _, chain = shot("MS on MAYA, 50mm, truck left 1m over 1s then pan left 20deg over 1s then roll right 9deg")
    assert [(move.kind, move.step) for move in chain] == [("truck", 1), ("pan", 2), ("roll", 3)]
    _, _, both = shot("MS on MAYA, 50mm, pedestal up 0.5m over 2s while roll left 9deg over 2s")
    assert {(move.kind, move.step) for move in both} == {("pedestal", 0), ("roll", 0)}


def looked_at(stage: ShotStage, inner: int, outer: int, depth: float) -> list[tuple[float, float]]:
    """The corners of one frame's picture at a depth, in another frame, by the matrices alone."""
    camera = stage.camera
    a, b = camera.intrinsics(1600, 900)[[inner, outer]]
    found = []
    for corner in ((0, 0), (1600, 0), (1600, 900), (0, 900)):
        ray = np.linalg.inv(a) @ np.array((*corner, 1.0)) * depth
        world = camera.cam_to_world[inner] @ np.array((ray[0], -ray[1], -ray[2], 1.0))
        x, y, z, _ = np.linalg.inv(camera.cam_to_world[outer]) @ world
        u, v, w = b @ np.array((x, -y, -z))
        found.append((u / w / 900, v / w / 900))
    return found


@pytest.mark.parametrize("words", ["dolly in 1m", "dolly out 1m", "zoom in to 85mm", "zoom out to 25mm",
                                   "push in to CU"])
def test_a_box_is_what_the_other_picture_shows(words: str):
    panel, stage, _ = shot(f"MS on MAYA, 50mm, high angle, {words} over 2s, 3s")
    last = stage.lead + stage.frames - 1
    found = next(box for picture in panel.pictures for box in picture.boxes)
    inner, outer = (last, stage.lead) if found.inward else (stage.lead, last)
    expected = looked_at(stage, inner, outer, float(stage.camera.focus[inner]))
    assert [pytest.approx(one, abs=1e-3) for one in expected] == list(found.corners)
    assert found.inward is ("in" in words.split()[:2])


def test_a_dolly_in_ends_on_a_box_of_the_ratio_of_the_distances():
    panel, stage, _ = shot("MS on MAYA, 50mm, dolly in 1m over 2s, 3s")
    found = only(panel.pictures[0].boxes)
    assert found.inward and found.kind == "dolly" and panel.pictures[1].boxes == ()
    camera = stage.camera
    travelled = float(np.linalg.norm(camera.position[-1] - camera.position[0]))
    ratio = camera.focus[-1] / (camera.focus[-1] + travelled)
    wide, high = found.corners[1][0] - found.corners[0][0], found.corners[3][1] - found.corners[0][1]
    shape = camera.gate.width / camera.gate.height
    assert wide / shape == pytest.approx(ratio, rel=0.015)  # it is aimed anew on its way, by a little
    assert high == pytest.approx(ratio, rel=0.015)


def test_a_dolly_out_and_a_zoom_out_open_from_a_box_in_the_last_picture():
    for words, ratio in (("dolly out 1m", None), ("zoom out to 25mm", 0.5)):
        panel, stage, _ = shot(f"MS on MAYA, 50mm, {words} over 2s, 3s")
        assert panel.pictures[0].boxes == ()
        found = only(panel.pictures[1].boxes)
        camera = stage.camera
        expected = ratio or camera.focus[0] / (camera.focus[0] + 1)
        assert not found.inward
        assert found.corners[3][1] - found.corners[0][1] == pytest.approx(expected, rel=0.015)


def test_a_dolly_zoom_shows_how_the_background_opens():
    panel, _, found = shot("MS on MAYA, 50mm, dolly zoom in to 25mm over 2s, 3s")
    assert [move.kind for move in found] == ["dolly zoom"]
    opening = only(panel.pictures[1].boxes)
    assert opening.corners[3][1] - opening.corners[0][1] == pytest.approx(0.5, abs=1e-3)
    assert way(only(panel.pictures[0].arrows))[1] < 0  # into the picture


ARROWS = [("pan left 20deg", -1, 0), ("pan right 20deg", 1, 0), ("tilt up 8deg", 0, -1), ("tilt down 8deg", 0, 1),
          ("truck left 0.5m", -1, 0), ("truck right 0.5m", 1, 0), ("pedestal up 0.4m", 0, -1),
          ("pedestal down 0.4m", 0, 1), ("crane up 1m", 0, -1), ("crane down 0.5m", 0, 1), ("roll left 20deg", -1, 1),
          ("roll right 20deg", 1, 1), ("orbit left 30deg", -1, -1), ("orbit right 30deg", 1, -1)]


@pytest.mark.parametrize(("words", "across", "down"), ARROWS, ids=[words for words, *_ in ARROWS])
def test_an_arrow_points_where_the_camera_goes(words: str, across: int, down: int):
    panel, _, _ = shot(f"MS on MAYA, 50mm, {words} over 2s, 3s")
    x, y = way(only(panel.pictures[0].arrows))
    for value, sign in ((x, across), (y, down)):
        assert value * sign > 0 if sign else abs(value) < 0.02


@pytest.mark.parametrize(("words", "across"), [("pan left 20deg", -1), ("pan right 20deg", 1)])
def test_a_pan_crosses_the_edge_it_turns_to(words: str, across: int):
    panel, stage, _ = shot(f"MS on MAYA, 50mm, {words} over 2s, 3s")
    x = only(panel.pictures[0].arrows).points[-1][0]
    assert x < 0 if across < 0 else x > stage.camera.gate.width / stage.camera.gate.height


def pixel(stage: ShotStage, point: np.ndarray) -> tuple[float, float]:
    """A world point in picture heights by the camera's own matrices, in the shot's first frame."""
    camera, i = stage.camera, stage.lead
    x, y, z, _ = np.linalg.inv(camera.cam_to_world[i]) @ np.array((*point, 1.0))
    u, v, w = camera.intrinsics(1600, 900)[i] @ np.array((x, -y, -z))
    return float(u / w / 900), float(v / w / 900)


@pytest.mark.parametrize(("to", "across"), [("2 0", 1), ("-2 0", -1)])
def test_who_walks_to_the_right_has_an_arrow_to_the_right_on_the_floor(to: str, across: int):
    panel, stage, _ = shot("WS on MAYA, 35mm, 4s", f"[[block: MAYA walks to {to}]]\n")
    found = next(one for one in panel.pictures[0].arrows if one.who == "MAYA")
    assert found.kind == "walk" and way(found)[0] * across > 0.2
    track = next(track for track in stage.people if track.name == "MAYA")
    for point, at in ((found.points[0], stage.lead), (found.points[-1], stage.lead + stage.frames - 1)):
        assert point == pytest.approx(pixel(stage, track.floor[at]), abs=2e-3)


def test_a_way_is_the_slimmer_the_farther_it_goes():
    panel, _, _ = shot("FS on MAYA, 35mm, height 1.7m, 4s", "[[block: MAYA walks to 0.5 -5]]\n")
    found = next(one for one in panel.pictures[0].arrows if one.who == "MAYA")
    outline = found.outline
    tail = hypot(outline[0][0] - outline[-1][0], outline[0][1] - outline[-1][1])
    half = len(outline) // 2
    neck = hypot(outline[half - 2][0] - outline[half + 2][0], outline[half - 2][1] - outline[half + 2][1])
    assert 0 < neck < 0.9 * tail


def test_who_leaves_and_who_comes_crosses_the_edge_of_the_picture():
    leaving, stage, _ = shot("MS on MAYA, 50mm, 4s", "[[block: MAYA exits right]]\n")
    wide = stage.camera.gate.width / stage.camera.gate.height
    found = next(one for one in leaving.pictures[0].arrows if one.who == "MAYA")
    assert found.points[-1][0] > wide and way(found)[0] > 0
    coming, _, _ = shot("FS on MAYA, 35mm, 4s", "[[block: ADA enters left then walks to -0.5 0.2]]\n")
    found = next(one for one in coming.pictures[0].arrows if one.who == "ADA")
    assert found.points[0][0] < 0 and way(found)[0] > 0


def test_a_rack_goes_from_what_was_sharp_to_what_is():
    panel, stage, _ = shot("OTS MAYA on JON, 75mm f/2.8, rack focus from MAYA to JON, 3s")
    found = next(one for one in panel.pictures[0].arrows if one.kind == "rack")
    assert found.who == "MAYA to JON"
    still, _, _ = shot("WS on MAYA and JON, 28mm, dolly in 0.6m over 2s, 3s")
    assert all(one.kind != "rack" for one in still.pictures[0].arrows)
    assert stage.label == "1A"


# ------------------------------------------------------------------------------------------------ from above

TALK = HEAD + """!! 1A: WS on MAYA and JON, 28mm, 2s

They wait.

!! 1B: OTS MAYA on JON, 50mm

JON
You kept the coat after all this time, and nobody knew.

!! 1C: CU on MAYA, 85mm, truck left 0.6m over 1s

MAYA
Yes.
"""


def test_a_plan_has_every_camera_at_its_place_with_its_lenss_angle():
    found, stages = made(TALK)
    plan = only(found.plans)
    assert [one.label for one in plan.stations] == ["1A", "1B", "1C"]
    for one in plan.stations:
        camera = stages[one.label].camera
        assert one.at == pytest.approx(camera.position[0, [0, 2]], abs=1e-4)
        assert one.spread == pytest.approx(2 * atan(camera.gate.width / 2 / camera.focal[0]))
        ahead = -camera.cam_to_world[0, :3, 2]
        level = hypot(ahead[0], ahead[2])
        assert (-sin(one.yaw), -cos(one.yaw)) == pytest.approx((ahead[0] / level, ahead[2] / level), abs=1e-6)
    assert [bool(one.path) for one in plan.stations] == [False, False, True]


def test_the_axis_runs_between_those_who_talk():
    plan = only(made(TALK)[0].plans)
    assert plan.axis is not None
    assert sorted(plan.axis) == [pytest.approx((0, 0), abs=1e-6), pytest.approx((2, 0), abs=1e-6)]


def test_a_plan_is_drawn_to_scale():
    plan = only(made(TALK)[0].plans)
    found = chart(plan, 180, 110)
    person = r'<g transform="translate\(([-\d.]+) ([-\d.]+)\) rotate\([-\d.]+\)"><polygon[^>]*/><ellipse'
    heads = re.findall(person, found.svg)
    at = {one.name: tuple(map(float, where)) for one, where in zip(plan.people, heads, strict=True)}
    (ax, ay), (bx, by) = at["MAYA"], at["JON"]
    assert hypot(bx - ax, by - ay) * found.scale / 1000 == pytest.approx(2.0, abs=0.01)
    bar = re.search(r'fill="#333333">([\d.]+) m</text>', found.svg)
    assert bar
    length = re.search(r'<line x1="0.5" y1="([\d.]+)" x2="([\d.]+)" y2="\1"', found.svg)
    assert length and (float(length[2]) - 0.5) * found.scale / 1000 == pytest.approx(float(bar[1]), abs=0.01)


def test_a_scene_of_many_set_ups_is_told_in_several_plans():
    lines = "".join(f"!! 1{chr(65 + i)}: MS on MAYA, {20 + 9 * i}mm, 2s\n\nThey wait.\n\n" for i in range(8))
    plans = made(HEAD + lines)[0].plans
    assert [len(plan.shots) for plan in plans] == [SETUPS, 2]
    same = "".join(f"!! 1{chr(65 + i)}: MS on {('MAYA', 'JON')[i % 2]}, 50mm, 2s\n\nThey wait.\n\n" for i in range(8))
    assert len(made(HEAD + same)[0].plans) == 1


@given(st.lists(st.tuples(st.text("ABCДהあ木 mi", min_size=1, max_size=30), st.floats(0, 120), st.floats(0, 80)),
                max_size=40))
def test_words_on_a_plan_never_lie_upon_another(points: list[tuple[str, float, float]]):
    room = Room(Rect(0, 0, 120, 80), 2.7)
    placed = [room.beside(text, x, y, 2.0) for text, x, y in points]
    boxes = [label.box for label in placed if label]
    assert len(boxes) + len(room.left) == len(points)
    assert all(room.bounds.holds(box) for box in boxes)
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))


# ------------------------------------------------------------------------------------------------ pages


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("shape", [16 / 9, 9 / 16, 1.0, 4 / 3, 21 / 9, 2.39])
def test_every_page_holds_its_panels_and_every_panel_its_pictures(paper: str, shape: float):
    for count in range(1, MOST + 1):
        page = layout(paper, count, shape)  # type: ignore[arg-type]
        assert sorted((page.width, page.height)) == sorted(PAPERS[paper])
        assert len(page.panels) == count
        panels = [Rect(a.x, a.y, a.width, a.height) for a in page.panels]
        assert all(Rect(10, 10, page.width - 20, page.height - 20).holds(panel) for panel in panels)
        assert not any(a.meets(b) for a, b in combinations(panels, 2))
        inner = [Rect(a.x + 0.01, a.y + 0.01, a.width - 0.02, a.height - 0.02) for a in (*page.pictures, page.words)]
        assert all(Rect(0, 0, panels[0].width, panels[0].height).holds(one) for one in inner)
        assert not any(a.meets(b) for a, b in combinations(inner, 2))


def test_where_a_shot_stands_in_the_film_is_told_only_where_it_is_known(tmp_path: Path):
    script = tmp_path / "film.fountain"
    script.write_text("".join(f"INT. ROOM - DAY #{n}#\n\n!! {n}A: MS on MAYA, 2s\n\nShe waits.\n\n" for n in (1, 2, 3)))
    for only, expected in (("", ["00:00:00:00", "00:00:02:00", "00:00:04:00"]), ("2", [""]),
                           ("1,2", ["00:00:00:00", "00:00:02:00"]), ("1,3", ["00:00:00:00", ""])):
        found = board(shotscript.compile(script, provider="previz", only=only))
        assert [panel.at for panel in found.panels] == expected
    assert found.facts.startswith("2 shots, 4 s; 1280 x 720, 24 fps")


def test_both_pictures_are_told_by_name_and_frame():
    panel, stage, _ = shot("MS on MAYA, 50mm, 2s")
    assert [(one.name, one.frame) for one in panel.pictures] == [("start", 0), ("end", stage.frames - 1)]
    assert isinstance(panel.pictures[0], Picture)
