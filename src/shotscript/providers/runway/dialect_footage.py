"""Aleph: footage that the script hands in, or our own previz, made over by words and guide frames."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil, floor
from typing import Any

from ...core.diagnostic import Diagnostic, error
from ...core.span import Span
from ...plan.timeline import Cut, Segment
from ..contract import Context, Draft, Loss, Need, Verdict
from ..outside import ABSENT
from ..passes import Sampling, need
from ..phrase.casting import footage
from ..phrase.delivery import aspect
from ..phrase.manner import Manner
from ..phrase.tell import Telling, fitting, tell
from ..wardrobe import coloured
from . import facts, manner

_GUIDES = {"first frame": 0.0, "last frame": 1.0}
"""Where a guide frame applies, as a part of the footage's length."""
_SHOWN = frozenset({"framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "gaze", "focus",
                    "camera at", "as", "pacing", "blocking"})
"""Kinds of claims that our own footage shows as they were written."""


def write(segment: Segment, context: Context) -> Draft:
    """The script's plate made over. Without one there is nothing to send: the shot is refused."""
    telling, cut = tell(segment, context, manner.ALEPH), segment.cuts[0]
    source = telling.casting.given.get("plate")
    draft = _drafted(telling, manner.ALEPH, source)
    problems = () if source else (_unfilmed(cut),)
    losses = tuple(_pictured(loss if source else unfilmed(loss)) for loss in draft.losses)
    return replace(draft, losses=losses, problems=(*draft.problems, *problems))


def write_previz(segment: Segment, context: Context) -> Draft:
    """Our own clean previz made over: camera and marks are the written ones."""
    telling = tell(segment, context, manner.PREVIZ)
    source = need("picture pass", segment.cuts[0], context, _sampling(segment))
    draft = _drafted(telling, manner.PREVIZ, source)
    dressed = clothed(segment, context)
    return replace(draft, losses=tuple(_shown(loss, dressed) for loss in draft.losses))


def fits(segment: Segment, context: Context) -> bool:
    return "plate" in footage(segment, manner.ALEPH) and fitting(segment, context, manner.ALEPH)


def fits_previz(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, manner.PREVIZ)


def price(segment: Segment) -> Decimal:
    """US dollars, by the second, a begun one as a whole one."""
    return max(facts.ALEPH_LEAST, facts.CREDITS["aleph2"] * ceil(segment.seconds)) * facts.CREDIT


def unfilmed(loss: Loss) -> Loss:
    """A length is that of footage: where there is none, nothing has it."""
    if loss.kind not in ("length", "hold"):
        return loss
    return loss.model_copy(update={"verdict": Verdict.LOST, "how": "there is no footage to have this length"})


def clothed(segment: Segment, context: Context) -> frozenset[Span]:
    """Clothes that show on figures of our own pictures, whether or not the words name who wears them."""
    shot = segment.cuts[0].shot
    return coloured(shot, (track.name for track in context.stage.shots[shot.label].people))


def _drafted(telling: Telling, told: Manner, source: Need | None) -> Draft:
    form, given = telling.segment.format, telling.casting.given
    body: dict[str, Any] = {"model": "aleph2", "promptText": str(telling.words),
                            "targetAspectRatio": aspect(form, told.aspects)}
    if source:
        body["videoUri"] = source.ref
    guides = [{"uri": given[role].ref, "at": at} for role, at in _GUIDES.items() if role in given]
    body |= {"keyframes": guides} if guides else {}
    body |= {"seed": form.seed % facts.SEEDS} if form.seed is not None else {}
    guiding = (given[role] for role in _GUIDES if role in given)
    return telling.draft("aleph2", body, tuple(filter(None, (source, *guiding))))


def _sampling(segment: Segment) -> Sampling:
    """Whole frames within thirty seconds, in the film's own shape, at most 1080 lines and 1920 pixels either way."""
    form = segment.format
    scale = min(1.0, 1080 / min(form.width, form.height), 1920 / max(form.width, form.height))
    width, height = (2 * max(1, floor(side * scale / 2)) for side in (form.width, form.height))
    return Sampling(facts.PREVIZ_FPS, min(ceil(segment.seconds * facts.PREVIZ_FPS), 720), width, height)


def _pictured(loss: Loss) -> Loss:
    """The clip has the size of the footage; its shape is filled up by the model."""
    if loss.kind != "picture":
        return loss
    how = "brought to the nearest shape the model fills footage up to, at the footage's own size"
    return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": how})


def _shown(loss: Loss, dressed: frozenset[Span]) -> Loss:
    if loss.kind == "state" and loss.how.endswith(ABSENT) and loss.span in dressed:
        how = "the colour of the clothes, as our own footage shows it"
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": how})
    if loss.kind not in _SHOWN and not loss.kind.startswith("move "):
        return loss
    return loss.model_copy(update={"verdict": Verdict.USED, "how": "as our own footage shows it"})


def _unfilmed(cut: Cut) -> Diagnostic:
    return error("BK965", f"shot {cut.shot.label} has no footage, and {facts.ALEPH} only makes footage over",
                 cut.shot.span, "nothing to make over",
                 f"write `[[plate: path]]` above the shot, or ask {facts.ALEPH_PREVIZ}, which makes our previz over")
