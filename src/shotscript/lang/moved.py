"""Values with their places moved: what was found in a text, when the text stands somewhere else."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from ..core.span import Span

Found = TypeVar("Found")


def moved(value: Found, by: int, source: str) -> Found:
    """A value of the tree with every span in it `by` characters later, in the file `source`."""
    return _moved(value, by, source)


def _moved(value: Any, by: int, source: str) -> Any:
    kind = type(value)
    if kind is Span:
        return Span(value.start + by, value.end + by, source)
    if kind is tuple:
        return tuple([_moved(one, by, source) for one in value])
    members = _members(kind)
    return kind(*[_moved(getattr(value, name), by, source) for name in members]) if members else value


@cache
def _members(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
