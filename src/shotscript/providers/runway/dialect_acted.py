"""Act-Two: one performance on film carried over to one character; not a word is taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from ...core.diagnostic import Diagnostic, error
from ...narrative.story import Person, Story
from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss
from ..phrase.answers import UNTOLD
from ..phrase.casting import Given, footage, slug
from ..phrase.delivery import aspect
from ..phrase.tell import Telling, tell
from . import facts
from .dialect_footage import unfilmed
from .manner import ACTED

_WORDLESS = "the model takes no words: the performance and the character's picture give all there is"


def write(segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, ACTED)
    performed = telling.casting.given.get("performance")
    body: dict[str, Any] = {"model": "act_two", "bodyControl": True, "ratio": aspect(segment.format, ACTED.aspects)}
    character = next((one.needs[0] for one in telling.casting.bound.values()), None)
    if performed:
        body["reference"] = {"type": "video", "uri": performed.ref}
    if character:
        body["character"] = {"type": "image" if character.role == "image" else "video", "uri": character.ref}
    seed = segment.format.seed
    body |= {"seed": seed % facts.SEEDS} if seed is not None else {}
    draft = telling.draft("act_two", body, tuple(filter(None, (performed, character))))
    losses = tuple(_wordless(loss if performed else unfilmed(loss)) for loss in draft.losses)
    return replace(draft, losses=losses, problems=(*draft.problems, *_missing(telling, context.story)))


def fits(segment: Segment, context: Context) -> bool:
    """Whether there is a performance, and a picture or clip of the one it is of."""
    given = footage(segment, ACTED)
    return "performance" in given and _seen(given, context.story)


def price(segment: Segment) -> Decimal:
    """US dollars, by the second, a begun one as a whole one."""
    return facts.CREDITS["act_two"] * ceil(segment.seconds) * facts.CREDIT


def _seen(given: Given, story: Story) -> bool:
    who = _performer(given, story)
    return who is not None and bool(who.images or who.clip)


def _performer(given: Given, story: Story) -> Person | None:
    return next((who for who in story.cast if slug(who.name) == given["performance"].name), None)


def _wordless(loss: Loss) -> Loss:
    return loss.model_copy(update={"how": _WORDLESS}) if loss.how == UNTOLD else loss


def _missing(telling: Telling, story: Story) -> tuple[Diagnostic, ...]:
    shot, given = telling.segment.cuts[0].shot, telling.casting.given
    if "performance" not in given:
        return (error("BK966", f"nobody performs in shot {shot.label}, and {facts.ACT_TWO} only carries a performance "
                      "over", shot.span, "no performance",
                      "write `[[perform NAME: path]]` above the shot, or ask another provider"),)
    if not telling.casting.bound:
        return (error("BK967", f"there is no picture of the one who performs in shot {shot.label}, and "
                      f"{facts.ACT_TWO} needs one", shot.span, "nobody to carry it over to",
                      "give the person `images:` in @cast"),)
    return ()
