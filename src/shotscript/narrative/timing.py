"""How long a shot is, exactly, and where each of its beats stands (LANGUAGE.md §5).

Action and speech are played in text order and added; dual speech and voices over run beside. The shot is the longer
of that sum and its moves, never under 1 s, 2 s with nothing in it. A written length wins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from ..core import timebase
from ..lang.clause import Clause, Hold, Length, Move, Moves, Pacing, Speed
from ..lang.term import Time, Verb
from . import beats as reading
from . import marks, speech
from .story import Beat

SHORTEST = Fraction(1)
EMPTY = Fraction(2)
SLOW_MOVE = Fraction(3)
LONGEST_WRITTEN = Fraction(3600)

_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_QUICK = {Verb.WHIP_PAN: Fraction(3, 10), Verb.CRASH_ZOOM: Fraction(1, 2), Verb.RACK_FOCUS: Fraction(7, 10)}
_TIMELESS = frozenset((Verb.TRACK, Verb.STATIC, Verb.HANDHELD, Verb.GIMBAL, Verb.HOLD))


@dataclass(frozen=True, slots=True)
class Measure:
    """A shot's length, where it comes from in words, and what its parts take by themselves."""

    seconds: Fraction
    why: str
    text: Fraction
    speech: Fraction
    moves: Fraction
    written: Fraction | None


def measure(beats: Sequence[Beat], clauses: Sequence[Clause], fps: Fraction) -> Measure:
    """The length of a shot that holds these beats (with the seconds each takes alone) and clauses."""
    return _measured(*lay(beats, speed(clauses)), clauses, fps)


def beats_of(beats: Sequence[Beat], clauses: Sequence[Clause], fps: Fraction) -> tuple[tuple[Beat, ...], Measure]:
    """The beats in their places and the shot's measure. In a written length too short for its text, action plays
    faster; speech only where it does not fit at all (TM401 says so)."""
    laid, text = lay(beats, speed(clauses))
    taken = _measured(laid, text, clauses, fps)
    if taken.written is None or text <= taken.written:
        return laid, taken
    return _squeezed(laid, taken.written), taken


def speech_seconds(beats: Sequence[Beat]) -> Fraction:
    """What the voices of these beats need: pauses inside a speech belong to it, voices over run beside."""
    return _spoken(lay(beats)[0])


def lay(beats: Iterable[Beat], pace: Fraction = Fraction(1)) -> tuple[tuple[Beat, ...], Fraction]:
    """Beats one after the other, those `beside` beside, and when the last one ends. `pace` slows action only."""
    given = [_paced(beat, pace) for beat in beats]
    starts, total = _starts(given)
    placed = [_at(beat, start) for beat, start in zip(given, starts, strict=True)]
    return _voices_over(placed, total, _over(given)), total


def length(beats: Sequence[Beat]) -> Fraction:
    """When the last of these beats ends if they are laid, without laying them."""
    return _starts(beats)[1]


def speed(clauses: Sequence[Clause]) -> Fraction:
    """How fast action plays: 1/2 for `speed 50%`. Written lengths are screen time and are not touched."""
    return next((c.percent / 100 for c in clauses if isinstance(c, Speed) and c.percent > 0), Fraction(1))


def written_seconds(clauses: Sequence[Clause], fps: Fraction) -> Fraction | None:
    """The written length, None when there is none or none that can be filmed."""
    found = next((c.time.seconds(fps) for c in clauses if isinstance(c, Length)), None)
    return found if found is not None and 0 < found <= LONGEST_WRITTEN else None


def moves_seconds(clauses: Sequence[Clause], fps: Fraction, slow: Fraction = SLOW_MOVE) -> Fraction:
    """What the moves of a shot ask for: chains add up, moves together take the longest. `slow` is what one counts
    that has no time of its own; with 0 this is what the author has written at least."""
    over = next((c.over for c in clauses if isinstance(c, Pacing) and c.over), None)
    chains = [c for c in clauses if isinstance(c, Moves)]
    lengths = (sum((_part(part, over, fps, slow) for part in chain.parts), Fraction(0)) for chain in chains)
    return max(lengths, default=Fraction(0))


def schedule(
    moves: Moves, over: Time | None, seconds: Fraction, fps: Fraction
) -> tuple[tuple[Fraction, Fraction], ...]:
    """Start and length of each part of a chain in a shot of `seconds`: what no part has fixed, the others share."""
    fixed = [_fixed(part, over, fps) for part in moves.parts]
    free = max(seconds - sum((f for f in fixed if f is not None), Fraction(0)), Fraction(0))
    share = free / max(fixed.count(None), 1)
    lengths = [share if f is None else f for f in fixed]
    return tuple(zip(accumulate(lengths, initial=Fraction(0)), lengths, strict=False))


def time_at(beats: Sequence[Beat], words: str) -> Fraction | None:
    """When laid beats reach these words, counted by the time it takes to say or play what stands before them."""
    wanted = _folded(marks.plain(words))
    for beat in map(marks.settled, beats):
        found = _find(beat.text, wanted) if wanted else None
        if found is not None:
            return beat.start + reached(beat, found)
    return None


def reached(beat: Beat, offset: int) -> Fraction:
    """Seconds into a beat at which its character `offset` is reached."""
    whole, before = _alone(beat, beat.text), _alone(beat, beat.text[:offset])
    return beat.seconds * min(before / whole, Fraction(1)) if whole else Fraction(0)


def main_end(beats: Sequence[Beat]) -> Fraction:
    """When the text up to here is over, voices over left aside unless there is nothing else."""
    ends = [b.start + b.seconds for b in beats if not b.voice_over] or [b.start + b.seconds for b in beats]
    return max(ends, default=Fraction(0))


def _measured(laid: Sequence[Beat], text: Fraction, clauses: Sequence[Clause], fps: Fraction) -> Measure:
    said = _spoken(laid)
    moving = moves_seconds(clauses, fps)
    held = sum((c.time.seconds(fps) for c in clauses if isinstance(c, Hold)), Fraction(0))
    written = written_seconds(clauses, fps)
    if written is not None:
        return Measure(written, f"written {timebase.clock(written)}", text, said, moving, written)
    bare = max(text, moving) if laid else max(EMPTY, moving)
    total = max(bare + held, SHORTEST)
    return Measure(total, _why(laid, text, moving, held, total, clauses), text, said, moving, None)


def _alone(beat: Beat, text: str) -> Fraction:
    if beat.kind == "speech":
        return speech.seconds(text, beat.language, closed=False)
    return reading.seconds_of(text)


def _paced(beat: Beat, pace: Fraction) -> Beat:
    return beat.model_copy(update={"seconds": beat.seconds / pace}) if beat.kind == "action" and pace != 1 else beat


def _at(beat: Beat, start: Fraction) -> Beat:
    return beat if beat.start == start else beat.model_copy(update={"start": start})


def _over(beats: Sequence[Beat]) -> Fraction:
    return sum((b.seconds for b in beats if b.voice_over), Fraction(0))


def _starts(beats: Sequence[Beat]) -> tuple[list[Fraction], Fraction]:
    """Where each beat starts, voices over where they stand, and when the last one ends; a dual speech starts with the
    speech it answers."""
    starts: list[Fraction] = []
    main = side = begun = Fraction(0)
    who, beside = "", False
    for beat in beats:
        if beat.voice_over:
            starts.append(main)
            continue
        if beat.beside:
            start = side if beside else begun
            side = start + beat.seconds
        else:
            start = max(main, side)
            begun = start if not beat.who or beat.who != who or beside else begun
            who, main = beat.who, start + beat.seconds
        beside = beat.beside
        starts.append(start)
    return starts, max(main, side, _over(beats))


def _voices_over(placed: list[Beat], total: Fraction, left: Fraction) -> tuple[Beat, ...]:
    """A voice over starts where it stands, or as much earlier as it takes to end with the shot's text."""
    laid, free = [], Fraction(0)
    for beat in placed:
        if beat.voice_over:
            start = max(free, min(beat.start, total - left))
            beat = beat.model_copy(update={"start": start})
            free, left = start + beat.seconds, left - beat.seconds
        laid.append(beat)
    return tuple(laid)


def _spoken(laid: Sequence[Beat]) -> Fraction:
    """Voices on the main line with their pauses (dual: the longer), or the voices over if those take longer."""
    return max(length([b for b in laid if b.who and b.kind != "action" and not b.voice_over]), _over(laid))


def _squeezed(laid: tuple[Beat, ...], limit: Fraction) -> tuple[Beat, ...]:
    """Action shrinks first, all alike; then everything."""
    action = sum((b.seconds for b in laid if b.kind == "action"), Fraction(0))
    rest = length([b for b in laid if b.kind != "action"])
    room = max(limit - rest, Fraction(0))
    scale = min(room / action, Fraction(1)) if action else Fraction(1)
    shrunk, total = lay([_scaled(b, scale) if b.kind == "action" else b for b in laid])
    if total <= limit:
        return shrunk
    return lay([_scaled(b, limit / total) for b in shrunk])[0]


def _scaled(beat: Beat, by: Fraction) -> Beat:
    return beat.model_copy(update={"seconds": beat.seconds * by})


def _part(part: tuple[Move, ...], over: Time | None, fps: Fraction, slow: Fraction = SLOW_MOVE) -> Fraction:
    return max((_move(move, over, fps, slow) for move in part), default=Fraction(0))


def _move(move: Move, over: Time | None, fps: Fraction, slow: Fraction) -> Fraction:
    begun = _usable(move.at.seconds(fps)) if isinstance(move.at, Time) else Fraction(0)
    written = move.over or (over if move.verb not in _TIMELESS and move.verb not in _QUICK else None)
    if written:
        return begun + _usable(written.seconds(fps))
    if move.verb in _TIMELESS:
        return Fraction(0)
    return begun + _QUICK.get(move.verb, slow)


def _usable(seconds: Fraction) -> Fraction:
    return seconds if 0 <= seconds <= LONGEST_WRITTEN else Fraction(0)


def _fixed(part: tuple[Move, ...], over: Time | None, fps: Fraction) -> Fraction | None:
    """The length a part has by itself, None where it takes its share of what is left."""
    if all(move.over or move.verb in _QUICK or (over and move.verb not in _TIMELESS) for move in part):
        return _part(part, over, fps)
    return None


def _why(laid: Sequence[Beat], text: Fraction, moving: Fraction, held: Fraction, total: Fraction,
         clauses: Sequence[Clause]) -> str:
    words = [f"{name} {timebase.clock(length)}" for name, length in _sums(laid) if length]
    made = [m for c in clauses if isinstance(c, Moves) for part in c.parts for m in part]
    count = sum(move.verb not in _TIMELESS for move in made)
    if moving:
        words.append(f"{'one move' if count < 2 else f'{count} moves'} {timebase.clock(moving)}")
    if held:
        words.append(f"hold {timebase.clock(held)}")
    if not laid and moving <= EMPTY:
        words.append(f"nothing in it, {timebase.clock(EMPTY)}")
    elif total > max(text, moving) + held:
        words.append(f"never under {timebase.clock(SHORTEST)}")
    return ", ".join(words)


def _sums(laid: Sequence[Beat]) -> list[tuple[str, Fraction]]:
    def total(kind: str, over: bool) -> Fraction:
        return sum((b.seconds for b in laid if b.kind == kind and b.voice_over is over), Fraction(0))

    spoken = length([b for b in laid if b.kind == "speech" and not b.voice_over])
    return [("action", total("action", False) + total("action", True)), ("speech", spoken),
            ("pauses", total("pause", False)), ("voice over", total("speech", True) + total("pause", True))]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).casefold().split())


def _find(text: str, wanted: str) -> int | None:
    """Where words stand in a text, white space and case aside: the offset in the text itself."""
    folded, offsets = "", []
    for i, c in enumerate(unicodedata.normalize("NFC", text).translate(_STRAIGHT)):
        piece = " " if c.isspace() else c.casefold()
        if piece == " " and (not folded or folded.endswith(" ")):
            continue
        folded += piece
        offsets += [i] * len(piece)
    at = folded.find(wanted)
    return None if at < 0 else offsets[at]
