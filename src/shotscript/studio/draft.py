"""A script while it is being written: read again at every letter, each time only what the letter changed.

What is told is what `read` tells (a test holds the two together). What is seen on the stage comes scene by scene, so
that whoever types need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..core.diagnostic import Level, Problems, in_text_order
from ..core.memo import Memo
from ..core.same import Same
from ..core.settings import Settings
from ..core.world import World
from ..lang.scenes import Stretched
from ..lang.scenes import read as parse
from ..narrative.check import check
from ..narrative.faults import mark
from ..narrative.marks import settled
from ..narrative.resolve import understand
from ..narrative.story import Scene, Story
from ..narrative.vary import lasting
from ..optics.camera import ShotStage
from ..optics.direct import cover
from ..optics.grammar.numbers import numbers
from ..optics.shoot import faults, of_shot
from .read import providers, said
from .recorded import recorded


@dataclass(frozen=True, slots=True)
class Draft:
    """A script as it stands. Spans in `script` and `story` count from the beginnings of stretches (`text.place`);
    those of `told`, the problems of the text, are places in files."""

    text: Stretched
    story: Story
    told: Problems
    _whole: Story
    _config: Settings
    _least: Level

    def tell(self, problems: Problems) -> Problems:
        """Problems as they are told, at their places."""
        if not self._config.levels:
            problems = tuple(problem for problem in problems if problem.level >= self._least)
        told = said(self._whole, self._config, problems)
        return in_text_order(self.text.placed(problem) for problem in told if problem.level >= self._least)


class Writing:
    """One script under somebody's hands. `least` is the lowest level of problems that are told."""

    def __init__(self, path: str | Path, world: World, config: Settings, least: Level = Level.INFO) -> None:
        self.path = str(path)
        self.world = world
        self.config = config
        self._numbers = numbers(config.grammar)
        self.least = least
        self._read, self._staged = Memo(), Memo()
        self._text: Stretched | None = None
        self._seen: dict[Same[Scene], Problems] = {}

    def read(self) -> Draft:
        """The script as it stands now. FileNotFoundError, UsageError and FileError where it cannot be read."""
        memo = self._read
        memo.turn()
        text = self._text = parse(self.world, self.path, memo, self._text)
        story, more = understand(recorded(text.script, self.world, memo), text.sources, memo)
        story, told = mark(story, (*text.problems, *more, *check(story, memo), *providers(text.script)), memo)
        story, covering = cover(story, memo)
        whole, longest = lasting(story)
        draft = Draft(text, _settled(whole, memo), (), whole, self.config, self.least)
        return replace(draft, told=draft.tell((*told, *covering, *longest)))

    def seen(self, draft: Draft) -> Iterator[Problems]:
        """The problems seen on the stage, scene by scene, ready to be told. Whoever has no time stops asking."""
        self._staged.turn()
        for scene, found in zip(draft.story.scenes, faults(draft.story, self._staged, self._numbers), strict=True):
            self._seen[Same(scene)] = found
            yield draft.tell(found)

    def still(self, draft: Draft) -> Problems:
        """Those that were seen before in scenes that have not changed since."""
        here = {Same(scene) for scene in draft.story.scenes}
        self._seen = {scene: problems for scene, problems in self._seen.items() if scene in here}
        return draft.tell(tuple(problem for problems in self._seen.values() for problem in problems))

    def stage(self, draft: Draft, label: str) -> ShotStage | None:
        """Where everybody and the camera stand in one shot."""
        return of_shot(draft.story, label, self._staged)


def _settled(story: Story, memo: Memo) -> Story:
    """The story without the marks of its fields; where there are none, the very same one."""
    if not story.fields:
        return story
    scenes = tuple(memo.of(("settled", Same(scene)), partial(settled, scene)) for scene in story.scenes)
    return settled(story.model_copy(update={"scenes": ()})).model_copy(update={"scenes": scenes})
