"""Google's video models: Veo 3.1 on Vertex, shots by time blocks; Gemini Omni on the Interactions API."""

from __future__ import annotations

from functools import partial

from ..contract import Provider
from . import omni, veo, wire_omni, wire_veo
from .facts import CHECKED, MODELS, Model, inputs


def _provider(model: Model) -> Provider:
    dialect = veo if model.family == "veo" else omni
    wire = wire_veo.wire(model.id) if model.family == "veo" else wire_omni.WIRE
    return Provider(
        name=model.name, title=model.title, status=model.status, checked=CHECKED, limits=model.limits,
        write=partial(dialect.write, model), price=partial(dialect.price, model), wire=wire,
        fits=partial(dialect.fits, model), inputs=inputs(model), note=model.note,
    )


PROVIDERS = tuple(map(_provider, MODELS))
