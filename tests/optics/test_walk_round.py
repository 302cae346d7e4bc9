"""Who walks goes round those who stand in the way; each case is a block, and how near the two come."""

import numpy as np
import pytest
from script_kit import filmed, track

from shotscript.optics.footprint import detour, standing
from shotscript.optics.space import Thing

FRONT = "[[block: MAYA stands at -3 0 facing 90; {other}]]\n\n[[block: {way}]]\n!! 1A: WS, 8s\n"


def nearest(other: str, way: str) -> float:
    """Metres from MAYA to JON while she walks."""
    shots, _ = filmed(FRONT.format(other=other, way=way))
    maya, jon = (track(shots["1A"], name).floor for name in ("MAYA", "JON"))
    return float(np.hypot(*(maya - jon)[:, (0, 2)].T).min())


@pytest.mark.parametrize("other", [
    "JON stands at 0 0", "JON stands at 0 0.2 facing 40", "JON sits at 0 0", "JON stands at -0.4 -0.15",
])
def test_somebody_who_stands_in_the_way_is_walked_round(other: str):
    assert nearest(other, "MAYA walks to 3 0") > 0.45


def test_she_arrives_where_she_is_told_to():
    shots, _ = filmed(FRONT.format(other="JON stands at 0 0", way="MAYA walks to 3 0"))
    floor = track(shots["1A"], "MAYA").floor
    assert np.allclose(floor[-1], (3, 0, 0)) and np.ptp(floor[:, 2]) > 0.4


@pytest.mark.parametrize(("other", "way"), [
    ("JON stands at 0 2", "MAYA walks to 3 0"),  # aside
    ("JON stands at 0 0", "MAYA walks to 0 0"),  # up to him
    ("JON lies at 0 0", "MAYA walks to 3 0"),  # stepped over
    ("JON stands at 0 0", "JON walks to 0 3; MAYA walks to 3 0"),  # gone by then
])
def test_a_way_is_straight_past_who_is_not_in_it(other: str, way: str):
    shots, _ = filmed(FRONT.format(other=other, way=way))
    assert np.ptp(track(shots["1A"], "MAYA").floor[:, 2]) < 1e-9


GAP = tuple(Thing("W", "wall", (5.0, 2.5, 0.2), (x, 0.0, 0.0)) for x in (-3.2, 3.2))
STRAIGHT = ((0.0, -2.0), (0.0, 2.0))


def test_people_who_block_a_door_step_aside():
    there = standing(0.0, 0.0, 0.0)
    assert detour(*STRAIGHT, GAP, (there,)) == (STRAIGHT, True)
    assert len(detour(*STRAIGHT, (), (there,))[0]) > 2


def test_nobody_is_walked_round_through_a_wall():
    way, free = detour(*STRAIGHT, (), (standing(0.4, 0.0, 0.0),), (0.5, 5.0))
    assert free and all(abs(x) <= 0.5 for x, _ in way)
    assert detour(*STRAIGHT, (), (standing(0.0, 0.0, 0.0),), (0.5, 5.0)) == (STRAIGHT, True)


def test_nobody_else_changes_the_way():
    alone, _ = filmed(FRONT.format(other="JON stands at 0 2.5", way="MAYA walks to 3 0"))
    twice = [track(filmed(FRONT.format(other="JON stands at 0 0", way="MAYA walks to 3 0"))[0]["1A"], "MAYA").floor
             for _ in range(2)]
    assert np.array_equal(*twice) and not np.array_equal(twice[0], track(alone["1A"], "MAYA").floor)
