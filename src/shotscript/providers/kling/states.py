"""Clothes and conditions in force: said when the segment first shows their owner, and again when they change."""

from __future__ import annotations

from ...narrative.story import State
from ..phrase.names import thing
from ..phrase.text import said
from .bits import Bit, author, bit
from .view import View


def states(view: View) -> list[Bit]:
    return [
        bit("state", claims=view.of(state), name=state.name, who=said(_state_name(view, state), state.span),
            wears=author(state.wears, state.span), text=author(state.text, state.span))
        for state in view.shot.states
        if (state.wears or state.text) and _shown(view, state) and not _told(view, state)
    ]


def _state_name(view: View, state: State) -> str:
    known = view.context.story.person(state.name) or state.name in view.scene.people
    return view.casting.call(state.name) if known else _capital(thing(state.name))


def _shown(view: View, state: State) -> bool:
    known = view.context.story.person(state.name) or state.name in view.scene.people
    return not known or state.name in view.casting.mentions[view.at]


def _told(view: View, state: State) -> bool:
    """Whether the last shot of this segment that showed this one already said so."""
    for at in range(view.at - 1, -1, -1):
        earlier = View(view.segment, view.context, view.casting, at, ())
        if _shown(earlier, state):
            return any(s.name == state.name and (s.wears, s.text) == (state.wears, state.text)
                       for s in earlier.shot.states)
    return False


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
