"""Clauses that ask nothing of a model: someone else in the house answers them, and a request never changes with them.

A verdict of "used" whose `how` is one of these is the one exception to the rule that what is used is in the request.
"""

from __future__ import annotations

from ..lang.media import footage
from ..narrative.story import Beat, Said, Transition

JOIN = "done when the film is joined"
COMPILER = "for the compiler, not the model"
ABSENT = "not in this picture"
HOWS = (JOIN, COMPILER, ABSENT)

_SOUND_FILES = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".opus", ".aif", ".aiff")
_UNBUILT = {
    "super": "titles are not set over the film yet", "music": "music is not laid in yet",
    "take": "finished footage is not laid in yet",
}


def by_join(value: object) -> str:
    """How the join answers a claim's value, or nothing: voices over and transitions."""
    if isinstance(value, Beat) and value.voice_over:
        return f"in a scratch voice, {JOIN}"
    if isinstance(value, Transition):
        how = "made on its clip" if value.kind.startswith("fade") else "mixed from two clips"
        return f"{how}, {JOIN}"
    return ""


def unbuilt(value: object) -> str:
    """Why nobody answers a value that is the join's to answer, or nothing: titles, music, takes, sound files."""
    if not isinstance(value, Said):
        return ""
    return _UNBUILT.get(value.head) or ("sound files are not laid in yet" if is_file(value) else "")


def unasked(value: object) -> bool:
    """Whether no model is ever asked for it."""
    return bool(by_join(value) or unbuilt(value))


def is_file(said: Said) -> bool:
    """A sound that is a path, not words."""
    return said.head in ("sound", "music") and is_sound(said)


def is_sound(said: Said) -> bool:
    """Whether a directive's words are the path of a sound file."""
    return footage(said.text)[0].lower().endswith(_SOUND_FILES)


def is_outside(how: str) -> bool:
    return how.endswith(HOWS)
