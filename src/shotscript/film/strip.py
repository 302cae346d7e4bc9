"""A clip laid on the film's beat: which of its pictures each frame of the film shows, whatever its own rate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .index import Index


@dataclass(frozen=True, slots=True)
class Strip:
    """Film frames [low, high) of a clip; frame 0 is due `at` seconds into it.

    A frame shows the picture whose time is nearest to its own, halves to the later one, so no error ever adds up. It
    never shows one that lies before frame `low` or after frame `high`: that is another shot's. Frames outside are
    held as the first or last one.
    """

    source: Index
    fps: Fraction
    at: Fraction
    low: int
    high: int

    def number(self, frame: int) -> int:
        """The clip's picture that film frame `frame` shows."""
        wanted = self._picture(min(max(frame, self.low), self.high - 1))
        first, end = self._picture(self.low), self._picture(self.high)
        return min(max(wanted, first, 0), max(end - 1, first), self.source.pictures - 1)

    def missing(self, frames: int) -> int:
        """How many of its frames [0, frames) lie after the clip's end."""
        there = (self.source.seconds - self.at) * self.fps
        return min(max(frames - round(there), 0), frames)

    def _picture(self, frame: int) -> int:
        return self.source.number(self.at + frame / self.fps)
