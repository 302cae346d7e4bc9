"""The limits of film grammar. All are habits of the craft, not facts, so a project may set its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import inf

from ...core.diagnostic import nearest
from ...core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Numbers:
    """neutral  degrees off the line (or off the lens) that count as on it
    apart       how far apart on the screen (-1 to 1) two people stand whose order is read from the picture
    moving      metres a second from which somebody is on the move · walked metres that make a move worth judging
    turn, lens  a cut on the same subject changes the camera by this many degrees, or the lens by so many millimetres
    axial       degrees within which a cut is straight in or out · steps sizes such a cut should leap
    alike       by how much the lenses of shot and reverse may differ, as a share · level their heights in metres
    mirrored    by how much their places on the screen may · reversed degrees their angles to the line may
    opening     shots within which a scene should show where it is
    sweep       seconds a point takes across the picture at least when a camera turns
    main        seconds each main move wants
    walk, ride  metres a second a camera travels before it is called fast, and impossible without a vehicle
    high, low   share of the picture's height above the eyes
    behind      share of the free width that may be behind somebody's look
    """

    neutral: float = 10.0
    apart: float = 0.2
    moving: float = 0.3
    walked: float = 0.5
    turn: float = 30.0
    lens: float = 20.0
    axial: float = 10.0
    steps: float = 2
    alike: float = 0.10
    level: float = 0.1
    mirrored: float = 0.15
    reversed: float = 10.0
    opening: float = 3
    sweep: float = 7.0
    main: float = 5.0
    walk: float = 1.4
    ride: float = 3.0
    high: float = 0.28
    low: float = 0.40
    behind: float = 0.55


USUAL = Numbers()


def numbers(given: Mapping[str, float]) -> Numbers:
    """The usual limits with a project's own in their place. UsageError for one there is not, or that is below zero."""
    known = tuple(field.name for field in fields(Numbers))
    for name, value in given.items():
        if name not in known:
            near = nearest(name, known)
            raise UsageError(f"film grammar has no limit {name!r}; "
                             + (f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"))
        if not 0 <= value < inf:
            raise UsageError(f"the limit {name!r} of film grammar cannot be {value:g}")
    return Numbers(**given)
