"""One shot from its group: clauses with what `as` brings, beats in their places, length, directives, faults."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..core import timebase
from ..core.diagnostic import Diagnostic, Fix, Level, error, nearest
from ..core.span import Span
from ..lang.ast import Directive, Item
from ..lang.clause import As, Clause, Hold, Length, Move, Moves, Pacing
from ..lang.term import Time, Words
from . import beats as reading
from . import continuity, footage, label, repeat, timing
from .divide import HOLDING, Group
from .story import Beat, BlockCue, Said, Shot

_ELSEWHERE = HOLDING | {"block", "over", "shot"}
_ONCE = ("plate", "take", "perform", "frame first", "frame last")
_MOST_WORDS = 2000


@dataclass(slots=True)
class Set:
    """What goes from shot to shot while a film is read: who speaks, what is in force, which shots there are."""

    fps: Fraction
    ids: frozenset[str]
    reader: reading.Reader
    voice: reading.Voice | None = None
    force: continuity.Force = field(default_factory=continuity.Force)
    shots: dict[str, Shot] = field(default_factory=dict)
    used: set[Span] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    repeated: dict[str, Diagnostic] = field(default_factory=dict)
    scene_start: frozenset[Span] = frozenset()
    scene_sounds: tuple[Said, ...] = ()


def shoot(group: Group, name: str, scene: int, stage: Set, heading: Span, last: bool) -> Shot:
    """The shot of a group. `last`: nothing of its scene comes after it. Adds to what `stage` carries."""
    before = len(stage.problems)
    stage.problems += [stage.repeated[name]] if name in stage.repeated else []
    beats, standing = _read(group.items, stage, last)
    clauses, as_of = _clauses(group, stage)
    own = _own(group)
    stage.problems += map(_twice, _again(own))
    filmed = footage.with_length(clauses, own, stage.fps)
    laid, filmed, taken = _timed(footage.spoken(beats, own, stage.fps), filmed, stage)
    now, after = continuity.split(group.items, group.line.above if group.line else ())
    _hold(stage, now)
    shot = Shot(
        label=name, id=group.line.id if group.line else "", scene=scene, span=_span(group, laid, heading),
        clauses=filmed, as_of=as_of, auto=group.auto, beats=laid, seconds=taken.seconds,
        frames=max(timebase.frames(taken.seconds, stage.fps), 1), why=_why(taken, filmed, own),
        blocking=_blocking(group, standing, laid, taken.seconds, stage.scene_start), states=stage.force.states(),
        light=stage.force.said("light"), weather=stage.force.said("weather"), said=_said(group, stage),
    )  # fmt: skip
    stage.used |= {told.span for told in stage.force.told}
    _hold(stage, after)
    _too_long(shot, taken, stage, own)
    return _with_faults(shot, group, stage, before)


def _own(group: Group) -> list[Directive]:
    """The directives that stand above a shot's line and among its words."""
    return [d for d in (*(group.line.above if group.line else ()), *group.items) if isinstance(d, Directive)]


def _again(own: list[Directive]) -> list[Directive]:
    """Directives of which a shot has one, after the first."""
    first: dict[tuple[str, str], Directive] = {}
    for directive in (d for d in own if d.head in _ONCE):
        first.setdefault((directive.head, directive.subject.text if directive.subject else ""), directive)
    return [d for d in own if d.head in _ONCE and d not in first.values()]


def _twice(directive: Directive) -> Diagnostic:
    whose = f" of {directive.subject.text}" if directive.subject else ""
    return error("SY111", f"the {directive.head}{whose} is written twice for this shot", directive.span,
                 "the first one counts", "keep one of them")


def _why(taken: timing.Measure, clauses: tuple[Clause, ...], own: list[Directive]) -> str:
    length = next((c for c in clauses if isinstance(c, Length)), None)
    return f"footage {timebase.clock(taken.seconds)}" if length and _of_footage(length, own) else taken.why


def _of_footage(length: Length | Hold, own: list[Directive]) -> bool:
    return any(directive.span == length.span for directive in own)


def _read(items: tuple[Item, ...], stage: Set, last: bool) -> tuple[list[Beat], list[tuple[Directive, int]]]:
    """Beats in text order, and each directive with the number of beats before it."""
    beats: list[Beat] = []
    standing: list[tuple[Directive, int]] = []
    for item in items:
        if isinstance(item, Directive):
            standing.append((item, len(beats)))
            continue
        more, stage.voice = reading.read(item, stage.voice, stage.reader)
        beats += more
    if last:
        beats += reading.left_over(stage.voice)
        stage.voice = None
    return beats, standing


def _clauses(group: Group, stage: Set) -> tuple[tuple[Clause, ...], str]:
    own = group.line.clauses if group.line else ()
    repeated = next((c for c in own if isinstance(c, As)), None)
    if not repeated:
        return own, ""
    base = stage.shots.get(label.fold(repeated.id))
    if base:
        return repeat.taken_over(own, base.clauses), base.label
    known = sorted(shot.id for shot in stage.shots.values())
    meant, own_id = label.fold(repeated.id), label.fold(group.line.id) if group.line else ""
    stage.problems.append(repeat.unknown(repeated, known, meant in stage.ids, meant == own_id))
    return own, ""


def _timed(beats: list[Beat], clauses: tuple[Clause, ...], stage: Set
           ) -> tuple[tuple[Beat, ...], tuple[Clause, ...], timing.Measure]:
    """Beats laid, `at "words"` turned into times, and the length that follows from both."""
    laid, rough = timing.beats_of(beats, clauses, stage.fps)
    if not any(isinstance(c, Moves) and _waits(c) for c in clauses):
        return laid, clauses, rough
    over = next((c.over for c in clauses if isinstance(c, Pacing) and c.over), None)
    timed = tuple(_on_words(c, laid, over, rough.seconds, stage) if isinstance(c, Moves) else c for c in clauses)
    return laid, timed, timing.measure(beats, timed, stage.fps)


def _waits(moves: Moves) -> bool:
    return any(isinstance(move.at, Words) for part in moves.parts for move in part)


def _on_words(moves: Moves, laid: tuple[Beat, ...], over: Time | None, seconds: Fraction, stage: Set) -> Moves:
    """Times count from the start of a move's part, so what earlier parts of the chain take is taken off."""
    begins = [start for start, _ in timing.schedule(moves, over, seconds, stage.fps)]
    parts = zip(moves.parts, begins, strict=True)
    return replace(moves, parts=tuple(tuple(_move(m, laid, begin, stage) for m in part) for part, begin in parts))


def _move(move: Move, laid: tuple[Beat, ...], begin: Fraction, stage: Set) -> Move:
    if not isinstance(move.at, Words):
        return move
    reached = timing.time_at(laid, move.at.text)
    if reached is None:
        stage.problems.append(_not_found(move.at, laid))
        return replace(move, at=None, at_words=move.at.text)
    return replace(move, at=Time(max(reached - begin, Fraction(0)), False, move.at.span), at_words=move.at.text)


def _not_found(words: Words, laid: tuple[Beat, ...]) -> Diagnostic:
    meant = _closest(words.text, laid)
    fix = Fix(words.span, f'"{meant}"' if words.span.end - words.span.start > len(words.text) else meant)
    return error("MV506", f"this shot's text has no words {words.text!r}", words.span, "not in the text",
                 f"did you mean {meant!r}?" if meant else "the shot has no text; write a time, like `at 1s`",
                 fix=fix if meant else None)


def _closest(words: str, laid: tuple[Beat, ...]) -> str:
    """The run of as many words in the shot's text that comes nearest, else the first words of its text."""
    count = max(len(words.split()), 1)
    text = " ".join(beat.text for beat in laid).split()[:_MOST_WORDS]
    runs = [" ".join(text[i : i + count]).strip(".,!?…;:") for i in range(max(len(text) - count + 1, 0))]
    near = nearest(words, dict.fromkeys(runs), most=max(len(words) // 3, 2))
    return (*near, *runs[:1], " ".join(text))[0]


def _blocking(group: Group, standing: list[tuple[Directive, int]], laid: tuple[Beat, ...], seconds: Fraction,
              start: frozenset[Span]) -> tuple[BlockCue, ...]:
    above = [(d, 0) for d in (group.line.above if group.line else ())]
    found = [(d, k) for d, k in (*above, *standing) if d.head == "block" and d.span not in start]
    return tuple(BlockCue(at=min(timing.main_end(laid[:k]), seconds), items=d.items, span=d.span) for d, k in found)


def _said(group: Group, stage: Set) -> tuple[Said, ...]:
    """What belongs to this shot alone, what the scene hears, and the music in force."""
    scene_wide = {said.span for said in stage.scene_sounds}
    own = _own(group)
    again = _again(own)
    said = [Said(head=d.head, subject=d.subject.text if d.subject else "", text=d.text, span=d.span)
            for d in own if d not in again and d.head not in _ELSEWHERE and d.span not in scene_wide]  # fmt: skip
    music = stage.force.said("music")
    return (*stage.scene_sounds, *said, *((music,) if music else ()))


def _hold(stage: Set, directives: list[Directive]) -> None:
    for directive in directives:
        stage.force = continuity.apply(stage.force, directive)


def _span(group: Group, laid: tuple[Beat, ...], heading: Span) -> Span:
    if group.line:
        return group.line.span
    return laid[0].span if laid else heading


def _too_long(shot: Shot, taken: timing.Measure, stage: Set, own: list[Directive]) -> None:
    length = next((c for c in shot.clauses if isinstance(c, Length)), None)
    if taken.written is not None and length and taken.speech > taken.written:
        need = Fraction(math.ceil(taken.speech * 10), 10)
        said, has = timebase.clock(need), timebase.clock(taken.written)
        filmed = _of_footage(length, own)
        stage.problems.append(error(
            "TM401", f"the speech takes {said}, but the {'footage lasts' if filmed else 'shot is written as'} {has}",
            length.span, label=f"{said} needed", help=f"write {timebase.plain(need, 1)}s, or cut the speech",
            fix=None if filmed else Fix(length.span, f"{timebase.plain(need, 1)}s")))  # fmt: skip
    for clause in (c for c in shot.clauses if isinstance(c, Length | Hold)):
        if not 0 < clause.time.seconds(stage.fps) <= timing.LONGEST_WRITTEN:
            stage.problems.append(_unfilmable(clause))


def _unfilmable(clause: Length | Hold) -> Diagnostic:
    most = timebase.plain(timing.LONGEST_WRITTEN)
    return error("TM402", f"a shot cannot last {timebase.plain(clause.time.value)} "
                 f"{'frames' if clause.time.frames else 'seconds'}", clause.span,
                 help=f"write a length above 0 and up to {most}s", fix=Fix(clause.span, "4s"))


def _with_faults(shot: Shot, group: Group, stage: Set, before: int) -> Shot:
    """Marks this shot's own problems with its label, and the shot with its faults in words."""
    own = [replace(problem, shot=shot.label) for problem in stage.problems[before:]]
    stage.problems[before:] = own
    words = [f"{p.code}: {p.message}" for p in own if p.level is Level.ERROR]
    faults = (*dict.fromkeys(group.line.faulty if group.line else ()), *words)
    return shot.model_copy(update={"faults": faults}) if faults else shot


def remember(stage: Set, shot: Shot) -> None:
    """A written id points at its first shot."""
    if shot.id:
        stage.shots.setdefault(label.fold(shot.id), shot)


def ids_of(groups: list[Group]) -> Mapping[str, Group]:
    return {label.fold(g.line.id): g for g in reversed(groups) if g.line and g.line.id}
