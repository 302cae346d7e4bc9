"""Ways round furniture, courses sampled at times, and random blockings that must always give sound tracks."""

from __future__ import annotations

from itertools import pairwise
from math import cos, hypot, pi, sin

import numpy as np
import pytest
from blocking_words import at, by, does, person, play, says, shot, thing
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.optics.footprint import Footprint, detour, footprint
from shotscript.optics.space import Posture, Thing
from shotscript.optics.walk import Stretch, along, before, gait, length, sample, standing, turned, yaw_at

coordinate = st.floats(-4, 4).map(lambda v: round(v, 2))
points = st.tuples(coordinate, coordinate)


# ------------------------------------------------------------------------------------------ footprints


@given(points, st.floats(-pi, pi), points)
@settings(max_examples=60, deadline=None)
def test_local_and_world_undo_each_other_and_keep_lengths(centre, yaw, point):
    spread = Footprint(*centre, 1.0, 0.5, yaw)
    x, z = spread.local(point)
    assert spread.world((x, z)) == pytest.approx(point, abs=1e-9)
    assert hypot(x, z) == pytest.approx(hypot(point[0] - centre[0], point[1] - centre[1]))


def test_a_turned_thing_faces_where_its_yaw_says():
    spread = Footprint(0, 0, 1, 0.5, pi / 2)
    assert spread.world((0, 1)) == pytest.approx((sin(pi / 2), cos(pi / 2)))
    assert spread.reach == pytest.approx((0.5, 1))
    assert spread.distance((0.4, 0.9)) == pytest.approx(-0.1) and spread.distance((0.5 + 3, 1 + 4)) == pytest.approx(5)


@given(points, points, st.floats(-pi, pi), st.floats(0, 0.4))
@settings(max_examples=80, deadline=None)
def test_crossing_agrees_with_points_along_the_way(a, b, yaw, margin):
    spread = Footprint(0.2, -0.3, 1.0, 0.5, yaw)
    grown = Footprint(0.2, -0.3, 1.0 + margin, 0.5 + margin, yaw)
    shares = np.linspace(0, 1, 400)
    deep = min(grown.distance((a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s)) for s in shares)
    if abs(deep) > 0.03:
        assert spread.crosses(a, b, margin) == (deep < 0)


@given(points, points, st.lists(points, max_size=3))
@settings(max_examples=60, deadline=None)
def test_detours_keep_out_and_are_no_shorter_than_straight(a, b, centres):
    things = tuple(Thing(f"T{i}", "table", (1.2, 0.75, 0.8), (x, 0, z)) for i, (x, z) in enumerate(centres))
    away = [t for t in things if min(footprint(t).distance(a), footprint(t).distance(b)) > 0.3]
    way, free = detour(a, b, things)
    assert way[0] == a and way[-1] == b
    metres = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise(way))
    assert metres >= hypot(b[0] - a[0], b[1] - a[1]) - 1e-9
    if free:
        assert not any(footprint(t).crosses(p, q, 0.25) for t in away for p, q in pairwise(way))


def test_the_shortest_way_round_is_taken():
    wall = Thing("WALL", "wall", (4.0, 2.8, 0.1), (1.0, 0, 0))
    way, free = detour((0.0, -1.0), (0.0, 1.0), (wall,))
    assert free and all(x < 0 for x, _ in way[1:-1]) and len(way) == 4


# ------------------------------------------------------------------------------------------ courses


def test_points_along_a_bent_path():
    path = np.array([(0, 0, 0), (1, 0, 0), (1, 0, 3)], float)
    assert length(path) == 4
    assert np.allclose(along(path, np.array((0, 0.25, 0.5, 1))), [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 0, 3)])


@pytest.mark.parametrize(("metres", "running", "phase"), [(1.32, False, 2 * pi), (2.6, False, 4 * pi), (0.1, False, pi),
                                                          (2.6, True, 2 * pi)])
def test_gait_ends_with_the_feet_together(metres, running, phase):
    assert gait(metres, running) == pytest.approx(phase)


def test_turns_take_the_short_way_round_and_run_into_each_other():
    course = turned(standing(np.zeros(3), 0.75 * pi), 1.0, -0.75 * pi, 0.4)
    assert yaw_at(course, np.array((0.0, 1.0, 1.2, 5.0))) == pytest.approx((0.75 * pi, 0.75 * pi, pi, 1.25 * pi))
    again = turned(course, 1.2, 0.75 * pi, 0.4)
    assert yaw_at(again, np.array((1.2, 9.0))) == pytest.approx((pi, 0.75 * pi))


def test_a_later_stretch_wins_and_before_takes_it_away():
    walk = Stretch(0.0, 4.0, np.array([(0, 0, 0), (4, 0, 0)], float), Posture.WALK, Posture.STAND, 6 * pi)
    course = standing(np.zeros(3), 0.0)
    course = type(course)((*course.stretches, walk, Stretch(2.0, 0.0, np.ones((1, 3)), Posture.SIT, Posture.SIT)), ())
    times = np.array((1.0, 2.0, 3.0))
    assert np.allclose(sample(course, times).floor, [(1, 0, 0), (1, 1, 1), (1, 1, 1)])
    assert np.allclose(sample(before(course, 2.0), times).floor[:, 0], (1, 2, 3))


# ------------------------------------------------------------------------------------------ anything at all

NAMES = ("MAYA", "JON", "ANA")
spots = st.one_of(
    st.builds(at, coordinate, coordinate),
    st.builds(by, st.sampled_from(("on", "behind", "in front of", "left of", "right of")),
              st.sampled_from((*NAMES, "TABLE", "SOFA", "DOOR", "NOWHERE"))),
)
facings = st.one_of(st.none(), st.integers(-360, 360), st.sampled_from((*NAMES, "camera", "TABLE", "NOWHERE")))
overs = st.one_of(st.none(), st.integers(1, 6))
steps = st.one_of(
    st.builds(does, st.sampled_from(("stands", "sits", "lies")), st.one_of(st.none(), spots), facings),
    st.builds(does, st.sampled_from(("walks", "runs", "moves")), st.one_of(st.none(), spots), st.none(), overs),
    st.builds(lambda f: does("turns", None, f), st.one_of(st.integers(0, 360), st.sampled_from(NAMES))),
    st.builds(lambda v, e: does(v, edge=e), st.sampled_from(("enters", "exits")), st.sampled_from(("left", ""))),
    st.builds(lambda: does("holds", what="CUP")),
)
people = st.builds(lambda n, s: person(n, *s), st.sampled_from(NAMES), st.lists(steps, min_size=1, max_size=3))
furniture = st.builds(
    lambda n, p: thing(n, n.casefold(), p), st.sampled_from(("TABLE", "SOFA", "DOOR")), spots,
)
items = st.lists(st.one_of(people, furniture), max_size=4).map(tuple)
cues = st.tuples(st.sampled_from(("0", "0.5", "1", "2")), items)
shots = st.builds(
    lambda seconds, said, crossing, who: shot(seconds, *said, crossing=crossing, beats=[says(who, 0, 1)]),
    st.sampled_from(("1", "2.5", "4")), st.lists(cues, max_size=2), st.sampled_from((0, 0, 13)), st.sampled_from(NAMES),
)


@given(items, st.lists(shots, min_size=1, max_size=3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_blocking_gives_sound_tracks(start, cut, interior):
    stage, tracks, problems = play(start, *cut, people=NAMES, interior=interior)
    again = play(start, *cut, people=NAMES, interior=interior)
    assert again[0] == stage and again[2] == problems
    assert all(np.isfinite((*t.size, *t.at, t.yaw)).all() for t in stage.things)
    assert len({t.name for t in stage.things}) == len(stage.things)
    for i, label in enumerate(tracks):
        crossings = [s.transition_in.frames if s.transition_in else 0 for s in cut] + [0]
        lead, tail = crossings[i] // 2, crossings[i + 1] - crossings[i + 1] // 2
        count = lead + cut[i].frames + tail
        assert [t.name for t in tracks[label]] == list(NAMES)
        for t, same in zip(tracks[label], again[1][label], strict=True):
            _check(t, same, count, lead)


def _check(t, same, count, lead):
    shapes = {"floor": (count, 3), "gaze": (count, 3), "yaw": (count,), "gait": (count,), "mouth": (count,),
              "posture": (count,), "shown": (count,)}
    for field, shape in shapes.items():
        values = getattr(t, field)
        assert values.shape == shape and np.isfinite(values).all() and np.array_equal(values, getattr(same, field))
        assert (values[: lead + 1] == values[lead]).all() or field == "gaze"
    assert np.allclose(t.gaze[: lead + 1], t.gaze[lead])
    assert t.posture.dtype == np.int8 and t.shown.dtype == bool and t.floor.dtype == t.yaw.dtype == np.float64
    walking = (t.posture == Posture.WALK) | (t.posture == Posture.RUN)
    assert (t.gait[~walking] == 0).all() and (t.mouth >= 0).all() and (t.mouth <= 1).all()
    assert -pi - 1e-9 <= t.yaw[0] <= pi + 1e-9 and (t.floor[:, 1] >= 0).all()


@given(st.lists(shots, min_size=2, max_size=3))
@settings(max_examples=30, deadline=None)
def test_nobody_moves_in_a_cut_unless_told(cut):
    quiet = [cut[0], *(s.model_copy(update={"blocking": (), "transition_in": None}) for s in cut[1:])]
    _, tracks, _ = play((), *quiet, people=NAMES)
    late = {i.name.text for cue in cut[0].blocking for i in cue.items if float(cut[0].seconds - cue.at) < 0.25}
    for one, two in pairwise(tracks):
        for a, b in zip(tracks[one], tracks[two], strict=True):
            if a.name in late:
                continue  # told so late that it is the next shot's
            pending = b.posture[0] in (Posture.SIT, Posture.LIE) or b.shown[0] != a.shown[-1]
            speed = np.linalg.norm(np.diff(a.floor[-3:], axis=0), axis=1).max()
            assert pending or np.linalg.norm(b.floor[0] - a.floor[-1]) <= speed + 0.5
