"""A segment in the body of OpenAI's Videos API: prose in named blocks, a size, and at most a first frame."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from ...core.timebase import plain
from ...narrative.story import Format
from ...plan.timeline import Segment
from ..contract import Context, Draft, Need
from ..phrase.delivery import aspect, resolution
from ..phrase.manner import QUOTES, Manner
from ..phrase.tell import fitting, tell
from .facts import LIMITS, Model, Size


def write(model: Model, segment: Segment, context: Context) -> Draft:
    size = size_of(model, segment.format)
    telling = tell(segment, context, manner(model, size))
    pixels = size.shapes[aspect(segment.format, tuple(size.shapes))]
    body: dict[str, Any] = {"model": model.name, "prompt": str(telling.words), "seconds": plain(segment.seconds),
                            "size": pixels}
    needs = tuple(_sized(need, pixels) for need in telling.casting.needs)
    body |= {"input_reference": {"image_url": needs[0].ref}} if needs else {}
    return telling.draft(model.name, body, needs)


def fits(model: Model, segment: Segment, context: Context) -> bool:
    return fitting(segment, context, manner(model, size_of(model, segment.format)))


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars, by the second, as they were."""
    return size_of(model, segment.format).dollars * int(segment.seconds)


def size_of(model: Model, form: Format) -> Size:
    named = {size.name: size for size in model.sizes}
    return named[resolution(form, {size.name: size.lines for size in model.sizes})]


@cache
def manner(model: Model, size: Size) -> Manner:
    """Of a model at one of its sizes, whose shapes are not those of the others."""
    return Manner(
        name=model.name, package=__package__ or "", limits=LIMITS, marks=(QUOTES,), sound="always",
        aspects=tuple(size.shapes), resolutions={size.name: size.lines}, head=("style", "look"), lens=True,
        takes=frozenset({"first frame"}), pictured="the model takes no picture but a first frame",
        timing="told as a range of seconds in the prompt: the model cuts about there",
    )


def _sized(need: Need, pixels: str) -> Need:
    """A frame must have the clip's own pixels; the last picture of the part before has them."""
    if need.name == "before":
        return need
    return need.model_copy(update={"recipe": {**need.recipe, "size": pixels}})
