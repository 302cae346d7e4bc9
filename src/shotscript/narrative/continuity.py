"""What is in force from shot to shot: condition and clothes, light, weather, music.

A state or music holds until changed or `off`, through the whole film. Light and weather hold to the end of the scene,
and on into the next where its heading says CONTINUOUS, SAME or MOMENTS LATER. A directive with words of its shot after
it holds from that shot on; one at the end of a shot's words holds from the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..core.span import Span
from ..lang.ast import Directive, Item, Property
from . import marks, names
from .beats import is_text
from .divide import HOLDING
from .story import Said, State

_SCENE_ONLY = ("light", "weather")
_OFF = ("off", "none")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in force: `part` tells a person's clothes ("wears") from anything else ("text")."""

    head: str
    subject: str
    part: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Force:
    """Everything in force at a point of the film, oldest first."""

    told: tuple[Told, ...] = ()
    scene: tuple[Told, ...] = field(default=())
    """What a scene's own `@cast` put in place of what was in force, to be put back after it."""

    def states(self) -> tuple[State, ...]:
        subjects = dict.fromkeys(t.subject for t in self.told if t.head == "state")
        return tuple(self._state(subject) for subject in subjects)

    def said(self, head: str) -> Said | None:
        found = next((t for t in self.told if t.head == head), None)
        return Said(head=head, text=found.text, span=found.span) if found else None

    def _state(self, subject: str) -> State:
        parts = {t.part: t for t in self.told if t.head == "state" and t.subject == subject}
        last = max(parts.values(), key=lambda t: self.told.index(t))
        return State(name=subject, span=last.span, **{part: told.text for part, told in parts.items()})


def enter(force: Force, goes_on: bool, wardrobe: Iterable[tuple[str, Property]] = ()) -> Force:
    """Into a new scene. `wardrobe` is what its own `@cast` says people wear."""
    told = tuple(t for t in force.told if goes_on or t.head not in _SCENE_ONLY)
    covered: list[Told] = []
    for name, worn in wardrobe:
        covered += [t for t in told if (t.head, t.subject, t.part) == ("state", name, "wears")]
        told = _put(told, Told("state", name, "wears", worn.value.strip(), worn.span))
    return Force(told, tuple(covered))


def leave(force: Force, wardrobe: Iterable[tuple[str, Property]] = ()) -> Force:
    """Out of a scene: its own wardrobe ends, unless a `state` has changed it since."""
    lent = {worn.span for _, worn in wardrobe}
    kept = tuple(t for t in force.told if t.span not in lent)
    back = [t for t in force.scene if not any((k.subject, k.part) == (t.subject, t.part) for k in kept)]
    return Force((*back, *kept))


def apply(force: Force, directive: Directive) -> Force:
    """With one more directive in force; `off` takes away what it names."""
    subject = directive.subject.text if directive.subject else ""
    if directive.text.strip().casefold() in _OFF:
        gone = tuple(t for t in force.told if (t.head, t.subject) != (directive.head, subject))
        return Force(gone, force.scene)
    told = force.told
    for part, text in _parts(directive):
        told = _put(told, Told(directive.head, subject, part, text, directive.span))
    return Force(told, force.scene)


def split(items: tuple[Item, ...], above: tuple[Directive, ...]) -> tuple[list[Directive], list[Directive]]:
    """Directives of a shot that hold from it on, and those that stand after its words and hold from the next."""
    last = max((i for i, item in enumerate(items) if is_text(item)), default=len(items))
    holding = [(i, item) for i, item in enumerate(items) if isinstance(item, Directive) and item.head in HOLDING]
    now = [d for d in above if d.head in HOLDING] + [d for i, d in holding if i < last]
    return now, [d for i, d in holding if i > last]


def is_off(directive: Directive) -> bool:
    return directive.text.strip().casefold() in _OFF


def _put(told: tuple[Told, ...], new: Told) -> tuple[Told, ...]:
    key = (new.head, new.subject, new.part)
    return (*(t for t in told if (t.head, t.subject, t.part) != key), new)


def _parts(directive: Directive) -> list[tuple[str, str]]:
    text = directive.text.strip()
    if directive.head != "state":
        return [("text", text)]
    pieces = [piece.strip() for piece in marks.split(text, "[;；]") if piece.strip()]
    worn = [piece for piece in pieces if _wears(piece)]
    rest = [piece for piece in pieces if not _wears(piece)]
    found = [("wears", "; ".join(_clothes(piece) for piece in worn))] if worn else []
    return [*found, *([("text", "; ".join(rest))] if rest else [])]


def _wears(piece: str) -> bool:
    return names.fold(piece).startswith(("wears ", "wearing ", "wears:", "viste ", "lleva ")) or piece[0] == "穿"


def _clothes(piece: str) -> str:
    return piece[1:].lstrip("着著 ") if piece[0] == "穿" else piece.split(None, 1)[1] if " " in piece else piece
