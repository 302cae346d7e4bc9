"""Sitting and lying on furniture: legs over an edge, along a bed, facing where a body would."""

from math import cos, pi, sin

import numpy as np
import pytest
from script_kit import filmed, track

from shotscript.optics import body
from shotscript.optics.space import Posture


def placed(block: str, name: str = "MAYA"):
    shots, _ = filmed(f"[[block: {block}]]\n\n!! WS, 2s")
    stage = shots["1A"]
    return track(stage, name).at(0), stage.set.things


@pytest.mark.parametrize("kind", ["sofa", "bed", "table", "box 1 x 0.5 x 1"])
def test_knees_are_past_the_edge_that_is_sat_on(kind: str) -> None:
    who, things = placed(f"SEAT {kind} at 1 0; MAYA sits on SEAT")
    seat = next(t for t in things if t.name == "SEAT")
    for landmark in ("knees", "feet"):
        x, _, z = body.landmark(who, landmark) - np.array(seat.at)
        assert abs(x) > seat.size[0] / 2 or abs(z) > seat.size[2] / 2
    x, _, z = np.array(who.floor) - np.array(seat.at)
    assert abs(x) < seat.size[0] / 2 and abs(z) < seat.size[2] / 2


def test_who_sits_on_a_bed_faces_their_company() -> None:
    who, _ = placed("BED bed at 0 0; MAYA sits on BED; JON stands at 2 0 facing MAYA")
    assert (sin(who.yaw), cos(who.yaw)) == pytest.approx((1, 0), abs=1e-9) and who.floor[0] > 0


def test_several_sit_side_by_side() -> None:
    block = "SOFA sofa at 0 0; MAYA sits on SOFA; JON sits on SOFA; KID sits on SOFA"
    spots = sorted(placed(block, name)[0].floor[0] for name in ("MAYA", "JON", "KID"))
    assert np.diff(spots).min() > 0.5


@pytest.mark.parametrize("at", ["at 0 0", "at 1.5 -1", "at -2 1"])
def test_the_head_of_who_lies_is_at_the_head_of_the_bed(at: str) -> None:
    who, things = placed(f"BED bed {at}; JON stands at 3 3; MAYA lies on BED")
    bed = next(t for t in things if t.name == "BED")
    away = body.landmark(who, "crown") - np.array(bed.at)
    assert who.posture == Posture.LIE and away[2] < -0.5 and abs(away[0]) < 0.3
    assert abs(body.landmark(who, "feet")[2] - bed.at[2]) < bed.size[2] / 2


def test_who_lies_on_a_sofa_lies_along_it() -> None:
    who, _ = placed("SOFA sofa at 0 0; MAYA lies on SOFA")
    assert abs(sin(who.yaw)) == pytest.approx(1)


def test_who_walks_up_to_somebody_faces_them() -> None:
    block = "[[block: MAYA stands at 2 0; JON stands at -3 0]]"
    shots, _ = filmed(f"{block}\n\n!! WS, 6s\n\n[[block: JON walks to MAYA]]\n")
    jon, maya = (track(shots["1A"], n).at(10_000) for n in ("JON", "MAYA"))
    towards = np.arctan2(maya.floor[0] - jon.floor[0], maya.floor[2] - jon.floor[2])
    assert abs((jon.yaw - towards + pi) % (2 * pi) - pi) < 0.01
