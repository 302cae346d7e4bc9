"""Plain coverage for text that no shot holds: what a competent crew shoots when nobody tells them anything.

A wide of everyone (or of the empty place) opens a scene, each speaker gets a single for the speech, action between is
seen in a medium shot of the one person it names, else wide. Voices nobody sees go over the picture there is. Nothing
lasts much over 12 seconds: long speech changes size at a sentence's end, and now and then the listener is seen.
Text is never rewritten: every beat is covered once, in order. The same script always gets the same coverage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from ..core import timebase
from ..core.diagnostic import Diagnostic, Problems, in_text_order, warning
from ..core.span import Span
from ..lang.clause import Clause, Framing, Lens
from ..lang.term import Name, Size
from ..narrative import cuts, label, names, pieces, timing
from ..narrative.story import Beat, BlockCue, Format, Said, Scene, Shot, Story

LONGEST = Fraction(12)
OPENING_SPEECH = Fraction(5)

_LENSES = {Size.EWS: 24, Size.WS: 28, Size.FS: 35, Size.MS: 28, Size.MCU: 50}
_NEAR = 6
_SHOT_ALONE = ("sound", "super", "plate", "take", "perform", "frame", "frame first", "frame last")


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


def cover(story: Story) -> tuple[Story, Problems]:
    """The story with every auto shot replaced by shots of plain coverage; still marked auto, with own labels."""
    taken = {label.fold(shot.label) for shot in story.shots if not shot.auto}
    taken |= {label.fold(shot.id) for shot in story.shots if shot.id}
    problems: list[Diagnostic] = []
    known = names.index((person.name, person.also) for person in story.cast)
    scenes = [_covered(scene, story.format, known, taken, problems) for scene in story.scenes]
    shots, faults = cuts.fit([shot for scene in scenes for shot in scene.shots])
    left = iter(shots)
    fitted = tuple(s.model_copy(update={"shots": tuple(next(left) for _ in s.shots)}) for s in scenes)
    return story.model_copy(update={"scenes": fitted}), in_text_order((*problems, *faults))


def _covered(scene: Scene, wanted: Format, known: names.Index, taken: set[str], problems: list[Diagnostic]) -> Scene:
    shots: list[Shot] = []
    fresh = label.free(scene.label, taken)
    last: SetUp | None = None
    for shot in scene.shots:
        if not shot.auto:
            shots.append(shot)
            last = None
            continue
        if shot.clauses:
            problems.append(warning("SY127", "`auto` stands alone; what is written beside it is not used", shot.span,
                                    help="take `auto` away to write this shot yourself"))  # fmt: skip
        found = pieced(shot.beats, scene.people, known, not shots, None if shot.transition_in else last)
        shots += _shots(shot, found, fresh, wanted)
        last = found[-1].set_up
    taken |= {label.fold(shot.label) for shot in shots}
    return scene.model_copy(update={"shots": tuple(shots)})


def pieced(beats: Sequence[Beat], people: tuple[str, ...], known: names.Index, establish: bool,
           after: SetUp | None = None) -> tuple[Piece, ...]:
    """Beats shared out over pictures; one piece with no beats where there are none. `after`: the picture cut from."""
    wide = _wide(people)
    runs = list(_runs(beats, people, known, wide, establish))
    cut = [piece for i, run in enumerate(runs) for piece in _shortened(run, _listener(runs, i, people), people)]
    return tuple(_without_jumps(cut or [Piece(wide, ())], after))


def _wide(people: tuple[str, ...]) -> SetUp:
    return SetUp(Size.WS if people else Size.EWS)


def _runs(beats: Sequence[Beat], people: tuple[str, ...], known: names.Index, wide: SetUp,
          establish: bool) -> Iterator[Piece]:
    """Neighbouring beats that want the same picture, together."""
    units = _units(beats)
    wanted = [_wanted(unit, people, known, wide) for unit in units]
    if establish and units:
        _open_wide(units, wanted, wide)
    current: SetUp | None = None
    held: list[Beat] = []
    for unit, set_up in zip(units, wanted, strict=True):
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


def _units(beats: Sequence[Beat]) -> list[tuple[Beat, ...]]:
    """Beats that cannot be parted: a speech with the one spoken at the same time."""
    units: list[list[Beat]] = []
    for beat in beats:
        if beat.beside and not beat.voice_over and units:
            who = units[-1][-1].who
            while len(units) > 1 and not units[-1][0].beside and units[-2][-1].who == who and _heard(units[-2]):
                units[-2:] = [[*units[-2], *units[-1]]]
            units[-1].append(beat)
        else:
            units.append([beat])
    return [tuple(unit) for unit in units]


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
        return SetUp(Size.MS, named)
    return SetUp(Size.MS, people) if len(people) == 1 else wide


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
    for unit in _units(beats):
        if len(unit) == 1:
            yield from ((part,) for part in pieces.split(unit[0], LONGEST))
        else:
            yield unit


def _varied(set_up: SetUp, number: int, listener: str, people: tuple[str, ...]) -> SetUp:
    """The n-th picture of a long run: closer and wider in turn, every third one the listener's."""
    if not number:
        return set_up
    if len(set_up.on) == 1:
        if listener and number % 3 == 2 and set_up.size is Size.MCU:
            return SetUp(Size.MCU, (listener,))
        other = Size.MS if set_up.size is Size.MCU else Size.MCU
        return SetUp(other if number % 3 == 1 else set_up.size, set_up.on)
    if not people:
        return SetUp(Size.WS if number % 2 else Size.EWS)
    if number % 2 and set_up.on:
        return SetUp(Size.WS)
    return SetUp(Size.MS, (people[number // 2 % len(people)],)) if number % 2 else set_up


def _without_jumps(found: list[Piece], after: SetUp | None) -> Iterator[Piece]:
    """No picture cuts to itself: two alike are one while that is short enough, else the second changes its size."""
    last = _unlike(found[0], after)
    for piece in found[1:]:
        both = (*last.beats, *piece.beats)
        if piece.set_up == last.set_up and timing.length(both) <= LONGEST:
            last = Piece(last.set_up, both)
        else:
            yield last
            last = _unlike(piece, last.set_up)
    yield last


def _unlike(piece: Piece, before: SetUp | None) -> Piece:
    return Piece(_other_size(piece.set_up), piece.beats) if piece.set_up == before else piece


def _other_size(set_up: SetUp) -> SetUp:
    sizes = {Size.MCU: Size.MS, Size.MS: Size.MCU, Size.WS: Size.EWS, Size.EWS: Size.WS}
    return SetUp(sizes[set_up.size], set_up.on)


def _shots(auto: Shot, found: tuple[Piece, ...], fresh: Iterator[str], wanted: Format) -> list[Shot]:
    shots = [_shot(auto, piece, i == 0, fresh, wanted) for i, piece in enumerate(found)]
    shots[0] = shots[0].model_copy(update={"transition_in": auto.transition_in, "faults": auto.faults})
    shots[-1] = shots[-1].model_copy(update={"transition_out": auto.transition_out})
    return _with_cues(_with_said(shots, auto), auto.blocking)


def _shot(auto: Shot, piece: Piece, first: bool, fresh: Iterator[str], wanted: Format) -> Shot:
    own = first and auto.id
    name = auto.label if own else next(fresh)
    span = piece.beats[0].span if piece.beats else auto.span
    clauses = _clauses(piece.set_up, span)
    laid, length = timing.beats_of(piece.beats, clauses, wanted.fps)
    return auto.model_copy(update={
        "label": name, "id": auto.id if own else "", "span": span, "clauses": clauses, "beats": laid,
        "seconds": length.seconds, "frames": max(timebase.frames(length.seconds, wanted.fps), 1), "why": length.why,
        "blocking": (), "said": (), "transition_in": None, "transition_out": None, "faults": (), "as_of": "",
    })  # fmt: skip


def _clauses(set_up: SetUp, span: Span) -> tuple[Clause, ...]:
    on = tuple(Name(name, "cast", span) for name in set_up.on)
    return (Framing(span, set_up.size, on=on), Lens(span, mm=Fraction(_LENSES[set_up.size])))


def _with_said(shots: list[Shot], auto: Shot) -> list[Shot]:
    """Directives on the shots they stand in; what holds (and what a scene hears from its start) on all of them."""
    given: list[list[Said]] = [[] for _ in shots]
    for said in auto.said:
        opening = said.head == "sound" and (not auto.beats or said.span.start < auto.beats[0].span.start)
        if said.head in _SHOT_ALONE and not opening:
            given[_place(shots, said.span)].append(said)
        else:
            for own in given:
                own.append(said)
    return [s.model_copy(update={"said": tuple(own)}) if own else s for s, own in zip(shots, given, strict=True)]


def _with_cues(shots: list[Shot], cues: tuple[BlockCue, ...]) -> list[Shot]:
    """Blocking at the moment of the text where it stands; after a shot's last words it is the next one's start."""
    shots = list(shots)
    for cue in cues:
        i = _place(shots, cue.span)
        at = _moment(shots[i].beats, cue.span)
        if at >= timing.main_end(shots[i].beats) and i + 1 < len(shots):
            i, at = i + 1, Fraction(0)
        moved = cue.model_copy(update={"at": min(at, shots[i].seconds)})
        shots[i] = shots[i].model_copy(update={"blocking": (*shots[i].blocking, moved)})
    return shots


def _place(shots: list[Shot], span: Span) -> int:
    """The shot in whose text a directive stands: the last one that begins before it."""
    return max((i for i, shot in enumerate(shots) if shot.beats and shot.beats[0].span.start <= span.start), default=0)


def _moment(beats: tuple[Beat, ...], span: Span) -> Fraction:
    before = [beat for beat in beats if beat.span.end <= span.start]
    inside = next((b for b in beats if b.span.start < span.start < b.span.end), None)
    if inside:
        return inside.start + timing.reached(inside, span.start - inside.span.start)
    return timing.main_end(before)


