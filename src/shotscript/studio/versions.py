"""One film among its versions: packed once for the script, its variants and a row, then lowered as the one asked for.

So every version has the same cuts in the same segments: what fits one fits all, each text at its longest.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..core.world import World
from ..narrative import variants
from ..plan.table import Stretch, table
from .film import Film, Read
from .lower import lower, lowered, tried
from .read import read
from .siblings import siblings
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
    if of_its_own(asked, film):
        return lower(asked, provider, templates, fresh=fresh)
    others = [one for one in siblings(film) if one.version != chosen.version]
    others += [chosen] if chosen is not film else []
    others += [asked] if asked is not chosen else []
    trials = tried(film, provider, templates, fresh=fresh, also=others)
    at = next(i for i, one in enumerate(trials.versions) if one.film is asked)
    return lowered(asked, trials, packing(trials), at)


def packing(trials: Trials) -> tuple[Stretch, ...]:
    return tuple(table(trials.row, trials.fits, trials.paid).best())


def of_its_own(asked: Read, film: Read) -> bool:
    """Whether a version needs other lengths than the film, so that it cannot be cut where the film is."""
    return [slot.frames for slot in asked.timeline.slots] != [slot.frames for slot in film.timeline.slots]

