"""Blocking against closed forms: where everyone is at a given second, and what carries over the cuts."""

from __future__ import annotations

from fractions import Fraction
from math import pi, radians

import numpy as np
import pytest
from blocking_words import HERE, at, by, codes, does, person, play, says, shot, thing, track

from shotscript.narrative.story import Beat
from shotscript.optics.space import Posture

# ------------------------------------------------------------------------------------------ walks


def test_walk_at_walking_speed_is_a_straight_line_in_time():
    _, tracks, _ = play([person("MAYA", does("stands", at(-2, 0), 90))],
                        shot(4, (0, (person("MAYA", does("walks", at(0.6, 0))),))))
    t = track(tracks, "1A", "MAYA")
    seconds = np.arange(96) / 24
    assert np.allclose(t.floor[:, 0], np.minimum(-2 + 1.3 * seconds, 0.6))
    assert np.allclose(t.floor[:, 1:], 0)
    assert (t.posture[:48] == Posture.WALK).all() and (t.posture[48:] == Posture.STAND).all()


def test_gait_is_whole_steps_over_the_way_and_rests_at_zero():
    _, tracks, _ = play([person("MAYA", does("stands", at(-2, 0), 90))],
                        shot(4, (0, (person("MAYA", does("walks", at(0.6, 0))),))))
    t = track(tracks, "1A", "MAYA")
    assert t.gait[24] == pytest.approx(pi * round(2 * 2.6 / 1.32) / 2)
    assert (t.gait[48:] == 0).all()


def test_a_walk_that_is_too_long_arrives_at_the_end_of_its_shot_and_is_reported():
    _, tracks, problems = play([person("MAYA", does("stands", at(-2, 0)))],
                               shot(1, (0, (person("MAYA", does("walks", at(2, 0))),))), shot(1))
    assert np.allclose(track(tracks, "1A", "MAYA").floor[:, 0], -2 + 4 * np.arange(24) / 24)
    assert np.allclose(track(tracks, "1B", "MAYA").floor[:, 0], 2)
    assert codes(problems) == ["MV511"]


def test_a_hurried_walk_below_the_limit_is_only_info():
    _, _, problems = play([person("MAYA", does("stands", at(0, 0)))],
                          shot(1, (0, (person("MAYA", does("walks", at(1.8, 0))),))))
    assert codes(problems) == ["MV510"]


def test_runs_are_four_metres_a_second_and_fine_up_to_seven():
    _, tracks, problems = play([person("MAYA", does("stands", at(-6, 0), 90))],
                               shot(3, (0, (person("MAYA", does("runs", at(2, 0))),))), interior=False)
    t = track(tracks, "1A", "MAYA")
    assert t.floor[24, 0] == pytest.approx(-2) and t.posture[24] == Posture.RUN
    assert problems == ()


def test_over_runs_on_across_the_cut():
    _, tracks, problems = play([person("MAYA", does("stands", at(-2, 0)))],
                               shot(1, (0, (person("MAYA", does("walks", at(2, 0), over=4)),))), shot(1), shot(3))
    for k, label in enumerate(("1A", "1B")):
        assert np.allclose(track(tracks, label, "MAYA").floor[:, 0], -2 + k + np.arange(24) / 24)
    last = track(tracks, "1C", "MAYA")
    assert np.allclose(last.floor[:, 0], np.minimum(np.arange(72) / 24, 2))
    assert problems == ()


def test_steps_follow_one_another_and_what_is_left_goes_on_after_the_cut():
    steps = (does("walks", at(0, 0), over=2), does("walks", at(0, 2), over=2), does("sits", facing=90))
    _, tracks, _ = play([person("MAYA", does("stands", at(-2, 0)))], shot(3, (0, (person("MAYA", *steps),))), shot(3))
    first, second = track(tracks, "1A", "MAYA"), track(tracks, "1B", "MAYA")
    assert np.allclose(first.floor[24], (-1, 0, 0)) and np.allclose(first.floor[60], (0, 0, 0.5))
    assert np.allclose(second.floor[0], (0, 0, 1)) and np.allclose(second.floor[24:], (0, 0, 2))
    assert second.posture[23] == Posture.WALK and (second.posture[24:] == Posture.SIT).all()
    assert second.yaw[-1] == pytest.approx(pi / 2)


def test_a_chain_that_does_not_fit_is_hurried_alike():
    steps = (does("walks", at(1.3, 0)), does("walks", at(1.3, 1.3)))
    _, tracks, _ = play([person("MAYA", does("stands", at(0, 0)))], shot(1, (0, (person("MAYA", *steps),))), shot(1))
    assert np.allclose(track(tracks, "1A", "MAYA").floor[12], (1.3, 0, 0))
    assert np.allclose(track(tracks, "1B", "MAYA").floor[0], (1.3, 0, 1.3))


def test_a_walk_without_an_end_goes_the_way_they_face_until_the_cut():
    _, tracks, _ = play([person("MAYA", does("stands", at(0, 0), 90))],
                        shot(2, (0, (person("MAYA", does("walks")),))), shot(1), interior=False)
    assert np.allclose(track(tracks, "1A", "MAYA").floor[:, 0], 1.3 * np.arange(48) / 24)
    assert np.allclose(track(tracks, "1B", "MAYA").floor, (2.6, 0, 0))
    assert (track(tracks, "1B", "MAYA").posture == Posture.STAND).all()


def test_a_walk_without_an_end_stops_at_the_wall():
    _, tracks, problems = play([person("MAYA", does("stands", at(0, 0), 90))],
                               shot(9, (0, (person("MAYA", does("walks")),))), size=(4, 4))
    assert track(tracks, "1A", "MAYA").floor[-1, 0] == pytest.approx(1.7, abs=0.02)
    assert problems == ()


def test_told_something_else_in_mid_walk_they_change_course_there():
    first = (0, (person("MAYA", does("walks", at(4, 0), over=4)),))
    second = (2, (person("MAYA", does("turns", facing=0)),))
    _, tracks, _ = play([person("MAYA", does("stands", at(0, 0)))], shot(4, first, second), interior=False)
    t = track(tracks, "1A", "MAYA")
    assert np.allclose(t.floor[48:], (2, 0, 0)) and t.yaw[-1] == pytest.approx(0)
    assert (t.posture[48:] == Posture.STAND).all()


def test_the_body_turns_to_its_way_within_a_third_of_a_second_then_to_the_written_facing():
    _, tracks, _ = play([person("MAYA", does("stands", at(0, 0), 0))],
                        shot(4, (0, (person("MAYA", does("walks", at(2.6, 0), 180)),))))
    yaw = track(tracks, "1A", "MAYA").yaw
    assert yaw[0] == 0 and 0 < yaw[3] < pi / 2
    assert np.allclose(yaw[8:48], pi / 2) and np.allclose(yaw[56:], yaw[56]) and np.cos(yaw[-1]) == pytest.approx(-1)


def test_walks_go_round_the_table():
    _, tracks, problems = play(
        [person("MAYA", does("stands", at(-1.5, 0))), thing("TABLE", "table", at(0, 0))],
        shot(5, (0, (person("MAYA", does("walks", at(1.5, 0))),))))
    floor = track(tracks, "1A", "MAYA").floor
    inside = (abs(floor[:, 0]) < 0.6 + 0.2) & (abs(floor[:, 2]) < 0.4 + 0.2)
    assert not inside.any() and np.allclose(floor[-1], (1.5, 0, 0)) and problems == ()


def test_a_cue_with_the_last_word_begins_with_the_next_shot():
    cue = (2, (person("MAYA", does("walks", at(1.3, 0))),))
    _, tracks, problems = play([person("MAYA", does("stands", at(0, 0)))], shot(2, cue), shot(2))
    assert np.allclose(track(tracks, "1A", "MAYA").floor, 0)
    assert np.allclose(track(tracks, "1B", "MAYA").floor[:, 0], np.minimum(1.3 * np.arange(48) / 24, 1.3))
    assert problems == ()


def test_a_cue_after_the_last_shot_is_said_to_be_never_seen():
    _, _, problems = play([person("MAYA", does("stands", at(0, 0)))],
                          shot(2, (2, (person("MAYA", does("walks", at(1, 0))),))))
    assert codes(problems) == ["MV516"]


# ------------------------------------------------------------------------------------------ standing about


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90, 45])
def test_facings_in_degrees(degrees):
    _, tracks, _ = play([person("MAYA", does("stands", at(0, 0), degrees))], shot(1))
    t = track(tracks, "1A", "MAYA")
    assert np.allclose(np.exp(1j * t.yaw), np.exp(1j * radians(degrees)))


def test_facing_a_person_and_the_camera():
    _, tracks, _ = play([person("MAYA", does("stands", at(-1, 0), "JON")),
                         person("JON", does("stands", at(1, 0), "camera"))], shot(1))
    assert track(tracks, "1A", "MAYA").yaw[0] == pytest.approx(pi / 2)
    assert track(tracks, "1A", "JON").yaw[0] == 0


def test_a_later_mark_at_a_shots_start_is_taken_at_once_and_stays():
    cue = (0, (person("MAYA", does("stands", at(1, 1), 0)),))
    _, tracks, _ = play([person("MAYA", does("stands", at(-1, 0)))], shot(1), shot(1, cue), shot(1))
    assert np.allclose(track(tracks, "1A", "MAYA").floor, (-1, 0, 0))
    assert np.allclose(track(tracks, "1B", "MAYA").floor, (1, 0, 1))
    assert np.allclose(track(tracks, "1C", "MAYA").floor, (1, 0, 1))


RELATIONS = [("left of", (-1.05, 0.5)), ("right of", (1.05, 0.5)), ("in front of", (0, 1.35)), ("behind", (0, -0.35))]


@pytest.mark.parametrize(("relation", "point"), RELATIONS)
def test_relations_to_a_thing(relation, point):
    _, tracks, _ = play([thing("TABLE", "table", at(0, 0.5)), person("MAYA", does("stands", by(relation, "TABLE")))],
                        shot(1))
    assert np.allclose(track(tracks, "1A", "MAYA").floor[0, (0, 2),], point)


def test_relations_to_people_in_any_order():
    _, tracks, _ = play([person("MAYA", does("stands", by("left of", "JON"))),
                         person("JON", does("stands", by("left of", "PELL"))),
                         person("PELL", does("stands", at(1, 0), 0))], shot(1))
    x = [track(tracks, "1A", who).floor[0, 0] for who in ("MAYA", "JON", "PELL")]
    assert np.allclose(x, (1 - 1.4, 1 - 0.7, 1))


def test_on_a_table_is_as_high_as_the_table():
    _, tracks, _ = play([thing("TABLE", "table", at(0, 0)), person("MAYA", does("stands", by("on", "TABLE")))], shot(1))
    assert np.allclose(track(tracks, "1A", "MAYA").floor[0], (0, 0.75, 0))


def test_who_sits_on_nothing_gets_a_chair_facing_as_they_do():
    stage, _, _ = play([person("MAYA", does("sits", at(-0.35, 0), 90)), person("JON", does("sits", at(0.35, 0), 270))],
                       shot(1))
    chairs = {t.name: t for t in stage.things}
    assert set(chairs) == {"MAYA's chair", "JON's chair"}
    assert chairs["MAYA's chair"].at == (-0.35, 0, 0) and chairs["MAYA's chair"].yaw == pytest.approx(pi / 2)


def test_no_chair_where_there_is_a_sofa_and_two_share_it():
    stage, tracks, _ = play([thing("SOFA", "sofa", at(0, 0)), person("MAYA", does("sits", by("on", "SOFA"))),
                             person("JON", does("sits", by("on", "SOFA")))], shot(1))
    assert [t.name for t in stage.things] == ["SOFA"]
    a, b = track(tracks, "1A", "MAYA"), track(tracks, "1A", "JON")
    assert abs(a.floor[0, 0] - b.floor[0, 0]) > 0.5 and a.yaw[0] == 0 and a.posture[0] == Posture.SIT


def test_sitting_down_far_off_is_a_walk_there_first():
    cue = (1, (person("MAYA", does("sits", by("on", "SEAT"), 0)),))
    stage, tracks, _ = play([person("MAYA", does("stands", at(-1.3, 0))), thing("SEAT", "chair", at(1.3, 0))],
                            shot(5, cue))
    t = track(tracks, "1A", "MAYA")
    assert t.posture[36] == Posture.WALK and t.posture[-1] == Posture.SIT and np.allclose(t.floor[-1], (1.3, 0, 0))
    assert [s.name for s in stage.things] == ["SEAT"]


# ------------------------------------------------------------------------------------------ coming and going


def test_enters_and_exits():
    comes = (1, (person("MAYA", does("enters", edge="left"), does("walks", at(0, 0.5))),))
    goes = (0, (person("MAYA", does("exits", edge="right")),))
    _, tracks, _ = play([person("JON", does("stands", at(1, -1)))], shot(4, comes), shot(4, goes), shot(1),
                        people=("MAYA", "JON"))
    first, second = track(tracks, "1A", "MAYA"), track(tracks, "1B", "MAYA")
    assert not first.shown[:24].any() and first.shown[24:].all()
    assert np.allclose(first.floor[24], (-2.7, 0, 0.5)) and np.allclose(first.floor[-1], (0, 0, 0.5))
    gone = int(np.ceil(2.7 / 1.3 * 24))
    assert second.shown[:gone].all() and not second.shown[gone:].any()
    assert not track(tracks, "1C", "MAYA").shown.any()


def test_somebody_only_heard_is_not_on_the_set():
    voice = shot(2, beats=[says("ANA", 0, 2, unseen=True, voice_over=True)])
    _, tracks, _ = play([], voice, people=("ANA", "MAYA"))
    assert [t.name for t in tracks["1A"]] == ["MAYA"]


def test_somebody_heard_who_is_also_seen_to_act_is_on_the_set():
    seen = Beat(kind="action", text="Maya writes.", seconds=Fraction(1), span=HERE)
    _, tracks, _ = play([], shot(2, beats=[seen, says("MAYA", 0, 2, unseen=True)]), people=("MAYA",))
    assert [t.name for t in tracks["1A"]] == ["MAYA"]


# ------------------------------------------------------------------------------------------ handles


def test_handles_are_clamped_before_and_run_on_after():
    walk = (0, (person("MAYA", does("walks", at(2, 0), over=4)),))
    jump = (0, (person("MAYA", does("stands", at(-1, -1))),))
    _, tracks, _ = play([person("MAYA", does("stands", at(-2, 0)))], shot(2, walk), shot(2, jump, crossing=12))
    before, after = track(tracks, "1A", "MAYA"), track(tracks, "1B", "MAYA")
    assert len(before.yaw) == 48 + 6 and len(after.yaw) == 6 + 48
    assert np.allclose(before.floor[:, 0], -2 + np.arange(54) / 24)
    assert np.allclose(after.floor, (-1, 0, -1))


def test_a_running_walk_is_clamped_in_the_lead():
    walk = (0, (person("MAYA", does("walks", at(2, 0), over=4)),))
    _, tracks, _ = play([person("MAYA", does("stands", at(-2, 0)))], shot(2, walk), shot(2, crossing=12))
    x = track(tracks, "1B", "MAYA").floor[:, 0]
    assert np.allclose(x[:7], 0) and np.allclose(x[6:], np.arange(48) / 24)
