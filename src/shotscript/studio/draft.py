"""A script while it is being written: read again at every letter, each time only what the letter changed.

What is told is what `read` tells (a test holds the two together). What is seen on the stage comes scene by scene, so
that whoever types need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.diagnostic import Problems, in_text_order
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
from ..narrative.story import Story
from ..narrative.vary import lasting
from ..optics.camera import ShotStage
from ..optics.direct import cover
from ..optics.shoot import Seen, by_scene
from .read import said


@dataclass(frozen=True, slots=True)
class Draft:
    """A script as it stands. Spans in `script` and `story` count from the beginnings of stretches (`text.place`);
    those of `told`, the problems of the text, are places in files."""

    text: Stretched
    story: Story
    told: Problems
    _whole: Story
    _config: Settings

    def tell(self, problems: Problems) -> Problems:
        """Problems as they are told, at their places."""
        return in_text_order(map(self.text.placed, said(self._whole, self._config, problems)))


class Writing:
    """One script under somebody's hands."""

    def __init__(self, path: str | Path, world: World, config: Settings) -> None:
        self.path = str(path)
        self.world = world
        self.config = config
        self._read, self._staged = Memo(), Memo()
        self._text: Stretched | None = None

    def read(self) -> Draft:
        """The script as it stands now. FileNotFoundError, UsageError and FileError where it cannot be read."""
        memo = self._read
        memo.turn()
        text = self._text = parse(self.world, self.path, memo, self._text)
        story, more = understand(text.script, text.sources, memo)
        story, told = mark(story, (*text.problems, *more, *check(story, memo)), memo)
        story, covering = cover(story, memo)
        whole, longest = lasting(story)
        scenes = tuple(memo.of(("settled", Same(scene)), lambda scene=scene: settled(scene)) for scene in whole.scenes)
        story = settled(whole.model_copy(update={"scenes": ()})).model_copy(update={"scenes": scenes})
        draft = Draft(text, story, (), whole, self.config)
        return Draft(text, story, draft.tell((*told, *covering, *longest)), whole, self.config)

    def seen(self, draft: Draft) -> Iterator[Problems]:
        """The problems seen on the stage, scene by scene, ready to be told. Whoever has no time stops asking."""
        self._staged.turn()
        for scene in by_scene(draft.story, self._staged):
            yield draft.tell(scene.problems)

    def stage(self, draft: Draft, label: str) -> ShotStage | None:
        """Where everybody and the camera stand in one shot."""
        return next((scene.shots[label] for scene in self._scenes(draft) if label in scene.shots), None)

    def _scenes(self, draft: Draft) -> Iterator[Seen]:
        return by_scene(draft.story, self._staged)
