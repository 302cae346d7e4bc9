"""What is known of a video file: the facts by which it is measured, cut and joined."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

UNTOLD = 2
"""ffmpeg's number for a colour property that a file does not tell."""


@dataclass(frozen=True, slots=True)
class Colour:
    """How a file says its numbers are colours: the code points of ITU-T H.273, 2 where it does not say."""

    primaries: int = UNTOLD
    transfer: int = UNTOLD
    matrix: int = UNTOLD
    full: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file.

    fps        frames a second; `frames` how many; `seconds` how long the pictures last
    pixel      ffmpeg's name of the pixel format
    sound      whether it has an audio stream
    extradata  SHA-256 of the decoder's set-up bytes (for H.264 its parameter sets)
    time_base  seconds of one tick of its own clock
    keyframes  numbers of the frames that can be decoded alone
    aspect     width of a pixel over its height
    """

    path: Path
    width: int
    height: int
    fps: Fraction
    frames: int
    seconds: Fraction
    codec: str
    profile: str
    pixel: str
    sound: bool
    extradata: str
    time_base: Fraction
    keyframes: tuple[int, ...]
    aspect: Fraction = Fraction(1)
    colour: Colour = Colour()

    @property
    def kind(self) -> dict[str, str]:
        """What must be equal for two clips to be joined without encoding anew, in words a person can compare. Their
        rates and their encoder's settings are compared where they are joined."""
        return {
            "size": f"{self.width}x{self.height}",
            "codec": f"{self.codec} {self.profile}",
            "pixel format": self.pixel,
        }


def difference(one: Clip, other: Clip) -> str:
    """Why two clips cannot be joined as they are, in words; empty when they can."""
    pairs = ((name, word, other.kind[name]) for name, word in one.kind.items())
    return next((f"{name} {a} and {b}" for name, a, b in pairs if a != b), "")
