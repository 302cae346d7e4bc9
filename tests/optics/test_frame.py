"""Framing by reprojection: what the clause asks for is measured in the picture."""

from dataclasses import replace
from fractions import Fraction
from math import degrees, hypot, pi, radians

import numpy as np
import pytest
from frame_kit import JON, MAYA, PAIR, SPAN, STORY, WIDE, lens, name, on, shot
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level
from shotscript.lang.clause import Angle, CameraAt, Dutch, Focus, From, Height, PlaceInFrame, Side
from shotscript.lang.term import Size, View
from shotscript.narrative.story import Format, Story
from shotscript.optics import body
from shotscript.optics import lens as optics
from shotscript.optics.frame import pose
from shotscript.optics.space import Body, Posture, Room, Set, Thing
from shotscript.optics.view import CameraPose, depth, project

ALONE = {"MAYA": MAYA}
SITTING = {"MAYA": replace(MAYA, posture=Posture.SIT)}
CROPPED = (Size.FS, Size.MWS, Size.COWBOY, Size.MS, Size.MCU, Size.CU, Size.ECU)


def framed(*clauses, people=PAIR, place=WIDE, story=STORY) -> CameraPose:
    return pose(shot(*clauses), people, place, story)


def seen(found: CameraPose, who: Body, landmark: str = "eyes") -> np.ndarray:
    return project(found, body.landmark(who, landmark)[None])[0]


# ------------------------------------------------------------------------------------------------ sizes and lenses


@pytest.mark.parametrize("size", CROPPED)
@pytest.mark.parametrize("mm", [24, 35, 50, 85, 135])
@pytest.mark.parametrize("people", [ALONE, SITTING], ids=["standing", "sitting"])
@pytest.mark.parametrize("tall", [1.5, 1.7, 1.95])
def test_bottom_edge_is_the_landmark(size: Size, mm: float, people: dict, tall: float) -> None:
    who = replace(people["MAYA"], tall=tall)
    found = framed(on(size, "MAYA"), lens(mm), Angle(SPAN, "eye level"), people={"MAYA": who})
    sole = np.array((0, body.SOLE * tall if size == Size.FS else 0, 0))
    bottom = project(found, (body.landmark(who, body.BOTTOMS[size]) * (0, 1, 0) - sole + plane(found, who, size))[None])
    assert bottom[0, 1] == pytest.approx(-1, abs=0.02), "within 1 % of the picture's height"
    assert found.position[1] == pytest.approx(body.height(who, "eyes"))
    crown = seen(found, who, "crown")
    if size != Size.ECU:
        assert 0.6 < crown[1] < 1.0, "headroom"


def plane(found: CameraPose, who: Body, size: Size) -> np.ndarray:
    """The vertical through the middle of what is framed."""
    return body.centre(who, size)


@pytest.mark.parametrize("size", [Size.CU, Size.MCU, Size.MS])
def test_eyes_are_a_third_from_the_top(size: Size) -> None:
    who = replace(MAYA, tall=1.7)
    y = seen(framed(on(size, "MAYA"), people={"MAYA": who}), who)[1]
    assert 0.25 < (1 - y) / 2 < 0.41


@pytest.mark.parametrize(
    ("size", "low", "high"), [(Size.WS, 0.42, 0.52), (Size.EWS, 0.2, 1 / 3), (Size.FS, 0.86, 0.96)])
@pytest.mark.parametrize("mm", [18, 24, 35, 85])
def test_figure_heights(size: Size, low: float, high: float, mm: float) -> None:
    found = framed(on(size, "MAYA"), lens(mm), people=ALONE)
    figure = (seen(found, MAYA, "crown")[1] - seen(found, MAYA, "feet")[1]) / 2
    assert low < figure < high


@pytest.mark.parametrize("size", Size)
def test_distance_is_crop_times_focal_over_gate(size: Size) -> None:
    found = framed(on(size, "MAYA"), lens(85), people=ALONE)
    wanted = optics.distance(optics.crop(size, MAYA.tall), 85, found.gate)
    assert hypot(*(np.array(found.position) - body.centre(MAYA, size))[[0, 2]]) == pytest.approx(wanted, rel=0.06)
    assert found.focus == pytest.approx(depth(found, body.eyes(MAYA)))


def test_a_longer_lens_stands_farther_and_shows_the_same() -> None:
    near, far = (framed(on(Size.MS, "MAYA"), lens(mm), people=ALONE) for mm in (35, 100))
    assert far.focus > 2.5 * near.focus
    for landmark in ("crown", "waist"):
        assert seen(near, MAYA, landmark)[1] == pytest.approx(seen(far, MAYA, landmark)[1], abs=0.12)


def test_unwritten_lens_and_stop() -> None:
    found = framed(on(Size.CU, "MAYA"))
    assert (found.focal, found.stop) == (85, 4.0)
    small = framed(on(Size.CU, "MAYA"), story=Story(source="t", format=Format(camera="super 35")))
    assert small.focal == pytest.approx(85 * 24.89 / 36) and small.gate.width == 24.89


def test_an_unwritten_lens_stays_inside_the_walls() -> None:
    room = Set(Room(8, 7.6), ())
    found = framed(on(Size.WS, "MAYA"), people=ALONE, place=room)
    assert abs(found.position[2]) <= 3.8 and 18 <= found.focal < 28
    written = framed(on(Size.WS, "MAYA"), lens(28), people=ALONE, place=room)
    assert written.focal == 28 and written.position[2] > 3.8


@pytest.mark.parametrize("aspect", [(1280, 720), (720, 1280), (1280, 536), (960, 960)])
def test_sizes_hold_in_every_picture_shape(aspect: tuple[int, int]) -> None:
    story = Story(source="t", format=Format(width=aspect[0], height=aspect[1]))
    found = framed(on(Size.MS, "MAYA"), story=story, people=ALONE)
    assert seen(found, MAYA, "waist")[1] == pytest.approx(-1, abs=0.02)


# ------------------------------------------------------------------------------------------------ angles


@pytest.mark.parametrize(("kind", "written", "pitch"), [
    ("low", None, 25), ("low", 10, 10), ("high", None, -30), ("high", 20, -20), ("overhead", None, -90),
])
@pytest.mark.parametrize("size", [Size.MS, Size.MCU, Size.CU])
@pytest.mark.parametrize("people", [ALONE, SITTING], ids=["standing", "sitting"])
def test_angles_are_exact_and_keep_the_subject(kind: str, written: int | None, pitch: int, size: Size, people) -> None:
    angle = Angle(SPAN, kind, None if written is None else Fraction(written))
    found = framed(on(size, "MAYA"), lens(85), angle, people=people)
    assert degrees(found.pitch) == pytest.approx(pitch, abs=1e-6) or found.position[1] == pytest.approx(0.1)
    assert np.sign(found.pitch) == np.sign(pitch)
    assert np.all(np.abs(seen(found, people["MAYA"])[:2]) < 0.9)


def test_low_is_below_looking_up_and_high_above_looking_down() -> None:
    low, eye, high = (framed(on(Size.MS, "MAYA"), Angle(SPAN, k), people=ALONE) for k in ("low", "eye level", "high"))
    assert low.position[1] < eye.position[1] - 0.5 and low.pitch > 0.2
    assert high.position[1] > eye.position[1] + 0.5 and high.pitch < -0.2


@pytest.mark.parametrize("size", [Size.FS, Size.WS, Size.EWS])
def test_a_low_angle_never_goes_under_the_floor(size: Size) -> None:
    found = framed(on(size, "MAYA"), Angle(SPAN, "low"), people=ALONE)
    assert found.position[1] >= 0.1 and found.pitch > 0
    assert abs(seen(found, MAYA, "crown")[1]) < 1 and abs(seen(found, MAYA, "chest")[1]) < 1
    written = framed(on(size, "MAYA"), Angle(SPAN, "low", Fraction(40)), people=ALONE)
    assert [p.code for p in written.problems] == ["LN601"]


def test_worms_eye_and_overhead() -> None:
    worm = framed(on(Size.CU, "MAYA"), Angle(SPAN, "worm's eye"), people=ALONE)
    assert worm.position[1] < 0.6 and degrees(worm.pitch) > 40 and abs(seen(worm, MAYA)[1]) < 0.6
    above = framed(on(Size.MS, "MAYA"), Angle(SPAN, "overhead"), people=ALONE)
    assert above.position[1] > body.height(MAYA, "crown") and abs(seen(above, MAYA)[0]) < 0.3


def test_height_is_that_of_the_lens() -> None:
    found = framed(on(Size.MS, "MAYA"), Height(SPAN, Fraction(3, 10)), people=ALONE)
    assert found.position[1] == pytest.approx(0.3) and found.pitch > 0
    assert abs(seen(found, MAYA)[1]) < 0.9


def test_dutch_left_leans_the_top_left() -> None:
    left, right = (framed(on(Size.CU, "MAYA"), Dutch(SPAN, s, Fraction(12)), people=ALONE) for s in ("left", "right"))
    level = framed(on(Size.CU, "MAYA"), people=ALONE)
    top = left.rotation[:, 1] @ level.rotation
    assert top[0] < -0.15 and degrees(left.roll) == pytest.approx(12) and right.roll == -left.roll
    # the world leans the other way: the crown goes to the right of the chin
    leaning, upright = (seen(p, MAYA, "crown")[0] - seen(p, MAYA, "chin")[0] for p in (left, level))
    assert leaning - upright > 0.1


# ------------------------------------------------------------------------------------------------ sides


@pytest.mark.parametrize(("view", "to_right", "front"), [
    ("front", 0, 1), ("three-quarter left", -0.707, 0.707), ("three-quarter right", 0.707, 0.707),
    ("profile left", -1, 0), ("profile right", 1, 0), ("three-quarter back left", -0.707, -0.707),
    ("three-quarter back right", 0.707, -0.707), ("back", 0, -1),
])
def test_sides_are_the_screens(view: str, to_right: float, front: float) -> None:
    found = framed(on(Size.MS, "MAYA"), Side(SPAN, view), people=ALONE)
    nose = np.array((1.0, 0, 0)) @ found.rotation
    level = np.hypot(nose[0], nose[2])
    assert nose[0] == pytest.approx(to_right, abs=2e-3)
    assert np.sign(round(nose[2], 3)) == np.sign(front) or level < 1e-6


def test_unwritten_singles_show_the_face_from_the_viewers_side() -> None:
    for who in PAIR.values():
        found = framed(on(Size.CU, who.name))
        assert found.position[2] > 0.2, "the +z side of the line"
        nose = np.array((np.sin(who.yaw), 0, np.cos(who.yaw))) @ found.rotation
        assert nose[2] > 0.5, "the face, not the back of the head"
        assert np.sign(nose[0]) == np.sign(np.sin(who.yaw)), "MAYA looks right and JON left"
        assert np.sign(seen(found, who)[0]) == -np.sign(nose[0]), "room to look into"


@pytest.mark.parametrize("turn", np.linspace(0, 2 * pi, 13)[:-1])
def test_shot_and_reverse_stay_on_one_side_however_the_pair_stands(turn: float) -> None:
    ahead = np.array((np.sin(turn), 0, np.cos(turn))) * 0.8
    a = Body("MAYA", 1.7, tuple(-ahead), turn, Posture.STAND)
    b = Body("JON", 1.8, tuple(ahead), turn + pi, Posture.STAND)
    people = {"MAYA": a, "JON": b}
    sides = []
    for clause in (on(Size.CU, "MAYA"), on(Size.CU, "JON"), on(Size.WS, "MAYA", "JON"),
                   on(None, "JON", view=View.OTS, by="MAYA"), on(None, "MAYA", view=View.OTS, by="JON")):
        at = np.array(framed(clause, people=people).position)
        sides.append(np.sign(np.cross(at * (1, 0, 1), ahead)[1]))
    assert len(set(sides)) == 1


def test_a_single_is_clean() -> None:
    """Nobody else between the lens and the subject."""
    for size in (Size.CU, Size.MCU, Size.MS):
        found = framed(on(size, "MAYA"))
        x, y, far = seen(found, JON)
        assert far < 0.1 or abs(x) > 1 or abs(y) > 1 or far > seen(found, MAYA)[2]


def test_from_a_name() -> None:
    place = replace(WIDE, things=(Thing("LAMP", "box", (0.3, 1.4, 0.3), (-0.75, 0, 4)),))
    found = framed(on(Size.MS, "MAYA"), From(SPAN, name("LAMP", "thing")), place=place)
    way = np.array(found.position) - np.array(MAYA.floor)
    assert np.arctan2(way[0], way[2]) == pytest.approx(0, abs=0.12)


def test_background_and_foreground() -> None:
    behind = framed(on(Size.MS, "MAYA"), PlaceInFrame(SPAN, name("JON"), "background"))
    assert seen(behind, JON)[2] > seen(behind, MAYA)[2] + 1 and abs(seen(behind, JON)[0]) < 1
    before = framed(on(Size.FS, "MAYA"), PlaceInFrame(SPAN, name("JON"), "foreground"))
    assert 0 < seen(before, JON)[2] < seen(before, MAYA)[2]


# ------------------------------------------------------------------------------------------------ place in frame


@pytest.mark.parametrize(("where", "x"), [
    ("screen left", -1 / 3), ("left third", -1 / 3), ("screen right", 1 / 3), ("right third", 1 / 3), ("center", 0),
])
@pytest.mark.parametrize("size", [Size.WS, Size.MS, Size.CU])
def test_place_in_frame_is_exact(where: str, x: float, size: Size) -> None:
    found = framed(on(size, "MAYA"), PlaceInFrame(SPAN, name("MAYA"), where))
    assert seen(found, MAYA)[0] == pytest.approx(x, abs=1e-9)


def test_a_place_turns_the_pair_round() -> None:
    plain = framed(on(Size.MS, "MAYA", "JON"))
    assert seen(plain, MAYA)[0] < 0 < seen(plain, JON)[0]
    other = framed(on(Size.MS, "MAYA", "JON"), PlaceInFrame(SPAN, name("MAYA"), "screen right"))
    assert seen(other, JON)[0] < 0 < seen(other, MAYA)[0]


# ------------------------------------------------------------------------------------------------ several, nobody


@pytest.mark.parametrize("apart", [0.8, 1.5, 4, 12])
@pytest.mark.parametrize("size", [Size.WS, Size.FS, Size.MS, Size.CU])
def test_everyone_fits(apart: float, size: Size) -> None:
    people = {
        n: replace(b, floor=(b.floor[0] / 0.75 * apart / 2, 0, 0.2 * apart * (n == "JON"))) for n, b in PAIR.items()}
    for found in (framed(on(size, "MAYA", "JON"), people=people), framed(on(size), people=people)):
        for who in people.values():
            for landmark in ("eyes", "crown"):
                x, y, far = seen(found, who, landmark)
                assert far > 0 and abs(x) < 0.96 and abs(y) < 1


def test_a_wide_of_two_is_square_to_them_and_on_the_viewers_side() -> None:
    found = framed(on(Size.WS, "MAYA", "JON"))
    assert found.position[2] > 3 and found.position[0] == pytest.approx(0, abs=0.05)
    assert found.yaw == pytest.approx(0, abs=1e-9)


def test_no_framing_holds_everyone() -> None:
    people = {**PAIR, "LEE": Body("LEE", 1.7, (0.2, 0, -1.5), 0.0, Posture.SIT)}
    found = framed(people=people)
    assert found.subjects == ("MAYA", "JON", "LEE")
    assert all(np.all(np.abs(seen(found, who)[:2]) < 0.96) for who in people.values())


def test_nobody_there_frames_the_room() -> None:
    room = Set(Room(5, 4), ())
    for found in (framed(people={}, place=room), framed(on(Size.EWS, "ROOM", kind="place"), people=PAIR, place=room)):
        corners = project(found, np.array([(-2.3, 0, -2), (2.3, 0, -2)]))
        assert np.all(corners[:, 2] > 0) and np.all(np.abs(corners[:, 0]) < 1) and found.yaw == 0


# ------------------------------------------------------------------------------------------------ things and parts


@pytest.mark.parametrize(("size", "share"), [
    (Size.EWS, 8), (Size.WS, 4), (Size.FS, 1.2), (Size.MWS, 1), (Size.MS, 0.9), (Size.MCU, 0.7), (Size.CU, 0.5),
    (Size.ECU, 0.2),
])
@pytest.mark.parametrize(("box", "axis"), [((2.0, 0.1, 0.1), 0), ((0.2, 2.0, 0.2), 1)])
def test_things_show_their_share(size: Size, share: float, box: tuple[float, float, float], axis: int) -> None:
    place = replace(WIDE, things=(Thing("THING", "box", box, (0, 0, 0)),))
    found = framed(on(size, "THING", kind="thing"), Height(SPAN, Fraction(box[1] / 2)), place=place, people={})
    middle = np.array((0, box[1] / 2, 0))
    half = np.eye(3)[axis] * box[axis] / 2
    ends = project(found, np.array([middle - half, middle + half]))
    assert abs(ends[1, axis] - ends[0, axis]) / 2 == pytest.approx(1 / share, rel=0.02)


def test_an_insert_is_a_close_up() -> None:
    plain = framed(on(Size.CU, "TABLE", kind="thing"))
    insert = framed(on(None, "TABLE", view=View.INSERT, kind="thing"))
    assert insert.position == plain.position and insert.pitch == plain.pitch


def test_parts_of_a_person() -> None:
    hands = framed(on(Size.CU, "MAYA", part="hands"))
    assert np.all(np.abs(seen(hands, MAYA, "hands")[:2]) < 0.3) and abs(seen(hands, MAYA)[1]) > 1
    eyes = framed(on(Size.ECU, "MAYA", part="eyes"))
    assert np.all(np.abs(seen(eyes, MAYA)[:2]) < 1e-6 + 0.05)
    odd = framed(on(Size.CU, "MAYA", part="halo"))
    assert odd.position == framed(on(Size.CU, "MAYA")).position and [p.code for p in odd.problems] == ["FR705"]


def test_a_thing_nobody_placed_is_guessed_and_said() -> None:
    found = framed(on(None, "a cracked phone", view=View.INSERT, kind="quoted"))
    assert [(p.code, p.level) for p in found.problems] == [("FR705", Level.INFO)]
    assert abs(project(found, body.landmark(MAYA, "hands")[None])[0, 1]) < 0.9


@pytest.mark.parametrize(("size", "pitch"), [((0.2, 0.02, 0.14), -0.9), ((0.1, 0.14, 0.1), -0.35)])
def test_what_lies_flat_is_looked_at_from_above(size: tuple[float, float, float], pitch: float) -> None:
    table = Set(Room(60, 60, walled=False), (Thing("NOTE", "box", size, (0, 0.75, 0)),), interior=False)
    found = pose(shot(on(Size.FS, "NOTE")), {}, table, STORY)
    assert found.pitch == pytest.approx(pitch, abs=1e-6)


def test_someone_who_is_not_there_is_reported_and_the_rest_framed() -> None:
    found = framed(on(Size.MS, "LEE"))
    assert [p.code for p in found.problems] == ["FR704"] and found.subjects == ("MAYA", "JON")


@pytest.mark.parametrize("view", [View.OTS, View.POV])
def test_a_shoulder_or_eyes_that_are_not_there_are_reported(view: View) -> None:
    found = framed(on(None, "MAYA", view=view, by="LEE"))
    assert [p.code for p in found.problems] == ["FR704"] and "LEE" in found.problems[0].message
    assert found.subjects == ("MAYA",)


# ------------------------------------------------------------------------------------------------ shoulders and eyes


@pytest.mark.parametrize(("shoulder", "side"), [("right", -1), ("left", 1)])
@pytest.mark.parametrize("mm", [50, 85, 100])
def test_over_the_shoulder(shoulder: str, side: int, mm: float) -> None:
    found = framed(on(None, "JON", view=View.OTS, by="MAYA", shoulder=shoulder), lens(mm))
    a, b = seen(found, MAYA), seen(found, JON)
    assert np.sign(a[0]) == side and np.sign(b[0]) == -side
    assert abs(b[0]) == pytest.approx(0.30, abs=1e-6) and abs(a[0]) == pytest.approx(0.55, abs=1e-6)
    assert 0.2 < a[2] < b[2] - 1 and found.focus == pytest.approx(b[2])
    assert found.roll == 0 and 0.1 < b[1] < 0.5


def test_over_the_shoulder_size_and_lens() -> None:
    """85 mm is long enough for an MCU from behind the shoulder; 35 mm is not, and that is said."""
    long = framed(on(Size.MCU, "JON", view=View.OTS, by="MAYA"), lens(135))
    wanted = optics.distance(optics.crop(Size.MCU, 1.82), 135, long.gate)
    assert long.problems == () and long.focus == pytest.approx(wanted, rel=0.02)
    short = framed(on(Size.MCU, "JON", view=View.OTS, by="MAYA"), lens(35))
    assert [(p.code, p.level) for p in short.problems] == [("LN601", Level.WARNING)]
    assert seen(short, MAYA)[2] > 0.3
    free = framed(on(Size.MCU, "JON", view=View.OTS, by="MAYA"))
    assert free.problems == () and free.focal >= 65


def test_over_the_shoulder_without_a_subject_looks_where_they_face() -> None:
    assert framed(on(None, view=View.OTS, by="MAYA")).subjects == ("JON",)


@pytest.mark.parametrize(("a", "b"), [(Posture.SIT, Posture.STAND), (Posture.STAND, Posture.SIT)])
def test_over_the_shoulder_up_and_down(a: Posture, b: Posture) -> None:
    people = {"MAYA": replace(MAYA, posture=a), "JON": replace(JON, posture=b)}
    found = framed(on(None, "JON", view=View.OTS, by="MAYA"), people=people)
    assert np.sign(found.pitch) == (1 if a == Posture.SIT else -1)
    assert abs(seen(found, people["JON"])[1]) < 0.6
    assert any(abs(seen(found, people["MAYA"], part)[1]) < 1.05 for part in ("crown", "eyes", "shoulders"))


def test_point_of_view() -> None:
    found = framed(on(None, "JON", view=View.POV, by="MAYA"))
    assert np.linalg.norm(np.array(found.position) - body.eyes(MAYA)) < 0.1
    assert seen(found, JON)[:2] == pytest.approx((0, 0), abs=1e-9) and found.subjects == ("JON",)
    close = framed(on(Size.CU, "JON", view=View.POV, by="MAYA"))
    assert close.position == found.position and close.focal > found.focal
    alone = framed(on(None, view=View.POV, by="MAYA"))
    assert -alone.rotation[:, 2] == pytest.approx((1, 0, 0), abs=1e-9)


# ------------------------------------------------------------------------------------------------ camera at


def test_camera_at_is_exact() -> None:
    at = CameraAt(SPAN, Fraction(12, 10), Fraction(25, 10), Fraction(15, 10), name("MAYA"))
    found = framed(on(Size.MS, "MAYA"), at)
    assert found.position == (1.2, 1.5, 2.5) and found.problems == ()
    assert seen(found, MAYA, "waist")[1] == pytest.approx(-1, abs=0.02) and abs(seen(found, MAYA)[0]) < 1e-9


def test_camera_at_against_size_and_lens_is_one_error_with_a_fix() -> None:
    at = CameraAt(SPAN, Fraction(12, 10), Fraction(25, 10), Fraction(15, 10), name("MAYA"))
    found = framed(on(Size.CU, "MAYA"), lens(35, 2.8), at)
    (problem,) = found.problems
    assert (problem.code, problem.level) == ("LN601", Level.ERROR) and "or put the camera" in problem.help
    assert problem.fix is not None and problem.fix.text.endswith("mm f/2.8")
    mm = float(problem.fix.text.split("mm")[0])
    assert framed(on(Size.CU, "MAYA"), lens(mm, 2.8), at).problems == ()
    assert found.position == (1.2, 1.5, 2.5) and found.focal == 35


def test_camera_at_facing_another() -> None:
    at = CameraAt(SPAN, Fraction(0), Fraction(4), None, name("TABLE", "thing"))
    found = framed(at)
    assert project(found, np.array([(0, 0.375, 0)]))[0, :2] == pytest.approx((0, 0), abs=1e-9)


def test_focus_on_a_name() -> None:
    found = framed(on(Size.WS, "MAYA", "JON"), Focus(SPAN, name("JON")))
    assert found.focus == pytest.approx(depth(found, body.eyes(JON)))


# ------------------------------------------------------------------------------------------------ always a camera

_angles = st.sampled_from([None, "low", "high", "overhead", "worm's eye", "eye level"])
_views = st.sampled_from([View.PLAIN, View.OTS, View.POV, View.INSERT])


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from([None, *Size]), _views, st.sampled_from([1, 8, 24, 50, 200, 2000]), _angles,
       st.floats(-7, 7), st.floats(-4, 4), st.sampled_from(list(Posture)), st.floats(0.9, 2.2), st.booleans())
def test_every_pose_is_rigid_and_finite(size, view, mm, angle, yaw, x, posture, tall, walled) -> None:
    people = {"MAYA": Body("MAYA", tall, (x, 0, x / 3), yaw, posture), "JON": JON}
    clauses = [on(size, "JON" if view != View.INSERT else "MAYA", view=view, by="MAYA"), lens(mm)]
    clauses += [Angle(SPAN, angle)] if angle else []
    found = framed(*clauses, people=people, place=replace(WIDE, room=Room(6, 5, walled=walled)))
    matrix = found.matrix
    assert np.isfinite(matrix).all() and np.isfinite([found.focal, found.focus]).all()
    assert matrix[:3, :3] @ matrix[:3, :3].T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1)
    assert found.focus > 0 and found.focal > 0
    assert found == framed(*clauses, people=people, place=replace(WIDE, room=Room(6, 5, walled=walled)))


def test_angles_in_radians_are_small_numbers() -> None:
    assert abs(framed(on(Size.CU, "MAYA")).yaw) < radians(181)
