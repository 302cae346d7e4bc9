"""Runway's own models: a take from words or a frame, footage made over, a performance carried over, a list of shots."""

from __future__ import annotations

from fractions import Fraction

from ..contract import Input, Provider, Status
from . import dialect_acted, dialect_footage, dialect_listed, dialect_take, facts
from .wire import WIRE

_FRAME = Input(files=(0, 1), megabytes=Fraction(200))
_GUIDES = {"first frame": _FRAME, "last frame": _FRAME}
_PLATE = Input(files=(1, 1), megabytes=Fraction(200), sides=(1, 1920), seconds=(Fraction(2), Fraction(30)),
               rate=(Fraction(1), Fraction(30)))
_PERFORMANCE = Input(files=(1, 1), megabytes=Fraction(200), seconds=(Fraction(3), Fraction(30)))
_FACE = Input(files=(1, None), megabytes=Fraction(200))

PROVIDERS = (
    Provider(
        name=facts.GEN_45, title="Runway Gen-4.5", status=Status.LIVE, checked=facts.CHECKED, limits=facts.TAKE,
        write=dialect_take.write_45, price=dialect_take.price_45, fits=dialect_take.fits_45, wire=WIRE,
        inputs={"first frame": _FRAME},
    ),
    Provider(
        name=facts.GEN_4_TURBO, title="Runway Gen-4 Turbo", status=Status.LIVE, checked=facts.CHECKED,
        limits=facts.TAKE, write=dialect_take.write_turbo, price=dialect_take.price_turbo,
        fits=dialect_take.fits_turbo, wire=WIRE, inputs={"first frame": _FRAME},
        note="starts from a still of every shot; from our own grey one where the script gives none",
    ),
    Provider(
        name=facts.ALEPH, title="Runway Aleph 2", status=Status.LIVE, checked=facts.CHECKED, limits=facts.FOOTAGE,
        write=dialect_footage.write, price=dialect_footage.price, fits=dialect_footage.fits, wire=WIRE,
        inputs={"plate": _PLATE, **_GUIDES}, wants=("plate",), note="makes footage over: every shot needs a plate",
    ),
    Provider(
        name=facts.ALEPH_PREVIZ, title="Runway Aleph 2 over our previz", status=Status.PREVIEW, checked=facts.CHECKED,
        limits=facts.FOOTAGE, write=dialect_footage.write_previz, price=dialect_footage.price,
        fits=dialect_footage.fits_previz, wire=WIRE, inputs=_GUIDES,
        note="the vendor documents real footage going in, not grey figures: try one shot first",
    ),
    Provider(
        name=facts.ACT_TWO, title="Runway Act-Two", status=Status.LIVE, checked=facts.CHECKED, limits=facts.PERFORMED,
        write=dialect_acted.write, price=dialect_acted.price, fits=dialect_acted.fits, wire=WIRE,
        inputs={"performance": _PERFORMANCE, "image": _FACE}, wants=("performance", "image"),
        note="carries a performance over to one person: every shot needs both",
    ),
    Provider(
        name=facts.MULTI_SHOT, title="Runway multi-shot recipe", status=Status.PREVIEW, checked=facts.CHECKED,
        limits=facts.LISTED, write=dialect_listed.write, price=dialect_listed.price, fits=dialect_listed.fits,
        wire=WIRE, inputs={"first frame": _FRAME},
        note="no price was found: the dearest rate of the service's models with sound stands for it",
    ),
)
