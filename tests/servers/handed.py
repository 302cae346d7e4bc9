"""Real files for everything a request stands on: a picture in the size it asks for, a small film."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache

import numpy as np
from PIL import Image
from spoken import File
from vendor import film_of

from shotscript.providers.contract import Need, Request

FILMED = ("plate", "picture pass", "performance", "clip")


def handed(request: Request) -> dict[str, File]:
    """A file for each need of a request, by its ref."""
    return {need.ref: _file(need, seed) for seed, need in enumerate(request.needs)}


def _file(need: Need, seed: int) -> File:
    if need.role in FILMED:
        return File(film_of(Fraction(3)), "video/mp4")
    width, height = map(int, str(need.recipe.get("size", "96x64")).split("x"))
    return File(picture(width, height, seed), "image/png")


@cache
def picture(width: int = 96, height: int = 64, seed: int = 0) -> bytes:
    """A picture that no other seed gives."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).resize((width, height), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
