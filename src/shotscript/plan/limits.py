"""What a provider can make, as typed facts. The planner knows these and no provider's name."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

Unit = Literal["characters", "utf-16", "bytes", "tokens"]


class Limits(BaseModel):
    """Of one request to one model. Seconds are exact; None means no limit.

    cuts            most shots in one segment, `cuts_least` fewest
    shortest        seconds of the whole segment, likewise `longest`
    whole_seconds   every shot and the segment last whole seconds
    durations       the only segment lengths there are, if listed
    shot_shortest   seconds of one shot
    fps             the clip's own frame rate, where the model has one: a clip is whole frames of it
    frame_grid      (step, offset): a clip holds step * n + offset frames at that rate; needs `fps`
    frames_most     most frames of a clip at that rate; needs `fps`
    shot_words      most of one shot's words, `prompt` of the whole prompt, counted in `prompt_unit` (see `measure`)
    continues       a clip can start on a given picture, so a long shot's next part can start where the last one ended
    across_scenes   whether a segment may hold shots of two scenes
    """

    model_config = ConfigDict(frozen=True)

    cuts: int = 6
    cuts_least: int = 1
    shortest: Fraction = Fraction(0)
    longest: Fraction | None = None
    whole_seconds: bool = False
    durations: tuple[Fraction, ...] = ()
    shot_shortest: Fraction = Fraction(0)
    fps: Fraction | None = None
    frame_grid: tuple[int, int] | None = None
    frames_most: int | None = None
    shot_words: int | None = None
    prompt: int | None = None
    prompt_unit: Unit = "characters"
    references: int | None = None
    continues: bool = False
    across_scenes: bool = False

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.frame_grid or self.frames_most is not None) and self.fps is None:
            raise ValueError("frames of a clip are counted at its own rate: say `fps`")
        if self.frame_grid and not (self.frame_grid[0] > 0 <= self.frame_grid[1]):
            raise ValueError("a frame grid is a step above zero and an offset of zero or more")
        if not 1 <= self.cuts_least <= self.cuts:
            raise ValueError("a segment holds at least one shot, and no fewer than the least is the most")
        return self


def measure(text: str, unit: Unit) -> int:
    """How long a text is in a provider's own unit.

    characters   Unicode code points
    utf-16       what JavaScript and Java call length
    bytes        of UTF-8
    tokens       never fewer than the model counts: a token of any byte-level, byte-fallback, word-piece or character
                 vocabulary takes at least one byte of the text it is given, which may be NFKC-folded first. English
                 comes to about four times the true number; no smaller bound holds for every vocabulary.
    """
    if unit == "characters":
        return len(text)
    if unit == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if unit == "bytes":
        return _bytes(text)
    return _bytes(text) if text.isascii() else max(_bytes(text), _bytes(unicodedata.normalize("NFKC", text)))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
