"""A line of styled text as Fountain types it: emphasis marks, and guards where a letter would be a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import guard, row
from .paragraph import Remark, Run, Styles, alone, letters, runs

MARKS = {"Underline": "_", "Bold": "**", "Italic": "*"}
MARKED = frozenset(MARKS)


def typed(line: Sequence[Run], verbatim: bool = False) -> tuple[str, bool]:
    """The line, and whether it reads back in all its styles; if not it is typed without any.

    `verbatim` is for what is read without emphasis: no mark is typed and none escaped.
    """
    text = "".join(run.text for run in line)
    if verbatim:
        return guard.pairs(text), not any(run.styles for run in line)
    plain = guard.pairs(_escaped(text))
    if not any(run.styles for run in line):
        return plain, True
    marked = guard.pairs("".join(_marked(line)))
    edge = guard.JOINER in marked[:1] + marked[-1:]
    return (marked, True) if not edge and row.read(marked)[0] == tuple(line) else (plain, False)


def sown(line: str, remarks: Sequence[Remark], verbatim: bool, blank: bool) -> str:
    """A typed line with remarks in it, each before the letter at its place; `blank`: one may follow the first."""
    if not remarks:
        return line
    kept = row.read(line, verbatim)[1]
    parts, last = list[str](), 0
    for at, words in remarks:
        place = 0 if at == 0 and kept else kept[at] if at < len(kept) else len(line)
        parts += [line[last:place], " " * (place == len(line) > 0), hidden(words), " " * (place == 0 and blank)]
        last = place
    return "".join((*parts, line[last:]))


def hidden(words: str) -> str:
    """A remark as it stands in a line."""
    return words if alone(words) else f"[[{guard.note(words)}]]"


def lines(found: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Styled text line by line."""
    made: list[list[tuple[str, Styles]]] = [[]]
    for letter, styles in letters(found):
        if letter == "\n":
            made.append([])
        else:
            made[-1].append((letter, styles))
    return [runs(one) for one in made]


def _escaped(text: str) -> str:
    return re.sub(r"\*|_", _escape, text) if "*" in text or "_" in text else text


def _escape(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return "_" if match[0] == "_" and before.isalnum() and after.isalnum() else "\\" + match[0]


def _marked(line: Sequence[Run]) -> Iterator[str]:
    """The text with marks, each closed before one that was opened earlier; what lasts longest is opened first."""
    opened: list[str] = []
    for at, run in enumerate(line):
        wanted = run.styles & MARKED
        while not set(opened) <= wanted:
            yield MARKS[opened.pop()]
        for style in sorted(wanted - set(opened), key=lambda style: (-_lasting(line, at, style), style != "Underline")):
            opened.append(style)
            yield MARKS[style]
        yield _escaped(run.text)
    yield from (MARKS[style] for style in reversed(opened))


def _lasting(line: Sequence[Run], at: int, style: str) -> int:
    end = at
    while end < len(line) and style in line[end].styles:
        end += 1
    return end - at
