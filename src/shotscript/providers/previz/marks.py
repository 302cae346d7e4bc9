"""Accents and dashes that Pillow's own font lacks: the plain letter is set and its mark is drawn over it.

A preview must show every European language without a font file. What has no plain letter stays what it is, and is
reported by `letters.lacking`.
"""

from __future__ import annotations

import math
import unicodedata

from PIL import ImageDraw, ImageFont

STAND_IN = {
    "—": "--", "–": "-", "―": "--", "‐": "-", "‑": "-", "¿": "?", "¡": "!", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ß": "ss", "ı": "i", "ø": "o\u0338", "Ø": "O\u0338", "ł": "l\u0338", "Ł": "L\u0338", "đ": "d\u0335", "Đ": "D\u0335",
    "×": "x", "÷": ":", "•": "·", "→": "->", "←": "<-", "′": "'", "″": '"', "½": "1/2", "¼": "1/4", "¾": "3/4",
    "„": "”", "‚": "’", "‟": "“", "º": "°", "ª": "a", "²": "2", "³": "3", "Þ": "Th", "þ": "th", "ð": "d", "Ð": "D",
}
MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0326\u0327\u0328\u0335\u0338"
Box = tuple[float, float, float, float]


def plain(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The letters to set, and the marks over them as (number of the letter, combining mark)."""
    letters: list[str] = []
    marks: list[tuple[int, str]] = []
    folded = unicodedata.normalize("NFC", " ".join(text.split()))
    for c in unicodedata.normalize("NFD", "".join(STAND_IN.get(c, c) for c in folded)):
        if c in MARKS and letters:
            marks.append((len(letters) - 1, c))
        else:
            letters.append(c)
    return "".join(letters), tuple(marks)


def put(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, font: ImageFont.FreeTypeFont,
        fill: tuple[int, int, int, int], middle: bool = False, edge: int = 0) -> None:
    """Set a line with its marks, its vertical middle at `at`; `middle`: `at` is also its middle across.

    edge: pixels of a dark rim.
    """
    letters, marks = plain(text)
    left = at[0] - font.getlength(letters) / 2 if middle else at[0]
    pen.text((left, at[1]), letters, font=font, fill=fill, anchor="lm", stroke_width=edge, stroke_fill=(0, 0, 0, 190))
    ascent, descent = font.getmetrics()
    base = at[1] + (ascent - descent) / 2
    for i, mark in marks:
        x0, top, x1, low = font.getbbox(letters[i], anchor="ls")
        start = left + font.getlength(letters[:i])
        _mark(pen, mark, (start + x0, base + top, start + x1, base + low), font.size, fill)


def _mark(pen: ImageDraw.ImageDraw, mark: str, letter: Box, size: float, fill: tuple[int, int, int, int]) -> None:
    """A mark for the letter whose ink fills the box `letter`."""
    x, y, half, thick = (letter[0] + letter[2]) / 2, letter[1] - size * 0.10, size * 0.11, max(1, round(size * 0.075))
    strokes: dict[str, list[tuple[float, float]]] = {
        "\u0300": [(-1, -0.9), (0.5, 0.6)], "\u0301": [(1, -0.9), (-0.5, 0.6)],
        "\u0302": [(-1.2, 0.6), (0, -0.8), (1.2, 0.6)], "\u030c": [(-1.2, -0.8), (0, 0.6), (1.2, -0.8)],
        "\u0303": [(-1.5, 0.4), (-0.7, -0.5), (0.6, 0.4), (1.5, -0.5)], "\u0304": [(-1.3, 0), (1.3, 0)],
        "\u0306": [(-1.2, -0.7), (-0.6, 0.4), (0.6, 0.4), (1.2, -0.7)],
    }
    if mark in strokes:
        pen.line([(x + half * u, y + half * v) for u, v in strokes[mark]], fill=fill, width=thick, joint="curve")
    elif mark in "\u0307\u0308\u030b":
        for side in (0,) if mark == "\u0307" else (-1, 1):
            _dot(pen, x + side * half * 1.05, y, thick * 0.72, fill)
    elif mark == "\u030a":
        pen.ellipse((x - half, y - half * 1.1, x + half, y + half * 0.9), outline=fill, width=max(1, thick - 1))
    elif mark in "\u0335\u0338":
        lean = 0.0 if mark == "\u0335" else (letter[3] - letter[1]) * 0.5
        middle = (letter[1] + letter[3]) / 2
        pen.line([(letter[0], middle + lean), (letter[2], middle - lean)], fill=fill, width=thick)
    else:  # cedilla, comma below, ogonek
        pen.arc((x - half, letter[3] - 1, x + half, letter[3] + half * 2.2), -90, 120, fill=fill, width=thick)


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: tuple[int, int, int, int]) -> None:
    r = math.ceil(radius)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)
