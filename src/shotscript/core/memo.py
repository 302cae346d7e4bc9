"""What was worked out before, by all it was made from: a stage that meets the same scene again has its answer ready.

Keys hold values, or `core.same.Same` for large ones that were themselves remembered. What nobody asked for in a while
is forgotten; what something else was made with stays as long as that does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from typing import Any, TypeVar

Made = TypeVar("Made")

ROUNDS = 64
"""Rounds (readings of a whole script) for which something unused is kept: an editor's undo comes back to it."""


class _Kept:
    __slots__ = ("last", "used", "value")

    def __init__(self) -> None:
        self.value: Any = None
        self.last = -1
        self.used: list[_Kept] = []


class Memo:
    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._making: list[_Kept] = []
        self._round = 0
        self._numbers = count(1)

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` made the first time it was asked for under this key. It must depend on nothing else."""
        kept = self._kept.get(key)
        if kept is None:
            kept = _Kept()
            self._making.append(kept)
            try:
                kept.value = make()
            finally:
                self._making.pop()
            self._kept[key] = kept
        if self._making:
            self._making[-1].used.append(kept)
        kept.last = self._round
        return kept.value

    def closely(self, quick: Hashable, exact: Callable[[], Hashable], make: Callable[[], Made]) -> Made:
        """The same by two keys: `quick` is at hand but says more than matters, `exact` takes time to find out."""
        return self.of(quick, lambda: self.of(exact(), make))

    def one(self, value: Made) -> Made:
        """The first value equal to this one, so that `Same` knows it again."""
        return self.of(("one", type(value), value), lambda: value)

    def number(self) -> int:
        """One that was never given before."""
        return next(self._numbers)

    def turn(self) -> None:
        """A round is over."""
        self._round += 1
        if self._round % ROUNDS == 0:
            self._forget()

    def __len__(self) -> int:
        return len(self._kept)

    def _forget(self) -> None:
        stay = {id(kept): kept for kept in self._kept.values() if self._round - kept.last <= ROUNDS}
        ways = list(stay.values())
        while ways:
            for one in ways.pop().used:
                if id(one) not in stay:
                    stay[id(one)] = one
                    ways.append(one)
        self._kept = {key: kept for key, kept in self._kept.items() if id(kept) in stay}
