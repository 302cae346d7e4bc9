"""A scene's stream cut into what belongs to each shot (LANGUAGE.md §5).

A shot holds everything from its line to the next shot, heading or transition. Text that no shot holds is an auto
group: the director's to cover. Directives that stand where no shot is yet wait for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..lang.ast import Cue, Directive, Item, Parenthetical, SceneNode, ShotLine, TransitionMark
from .beats import is_text, pause_seconds

HOLDING = frozenset(("state", "light", "weather", "music"))
"""Heads of directives that change what is in force: in text the director covers, a new shot begins at each."""


@dataclass(frozen=True, slots=True)
class Group:
    """`line` is None for text that no written shot line holds. `items` are text and directives in text order."""

    line: ShotLine | None
    items: tuple[Item, ...]

    @property
    def auto(self) -> bool:
        return self.line is None or self.line.auto

    @property
    def plays(self) -> bool:
        """Whether anything in it takes time: a cue waits for its words, and so does how they are said."""
        return any(is_text(item) and not _waits(item) for item in self.items)


def divide(node: SceneNode) -> tuple[Group | TransitionMark, ...]:
    """Shots and transitions of a scene in order. A scene with nothing in it is one empty auto group."""
    found: list[Group | TransitionMark] = []
    line: ShotLine | None = None
    items: list[Item] = []
    told = False
    for item in node.items:
        if isinstance(item, ShotLine | TransitionMark):
            items, told = _close(found, line, items), False
            line = item if isinstance(item, ShotLine) else None
            if isinstance(item, TransitionMark):
                found.append(item)
        elif told and _begins_auto(item, line):
            items, told = [*_close(found, line, items), item], False
            line = None
        else:
            items.append(item)
            told = told or is_text(item)
    left = _close(found, line, items)
    return _ended(found, left, bool(node.heading))


def _close(found: list[Group | TransitionMark], line: ShotLine | None, items: list[Item]) -> list[Item]:
    """Adds the group if it is a shot; else hands what it holds on to the next."""
    group = Group(line, tuple(items))
    if group.plays or not group.auto:
        found.append(group)
        return []
    return [*items, *line.above] if line else items


def _waits(item: Item) -> bool:
    return isinstance(item, Cue) or (isinstance(item, Parenthetical) and not pause_seconds(item.text))


def _begins_auto(item: Item, line: ShotLine | None) -> bool:
    auto = line is None or line.auto
    return auto and isinstance(item, Directive) and item.head in HOLDING


def _ended(found: list[Group | TransitionMark], left: list[Item], headed: bool) -> tuple[Group | TransitionMark, ...]:
    """Directives after the last shot are that shot's; a heading alone is still a scene."""
    shots = [i for i, entry in enumerate(found) if isinstance(entry, Group)]
    if left and shots:
        last = found[shots[-1]]
        assert isinstance(last, Group)
        found[shots[-1]] = Group(last.line, (*last.items, *left))
    elif headed and not shots:
        found.insert(0, Group(None, tuple(left)))
    return tuple(found)
