"""A film's words for who watches it: in which languages its captions are, and what is set over its pictures."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.diagnostic import Problems
from ..core.errors import UsageError
from ..core.settings import settings
from ..core.world import DiskWorld
from ..narrative.story import Story, Variant
from ..narrative.variants import Changes, listed, timing
from ..stitch import captioning, lettering
from ..stitch.captioning import Captioning, Kind, Tongue
from ..stitch.sequence import Sequence
from ..stitch.titles import Lettering, Size
from .reading import Read
from .vary import changed, worded

SIDECAR = Captioning()


def captioned(film: Read, kind: Kind = "sidecar", languages: str = "", row: Mapping[str, str] | None = None
              ) -> Captioning:
    """What `--captions` and `--languages` ask for. UsageError for a language the film is not written in.

    languages   `en,es`: the film's own, or what a variant sets as `language`, or that variant's name; `all`; nothing
                is the film's own alone. What is heard and when stays the film's own
    row         a personal film's values
    """
    there = _written(film)
    asked = tuple(there) if languages.strip().casefold() == "all" else listed(languages)
    found = [_tongue(film, name, there, row) for name in asked]
    return Captioning(kind, tuple({tongue.language: tongue for tongue in reversed(found)}.values())[::-1])


def lettered(film: Read, sequence: Sequence, frame: Size, wanted: Captioning = SIDECAR) -> tuple[
    Lettering | None, Problems
]:
    """All that is set over the film's pictures of this size, in the project's fonts, and what is to be said of it.
    UsageError for a font of shotscript.toml that is none."""
    world = film.world or DiskWorld(film.project)
    own = tuple(film.project / path for path in settings(film.project).fonts)
    case, told = lettering.case(film.story, world, own)
    found, more = captioning.over(sequence, film.story, frame, world, case, wanted)
    return found, (*told, *more)


# ---------------------------------------------------------------------------------------------- helpers


def _written(film: Read) -> dict[str, Variant | None]:
    """The languages the film is written in, its own first, and the variant that says the words in each."""
    story = film.marked or film.story
    found: dict[str, Variant | None] = {film.story.format.language: None}
    for variant in story.variants:
        language = _language(variant)
        if language and language.casefold() not in map(str.casefold, found):
            found[language] = variant
    return found


def _language(variant: Variant) -> str:
    return next((change.text.strip() for change in variant.changes if change.key == "language"), "")


def _tongue(film: Read, name: str, there: Mapping[str, Variant | None], row: Mapping[str, str] | None) -> Tongue:
    folded = {language.casefold(): language for language in there}
    variants = {one.name: one for one in (film.marked or film.story).variants if _language(one)}
    if name.casefold() in folded:
        language = folded[name.casefold()]
        variant = there[language]
    elif name in variants:
        variant, language = variants[name], _language(variants[name])
    else:
        known = ", ".join((*there, *(one for one in variants if one not in there)))
        raise UsageError(f"the film is not written in {name!r}; it is in {known}")
    return Tongue(language, _words(film, variant, row) if variant else None)


def _words(film: Read, variant: Variant, row: Mapping[str, str] | None) -> Story:
    """The film with what a variant says, and nothing else of it."""
    changes: Changes = {**film.changes, **{one.key: one for one in variant.changes if timing(one.key)}}
    made = changed(film, changes)
    return (worded(made, row) if row else made).story
