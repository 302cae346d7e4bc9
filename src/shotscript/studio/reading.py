"""What the door hands out before there is a provider: a film read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.diagnostic import Problems, in_text_order
from ..core.span import Source
from ..core.world import World
from ..lang.ast import Script
from ..narrative.story import Story
from ..narrative.variants import Changes
from ..optics.camera import Stage
from ..plan.timeline import Timeline
from .staging import Staging


@dataclass(frozen=True, slots=True)
class Read:
    """A film understood, and staged as soon as somebody looks. `labels` are the shots meant (all, or those of
    `--only`), `told` the problems of its text."""

    script: Script
    story: Story
    staging: Staging
    timeline: Timeline
    told: Problems
    sources: Mapping[str, Source]
    labels: frozenset[str]
    project: Path
    name: str
    marked: Story | None = None
    """The story with its fields' values still marked: what variants and rows are made of. None: it holds none."""
    changes: Changes = field(default_factory=dict)
    """What the variants chosen have changed."""
    version: str = ""
    """Which variants or row this is; nothing for the film as it is written."""
    world: World | None = field(default=None, compare=False, repr=False)
    """Where its files are."""

    @property
    def stage(self) -> Stage:
        return self.staging.stage

    @property
    def problems(self) -> Problems:
        """Those of the text, and those seen from where everybody and the camera stand."""
        return in_text_order((*self.told, *self.staging.problems))


def script_name(script: Path) -> str:
    """What a script's outputs are called: its name without the suffix, unless that would be a folder's own dots."""
    return script.stem if script.stem.strip(".") else script.name
