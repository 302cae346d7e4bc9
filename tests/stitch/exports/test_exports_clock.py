"""Timecode, against OpenTimelineIO's and against the numbers every assistant editor knows."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest

from shotscript.stitch.exports import clock

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(("frame", "name"), [
    (0, "00:00:00;00"), (1799, "00:00:59;29"), (1800, "00:01:00;02"), (17981, "00:09:59;29"), (17982, "00:10:00;00"),
    (107892, "01:00:00;00"),
])  # fmt: skip
def test_drop_frame_leaves_out_two_names_a_minute_save_each_tenth(frame: int, name: str):
    assert clock.timecode(frame, NTSC, drop=True) == name
    assert clock.frame(name, NTSC) == frame


@pytest.mark.parametrize(("fps", "drop"), [
    (Fraction(24000, 1001), False), (Fraction(24), False), (Fraction(25), False), (NTSC, False), (NTSC, True),
    (Fraction(60000, 1001), True),
])  # fmt: skip
def test_names_are_those_of_opentimelineio(fps: Fraction, drop: bool):
    for frame in [*range(0, 40000, 7), *range(107880, 107960), *range(215700, 215900)]:
        time = otio.opentime.RationalTime(frame, float(fps))
        name = otio.opentime.to_timecode(time, float(fps), drop_frame=drop)
        assert clock.timecode(frame, fps, drop) == name
        assert clock.frame(name, fps, drop) == frame


@pytest.mark.parametrize(("text", "fps"), [
    ("1:00:00:00", 24), ("01:00:00:24", 24), ("01:60:00:00", 24), ("01:00:00;00", 25), ("", 24), ("01:00:00.5", 24),
])  # fmt: skip
def test_what_names_no_frame_is_refused(text: str, fps: int):
    with pytest.raises(ValueError, match=r"timecode|there is no"):
        clock.frame(text, Fraction(fps))


def test_a_name_that_was_left_out_names_nothing():
    with pytest.raises(ValueError, match="leaves out"):
        clock.frame("00:01:00;01", NTSC)
    assert clock.frame("00:10:00;01", NTSC) == 17983
