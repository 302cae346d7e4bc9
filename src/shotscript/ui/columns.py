"""Rows in columns as wide as what stands in them: nothing is cut off, and a narrow terminal wraps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from ..core.show import visible


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[str] = ()) -> Iterator[Text]:
    """The heads, dimmed, then a line for each row. The columns named in `figures` stand to the right."""
    shown = [[visible(cell) for cell in row] for row in rows]
    sizes = [max(map(cell_len, column)) for column in zip(heads, *shown, strict=True)]
    right = [head in figures for head in heads]
    yield Text(_line(heads, sizes, right), "dim")
    for row in shown:
        yield Text(_line(row, sizes, right))


def _line(cells: Sequence[str], sizes: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for cell, size, at_right in zip(cells, sizes, right, strict=True):
        blank = " " * (size - cell_len(cell))
        parts.append(blank + cell if at_right else cell + blank)
    return "  ".join(parts).rstrip()
