"""The rows of a data file: one film each. JSON Lines, or CSV as RFC 4180 has it, read line by line.

The column `id` names a row, `variant` picks its variants; all others are fields, or nothing at all.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..core import digest
from ..core.errors import FileError, UsageError
from ..narrative.marks import clean

ID, VARIANT = "id", "variant"
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """One film's values. `number` counts rows from 1, `fault` says in words why the row cannot be read."""

    number: int
    id: str
    variant: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def folder(self) -> str:
        """The row's id as the name of a folder: two ids never share one."""
        return folder_name(self.id)


def folder_name(words: str) -> str:
    """Any words as the name of a folder: letters, digits and `_.+-`; where that changes them, with a digest."""
    plain = re.sub(r"[^\w.+\-]+", "_", words).strip("._")[:80]
    return plain if plain == words else f"{plain or 'row'}-{digest.of(words)[:8]}"


def rows(path: Path) -> Iterator[Row]:
    """The rows of a `.jsonl` or `.csv` file, in order; a faulty one is a row with its fault. UsageError for another
    kind of file or an empty CSV, FileError where it cannot be read."""
    kind = path.suffix.casefold()
    if kind not in (".jsonl", ".ndjson", ".csv"):
        raise UsageError(f"{path} is no data file: name a .jsonl or a .csv")
    try:
        with open(path, encoding="utf-8-sig", newline="") as lines:
            yield from _named(_csv(lines, path) if kind == ".csv" else _jsonl(lines))
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    except UnicodeDecodeError as trouble:
        raise UsageError(f"{path} is no UTF-8 text; save it as UTF-8") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble


def picked(text: str) -> tuple[range, ...]:
    """Which rows `1-20,35` means, counted from 1; nothing for all of them."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        written = re.fullmatch(r"([0-9]{1,12})(?:\s*-\s*([0-9]{1,12}))?", part)
        if not written or not int(written[1]) or int(written[2] or written[1]) < int(written[1]):
            raise UsageError(f"{part!r} is no row: write numbers from 1, like `--rows 1-20,35`")
        found.append(range(int(written[1]), int(written[2] or written[1]) + 1))
    return tuple(found)


# ---------------------------------------------------------------------------------------------- helpers

Cells = Mapping[str, str] | str
"""A row as read: its cells by column, or what is wrong with it."""


def _named(found: Iterable[Cells]) -> Iterator[Row]:
    """Rows with their ids; one without is called by its number, a second one of an id is at fault."""
    seen: set[str] = set()
    for number, cells in enumerate(found, 1):
        if isinstance(cells, str):
            yield Row(number, str(number), fault=cells)
            continue
        name = clean(cells.get(ID, "")).strip() or str(number)
        values = {key: value for key, value in cells.items() if key not in (ID, VARIANT)}
        twice = f"the id {name} was a row's before" if name in seen else ""
        seen.add(name)
        yield Row(number, name, cells.get(VARIANT, ""), values, twice)


def _csv(lines: IO[str], path: Path) -> Iterator[Cells]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, strict=True)
    header = _header(reader, path)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            yield f"line {reader.line_num} is no CSV: {trouble}"
            continue
        if len(cells) > len(header):
            yield f"it has {len(cells)} cells, the header {len(header)}"
        elif cells:
            yield dict(zip(header, cells, strict=False))


def _header(reader: Any, path: Path) -> list[str]:
    try:
        header = [name.strip() for name in next(reader)]
    except StopIteration:
        raise UsageError(f"{path} is empty: its first line names the columns") from None
    except csv.Error as trouble:
        raise UsageError(f"the first line of {path} is no CSV: {trouble}") from trouble
    twice = next((name for at, name in enumerate(header) if name and name in header[:at]), "")
    if twice:
        raise UsageError(f"{path} has two columns called {twice}")
    return header


def _jsonl(lines: IO[str]) -> Iterator[Cells]:
    for line in lines:
        if line.strip():
            yield _object(line)


def _object(line: str) -> Cells:
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as trouble:
        return f"it is no JSON: {trouble}"
    if not isinstance(found, dict):
        return "it is no JSON object"
    bad = next((key for key, value in found.items() if isinstance(value, dict | list)), None)
    if bad is not None:
        return f"{bad} holds more than one value"
    return {key: _word(value) for key, value in found.items() if value is not None}


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
