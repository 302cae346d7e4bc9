"""Wan 2.6, 2.7 and 3.0 by Alibaba, at DashScope: shots by number and seconds in one text, with sound."""

from __future__ import annotations

from functools import partial

from ..contract import Provider, Status
from . import dialect
from .facts import CHECKED, MODELS, Model, inputs
from .wire import WIRE


def _provider(model: Model) -> Provider:
    return Provider(
        name=model.name, title=model.title, status=Status.LIVE, checked=CHECKED, limits=model.limits,
        write=partial(dialect.write, model), price=partial(dialect.price, model), fits=partial(dialect.fits, model),
        wire=WIRE, inputs=inputs(model), note=model.note,
    )


PROVIDERS = tuple(map(_provider, MODELS))
