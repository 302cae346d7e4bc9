"""A length written in the script: the one that stands there replaced, else one added."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from ...core import timebase
from ...core.span import Source
from ...lang.ast import ShotLine, TransitionMark
from ...lang.clause import Length
from .order import Change

_HEAD = re.compile(r"(?:\s*[!！]{2}|\[\[\s*shot\b)\s*(?:[^\W_](?:[^\W_]|[.\-])*\s*[:：]|[:：])?", re.IGNORECASE)


def written(frames: int, fps: Fraction, in_frames: bool = False) -> str:
    """The shortest decimal of seconds that is exactly so many frames, or the frames themselves."""
    if in_frames:
        return f"{frames}f"
    for places in range(4):
        scale = 10**places
        seconds = Fraction(floor(frames / fps * scale + Fraction(1, 2)), scale)
        if timebase.frames(seconds, fps) == frames:
            return f"{timebase.plain(seconds)}s"
    return f"{frames}f"


def change(line: ShotLine, frames: int, fps: Fraction, source: Source) -> Change:
    """The change to a shot line that makes it last so many frames. A length in frames stays one."""
    length = next((one for one in line.clauses if isinstance(one, Length)), None)
    if length:
        return Change(length.span.start, length.span.end, written(frames, fps, length.time.frames))
    text = written(frames, fps)
    if line.clauses:
        at = max(clause.span.end for clause in line.clauses)
        return Change(at, at, f", {text}")
    head = _HEAD.match(source.text, line.span.start, line.span.end)
    at = head.end() if head else line.span.end
    return Change(at, at, f" {text}")


def over(mark: TransitionMark, frames: int, fps: Fraction) -> Change:
    """The change to a transition that makes it so many frames long."""
    if mark.over:
        return Change(mark.over.span.start, mark.over.span.end, written(frames, fps, mark.over.frames))
    return Change(mark.span.end, mark.span.end, f" [[over: {frames}f]]")
