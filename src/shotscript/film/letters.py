"""Words as a picture: white letters with a dark rim and a soft shadow, legible over anything.

Every line is set run by run, each run in one face and one direction, so scripts mix and read the right way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, __version__, features

from . import bidi, fonts
from .fonts import Face, Shelf
from .stamp import Ink

RAQM = bool(features.check("raqm"))
"""Whether Pillow can join and place letters as Arabic and Indic scripts ask (it looks for FriBiDi when it starts)."""
EDITION = f"letters 1, Pillow {__version__}, raqm {RAQM}"
"""Tells one way of drawing letters from another."""
_RISE, _FALL, _PITCH, _GAP = 0.78, 0.22, 1.2, 0.12
_RIM, _SHADOW, _DROP, _PAD = 0.07, 0.10, 0.05, 0.4
_RIM_COVER, _SHADOW_COVER = 0.85, 0.6
_JOINED = frozenset(("SYRIAC", "MANDAIC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA",
                     "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR",
                     "KHMER"))  # fmt: skip
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}
_NOT_FIRST = "、。，．！？；：）」』】》〉”’…ー!?,.;:)"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one line in one face and one direction."""

    text: str
    face: Face
    backwards: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one under the other, `size` pixels to the em, measured but not drawn; `align` is left, center or right.

    width, height   of the letters alone; `ink` has `pad` pixels more on each side for their rim and shadow
    bases           of each line, from the top
    """

    lines: tuple[str, ...]
    shelf: Shelf
    size: int
    align: str
    width: int
    height: int
    bases: tuple[int, ...]

    @property
    def pad(self) -> int:
        return 2 * round(_PAD * self.size / 2) + 2


def block(lines: Sequence[str], shelf: Shelf, size: int, align: str = "center") -> Block:
    """Lines measured. They stand closer or wider by their own letters, never into one another."""
    laid = [runs(line, shelf) for line in lines]
    wide = max(sum(_width(run, size, shelf) for run in line) for line in laid)
    tops, bottoms = zip(*(_reach(line, size, shelf) for line in laid), strict=True)
    pitch = max([_PITCH * size, *(low + top + _GAP * size for low, top in zip(bottoms, tops[1:], strict=False))])
    bases = tuple(round(tops[0] + pitch * i) for i in range(len(laid)))
    return Block(tuple(lines), shelf, size, align, ceil(wide), bases[-1] + int(bottoms[-1]) + 1, bases)


def ink(block: Block) -> Ink:
    """A block drawn."""
    laid, share = [runs(line, block.shelf) for line in block.lines], _SHARE[block.align]
    canvas = (block.width + 2 * block.pad, block.height + 2 * block.pad)
    wide = (sum(_width(run, block.size, block.shelf) for run in line) for line in laid)
    places = [(block.pad + int((block.width - w) * share), block.pad + base)
              for w, base in zip(wide, block.bases, strict=True)]  # fmt: skip
    fill = _mask(canvas, laid, places, block.size, block.shelf, 0)
    rim = _mask(canvas, laid, places, block.size, block.shelf, max(2, round(_RIM * block.size)))
    return _inked(fill, rim, block.size)


def width(text: str, shelf: Shelf, size: int) -> float:
    """Pixels a line takes."""
    return sum(_width(run, size, shelf) for run in runs(text, shelf))


def runs(text: str, shelf: Shelf) -> list[Run]:
    """A line's runs from left to right as they are seen."""
    levels = bidi.levels(text, bidi.base(text))
    cast = [face or Face("") for face in shelf.cast(text)]
    found, high = list[Run](), list[int]()
    for (face, level), part in groupby(range(len(text)), key=lambda i: (cast[i], levels[i])):
        found.append(Run("".join(text[i] for i in part), face, bool(level % 2)))
        high.append(level)
    return [found[i] for i in bidi.order(high)]


def wrap(text: str, shelf: Shelf, size: int, room: float) -> tuple[str, ...]:
    """A text in as few lines as fit the room, these as even as can be. What cannot be broken may be wider."""
    cut = _pieces(text)
    wide = {one: width(one, shelf, size) for piece in cut for one in (piece, piece.rstrip())}
    pieces = [(piece, wide[piece], wide[piece.rstrip()]) for piece in cut]
    count, widest = len(_broken(pieces, room)), max((bare for _, _, bare in pieces), default=0.0)
    low, high = min(widest, room), room
    while count > 1 and high - low > size / 4:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_broken(pieces, middle)) <= count else (middle, high)
    return _broken(pieces, high)


def unjoined(text: str) -> str:
    """The letters this Pillow cannot join as their script asks, each once; none where it can."""
    return "" if RAQM else "".join(dict.fromkeys(letter for letter in text if _joins(letter)))


# ---------------------------------------------------------------------------------------------- helpers


def _joins(letter: str) -> bool:
    return unicodedata.bidirectional(letter) == "AL" or unicodedata.name(letter, "").split(" ")[0] in _JOINED


def _set(run: Run, shelf: Shelf) -> tuple[str, dict[str, Any]]:
    """What Pillow is told of a run: without raqm it sets letters as they come, so they come in the order seen."""
    if RAQM:
        told = {"direction": "rtl" if run.backwards else "ltr"}
        return run.text, told | ({"language": shelf.language} if shelf.language else {})
    return "".join(reversed(list(fonts.clusters(run.text)))) if run.backwards else run.text, {}


def _width(run: Run, size: int, shelf: Shelf) -> float:
    text, told = _set(run, shelf)
    return fonts.pen(run.face, size).getlength(text, **told)


def _reach(line: Sequence[Run], size: int, shelf: Shelf) -> tuple[float, float]:
    """How far a line's letters reach above their base line and below it, at least as far as plain ones do."""
    tops, bottoms = [_RISE * size], [_FALL * size]
    for run in line:
        text, told = _set(run, shelf)
        _, top, _, bottom = fonts.pen(run.face, size).getbbox(text, anchor="ls", **told)
        tops.append(-top)
        bottoms.append(bottom)
    return max(tops), max(bottoms)


def _mask(canvas: tuple[int, int], laid: Sequence[Sequence[Run]], places: Sequence[tuple[float, float]], size: int,
          shelf: Shelf, rim: int) -> Image.Image:
    """How much each pixel is covered by the letters, made `rim` pixels fatter."""
    image = Image.new("L", canvas, 0)
    draw = ImageDraw.Draw(image)
    for line, (left, base) in zip(laid, places, strict=True):
        for run in line:
            text, told = _set(run, shelf)
            draw.text((left, base), text, 255, fonts.pen(run.face, size), "ls", stroke_width=rim, **told)
            left += _width(run, size, shelf)
    return image


def _inked(fill: Image.Image, rim: Image.Image, size: int) -> Ink:
    """White over a dark rim over a shadow a little below."""
    shadow = Image.new("L", rim.size, 0)
    shadow.paste(rim, (0, max(1, round(_DROP * size))))
    shadow = shadow.filter(ImageFilter.GaussianBlur(_SHADOW * size))
    white, dark, soft = (np.asarray(mask, np.float32) / np.float32(255) for mask in (fill, rim, shadow))
    under = 1 - (1 - dark * np.float32(_RIM_COVER)) * (1 - soft * np.float32(_SHADOW_COVER))
    cover = white + (1 - white) * under
    return np.stack([white, white, white, cover], axis=2)


def _broken(pieces: Sequence[tuple[str, float, float]], room: float) -> tuple[str, ...]:
    """Pieces in lines of the room; of each its width, with the space after it and without."""
    lines, line, taken = list[str](), list[str](), 0.0
    for piece, whole, bare in pieces:
        if line and taken + bare > room:
            lines.append("".join(line).strip())
            line, taken = [], 0.0
        line.append(piece)
        taken += whole
    return tuple(one for one in (*lines, "".join(line).strip()) if one)


def _pieces(text: str) -> list[str]:
    """A text cut wherever a line may end: after spaces, and between letters of scripts that use none."""
    found = [""]
    for cluster in fonts.clusters(text):
        before = found[-1]
        breaks = before and not cluster[0].isspace() and cluster[0] not in _NOT_FIRST and (
            before[-1] in " \u3000" or _wide(cluster) or _wide(before[-1]))
        found += [cluster] if breaks else []
        found[-1] = found[-1] if breaks else before + cluster
    return found


def _wide(text: str) -> bool:
    """Chinese and Japanese letters, between which a line may end; Korean ends it at spaces."""
    name = unicodedata.name(text[0], "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH"))
