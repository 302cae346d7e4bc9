"""Seedance 2.0 and 2.5 by ByteDance, at BytePlus: shots by number, people by picture, voices by recording."""

from __future__ import annotations

from fractions import Fraction

from ..contract import Input, Provider, Status
from .dialect import Dialect
from .facts import CHECKED, MODELS, Facts
from .wire import WIRE

_FRAME = Input(("jpg", "png", "webp", "bmp", "tiff", "gif"), megabytes=Fraction(30), sides=(300, 6000),
               ratio=(Fraction(2, 5), Fraction(5, 2)))
_VOICE = Input(("wav", "mp3"), megabytes=Fraction(15), seconds=(Fraction(2), Fraction(15)))
_PLATE = Input(("mp4", "mov"), megabytes=Fraction(50), seconds=(Fraction(2), Fraction(15)),
               rate=(Fraction(24), Fraction(60)))
_INPUTS = {"image": _FRAME, "first frame": _FRAME, "last frame": _FRAME, "voice": _VOICE, "plate": _PLATE}
_NOTE = "photographs of faces are refused unless they are registered assets"


def _provider(facts: Facts) -> Provider:
    dialect = Dialect(facts)
    return Provider(
        name=facts.name, title=facts.title, status=Status.LIVE, checked=CHECKED, limits=facts.limits,
        write=dialect.write, price=dialect.price, fits=dialect.fits, wire=WIRE, inputs=_INPUTS, note=_NOTE,
    )


PROVIDERS = tuple(map(_provider, MODELS))
