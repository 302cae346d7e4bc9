"""Sora 2 by OpenAI, closed on 2026-09-24: compiled for review, and for services that copy its API."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from ..contract import Input, Provider, Status
from . import dialect
from .facts import CHECKED, LIMITS, MEGABYTES, MODELS, RETIRED, SUCCESSORS, Model
from .wire import WIRE

_FRAME = Input(("jpeg", "png", "webp"), (0, 1), megabytes=Fraction(MEGABYTES))


def _provider(model: Model) -> Provider:
    return Provider(
        name=model.name, title=model.title, status=Status.RETIRED, checked=CHECKED, limits=LIMITS,
        write=partial(dialect.write, model), price=partial(dialect.price, model), wire=WIRE,
        fits=partial(dialect.fits, model), inputs={"first frame": _FRAME}, retired=RETIRED, successors=SUCCESSORS,
        note="prices as they were; services that copy the API have their own",
    )


PROVIDERS = tuple(map(_provider, MODELS))
