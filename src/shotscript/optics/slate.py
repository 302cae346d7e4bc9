"""The words on the slate: what a shot is and what its camera does, as a crew would say it."""

from __future__ import annotations

from fractions import Fraction

from ..core.timebase import clock, plain
from ..lang.clause import Framing, Move
from ..lang.term import Ease, Name, Size, Time, Verb, View
from ..narrative.story import Shot
from .brief import Brief, chains, pacing, read

_DEGREES = (Verb.PAN, Verb.TILT, Verb.ROLL, Verb.WHIP_PAN, Verb.ORBIT)


def caption(shot: Shot, fps: Fraction) -> str:
    """`CU MAYA, low angle  dolly in 0.5 m`: the framing, then the moves."""
    brief = read(shot)
    first = ", ".join(filter(None, (framed(brief.framing), *_manner(brief))))
    pace = pacing(shot)
    moves = [" then ".join(" while ".join(move_words(m, fps) for m in part) for part in chain.parts)
             for chain in chains(shot)]
    if pace and moves:
        moves[-1] += _timing(pace.over, pace.ease, fps)
    return "  ".join(filter(None, (first, ", ".join(moves))))


def framed(framing: Framing) -> str:
    """A framing in few words."""
    names = " and ".join(name.text for name in framing.on)
    if framing.part:
        names += f"'s {framing.part}"
    size = framing.size or ""
    if framing.view == View.OTS:
        size = "" if framing.size in (None, Size.MCU) else framing.size
        by = framing.by.text if framing.by else ""
        return " ".join(filter(None, (size, "OTS", by, f"on {names}" if names else "")))
    if framing.view == View.POV:
        return " ".join(filter(None, ("POV", framing.by.text if framing.by else "", f"on {names}" if names else "")))
    if framing.view == View.INSERT:
        return f"insert {names}".strip()
    return " ".join(filter(None, (size, names)))


def move_words(move: Move, fps: Fraction) -> str:
    """A move in few words, as it was written."""
    words = [move.pace, move.verb.value, move.direction, _end(move)]
    if move.verb == Verb.HOLD and move.over:
        return f"hold {clock(move.over.seconds(fps))}"
    if move.around:
        words.append(f"around {move.around.text}")
    if move.at_words:
        words.append(f"at “{move.at_words}”")
    elif isinstance(move.at, Time):
        words.append(f"at {clock(move.at.seconds(fps))}")
    return " ".join(filter(None, words)) + _timing(move.over, move.ease, fps)


def _manner(brief: Brief) -> tuple[str, ...]:
    angle = brief.angle.kind if brief.angle and brief.angle.kind != "eye level" else ""
    return (
        angle + (" angle" if angle in ("low", "high") else ""), brief.side.view if brief.side else "",
        f"from {brief.from_.name.text}" if brief.from_ else "",
        f"dutch {brief.dutch.side}".strip() if brief.dutch else "",
    )


def _end(move: Move) -> str:
    if move.verb == Verb.TRACK:
        return move.follow.text if move.follow else ""
    if move.verb == Verb.RACK_FOCUS and move.focus_from:
        return f"{move.focus_from.text} to {_goal(move.target)}"
    if move.target is not None:
        return f"to {_goal(move.target)}"
    if move.mm is not None:
        return f"to {plain(move.mm)} mm"
    if move.amount is None:
        return ""
    return f"{plain(move.amount)}°" if move.verb in _DEGREES else f"{plain(move.amount)} m"


def _goal(target: Name | Framing | None) -> str:
    return framed(target) if isinstance(target, Framing) else target.text if target else ""


def _timing(over: Time | None, ease: Ease | None, fps: Fraction) -> str:
    return (f" over {clock(over.seconds(fps))}" if over else "") + (f" {ease}" if ease else "")
