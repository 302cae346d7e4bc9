"""Vidu Q3 by Shengshu: prose with its cuts in words, native sound, people by `@name`."""

from __future__ import annotations

from fractions import Fraction

from ..contract import Input, Provider, Status
from .dialect import Dialect
from .facts import CHECKED, MODELS, Facts
from .wire import WIRE

_PICTURE = Input(("png", "jpg", "webp"), megabytes=Fraction(50), sides=(128, None), ratio=(Fraction(1, 4), Fraction(4)))
_INPUTS = {role: _PICTURE for role in ("image", "first frame", "last frame")}


def _provider(facts: Facts) -> Provider:
    dialect = Dialect(facts)
    return Provider(
        name=facts.name, title=facts.title, status=Status.LIVE, checked=CHECKED, limits=facts.limits,
        write=dialect.write, price=dialect.price, fits=dialect.fits, wire=WIRE, inputs=_INPUTS,
        note="prices as a partner passes them on",
    )


PROVIDERS = tuple(map(_provider, MODELS))
