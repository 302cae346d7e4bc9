"""Kling: up to six cuts and fifteen seconds in one request, asked for as a written shot list; and its kin.

Kling 3.0 Omni, 3.0, 3.0 Turbo and 2.6 in the new request standard, the 3.0 models in the legacy one, Motion Control,
and Kling 4.0 as far as it is known.
"""

from __future__ import annotations

from functools import partial

from ..contract import Provider
from . import dialect, dialect_legacy, dialect_motion, wire, wire_legacy, wire_router
from .facts import CHECKED, MODELS, Model, inputs


def _provider(model: Model) -> Provider:
    maker = (dialect_motion if model.family == "motion" else dialect_legacy if model.standard == "legacy" else dialect)
    priced = dialect_motion.price if model.family == "motion" else dialect.price
    spoken = (wire_router.wire(model) if model.family == "next" else
              wire_legacy.wire(model) if model.standard == "legacy" else wire.wire(model))
    return Provider(
        name=model.name, title=model.title, status=model.status, checked=CHECKED, limits=model.limits,
        write=partial(maker.write, model), price=partial(priced, model), wire=spoken,
        fits=partial(dialect.fits, model), inputs=inputs(model), note=model.note,
    )


PROVIDERS = tuple(map(_provider, MODELS))
