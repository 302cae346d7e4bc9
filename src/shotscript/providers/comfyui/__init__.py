"""Open models on a ComfyUI server of one's own, driven by our depth pass (Wan 2.2 Fun, Wan 2.1 VACE, LTX-2) or by our
pose pass (Wan 2.2 Animate)."""

from __future__ import annotations

from functools import partial

from ..contract import Provider, Status
from . import dialect
from .facts import CHECKED, MODELS, Model, inputs
from .wire import WIRE


def _provider(model: Model) -> Provider:
    return Provider(
        name=model.name, title=model.title, status=Status.LIVE, checked=CHECKED, limits=model.limits,
        write=partial(dialect.write, model), price=dialect.price, fits=partial(dialect.fits, model), wire=WIRE,
        inputs=inputs(model), note="free: on your own GPU",
    )


PROVIDERS = tuple(map(_provider, MODELS))
