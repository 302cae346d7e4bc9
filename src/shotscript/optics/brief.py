"""What a shot's clauses ask of the camera, gathered in one place: the brief the framing works from."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians
from types import MappingProxyType
from typing import TypeVar

from ..core.span import Span
from ..lang.clause import (
    Angle,
    CameraAt,
    Clause,
    Dutch,
    Focus,
    Framing,
    From,
    Height,
    Lens,
    Move,
    Moves,
    Pacing,
    PlaceInFrame,
    Side,
)
from ..lang.term import Name, Size, View
from ..narrative.story import Shot

T = TypeVar("T")

ANGLES = MappingProxyType({"eye level": 0.0, "low": 25.0, "high": -30.0, "overhead": -90.0, "worm's eye": 60.0})
"""Pitch of the lens in degrees when an angle is named without a number: low looks up."""

DUTCH = 15.0
THIRD = 1 / 3
PLACES = MappingProxyType({
    "screen left": -THIRD, "left third": -THIRD, "screen right": THIRD, "right third": THIRD, "center": 0.0,
    "centre": 0.0, "screen center": 0.0,
})
"""Screen x of the places in frame; background and foreground are depths."""


@dataclass(frozen=True, slots=True)
class Brief:
    """`size` is None where nothing says one. `places` holds screen x by name ("" for the subject itself)."""

    span: Span
    framing: Framing
    framed: bool
    size: Size | None
    lens: Lens | None = None
    angle: Angle | None = None
    height: Height | None = None
    dutch: Dutch | None = None
    side: Side | None = None
    from_: From | None = None
    at: CameraAt | None = None
    focus: Name | None = None
    places: tuple[PlaceInFrame, ...] = ()

    @property
    def pitch(self) -> float | None:
        """The written angle in radians, up positive; None when none is written. Eye level is a height, not a pitch."""
        if self.angle is None or self.angle.kind not in ANGLES or self.angle.kind == "eye level":
            return None
        usual = ANGLES[self.angle.kind]
        if self.angle.degrees is None:
            return radians(usual)
        return radians(min(90.0, abs(float(self.angle.degrees)))) * (1 if usual > 0 else -1)

    @property
    def roll(self) -> float:
        """Leaning to the left is positive."""
        if self.dutch is None:
            return 0.0
        lean = radians(DUTCH if self.dutch.degrees is None else float(self.dutch.degrees))
        return -lean if self.dutch.side == "right" else lean

    def screen(self, names: tuple[str, ...]) -> float | None:
        """The screen x asked for the first of these names, or for a subject without a name."""
        wanted = (PLACES[p.where] for p in self.places if p.where in PLACES and _is(p, names))
        return next(wanted, None)

    def depth(self, where: str) -> Name | None:
        """The name that shall stand in the background or foreground."""
        return next((p.name for p in self.places if p.where == where and p.name), None)


def read(shot: Shot, framing: Framing | None = None) -> Brief:
    """The brief of a shot; with another `framing` (the end of a move) it stands no longer where `camera at` said."""
    said: dict[type, Clause] = {type(clause): clause for clause in reversed(shot.clauses)}

    def first(kind: type[T]) -> T | None:
        found = said.get(kind)
        return found if isinstance(found, kind) else None

    chosen, focus = framing or first(Framing), first(Focus)
    return Brief(
        span=chosen.span if chosen else shot.span, framing=chosen or Framing(shot.span, Size.WS),
        framed=chosen is not None, size=_size(chosen), lens=first(Lens), angle=first(Angle), height=first(Height),
        dutch=first(Dutch), side=first(Side), from_=first(From), at=None if framing else first(CameraAt),
        focus=focus.on if focus else None,
        places=tuple(c for c in shot.clauses if isinstance(c, PlaceInFrame)),
    )


def chains(shot: Shot) -> tuple[Moves, ...]:
    return tuple(clause for clause in shot.clauses if isinstance(clause, Moves))


def moves(shot: Shot) -> tuple[Move, ...]:
    return tuple(move for chain in chains(shot) for part in chain.parts for move in part)


def pacing(shot: Shot) -> Pacing | None:
    return next((clause for clause in shot.clauses if isinstance(clause, Pacing)), None)


def _size(framing: Framing | None) -> Size | None:
    """Unsaid sizes: an OTS is an MCU, an insert or a part of somebody a CU, a plain framing an MS; none at all a WS."""
    if framing is None:
        return Size.WS
    if framing.part and framing.size is None:
        return Size.CU
    return framing.size or {View.OTS: Size.MCU, View.INSERT: Size.CU, View.PLAIN: Size.MS}.get(framing.view)


def _is(place: PlaceInFrame, names: tuple[str, ...]) -> bool:
    return place.name is None or place.name.text in names
