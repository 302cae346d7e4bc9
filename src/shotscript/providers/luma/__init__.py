"""Luma's Ray 3.2 and Ray 2: one silent take, guide frames anywhere, camera concepts, and our own previz as footage."""

from __future__ import annotations

from fractions import Fraction

from ..contract import Input, Provider, Status
from . import dialect, facts
from .wire import RAY_2_WIRE, RAY_3_WIRE

_FRAME = Input(("jpg", "png", "webp"))
_PLATE = Input(("mp4", "mov"), seconds=(Fraction(0), Fraction(18)), megabytes=Fraction(5 * 1024))

PROVIDERS = (
    Provider(
        name=facts.RAY_3, title="Luma Ray 3.2", status=Status.LIVE, checked=facts.CHECKED, limits=facts.RAY_3_LIMITS,
        write=dialect.write_3, price=dialect.price_3, fits=dialect.fits_3, wire=RAY_3_WIRE,
        inputs={"first frame": _FRAME, "last frame": _FRAME, "plate": _PLATE},
    ),
    Provider(
        name=facts.EDIT, title="Luma Ray 3.2 over our previz", status=Status.PREVIEW, checked=facts.CHECKED,
        limits=facts.EDIT_LIMITS, write=dialect.write_edit, price=dialect.price_edit, fits=dialect.fits_edit,
        wire=RAY_3_WIRE, note="the vendor documents real footage going in, not grey figures: try one shot first",
    ),
    Provider(
        name=facts.RAY_2, title="Luma Ray 2", status=Status.LIVE, checked=facts.CHECKED, limits=facts.RAY_2_LIMITS,
        write=dialect.write_2, price=dialect.price_2, fits=dialect.fits_2, wire=RAY_2_WIRE,
        inputs={"first frame": _FRAME, "last frame": _FRAME},
        note="an estimate: one rate was found, for no stated size",
    ),
)
