"""A model by way of a gateway: its own words and verdicts, in the gateway's body and within the gateway's limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ..core.diagnostic import Level
from ..plan.timeline import Segment
from .contract import Context, Draft, Gateway, Loss, Provider, Verdict


def through(gateway: Gateway, model: Provider) -> Provider:
    """A model as a gateway carries it: `fal/kling-3-legacy`."""
    way = _Way(gateway, model)
    limits = gateway.limits(model.name, model.limits) if gateway.limits else model.limits
    note = "; ".join(filter(None, (gateway.note, model.note)))
    return replace(
        model, name=way.name, title=f"{_HOME.sub('', model.title)} at {gateway.title}",
        checked=min(model.checked, gateway.checked), limits=limits, write=way.write, wire=gateway.wire,
        price=way.price, fits=way.fits if model.fits else None, note=note,
    )


_HOME = re.compile(r" \([^()]*\)$")
"""Where a model runs otherwise, at the end of its title."""


@dataclass(frozen=True)
class _Way:
    """One model at one gateway. Its functions are those of the joined provider."""

    gateway: Gateway
    model: Provider

    @property
    def name(self) -> str:
        return f"{self.gateway.name}/{self.model.name}"

    def write(self, segment: Segment, context: Context) -> Draft:
        made = self._made(segment)
        draft = self.model.write(made, context)
        if made is not segment:
            draft = replace(draft, losses=tuple(_smaller(loss, segment, made) for loss in draft.losses))
        draft = self.gateway.wrap(draft, self.gateway.carries[self.model.name], segment, context)
        return replace(draft, request=draft.request.model_copy(update={"provider": self.name}))

    def fits(self, segment: Segment, context: Context) -> bool:
        """The model's own answer; where the gateway may refuse what the model takes, by writing it out."""
        assert self.model.fits
        if not self.model.fits(self._made(segment), context):
            return False
        doubts = self.gateway.doubts
        if doubts is None or not doubts(self.model.name, segment):
            return True
        return not any(problem.level is Level.ERROR for problem in self.write(segment, context).problems)

    def price(self, segment: Segment) -> Decimal:
        asked = self.gateway.price
        told = asked(self.model.name, segment) if asked else None
        return self.model.price(self._made(segment)) if told is None else told

    def _made(self, segment: Segment) -> Segment:
        """The segment in the largest picture there is at the gateway."""
        most, form = self.gateway.lines.get(self.model.name), segment.format
        least = min(form.width, form.height)
        if most is None or least <= most:
            return segment
        width, height = (2 * round(side * most / least / 2) for side in (form.width, form.height))
        smaller = form.model_copy(update={"width": width, "height": height, "resolution": f"{most}p"})
        return segment.model_copy(update={"format": smaller})


def _smaller(loss: Loss, segment: Segment, made: Segment) -> Loss:
    """The picture that was asked for, and that it is made smaller."""
    if loss.kind != "picture":
        return loss
    form, how = segment.format, f"made at {made.format.resolution}"
    told = "; ".join(filter(None, (loss.how, "" if how in loss.how else how)))
    verdict = loss.verdict if loss.verdict is Verdict.LOST else Verdict.APPROXIMATED
    return loss.model_copy(update={"clause": f"{form.aspect} {form.resolution}", "verdict": verdict, "how": told})
