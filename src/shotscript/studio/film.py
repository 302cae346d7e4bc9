"""What the door hands out: a film compiled, a film made; `reading` has the film read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ..core.diagnostic import Problems, in_text_order
from ..narrative.story import Story
from ..optics.camera import Stage
from ..plan.timeline import Segment, Timeline
from ..providers.contract import Context, Draft, Loss, Provider, Request
from .reading import Read


@dataclass(frozen=True, slots=True)
class Film:
    """A film compiled for one provider: a draft (request, losses, source map) for each segment.

    `told` are the problems of lowering it. `paid` are the ledger's keys that the packing went by, `takes` the verdicts
    on shots that are finished footage.
    """

    read: Read
    provider: Provider
    segments: tuple[Segment, ...]
    drafts: tuple[Draft, ...]
    told: Problems
    templates: Mapping[str, str] = field(default_factory=dict)
    """The user's own words for prompts."""
    paid: frozenset[str] = frozenset()
    takes: tuple[Loss, ...] = ()

    @property
    def problems(self) -> Problems:
        """Those of the script, and those of lowering it."""
        return in_text_order((*self.read.problems, *self.told))

    @property
    def story(self) -> Story:
        return self.read.story

    @property
    def stage(self) -> Stage:
        return self.read.stage

    @property
    def timeline(self) -> Timeline:
        return self.read.timeline

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(draft.request for draft in self.drafts)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return (*(loss for draft in self.drafts for loss in draft.losses), *self.takes)

    @property
    def prices(self) -> tuple[Decimal, ...]:
        return tuple(self.provider.price(one) for one in self.segments)

    @property
    def context(self) -> Context:
        return Context(self.read.story, self.read.stage, self.read.sources, self.templates)


@dataclass(frozen=True, slots=True)
class Made:
    """What `produce` left on the disk. `fresh` and `kept` count segments rendered now and taken from the store."""

    reel: Path
    captions: Path
    frames: int
    fresh: int
    kept: int
    notes: tuple[str, ...]


def build_folder(film: Read, out: Path | None = None) -> Path:
    """Where a film's disposable outputs go: `out`, else `build/<script name>` in its project."""
    return out or film.project / "build" / film.name
