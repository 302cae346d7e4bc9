"""Values inside text that still know which field they are.

While a film is read, a value stands in its text between marks: Unicode noncharacters, which no script may hold and
which are neither letters nor blanks. What measures text looks at `plain`; what cuts it uses `cut`; in the end `written`
puts any row's values in. So a value is never looked at as syntax, and a text is read once for ten thousand rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar

from pydantic import BaseModel

from ..core.span import Span

Told = TypeVar("Told")

START, END = "\ufdd0", "\ufdd1"
PROSE, QUOTED, PATH, FOOTAGE = range(4)
"""Where a value stands: in prose, inside double quotes of a directive, in a path of a block, in one of a directive."""

_WHOLE, _HEAD, _TAIL = range(3)
_ZERO = 0xFDE0
_MARK = re.compile(f"{START}([\ufde0-\ufdef])([\ufde0-\ufdef]+)([^{START}{END}]*){END}")
_BROKEN = re.compile(f"{START}[\ufde0-\ufdef]*|[{END}\ufde0-\ufdef]")
_OURS = re.compile("[\ufdd0-\ufdef\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

Values = Sequence[str | None]
"""A value for each field, in the order of the fields; None leaves what is there."""


def marked(number: int, value: str, where: int = PROSE) -> str:
    """A value of field `number` with its marks."""
    return _mark(_WHOLE, where, _digits(number), _escaped(value, where))


def clean(value: str) -> str:
    """A value as it may stand in text: line breaks are spaces, our marks and half letters become U+FFFD."""
    return _OURS.sub("\ufffd", _BREAKS.sub(" ", value))


def plain(text: str) -> str:
    """The text as it is read, with the values that stand in it; also of a piece cut anywhere."""
    if START not in text and END not in text:
        return text
    return _BROKEN.sub("", _MARK.sub(r"\3", text))


def numbers(text: str) -> frozenset[int]:
    """The fields that stand in a text."""
    return frozenset(_number(found[2]) for found in _MARK.finditer(text)) if START in text else frozenset()


def written(text: str, values: Values, keep: bool = False) -> str:
    """The text with other values; `keep`: still marked. Of a value that was cut in two, a new one stands in the first
    piece whole."""
    return _MARK.sub(lambda found: _written(found, values, keep), text) if START in text else text


def cut(text: str, lengths: Iterable[int]) -> list[str]:
    """A marked text in pieces of so many plain characters; a value that is cut is marked as one in either piece."""
    pieces: list[str] = []
    for length in lengths:
        piece, text = _cut(text, length)
        pieces.append(piece)
    return pieces


def split(text: str, pattern: str) -> list[str]:
    """The text parted where `pattern` stands outside every value."""
    held = [found[0] for found in _MARK.finditer(text)]
    parts = re.split(pattern, _MARK.sub(f"{START}{END}", text))
    left = iter(held)
    return [re.sub(f"{START}{END}", lambda _: next(left), part) for part in parts]


def settled(value: Told) -> Told:
    """A value of the story without its marks."""
    return _reworded(value, plain)


def refilled(value: Told, values: Values, keep: bool = False) -> Told:
    """A marked value of the story with other values in its texts."""
    return _reworded(value, lambda text: written(text, values, keep))


def held(value: object) -> frozenset[int]:
    """The fields that stand anywhere in a value of the story."""
    return frozenset(number for number, _ in standing(value))


def standing(value: object) -> frozenset[tuple[int, int]]:
    """The same, each with where it stands."""
    found: set[tuple[int, int]] = set()

    def look(text: str) -> str:
        found.update((_number(one[2]), (ord(one[1]) - _ZERO) // 3) for one in _MARK.finditer(text))
        return text

    _reworded(value, look)
    return frozenset(found)


# ---------------------------------------------------------------------------------------------- helpers


def _reworded(value: Any, put: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return put(value) if START in value else value
    if isinstance(value, tuple):
        made = [_reworded(one, put) for one in value]
        return value if all(map(is_, made, value)) else tuple(made)
    names = _members(type(value))
    change = _changes(value, names, put) if names else None
    if not change:
        return value
    return value.model_copy(update=change) if isinstance(value, BaseModel) else replace(value, **change)


@cache
def _members(kind: type) -> tuple[str, ...]:
    """The members of a model or dataclass that can hold text: no places, numbers or names."""
    if issubclass(kind, BaseModel):
        return tuple(name for name in kind.model_fields if "span" not in name)
    if is_dataclass(kind) and not issubclass(kind, Span):
        return tuple(f.name for f in fields(kind) if "span" not in f.name)
    return ()


def _changes(value: Any, names: Iterable[str], put: Callable[[str], str]) -> dict[str, Any]:
    found = {}
    for name in names:
        old = getattr(value, name)
        new = _reworded(old, put)
        if new is not old:
            found[name] = new
    return found


def _mark(part: int, where: int, digits: str, value: str) -> str:
    return f"{START}{chr(_ZERO + 3 * where + part)}{digits}{value}{END}"


def _digits(number: int) -> str:
    return "".join(chr(_ZERO + int(digit, 16)) for digit in f"{number:x}")


def _number(digits: str) -> int:
    return int("".join(f"{ord(digit) - _ZERO:x}" for digit in digits), 16)


def _written(found: re.Match[str], values: Values, keep: bool) -> str:
    where, part = divmod(ord(found[1]) - _ZERO, 3)
    new = values[_number(found[2])]
    value = found[3] if new is None else "" if part == _TAIL else _escaped(new, where)
    return _mark(part, where, found[2], value) if keep else value


def _escaped(value: str, where: int) -> str:
    return value.replace('"', '\\"') if where == QUOTED else value


def _cut(text: str, length: int) -> tuple[str, str]:
    """The first `length` plain characters of a marked text, and the rest of it."""
    piece, at = "", 0
    for found in _MARK.finditer(text):
        before = text[at : found.start()]
        if len(before) >= length:
            break
        length -= len(before)
        if len(found[3]) > length:
            head, tail = _parted(found, length)
            return piece + before + head, tail + text[found.end() :]
        length -= len(found[3])
        piece, at = piece + before + found[0], found.end()
    return piece + text[at : at + length], text[at + length :]


def _parted(found: re.Match[str], length: int) -> tuple[str, str]:
    where, part = divmod(ord(found[1]) - _ZERO, 3)
    if not length:
        return "", found[0]
    return (_mark(_HEAD if part != _TAIL else _TAIL, where, found[2], found[3][:length]),
            _mark(_TAIL, where, found[2], found[3][length:]))
