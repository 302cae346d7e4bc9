"""The title page: Fountain's keys, and the lines that Final Draft sets on its first page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .. import titlepage
from ..element import Fountain
from . import row, spelling
from .paragraph import Run

Title = tuple[tuple[str, tuple[str, ...]], ...]

_MIDDLE = ("title", "credit", "author", "authors", "source")
_FOOT = ("draft date", "date", "copyright", "contact", "contact info")
_CREDIT = re.compile(r"(?:written|screenplay|teleplay|story|script|created)?\s*(?:\w+\s+)?by\b", re.IGNORECASE)
_DATE = re.compile(r"\bdraft\b|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\w+ \d{1,2}, \d{4}\Z", re.IGNORECASE)
_RIGHTS = re.compile(r"©|\(c\)|copyright\b", re.IGNORECASE)
_KEYED = re.compile(r"([A-Za-z][A-Za-z ]{1,30}): +(\S.*)", re.DOTALL)
_ORDER = ("Title", "Credit", "Author", "Source", "Draft date", "Copyright", "Contact")


class Line(NamedTuple):
    """One line of the page; `align` is Left, Center or Right."""

    align: str
    runs: tuple[Run, ...]


def of_fountain(tree: Fountain) -> Title:
    return tuple((entry.key, entry.values) for entry in tree.title)


def typed(title: Title) -> list[str]:
    """The lines of a Fountain file that say it."""
    made: list[str] = []
    for key, values in title:
        if len(values) == 1:
            made.append(f"{key}: {values[0]}")
        else:
            made += [f"{key}:", *(f"    {value}" for value in values)]
    return made


def lines(title: Title) -> list[Line]:
    """The page, an entry a line. What no screenplay shows keeps its key, at the foot."""
    found = {key.casefold(): (key, values) for key, values in title}
    made = [Line("Center", ())] * 12 if title else []
    for name in _MIDDLE:
        if name in found:
            made += [Line("Center", _runs(found[name][1])), Line("Center", ())]
    made += [Line("Left", ())] * 6 if title else []
    made += [Line("Left", _runs(found[name][1])) for name in _FOOT if name in found]
    made += [Line("Left", _runs((f"{key}: {' '.join(values)}".rstrip(),))) for name, (key, values) in found.items()
             if name not in (*_MIDDLE, *_FOOT)]
    return made


def of_lines(page: Iterable[Line]) -> Title:
    """The keys that the lines of a page stand for, as well as that can be told; no line is left out."""
    found: dict[str, list[str]] = {}
    groups: list[list[Line]] = [[]]
    for line in page:
        if _text(line):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    middle = [group for group in groups if group[0].align == "Center"]
    for at, group in enumerate(middle):
        _middle(found, group, at, len(middle))
    for line in (line for group in groups if group[0].align != "Center" for line in group):
        key, value = _keyed(_text(line))
        found.setdefault(key or _foot(_text(line)), []).extend([value] if key else _typed(line))
    keys = sorted(found, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER))
    return tuple((key, tuple(found[key])) for key in keys)


def _middle(found: dict[str, list[str]], group: list[Line], at: int, count: int) -> None:
    """The groups of centred lines: the title, who wrote it, what it is from."""
    credited = len(group) > 1 and bool(_CREDIT.match(_text(group[0])))
    if at and "Credit" not in found and "Author" not in found and (credited or (len(group) == 1 and at + 1 < count)):
        found["Credit"] = _typed(group[0])
        group = group[1:]
    key = "Title" if not at else "Author" if "Author" not in found else "Source"
    if group:
        found.setdefault(key, []).extend(line for one in group for line in _typed(one))


def _foot(text: str) -> str:
    return "Copyright" if _RIGHTS.match(text) else "Draft date" if _DATE.search(text) else "Contact"


def _keyed(text: str) -> tuple[str, str]:
    match = _KEYED.match(text)
    if match and match[1].casefold() in titlepage.KNOWN and match[1].casefold() not in (*_MIDDLE, *_FOOT):
        return match[1], match[2]
    return "", text


def _text(line: Line) -> str:
    return " ".join("".join(run.text for run in line.runs).split())


def _typed(line: Line) -> list[str]:
    rows = (" ".join(spelling.typed(one)[0].split()) for one in spelling.lines(line.runs))
    return [row for row in rows if row]


def _runs(values: tuple[str, ...]) -> tuple[Run, ...]:
    """Lines as one text."""
    found = [run for value in values for run in (Run("\n"), *row.read(value)[0])]
    return tuple(found[1:])
