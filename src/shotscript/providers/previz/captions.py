"""Dialogue as captions: at most two lines at a time, later lines following in time in proportion to their length."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

LINE = 42
LINES = 2


@dataclass(frozen=True, slots=True)
class Page:
    """Lines on screen together, from frame `start` to before `end` of the speech."""

    lines: tuple[str, ...]
    start: int
    end: int


def pages(text: str, frames: int, fits: Callable[[str], bool]) -> tuple[Page, ...]:
    """A speech of so many frames as pages; `fits` says whether a line is narrow enough to set.

    Every frame of the speech has exactly one page; longer pages stay longer.
    """
    lines = wrap(text, lambda line: len(line) <= LINE and fits(line))
    groups = [_balanced(lines[i : i + LINES], fits) for i in range(0, len(lines), LINES)]
    sizes = [max(1, sum(map(len, group))) for group in groups]
    edges = [frames * sum(sizes[:i]) // sum(sizes) for i in range(len(sizes) + 1)] if sizes else []
    return tuple(Page(group, a, b) for group, a, b in zip(groups, edges, edges[1:], strict=False) if b > a)


def wrap(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Lines that fit, broken at spaces, or anywhere in a word too long for a line and in scripts without spaces."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        tried = line + word
        if fits(tried.rstrip()) or not line:
            line = tried.lstrip() if not line else tried
        else:
            lines.append(line.rstrip())
            line = word.lstrip()
        while not fits(line.rstrip()) and len(line) > 1:
            cut = _most(line, fits)
            lines.append(line[:cut].rstrip())
            line = line[cut:].lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _balanced(lines: list[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Two lines of nearly one length, rather than a full one and a single word."""
    if len(lines) != 2:
        return tuple(lines)
    text = ("" if _wide(lines[0][-1]) or _wide(lines[1][0]) else " ").join(lines)
    for most in range(len(text) // 2, LINE):
        found = wrap(text, lambda line, most=most: len(line) <= most and fits(line))
        if len(found) == 2 and " ".join(found).split() == " ".join(lines).split():
            return tuple(found)
    return tuple(lines)


def _wide(c: str) -> bool:
    return unicodedata.east_asian_width(c) in "WF"


def _most(line: str, fits: Callable[[str], bool]) -> int:
    """How many of a line's first characters fit, at least one."""
    n = len(line)
    while n > 1 and not fits(line[:n].rstrip()):
        n -= 1
    return n


def _words(text: str) -> list[str]:
    """Pieces a line may be broken between, each with the space before it."""
    words: list[str] = []
    for c in " ".join(text.split()):
        if not words or c == " " or (_wide(c) and not unicodedata.category(c).startswith("P")):
            words.append(c)
        else:
            words[-1] += c
    return words
