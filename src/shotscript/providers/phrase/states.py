"""Clothes and conditions in force: said when the segment first shows their owner, and again when they change."""

from __future__ import annotations

from ...narrative.story import State
from .bits import Bit, author
from .names import thing
from .text import said
from .view import View


def states(view: View) -> list[Bit]:
    return [
        view.bit("state", view.of(state), name=state.name, who=said(_owner(view, state), state.span),
                 wears=author(state.wears, state.span), text=author(state.text, state.span))
        for state in view.shot.states
        if (state.wears or state.text) and _shown(view, state, view.at) and not _told(view, state)
    ]


def _owner(view: View, state: State) -> str:
    if _alive(view, state):
        return view.casting.call(state.name)
    words = thing(state.name)
    return words[:1].upper() + words[1:]


def _alive(view: View, state: State) -> bool:
    return view.context.story.person(state.name) is not None or state.name in view.scene.people


def _shown(view: View, state: State, at: int) -> bool:
    return state.name in view.casting.mentions[at] or not _alive(view, state)


def _told(view: View, state: State) -> bool:
    """Whether the last shot of this segment that showed this one already said so."""
    for at in range(view.at - 1, -1, -1):
        if _shown(view, state, at):
            return any(s.name == state.name and (s.wears, s.text) == (state.wears, state.text)
                       for s in view.segment.cuts[at].shot.states)
    return False
