"""Lengths as people write them in the blocks: `168cm`, `1.7m`, `5ft 6in`, `5'6"`, `4m x 3m`. Metres, exact."""

from __future__ import annotations

import re
from fractions import Fraction

_METRES = {"m": Fraction(1), "cm": Fraction(1, 100), "mm": Fraction(1, 1000), "ft": Fraction(3048, 10000),
           "in": Fraction(254, 10000), "'": Fraction(3048, 10000), '"': Fraction(254, 10000),
           "′": Fraction(3048, 10000), "″": Fraction(254, 10000)}
_ONE = r"(\d+(?:\.\d+)?|\.\d+)\s*(mm|cm|m|ft|in|['\"′″])"
_LENGTH = re.compile(rf"{_ONE}(?:\s*{_ONE})?", re.I)
_BARE = re.compile(r"\d+(?:\.\d+)?")
_BY = re.compile(r"\s*[x×]\s*", re.I)


def metres(text: str) -> Fraction | None:
    """A length with its unit, None where it is none. Feet and inches may follow one another."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        return None
    length = Fraction(found[1]) * _METRES[found[2].lower()]
    return length + Fraction(found[3]) * _METRES[found[4].lower()] if found[3] else length


def sides(text: str) -> tuple[Fraction, ...] | None:
    """One to three sides of a thing: `12cm`, `22cm x 30cm`, `20 x 6 x 26 cm` (a unit at the end is that of all)."""
    written = [side.strip() for side in _BY.split(text.strip())]
    unit = re.search(r"(mm|cm|m|ft|in)$", written[-1], re.I)
    found = [metres(side + unit[1] if unit and _BARE.fullmatch(side) else side) for side in written]
    return tuple(side for side in found if side) if len(found) <= 3 and all(found) else None


def floor(text: str) -> tuple[Fraction, Fraction] | None:
    """Width and depth: `4m x 3m`, `4 x 3 m` (a unit only at the end is that of both)."""
    sides = _BY.split(text.strip())
    if len(sides) != 2:
        return None
    width, depth = sides
    unit = re.search(r"(mm|cm|m|ft|in)$", depth.strip(), re.I)
    if _BARE.fullmatch(width.strip()) and unit:
        width += unit[1]
    pair = metres(width), metres(depth)
    return (pair[0], pair[1]) if pair[0] and pair[1] else None
