"""AX101: the camera jumps over the line between two people. MV504: it travels over it in front of our eyes.

The side of a pair is law from the first shot that shows it. A shot on the line, one that crosses before our eyes, a
wide shot of both, a view of somebody's own or a dissolve makes room for a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import dist

from ...core.diagnostic import Diagnostic, Level, info, warning
from ...lang.term import Size, View
from . import line
from .cut import Company, Pair
from .numbers import Numbers
from .setup import Look, Setup

_WIDE = (Size.EWS, Size.WS)
_TRAVELLED = 0.3


@dataclass(frozen=True, slots=True)
class Law:
    """A side and the shot that set it; `softened` when a picture of something else stood between."""

    side: int
    setup: Setup
    softened: bool = False


@dataclass
class _Laws:
    held: dict[Pair, Law] = field(default_factory=dict)

    def soften(self) -> None:
        self.held = {pair: replace(law, softened=True) for pair, law in self.held.items()}


def crossed(setups: Sequence[Setup], company: Company, numbers: Numbers) -> Iterator[tuple[Diagnostic, Setup, Setup]]:
    """Each crossing of a scene, with the two shots it lies between."""
    laws = _Laws()
    for i, setup in enumerate(setups):
        if setup.shot.transition_in or (i and setups[i - 1].shot.transition_out):
            laws.held.clear()
        if setup.framing.view is View.POV:
            laws.held.clear()
        elif setup.aside:
            laws.soften()
        else:
            yield from _judged(laws, setup, company, numbers)


def _judged(laws: _Laws, setup: Setup, company: Company,
            numbers: Numbers) -> Iterator[tuple[Diagnostic, Setup, Setup]]:
    own = company.pair(setup, setup.first)
    shown = [pair for pair in laws.held if setup.first.shows(*pair)]
    touched: set[Pair] = {*([own] if own else []), *shown}
    for pair in sorted(touched):
        law, now = laws.held.get(pair), line.side(setup.first, *pair, numbers)
        if law and now and now != law.side and not _wide(setup, pair):
            yield _crossing(setup, law, pair, numbers), law.setup, setup
        _hold(laws, setup, pair, now, numbers)
    laws.held = {pair: law if pair in touched else replace(law, softened=True) for pair, law in laws.held.items()}


def _hold(laws: _Laws, setup: Setup, pair: Pair, now: int, numbers: Numbers) -> None:
    """The law after a shot: the side it ends on, which may be none."""
    there = all(name in setup.last.figures for name in pair)
    end = line.side(setup.last, *pair, numbers) if there else now
    if end:
        laws.held[pair] = Law(end, setup)
    else:
        laws.held.pop(pair, None)


def _wide(setup: Setup, pair: Pair) -> bool:
    return setup.size(setup.first) in _WIDE and setup.first.shows(*pair)


def _crossing(setup: Setup, law: Law, pair: Pair, numbers: Numbers) -> Diagnostic:
    a, b = pair
    one, other = setup.first.figures[a], setup.first.figures[b]
    angle, hand = line.across(setup.first, one, other, numbers)
    off = abs(line.offset(setup.first.position, one.eyes, other.eyes))
    told = warning(
        "AX101", f"the camera crosses the line between {a} and {b}: {law.setup.label} sees {_left(pair, law.side)} on"
        f" the left, {setup.label} stands {off:.0f} degrees beyond the line", setup.span, "the other side of the line",
        f"move the camera {angle:.0f} degrees round them to its {hand}, or put a shot on the line or a wide of both"
        " between")
    return replace(told, level=Level.INFO) if law.softened else told


def _left(pair: Pair, side: int) -> str:
    return pair[0] if side > 0 else pair[1]


def travelled(setup: Setup, company: Company, numbers: Numbers) -> Iterator[Diagnostic]:
    """MV504 of a shot whose camera goes from one side of its pair to the other."""
    pair = company.pair(setup, setup.first)
    if pair is None or not all(name in setup.last.figures for name in pair):
        return
    before, after = (_stood(look, pair) for look in (setup.first, setup.last))
    far = dist(setup.first.position, setup.last.position)
    if far < _TRAVELLED or min(abs(before), abs(after)) <= numbers.neutral or before * after > 0:
        return
    yield info("MV504", f"the camera travels over the line between {pair[0]} and {pair[1]}: from {abs(before):.0f}"
               f" degrees on one side to {abs(after):.0f} on the other", setup.span, "crosses the line",
               "the next shot stands on the new side; stop before the line to keep the old one")


def _stood(look: Look, pair: Pair) -> float:
    return line.offset(look.position, look.figures[pair[0]].eyes, look.figures[pair[1]].eyes)
