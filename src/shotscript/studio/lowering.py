"""A film that has been read, packed into segments and lowered to one provider's requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..core.diagnostic import Diagnostic, Problems, info
from ..core.settings import settings
from ..plan.pack import cut
from ..plan.table import Stretch, table
from ..providers import named
from ..providers.claims import claims
from ..providers.contract import Context, Loss
from ..providers.outside import JOIN
from ..render.ledger import names
from .film import Film, Read
from .inputs import check
from .siblings import siblings
from .templates import of_project
from .trials import Trials, finished

LEDGER = Path(".shotscript") / "ledger.sqlite"
"""In the project's folder."""


def lower(
    film: Read, provider: str = "", templates: Mapping[str, str] | None = None, *, fresh: bool = False,
    also: Sequence[Read] = (),
) -> Film:
    """Pack a film that has been read into segments, and lower each to the provider's request.

    `templates` are the user's own as `templates.load` gives them; None: those that the project's settings name. What
    the project's ledger holds of this provider is paid already and kept together where that is cheaper; with `fresh` it
    counts for nothing. `also` are other versions of the same film (variants, rows): the packing is one that fits and is
    cheapest for all of them; if none are given, the film's variants.
    """
    trials = tried(film, provider, templates, fresh=fresh, also=also)
    return lowered(film, trials, tuple(table(trials.row, trials.fits, trials.paid).best()))


def tried(
    film: Read, provider: str = "", templates: Mapping[str, str] | None = None, *, fresh: bool = False,
    also: Sequence[Read] = (),
) -> Trials:
    """All that packing the film for a provider asks about."""
    target = named(provider or _written(film) or settings(film.project).provider or "previz")
    own = of_project(film.project) if templates is None else templates
    books = {} if fresh else dict(names(film.project / LEDGER, target.name))
    return Trials(film, target, own, books, also or siblings(film))


def lowered(film: Read, trials: Trials, stretches: Sequence[Stretch], version: int = 0) -> Film:
    """The film cut as told, with the provider's draft of each segment that holds a shot meant. `film` is the trials'
    own version of that number."""
    segments, told = cut(trials.versions[version].row, stretches)
    made = [stretch for stretch in stretches if stretch.made]
    kept = [(one, trials.draft(where.first, where.last, version)) for one, where in zip(segments, made, strict=True)
            if any(cut.shot.label in film.labels for cut in one.cuts)]
    needs = (need for _, draft in kept for need in draft.request.needs)
    told = (*_explained(told, trials, stretches), *finished_footage(film, trials),
            *(problem for _, draft in kept for problem in draft.problems),
            *check(trials.provider, needs, trials.files, film.story.format.fps))
    return Film(
        film, trials.provider, tuple(one for one, _ in kept), tuple(draft for _, draft in kept),
        told, trials.templates, trials.known, tuple(_takes(film, trials)),
    )


def _explained(told: Problems, trials: Trials, stretches: Sequence[Stretch]) -> Iterator[Diagnostic]:
    """What the packer says, the provider's own reason in its place for a shot that fits no request even alone."""
    left = {trials.row.frames[one.first].shot.span: one.first for one in stretches if not one.made}
    for one in told:
        at = left.get(one.span) if one.code == "BK953" else None
        yield from (trials.faults(at, at) if at is not None else ()) or (one,)


def finished_footage(film: Read, trials: Trials) -> Iterator[Diagnostic]:
    """A word for each shot that stands in no segment because it is finished."""
    labels = finished(film, trials.provider)
    for shot in film.story.shots:
        if shot.label in labels:
            take = next(said.span for said in shot.said if said.head == "take")
            yield info("BK959", f"shot {shot.label} is finished footage: nothing is generated or paid for it", take,
                       "laid in when the film is joined")


def _takes(film: Read, trials: Trials) -> Iterator[Loss]:
    """All that the shots of finished footage ask for is in them already."""
    context, labels = Context(film.story, film.stage, film.sources), finished(film, trials.provider) & film.labels
    for shot in film.story.shots:
        if shot.label in labels:
            yield from (claim.used(f"in the take, {JOIN}") for claim in claims(shot, context))


def _written(film: Read) -> str:
    """The provider the script itself names, if it names one."""
    blocks = (block for block in film.script.blocks if block.name == "format")
    return film.story.format.provider if any(e.name == "provider" for b in blocks for e in b.entries) else ""
