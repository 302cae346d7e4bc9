"""Timecode as editing programs write it: a name for each frame, with and without dropped names.

Drop-frame counting leaves out the names of two frames (four at 59.94) each minute save every tenth, so that 29.97 runs
with the clock. No picture is dropped. It exists at 29.97 and 59.94 alone.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

_WRITTEN = re.compile(r"(\d{2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})")
_DROPPING = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}


def nominal(fps: Fraction) -> int:
    """The whole frames a second that timecode counts at a rate: 24 at 23.976."""
    return floor(fps + Fraction(1, 2))


def can_drop(fps: Fraction) -> bool:
    return fps in _DROPPING


def timecode(frame: int, fps: Fraction, drop: bool = False) -> str:
    """The name of a frame, `01:00:00:00`; with `drop` `01:00:00;00`."""
    whole, part = divmod(_named(frame, fps) if drop else frame, nominal(fps))
    mark = ";" if drop else ":"
    return f"{whole // 3600 % 24:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{mark}{part:02d}"


def frame(text: str, fps: Fraction, drop: bool | None = None) -> int:
    """The number of the frame a timecode names. `drop` unsaid: where its last mark is a `;`. ValueError for a name that
    no frame has."""
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no timecode: write 01:00:00:00")
    hours, minutes, seconds, part = (int(match[i]) for i in (1, 2, 3, 5))
    drop = match[4] == ";" if drop is None else drop
    if minutes > 59 or seconds > 59 or part >= nominal(fps):
        raise ValueError(f"there is no {text} at {nominal(fps)} frames a second")
    if not drop:
        return ((hours * 60 + minutes) * 60 + seconds) * nominal(fps) + part
    if not can_drop(fps):
        raise ValueError(f"drop-frame timecode exists at 29.97 and 59.94 alone, so {text} names nothing here")
    if minutes % 10 and not seconds and part < _DROPPING[fps]:
        raise ValueError(f"{text} is one of the names that drop-frame timecode leaves out")
    return _counted(hours * 60 + minutes, seconds, part, fps)


def _counted(minutes: int, seconds: int, part: int, fps: Fraction) -> int:
    left_out = _DROPPING[fps] * (minutes - minutes // 10)
    return (minutes * 60 + seconds) * nominal(fps) + part - left_out


def _named(frame: int, fps: Fraction) -> int:
    """The frame's number if no name had been left out."""
    step = _DROPPING[fps]
    minute = nominal(fps) * 60 - step
    ten = minute * 10 + step
    tens, rest = divmod(frame, ten)
    gone = max((rest - step) // minute, 0)
    return frame + step * (9 * tens + gone)
