"""Emphasis marks: `*italics*`, `**bold**`, `***both***`, `_underline_`, and the backslash that makes a mark a letter.

A mark opens before a non-space and closes after one, on the same line; what finds no partner is text. An underscore
between two letters (`low_angle`) is text too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_RUN = re.compile(r"\\[*_]|\*+|_")


class Stretch(NamedTuple):
    """Characters [start, end) of a line stand between two marks `run`: `*`, `**`, `***` or `_`."""

    run: str
    start: int
    end: int


def plain(text: str) -> str:
    """`text` without emphasis marks, line by line."""
    if "*" not in text and "_" not in text:
        return text
    return "\n".join(_without(line, marks(line)) for line in text.split("\n"))


def marks(line: str) -> frozenset[int]:
    """The places in one line of the characters that are emphasis marks or backslashes before one."""
    if "*" not in line and "_" not in line:
        return frozenset()
    return frozenset(_read(line)[0])


def stretches(line: str) -> tuple[Stretch, ...]:
    """What is emphasised in one line, each pair of marks once."""
    if "*" not in line and "_" not in line:
        return ()
    return tuple(_read(line)[1])


def _read(line: str) -> tuple[set[int], list[Stretch]]:
    found: set[int] = set()
    between: list[Stretch] = []
    opened: dict[str, int] = {}
    for match in _RUN.finditer(line):
        run, at = match.group(), match.start()
        if run[0] == "\\":
            found.add(at)
            continue
        before, after = line[at - 1 : at], line[match.end() : match.end() + 1]
        if len(run) > 3 or (run == "_" and before.isalnum() and after.isalnum()):
            continue
        if not (before.strip() and _closes(run, at, opened, found, between)) and after.strip():
            opened[run] = at
    return found, between


def _closes(run: str, at: int, opened: dict[str, int], found: set[int], between: list[Stretch]) -> bool:
    """Pairs a closing run with the mark that opened it: the same one, part of a `***`, or `*` and `**` together."""
    if run in opened:
        start = opened.pop(run)
        found.update(range(start, start + len(run)))
        between.append(Stretch(run, start + len(run), at))
    elif run in ("*", "**") and "***" in opened:
        start = opened.pop("***")
        found.update(range(start + 3 - len(run), start + 3))
        between.append(Stretch(run, start + 3, at))
        opened["*" * (3 - len(run))] = start
    elif run == "***" and "*" in opened and "**" in opened:
        start = min(opened["*"], opened["**"])
        for other in ("*", "**"):
            found.update(range(opened[other], opened[other] + len(other)))
            between.append(Stretch(other, opened[other] + len(other), at))
    else:
        return False
    found.update(range(at, at + len(run)))
    for other in [key for key, place in opened.items() if place > start]:
        del opened[other]
    opened.pop(run, None)
    return True


def _without(line: str, places: frozenset[int]) -> str:
    return "".join(letter for at, letter in enumerate(line) if at not in places) if places else line
