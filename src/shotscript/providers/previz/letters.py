"""Lettering: text, pills and strips as float RGBA pictures (h, w, 4), straight alpha, made once and kept.

Only the font that comes inside Pillow is used, so letters are the same on every machine. What it has no glyph for is
drawn as a box.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .marks import plain, put

if TYPE_CHECKING:
    from .piece import Colour
    from .scenery import F4

WHITE, GREY, AMBER, INK = (255, 255, 255), (190, 196, 206), (255, 214, 120), (18, 20, 25)
FINE = 2  # drawn this many times larger, then reduced
RGB = tuple[int, int, int]
SLATE, TAG, BANNER = 44, 30, 40


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return found


def width_of(text: str, size: int) -> float:
    """Pixels a line takes, measured at drawing size."""
    return font(size * FINE).getlength(plain(text)[0]) / FINE


def lacking(text: str) -> str:
    """The characters of a text the font has no glyph for, each once, in order."""
    return "".join(c for c in dict.fromkeys(plain(text)[0]) if not c.isspace() and _missing(c))


def fitted(text: str, size: int, room: float) -> str:
    """The text, or as much of it as `room` pixels hold, with three dots."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "...", size) > room:
        text = text[:-1].rstrip()
    return text + "..." if text else ""


@lru_cache(256)
def glyph(letter: str, size: int, colour: RGB) -> F4:
    """One letter on its own, figures all of one width: for texts that change every frame."""
    wide = width_of("0", size) if letter.isdigit() else max(width_of(letter, size), 1.0)
    image = _blank(int(wide + 1.5), round(size * 1.6))
    middle = (image.width / 2, image.height / 2)
    ImageDraw.Draw(image).text(middle, letter, font=font(size * FINE), fill=(*colour, 255), anchor="mm")
    return _array(image)


@lru_cache(64)
def tag(name: str, colour: Colour, unit: float) -> F4:
    """A rounded name tag with a dot of the person's colour."""
    size, height = round(19 * unit), round(TAG * unit)
    image = _blank(int(width_of(name, size) + 36 * unit), height)
    pen, w, h, u = ImageDraw.Draw(image), image.width, image.height, unit * FINE
    pen.rounded_rectangle((1, 1, w - 2, h - 3), h // 2 - 1, fill=(24, 26, 32, 205))
    pen.ellipse((9 * u, h / 2 - 5 * u, 18 * u, h / 2 + 4 * u), fill=(*_lit(colour, 0.5), 255))
    put(pen, (23 * u, h / 2 - u / 2), name, font(size * FINE), (245, 245, 245, 255))
    return _array(image)


@lru_cache(32)
def slate(scene: str, label: str, caption: str, width: int, unit: float) -> F4:
    """The strip along the bottom: scene and shot, then what the shot is. Its right end is left free for the lens."""
    size = round(17 * unit)
    image = _blank(width, round(SLATE * unit))
    pen, u = ImageDraw.Draw(image), unit * FINE
    pen.rectangle((0, 0, image.width, image.height), fill=(*INK, 190))
    head = f"SC {scene} / {label}" if scene else label
    put(pen, (20 * u, image.height / 2), head, font(size * FINE), (*WHITE, 255))
    left = 20 * unit + width_of(head, size) + 25 * unit
    words = fitted(caption, size, width - left - 300 * unit)
    put(pen, (left * FINE, image.height / 2), words, font(size * FINE), (*GREY, 255))
    return _array(image)


@lru_cache(64)
def caption(lines: tuple[str, ...], who: str, colour: Colour, unit: float) -> F4:
    """Lines of speech on a dim ground, the speaker small and in colour over them."""
    size, small = caption_size(unit), round(17 * unit)
    pitch, head = size * 1.28, small * 1.45 if who else 0.0
    wide = max([width_of(line, size) for line in lines] + [width_of(who, small)]) + 36 * unit
    image = _blank(int(wide), int(head + pitch * len(lines) + 14 * unit))
    pen, u, middle = ImageDraw.Draw(image), unit * FINE, image.width / 2
    pen.rounded_rectangle((0, 0, image.width - 1, image.height - 1), 9 * u, fill=(12, 13, 17, 150))
    if who:
        put(pen, (middle, 7 * u + head * FINE / 2), who, font(small * FINE), (*_lit(colour, 0.72), 255), middle=True)
    for i, line in enumerate(lines):
        y = (7 * unit + head + pitch * (i + 0.5)) * FINE
        put(pen, (middle, y), line, font(size * FINE), (*WHITE, 255), middle=True, edge=round(u))
    return _array(image)


def caption_size(unit: float) -> int:
    return round(28 * unit)


@lru_cache(32)
def banner(text: str, width: int, unit: float) -> F4:
    """A fault, in red along the top."""
    size = round(18 * unit)
    image = _blank(width, round(BANNER * unit))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, image.width, image.height), fill=(176, 28, 30, 225))
    words = fitted(text, size, width - 40 * unit)
    put(pen, (20 * unit * FINE, image.height / 2), words, font(size * FINE), (*WHITE, 255))
    return _array(image)


@lru_cache(4096)
def _missing(letter: str) -> bool:
    def drawn(text: str) -> tuple[tuple[int, int], bytes]:
        mask = font(24).getmask(text)
        return mask.size, bytes(mask)

    return drawn(letter) == drawn("\U0010fffd")


def _blank(width: int, height: int) -> Image.Image:
    return Image.new("RGBA", (max(1, width) * FINE, max(1, height) * FINE), (0, 0, 0, 0))


def _array(image: Image.Image) -> F4:
    small = image.resize((image.width // FINE, image.height // FINE), Image.Resampling.BOX)
    return np.ascontiguousarray(np.asarray(small, np.float32) / np.float32(255))


def _lit(colour: Colour, least: float) -> RGB:
    """A colour a fifth paler, or mixed with white until its brightest part is at least `least`: readable on dark."""
    share = max(0.2, (least - max(colour)) / (1 - min(max(colour), 0.99)))
    r, g, b = colour
    return _bytes((r + (1 - r) * share, g + (1 - g) * share, b + (1 - b) * share))


def _bytes(colour: Colour) -> RGB:
    r, g, b = (max(0, min(255, round(c * 255))) for c in colour)
    return r, g, b
