"""Eyes and lips: who looks at whom, what a written gaze does, when a mouth moves."""

from __future__ import annotations

import numpy as np
import pytest
from blocking_words import HERE, at, does, name, person, play, says, shot, thing, track

from shotscript.lang.clause import Framing, Gaze
from shotscript.lang.term import Size
from shotscript.optics import body

PAIR = (person("MAYA", does("stands", at(-0.75, 0), "JON")), person("JON", does("sits", at(0.75, 0), "MAYA")))


def eyes_of(t, frame):
    return body.eyes(t.at(frame))


def test_people_in_talk_look_each_other_in_the_eyes():
    _, tracks, _ = play(PAIR, shot(4, beats=[says("MAYA", 0, 2), says("JON", 2, 2)]))
    maya, jon = track(tracks, "1A", "MAYA"), track(tracks, "1A", "JON")
    for frame in (20, 70):
        assert np.allclose(maya.gaze[frame], eyes_of(jon, frame)) and np.allclose(jon.gaze[frame], eyes_of(maya, frame))


def test_a_third_person_looks_at_whoever_speaks():
    ana = person("ANA", does("stands", at(0, -1), 0))
    _, tracks, _ = play((*PAIR, ana), shot(4, beats=[says("MAYA", 0, 2), says("JON", 2, 2)]))
    t = track(tracks, "1A", "ANA")
    assert np.allclose(t.gaze[40], eyes_of(track(tracks, "1A", "MAYA"), 40))
    assert np.allclose(t.gaze[90], eyes_of(track(tracks, "1A", "JON"), 90))
    turn = np.linalg.norm(np.diff(t.gaze, axis=0), axis=1)
    assert turn.max() < 0.5, "eyes go over, they do not jump"


def test_a_look_written_at_something_wins() -> None:
    clauses = (Framing(HERE, Size.CU, on=(name("MAYA"),)), Gaze(HERE, name("MAYA"), at=name("CUP", "prop")))
    _, tracks, _ = play((*PAIR, thing("CUP", "box", at(0, 1))), shot(2, beats=[says("JON", 0, 2)], clauses=clauses))
    assert track(tracks, "1A", "MAYA").gaze[30] == pytest.approx((0, 0.2, 1))
    assert np.allclose(track(tracks, "1A", "JON").gaze[30], eyes_of(track(tracks, "1A", "MAYA"), 30))


def test_nobody_looks_through_the_back_of_the_head():
    start = (person("MAYA", does("stands", at(0, 0), 90)), person("JON", does("stands", at(-2, 0), 90)))
    _, tracks, _ = play(start, shot(2, beats=[says("JON", 0, 2)]))
    assert track(tracks, "1A", "MAYA").gaze[30, 0] > 2.9


def test_lips_move_only_while_they_speak_on_screen():
    beats = [says("MAYA", 1, 2), says("JON", 3, 1, unseen=True)]
    _, tracks, _ = play(PAIR, shot(4, beats=beats))
    mouth = track(tracks, "1A", "MAYA").mouth
    assert (mouth[:24] == 0).all() and (mouth[72:] == 0).all() and (mouth[24:64] > 0).all() and mouth.max() <= 1
    assert (track(tracks, "1A", "JON").mouth == 0).all()


def test_the_first_speaker_talks_to_whom_they_face():
    start = (person("ANA", does("sits", at(-1.2, 0), "DAN")), person("BEN", does("sits", at(-0.4, -0.8), "ANA")),
             person("DAN", does("sits", at(1.2, 0), "ANA")))
    _, tracks, _ = play(start, shot(4, beats=[says("ANA", 0, 2), says("BEN", 2, 2)]))
    ana, dan = track(tracks, "1A", "ANA"), track(tracks, "1A", "DAN")
    assert np.allclose(ana.gaze[30], eyes_of(dan, 30))


def test_the_delivery_may_name_whom_a_line_is_said_to():
    start = (*PAIR, person("ANA", does("stands", at(0, -1.5), 0)))
    beats = [says("JON", 0, 2), says("MAYA", 2, 2, delivery="to Ana")]
    _, tracks, _ = play(start, shot(4, beats=beats))
    assert np.allclose(track(tracks, "1A", "MAYA").gaze[90], eyes_of(track(tracks, "1A", "ANA"), 90))


def test_in_a_walk_side_by_side_the_speaker_turns_to_the_other():
    walk = tuple(person(who, does("walks", at(x, 3))) for who, x in (("MAYA", -0.4), ("JON", 0.4)))
    start = tuple(person(who, does("stands", at(x, 0), 0)) for who, x in (("MAYA", -0.4), ("JON", 0.4)))
    _, tracks, _ = play(start, shot(3, (0, walk), beats=[says("MAYA", 0, 1)]), shot(2), interior=False)
    maya = track(tracks, "1A", "MAYA")
    assert np.allclose(maya.gaze[15], eyes_of(track(tracks, "1A", "JON"), 15))


def test_who_walks_and_says_nothing_looks_ahead():
    walk = (0, (person("MAYA", does("walks", at(-2.75, 0))),))
    _, tracks, _ = play(PAIR, shot(3, walk), interior=False)
    maya = track(tracks, "1A", "MAYA")
    assert np.allclose(maya.gaze[30] - eyes_of(maya, 30), (-3, 0, 0))


@pytest.mark.parametrize("verb", ["stands", "sits", "lies"])
def test_eyes_are_where_the_body_has_them(verb):
    _, tracks, _ = play([person("MAYA", does(verb, at(0.5, 0.25), 30))], shot(1))
    maya = track(tracks, "1A", "MAYA")
    assert np.allclose(maya.gaze[3] - eyes_of(maya, 3), (1.5, 0, 1.5 * np.sqrt(3)))
