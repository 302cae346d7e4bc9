"""Why a packing is cut where it is: asked of the limits, of the provider and of the best packing without that cut.

Nothing here is guessed. A cut that something forbids to take away says what forbids it; any other says what the film
would cost without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ..core.timebase import plain
from ..plan.strip import Frame
from ..plan.table import Stretch, Table
from ..providers.phrase.casting import at_its_place
from .trials import Trials


def reasons(trials: Trials, costs: Table, packing: Sequence[Stretch]) -> tuple[str, ...]:
    """Why each stretch of a packing ends where it does, in words."""
    between = (_between(trials, costs, one, following) for one, following in pairwise(packing))
    return (*between, *(f"scene {trials.row.frames[last.last].scene.label} ends" for last in packing[-1:]))


def dollars(price: Decimal) -> str:
    """`$1.008`, `$12.00`."""
    cents, fine = price.quantize(Decimal("0.01")), price.quantize(Decimal("0.0001")).normalize()
    return f"${cents}" if cents == fine else f"${fine:f}"


def _between(trials: Trials, costs: Table, one: Stretch, following: Stretch) -> str:
    frame = trials.row.frames[following.first]
    if frame.walled:
        return _wall(trials.row.frames[following.first - 1], frame)
    if not one.made or not following.made:
        return f"{(frame if one.made else trials.row.frames[one.first]).name} fits no segment"
    return _forbidden(trials, one, following, frame.name) or _dearer(trials, costs, one, following)


def _wall(before: Frame, frame: Frame) -> str:
    if frame.part > 1:
        return f"shot {frame.slot.label} is longer than a segment and goes on"
    kind = frame.shot.transition_in.kind if frame.shot.transition_in else "cut"
    crossing = kind in ("dissolve", "wipe")
    if before.scene.index != frame.scene.index:
        return f"scene {before.scene.label} ends{f' in a {kind}' if crossing else ''}"
    return f"a {kind} stands here: each side is made with its half" if crossing else "a shot between them is mixed in"


def _forbidden(trials: Trials, one: Stretch, following: Stretch, name: str) -> str:
    """What the next shot may not join this segment for."""
    row, count = trials.row, one.last - one.first + 1
    if count >= row.limits.cuts:
        return "one shot is all a segment takes" if count == 1 else f"{count} shots are all a segment takes"
    units = row.rule.need(row.wanted[one.first : following.first + 1])
    if row.rule.total(units) is None:
        most = plain(row.rule.seconds(row.rule.most or 0), 2)
        return f"with {name} it would last {plain(row.rule.seconds(units), 2)} s, {most} s is the most"
    if not trials.fits(one.first, following.first):
        faults = trials.faults(one.first, following.first)
        unfit = f"with {name} it would not fit"
        return f"{unfit}: {faults[0].message}" if faults else _misplaced(trials, one, following) or unfit
    return ""


_PLACES = {"frame first": "starts on a picture, which only the first shot of a segment can",
           "frame last": "ends on a picture, which only the last shot of a segment can",
           "plate": "makes footage over and is asked for alone",
           "perform": "follows a performance and is asked for alone"}


def _misplaced(trials: Trials, one: Stretch, following: Stretch) -> str:
    """Whose footage may not stand where a segment that goes on would have it."""
    whole = trials.segment(one.first, following.first)
    return next((f"{cut.shot.label} {_PLACES[said.head]}" for at, cut in enumerate(whole.cuts)
                 for said in cut.shot.said
                 if said.head in _PLACES and not at_its_place(said.head, at, whole)), "") if whole else ""


def _dearer(trials: Trials, costs: Table, one: Stretch, following: Stretch) -> str:
    """What the best packing without this cut costs more."""
    other = costs.together(following.first)
    if other is None:
        return f"no segment that holds {trials.row.frames[following.first].name} and the shot before it fits"
    left, money, segments, torn, waste = costs.told(other).over(costs.told(costs.rest[0]))
    if left:
        return f"without this cut {left} more shot{'s' if left > 1 else ''} would fit no segment"
    if money:
        return _money(trials, one, following, money)
    if segments:
        return f"without this cut it would take {'a segment' if segments == 1 else f'{segments} segments'} more"
    if torn:
        return "without this cut an exchange of shot and reverse shot would be torn apart elsewhere"
    if waste:
        return f"without this cut {plain(waste, 2)} s more would be thrown away"
    return "a cut elsewhere would be as good: earlier segments are filled first"


def _money(trials: Trials, one: Stretch, following: Stretch, more: Decimal) -> str:
    both = (one, following)
    kept = [_name(trials, s) for s in both if trials.price(s.first, s.last) > 0 == trials.paid(s.first, s.last)]
    if kept:
        return f"keeps what is paid ({' and '.join(kept)}): without this cut {dollars(more)} more"
    usual = _rate(trials, _joined(trials, one, following))
    cheap = [s for s in both if _rate(trials, s) < usual]
    if cheap:
        quiet = "" if _heard(trials, cheap[0]) else ", silent as it is,"
        return f"{_name(trials, cheap[0])}{quiet} costs less a second apart: without this cut {dollars(more)} more"
    return f"without this cut the film would cost {dollars(more)} more"


def _joined(trials: Trials, one: Stretch, following: Stretch) -> Stretch:
    """The segment that would be there without the cut: as much of the next one as this one can take."""
    fits = (last for last in range(following.last, following.first, -1)
            if trials.segment(one.first, last) and trials.fits(one.first, last))
    return Stretch(one.first, next(fits, following.first), True)


def _rate(trials: Trials, stretch: Stretch) -> Fraction:
    segment = trials.segment(stretch.first, stretch.last)
    price = Fraction(trials.price(stretch.first, stretch.last))
    return price / segment.seconds if segment and segment.seconds else price


def _heard(trials: Trials, stretch: Stretch) -> bool:
    """Whether anyone speaks in it, or a sound is asked for."""
    shots = [frame.shot for frame in trials.row.frames[stretch.first : stretch.last + 1]]
    return any(beat.kind == "speech" for shot in shots for beat in shot.beats) or any(
        said.head == "sound" for shot in shots for said in shot.said)


def _name(trials: Trials, stretch: Stretch) -> str:
    segment = trials.segment(stretch.first, stretch.last)
    return segment.name if segment else trials.row.frames[stretch.first].name
