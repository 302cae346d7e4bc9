"""The words of the language by what an editor colours alike. A test holds them to the parser's own."""

from __future__ import annotations

from shotscript.lang.words import BLOCK, KINDS, SHOT, word_set

SIZES = word_set(
    """
    american bcu big bust close closeup cowboy cu ecu els establishing ews extreme fs full insert long ls macro
    mcu medium mfs mid mls ms mws ots point pov shot shoulder three two very waist wide ws xcu xls xws
    """
)
"""How much is in the picture."""
MOVES = word_set(
    """
    arc boom crane crash dolly follow following gimbal hand handheld held hold jib locked orbit pan pedestal pull push
    rack roll static steadicam tilt track tracking truck whip zoom
    """
)
PACE = word_set("at ease fast gently linear motion over quickly slow speed then while")
"""How fast a move goes, and when."""
WAYS = word_set("back down front in into left off out right up")
OURS = frozenset(("auto", "allow", "as"))
LINKS = word_set("and around everybody everyone facing for from of on the to with")
CAMERA = SHOT - SIZES - MOVES - PACE - WAYS - OURS - LINKS
"""Lens, angle, side, place in the picture, gaze: all that is left."""
STEPS = BLOCK - WAYS - LINKS - frozenset(KINDS) - frozenset(("at", "over", "then", "camera", "behind"))
"""What people do."""
UNITS = ("metres", "meters", "seconds", "frames", "degrees", "percent", "metre", "meter", "second", "frame", "degree",
         "feet", "foot", "inches", "inch", "deg", "mm", "cm", "ft", "in", "m", "s", "f", "°", "º", "%", "米", "度",
         "秒", "帧")  # fmt: skip
TITLES = ("title", "credit", "author", "authors", "source", "notes", "copyright", "revision", "contact info", "contact",
          "font", "format", "header", "footer", "draft date", "date", "language", "watermark", "episode title",
          "episode", "series", "written by", "based on")  # fmt: skip
OF_PEOPLE = ("wears", "speaks", "voice")
"""What a variant sets of somebody."""
