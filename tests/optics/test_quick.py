"""What is counted the quick way is what the long way gives: one point, one moment, a length without laying."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from blocking_words import says, shot
from hypothesis import given
from hypothesis import strategies as st

from shotscript.narrative import timing
from shotscript.optics import body, looks
from shotscript.optics.camera import Gate
from shotscript.optics.space import Body, Posture
from shotscript.optics.view import CameraPose, project, rotation, rotations, seen
from shotscript.optics.walk import Course, Turn, before, rests, sample, standing

_SHOT = shot(5)
near = st.floats(-9, 9, allow_nan=False)
angle = st.floats(-1.5, 1.5, allow_nan=False)


@given(st.tuples(near, near, near), st.tuples(near, near, near), angle, angle, angle)
def test_one_point_is_seen_where_many_are_projected(at, where, yaw, pitch, roll):
    pose = CameraPose(at, yaw, pitch, roll, 35.0, 1.0, Gate(36.0, 20.25))
    assert np.allclose(seen(pose, where), project(pose, np.array([where]))[0], rtol=1e-12, atol=1e-12)


@given(angle, angle, angle)
def test_one_rotation_is_the_first_of_many_and_turns_nothing_inside_out(yaw, pitch, roll):
    one = rotation(yaw, pitch, roll)
    assert np.array_equal(one, rotations(np.array([yaw, 1.0]), np.array([pitch, 0.5]), np.array([roll, 0.1]))[0])
    assert np.allclose(one @ one.T, np.eye(3)) and np.isclose(np.linalg.det(one), 1.0)


@given(st.sampled_from(Posture), angle, st.sampled_from(("crown", "eyes", "hands", "feet")))
def test_a_spot_is_the_landmark(posture, yaw, name):
    who = Body("A", 1.7, (1.0, 0.0, -2.0), yaw, posture)
    assert np.array_equal(body.landmark(who, name), np.array(body.spot(who, name)))


places = st.lists(st.tuples(near, near, angle, st.booleans()), min_size=1, max_size=5)
talk = st.lists(st.tuples(st.floats(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=4)


@given(places, talk)
def test_one_moment_of_people_who_stand_still_is_view_enough(places, talk):
    """Everybody's eyes over 40 frames, from all the frames and from the first one alone."""
    courses = {f"P{i}": standing(np.array((x, 0.0, z)), yaw, shown=there)
               for i, (x, z, yaw, there) in enumerate(places)}
    lines = tuple(looks.Line(start, start + 1.0, f"P{who}", f"P{to}") for start, who, to in sorted(talk))
    tall, times = dict.fromkeys(courses, 1.7), np.arange(40) / 8
    assert all(rests(course, 0.0, 5.0) for course in courses.values())
    every, one = (looks.view(courses, tall, (), t) for t in (times, times[:1]))
    assert np.array_equal(looks.gazes(every, lines, times, _SHOT, 8.0), looks.gazes(one, lines, times, _SHOT, 8.0))


def test_who_turns_later_does_not_rest_but_what_waits_for_the_next_shot_does_not_count():
    still = standing(np.zeros(3), 0.0)
    turning = Course(still.stretches, (*still.turns, Turn(2.0, 0.5, 0.0, 1.0)))
    assert not rests(turning, 0.0, 4.0) and not rests(turning, 2.4, 4.0)
    assert rests(turning, 2.5, 4.0) and rests(turning, 0.0, 2.0)
    assert np.ptp(sample(before(turning, 2.0), np.arange(5.0)).yaw) == 0


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 8), st.booleans(), st.booleans()), max_size=6))
def test_a_length_is_that_of_the_laid_beats(given_beats):
    beats = [says(who, 0, Fraction(seconds, 2)).model_copy(update={"beside": beside, "voice_over": over})
             for who, seconds, beside, over in given_beats]
    assert timing.length(beats) == timing.lay(beats)[1]
