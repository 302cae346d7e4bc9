"""A value without its places: what two texts say alike is equal, wherever in the file it stands."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from ..core.span import Span


def bare(value: Any) -> Any:
    """Plain tuples of a tree's values, spans left out, to be compared."""
    if isinstance(value, Span):
        return None
    if isinstance(value, tuple | list):
        return tuple(map(bare, value))
    if is_dataclass(value):
        return type(value).__name__, *(bare(getattr(value, field.name)) for field in fields(value))
    return value
