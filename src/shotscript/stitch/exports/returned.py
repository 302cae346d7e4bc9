"""What an editor hands back, whatever file it comes in: which shot stands where, for how long, joined how."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Item:
    """A clip on the editor's timeline. Times are exact seconds from the timeline's start.

    shot      the label its metadata names, empty where there is none: then its `name` may tell
    part      which clip of its shot it is, as in the export
    source    seconds into its source at which it begins; None where the file does not say
    exported  how many frames of the film it had when we wrote it; None where nothing says
    speed     whether it is played faster, slower or frozen
    """

    name: str
    start: Fraction
    seconds: Fraction
    shot: str = ""
    part: str = ""
    source: Fraction | None = None
    exported: int | None = None
    speed: bool = False

    @property
    def end(self) -> Fraction:
        return self.start + self.seconds


@dataclass(frozen=True, slots=True)
class Join:
    """A transition over the cut at `at` seconds: `before` of it lies before the cut, `after` from it on."""

    at: Fraction
    before: Fraction
    after: Fraction
    kind: str = "dissolve"


@dataclass(frozen=True, slots=True)
class Returned:
    """Items as they begin. `fps` is None where the file does not know it; `notes` say what was passed over."""

    items: tuple[Item, ...]
    joins: tuple[Join, ...] = ()
    fps: Fraction | None = None
    notes: tuple[str, ...] = field(default=())


_NTSC = (24, 30, 48, 60, 120)


def exact(rate: float) -> Fraction:
    """The rate a file means by a number: 23.98, 23.976 and 23.976024 are all 24000/1001."""
    near = (Fraction(whole * 1000, 1001) for whole in _NTSC)
    return next((one for one in near if abs(float(one) - rate) < 0.006), Fraction(rate).limit_denominator(1001))


def facts(told: dict[str, str]) -> dict[str, str]:
    """What an item takes over from metadata of ours."""
    return {key: told[key] for key in ("shot", "part", "frames") if key in told}


def item(name: str, start: Fraction, seconds: Fraction, told: dict[str, str], source: Fraction | None = None,
         speed: bool = False) -> Item:
    """An item with what its metadata says, as far as that is what we would have written."""
    frames = told.get("frames", "")
    exported = int(frames) if frames.isascii() and frames.isdigit() and len(frames) < 12 else None
    return Item(name, start, seconds, told.get("shot", ""), told.get("part", ""), source, exported, speed)
