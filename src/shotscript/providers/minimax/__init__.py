"""MiniMax: Hailuo with its camera commands in brackets, H3 with its structured prompt."""

from __future__ import annotations

from fractions import Fraction

from ..contract import Input, Provider, Status
from . import h3, hailuo
from .facts import CHECKED, H3S, HAILUO, HAILUOS
from .wire import H3_WIRE, HAILUO_WIRE

_SHAPES = Fraction(2, 5), Fraction(5, 2)
_FRAME = Input(("jpg", "png", "webp"), megabytes=Fraction(20), sides=(300, None), ratio=_SHAPES)
_PICTURE = Input(("jpg", "png", "webp"), sides=(256, None), ratio=_SHAPES)
_VOICE = Input(("mp3", "wav"), seconds=(Fraction(2), Fraction(15)))


def _hailuo(facts: hailuo.Hailuo) -> Provider:
    dialect = hailuo.Dialect(facts)
    return Provider(
        name=facts.name, title=facts.title, status=Status.LIVE, checked=CHECKED, limits=HAILUO, write=dialect.write,
        price=dialect.price, fits=dialect.fits, wire=HAILUO_WIRE, inputs={"first frame": _FRAME, "last frame": _FRAME},
        note="prices of Hailuo 02 as a partner passes them on",
    )


def _h3(facts: h3.H3) -> Provider:
    dialect = h3.Dialect(facts)
    return Provider(
        name=facts.name, title=facts.title, status=Status.LIVE, checked=CHECKED, limits=facts.limits,
        write=dialect.write, price=dialect.price, fits=dialect.fits, wire=H3_WIRE,
        inputs={"image": _PICTURE, "first frame": _PICTURE, "last frame": _PICTURE, "voice": _VOICE},
        note="the dearer of two sources' prices",
    )


PROVIDERS = (*map(_hailuo, HAILUOS), *map(_h3, H3S))
