"""A take beside its plan: when each of its cuts is due, and how what is found is told. What QC codes mean: docs/qc.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ..core.diagnostic import Diagnostic, Level
from ..film.measure import Levels, Measured
from ..film.tone import Tone
from ..plan.timeline import Cut
from .takes import Take


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a clip may be from its plan before it is told; each has its line in docs/qc.md. How long it may be black,
    frozen or silent is said where that is measured (`film.measure.Levels`).

    shape        how many times wider or narrower than asked, less one
    drift        film frames a cut may come early or late
    reach        seconds from its time within which a cut is taken for the planned one
    short        film frames that may be missing at the end
    long         seconds more than asked for
    spoken       of the time that dialogue takes, how much something must be heard
    unasked      seconds that may be heard where nothing was asked
    light        steps of L* between a shot and its scene, `tint` how far its colour is off in the a*b* plane
    light_again  the same two where the set-up is the same: a shot repeated by `as`, or another part of one shot;
    tint_again   see there
    first_frame  how unlike the first frame may be to the picture that was handed in, 0 to 1
    """

    shape: float = 0.02
    drift: int = 2
    reach: Fraction = Fraction(1)
    short: int = 1
    long: Fraction = Fraction(1, 2)
    spoken: float = 0.3
    unasked: Fraction = Fraction(1)
    light: float = 25.0
    tint: float = 25.0
    light_again: float = 10.0
    tint_again: float = 10.0
    first_frame: float = 0.5


TOLERANCE = Tolerance()


@dataclass(frozen=True, slots=True)
class Due:
    """When a cut is due in its clip, in seconds: from `start` to `end`; the film uses [`used`, `used_end`) of it with
    the halves of its dissolves, and its own frames alone are [`own`, `own_end`)."""

    cut: Cut
    start: Fraction
    own: Fraction
    own_end: Fraction
    used_end: Fraction
    end: Fraction

    @property
    def label(self) -> str:
        return self.cut.shot.label


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A take that has been looked at. `again` gives, for a shot's label, the command that makes its segment anew;
    `levels` say how it was measured."""

    take: Take
    measured: Measured
    again: Callable[[str], str]
    levels: Levels

    @property
    def fps(self) -> Fraction:
        return self.take.segment.format.fps

    @property
    def due(self) -> tuple[Due, ...]:
        return due(self.take)

    def tone(self, one: Due) -> Tone | None:
        """The average colour of a cut's own frames, a tenth at each end left out: a cut may come early or late."""
        edge = (one.own_end - one.own) / 10
        return self.measured.tone(one.own + edge, one.own_end - edge)

    def told(self, level: Level, code: str, cut: Cut, message: str, label: str = "", advice: str = "") -> Diagnostic:
        return told(self.take, self.again, level, code, cut, message, label, advice)


def told(
    take: Take, again: Callable[[str], str], level: Level, code: str, cut: Cut, message: str, label: str = "",
    advice: str = "",
) -> Diagnostic:
    """A finding at the shot's line, with the command that makes its segment anew."""
    whose = f"segment {take.segment.name}, {'previz' if take.previz else f'take {take.number}'}"
    anew = f"this segment anew: {again(cut.shot.label)}"
    return Diagnostic(code, level, f"{whose}: {message}", cut.shot.span, label,
                      f"{advice}; {anew}" if advice else anew, shot=cut.shot.label)


def due(take: Take) -> tuple[Due, ...]:
    """When each cut of a clip is due: ours hold the film's own frames, a service's the seconds that were asked for."""
    found: list[Due] = []
    at, fps = Fraction(0), take.segment.format.fps
    for cut in take.segment.cuts:
        used = (cut.lead + cut.frames + cut.tail) / fps
        own = at + cut.lead / fps
        end = at + (used if take.previz else cut.seconds)
        found.append(Due(cut, at, own, own + cut.frames / fps, at + used, end))
        at = end
    return tuple(found)
