"""`[[fdx: Cast List Number="4"]]`: what a paragraph is to Final Draft where Fountain has no way to say it.

First the type, if it is not the one Fountain reads, then attributes: `Number`, `Alignment`, `Parentheses="No"`, and for
each style that has no Fountain mark the letters it is on, counted from 0: `Strikeout="4-9"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, unescape

from .paragraph import Run, Styles, letters, runs

_TAG = re.compile(r'\s*fdx:\s*([^="]*?)\s*((?:(?<!\S)[\w.-]+="[^"]*"\s*)*)')
_PAIR = re.compile(r'([\w.-]+)="([^"]*)"')
_QUOTES = {letter: f"&#{ord(letter)};" for letter in "\"\t\n\r=[]*"}
_BACK = {value: key for key, value in _QUOTES.items()}
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_OWN = ("Number", "Alignment", "Parentheses", "Dual")


class Tag(NamedTuple):
    """`told` are the attributes, `styles` the letters of each style."""

    type: str = ""
    told: Mapping[str, str] = {}
    styles: tuple[tuple[str, int, int], ...] = ()


def written(tag: Tag) -> str:
    """The note, without its brackets; nothing where there is nothing to say."""
    spread: dict[str, list[str]] = {}
    for style, start, end in tag.styles:
        spread.setdefault(style, []).append(f"{start}-{end}")
    told = [f'{key}="{_quoted(value)}"' for key, value in tag.told.items()]
    told += [f'{key}="{" ".join(places)}"' for key, places in sorted(spread.items())]
    words = " ".join(([_quoted(tag.type)] if tag.type else []) + told)
    return f"fdx: {words}" if words else ""


def read(note: str) -> Tag | None:
    """The tag of a note, None for any other note."""
    match = _TAG.fullmatch(note)
    if not match:
        return None
    told = {key: _unquoted(value) for key, value in _PAIR.findall(match[2])}
    styles = tuple((key, int(low), int(high)) for key, value in told.items() if key not in _OWN
                   for low, high in _RANGE.findall(value))
    return Tag(_unquoted(match[1]), {key: value for key, value in told.items() if key in _OWN}, styles)


def stretches(found: Iterable[Run], of: frozenset[str] | None = None) -> tuple[tuple[str, int, int], ...]:
    """For each style, or those in `of`, the stretches of text that it is on."""
    placed: list[tuple[str, int, int]] = []
    opened: dict[str, int] = {}
    at = 0
    for run in found:
        for style in [style for style in opened if style not in run.styles]:
            placed.append((style, opened.pop(style), at))
        for style in sorted(run.styles if of is None else run.styles & of):
            opened.setdefault(style, at)
        at += len(run.text)
    return tuple(sorted((*placed, *((style, start, at) for style, start in opened.items()))))


def styled(found: Iterable[Run], styles: Iterable[tuple[str, int, int]]) -> tuple[Run, ...]:
    """Runs with more styles on them."""
    each: list[tuple[str, Styles]] = list(letters(found))
    for style, start, end in styles:
        for at in range(start, min(end, len(each))):
            each[at] = (each[at][0], each[at][1] | {style})
    return runs(each)


def _quoted(text: str) -> str:
    return escape(text, _QUOTES)


def _unquoted(text: str) -> str:
    return unescape(text, _BACK)
