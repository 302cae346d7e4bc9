"""Small fonts made for tests: every letter a plain box of its own width, so that what is drawn can be told."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def box(width: int, height: int = 700):
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, height), (width - 50, height), (width - 50, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def font(path: Path, letters: str, family: str = "Test Sans", height: int = 700) -> Path:
    """A font with these letters and no others, each 600 units wide of 1000."""
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    build.setupGlyf({name: box(600, height if name != ".notdef" else 300) for name in names})
    build.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": family, "styleName": "Regular"})
    build.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    build.setupPost()
    build.save(path)
    return path
