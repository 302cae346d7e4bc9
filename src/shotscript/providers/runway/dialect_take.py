"""Gen-4.5 and Gen-4 Turbo: one silent take from words, or from a first frame and words of motion."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from ...core.diagnostic import Diagnostic, warning
from ...core.span import Span
from ...plan.timeline import Cut, Segment
from ..contract import Context, Draft, Loss, Need, Verdict
from ..outside import ABSENT
from ..passes import Sampling, need
from ..phrase.casting import footage
from ..phrase.delivery import aspect
from ..phrase.manner import Manner
from ..phrase.tell import fitting, tell
from . import facts, manner
from .dialect_footage import clothed


def write_45(segment: Segment, context: Context) -> Draft:
    """From words where no first frame is handed in; beside one its picture gives the look."""
    told = _of(segment, manner.WORDED, manner.MOTION)
    telling = tell(segment, context, told)
    first = telling.casting.given.get("first frame")
    body = {"model": "gen4.5", "promptText": str(telling.words), **taken(segment, told)}
    return telling.draft("gen4.5", body | (_opening(first) if first else {}))


def write_turbo(segment: Segment, context: Context) -> Draft:
    """Always from a first frame: where none is handed in from our own, which leaves the look to the words."""
    told = _of(segment, manner.TURBO, manner.TURBO_MOTION)
    telling = tell(segment, context, told)
    settings = taken(segment, told)
    given = telling.casting.given.get("first frame")
    first = given or need("first frame", segment.cuts[0], context, _sampling(segment, settings["ratio"]))
    body = {"model": "gen4_turbo", "promptText": str(telling.words), **settings, **_opening(first)}
    draft = telling.draft("gen4_turbo", body, (first,))
    if given:
        return draft
    dressed = clothed(segment, context)
    losses = tuple(_shown(loss, dressed) for loss in draft.losses)
    return replace(draft, losses=losses, problems=(*draft.problems, _grey(segment.cuts[0])))


def fits_45(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, _of(segment, manner.WORDED, manner.MOTION))


def fits_turbo(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, _of(segment, manner.TURBO, manner.TURBO_MOTION))


def price_45(segment: Segment) -> Decimal:
    """US dollars, by the second."""
    return facts.CREDITS["gen4.5"] * int(segment.seconds) * facts.CREDIT


def price_turbo(segment: Segment) -> Decimal:
    return facts.CREDITS["gen4_turbo"] * int(segment.seconds) * facts.CREDIT


def taken(segment: Segment, told: Manner) -> dict[str, Any]:
    """Picture, length and seed, as these models call them."""
    form = segment.format
    asked = {"ratio": aspect(form, told.aspects), "duration": int(segment.seconds)}
    return asked | ({"seed": form.seed % facts.SEEDS} if form.seed is not None else {})


def _of(segment: Segment, worded: Manner, motion: Manner) -> Manner:
    return motion if "first frame" in footage(segment, worded) else worded


def _opening(first: Need) -> dict[str, Any]:
    return {"promptImage": [{"uri": first.ref, "position": "first"}]}


def _sampling(segment: Segment, pixels: str) -> Sampling:
    """Our own frame, in the pixels of the clip."""
    width, height = map(int, pixels.split(":"))
    return Sampling(segment.format.fps, max(1, ceil(Fraction(segment.seconds) * segment.format.fps)), width, height)


def _shown(loss: Loss, dressed: frozenset[Span]) -> Loss:
    """What has no words of its own and our first frame shows all the same."""
    bare = loss.kind in ("camera at", "blocking") and (loss.verdict is Verdict.LOST or loss.how.endswith(ABSENT))
    hidden = loss.kind == "state" and loss.how.endswith(ABSENT) and loss.span in dressed
    if loss.kind == "as" or bare or hidden:
        how = "as our own first frame shows it: how the shot begins"
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": how})
    return loss


def _grey(cut: Cut) -> Diagnostic:
    """The picture a clip starts on gives its look, and ours is grey."""
    words = f"no still opens shot {cut.shot.label}: {facts.GEN_4_TURBO} starts from our own grey picture"
    return warning("BK963", f"{words}, and may keep its look", cut.shot.span, "layout and colours are ours",
                   "write `[[frame first: still.png]]` above the shot")
