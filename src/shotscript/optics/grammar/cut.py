"""Two shots that follow each other, and who in them belongs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from ...lang.clause import Gaze
from ...narrative.story import Scene, Shot
from .setup import Figure, Look, Setup

Pair = tuple[str, str]

_MET = cos(radians(12))
"""A look that passes somebody's eyes by less is a look at them."""


@dataclass(frozen=True, slots=True)
class Cut:
    before: Setup
    after: Setup

    @property
    def plain(self) -> bool:
        """A dissolve or fade says that time or place has changed: nothing need match."""
        return self.before.shot.transition_out is None and self.after.shot.transition_in is None


@dataclass(frozen=True, slots=True)
class Company:
    """Who talks to whom in a scene: of each shot, by its label, the listener of every speaker around it."""

    listeners: Mapping[str, Mapping[str, str]]

    def partner(self, setup: Setup, look: Look, name: str) -> str:
        """Whom a person is with: the one they look at, else the one they talk to; empty where nobody can say."""
        figure = look.figures.get(name)
        gaze = _gaze(setup.shot, name)
        if figure is None or (gaze and gaze.direction in ("camera", "up", "down")):
            return ""
        if gaze and gaze.at:
            return gaze.at.text if gaze.at.text in look.figures else ""
        other = self.listeners[setup.label].get(name, "")
        return _met(figure, look) or (other if other in look.figures else "")

    def talk(self, setup: Setup, a: str, b: str) -> bool:
        """Whether two people talk to each other about now."""
        known = self.listeners[setup.label]
        return known.get(a) == b or known.get(b) == a

    def pair(self, setup: Setup, look: Look) -> Pair | None:
        """The two people whose line a shot stands on; names in order of the alphabet."""
        if setup.aside:
            return None
        if setup.over:
            found = (setup.over, setup.on[0]) if setup.on else ()
        elif len(setup.on) == 1:
            found = (setup.on[0], self.partner(setup, look, setup.on[0]))
        else:
            found = setup.on
        if len(found) != 2 or found[0] == found[1] or not all(name in look.figures for name in found):
            return None
        a, b = sorted(found)
        return a, b


def company(scene: Scene, setups: Sequence[Setup]) -> Company:
    """Who spoke last, else who speaks next, is whom a speaker talks to."""
    voices = [(i, beat.who) for i, shot in enumerate(scene.shots) for beat in shot.beats
              if beat.kind == "speech" and not beat.voice_over]
    return Company({setup.label: around(i, voices) for i, setup in enumerate(setups)})


def around(at: int, voices: list[tuple[int, str]]) -> dict[str, str]:
    """For everyone who speaks in the scene, the nearest other voice to a shot: those before it first."""
    before = [who for i, who in voices if i <= at][::-1]
    after = [who for i, who in voices if i > at]
    order = list(dict.fromkeys([*before, *after]))
    return {who: next((other for other in order if other != who), "") for who in order}


def _met(figure: Figure, look: Look) -> str:
    """The person whose eyes a look meets."""
    def closeness(other: Figure) -> float:
        way = [other.eyes[k] - figure.eyes[k] for k in range(3)]
        size = sum(part * part for part in way) ** 0.5 or 1.0
        return sum(part * figure.gaze[k] for k, part in enumerate(way)) / size

    others = [other for other in look.figures.values() if other.name != figure.name]
    best = max(others, key=closeness, default=None)
    return best.name if best and closeness(best) >= _MET else ""


def _gaze(shot: Shot, name: str) -> Gaze | None:
    """What is written of somebody's look: by name, else of the shot's subject."""
    said = [clause for clause in shot.clauses if isinstance(clause, Gaze)]
    named = next((gaze for gaze in said if gaze.who and gaze.who.text == name), None)
    return named or next((gaze for gaze in said if gaze.who is None), None)
