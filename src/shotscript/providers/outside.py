"""Clauses that ask nothing of a model: someone else in the house answers them, and a request never changes with them.

A verdict of "used" whose `how` is one of these is the one exception to the rule that what is used is in the request.
"""

from __future__ import annotations

from ..lang import media
from ..narrative.story import Beat, Said, Transition

JOIN = "done when the film is joined"
COMPILER = "for the compiler, not the model"
ABSENT = "not in this picture"
HOWS = (JOIN, COMPILER, ABSENT)

_LAID = {"music": "laid in once over all its shots", "sound": "laid in at its place", "take": "used as it is",
         "super": "set over the picture to the letter"}
_UNBUILT = {"music": "nobody makes music from words: give it a sound file"}


def by_join(value: object) -> str:
    """How the join answers a claim's value, or nothing: voices over, transitions, sound files, finished footage,
    what is set over the picture."""
    if isinstance(value, Beat) and value.voice_over:
        return f"in a scratch voice, {JOIN}"
    if isinstance(value, Transition):
        how = "made on its clip" if value.kind.startswith("fade") else "mixed from two clips"
        return f"{how}, {JOIN}"
    if isinstance(value, Said) and (value.head in ("take", "super") or is_file(value)):
        return f"{_LAID[value.head]}, {JOIN}"
    return ""


def unbuilt(value: object) -> str:
    """Why nobody answers a value that no model is asked for, or nothing: music in words."""
    return "" if not isinstance(value, Said) or is_file(value) else _UNBUILT.get(value.head, "")


def unasked(value: object) -> bool:
    """Whether no model is ever asked for it."""
    return bool(by_join(value) or unbuilt(value))


def is_file(said: Said) -> bool:
    """A sound that is a path, not words."""
    return said.head in ("sound", "music") and is_sound(said)


def is_sound(said: Said) -> bool:
    """Whether a directive's words are the path of a sound file."""
    return media.is_sound(said.text)


def is_outside(how: str) -> bool:
    return how.endswith(HOWS)
