"""What was worked out before, by all it was made from: a stage that meets the same scene again has its answer ready.

Keys hold values, or `core.same.Same` for large ones that were themselves remembered. What nobody asked for in a while
is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from typing import Any, TypeVar

Made = TypeVar("Made")

ROUNDS = 64
"""Rounds (readings of a whole script) for which something unused is kept: an editor's undo comes back to it."""


class Memo:
    def __init__(self) -> None:
        self._kept: dict[Hashable, list[Any]] = {}
        self._round = 0
        self._numbers = count(1)

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` made the first time it was asked for under this key. It must depend on nothing else."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = [make(), self._round]
        found[1] = self._round
        return found[0]

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
            self._kept = {key: kept for key, kept in self._kept.items() if self._round - kept[1] <= ROUNDS}

    def __len__(self) -> int:
        return len(self._kept)
