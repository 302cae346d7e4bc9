"""Which pictures text without shots is shared out over: sizes, on whom, and the beats each is held for.

See `direct` for what a competent crew shoots when nobody tells them anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from ..lang.term import Size
from ..narrative import names, pieces, timing
from ..narrative.story import Beat

LONGEST = Fraction(12)
OPENING_SPEECH = Fraction(5)
_NEAR = 6


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the camera sees: a size, and of whom; nobody named is everyone, or the place."""

    size: Size
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture and the beats it is held for."""

    set_up: SetUp
    beats: tuple[Beat, ...]


def pieced(beats: Sequence[Beat], people: tuple[str, ...], known: names.Index, establish: bool,
           after: SetUp | None = None) -> tuple[Piece, ...]:
    """Beats shared out over pictures; one piece with no beats where there are none. `after`: the picture cut from."""
    wide = _wide(people)
    runs = list(_runs(beats, people, known, wide, establish))
    cut = [piece for i, run in enumerate(runs) for piece in _shortened(run, _listener(runs, i, people), people)]
    return tuple(_without_jumps(cut or [Piece(wide, ())], after, people))


def _wide(people: tuple[str, ...]) -> SetUp:
    return SetUp(Size.WS if people else Size.EWS)


def _runs(beats: Sequence[Beat], people: tuple[str, ...], known: names.Index, wide: SetUp,
          establish: bool) -> Iterator[Piece]:
    """Neighbouring beats that want the same picture, together."""
    each = units(beats)
    wanted = [_wanted(unit, people, known, wide) for unit in each]
    if establish and each:
        _open_wide(each, wanted, wide)
    current: SetUp | None = None
    held: list[Beat] = []
    for unit, set_up in zip(each, wanted, strict=True):
        here = set_up or current or _first(wanted) or wide
        if here != current and held and current:
            yield Piece(current, tuple(held))
            held = []
        current = here
        held += unit
    if held and current:
        yield Piece(current, tuple(held))


def _open_wide(units: list[tuple[Beat, ...]], wanted: list[SetUp | None], wide: SetUp) -> None:
    """The first picture is the wide one: for the opening action, else for the first sentence spoken."""
    first = next((i for i, set_up in enumerate(wanted) if set_up), len(wanted) - 1)
    action = sum(1 for _ in takewhile(lambda unit: all(b.kind == "action" for b in unit), units))
    for i in range(max(action, first + 1)):
        wanted[i] = wide
    head = units[first]
    if action or len(head) != 1 or head[0].kind != "speech" or head[0].seconds <= OPENING_SPEECH:
        return
    parts = pieces.split(head[0], OPENING_SPEECH)
    if len(parts) > 1:
        units[first : first + 1] = [(part,) for part in parts]
        single = SetUp(Size.MCU, (head[0].who,))
        wanted[first : first + 1] = [wide, *[single] * (len(parts) - 1)]


def units(beats: Sequence[Beat]) -> list[tuple[Beat, ...]]:
    """Beats that cannot be parted: a speech with the one spoken at the same time."""
    found: list[list[Beat]] = []
    for beat in beats:
        if beat.beside and not beat.voice_over and found:
            who = found[-1][-1].who
            while len(found) > 1 and not found[-1][0].beside and found[-2][-1].who == who and _heard(found[-2]):
                found[-2:] = [[*found[-2], *found[-1]]]
            found[-1].append(beat)
        else:
            found.append([beat])
    return [tuple(unit) for unit in found]


def _heard(unit: list[Beat]) -> bool:
    return all(beat.who and not beat.voice_over for beat in unit)


def _wanted(unit: tuple[Beat, ...], people: tuple[str, ...], known: names.Index, wide: SetUp) -> SetUp | None:
    """The picture a beat asks for; None where any will do."""
    seen = tuple(dict.fromkeys(b.who for b in unit if b.who in people and not b.unseen))
    if unit[0].kind != "action":
        if len(seen) > 1:
            return SetUp(Size.MS, seen)
        return SetUp(Size.MCU, seen) if seen else None
    if not unit[0].seconds:
        return None
    named = tuple(name for name in names.mentioned(unit[0].text, known) if name in people)
    if len(named) == 1:
        return SetUp(Size.MWS, named)
    return SetUp(Size.MWS, people) if len(people) == 1 else wide


def _first(wanted: list[SetUp | None]) -> SetUp | None:
    return next((set_up for set_up in wanted if set_up), None)


def _listener(runs: list[Piece], at: int, people: tuple[str, ...]) -> str:
    """Who a speaker speaks to: whoever was seen alone last, or will be next, or else anyone there."""
    speaker = runs[at].set_up.on
    around = (*reversed(runs[max(at - _NEAR, 0) : at]), *runs[at + 1 : at + 1 + _NEAR])
    near = [run.set_up.on[0] for run in around if len(run.set_up.on) == 1]
    return next((name for name in (*near, *people) if name not in speaker), "")


def _shortened(run: Piece, listener: str, people: tuple[str, ...]) -> Iterator[Piece]:
    """A run in parts that are short enough, each with a picture that differs from the one before."""
    held: list[Beat] = []
    number = 0
    for unit in _short_units(run.beats):
        if held and timing.length([*held, *unit]) > LONGEST:
            yield Piece(_varied(run.set_up, number, listener, people), tuple(held))
            held, number = [], number + 1
        held += unit
    yield Piece(_varied(run.set_up, number, listener, people), tuple(held))


def _short_units(beats: Sequence[Beat]) -> Iterator[tuple[Beat, ...]]:
    for unit in units(beats):
        if len(unit) == 1:
            yield from ((part,) for part in pieces.split(unit[0], LONGEST))
        else:
            yield unit


def _varied(set_up: SetUp, number: int, listener: str, people: tuple[str, ...]) -> SetUp:
    """The n-th picture of a long run: closer and wider in turn, every third one the listener's. A cut on the same
    person leaps two sizes or more: one size straight along the lens looks like a slip."""
    if not number:
        return set_up
    if len(set_up.on) == 1:
        if listener and number % 3 == 2 and set_up.size is Size.MCU:
            return SetUp(Size.MCU, (listener,))
        return _other_size(set_up, people) if number % 3 == 1 else set_up
    if not people:
        return SetUp(Size.WS if number % 2 else Size.EWS)
    if number % 2 and set_up.on:
        return SetUp(Size.WS)
    return SetUp(Size.MWS, (people[number // 2 % len(people)],)) if number % 2 else set_up


def _without_jumps(found: list[Piece], after: SetUp | None, people: tuple[str, ...]) -> Iterator[Piece]:
    """No picture cuts to itself: two alike are one while that is short enough, else the second changes its size."""
    last = _unlike(found[0], after, people)
    for piece in found[1:]:
        both = (*last.beats, *piece.beats)
        if piece.set_up == last.set_up and timing.length(both) <= LONGEST:
            last = Piece(last.set_up, both)
        else:
            yield last
            last = _unlike(piece, last.set_up, people)
    yield last


def _unlike(piece: Piece, before: SetUp | None, people: tuple[str, ...]) -> Piece:
    return Piece(_other_size(piece.set_up, people), piece.beats) if piece.set_up == before else piece


def _other_size(set_up: SetUp, people: tuple[str, ...]) -> SetUp:
    """Another picture of the same: two sizes away at least, or of one person in place of all."""
    if set_up.on:
        sizes = {Size.MCU: Size.MWS, Size.MWS: Size.MCU, Size.MS: Size.WS}
        return SetUp(sizes[set_up.size], () if set_up.size is Size.MS else set_up.on)
    if people and set_up.size is Size.WS:
        return SetUp(Size.MWS, people[:1])
    return SetUp(Size.EWS if set_up.size is Size.WS else Size.WS)
