"""The matrix of providers for a terminal: a row a thing, a column a provider, as many columns a page as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from ..core.show import visible
from ..providers.contract import Verdict
from ..studio.matrix import Matrix, Row

MARKS = {Verdict.USED: "●", Verdict.APPROXIMATED: "◐", Verdict.LOST: "○", None: " "}
LETTERS = {Verdict.USED: "U", Verdict.APPROXIMATED: "A", Verdict.LOST: "L", None: " "}
_KIND, _CLAUSE = 16, 30
_WORDS = {Verdict.USED: "used", Verdict.APPROXIMATED: "approximated", Verdict.LOST: "lost"}


def lines(found: Matrix, width: int, letters: bool) -> Iterator[str]:
    """The pages one under the other, each with its head."""
    marks = LETTERS if letters else MARKS
    yield "  ".join(f"{marks[verdict]} {word}" for verdict, word in _WORDS.items())
    for names in _pages(found.providers, width - _KIND - _CLAUSE - 2):
        yield ""
        yield from _head(names, width)
        yield from _rows(found.rows, names, width, marks)
        yield _totals(found, names, width)


def _pages(names: Sequence[str], room: int) -> Iterator[Sequence[str]]:
    """All on one page if their names fit side by side, else numbered, as many as fit."""
    if _named(names, room):
        yield names
        return
    most = max(1, room // 4)
    for first in range(0, len(names), most):
        yield names[first : first + most]


def _named(names: Sequence[str], room: int) -> bool:
    return sum(len(name) + 2 for name in names) <= room


def _head(names: Sequence[str], width: int) -> Iterator[str]:
    room = width - _KIND - _CLAUSE - 2
    blank = " " * (_KIND + _CLAUSE + 2)
    if _named(names, room):
        yield blank + "".join(f"  {name}" for name in names)
        return
    for number, name in enumerate(names, 1):
        yield f"{number:4} {name}"
    yield blank + "".join(f"{number:4}" for number in range(1, len(names) + 1))


def _rows(rows: Sequence[Row], names: Sequence[str], width: int, marks: dict[Verdict | None, str]) -> Iterator[str]:
    before = ""
    for row in rows:
        kind = row.kind if row.kind != before else ""
        before = row.kind
        cells = (marks[row.cells[name].verdict] for name in names)
        yield _line(kind, row.clause.removeprefix("[[").removesuffix("]]"), cells, names, width)


def _totals(found: Matrix, names: Sequence[str], width: int) -> str:
    """How many things each uses or approximates."""
    counts = (str(sum(row.cells[name].verdict in (Verdict.USED, Verdict.APPROXIMATED) for row in found.rows))
              for name in names)
    return _line(f"of {len(found.rows)}", "used or approximated", counts, names, width)


def _line(kind: str, clause: str, cells: Iterator[str], names: Sequence[str], width: int) -> str:
    named = _named(names, width - _KIND - _CLAUSE - 2)
    sizes = [len(name) + 2 for name in names] if named else [4] * len(names)
    drawn = "".join(cell.rjust(3).ljust(size) if named else cell.rjust(size)
                    for cell, size in zip(cells, sizes, strict=True))
    return f"{_fit(kind, _KIND)} {_fit(clause, _CLAUSE)} {drawn}".rstrip()


def _fit(words: str, size: int) -> str:
    """Words in exactly so many cells."""
    shown = visible(words)
    return set_cell_size(shown if cell_len(shown) <= size else set_cell_size(shown, size - 2) + "..", size)
