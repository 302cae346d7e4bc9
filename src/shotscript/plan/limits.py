"""What a provider can make, as typed facts. The planner knows these and no provider's name."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel, ConfigDict


class Limits(BaseModel):
    """Of one request to one model. Seconds are exact; None means no limit.

    cuts            most shots in one segment
    shortest        seconds of the whole segment, likewise `longest`
    whole_seconds   every shot and the segment last whole seconds
    durations       the only segment lengths there are, if listed
    shot_shortest   seconds of one shot
    shot_words      most characters of one shot's words; `prompt` of the whole prompt
    across_scenes   whether a segment may hold shots of two scenes
    """

    model_config = ConfigDict(frozen=True)

    cuts: int = 6
    shortest: Fraction = Fraction(0)
    longest: Fraction | None = None
    whole_seconds: bool = False
    durations: tuple[Fraction, ...] = ()
    shot_shortest: Fraction = Fraction(0)
    shot_words: int | None = None
    prompt: int | None = None
    references: int | None = None
    across_scenes: bool = False
