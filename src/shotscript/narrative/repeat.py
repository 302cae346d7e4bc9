"""`as 1B`: every clause of 1B that a line does not write itself, except time, moves and quoted text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..core.diagnostic import Diagnostic, Fix, error, nearest
from ..lang.clause import (
    Allow,
    As,
    Clause,
    Description,
    Gaze,
    Hold,
    Length,
    Lens,
    Moves,
    Pacing,
    PlaceInFrame,
    Side,
    Speed,
)

_OWN_ONLY = (As, Length, Hold, Speed, Moves, Pacing, Description)


def taken_over(own: tuple[Clause, ...], base: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """A line's clauses and, after them, those of the shot it repeats. A lens is taken over part by part."""
    written = {_key(clause) for clause in own}
    more = tuple(c for c in base if not isinstance(c, _OWN_ONLY) and _key(c) not in written)
    lens = next((c for c in base if isinstance(c, Lens)), None)
    return (*_with_lens(own, lens), *more)


def unknown(clause: As, earlier: Iterable[str], later: bool, itself: bool = False) -> Diagnostic:
    """`as` that points at no shot, at one that comes only later, or at its own."""
    if itself:
        return error("NM802", f"shot {clause.id} cannot repeat itself", clause.span, "the shot it stands in",
                     "name an earlier shot, or write the clauses out")
    if later:
        return error("NM802", f"shot {clause.id} comes after this one; `as` repeats an earlier shot", clause.span,
                     "a later shot", "move the full description to the earlier shot")
    near = nearest(clause.id, earlier)
    return error("NM801", f"there is no shot {clause.id}", clause.span, "no such shot",
                 help=f"did you mean {near[0]}?" if near else "name the id of an earlier shot",
                 fix=Fix(clause.span, f"as {near[0]}") if near else None)


def _with_lens(own: tuple[Clause, ...], base: Lens | None) -> tuple[Clause, ...]:
    lenses = [c for c in own if isinstance(c, Lens)]
    if not base or len(lenses) != 1:
        return own
    mine = lenses[0]
    full = replace(mine, mm=base.mm if mine.mm is None else mine.mm,
                   stop=base.stop if mine.stop is None else mine.stop, anamorphic=mine.anamorphic or base.anamorphic)
    return tuple(full if c is mine else c for c in own)


def _key(clause: Clause) -> tuple:
    """What a clause speaks of: two clauses with one key say the same thing in different words."""
    match clause:
        case PlaceInFrame():
            return PlaceInFrame, clause.name.text if clause.name else ""
        case Gaze():
            return Gaze, clause.who.text if clause.who else ""
        case Side():
            return Side, clause.of.text if clause.of else ""
        case Allow():
            return Allow, clause.code
    return (type(clause),)
