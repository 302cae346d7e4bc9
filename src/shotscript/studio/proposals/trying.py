"""Proposed lines put into the script and looked at as any script is: read, understood, staged, judged by film grammar.

Nothing of this is a model's word: the text around must be what it was, every line must have become a shot with text of
its own, and what the compiler would warn of, in the lines or at the cuts around them, is a fault.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...core.diagnostic import Diagnostic, Level
from ...core.memo import Memo
from ...core.timebase import clock
from ...lang.ast import ShotLine
from ...lang.format import applied
from ...lang.term import Name, Size
from ...narrative.check import allowed
from ...narrative.story import Scene, Shot
from ...narrative.timing import measure
from ...optics.directing.covering import Covered, Picked
from ...optics.directing.reasons import Reason
from ...optics.directing.takes import Take
from ...optics.grammar.check import findings
from ...optics.grammar.numbers import numbers
from ...optics.shoot import by_scene
from ..directing import Work, Written, alike, all_edits, covered, edits
from ..mending import Patched
from ..read import read
from ..reading import Read
from ..stripping import digits, own
from .reading import Line, parts
from .sheet import Sheet

SLACK = 2
"""Seconds a move may go on beyond the text under it: more would make the film longer than its words."""
_CONSENT = {"long": ", allow TM402"}
"""What the style itself asks for, in every line."""
_MOST, _SAID = 12, 300
"""Findings that are told, and letters of each."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """The film with the lines in it; `own` the number of each new shot's place by its label. `faults` of the new shots
    and the cuts around them, `others` of all else in the scene: what it is, and the author's words it is about."""

    film: Read
    scene: Scene
    own: Mapping[str, int]
    ranges: tuple[tuple[int, int], ...]
    faults: tuple[tuple[Diagnostic, str], ...] = ()
    others: Mapping[tuple[str, str], Diagnostic] = field(default_factory=dict)


def tried(work: Work, sheet: Sheet, lines: Sequence[Line], words: str) -> tuple[Written | None, tuple[str, ...]]:
    """A scene covered by these lines; or what is wrong with them. `words` say why each shot is there."""
    consent = _CONSENT.get(sheet.task.style.texture, "")
    put = tuple((sheet.spots[line.number].at, line.text + consent) for line in lines)
    written = _written(work, sheet)
    if any(digits(text) in written for _, text in put):
        return None, ("a line says the same as one that is written in the scene already: say another thing",)
    trial = _trial(work, sheet, put, [line.number for line in lines])
    if isinstance(trial, str):
        return None, (trial,)
    found = tuple(dict.fromkeys(one[:_SAID] for one in _found(work, sheet, trial)))
    if found:
        return None, found[:_MOST]
    picked = tuple(_picked(shot, sheet.spots[trial.own[shot.label]].at, words)
                   for shot in trial.scene.shots if shot.label in trial.own)
    return Written(Covered(trial.scene, picked, 0.0), put), ()


def _written(work: Work, sheet: Sheet) -> frozenset[str]:
    """The author's own lines in a scene, as the director's note names them: a line of that name would make his the
    director's, who would take it out next time."""
    items = work.bare.script.scenes[sheet.task.number].items
    return frozenset(own(item, work.bare.source) for item in items if isinstance(item, ShotLine) and not item.auto)


def _trial(work: Work, sheet: Sheet, put: Sequence[tuple[int, str]], marks: Sequence[int]) -> _Trial | str:
    changes = edits(put, sheet.task, work.bare.source)
    if len(changes) != len(put):
        return "a shot has no place where it is to begin"
    every = all_edits(work.bare, changes)
    text = applied(work.bare.source.text, every)
    if not alike(work.bare, text):
        return "the words around would change"
    shift, ranges = 0, []
    for edit in every:
        if edit in changes:
            ranges.append((edit.start + shift, edit.start + shift + len(edit.text)))
        shift += len(edit.text) - (edit.end - edit.start)
    patched = Patched(work.world)
    patched.texts[work.path] = text
    film = read(work.path, world=patched, config=work.config)
    scene = film.story.scenes[sheet.task.number]
    new = {shot.label: mark for (low, high), mark in zip(ranges, marks, strict=True)
           for shot in scene.shots if not shot.auto and low <= shot.span.start < high}
    return _judged(_Trial(film, scene, new, tuple(ranges)), work, sheet.task.number)


def _judged(trial: _Trial, work: Work, number: int) -> _Trial:
    """A trial with all that is wrong in its scene, at a warning's level and above."""
    film, scene, limits = trial.film, trial.scene, numbers(work.config.grammar)
    seen = next(by_scene(film.story, Memo(), [scene], numbers=limits))
    cuts = [(one, before.label, after.label)
            for one, before, after in findings(scene, seen.shots, film.story.format.fps, limits)]
    faults = [(one, after if after in trial.own else before) for one, before, after in cuts
              if before in trial.own or after in trial.own]
    here = film.script.scenes[number].span
    told = [one for one in film.told if one.span.source == work.path and here.start <= one.span.start < here.end]
    others: dict[tuple[str, str], Diagnostic] = {}
    for one in (*told, *allowed(film.story, seen.problems)):
        if one.shot in trial.own or _inside(one, trial, work.path):
            faults.append((one, one.shot))
        else:
            source = film.sources.get(one.span.source)
            others[one.code, source.slice(one.span) if source else ""] = one
    loud = {key: one for key, one in others.items() if one.level >= Level.WARNING}
    return replace(trial, faults=tuple(pair for pair in faults if pair[0].level >= Level.WARNING), others=loud)


def _found(work: Work, sheet: Sheet, trial: _Trial) -> Iterator[str]:
    shots = {shot.label: shot for shot in trial.scene.shots}
    if sorted(trial.own.values()) != sorted(set(trial.own.values())) or len(trial.own) != len(trial.ranges):
        yield "a line was not read as the shot it is"
    if any(shot.auto and shot.beats for shot in trial.scene.shots):
        yield "a part of the text has no shot"
    for label, number in trial.own.items():
        yield from (f"at {number}: {fault}" for fault in _alone(shots[label], sheet, trial))
    yield from (_told(one, trial.own.get(label)) for one, label in trial.faults)
    if trial.others:
        usual = _usual(work, sheet)
        yield from (_told(one, None) for key, one in trial.others.items() if key not in usual)


def _usual(work: Work, sheet: Sheet) -> Container[tuple[str, str]]:
    """What is wrong in a scene that the director covers: the author's own faults, which no coverage mends."""
    made = covered(sheet.task, work.bare, work.words)
    trial = _trial(work, sheet, made.lines, range(len(made.lines))) if made else ""
    return () if isinstance(trial, str) else trial.others.keys()


def _alone(shot: Shot, sheet: Sheet, trial: _Trial) -> Iterator[str]:
    """What is wrong with one shot beyond what the compiler tells."""
    if not shot.beats:
        yield "no text is left for this shot: take the one before or this one away"
    if any(one.text not in sheet.names for clause in shot.clauses for one in parts(clause) if isinstance(one, Name)):
        yield "it names somebody who is not in the scene"
    held = measure(shot.beats, (), trial.film.story.format.fps).seconds
    if shot.seconds > held + SLACK:
        yield f"its moves take {clock(shot.seconds)}, the text under it {clock(held)}: shorten or drop them"


def _inside(one: Diagnostic, trial: _Trial, path: str) -> bool:
    return one.span.source == path and any(low <= one.span.start < high for low, high in trial.ranges)


def _told(one: Diagnostic, number: int | None) -> str:
    where = "" if number is None else f"at {number}: "
    return f"{where}{one.code} {one.message}{f' ({one.help})' if one.help else ''}"


def _picked(shot: Shot, at: int, words: str) -> Picked:
    return Picked(shot, Take(0, "model", Size.MS), at, Reason(words, {}))
