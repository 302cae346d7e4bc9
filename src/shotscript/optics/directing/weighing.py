"""From takes as they are really seen to penalties: what each shows of each moment, and what each cut does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...lang.term import Size
from ..grammar import eyelines, jump, line
from ..grammar.cut import Company, Cut, around
from ..grammar.numbers import Numbers
from ..grammar.setup import Setup
from ..space import Vector
from .showing import Stretch, shown
from .sights import Seen, unfit
from .table import Table
from .takes import Take
from .terms import Style

SHORT = 1.5
"""Seconds of a line nobody cuts for."""
_WIDE = (Size.EWS, Size.WS)


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
    wide = np.array([_narrow(take) for take in stretch.takes]) if stretch.opens else np.zeros(count)
    return Table(
        np.array([one.seconds for one in moments]), np.array([one.free for one in moments]),
        np.array([one.must for one in moments]), shown(stretch, style), _allowed(stretch), _cuts(stretch, style),
        _times(stretch), _closed(stretch), wide, entry, exit)


def _narrow(take: Take) -> float:
    """How far a picture is from a wide one of everybody."""
    return take.zoom / 16 if take.kind == "wide" else (1 + take.zoom / 8) / 2


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
