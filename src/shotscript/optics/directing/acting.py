"""Who does what in a text of action: the first named in a sentence, or whom its first pronoun stands for.

`She lays a letter on the table` is about whoever was last heard of and may be called she. Where no look says who is a
woman or a man, the last one heard of is meant. The pronouns are English; elsewhere people are named or nobody is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+")
_PRONOUN = re.compile(r"\W*(he|she|his|her)\b", re.IGNORECASE)
_SAME = {"his": "he", "her": "she"}
_FIRST_OF_TWO = re.compile(r".{1,60}?\band\b\W+\w+", re.IGNORECASE | re.DOTALL)
_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)
_WOMAN = re.compile(r"\b(?:woman|girl|lady|female|mother|wife|daughter|sister|she|her)\b", re.IGNORECASE)
_MAN = re.compile(r"\b(?:man|boy|gentleman|male|father|husband|son|brother|he|his)\b", re.IGNORECASE)

Mentioned = Callable[[str], tuple[str, ...]]
"""The names in a text, in the order of their first mention."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`actors` do what a text of action tells, `named` are all it speaks of, actors first · `things` of the action."""

    actors: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


def called(look: str) -> str:
    """`she` or `he`, as a look says first; empty where it does not."""
    found = [(match.start(), word) for word, kind in (("she", _WOMAN), ("he", _MAN)) if (match := kind.search(look))]
    return min(found)[1] if found else ""


class Thread:
    """What a scene has spoken of so far: people, the last first, and the things of the action before."""

    def __init__(self, pronouns: Mapping[str, str], people: Mentioned, things: Mentioned) -> None:
        self._pronouns, self._people, self._things = pronouns, people, things
        self._recent: list[str] = []
        self._held: tuple[str, ...] = ()

    def heard(self, names: Iterable[str]) -> None:
        """Somebody speaks."""
        self._remember(names)

    def acted(self, text: str) -> Deed:
        """A text of action."""
        actors: list[str] = []
        for sentence in _SENTENCE.split(text):
            actors += self._actors(sentence)
            self._remember((*self._people(sentence), *actors[-1:]))
        things = self._things(text) or (self._held if _IT.search(text) else ())
        self._held = things
        return Deed(tuple(dict.fromkeys(actors)), tuple(dict.fromkeys((*actors, *self._people(text)))), things)

    def _actors(self, sentence: str) -> tuple[str, ...]:
        pronoun = _PRONOUN.match(sentence)
        if pronoun:
            return self._meant(_SAME.get(pronoun[1].casefold(), pronoun[1].casefold()))
        both = _FIRST_OF_TWO.match(sentence)
        return self._people(both[0])[:2] or self._people(sentence)[:1] if both else self._people(sentence)[:1]

    def _meant(self, pronoun: str) -> tuple[str, ...]:
        sure = [name for name in self._recent if self._pronouns.get(name) == pronoun]
        maybe = [name for name in self._recent if not self._pronouns.get(name)]
        return tuple((sure or maybe)[:1])

    def _remember(self, names: Iterable[str]) -> None:
        for name in names:
            self._recent = [name, *(one for one in self._recent if one != name)]
