"""When each move of a shot starts and ends, exact in seconds: parts in sequence, the moves of a part together.

How the parts of a chain share a shot is `narrative.timing`'s, which also makes the shot long enough for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from ..lang.clause import Move, Moves, Pacing
from ..lang.term import Ease, Time, Verb
from ..narrative import timing
from ..narrative.story import Shot
from .brief import chains, pacing

QUICK = MappingProxyType({
    Verb.WHIP_PAN: Fraction(3, 10), Verb.CRASH_ZOOM: Fraction(1, 2), Verb.RACK_FOCUS: Fraction(7, 10),
})
"""Seconds of moves that do not fill their part."""

TEXTURES = (Verb.STATIC, Verb.HANDHELD, Verb.GIMBAL)
RESTS = (*TEXTURES, Verb.HOLD)


@dataclass(frozen=True, slots=True)
class Timed:
    """A move and its time in the shot, seconds from the shot's first frame."""

    move: Move
    start: Fraction
    end: Fraction
    ease: Ease

    @property
    def pace(self) -> float:
        """Half for slow, twice for fast: what a missing amount is multiplied by."""
        words = self.move.pace
        return 0.5 if "slow" in words or "gent" in words else 2.0 if "fast" in words or "quick" in words else 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """Moves that run together, and when their part of the chain begins and ends."""

    start: Fraction
    end: Fraction
    moves: tuple[Timed, ...]


def schedule(shot: Shot, fps: Fraction) -> tuple[Part, ...]:
    """All parts of all chains of a shot in order of their start; chains joined by commas run side by side."""
    whole, pace = Fraction(shot.frames) / fps, pacing(shot)
    parts = [part for chain in chains(shot) for part in _chain(chain, whole, pace, fps)]
    return tuple(sorted(parts, key=lambda part: part.start))


def _chain(chain: Moves, whole: Fraction, pace: Pacing | None, fps: Fraction) -> list[Part]:
    laid = timing.schedule(chain, pace.over if pace else None, whole, fps)
    return [Part(start, start + length, tuple(_timed(move, start, start + length, pace, fps) for move in moves))
            for moves, (start, length) in zip(chain.parts, laid, strict=True)]


def _timed(move: Move, start: Fraction, end: Fraction, pace: Pacing | None, fps: Fraction) -> Timed:
    """`at` counts from the start of the part; a move without a time of its own fills the part from there."""
    begin = start + (move.at.seconds(fps) if isinstance(move.at, Time) else 0)
    own = _own(move, pace, fps)
    ease = move.ease or (pace.ease if pace else None) or Ease.IN_OUT
    return Timed(move, begin, max(end, begin) if own is None else begin + own, ease)


def _own(move: Move, pace: Pacing | None, fps: Fraction) -> Fraction | None:
    if move.over:
        return move.over.seconds(fps)
    if move.verb in QUICK:
        return QUICK[move.verb]
    return pace.over.seconds(fps) if pace and pace.over and move.verb not in RESTS else None
