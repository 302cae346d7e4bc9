"""From takes as they are really seen to penalties: what each shows of each moment, and what each cut does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...lang.term import Size
from ..grammar import eyelines, jump, line
from ..grammar.cut import Company, Cut, around
from ..grammar.numbers import Numbers
from ..grammar.setup import Setup
from ..space import Vector
from .moments import Moment
from .sights import Seen, Stand, unfit
from .table import Table
from .takes import Take
from .terms import Style

STRONG = 0.65
"""The strength of a line that close-ups are kept for (Leake et al., figure 1)."""
SHORT = 1.5
"""Seconds of a line nobody cuts for."""
_CLOSE = tuple(Size).index(Size.CU)
_SPEAKER, _ADDRESSEE, _OTHER = 3.0, 2.0, 1.0
"""Shares of importance."""
_WIDE = (Size.EWS, Size.WS)


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


def weighed(stretch: Stretch, style: Style) -> Table:
    """The table of a stretch."""
    n, count = len(stretch.moments), len(stretch.takes)
    moments = stretch.moments
    entry, exit = np.ones(count, dtype=bool), np.ones(count, dtype=bool)
    if stretch.before:
        entry = _faults([stretch.before], _side(stretch, 0), _company(stretch, -1, 0), stretch.numbers)[0] == 0
    if stretch.after:
        told = _faults(_side(stretch, n - 1, True), [stretch.after], _company(stretch, n - 1, n), stretch.numbers)
        exit = told[:, 0] == 0
    wide = np.array([take.zoom / 8 for take in stretch.takes]) if stretch.opens else np.zeros(count)
    return Table(
        np.array([one.seconds for one in moments]), np.array([one.free for one in moments]),
        np.array([one.must for one in moments]), _moments(stretch, style), _allowed(stretch), _cuts(stretch, style),
        _times(stretch), _closed(stretch), wide, entry, exit)


# ---------------------------------------------------------------------------------------------- moments


def _moments(stretch: Stretch, style: Style) -> dict[str, Vector]:
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
    """How close a line's strength asks to be: a calm one a medium close-up, action a wider picture."""
    return (0.65 if moment.voices else 0.2) + 0.35 * moment.strength


def _intense(seen: Seen, moment: Moment) -> float:
    if not moment.voices:
        return float(seen.take.zoom >= _CLOSE and seen.take.kind == "single")
    return float((seen.take.zoom >= _CLOSE) != (moment.strength > STRONG))


def _loudness(seen: Seen, loud: float) -> float:
    close = _close(seen.take)
    return close if loud > 0 else (1 - close if loud < 0 else 0.0)


def _unseen(seen: Seen, speakers: Sequence[str]) -> float:
    """The share of the speakers whose faces are not in the picture."""
    if not speakers:
        return 0.0
    faces = seen.faces
    return sum(name not in faces for name in speakers) / len(speakers)


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
    first = {*moment.speakers, *moment.named}
    return {name: _SPEAKER if name in first else _ADDRESSEE if name in heard else _OTHER for name in names}


def _beside(seen: Seen, stretch: Stretch, at: int) -> float:
    """How far a picture is from what its moment is about."""
    moment, take = stretch.moments[at], seen.take
    if take.kind in ("insert", "view"):
        return 0.0
    walking = [name for name in stretch.stand.walkers(moment)]
    if walking:
        return 0.0 if take.kind == "track" else 0.3 if take.kind == "wide" else 0.8
    if moment.voices:
        return _of_talk(take, moment, {stretch.addressee(at, who) for who in moment.voices})
    there = [name for name in moment.named if name in seen.first.figures]
    missing = sum(name not in seen.shown for name in there) / len(there) if there else 0.0
    scene = {"wide": 0.0 if len(there) != 1 else 0.4, "two": 0.2, "shoulder": 0.5}
    return min(missing + scene.get(take.kind, 0.1 if there else 0.6) + 0.3 * bool(moment.things), 1.0)


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


# ---------------------------------------------------------------------------------------------- cuts


def _cuts(stretch: Stretch, style: Style) -> dict[str, Vector]:
    """By term what a cut from a take to another does; the places on the screen are those of the first moment."""
    takes = stretch.takes
    zoom = np.array([take.zoom for take in takes], dtype=float)
    step = zoom[None, :] - zoom[:, None]
    alike = np.array([[_same(one, other) for other in takes] for one in takes], dtype=float)
    return {
        "jumps": alike * (np.abs(step) <= 2), "gradual": np.abs(step) / 8, "mirror": _mirror(stretch),
        "fast": np.ones_like(step), "short": np.ones_like(step), "consistent": (step != 0).astype(float),
        "drift": (step < 0 if style.tighter else step > 0).astype(float), "price": np.ones_like(step),
        "inside": np.ones_like(step),
    }


def _same(one: Take, other: Take) -> bool:
    return set(one.on) == set(other.on)


def _mirror(stretch: Stretch) -> Vector:
    """1 where two singles or shoulders of different people do not stand on opposite sides of the screen."""
    x = [_place(stretch.seen(take, 0)) for take in stretch.takes]
    found = np.zeros((len(x), len(x)))
    for i, one in enumerate(stretch.takes):
        for j, other in enumerate(stretch.takes):
            a, b = x[i], x[j]
            if a is not None and b is not None and one.on != other.on:
                found[i, j] = min(abs(a + b) / 0.6, 1.0) if a * b <= 0 else 1.0
    return found


def _place(seen: Seen) -> float | None:
    if seen.take.kind not in ("single", "shoulder") or seen.take.on[0] not in seen.first.figures:
        return None
    return seen.first.figures[seen.take.on[0]].x


def _times(stretch: Stretch) -> dict[str, Vector]:
    """By term how much a cut before each moment counts."""
    moments = stretch.moments
    turned = [float(bool(m.speakers) and m.speakers != before.speakers)
              for before, m in zip((moments[0], *moments), moments, strict=False)]
    ones = np.ones(len(moments))
    return {
        "jumps": ones, "gradual": ones, "mirror": np.array(turned), "consistent": ones, "drift": ones, "price": ones,
        "fast": np.array([-m.fast for m in moments]), "inside": np.array([float(m.inside) for m in moments]),
        "short": np.array([float(bool(m.voices) and m.line_seconds < SHORT) for m in moments]),
    }


# ---------------------------------------------------------------------------------------------- what must not be


def _allowed(stretch: Stretch) -> Vector:
    """Takes that can be had, show what they are for, and stand on the scene's side of every line."""
    n, count = len(stretch.moments), len(stretch.takes)
    found = np.zeros((count, n), dtype=bool)
    for at in range(n):
        seen = _side(stretch, at)
        company = _company(stretch, at, at)
        laws = _laws(seen, company, stretch.numbers)
        for c, one in enumerate(seen):
            here = one.take.only is None or at in one.take.only
            found[c, at] = here and not unfit(one) and not _beyond(one, company, laws, stretch.numbers)
    return found


def _pairs(seen: Seen, company: Company) -> set[tuple[str, str]]:
    """The lines a picture shows or stands on."""
    if seen.aside:
        return set()
    there = sorted(seen.shown)
    own = company.pair(seen, seen.first)
    return {(a, b) for i, a in enumerate(there) for b in there[i + 1 :]} | ({own} if own else set())


def _laws(seen: Sequence[Seen], company: Company, numbers: Numbers) -> dict[tuple[str, str], int]:
    """The side of each pair: that of the widest picture it is plain in."""
    found: dict[tuple[str, str], int] = {}
    for one in sorted(seen, key=lambda each: each.take.zoom):
        for pair in _pairs(one, _named(company, one)):
            side = line.side(one.first, *pair, numbers)
            if side:
                found.setdefault(pair, side)
    return found


def _beyond(seen: Seen, company: Company, laws: Mapping[tuple[str, str], int], numbers: Numbers) -> bool:
    if seen.take.size in _WIDE:
        return False
    sides = ((line.side(seen.first, *pair, numbers), laws.get(pair, 0)) for pair in _pairs(seen, _named(company, seen)))
    return any(side and law and side != law for side, law in sides)


def _closed(stretch: Stretch) -> Vector:
    """(n, c, c): the cuts grammar faults. Moments at which everybody stands and looks the same share one answer."""
    n, count = len(stretch.moments), len(stretch.takes)
    found = np.zeros((n, count, count), dtype=bool)
    known: dict[object, Vector] = {}
    for at in range(1, n):
        if not stretch.moments[at].free:
            continue
        company = _company(stretch, at - 1, at)
        before, after = _side(stretch, at - 1, True), _side(stretch, at)
        key = (tuple(map(id, before)), tuple(map(id, after)), str(company.listeners))
        if key not in known:
            known[key] = _faults(before, after, company, stretch.numbers)
            known[key] |= np.eye(count, dtype=bool)
        found[at] = known[key]
    return found


def _side(stretch: Stretch, at: int, end: bool = False) -> list[Seen]:
    return [stretch.seen(take, at, end) for take in stretch.takes]


def _faults(before: Sequence[Setup], after: Sequence[Setup], company: Company, numbers: Numbers) -> Vector:
    return np.array([[_faulty(one, other, company, numbers) for other in after] for one in before])


def _faulty(one: Setup, other: Setup, company: Company, numbers: Numbers) -> bool:
    cut = Cut(one, other)
    if next(jump.jumps([cut], numbers), None) is not None:
        return True
    return next(eyelines.mismatched(cut, _between(company, one, other), numbers), None) is not None


def _company(stretch: Stretch, before: int, after: int) -> Company:
    """Who is with whom on both sides of a cut."""
    voices = list(stretch.voices)
    return Company({"before": around(before, voices), "after": around(after, voices)})


def _named(company: Company, one: Setup) -> Company:
    return Company({one.label: company.listeners["after"]})


def _between(company: Company, one: Setup, other: Setup) -> Company:
    return Company({one.label: company.listeners["before"], other.label: company.listeners["after"]})
