"""A value as a key by identity: for large frozen values, where comparing takes longer than the work it saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass(frozen=True, eq=False, slots=True)
class Same(Generic[Held]):
    """Equal only to another key of the very same value, which it keeps alive."""

    one: Held

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.one is self.one
