"""Clauses that ask nothing of a model: someone else in the house answers them, and a request never changes with them.

A verdict of "used" whose `how` is one of these is the one exception to the rule that what is used is in the request.
"""

from __future__ import annotations

from ..narrative.story import Beat, Said, Transition

JOIN = "done when the film is joined"
COMPILER = "for the compiler, not the model"
ABSENT = "not in this picture"
HOWS = (JOIN, COMPILER, ABSENT)

_SOUND_FILES = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".opus", ".aif", ".aiff")
_JOINED_HEADS = ("super", "music", "take")


def by_join(value: object) -> str:
    """How the join answers a claim's value, or nothing: titles, music, sound files, voice-over, transitions."""
    if isinstance(value, Said) and value.head == "super":
        return f"set over the picture, {JOIN}"
    if isinstance(value, Said) and (value.head in _JOINED_HEADS or is_file(value)):
        return f"laid in, {JOIN}"
    if isinstance(value, Beat) and value.voice_over:
        return f"laid in, {JOIN}"
    return f"made of two clips, {JOIN}" if isinstance(value, Transition) else ""


def is_file(said: Said) -> bool:
    """A sound that is a path, not words."""
    first = said.text.strip().strip('"').split(" from ")[0].lower()
    return said.head in ("sound", "music") and first.endswith(_SOUND_FILES)


def is_outside(how: str) -> bool:
    return how.endswith(HOWS)
