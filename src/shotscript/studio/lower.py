"""A film that has been read, packed into segments and lowered to one provider's requests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from ..core.diagnostic import Level, in_text_order
from ..core.settings import settings
from ..core.world import World
from ..plan.pack import pack, segment
from ..providers import named
from ..providers.contract import Context, Draft
from .film import Film, Read
from .read import read
from .templates import load, of_project


def compile(
    script: str | Path, *, provider: str = "", only: str = "", templates: Path | str = "", world: World | None = None
) -> Film:
    """A film's segments and requests for one provider: the one named, else the script's, else the project's.

    `templates` is a folder of one's own words for prompts: docs/templates.md.
    """
    own = load(Path(templates)) if templates else None
    return lower(read(script, only=only, world=world), provider, own)


def lower(film: Read, provider: str = "", templates: Mapping[str, str] | None = None) -> Film:
    """Pack a film that has been read into segments, and lower each to the provider's request.

    `templates` are the user's own as `templates.load` gives them; None: those that the project's settings name.
    """
    target = named(provider or _written(film) or settings(film.project).provider or "previz")
    templates = of_project(film.project) if templates is None else templates
    context = Context(film.story, film.stage, film.sources, templates)
    drafts: dict[tuple[int, int], Draft | None] = {}

    def draft(first: int, last: int) -> Draft | None:
        """A trial of one possible segment; most are asked for twice, so each is kept."""
        if (first, last) not in drafts:
            trial = segment(film.story, film.timeline, target.limits, first, last, 0)
            drafts[first, last] = target.write(trial, context) if trial else None
        return drafts[first, last]

    def fits(first: int, last: int) -> bool:
        found = draft(first, last)
        return found is not None and not any(p.level is Level.ERROR for p in found.problems)

    def paid(first: int, last: int) -> Decimal:
        trial = segment(film.story, film.timeline, target.limits, first, last, 0)
        assert trial
        return target.price(trial)

    segments, told = pack(film.story, film.timeline, target.limits, fits if not target.local else _always, paid)
    segments = tuple(one for one in segments if any(cut.shot.label in film.labels for cut in one.cuts))
    written = tuple(target.write(one, context) for one in segments)
    told = (*told, *(problem for one in written for problem in one.problems))
    return Film(film, target, segments, written, in_text_order((*film.problems, *told)), templates)


def _written(film: Read) -> str:
    """The provider the script itself names, if it names one."""
    blocks = (block for block in film.script.blocks if block.name == "format")
    return film.story.format.provider if any(e.name == "provider" for b in blocks for e in b.entries) else ""


def _always(first: int, last: int) -> bool:
    return True
