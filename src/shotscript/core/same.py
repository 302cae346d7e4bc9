"""A value as a key by identity: for large frozen values, where comparing takes longer than the work it saves."""

from __future__ import annotations

from types import MethodType
from typing import TYPE_CHECKING, Generic, TypeVar, cast

Held = TypeVar("Held")

if TYPE_CHECKING:

    class Same(Generic[Held]):
        """Equal only to another key of the very same value, which it keeps alive."""

        def __init__(self, one: Held) -> None: ...

else:

    def Same(one):
        """A bound method is just that, hashed and compared by Python itself: a class of ours that does the same takes
        a twelfth of all the time after a letter."""
        return MethodType(_held, one)


def held(key: Same[Held]) -> Held:
    """The value that is the key."""
    return cast(MethodType, key)()


def _held(one: Held) -> Held:
    return one
