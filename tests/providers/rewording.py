"""Evidently other words, numbers, times and names: what a changed value is made of."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from shotscript.lang.term import Name, Time
from shotscript.narrative.story import Story

Fields = dict[str, Any]
Others = dict[str, Fields]
"""What changes, in a word, and the fields it changes."""

_WORD = re.compile(r"\w+")
_PAIRS = (("left", "right"), ("in", "out"), ("up", "down"), ("front", "back"), ("low", "high"),
          ("overhead", "worm's eye"), ("background", "foreground"), ("hands", "feet"),
          ("stands", "sits"), ("walks", "runs"))
OTHER_WORD = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])} | {
    "eye level": "low", "lies": "stands", "moves": "runs", "eyes": "hands", "camera": "left", "center": "left"}


def changed(value: Any, put: Fields) -> Any:
    """A copy of a frozen value, whatever made it, with some fields changed."""
    if is_dataclass(value):
        held = {f.name: getattr(value, f.name) for f in fields(value)}
        return type(value)(**{**held, **put})
    return value.model_copy(update=put)


def reworded(text: str, story: Story, whole: bool = False) -> str:
    """Other words of the same length: the last one, or all of them. Names stay, so that nobody else is meant."""
    spots = [m for m in _WORD.finditer(text) if not _named(m, text, story)]
    for spot in spots if whole else spots[-1:]:
        text = text[: spot.start()] + "".join(map(_turned, spot[0])) + text[spot.end() :]
    return text


def _named(spot: re.Match[str], text: str, story: Story) -> bool:
    names = [who.name for row in (story.cast, story.places, story.props) for who in row]
    found = (m for name in names for m in re.finditer(re.escape(name), text, re.IGNORECASE))
    return any(m.start() < spot.end() and spot.start() < m.end() for m in found)


def _turned(letter: str) -> str:
    """Another letter of the same script and length in bytes."""
    if letter.isascii():
        row = next((row for row in ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")
                    if letter in row), "")
        return row[(row.index(letter) + 1) % len(row)] if row else letter
    other = chr(ord(letter) ^ 1)
    return other if other.isalnum() else chr(ord(letter) ^ 2)


def word(value: Any, key: str) -> Others:
    now = getattr(value, key)
    other = swapped(now)
    return {key: {key: other}} if now and other != now else {}


def swapped(words: str) -> str:
    if words in OTHER_WORD:
        return OTHER_WORD[words]
    return " ".join(OTHER_WORD.get(word, word) for word in words.split(" "))


def number(value: Any, key: str) -> Others:
    now = getattr(value, key)
    if now is None:
        return {}
    other = now / 4 if abs(now) > 30 else now * 4 if now else Fraction(2)
    return {key: {key: other}}


def time(value: Any, key: str) -> Others:
    now = getattr(value, key)
    if not isinstance(now, Time):
        return {}
    other = now.value / 2 if now.value > 2 else now.value + 2
    return {key: {key: Time(other, now.frames, now.span)}}


def named(value: Any, key: str, story: Story, *barred: Name | None) -> Others:
    now = getattr(value, key)
    if not isinstance(now, Name):
        return {}
    taken = {now.text, *(name.text for name in barred if name)}
    other = next((p.name for p in story.cast if p.name not in taken), "")
    return {key: {key: Name(other, "cast", now.span)}} if other else {}


