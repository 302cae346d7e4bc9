"""The film in exact frames."""

from fractions import Fraction

import pytest
from film_of import film

from shotscript.plan.lay import timeline
from shotscript.plan.timeline import Timeline


def test_back_to_back():
    laid = timeline(film([[(48, 0, ""), (24, 0, "")], [(30, 12, "")]]))
    assert [(s.label, s.scene, s.start, s.frames) for s in laid.slots] == [
        ("1A", 0, 0, 48), ("1B", 0, 48, 24), ("2A", 1, 72, 30)]
    assert laid.frames == 102


def test_a_dissolve_changes_no_place_and_rides_on_its_slot():
    plain, crossed = timeline(film([[(48, 0, ""), (24, 0, "")]])), timeline(film([[(48, 0, ""), (24, 11, "")]]))
    assert [(s.start, s.frames) for s in plain.slots] == [(s.start, s.frames) for s in crossed.slots]
    assert crossed.slots[1].transition_in and crossed.slots[1].transition_in.frames == 11


@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25)])
def test_rates_are_kept_exact(fps):
    assert timeline(film([[(10, 0, "")]], fps)).fps == fps


def test_no_shots_no_frames():
    assert timeline(film([])) == Timeline(fps=Fraction(24))
    assert timeline(film([])).frames == 0
