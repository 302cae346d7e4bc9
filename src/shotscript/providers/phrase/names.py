"""What people, places and things are called in English prompt prose."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...lang.term import Name
from ...narrative.story import Scene, Story

Call = Callable[[str], str]
"""A canonical name to what the prompt calls it."""

_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Mandarin Chinese",
}


OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around our own references, and in nobody else's words."""


def bare(words: str) -> str:
    """The author's words: none of them may pass for a reference of ours."""
    return words.replace(OPEN, "").replace(CLOSE, "")


def titled(name: str) -> str:
    """MAYA as Maya, OLD MAN as Old Man; names of mixed case or with figures, and scripts without case, as they are."""
    words = bare(name).split()
    return " ".join(w if not w.isupper() or _FIGURE.search(w) else w[:1] + w[1:].lower() for w in words)


def thing(name: str) -> str:
    """A thing or a place in a sentence: `the cup`, `Maya's cup`; what is not in capitals as it is."""
    name = bare(name)
    if not name.isupper():
        return name
    owner = _OWNER.match(name)
    if owner:
        return titled(owner[0]) + name[owner.end() :].lower()
    return name.lower() if name.startswith("THE ") else f"the {name.lower()}"


_FIGURE = re.compile(r"\d")
_OWNER = re.compile(r"(?!THE ).+?['’]S(?!\w)")


def spoken(name: Name, scene: Scene, story: Story, call: Call) -> str:
    """A name in a sentence: people by `call`, things and places as `the cup`, quoted words as they are."""
    if name.kind in ("cast", "cue") or name.text in scene.people or story.person(name.text):
        return call(name.text)
    if name.kind == "quoted":
        return bare(name.text)
    return thing(name.text)


def language(code: str) -> str:
    """A language in English: `es-MX` as Spanish; one without a name here as its code."""
    return _LANGUAGES.get(code.split("-")[0].lower(), code)
