"""Who speaks under a name that is nearly one of the cast's: a slip, where it is safe to say so.

MARIA and MARIO, GUARD 1 and GUARD 2, GUARD and GUARDS are people of their own, and so is whoever speaks again and again
beside the one they are named like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Fix, edits, warning
from ..core.memo import Memo
from ..core.same import Same
from ..lang.ast import Cue, SceneNode
from ..lang.names import fold
from ..lang.term import Name
from .story import Person

RARE = 2
"""Most speeches of a slip; more only where the other never speaks."""
_SHORT, _LONG = 4, 8
"""Fewest letters of names that are alike but for one letter, and but for two."""
_DIGITS = re.compile(r"\d")
_VOWELS = frozenset("aeio")


class _Said(NamedTuple):
    first: dict[str, Name]
    often: Counter[str]


def told(cast: Iterable[Person], scenes: Iterable[SceneNode], memo: Memo) -> Iterator[Diagnostic]:
    """NM801, a warning, at the first cue of each such name."""
    known = {fold(name): name for person in cast for name in (person.name, *person.also)}
    if not known:
        return
    first: dict[str, Name] = {}
    often: Counter[str] = Counter()
    for scene in scenes:
        said = memo.of(("cued", Same(scene)), lambda scene=scene: _said(scene))
        often += said.often
        first = said.first | first
    for key, name in first.items():
        meant = "" if key in known else next((one for one in known if _alike(key, one)), "")
        if meant and (often[key] <= RARE or not often[meant]):
            yield _slip(name, known[meant])


# ---------------------------------------------------------------------------------------------- helpers


def _said(scene: SceneNode) -> _Said:
    names = [item.name for item in scene.items if isinstance(item, Cue)]
    return _Said({fold(name.text): name for name in reversed(names)}, Counter(fold(name.text) for name in names))


def _alike(key: str, known: str) -> bool:
    short = min(len(key), len(known))
    most = 0 if short < _SHORT else 1 if short < _LONG else 2
    if not most or abs(len(key) - len(known)) > most or _DIGITS.sub("", key) == _DIGITS.sub("", known):
        return False
    if key.rstrip("s") == known.rstrip("s") or (key[:-1] == known[:-1] and {key[-1], known[-1]} <= _VOWELS):
        return False
    return edits(key, known, most) <= most


def _slip(name: Name, meant: str) -> Diagnostic:
    return warning("NM801", f"{name.text} speaks, and nobody in @cast is called so", name.span,
                   f"did you mean {meant}?", f"write {meant}, or give {name.text} an entry in @cast",
                   Fix(name.span, meant))
