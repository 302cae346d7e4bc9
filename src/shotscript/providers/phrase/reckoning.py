"""Operators and comparisons as a user's template has them: on words and numbers, which stay small, and on nothing else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from numbers import Number
from typing import Any

from .fence import LARGEST
from .filters import Stopped, equal, kind, known


def bounded(number: Any) -> Any:
    parts = (number.numerator, number.denominator) if isinstance(number, Fraction) else (number,)
    if not all(abs(one) <= LARGEST for one in parts):
        raise Stopped(f"a number grows beyond {LARGEST:,}")
    return number


def scalar(key: Any) -> Any:
    if not isinstance(known(key), str | int | float | None):
        raise Stopped(f"{kind(key)} is no key")
    return key


SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod,
}


def _among(a: Any, b: Any) -> bool:
    """`a in b`."""
    if isinstance(known(a), str) and isinstance(known(b), str):
        return a in b
    if isinstance(b, dict):
        return scalar(a) in b
    if isinstance(b, list | tuple | range):
        return any(equal(a, one) for one in b)
    raise Stopped(f"{kind(a)} in {kind(b)} is not possible")


def _ordered(sign: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(a: Any, b: Any) -> bool:
        if any(isinstance(known(a), sort) and isinstance(known(b), sort) for sort in (Number, str)):
            return sign(a, b)
        raise Stopped(f"{kind(a)} and {kind(b)} have no order")

    return compared


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": equal, "ne": lambda a, b: not equal(a, b), "in": _among, "notin": lambda a, b: not _among(a, b),
    "lt": _ordered(operator.lt), "lteq": _ordered(operator.le), "gt": _ordered(operator.gt),
    "gteq": _ordered(operator.ge),
}
