"""What footage and recordings say of time: a shot of footage is as long as it, a recorded line takes what it takes.

A directive knows what its file `lasts` only where somebody has looked (`studio.recorded`); else lengths are estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..core.diagnostic import Diagnostic
from ..lang import measures
from ..lang.ast import Directive
from ..lang.clause import Clause, Length
from ..lang.media import footage, is_sound
from ..lang.term import Time
from .story import Beat

_LONGEST = Fraction(3600)


def with_length(clauses: tuple[Clause, ...], own: Sequence[Directive], fps: Fraction) -> tuple[Clause, ...]:
    """The clauses of a shot, with the length of its footage where it writes none."""
    if any(isinstance(clause, Length) for clause in clauses):
        return clauses
    for directive in (one for one in own if one.head in ("plate", "take")):
        seconds = lasting(directive, fps)
        if seconds and seconds <= _LONGEST:
            return (*clauses, Length(directive.span, Time(seconds, False, directive.span)))
    return clauses


def spoken(beats: Sequence[Beat], own: Sequence[Directive], fps: Fraction) -> list[Beat]:
    """The beats of a shot, those that a recording holds as long together as it is. Where the speech goes on after the
    cut nobody knows what of the recording is said before it."""
    found = list(beats)
    for directive in (one for one in own if one.head == "perform" and one.subject and is_sound(one.text)):
        who = directive.subject.text if directive.subject else ""
        lines = [at for at, beat in enumerate(found) if beat.kind == "speech" and beat.who == who]
        seconds, said = lasting(directive, fps), sum((found[at].alone for at in lines), Fraction(0))
        if seconds and said and not found[lines[-1]].goes_on:
            for at in lines:
                alone = found[at].alone * seconds / said
                found[at] = found[at].model_copy(update={"alone": alone, "seconds": alone})
    return found


def lasting(directive: Directive, fps: Fraction) -> Fraction | None:
    """Seconds of its file from where it starts, None where that is not known or nothing is left."""
    if directive.lasts is None:
        return None
    start = footage(directive.text)[1].replace(" ", "")
    begun = measures.time(start, directive.span, zero=True) if start else None
    if isinstance(begun, Diagnostic):
        return None
    left = directive.lasts - (begun.seconds(fps) if begun else 0)
    return left if left > 0 else None
