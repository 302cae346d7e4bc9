"""What `direct --model` adds: its options, the price before anything is sent, and whose each shot is."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import click

from ..core.errors import UsageError
from ..core.show import visible
from ..optics.directing import Covered
from ..studio.proposing import Offer, Outcome, Proposed
from ..studio.reasons import dollars
from ..studio.shotwords import spoken
from . import options as usual


def _name(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value and (os.path.exists(value) or value.casefold().endswith((".fountain", ".txt"))):
        raise UsageError(f"--model took {value} for a model's name: put it behind the files, or write --model=NAME")
    return value


options = usual.together(
    click.option("--model", is_flag=False, flag_value="", default=None, metavar="[NAME]", callback=_name,
                 help="Ask this language model of shotscript.toml first, [direct.models.NAME]; the first one there."),
    usual.cap,
    click.option("--yes", is_flag=True, help="With --model: send without asking."),
    click.option("--fresh", is_flag=True, help="With --model: take no answer of an earlier run."),
)


def alone(cap: Decimal | None, yes: bool, fresh: bool) -> None:
    """UsageError for options that mean nothing without a model."""
    if cap is not None or yes or fresh:
        raise click.UsageError("--cap, --yes and --fresh go with --model.")


def agreed(yes: bool, offer: Offer) -> bool:
    """Whether an offer is taken. What goes to this machine's own model for nothing needs no asking."""
    usual.say(usual.words(), _offered(offer))
    if yes or (offer.model.near and not offer.most):
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"Send {_many(offer.asked, 'scene')} to {_host(offer)} for up to {dollars(offer.most)}?",
                         err=True)


def tell(path: str, one: Outcome) -> None:
    """What became of a scene, as soon as it is done: a model may take its time."""
    whose = "the model's" if one.own else "covered by the director;"
    usual.say(usual.words(), f"{path}: {one.heading}: {whose} {one.why}")


def whose(asked: Proposed | None, scene: Covered) -> str:
    """Behind a heading: the model's or the director's."""
    one = asked.outcome(scene.scene.index) if asked else None
    if one is None:
        return ""
    return f" (the model's, {one.why})" if one.own else f" (the director's: {one.why})"


def lines(asked: Proposed | None, scene: Covered) -> tuple[str, ...]:
    """What the shots of a scene say."""
    one = asked.outcome(scene.scene.index) if asked else None
    return one.lines if one and one.own else tuple(spoken(pick.shot) for pick in scene.picked)


def spent(asked: Proposed | None) -> str:
    """Behind the sum of a file."""
    if asked is None:
        return ""
    own = sum(one.own for one in asked.outcomes)
    return f"; {own} proposed by the model, {_many(asked.purse.calls, 'call')}, {dollars(asked.purse.spent)}"


def as_json(asked: Proposed | None) -> dict[str, Any]:
    if asked is None:
        return {}
    scenes = [{"heading": one.heading, "by": "model" if one.own else "director", "answers": one.answers,
               "why": one.why} for one in asked.outcomes]
    return {"model": {"scenes": scenes, "calls": asked.purse.calls, "spent_usd": str(asked.purse.spent)}}


def _offered(offer: Offer) -> str:
    kept = f", {offer.kept} answered before" if offer.kept else ""
    key = f"; it is shown the key in {offer.model.key}" if offer.model.key else ""
    if offer.usd > offer.most:
        money = f"but no more than {dollars(offer.most)} may be spent: the director covers what is left"
    else:
        money = f"{dollars(offer.most)} at most with repairs"
    return (f"{visible(offer.model.name)} at {_host(offer)}: {_many(offer.asked, 'scene')} to send{kept}; some "
            f"{offer.read} tokens to read and up to {offer.written} to write, {dollars(offer.usd)}, {money}{key}")


def _host(offer: Offer) -> str:
    return visible(urlsplit(offer.model.base).netloc)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
