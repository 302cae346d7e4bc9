"""What each take shows of each moment, as penalties: who is seen, how large, and whether that is what matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...lang.term import Size
from ..grammar.cut import around
from ..grammar.numbers import Numbers
from ..grammar.setup import Setup
from ..space import Vector
from .moments import Moment
from .sights import Seen, Stand
from .takes import Take
from .terms import Style

STRONG = 0.65
"""The strength of a line that close-ups are kept for (Leake et al., figure 1)."""
_CLOSE = tuple(Size).index(Size.CU)
_SPEAKER, _ADDRESSEE, _OTHER = 3.0, 2.0, 1.0
"""Shares of importance."""


@dataclass(frozen=True)
class Stretch:
    """A run of auto shots to be covered. `before` and `after` are the written shots around, `opens` says that it
    begins its scene, `voices` who speaks in the scene and at which moment (below 0 before, n and more after)."""

    moments: tuple[Moment, ...]
    takes: tuple[Take, ...]
    stand: Stand
    voices: tuple[tuple[int, str], ...]
    numbers: Numbers
    opens: bool = True
    before: Setup | None = None
    after: Setup | None = None

    def addressee(self, at: int, who: str) -> str:
        """Whom a speaker speaks to."""
        return around(at, list(self.voices)).get(who, "")

    def seen(self, take: Take, at: int, end: bool = False) -> Seen:
        return self.stand.seen(take, self.moments[at], end)


def shown(stretch: Stretch, style: Style) -> dict[str, Vector]:
    favour = style.favour or _lead(stretch)
    told: Mapping[str, Callable[[Seen, int], float]] = {
        "emphasize": lambda seen, at: float(favour not in seen.shown) if favour else 0.0,
        "intensify": lambda seen, at: _intense(seen, stretch.moments[at]),
        "peaks": lambda seen, at: abs(_close(seen.take) - _wanted(stretch.moments[at])),
        "loud": lambda seen, at: _loudness(seen, stretch.moments[at].loud),
        "speaker": lambda seen, at: _unseen(seen, stretch.moments[at].speakers),
        "share": lambda seen, at: _shares(seen, stretch, at),
        "subject": lambda seen, at: _beside(seen, stretch, at),
        "reaction": lambda seen, at: _deaf(seen, stretch, at),
        "clean": lambda seen, _: seen.strangers,
    }
    places = [(take, at) for take in stretch.takes for at in range(len(stretch.moments))]
    shape = (len(stretch.takes), len(stretch.moments))
    return {term: np.array([penalty(stretch.seen(take, at), at) for take, at in places]).reshape(shape)
            for term, penalty in told.items()}


def _lead(stretch: Stretch) -> str:
    """Who speaks longest."""
    spoken: dict[str, float] = {}
    for one in stretch.moments:
        for name in one.speakers:
            spoken[name] = spoken.get(name, 0.0) + one.seconds
    return max(spoken, key=lambda name: spoken[name], default="")


def _close(take: Take) -> float:
    """0 for wide to 1 for a close-up."""
    return min(max((take.zoom - 1) / 6, 0.0), 1.0)


def _wanted(moment: Moment) -> float:
    """How close a line's strength asks to be: a calm one a medium close-up, action a wider picture, unless a face does
    it."""
    return (0.65 if moment.voices or moment.face else 0.2) + 0.35 * moment.strength


def _intense(seen: Seen, moment: Moment) -> float:
    if not moment.voices:
        return float(seen.take.zoom >= _CLOSE and seen.take.kind == "single")
    return float((seen.take.zoom >= _CLOSE) != (moment.strength > STRONG))


def _loudness(seen: Seen, loud: float) -> float:
    close = _close(seen.take)
    return close if loud > 0 else (1 - close if loud < 0 else 0.0)


def _unseen(seen: Seen, speakers: Sequence[str]) -> float:
    """The share of the speakers whose faces are not in the picture."""
    return sum(map(seen.averted, speakers)) / len(speakers) if speakers else 0.0


def _shares(seen: Seen, stretch: Stretch, at: int) -> float:
    """Half the sum of differences between shares of the picture and shares of importance: 0 to 1."""
    moment, figures = stretch.moments[at], seen.first.figures
    if not figures or not (moment.speakers or moment.named):
        return 0.0
    important = _importance(stretch, at, tuple(figures))
    areas = {name: 1 / figures[name].depth ** 2 for name in seen.shown}
    shown, all_told = sum(areas.values()), sum(important.values())
    if not shown:
        return 1.0
    return sum(abs(areas.get(name, 0.0) / shown - important[name] / all_told) for name in figures) / 2


def _importance(stretch: Stretch, at: int, names: Sequence[str]) -> dict[str, float]:
    moment = stretch.moments[at]
    heard = {stretch.addressee(at, who) for who in moment.speakers}
    first = {*moment.speakers, *(moment.acts or moment.named)}
    heard |= set(moment.named)
    return {name: _SPEAKER if name in first else _ADDRESSEE if name in heard else _OTHER for name in names}


def _beside(seen: Seen, stretch: Stretch, at: int) -> float:
    """How far a picture is from what its moment is about. A thing asks to be seen when it is first named."""
    moment, take = stretch.moments[at], seen.take
    if take.kind in ("insert", "view"):
        return 0.0
    walking = stretch.stand.walkers(moment)
    if moment.voices and not set(walking) - set(moment.speakers):
        lost = _strays(seen, stretch.seen(take, at, True)) if walking else 0.0
        return lost + _of_talk(take, moment, {stretch.addressee(at, who) for who in moment.voices})
    if walking:
        return 0.0 if take.kind == "track" else 0.3 if take.kind == "wide" else 0.8
    if moment.voices:
        return _of_talk(take, moment, {stretch.addressee(at, who) for who in moment.voices})
    return min(_of_action(seen, moment) + _missed(stretch, at), 2.0)


def _strays(first: Seen, last: Seen) -> float:
    """How far those a still picture is of walk out of their place in it while a moment lasts, 0 to 1."""
    if first.take.follows or first.take.kind == "wide":
        return 0.0
    found = 0.0
    for name in first.take.on:
        a, b = first.first.figures.get(name), last.first.figures.get(name)
        if a is None or b is None or not (a.visible and b.visible):
            return 1.0
        found = max(found, abs(a.x - b.x) / 0.6, abs(a.depth / b.depth - 1) / 0.4)
    return min(found, 1.0)


def _of_action(seen: Seen, moment: Moment) -> float:
    """How far a picture is from a deed: best is who does it, with whom they do it. What a face does, is seen of it."""
    take, figures = seen.take, seen.first.figures
    weights = {name: 2.0 if name in moment.acts else 1.0 for name in moment.named if name in figures}
    plain = seen.faces if moment.face else seen.shown
    missing = sum(weight for name, weight in weights.items() if name not in plain) / (sum(weights.values()) or 1.0)
    if take.kind == "wide":
        return missing + (0.4 if len(weights) == 1 else 0.0)
    about = {name for name in moment.acts if name in figures}
    aside = 0.4 if about and not about & set(take.on) else 0.0
    return missing + aside + {"two": 0.3 - 0.1 * len(weights.keys() & set(take.on)), "shoulder": 0.4}.get(
        take.kind, 0.0 if weights else 0.5)


def _missed(stretch: Stretch, at: int) -> float:
    """What it costs not to see the things a moment names."""
    things = set(stretch.moments[at].things)
    before = {thing for one in stretch.moments[:at] for thing in one.things}
    return 0.0 if not things else 1.5 if things - before else 0.3


def _of_talk(take: Take, moment: Moment, heard: set[str]) -> float:
    """How far a picture is from a line: best is who speaks, then both, then who is spoken to. Where only a voice is
    heard, who listens is all there is."""
    if take.kind == "wide":
        return 0.5
    on = set(take.on) & set(moment.speakers)
    if on:
        return 0.3 if take.kind == "two" and len(on) < len(take.on) else 0.0
    return (0.5 if moment.speakers else 0.1) if {*take.on, take.by} & heard or not moment.speakers else 0.9


def _deaf(seen: Seen, stretch: Stretch, at: int) -> float:
    moment = stretch.moments[at]
    if not moment.middle:
        return 0.0
    return _unseen(seen, [name for who in moment.speakers if (name := stretch.addressee(at, who)) in seen.tracks])
