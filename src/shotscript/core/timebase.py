"""Exact time: seconds are Fractions, frames are ints, a rate is a Fraction of frames a second. Never floats."""

from __future__ import annotations

from fractions import Fraction
from math import floor

_NTSC = {"23.976": Fraction(24000, 1001), "23.98": Fraction(24000, 1001), "29.97": Fraction(30000, 1001),
         "47.952": Fraction(48000, 1001), "59.94": Fraction(60000, 1001), "119.88": Fraction(120000, 1001)}
_FINEST = 1001


def rate(text: str) -> Fraction:
    """Frames a second from what a person writes: `24`, `23.976` (24000/1001). ValueError if not above zero.

    Video files count in parts of a second that fit 32 bits: a finer number becomes the nearest one of their kind.
    """
    exact = _NTSC.get(text.strip()) or Fraction(text.strip())
    value = exact.limit_denominator(_FINEST) or exact
    if value <= 0:
        raise ValueError(f"a rate is above zero, not {text}")
    return value


def frames(seconds: Fraction, fps: Fraction) -> int:
    """Whole frames nearest to a length, halves up."""
    return floor(seconds * fps + Fraction(1, 2))


def seconds(count: int, fps: Fraction) -> Fraction:
    return Fraction(count) / fps


def timecode(frame: int, fps: Fraction) -> str:
    """HH:MM:SS:FF of a frame number, non-drop, on the nominal (rounded) rate."""
    nominal = floor(fps + Fraction(1, 2))
    whole, part = divmod(frame, nominal)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}:{part:02d}"


def clock(value: Fraction) -> str:
    """Seconds as a person reads them: `4 s`, `4.5 s`, `1:02`."""
    if value >= 60:
        whole = floor(value + Fraction(1, 2))
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{plain(value, 2)} s"


def plain(value: Fraction, places: int = 3) -> str:
    """A number without trailing zeros, rounded half up to `places`."""
    over, under = value.numerator, value.denominator
    scaled = (2 * abs(over) * 10**places + under) // (2 * under)
    whole, part = divmod(scaled, 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if over < 0 and scaled else text
