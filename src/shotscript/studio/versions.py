"""One film among its versions: packed once for the script, its variants and a row, then lowered as the one asked for.

So every version has the same cuts in the same segments: what fits one fits all, each text at its longest. A version
that does not go into them all the same is a film of its own, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..core.world import World
from ..narrative import variants
from ..plan.table import Stretch, table
from .film import Film, Read
from .lowering import lower, lowered, tried
from .read import read
from .templates import load
from .trials import Trials
from .vary import filled, varied


def compile(
    script: str | Path, *, provider: str = "", only: str = "", variant: str = "", row: Mapping[str, str] | None = None,
    templates: Path | str = "", fresh: bool = False, world: World | None = None,
) -> Film:
    """A film's segments and requests for one provider: the one named, else the script's, else the project's.

    `variant` names variants of the script, as in `rain,tall`; `row` gives values to its fields. `templates` is a folder
    of one's own words for prompts: docs/templates.md. `fresh` packs as if nothing were paid.
    """
    own = load(Path(templates)) if templates else None
    return version(read(script, only=only, world=world), provider, own, fresh=fresh, variant=variant, row=row)


def version(
    film: Read, provider: str = "", templates: Mapping[str, str] | None = None, *, fresh: bool = False,
    variant: str = "", row: Mapping[str, str] | None = None,
) -> Film:
    """One version of a film that has been read, in the segments that all its versions share."""
    chosen = varied(film, variants.listed(variant))
    asked = filled(chosen, row) if row is not None else chosen
    trials = tried(film, provider, templates, fresh=fresh)
    if not trials.provider.local:
        asked.staging.ahead()
    return seated(asked, trials, packing(trials)) or lower(asked, provider, templates, fresh=fresh)


def packing(trials: Trials) -> tuple[Stretch, ...]:
    """The segments of a film: they hang on its versions alone, never on which of them is asked for."""
    return tuple(table(trials.row, trials.fits, trials.paid).best())


def seated(asked: Read, trials: Trials, stretches: tuple[Stretch, ...]) -> Film | None:
    """A version in the segments of the film; None where its words need more time than these hold, or more room."""
    at = next((i for i, one in enumerate(trials.versions) if one.film is asked), None)
    if at is not None:
        return lowered(asked, trials, stretches, at)
    film = trials.versions[0].film
    if [slot.frames for slot in asked.timeline.slots] != [slot.frames for slot in film.timeline.slots]:
        return None
    both = Trials(film, trials.provider, trials.templates, also=(asked,))
    if any(one.made and not both.fits(one.first, one.last) for one in stretches):
        return None
    return replace(lowered(asked, both, stretches, 1), paid=trials.known)
