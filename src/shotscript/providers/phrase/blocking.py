"""Blocking in words: who walks where. Marks are metres from the middle of the place, which a model can only follow
roughly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ...lang.ast import BlockPerson, BlockThing, Spot, Step
from ...narrative.story import BlockCue
from .motion import seconds
from .picture import Say, metres
from .text import Text, joined, said


def staged(cue: BlockCue, say: Say, fps: Fraction) -> Text:
    """One sentence a person; where things stand is not said, the place's own words describe it."""
    people = [item for item in cue.items if isinstance(item, BlockPerson)]
    return joined([said(f"{_capital(say(p.name))} {_told(p, say, fps)}.", cue.span) for p in people], " ")


def opened(cue: BlockCue, say: Say, fps: Fraction) -> Text:
    """Where everyone and everything of a cue stands, roughly: `Maya sits on the left facing Jon.`"""
    told = [_thing(i, say) if isinstance(i, BlockThing) else _stance(i, say, fps) for i in cue.items]
    return joined(told, " ")


def _stance(person: BlockPerson, say: Say, fps: Fraction) -> Text:
    told = ", then ".join(_step(step, say, fps, _rough) for step in person.steps)
    return said(f"{_capital(say(person.name))} {told}.", person.span)


def _thing(item: BlockThing, say: Say) -> Text:
    """A thing, with its kind where its name does not say it; a box may be anything."""
    kind = "" if item.kind == "box" or item.kind in item.name.text.lower() else f", a {item.kind},"
    return said(f"{_capital(say(item.name))}{kind} is {_at(item.spot, say, False, _rough)}.", item.span)


def _rough(spot: Spot, going: bool) -> str:
    """A mark as one would point at it, from where the place is seen."""
    x, z = spot.x or Fraction(0), spot.z or Fraction(0)
    across = "" if abs(x) < _NEAR else f"on the {'left' if x < 0 else 'right'}"
    along = "" if abs(z) < _DEEP else "at the back" if z < 0 else "at the front"
    return ", ".join(filter(None, (across, along))) or "in the middle"


_NEAR, _DEEP = Fraction(2, 5), Fraction(1)
"""Metres from the middle within which it is called the middle."""


def _told(person: BlockPerson, say: Say, fps: Fraction) -> str:
    return ", then ".join(_step(step, say, fps) for step in person.steps)


def _step(step: Step, say: Say, fps: Fraction, mark: Callable[[Spot, bool], str] | None = None) -> str:
    what = say(step.what) if step.what else ""
    to = f"to {say(step.to)}" if step.to else ""
    edge = f"{'from ' if step.verb == 'enters' else ''}screen {step.edge}" if step.edge else ""
    over = f"over {seconds(step.over.seconds(fps))}" if step.over else ""
    place = _spot(step, say, mark or _exact)
    return " ".join(filter(None, (step.verb, what, to, edge, place, _facing(step, say), over)))


def _spot(step: Step, say: Say, mark: Callable[[Spot, bool], str]) -> str:
    going = step.verb in ("walks", "runs", "moves", "enters", "exits")
    return _at(step.spot, say, going, mark) if step.spot else ""


def _at(spot: Spot, say: Say, going: bool, mark: Callable[[Spot, bool], str]) -> str:
    if spot.relation and spot.name:
        beside = f"to the {spot.relation}" if spot.relation.endswith(" of") and " " not in spot.relation[:-3] else ""
        where = (_REACHED.get(spot.relation) if going else None) or beside or spot.relation
        return f"{where} {say(spot.name)}"
    return mark(spot, going)


def _exact(spot: Spot, going: bool) -> str:
    return f"{'to' if going else 'at'} {_mark(spot)}"


_REACHED = {"in front of": "up to", "on": "onto"}
"""Where somebody goes; `walks to JON` ends in front of him."""


def _mark(spot: Spot) -> str:
    across, along = spot.x or Fraction(0), spot.z or Fraction(0)
    parts = [f"{metres(abs(across))} {'right' if across > 0 else 'left'} of the middle"] if across else []
    middle = "it" if across else "the middle"
    parts += [f"{metres(abs(along))} {'in front of' if along > 0 else 'behind'} {middle}"] if along else []
    return " and ".join(parts) or "the middle"


def _facing(step: Step, say: Say) -> str:
    facing = step.facing
    if facing is None:
        return ""
    lead = "to" if step.verb == "turns" else "facing"
    if facing.camera:
        return f"{lead} the camera"
    if facing.name:
        return f"{lead} {say(facing.name)}"
    return f"{lead} {facing.degrees} degrees from the front"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
