"""A shot of the director's in words, with names a shot line can hold."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from ..core.span import Span
from ..core.timebase import plain
from ..lang import known, shots
from ..lang.ast import BlockThing, Directive, SceneNode, Script, ShotLine
from ..lang.clause import Allow, Angle, Clause, Framing, Lens, Moves
from ..lang.names import Names
from ..lang.term import Name, Verb, View
from ..narrative.story import Shot


def spoken(shot: Shot) -> str:
    """A shot in words, for people; names as they are."""
    return ", ".join(filter(None, (_clause(clause, {}) for clause in shot.clauses)))


class Words:
    """How names are written in the shot lines of a script."""

    def __init__(self, script: Script) -> None:
        entries = [*known.in_blocks(script.blocks), *known.cues(script.fountain.elements)]
        entries += [(name, kind, ()) for node in script.scenes for name, kind in _blocked(node)]
        self.names = Names.of(entries)
        self.all = tuple(dict.fromkeys(name for name, _, _ in self.names.entries))
        self.spelt = {name: word for name in self.all if (word := self._spelt(name))}

    def sayable(self, node: SceneNode) -> Container[str]:
        """The names a shot line of a scene can mention. A scene's own blocks may mean somebody else by them."""
        own = {name for name, _, _ in known.in_blocks(node.blocks)}
        return frozenset(self.spelt) - own

    def line(self, shot: Shot) -> str:
        """What follows `!!`."""
        return ", ".join(filter(None, (_clause(clause, self.spelt) for clause in shot.clauses)))

    def _spelt(self, name: str) -> str:
        """A name as a shot line holds it; forced with @ where it must be; nothing where it cannot be said."""
        return next((word for word in (name, f"@{name}") if self._means(word, name)), "")

    def _means(self, word: str, name: str) -> bool:
        text = f": MCU on {word}, 65mm"
        _, clauses, _, problems = shots.shot(text, Span(0, len(text)), self.names)
        framing = next((clause for clause in clauses if isinstance(clause, Framing)), None)
        return bool(framing) and not problems and len(clauses) == 2 and [n.text for n in framing.on] == [name]


def _clause(clause: Clause, spelt: Mapping[str, str]) -> str:
    if isinstance(clause, Framing):
        return _framing(clause, spelt)
    if isinstance(clause, Lens):
        return f"{plain(clause.mm)}mm" if clause.mm else ""
    if isinstance(clause, Angle):
        return f"{clause.kind} angle"
    if isinstance(clause, Allow):
        return f"allow {clause.code}"
    assert isinstance(clause, Moves), clause
    move = clause.parts[0][0]
    return f"track {_name(move.follow, spelt)}" if move.verb is Verb.TRACK and move.follow else "handheld"


def _framing(framing: Framing, spelt: Mapping[str, str]) -> str:
    on = " and ".join(_name(name, spelt) for name in framing.on)
    if framing.view is View.INSERT:
        return f"insert {on}"
    if framing.view in (View.OTS, View.POV) and framing.by:
        return f"{framing.view.name} {_name(framing.by, spelt)} on {on}"
    size = framing.size.value if framing.size else ""
    return f"{size} on {on}" if on else size


def _name(name: Name, spelt: Mapping[str, str]) -> str:
    return spelt.get(name.text, name.text)


def _blocked(node: SceneNode) -> Iterator[tuple[str, str]]:
    """Things and people that blocking brings in, with what they are."""
    items = [item for item in node.items if isinstance(item, ShotLine | Directive)]
    above = [one for item in items if isinstance(item, ShotLine) for one in item.above]
    for directive in (*above, *(item for item in items if isinstance(item, Directive))):
        yield from ((one.name.text, "thing" if isinstance(one, BlockThing) else "cue") for one in directive.items)
