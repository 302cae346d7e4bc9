"""What is known of a video file: the facts by which it is measured, cut and joined."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file.

    fps        frames a second; `frames` how many; `seconds` how long the pictures last
    pixel      ffmpeg's name of the pixel format
    sound      whether it has an audio stream
    extradata  SHA-256 of the decoder's set-up bytes (for H.264 its parameter sets)
    time_base  seconds of one tick of its own clock
    keyframes  numbers of the frames that can be decoded alone
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

    @property
    def kind(self) -> dict[str, str]:
        """What must be equal for two clips to be joined without encoding anew, in words a person can compare."""
        return {
            "size": f"{self.width}x{self.height}",
            "rate": f"{self.fps} fps",
            "codec": f"{self.codec} {self.profile}",
            "pixel format": self.pixel,
            "time base": str(self.time_base),
            "encoder settings": self.extradata[:12],
        }


def difference(one: Clip, other: Clip) -> str:
    """Why two clips cannot be joined as they are, in words; empty when they can."""
    pairs = ((name, word, other.kind[name]) for name, word in one.kind.items())
    return next((f"{name} {a} and {b}" for name, a, b in pairs if a != b), "")
