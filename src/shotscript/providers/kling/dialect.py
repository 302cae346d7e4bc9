"""A segment put into Kling's words: its official shot list, the references it names, and what became of every clause.

    shot 1, 4, Wide shot of @Maya at eye level. The camera pushes in slowly. ...; shot 2, 3, Close-up of @Maya. ...;

Pure: the same segment gives the same bytes.
"""

from __future__ import annotations

from decimal import Decimal

from ...core.diagnostic import Diagnostic, error
from ...plan.timeline import Segment
from ..contract import Context, Draft, Request
from ..outside import unasked
from ..phrase.text import Text, joined, own
from .answers import answers
from .bits import Bit, author, bit
from .body import Body, Prompt, Settings
from .cast import Casting, casting
from .extras import aspect, extras, resolution
from .facts import DOLLARS, LIMITS, MODEL, NAME
from .fit import Page, fits, fitted, forced, placed, prompt
from .sheet import sheet


def write(segment: Segment, context: Context) -> Draft:
    """The request, the verdict on every claim, and an error where looks and dialogue alone are too long."""
    cast = casting(segment, context.story)
    pages = fitted(sheet(at, segment, context, cast) for at in range(len(segment.cuts)))
    pages, never = _excluded(pages, segment)
    pages = _styled(pages)
    words = prompt(pages)
    return Draft(
        _request(segment, cast, words),
        (*answers(pages), *extras(segment, context, cast, pages, never)),
        tuple(_too_long(pages, words)),
    )


def price(segment: Segment) -> Decimal:
    """US dollars, by the second."""
    return DOLLARS[resolution(segment), audio(segment)] * Decimal(int(segment.seconds))


def audio(segment: Segment) -> str:
    """`native` where anyone speaks or anything is to be heard from the model itself."""
    beats = [beat for cut in segment.cuts for beat in cut.shot.beats if beat.kind == "speech"]
    sounds = [said for cut in segment.cuts for said in cut.shot.said if said.head == "sound"]
    return "native" if any(not unasked(heard) for heard in (*beats, *sounds)) else "off"


def _request(segment: Segment, cast: Casting, words: Text) -> Request:
    body = Body(
        contents=(Prompt.model_construct(text=str(words)), *cast.contents),
        settings=Settings.model_validate({
            "audio": audio(segment), "resolution": resolution(segment), "aspect_ratio": aspect(segment),
            "duration": int(segment.seconds),
        }),
    )
    return Request(
        provider=NAME, model=MODEL, segment=segment.name, body=body.model_dump(mode="json"), prompt=str(words),
        pieces=words.pieces(), needs=cast.needs,
    )


def _excluded(pages: tuple[Page, ...], segment: Segment) -> tuple[tuple[Page, ...], bool]:
    """What must not be seen, as a sentence at the last shot with room for it, and whether it found any.

    Music is never asked for clip by clip, so none is to be made; that is our wish, and goes first.
    """
    form = segment.format
    items = [author(f"no {item}", form.never_span) for item in form.never]
    quiet = audio(segment) == "native" and not any("music" in item.lower() for item in form.never)
    silent = [*items, own("no background music")] if quiet else items
    if not silent:
        return pages, False
    found = placed(pages, _never(silent))
    if found is None and items:
        found = placed(pages, _never(items)) or forced(pages, _never(items))
    return found or pages, found is not None


def _never(items: list[Text]) -> Bit:
    (words, span), *rest = joined(items, ", ").runs
    return bit("never", words=Text(((words[0].upper() + words[1:], span), *rest)))


def _styled(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """A style that the first shot has no room for stands at the last shot that has."""
    lost = [bit for page in pages for bit in page.dropped if bit.section == "style"]
    return placed(pages, lost[0]) or pages if lost else pages


def _too_long(pages: tuple[Page, ...], words: Text) -> list[Diagnostic]:
    """What stays too long when all that may go is gone."""
    found = [
        error("BK955", f"the look and the lines of shot {page.sheet.cut.shot.label} take {len(page.words)} characters, "
              f"{NAME} takes {LIMITS.shot_words} a shot", page.sheet.cut.shot.span, "too much for one shot",
              "cut the shot in two, or shorten what is said or how people look")
        for page in pages if not fits(page)
    ]
    if not found and len(words) > (LIMITS.prompt or 0):
        found.append(error("BK956", f"the looks and lines of these {len(pages)} shots take {len(words)} characters, "
                           f"{NAME} takes {LIMITS.prompt} in one request", pages[0].sheet.cut.shot.span,
                           "too much for one request", "pack them apart"))
    return found
