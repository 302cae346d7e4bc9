"""Transitions on the shots they join, in whole frames, never longer than the pictures they are made of.

A dissolve or wipe belongs to the shot after it and covers n // 2 frames before the cut, the rest after. A fade takes
its time inside its own shot: fade in that of the shot after it, fade out that of the shot before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from ..core import timebase
from ..core.diagnostic import Diagnostic, Problems, warning
from ..core.memo import Memo
from ..core.same import Same
from ..lang.ast import TransitionMark
from .story import Shot, Transition

DEFAULT = Fraction(1)
_LONGEST = Fraction(600)
_ENDLESS = 10**9
_CROSSING = ("dissolve", "wipe")
_INTO = ("dissolve", "wipe", "fade in")


def place(sequence: Sequence[Shot | TransitionMark], fps: Fraction, memo: Memo) -> tuple[tuple[Shot, ...], Problems]:
    """Shots in order, with the transitions that stood between them; then fitted."""
    shots: list[Shot] = []
    problems: list[Diagnostic] = []
    waiting: TransitionMark | None = None
    for entry in sequence:
        if isinstance(entry, Shot):
            shots.append(_joined(entry, "transition_in", waiting, fps, memo) if waiting else entry)
            waiting = None
        elif entry.kind == "fade out":
            problems += _fade_out(shots, entry, fps, memo)
        elif entry.kind in _CROSSING and not shots:
            problems.append(_unjoined(entry, "has no shot before it"))
        elif entry.kind in _INTO:
            problems += [_unjoined(waiting, "gives way to the transition after it")] if waiting else []
            waiting = entry
    problems += [_unjoined(waiting, "has no shot after it")] if waiting else []
    fitted, faults = fit(shots, memo)
    return fitted, (*problems, *faults)


def fit(shots: Sequence[Shot], memo: Memo) -> tuple[tuple[Shot, ...], Problems]:
    """Every transition within its shots: one that is longer is shortened, and said.

    Text the director has yet to cover has no pictures to measure: it takes any length until it is covered.
    """
    fitted: list[Shot] = []
    problems: list[Diagnostic] = []
    room = 0
    for shot in shots:
        if shot.transition_in is None and shot.transition_out is None:
            fitted.append(shot)
            room = _frames(shot)
            continue
        before = _frames(fitted[-1]) if fitted else 0
        came, used = _fit_in(shot, before, room, problems)
        left = _fit_out(shot, _frames(shot) - used, problems)
        room = _frames(shot) - used - (left.frames if left else 0)
        changed = came is not shot.transition_in or left is not shot.transition_out
        update = {"transition_in": came, "transition_out": left}
        key = ("fit", Same(shot), came, left)
        fitted.append(memo.of(key, partial(shot.model_copy, update=update)) if changed else shot)
    return tuple(fitted), tuple(problems)


def _frames(shot: Shot) -> int:
    return _ENDLESS if shot.auto and not shot.clauses else shot.frames


def _fit_in(shot: Shot, before: int, room: int, problems: list[Diagnostic]) -> tuple[Transition | None, int]:
    """The transition into a shot and how many of the shot's own frames it takes."""
    came = shot.transition_in
    if not came:
        return None, 0
    crossing = came.kind in _CROSSING
    most = min(before, 2 * room + 1, _frames(shot)) if crossing else _frames(shot)
    came = _at_most(came, most, shot, problems)
    taken = came.frames if came else 0
    return came, taken - taken // 2 if crossing else taken


def _fit_out(shot: Shot, most: int, problems: list[Diagnostic]) -> Transition | None:
    return _at_most(shot.transition_out, most, shot, problems) if shot.transition_out else None


def _at_most(transition: Transition, most: int, shot: Shot, problems: list[Diagnostic]) -> Transition | None:
    if transition.frames <= most:
        return transition
    cut = f"shortened to {most} frames" if most > 1 else "made a cut"
    words = f"a {transition.kind} of {transition.frames} frames is longer than its shots and is {cut}"
    fault = warning("TM404", words, transition.span, "too long", "write a shorter `over`, or longer shots")
    problems.append(replace(fault, shot=shot.label))
    return transition.model_copy(update={"frames": most}) if most > 1 else None


def _fade_out(shots: list[Shot], mark: TransitionMark, fps: Fraction, memo: Memo) -> list[Diagnostic]:
    if not shots:
        return [_unjoined(mark, "has no shot before it")]
    shots[-1] = _joined(shots[-1], "transition_out", mark, fps, memo)
    return []


def _joined(shot: Shot, end: str, mark: TransitionMark, fps: Fraction, memo: Memo) -> Shot:
    key = ("joined", Same(shot), end, Same(mark), fps)
    return memo.of(key, lambda: shot.model_copy(update={end: _made(mark, fps)}))


def _made(mark: TransitionMark, fps: Fraction) -> Transition:
    length = mark.over.seconds(fps) if mark.over else DEFAULT
    length = length if 0 < length <= _LONGEST else DEFAULT
    frames = max(timebase.frames(length, fps), 1)
    return Transition.model_validate({"kind": mark.kind, "frames": frames, "text": mark.text, "span": mark.span})


def _unjoined(mark: TransitionMark, why: str) -> Diagnostic:
    return warning("TM404", f"this {mark.kind} {why} and is left out", mark.span)
