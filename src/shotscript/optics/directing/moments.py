"""The text of a scene in moments, stretches no cut divides: who speaks in each, what is named and how strong it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from ...narrative import names, pieces, timing
from ...narrative.story import Beat, Shot
from ..pictures import units
from .acting import Deed, Thread

SPEECH, ACTION = Fraction(6), Fraction(8)
"""Seconds from which a speech or a paragraph may be cut at its sentences' ends."""

MONTAGE = re.compile(r"\b(?:montage|series of shots|intercut)\b", re.IGNORECASE)
_LOUD = re.compile(r"\b(?:shout|yell|scream|loud|roar|bellow|cr(?:y|ies|ying) out)", re.IGNORECASE)
_QUIET = re.compile(r"\b(?:whisper|quiet|soft|low|murmur|under (?:his|her) breath|to (?:him|her)self|gentl)", re.I)
_FAST = re.compile(r"\b(?:fast|quick|rapid|hurr|rush|breathless|urgent|frantic|excited)|--\s*$|[—–]\s*$", re.IGNORECASE)
_SLOW = re.compile(r"\b(?:slow|hesita|measured|halting|drawl|pausing)|\.\.\.|…", re.IGNORECASE)
_LOOKS = re.compile(r"\b(?:look|stare|gaze|peer|glance|watch|see|spot|notice|read|stud|examin|inspect)\w*\b", re.I)

_FACE = re.compile(
    r"\b(?:understand|understood|realiz|realis|hesitat|smil|grin|frown|scowl|sigh|cr(?:y|ies)\b|weep|wept|blush|wince|"
    r"blink|swallow|sob|tears?\b|nod|glare|smirk|yawn|exhal|flinch|gasp)", re.IGNORECASE)

_STOPS = re.compile(r"[.!?…,;:。！？，；：、—–-][\"'”’)\]*_]*\s*$")
_ENDS = re.compile(r"[.!?…。！？][\"'”’)\]*_]*\s*$")

Index = names.Index
Places = Callable[[int], bool]
"""Whether a cut may stand before the text at an offset of the file."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`shot` is the number of the auto shot it belongs to, `start` where in that shot it begins · `line` counts turns
    of speech and paragraphs, `line_seconds` what its whole line takes · `speakers` are heard and may be seen, `voices`
    all that are heard · `named` people and `things` in action, `looks` whether somebody looks there · `strength` 0 to 1
    · `loud`, `fast` -1 to 1 · `free`: a cut may stand before it · `must`: one has to · `inside`: a cut would
    stand inside a speech or paragraph, 1 where no sentence ends there
    · `middle` of a long speech."""

    beats: tuple[Beat, ...]
    shot: int
    start: float
    seconds: float
    line: int
    line_seconds: float
    speakers: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    looks: bool = False
    face: bool = False
    strength: float = 0.3
    loud: float = 0.0
    fast: float = 0.0
    free: bool = True
    must: bool = False
    inside: float = 0.0
    middle: bool = False
    montage: bool = False

    @property
    def text(self) -> str:
        return " ".join(beat.text for beat in self.beats)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what can be meant: people and things of the scene, and how they are written. `small` things are meant
    in small letters too (a letter, LETTER); `pronouns` say he or she of those whose looks do."""

    people: tuple[str, ...]
    index: Index
    things: Index
    small: Index
    pronouns: Mapping[str, str]

    def people_in(self, text: str) -> tuple[str, ...]:
        return tuple(name for name in names.mentioned(text, self.index) if name in self.people)

    def things_in(self, text: str) -> tuple[str, ...]:
        small = names.mentioned(text.upper(), self.small)
        return tuple(dict.fromkeys((*names.mentioned(text, self.things), *small)))


def moments(shots: Sequence[Shot], cast: Cast, places: Places, montage: bool = False) -> tuple[Moment, ...]:
    """All text of a run of auto shots. The first moment of each shot after the first must be a cut."""
    raw = [(number, at, unit, part) for number, shot in enumerate(shots) for at, unit, part in _units(shot, places)]
    found: list[Moment] = []
    thread = Thread(cast.pronouns, cast.people_in, cast.things_in)
    line = -1
    for number, at, unit, part in raw:
        if not found or not part:
            line += 1
        found.append(_moment(unit, number, at, line, part, cast, thread, places, montage))
    return _placed(found)


def _units(shot: Shot, places: Places) -> Iterator[tuple[Fraction, tuple[Beat, ...], int]]:
    """When a unit begins in its shot, its beats, and the how-manieth of its speech or paragraph it is."""
    done: list[Beat] = []
    who, count = "", 0
    for unit in units(shot.beats):
        turn = unit[0].who if unit[0].kind != "action" else ""
        goes_on = bool(turn) and turn == who and not unit[0].beside and bool(done) and _same_speech(done[-1], unit[0])
        count = count + 1 if goes_on else 0
        for piece in _cut(unit, places):
            yield timing.length(done), piece, count
            done += piece
            count += 1
        count -= 1
        who = turn


def _same_speech(before: Beat, after: Beat) -> bool:
    return before.goes_on or after.kind == "pause" or before.kind == "pause"


def _cut(unit: tuple[Beat, ...], places: Places) -> Iterator[tuple[Beat, ...]]:
    """A long speech or paragraph at its sentences, as far as cuts may stand there."""
    first = unit[0]
    if len(unit) != 1 or not first.text:
        yield unit
        return
    held: list[Beat] = []
    for part in pieces.split(first, SPEECH if first.kind == "speech" else ACTION, words=False):
        apart = part.span.start > first.span.start  # else it has no place of its own: its text is not the file's
        if held and not (apart and _STOPS.search(held[-1].text) and places(part.span.start)):
            held.append(part)
        else:
            if held:
                yield tuple(held)
            held = [part]
    yield tuple(held)


def _moment(unit: tuple[Beat, ...], number: int, at: Fraction, line: int, part: int, cast: Cast, thread: Thread,
            places: Places, montage: bool) -> Moment:
    first, text = unit[0], " ".join(beat.text for beat in unit)
    heard = tuple(dict.fromkeys(beat.who for beat in unit if beat.who and beat.kind != "action"))
    seen = tuple(dict.fromkeys(b.who for b in unit if b.who in cast.people and not b.unseen and b.kind != "action"))
    action = first.kind == "action"
    deed = thread.acted(text) if action else Deed()
    thread.heard(seen)
    said = text + " " + " ".join(beat.delivery for beat in unit)
    loud = _sign(bool(_LOUD.search(said)) or _shouted(text), bool(_QUIET.search(said)))
    fast = _sign(bool(_FAST.search(said)), bool(_SLOW.search(said)))
    return Moment(
        unit, number, float(at), float(timing.length(unit)), line, 0.0, seen, heard, deed.named, deed.things,
        deed.actors, action and bool(_LOOKS.search(text)), action and bool(_FACE.search(text)), _strength(text, said),
        0.0 if action else loud, 0.0 if action else fast, places(first.span.start), False, 0.6 if part else 0.0,
        montage=montage)


def _placed(found: list[Moment]) -> tuple[Moment, ...]:
    """With what a moment's neighbours say of it: its line's length, whether it is the middle of one, and the rise of
    the scene to its end."""
    from_line = {line: list(run) for line, run in groupby(found, key=lambda m: m.line)}
    made: list[Moment] = []
    for i, one in enumerate(found):
        run = from_line[one.line]
        at = next(k for k, other in enumerate(run) if other is one)
        rise = 0.2 * i / max(len(found) - 1, 1)
        broken = bool(one.inside) and i > 0 and not _ENDS.search(found[i - 1].text)
        one = replace(one, inside=1.0) if broken else one
        must = i > 0 and (found[i - 1].shot != one.shot or (one.montage and not one.inside))
        made.append(replace(
            one, line_seconds=sum(m.seconds for m in run), middle=bool(one.speakers) and at % 2 == 1,
            must=must and (one.free or found[i - 1].shot != one.shot), free=one.free or must,
            strength=min(one.strength + rise, 1.0)))
    return tuple(made)


def _strength(text: str, said: str) -> float:
    """0 to 1: exclamations, capitals and loud words raise it, a question a little."""
    signs = 0.3 * ("!" in text) + 0.15 * ("?" in text) + 0.25 * _shouted(text)
    return min(0.3 + signs + 0.2 * bool(_LOUD.search(said)), 1.0)


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


def _sign(more: bool, less: bool) -> float:
    return float(more) - float(less)
