"""The stage of a film, made when somebody looks.

Words for a model need no stage; what is seen wrong on it must be told all the same. So a second process may look for
that ahead, while this one packs and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..core.ahead import Ahead, possible
from ..core.diagnostic import Problems, in_text_order
from ..core.memo import Memo
from ..narrative.story import Story
from ..optics.camera import ShotStage, Stage
from ..optics.grammar.numbers import USUAL, Numbers
from ..optics.shoot import faults, stage

_LONG = 100
"""Shots that are worth a process of their own: some 50 ms of looking for faults."""


class Staging:
    """A story's stage and the problems seen on it, each worked out once. `said` makes them ready to be told; `numbers`
    are the project's limits of film grammar."""

    def __init__(self, story: Story, said: Callable[[Problems], Problems], numbers: Numbers = USUAL) -> None:
        self._story, self._said, self._numbers = story, said, numbers
        self._made: Stage | None = None
        self._problems: Problems | None = None
        self._ahead: Ahead | None = None

    @property
    def stage(self) -> Stage:
        """Nobody stands on it before its first shot is asked for."""
        return Stage(_Shots(self))

    @property
    def problems(self) -> Problems:
        if self._problems is None and self._ahead:
            self._problems = self._ahead.result()
        if self._problems is None:
            self._problems = self._looked()
        return self._problems

    def made(self) -> Stage:
        if self._made is None:
            self._made, found = stage(self._story, self._numbers)
            self._problems = self._said(found)
            if self._ahead:
                self._ahead.stop()
        return self._made

    def ahead(self) -> None:
        """Let a second process look for the problems of a long film, as nobody may ever want its stage here."""
        if self._problems is None and self._ahead is None and len(self._story.shots) >= _LONG and possible():
            self._ahead = Ahead(self._looked)

    def _looked(self) -> Problems:
        found = faults(self._story, Memo(), self._numbers)
        return self._said(in_text_order(problem for scene in found for problem in scene))

    def seen(self, made: Stage) -> Staging:
        """Another stage with the problems of this one."""
        other = Staging(self._story, self._said, self._numbers)
        other._made, other._problems = made, self.problems
        return other


class _Shots(Mapping[str, ShotStage]):
    """The shots of a stage that may still be to make."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging

    def __getitem__(self, label: str) -> ShotStage:
        return self._staging.made().shots[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self._staging.made().shots)

    def __len__(self) -> int:
        return len(self._staging.made().shots)
