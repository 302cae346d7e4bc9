"""What is delivered: the `@format` block to a `Format`. Every default stands in `story.Format`.

`picture` is words in any order: a shape (16:9), a size (720p, the short side; or pixels, 1280x720), a rate (24fps).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from ..core import timebase
from ..core.diagnostic import Diagnostic, Fix, Problems, error, nearest
from ..core.span import Span
from ..lang.ast import Block, Entry
from ..lang.blocks import listed
from . import speech
from .story import Format

RESOLUTIONS = {"480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "2k": 1080, "4k": 2160, "2160p": 2160}
SHAPES = ("16:9", "9:16", "1:1", "4:3", "3:4", "4:5", "3:2", "2:3", "21:9", "9:21", "1.85:1", "2:1", "2.35:1",
          "2.39:1", "2.4:1")
CAMERAS = {"full frame": "full frame", "fullframe": "full frame", "ff": "full frame", "35mm": "full frame",
           "super 35": "super 35", "super35": "super 35", "s35": "super 35", "16mm": "16mm", "super 16": "16mm",
           "s16": "16mm", "phone": "phone"}

_PIXELS = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})", re.I)
_SHAPE = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")
_RATE = re.compile(r"(\d+(?:\.\d+)?(?:/\d+)?)\s*fps", re.I)
_SHAPES = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?) *(?:by|to|[x×/*]) *(\d{1,2})(?![\w.]| *fps)", re.I)
"""A shape without its colon: `16 by 9`."""
_SAID = {"hd": "720p", "fhd": "1080p", "fullhd": "1080p", "uhd": "4k", "qhd": "1440p", "widescreen": "16:9",
         "landscape": "16:9", "vertical": "9:16", "portrait": "9:16", "square": "1:1", "scope": "2.39:1",
         "cinemascope": "2.39:1"}
_LARGEST, _FASTEST = 8192, 240


def read(blocks: tuple[Block, ...]) -> tuple[Format, Problems]:
    """The film's format: of several entries with one key the last wins, so the film's own win over `@use`d ones."""
    given: dict[str, Entry] = {}
    problems: list[Diagnostic] = []
    for entry in (e for block in blocks if block.name == "format" for e in block.entries):
        key = entry.name.strip().casefold()
        if key in _READERS:
            given[key] = entry
    fields: dict = {}
    for key, entry in given.items():
        value, faults = _READERS[key](entry)
        fields |= value
        problems += faults
    return Format(**fields), tuple(problems)


def pictured(entry: Entry, base: Format) -> tuple[dict, list[Diagnostic]]:
    """The picture of a variant: what its words leave out stays as in `base`, and so does the rate."""
    found, problems = _picture(entry, base)
    if found.pop("fps") != base.fps:
        problems.append(error("FD107", "a variant cannot change the rate: its cuts would move", entry.span,
                              "another rate", "write the rate under `picture:` in @format"))
    return found, problems


def unknown_provider(blocks: tuple[Block, ...], known: Collection[str]) -> Problems:
    """SY128: the film's provider is none of those there are."""
    entries = [e for block in blocks if block.name == "format" for e in block.entries
               if e.name.strip().casefold() == "provider" and e.text.strip()]
    name = entries[-1].text.strip() if entries else ""
    if not entries or name in known:
        return ()
    at, near = _where(entries[-1], name), nearest(name, known, most=3)
    return (error("SY128", f"no provider is called {name!r}", at, "unknown provider",
                  f"did you mean {near[0]}?" if near else "`shotscript providers` lists them",
                  Fix(at, near[0]) if near else None),)


def _picture(entry: Entry, base: Format | None = None) -> tuple[dict, list[Diagnostic]]:
    text, problems = _PIXELS.sub(lambda m: f"{m[1]}x{m[2]}", entry.text), []
    for shape in _SHAPES.finditer(text):
        problems.append(_bad_word(entry, shape[0], f"{shape[1]}:{shape[2]}"))
    text = _SHAPES.sub(" ", text)
    base, pixels = base or Format(), None
    aspect, resolution, fps = base.aspect, base.resolution, base.fps
    if base.resolution not in RESOLUTIONS and not re.search(r"\d+:\d+|\d[pk]\b|\d+x\d+", text, re.I):
        pixels = (base.width, base.height)
    for word in re.sub(r"(?<=\d)\s+fps", "fps", text, flags=re.I).replace(",", " ").split():
        plain = word.casefold().replace("×", "x")
        if _RATE.fullmatch(plain) and (rate := _rate(plain[:-3])):
            fps = rate
        elif plain in RESOLUTIONS:
            resolution = plain
        elif (found := _PIXELS.fullmatch(plain)) and _fits(int(found[1]), int(found[2])):
            pixels = (int(found[1]), int(found[2]))
        elif (found := _SHAPE.fullmatch(plain)) and _shape(plain):
            aspect = plain
        else:
            problems.append(_bad_word(entry, word))
    return _sized(aspect, resolution, pixels) | {"fps": fps}, problems


def _sized(aspect: str, resolution: str, pixels: tuple[int, int] | None) -> dict:
    if pixels:
        shape = Fraction(*pixels)
        return {"width": pixels[0], "height": pixels[1], "aspect": f"{shape.numerator}:{shape.denominator}",
                "resolution": f"{pixels[0]}x{pixels[1]}"}
    shape, short = _shape(aspect) or Fraction(16, 9), RESOLUTIONS.get(resolution) or _short(resolution)
    wide, tall = (short * shape, Fraction(short)) if shape >= 1 else (Fraction(short), short / shape)
    return {"width": _even(wide), "height": _even(tall), "aspect": aspect, "resolution": resolution}


def _short(resolution: str) -> int:
    """The short side of a picture given in pixels."""
    return min(int(side) for side in resolution.split("x"))


def _even(value: Fraction) -> int:
    """Whole pixels, even because video is stored in pairs."""
    return max(2, 2 * timebase.frames(value / 2, Fraction(1)))


def _rate(text: str) -> Fraction | None:
    if "/" in text and not int(text.split("/")[1]):
        return None
    value = timebase.rate(text) if Fraction(text) > 0 else None
    return value if value and 1 <= value <= _FASTEST else None


def _fits(width: int, height: int) -> bool:
    return all(16 <= side <= _LARGEST and side % 2 == 0 for side in (width, height))


def _shape(text: str) -> Fraction | None:
    wide, tall = (Fraction(part) for part in text.split(":"))
    return wide / tall if wide and tall and Fraction(1, 4) <= wide / tall <= 4 else None


def _bad_word(entry: Entry, word: str, guess: str = "") -> Diagnostic:
    at = _where(entry, word)
    guess = guess or _meant(word.casefold())
    return error("SY121", f"{word!r} is no picture shape, size or rate", at, "not understood",
                 f"write {guess}" if guess else "write something like `16:9 720p 24fps`",
                 fix=Fix(at, guess) if guess else None)


def _meant(word: str) -> str:
    if found := _PIXELS.fullmatch(word):
        sides = (min(max(int(side) // 2 * 2, 16), _LARGEST) for side in found.groups())
        return "x".join(str(side) for side in sides)
    if re.fullmatch(r"(23\.976|24|25|29\.97|30|48|50|59\.94|60)", word):
        return f"{word}fps"
    if re.fullmatch(r"480|720|1080", word):
        return f"{word}p"
    most = 2 if word[:1].isdigit() or len(word) > 4 else 1
    near = nearest(word, (*RESOLUTIONS, *SHAPES, "24fps", "25fps", "30fps"), most)
    return _SAID.get(word) or (near[0] if near and len(word) > 2 else "")


def _camera(entry: Entry) -> tuple[dict, list[Diagnostic]]:
    word = " ".join(entry.text.casefold().replace("-", " ").split())
    if word in CAMERAS:
        return {"camera": CAMERAS[word]}, []
    at, near = _where(entry, entry.text), nearest(word, CAMERAS)
    known = ", ".join(dict.fromkeys(CAMERAS.values()))
    return {}, [error("SY122", f"{entry.text!r} is no camera", at, "no such camera", f"the cameras are {known}",
                      fix=Fix(at, CAMERAS[near[0]] if near else "full frame"))]


def language(entry: Entry) -> tuple[dict, list[Diagnostic]]:
    """A language by its code or its name; SY127 for one nobody knows, unless a field is to say it."""
    text = entry.text.strip()
    if not text or "{" in text:
        return ({"language": text} if text else {}), []
    if known := speech.code(text):
        return {"language": known}, []
    at, near = _where(entry, text), nearest(text, speech.names_of_languages())
    meant = speech.code(near[0]) if near else ""
    return {}, [error("SY127", f"{text!r} is no language we know", at, "no such language",
                      f"write {meant}" if meant else "write its code, like `en`, `zh` or `es-MX`",
                      Fix(at, meant) if meant else None)]


def _seed(entry: Entry) -> tuple[dict, list[Diagnostic]]:
    text = entry.text.strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return {"seed": int(text)}, []
    at = _where(entry, text)
    return {}, [error("SY123", f"a seed is a whole number, not {text!r}", at, "no whole number", "write a number",
                      Fix(at, "1"))]


def _where(entry: Entry, words: str) -> Span:
    """The span of words inside an entry: `key: value` has its value at the end."""
    length, offset = entry.span.end - entry.span.start, entry.text.find(words)
    start = length - len(entry.text) + offset
    return entry.span.part(start, start + len(words)) if start >= 0 and start + len(words) <= length else entry.span


def _plain(key: str):
    return lambda entry: ({key: entry.text.strip()} if entry.text.strip() else {}, [])


_READERS = {
    "picture": _picture, "camera": _camera, "seed": _seed,
    "style": lambda entry: ({"style": entry.text.strip(), "style_span": entry.span}, []),
    "never": lambda entry: ({"never": tuple(word for word, _ in listed(entry.text, entry.span)),
                             "never_span": entry.span}, []),
    "language": language, "provider": _plain("provider"), "font": _plain("font"),
}  # fmt: skip
