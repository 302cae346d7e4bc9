"""Every move against its own closed form at every frame, and left as left by projecting points."""

from dataclasses import replace
from fractions import Fraction
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
import pytest
from frame_kit import (
    JON,
    MAYA,
    PAIR,
    SPAN,
    STORY,
    WIDE,
    at_frame,
    lens,
    move,
    moves,
    name,
    on,
    seconds,
    shot,
    tracks,
    walking,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level
from shotscript.lang.clause import Pacing
from shotscript.lang.term import Ease, Size, Verb, View
from shotscript.optics import body
from shotscript.optics.frame import Given, pose
from shotscript.optics.move import Take, run
from shotscript.optics.view import CameraPose, depth, forward, project, rightward, rotation

EASES = {
    None: lambda t: t * t * (3 - 2 * t), Ease.IN_OUT: lambda t: t * t * (3 - 2 * t), Ease.IN: lambda t: t * t,
    Ease.OUT: lambda t: 1 - (1 - t) ** 2, Ease.LINEAR: lambda t: t,
}
BASE = (on(Size.MS, "MAYA"), lens(50))
UP = np.array((0, 1.0, 0))


def start_of(made) -> CameraPose:
    return pose(made, PAIR, WIDE, STORY)


def take(*clauses, frames: int = 48, people=None, lead: int = 0, tail: int = 0) -> tuple[CameraPose, Take]:
    made = shot(*clauses, frames=frames)
    start = start_of(made)
    return start, run(start, made, people or tracks(PAIR, lead + frames + tail), WIDE, STORY, lead, tail)


def shares(frames: int, ease: Ease | None, start: float = 0, over: float | None = None) -> list[float]:
    length = frames / 24 if over is None else over
    return [EASES[ease](min(max((i / 24 - start) / length, 0), 1)) for i in range(frames)]


def check(result: Take, position, yaw, pitch, roll, focal) -> None:
    """All frames against closed forms: callables of the frame number."""
    for i in range(len(result.camera)):
        m = result.camera.cam_to_world[i]
        assert np.abs(m[:3, 3] - position(i)).max() < 1e-6
        assert np.abs(m[:3, :3] - rotation(yaw(i), pitch(i), roll(i))).max() < 1e-6
        assert abs(result.camera.focal[i] - focal(i)) < 1e-6


# ------------------------------------------------------------------------------------------------ shifts and turns

SHIFTS = [
    (Verb.TRUCK, "left", lambda p: -rightward(p.yaw)), (Verb.TRUCK, "right", lambda p: rightward(p.yaw)),
    (Verb.PEDESTAL, "up", lambda p: UP), (Verb.PEDESTAL, "down", lambda p: -UP),
]


@pytest.mark.parametrize(("verb", "way", "along"), SHIFTS, ids=[f"{v} {w}" for v, w, _ in SHIFTS])
@pytest.mark.parametrize("ease", EASES)
def test_shifts(verb: Verb, way: str, along, ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(verb, way, amount=0.4, ease=ease)))
    p = shares(48, ease)
    check(got, lambda i: np.array(start.position) + 0.4 * p[i] * along(start), lambda i: start.yaw,
          lambda i: start.pitch, lambda i: 0.0, lambda i: 50.0)


def stays(start: CameraPose, got: Take, subject=None) -> None:
    """The subject where it was in the picture, in every frame."""
    anchor = np.array(start.anchor)[None] if subject is None else subject
    seen = [project(at_frame(got.camera, i, start), anchor)[0, :2] for i in range(len(got.camera))]
    assert np.ptp(seen, axis=0).max() < 1e-6


@pytest.mark.parametrize("sign", [1, -1], ids=["in", "out"])
@pytest.mark.parametrize("ease", EASES)
def test_dolly_goes_along_the_axis_and_keeps_its_headroom(sign: int, ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(Verb.DOLLY, "in" if sign > 0 else "out", amount=1, ease=ease)))
    way = np.array(start.position) + np.outer(shares(48, ease), sign * forward(start.yaw, start.pitch))
    assert np.abs(got.camera.position - way).max() < 1e-9
    stays(start, got)
    crown = project(at_frame(got.camera, 47, start), body.landmark(MAYA, "crown")[None])[0]
    assert crown[1] < 0.97, "a head is never cropped by a push in"


def test_a_dolly_that_goes_past_its_subject_does_not_whip_round() -> None:
    _, got = take(*BASE, moves(move(Verb.DOLLY, "in", amount=5)))
    ways = -got.camera.cam_to_world[:, :3, 2]
    assert (ways[1:] * ways[:-1]).sum(axis=1).min() > np.cos(radians(4))


def test_a_crane_and_a_dolly_together_keep_the_subject() -> None:
    start, got = take(*BASE, moves((move(Verb.DOLLY, "in", amount=1), move(Verb.CRANE, "up", amount=1))))
    stays(start, got)


def test_a_written_tilt_is_all_the_tilt_there_is() -> None:
    start, got = take(*BASE, moves((move(Verb.CRANE, "up", amount=2), move(Verb.TILT, "down", amount=20))))
    assert got.end.pitch == pytest.approx(start.pitch - radians(20)) and got.end.yaw == pytest.approx(start.yaw)


def test_a_dolly_while_following_does_not_look_back() -> None:
    floor = np.array(MAYA.floor) + np.outer(np.linspace(0, 1, 48), (2.0, 0, 1.0))
    people = {**tracks(PAIR, 48), "MAYA": walking(MAYA, floor)}
    start, got = take(*BASE, moves((move(Verb.TRACK, follow=name("MAYA")), move(Verb.DOLLY, "in", amount=1))),
                      people=people)
    for i in (0, 20, 47):
        now = body.eyes(people["MAYA"].at(i))[None]
        assert project(at_frame(got.camera, i, start), now)[0, :2] == pytest.approx(
            project(start, np.array(start.anchor)[None])[0, :2], abs=1e-3)


TURNS = [
    (Verb.PAN, "left", (1, 0, 0)), (Verb.PAN, "right", (-1, 0, 0)), (Verb.TILT, "up", (0, 1, 0)),
    (Verb.TILT, "down", (0, -1, 0)), (Verb.ROLL, "left", (0, 0, 1)), (Verb.ROLL, "right", (0, 0, -1)),
]


@pytest.mark.parametrize(("verb", "way", "turn"), TURNS, ids=[f"{v} {w}" for v, w, _ in TURNS])
@pytest.mark.parametrize("ease", EASES)
def test_turns(verb: Verb, way: str, turn: tuple[int, int, int], ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(verb, way, amount=12, ease=ease)))
    p = [radians(12) * s for s in shares(48, ease)]
    check(got, lambda i: start.position, lambda i: start.yaw + turn[0] * p[i], lambda i: start.pitch + turn[1] * p[i],
          lambda i: turn[2] * p[i], lambda i: 50.0)


@pytest.mark.parametrize(("way", "sign"), [("left", -1), ("right", 1)])
@pytest.mark.parametrize("ease", EASES)
def test_orbit(way: str, sign: int, ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(Verb.ORBIT, way, amount=40, ease=ease)))
    pivot, p = np.array(start.anchor), [sign * radians(40) * s for s in shares(48, ease)]
    away = np.array(start.position) - pivot
    radius, azimuth = hypot(away[0], away[2]), atan2(away[0], away[2])
    check(got, lambda i: (pivot[0] + radius * sin(azimuth + p[i]), start.position[1],
                          pivot[2] + radius * cos(azimuth + p[i])),
          lambda i: start.yaw + p[i], lambda i: start.pitch, lambda i: 0.0, lambda i: 50.0)
    for i in (0, 20, 47):
        assert project(at_frame(got.camera, i, start), pivot[None])[0] == pytest.approx(
            project(start, pivot[None])[0], abs=1e-9), "the subject stays where it is in the picture"


def test_orbit_around_a_name() -> None:
    start, got = take(*BASE, moves(move(Verb.ORBIT, "right", amount=90, around=name("JON"))))
    pivot = body.eyes(JON)
    for i in (0, 24, 47):
        assert hypot(*(got.camera.position[i] - pivot)[[0, 2]]) == pytest.approx(
            hypot(*(np.array(start.position) - pivot)[[0, 2]]))


@pytest.mark.parametrize("ease", EASES)
def test_zoom(ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(Verb.ZOOM, "in", mm=85, ease=ease)))
    assert np.abs(got.camera.focal - (50 + 35 * np.array(shares(48, ease)))).max() < 1e-9
    assert np.ptp(got.camera.position, axis=0).max() == 0
    stays(start, got)


@pytest.mark.parametrize(("way", "sign"), [("up", 1), ("down", -1)])
@pytest.mark.parametrize("ease", EASES)
def test_crane_keeps_the_subject(way: str, sign: int, ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(Verb.CRANE, way, amount=0.8, ease=ease)))
    height = np.outer(shares(48, ease), sign * 0.8 * UP)
    assert np.abs(got.camera.position - start.position - height).max() < 1e-9
    stays(start, got)


@pytest.mark.parametrize(("way", "mm"), [("in", 24), ("out", 120)])
@pytest.mark.parametrize("ease", EASES)
def test_dolly_zoom_holds_the_size(way: str, mm: int, ease: Ease | None) -> None:
    start, got = take(*BASE, moves(move(Verb.DOLLY_ZOOM, way, mm=mm, ease=ease)))
    p, axis = shares(48, ease), forward(start.yaw, start.pitch)
    gone = (got.camera.position - start.position) @ axis
    check(got, lambda i: start.position + gone[i] * axis, lambda i: start.yaw, lambda i: start.pitch, lambda i: 0.0,
          lambda i: 50 + (mm - 50) * p[i])
    ends = np.array([(MAYA.floor[0], body.height(MAYA, what), MAYA.floor[2]) for what in ("crown", "waist")])
    heights = [np.ptp(project(at_frame(got.camera, i, start), ends)[:, 1]) for i in range(48)]
    assert max(heights) / min(heights) < 1 + 1e-9, "from crown to waist, which is what the size shows"
    even = depth(start, start.anchor) * (1 - mm / 50)
    assert gone[-1] == pytest.approx(even, rel=0.12), "about d2/d1 = f2/f1"
    moved = (np.array(got.end.position) - start.position) @ forward(start.yaw, start.pitch)
    assert np.sign(moved) == (1 if way == "in" else -1)


def test_a_dolly_zoom_that_contradicts_itself() -> None:
    _, got = take(*BASE, moves(move(Verb.DOLLY_ZOOM, "in", mm=85)))
    assert [(p.code, p.level) for p in got.problems] == [("MV505", Level.WARNING)]


# ------------------------------------------------------------------------------------------------ left is left

LEFTS = [
    (Verb.PAN, 10, lambda d: d[0] > 0.1), (Verb.TRUCK, 0.3, lambda d: d[0] > 0.1),
    (Verb.WHIP_PAN, 10, lambda d: d[0] > 0.1),
]


@pytest.mark.parametrize(("verb", "amount", "went"), LEFTS, ids=[str(v) for v, _, _ in LEFTS])
def test_what_goes_left_sends_the_world_right(verb: Verb, amount: float, went) -> None:
    for way, sign in (("left", 1), ("right", -1)):
        start, got = take(*BASE, moves(move(verb, way, amount=amount)))
        fixed = np.array(start.anchor)[None]
        drift = project(got.end, fixed)[0] - project(start, fixed)[0]
        assert went(sign * drift)


def test_orbit_left_travels_left_and_roll_left_leans_left() -> None:
    start, got = take(*BASE, moves(move(Verb.ORBIT, "left", amount=20)))
    assert (np.array(got.end.position) - start.position) @ rightward(start.yaw) < -0.2
    start, got = take(*BASE, moves(move(Verb.ROLL, "left", amount=20)))
    assert (start.rotation.T @ got.end.rotation[:, 1])[0] < -0.3


def test_tilt_up_sends_the_world_down() -> None:
    start, got = take(*BASE, moves(move(Verb.TILT, "up", amount=5)))
    fixed = np.array(start.anchor)[None]
    assert project(got.end, fixed)[0, 1] < project(start, fixed)[0, 1] - 0.1


# ------------------------------------------------------------------------------------------------ time


def test_at_and_over() -> None:
    late = move(Verb.TRUCK, "left", amount=1, at=seconds(0.5), over=seconds(1), ease=Ease.LINEAR)
    start, got = take(*BASE, moves(late))
    p = shares(48, Ease.LINEAR, 0.5, 1)
    assert p[12] == 0 and p[36] == 1 and p[13] > 0
    check(got, lambda i: np.array(start.position) - p[i] * rightward(start.yaw), lambda i: start.yaw,
          lambda i: start.pitch, lambda i: 0.0, lambda i: 50.0)


def test_a_move_is_over_at_its_end_time_not_before() -> None:
    start, got = take(*BASE, moves(move(Verb.TRUCK, "left", amount=1, ease=Ease.LINEAR)))
    last = (np.array(start.position) - got.camera.position[-1]) @ rightward(start.yaw)
    assert last == pytest.approx(47 / 48)
    assert np.array(got.end.position) == pytest.approx(np.array(start.position) - rightward(start.yaw))


def test_then_shares_what_is_left() -> None:
    """hold 0.5 s, whip pan 0.3 s, and two parts that share the 1.2 s left."""
    chain = moves(move(Verb.HOLD, over=seconds(Fraction(1, 2))), move(Verb.PAN, "left", amount=10, ease=Ease.LINEAR),
                  move(Verb.WHIP_PAN, "left", amount=30, ease=Ease.LINEAR),
                  move(Verb.TILT, "up", amount=6, ease=Ease.LINEAR))
    start, got = take(*BASE, chain)

    def yaw(i: int) -> float:
        t = i / 24
        return start.yaw + radians(10) * min(max((t - .5) / .6, 0), 1) + radians(30) * min(max((t - 1.1) / .3, 0), 1)

    check(got, lambda i: start.position, yaw, lambda i: start.pitch + radians(6) * min(max((i / 24 - 1.4) / .6, 0), 1),
          lambda i: 0.0, lambda i: 50.0)


def test_the_frame_of_a_part_is_that_of_its_start() -> None:
    """After a quarter turn to the left, dolly in goes where the lens looks then."""
    start, got = take(*BASE, moves(move(Verb.PAN, "left", amount=90), move(Verb.DOLLY, "in", amount=1)))
    assert np.array(got.end.position) == pytest.approx(
        np.array(start.position) + forward(start.yaw + radians(90), start.pitch))


def test_while_and_comma_mean_the_same() -> None:
    a, b = move(Verb.DOLLY, "in", amount=0.5), move(Verb.ORBIT, "left", amount=30)
    _, together = take(*BASE, moves((a, b)))
    for clauses in ((moves(a), moves(b)), (moves(b), moves(a))):
        _, commas = take(*BASE, *clauses)
        assert np.array_equal(together.camera.cam_to_world, commas.camera.cam_to_world)
    start, _ = take(*BASE)
    pivot = np.array(start.anchor)
    near = hypot(*(np.array(together.end.position) - pivot)[[0, 2]])
    dollied = np.array(start.position) + .5 * forward(start.yaw, start.pitch)
    assert near == pytest.approx(hypot(*(dollied - pivot)[[0, 2]]))


def test_pacing_applies_to_moves_without_their_own() -> None:
    pace = Pacing(SPAN, over=seconds(1), ease=Ease.LINEAR)
    start, got = take(*BASE, moves(move(Verb.TRUCK, "left", amount=1)), pace)
    gone = (np.array(start.position) - got.camera.position) @ rightward(start.yaw)
    assert gone == pytest.approx(shares(48, Ease.LINEAR, 0, 1))
    _, own = take(*BASE, moves(move(Verb.TRUCK, "left", amount=1, ease=Ease.IN, over=seconds(2))), pace)
    gone = (np.array(start.position) - own.camera.position) @ rightward(start.yaw)
    assert gone == pytest.approx(shares(48, Ease.IN))


def test_handles_hold_the_first_and_last_state() -> None:
    start, got = take(*BASE, moves(move(Verb.DOLLY, "in", amount=0.5)), lead=6, tail=9)
    assert len(got.camera) == 6 + 48 + 9
    assert np.array_equal(got.camera.cam_to_world[:6], np.tile(start.matrix, (6, 1, 1)))
    assert got.camera.position[54:] == pytest.approx(np.tile(np.array(got.end.position), (9, 1)), abs=1e-12)
    _, plain = take(*BASE, moves(move(Verb.DOLLY, "in", amount=0.5)))
    assert np.array_equal(got.camera.cam_to_world[6:54], plain.camera.cam_to_world)


# ------------------------------------------------------------------------------------------------ what nobody wrote

DEFAULTS = [(Verb.DOLLY, "in", 0.5), (Verb.TRUCK, "left", 0.5), (Verb.PEDESTAL, "up", 0.3), (Verb.CRANE, "up", 1.0)]


@pytest.mark.parametrize(("verb", "way", "metres"), DEFAULTS)
@pytest.mark.parametrize(("pace", "factor"), [
    ("", 1), ("slow", .5), ("very slow", .5), ("gently", .5), ("fast", 2), ("quickly", 2)])
def test_stated_amounts(verb: Verb, way: str, metres: float, pace: str, factor: float) -> None:
    start, got = take(*BASE, moves(move(verb, way, pace=pace)))
    assert np.linalg.norm(np.array(got.end.position) - start.position) == pytest.approx(metres * factor)
    assert [(p.code, p.level) for p in got.problems] == [("MV507", Level.INFO)]


def test_an_adverb_leaves_a_written_amount_alone() -> None:
    start, got = take(*BASE, moves(move(Verb.DOLLY, "in", amount=0.4, pace="slow")))
    assert np.linalg.norm(np.array(got.end.position) - start.position) == pytest.approx(0.4) and not got.problems


def test_a_missing_direction_takes_the_side_with_more_room() -> None:
    made = shot(*BASE, moves(move(Verb.TRUCK, amount=0.5)), frames=24)
    for x, sign in ((20, -1), (-20, 1)):
        start = replace(start_of(made), position=(x, 1.6, 0.0), yaw=0.0)
        got = run(start, made, tracks(PAIR, 24), WIDE, STORY)
        assert np.sign(got.end.position[0] - x) == sign
        assert [(p.code, p.level) for p in got.problems] == [("MV508", Level.INFO)]


# ------------------------------------------------------------------------------------------------ targets


@pytest.mark.parametrize("verb", [Verb.DOLLY, Verb.TRUCK])
@pytest.mark.parametrize("size", [Size.CU, Size.FS])
def test_push_to_a_size_reaches_that_framing(verb: Verb, size: Size) -> None:
    start, got = take(*BASE, moves(move(verb, "in", target=on(size))))
    azimuth = atan2(*(np.array(start.position) - MAYA.floor)[[0, 2]])
    wanted = pose(shot(*BASE), PAIR, WIDE, STORY, Given(on(size, "MAYA"), 50.0, azimuth))
    assert np.array(got.end.position) == pytest.approx(np.array(wanted.position), abs=1e-6)
    assert (got.end.yaw, got.end.pitch, got.end.focal) == pytest.approx((wanted.yaw, wanted.pitch, 50), abs=1e-6)
    floor = np.array((0, body.SOLE * MAYA.tall if size == Size.FS else 0, 0))
    bottom = project(got.end, (body.landmark(MAYA, body.BOTTOMS[size]) - floor)[None])[0]
    assert bottom[1] == pytest.approx(-1, abs=0.02)
    along = got.camera.position - start.position
    whole = np.array(got.end.position) - start.position
    assert np.linalg.norm(np.cross(along, whole), axis=1).max() < 1e-9, "a straight way"
    for i in range(0, 48, 6):
        assert np.all(np.abs(project(at_frame(got.camera, i, start), body.eyes(MAYA)[None])[0, :2]) < 0.8)


def test_orbit_to_over_the_shoulder_goes_the_written_way() -> None:
    goal = on(None, "JON", view=View.OTS, by="MAYA")
    start, got = take(on(Size.MS, "JON"), lens(50), moves(move(Verb.ORBIT, "left", target=goal)))
    wanted = pose(shot(*BASE), PAIR, WIDE, STORY, Given(goal, 50.0))
    assert np.array(got.end.position) == pytest.approx(np.array(wanted.position), abs=1e-6)
    assert got.end.yaw % (2 * np.pi) == pytest.approx(wanted.yaw % (2 * np.pi), abs=1e-6)
    way = got.camera.position[3] - start.position
    assert way @ rightward(start.yaw) < 0
    for i in range(0, 48, 6):
        assert np.all(np.abs(project(at_frame(got.camera, i, start), body.eyes(JON)[None])[0, :2]) < 1)
    _, other = take(on(Size.MS, "JON"), lens(50), moves(move(Verb.ORBIT, "right", target=goal)))
    assert np.array(other.end.position) == pytest.approx(np.array(wanted.position), abs=1e-6)


@pytest.mark.parametrize("verb", [Verb.PAN, Verb.WHIP_PAN, Verb.TILT])
def test_pan_to_a_name_brings_it_to_the_middle(verb: Verb) -> None:
    start, got = take(*BASE, moves(move(verb, target=name("JON"))))
    x, y, far = project(got.end, body.eyes(JON)[None])[0]
    assert abs(x) < 1e-9 and abs(y) < 0.61 and far > 0
    assert got.end.position == start.position and got.end.subjects == ("JON",)
    assert got.end.focus == pytest.approx(far), "the focus goes along"


@pytest.mark.parametrize("verb", [Verb.ZOOM, Verb.CRASH_ZOOM])
def test_zoom_to_a_size(verb: Verb) -> None:
    start, got = take(*BASE, moves(move(verb, "in", target=on(Size.CU))))
    assert got.end.position == start.position and got.end.focal > 80
    assert project(got.end, body.landmark(MAYA, "shoulders")[None])[0, 1] == pytest.approx(-1, abs=0.03)


def test_crane_up_to_a_wide_ends_above() -> None:
    start, got = take(*BASE, moves(move(Verb.CRANE, "up", target=on(Size.EWS))))
    assert got.end.position[1] > start.position[1] + 1 and got.end.pitch < -0.2
    crown, feet = project(got.end, np.array([body.landmark(MAYA, n) for n in ("crown", "feet")]))
    assert (crown[1] - feet[1]) / 2 < 0.34 and abs(crown[1]) < 1


def test_truck_to_a_name() -> None:
    start, got = take(*BASE, moves(move(Verb.TRUCK, target=name("JON"))))
    assert project(got.end, body.eyes(JON)[None])[0, 0] == pytest.approx(0, abs=1e-9)
    assert got.end.yaw == start.yaw and got.end.position[1] == start.position[1]


def test_a_target_waits_for_people_as_they_stand_when_it_ends() -> None:
    floor = np.linspace((-0.75, 0, 0), (-0.75, 0, 1.5), 49)
    people = {**tracks(PAIR, 49), "MAYA": walking(MAYA, floor)}
    made = shot(*BASE, moves(move(Verb.DOLLY, "in", target=on(Size.CU))), frames=48)
    start = start_of(made)
    got = run(start, made, people, WIDE, STORY, 0, 1)
    there = replace(MAYA, floor=(-0.75, 0, 1.5))
    assert project(got.end, body.landmark(there, "shoulders")[None])[0, 1] == pytest.approx(-1, abs=0.02)
    for i in range(0, 48, 4):
        eyes = body.eyes(people["MAYA"].at(i))
        assert np.all(np.abs(project(at_frame(got.camera, i, start), eyes[None])[0, :2]) < 0.7)


# ------------------------------------------------------------------------------------------------ following


def test_track_keeps_its_offset_even_in_the_handles() -> None:
    floor = np.linspace((-0.75, 0, 0), (1.25, 0, 0.5), 60)
    people = {**tracks(PAIR, 60), "MAYA": walking(MAYA, floor)}
    made = shot(*BASE, moves(move(Verb.TRACK, follow=name("MAYA"))), frames=48)
    start = pose(made, {"MAYA": people["MAYA"].at(4)}, WIDE, STORY)
    got = run(start, made, people, WIDE, STORY, 4, 8)
    assert got.camera.position - floor == pytest.approx(np.tile(np.array(start.position) - floor[4], (60, 1)), abs=1e-9)
    assert np.ptp(got.camera.cam_to_world[:, :3, :3], axis=0).max() == 0
    assert np.ptp(got.camera.focus) < 1e-9


def test_orbit_while_tracking_goes_round_the_moving_subject() -> None:
    floor = np.linspace((-0.75, 0, 0), (2, 0, 1), 48)
    people = {**tracks(PAIR, 48), "MAYA": walking(MAYA, floor)}
    made = shot(*BASE, moves((move(Verb.TRACK, follow=name("MAYA")), move(Verb.ORBIT, "left", amount=60))), frames=48)
    start = start_of(made)
    got = run(start, made, people, WIDE, STORY)
    for i in range(48):
        eyes = body.eyes(people["MAYA"].at(i))
        assert project(at_frame(got.camera, i, start), eyes[None])[0] == pytest.approx(
            project(start, body.eyes(MAYA)[None])[0], abs=1e-6)


def test_a_point_of_view_moves_with_its_owner() -> None:
    floor = np.linspace((-0.75, 0, 0), (0, 0, 0), 24)
    people = {**tracks(PAIR, 24), "MAYA": walking(MAYA, floor)}
    made = shot(on(None, "JON", view=View.POV, by="MAYA"), frames=24)
    start = start_of(made)
    got = run(start, made, people, WIDE, STORY)
    assert np.diff(got.camera.position[:, 0]) == pytest.approx(np.diff(floor[:, 0]))
    for i in (0, 11, 23):
        assert project(at_frame(got.camera, i, start), body.eyes(JON)[None])[0, :2] == pytest.approx((0, 0), abs=1e-9)
    assert got.camera.focus[-1] < got.camera.focus[0] - 0.7


# ------------------------------------------------------------------------------------------------ focus, texture


@pytest.mark.parametrize("ease", EASES)
def test_rack_focus(ease: Ease | None) -> None:
    rack = move(Verb.RACK_FOCUS, focus_from=name("MAYA"), target=name("JON"), at=seconds(0.5), over=seconds(1),
                ease=ease)
    start, got = take(on(Size.WS, "MAYA", "JON"), lens(50, 1.4), moves(rack))
    a, b = (depth(start, body.eyes(who)) for who in (MAYA, JON))
    p = shares(48, ease, 0.5, 1)
    assert got.camera.focus == pytest.approx([a + (b - a) * s for s in p])
    assert np.array_equal(got.camera.cam_to_world, np.tile(start.matrix, (48, 1, 1)))


def test_a_rack_takes_0_7_seconds_and_says_when_it_cannot_be_seen() -> None:
    people = {**PAIR, "JON": replace(JON, floor=(-3.5, 0, -1.2))}
    for stop, told in ((1.4, []), (64, ["LN602"])):
        made = shot(on(Size.MS, "MAYA"), lens(85, stop), moves(move(Verb.RACK_FOCUS, target=name("JON"))), frames=48)
        start = pose(made, people, WIDE, STORY)
        got = run(start, made, tracks(people, 48), WIDE, STORY)
        assert [p.code for p in got.problems] == told
        assert got.camera.focus[0] == pytest.approx(start.focus)
        assert got.camera.focus[17:] == pytest.approx(depth(start, body.eyes(people["JON"])))
        assert got.camera.focus[16] != pytest.approx(got.camera.focus[17])


@pytest.mark.parametrize(("verb", "metres", "turn"), [(Verb.HANDHELD, 0.03, 1.2), (Verb.GIMBAL, 0.04, 0.4)])
def test_textures_are_small_smooth_and_the_same_every_time(verb: Verb, metres: float, turn: float) -> None:
    start, got = take(*BASE, moves(move(verb)), frames=96)
    _, again = take(*BASE, moves(move(verb)), frames=96)
    assert np.array_equal(got.camera.cam_to_world, again.camera.cam_to_world)
    shift = np.linalg.norm(got.camera.position - start.position, axis=1)
    axes = -got.camera.cam_to_world[:, :3, 2]
    off = np.degrees(np.arccos(np.clip(axes @ forward(start.yaw, start.pitch), -1, 1)))
    assert 0.001 < shift.max() < metres and 0.02 < off.max() < turn
    assert np.abs(np.diff(shift)).max() < metres / 6, "no jumps"
    assert got.end.position == start.position, "the next shot starts from a steady camera"


def test_static_is_still() -> None:
    start, got = take(*BASE, moves(move(Verb.STATIC)))
    assert np.array_equal(got.camera.cam_to_world, np.tile(start.matrix, (48, 1, 1)))


def test_texture_of_one_part_leaves_the_others_alone() -> None:
    start, got = take(*BASE, moves(move(Verb.HOLD, over=seconds(1)), move(Verb.HANDHELD)))
    assert np.array_equal(got.camera.cam_to_world[:25], np.tile(start.matrix, (25, 1, 1)))
    assert np.linalg.norm(got.camera.position[-1] - start.position) > 1e-4


# ------------------------------------------------------------------------------------------------ always a camera

_verbs = st.sampled_from(list(Verb))
_ways = st.sampled_from(["", "left", "right", "up", "down", "in", "out"])
_targets = st.sampled_from([None, name("JON"), name("TABLE", "thing"), name("NOBODY"), on(Size.CU), on(Size.EWS),
                            on(None, "JON", view=View.OTS, by="MAYA"), on(Size.MS, "MAYA", "JON")])
_moves = st.builds(lambda v, w, t, a: move(v, _fitting(v, w), target=t, amount=None if t else a),
                   _verbs, _ways, _targets, st.sampled_from([None, 0.25, 3, 200]))


def _fitting(verb: Verb, way: str) -> str:
    ways = {Verb.DOLLY: "in out left right", Verb.TRUCK: "left right", Verb.PEDESTAL: "up down", Verb.CRANE: "up down",
            Verb.PAN: "left right", Verb.TILT: "up down", Verb.ROLL: "left right", Verb.WHIP_PAN: "left right",
            Verb.ORBIT: "left right", Verb.ZOOM: "in out", Verb.CRASH_ZOOM: "in out", Verb.DOLLY_ZOOM: "in out"}
    return way if way in ways.get(verb, "").split() else ""


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(_moves, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3), st.integers(1, 12))
def test_every_camera_is_rigid_and_finite(parts: list, frames: int) -> None:
    _, got = take(*BASE, moves(*parts), frames=frames, lead=1, tail=2)
    turned = got.camera.cam_to_world[:, :3, :3]
    assert len(got.camera) == frames + 3 and np.isfinite(got.camera.cam_to_world).all()
    assert turned @ turned.transpose(0, 2, 1) == pytest.approx(np.tile(np.eye(3), (frames + 3, 1, 1)), abs=1e-9)
    assert np.linalg.det(turned) == pytest.approx(np.ones(frames + 3))
    assert np.isfinite(got.camera.focus).all() and (got.camera.focus > 0).all() and (got.camera.focal > 0).all()
    assert np.isfinite(degrees(got.end.yaw))
