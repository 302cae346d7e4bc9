"""Rooms, furniture, default marks, props, and what cannot be where it was put."""

from __future__ import annotations

from math import hypot, pi

import numpy as np
import pytest
from blocking_words import HERE, at, by, codes, does, name, person, play, shot, thing

from shotscript.lang.clause import Framing
from shotscript.lang.term import View

PAIR = (person("MAYA", does("stands", at(-0.75, 0), "JON")), person("JON", does("sits", at(0.75, 0), "MAYA")))


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("furnished", [False, True])
def test_nobody_overlaps_by_default(count, furnished):
    people = [f"P{i}" for i in range(count)]
    items = [thing("TABLE", "table", at(0, 0)), thing("SOFA", "sofa", at(0, -1.8))] if furnished else []
    stage, tracks, problems = play(items, shot(1), people=people)
    marks = [tuple(t.floor[0, (0, 2),]) for t in tracks["1A"]]
    gaps = [hypot(a[0] - b[0], a[1] - b[1]) for i, a in enumerate(marks) for b in marks[:i]]
    assert min(gaps, default=9) >= 0.75 and problems == ()
    assert all(abs(x) < stage.room.width / 2 and abs(z) < stage.room.depth / 2 for x, z in marks)


def test_two_people_face_each_other_and_one_the_viewer():
    _, tracks, _ = play([], shot(1), people=("MAYA", "JON"))
    a, b = tracks["1A"]
    assert b.floor[0, 0] - a.floor[0, 0] == pytest.approx(1.5)
    assert (a.yaw[0], b.yaw[0]) == pytest.approx((pi / 2, -pi / 2))
    _, tracks, _ = play([], shot(1), people=("MAYA",))
    assert np.allclose(tracks["1A"][0].floor[0], 0) and abs(tracks["1A"][0].yaw[0]) < 0.5


def test_rooms():
    stage, _, _ = play([], shot(1), people=("MAYA",))
    assert (stage.room.width, stage.room.depth, stage.room.walled, stage.room.height) == (6, 5, True, 2.8)
    stage, _, _ = play([], shot(1), people=("MAYA",), interior=False)
    assert not stage.room.walled and stage.room.width >= 20
    stage, _, _ = play([thing("EXIT", "door", at(0, 9)), person("MAYA", does("stands", at(-4, 0)))], shot(1))
    assert stage.room.width >= 9 and stage.room.depth == 18 and stage.things[0].yaw == pytest.approx(pi)
    stage, _, problems = play([person("MAYA", does("stands", at(-4, 0)))], shot(1), size=(4, 3))
    assert (stage.room.width, codes(problems)) == (4, ["MV513"])


def test_a_window_hangs_at_the_wall_and_faces_in():
    stage, _, _ = play([thing("PANE", "window", at(3, 0), (1.4, 1.2, 0.1))], shot(1))
    pane = stage.things[0]
    assert pane.at == (3, 0.9, 0) and pane.yaw == pytest.approx(-pi / 2) and stage.room.width == 6


def test_an_insert_has_something_to_look_at():
    insert = Framing(HERE, view=View.INSERT, on=(name("CUP", "caps"),))
    stage, _, _ = play((*PAIR, thing("TABLE", "table", at(0, 0))), shot(1, clauses=(insert,)))
    cup = next(t for t in stage.things if t.name == "CUP")
    assert cup.at[1] == pytest.approx(0.75) and abs(cup.at[0]) < 0.6 and 0.12 <= max(cup.size) <= 0.3
    stage, _, _ = play(PAIR, shot(1, clauses=(insert,)))
    cup = next(t for t in stage.things if t.name == "CUP")
    assert 0.5 < cup.at[1] < 1.3 and hypot(cup.at[0] + 0.75, cup.at[2]) < 0.6


def test_what_is_too_large_to_be_carried_is_said_to_hold_still():
    holds = person("MAYA", does("stands", at(0, 0)), does("holds", what="COAT"))
    stage, _, problems = play([holds], shot(1))
    assert codes(problems) == [] and [t.name for t in stage.things] == ["COAT"]
    _, _, problems = play([holds, thing("COAT", "box", at(1, 0), (1.5, 1.0, 0.5))], shot(1))
    assert codes(problems) == ["MV515"]


def test_people_in_furniture_and_in_each_other_are_reported():
    table = thing("TABLE", "table", at(0, 0))
    assert codes(play([table, person("MAYA", does("stands", at(0, 0)))], shot(1))[2]) == ["MV512"]
    assert codes(play([table, person("MAYA", does("sits", at(-0.6, 0)))], shot(1))[2]) == []
    both = (person("MAYA", does("stands", at(1, 0))), person("JON", does("stands", at(1, 0.1))))
    assert codes(play(both, shot(1))[2]) == ["MV517"]



def test_a_gate_outdoors_faces_those_who_come_from_the_side():
    stage, _, _ = play([thing("GATE", "door", at(5, 0))], shot(1), interior=False)
    assert stage.things[0].yaw == pytest.approx(-pi / 2)


def test_things_beside_things_and_on_them():
    cup, table = by("on", "TABLE"), by("right of", "BED")
    chain = [thing("CUP", "box", cup, (0.1, 0.1, 0.1)), thing("TABLE", "table", table), thing("BED", "bed", at(-1, 0))]
    stage, _, _ = play(chain, shot(1))
    cup, table, bed = stage.things
    assert table.at[0] - table.size[0] / 2 > bed.at[0] + bed.size[0] / 2
    assert cup.at == (table.at[0], table.at[1] + 0.75, table.at[2])


def test_lying_in_a_bed_is_on_it():
    bed = thing("BED", "bed", at(1, 0))
    for spot in (at(1, 0), by("on", "BED")):
        _, tracks, problems = play([bed, person("MAYA", does("lies", spot))], shot(1))
        assert tracks["1A"][0].floor[0, 1] == pytest.approx(0.5) and problems == ()
