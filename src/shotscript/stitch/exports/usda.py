"""USD's text form: prims, attributes and values as lines. The same values, the same bytes.

Nothing of OpenUSD is needed to write it. Whatever comes from a script stands in strings, where it is data; names of
prims are made of letters, digits and underscores alone, and the real name is kept beside them for people to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Lines = Iterator[str]
Floats = NDArray[np.float64]
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
_QUOTED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def layer(told: Mapping[str, str], *prims: Iterable[str]) -> str:
    """A whole file: its metadata, already written as values, and its root prims."""
    head = ["#usda 1.0", "(", *(f"    {key} = {value}" for key, value in told.items()), ")"]
    return "\n".join([*head, *(line for one in prims for line in ("", *one))]) + "\n"


def prim(head: str, *parts: Iterable[str], told: Sequence[str] = ()) -> Lines:
    """`head` is as in `def Xform "Set"`; `told` its metadata; `parts` the lines of attributes and children."""
    yield f"{head} (" if told else head
    if told:
        yield from (f"    {line}" for line in told)
        yield ")"
    yield "{"
    yield from (f"    {line}" for part in parts for line in part)
    yield "}"


def attribute(name: str, values: Mapping[int, str]) -> list[str]:
    """`name` with its type before it. One value for all time where there is only one; else the samples that are needed:
    between two of them values go straight, so those in a run of equals are left out."""
    if len(set(values.values())) == 1:
        return [f"{name} = {next(iter(values.values()))}"]
    times = sorted(values)
    kept = [at for i, at in enumerate(times) if not 0 < i < len(times) - 1
            or not values[times[i - 1]] == values[at] == values[times[i + 1]]]
    return [f"{name}.timeSamples = {{", *(f"    {at}: {values[at]}," for at in kept), "}"]


def number(value: float, digits: int = 6) -> str:
    """As short as it can be said; never an exponent, never -0."""
    text = f"{float(value):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def row(values: Iterable[float], digits: int = 6) -> str:
    return "(" + ", ".join(number(value, digits) for value in values) + ")"


def rows(values: Any, digits: int = 6) -> str:
    """An array of tuples."""
    return "[" + ", ".join(row(one, digits) for one in np.asarray(values).tolist()) + "]"


def flat(values: Any, digits: int = 6) -> str:
    return "[" + ", ".join(number(one, digits) for one in np.asarray(values).ravel().tolist()) + "]"


def matrix(values: Floats, digits: int = 9) -> str:
    """A matrix of columns, as USD writes it: its rows are ours' columns."""
    return "( " + ", ".join(row(one, digits) for one in values.T.tolist()) + " )"


def text(words: str) -> str:
    """A string. What has no place in one, control codes, is left out."""
    return '"' + "".join(_QUOTED.get(c, c if c.isprintable() or c == " " else "") for c in words) + '"'


def texts(words: Iterable[str]) -> str:
    return "[" + ", ".join(map(text, words)) + "]"


def names(wanted: Sequence[str]) -> list[str]:
    """A prim's name for each, all different. Two that come out the same are numbered, whatever their letters' case:
    they are names of files too."""
    found: list[str] = []
    for one in wanted:
        plain = _NO_NAME.sub("_", one) or "_"
        plain = plain if not plain[0].isdigit() else f"_{plain}"
        name, number_ = plain, 2
        while name.casefold() in (other.casefold() for other in found):
            name, number_ = f"{plain}_{number_}", number_ + 1
        found.append(name)
    return found
